"""Do members write in a language that is not spoken where they say they are?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

SAMPLE = 3000

ROWS = beside_background("p.location, p.language", "length(p.location) > 1 AND p.language <> 'und'", SAMPLE)


class LanguageMismatch(Signal):
    """Share of located members whose main language few people of the named country speak."""

    name = "signals/language_mismatch"
    description = "Share of a network's accounts that write in a language foreign to the place they name."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with such members."""
        rows = columns(engine, ROWS)
        foreign: dict[str, list[bool]] = defaultdict(list)
        chosen: dict[str, list[int]] = defaultdict(list)
        for place, network_id in enumerate(rows["network_id"]):
            country = places.country_of(rows["location"][place])
            spoken = places.languages_of(country) if country else frozenset()
            if spoken:
                foreign[network_id].append(rows["language"][place] not in spoken)
                if foreign[network_id][-1]:
                    chosen[network_id].append(place)
        outside = foreign.pop("", [])
        baseline = rate(sum(outside), len(outside)) if outside else None
        for network_id, said in foreign.items():
            if any(said):
                picked = chosen[network_id]
                yield Finding(
                    network_id, "language_mismatch", sum(said) / len(said), "share of located accounts",
                    f"{sum(said)} of {len(said)} accounts that name a country write in a language that few "
                    "people there speak; emigrants and language learners do", baseline,
                    None if baseline is None else binomial(sum(said), len(said), baseline),
                    account_refs([rows["platform"][i] for i in picked], [rows["account_id"][i] for i in picked]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Japanese from Brazil, and Portuguese from Brazil."""
        far = [{"location": "Brasil", "language": "ar"}] * 4
        home = [{"location": "Brasil", "language": "pt"}] * 4
        return (
            Example("a foreign language", True, people(far, home * 5)),
            Example("the country's language", False, people(home, home * 5)),
        )


LANGUAGE_MISMATCH = LanguageMismatch()
