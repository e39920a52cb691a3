"""`floodwatch impact`: how far a network broke out, how much engagement was its own, and how its posts stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.assessment.breakout import Sighting
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

COLUMNS = ("kind", "on", "ref", "platform", "community", "by", "attitude", "after")
DETECTED = 0.5
"""The least share of a network's true members that is taken to be detected."""
NEVER: Mapping[str, date] = MappingProxyType({})
ATTITUDES = ("passes_on", "exposes", "debunks")


def impact(
    case: Case,
    progress: Progress,
    network: str = "",
    sightings: str = "",
    looked: tuple[str, ...] = (),
    detected: float = DETECTED,
    before: str = "",
) -> dict[str, Any]:
    """The impact of the one network whose id begins so; `sightings` and `looked` are what people found besides.

    `before`: a day, or another case and its network, with which this one is compared.
    """
    from floodwatch.assessment.breakout import LOOKED_FOR
    from floodwatch.centre.periods import compared, whole
    from floodwatch.centre.tables import detected as reading

    if not 0 < detected <= 1:
        raise SettingError("--detected is a share above 0 and at most 1", do="Give one such as 0.5.")
    until = dict(_until(one, tuple(LOOKED_FOR)) for one in looked)
    told = list(_sightings(Path(sightings), tuple(LOOKED_FOR))) if sightings else []
    with reading(case, progress) as engine:
        found = whole(engine, network, case.name)
        changed = {"before": compared(case, engine, found, before, progress)} if before else {}
        return {"network": found, **measured(engine, found, told, until, detected), **changed}


def measured(
    engine: Engine,
    network: str,
    sightings: Sequence[Sighting] = (),
    until: Mapping[str, date] = NEVER,
    detected: float = DETECTED,
) -> dict[str, Any]:
    """The impact of a network of an opened case."""
    from floodwatch.assessment.impact import impact as weigh
    from floodwatch.model import refs
    from floodwatch.views.impact import view
    from floodwatch.views.unit import literal

    own = f"SELECT platform, account_id FROM members WHERE network_id = {literal(network)} ORDER BY ALL"
    members = {refs.account(r["platform"], r["account_id"]) for r in engine.arrow(own).to_pylist()}
    return weigh(view(engine, network), sightings, cast("Any", until), members, (detected, 1.0))


def _until(text: str, kinds: tuple[str, ...]) -> tuple[str, date]:
    """A kind of evidence and the day until which it was looked for, from KIND=YYYY-MM-DD."""
    kind, _, day = text.partition("=")
    if kind not in kinds:
        raise SettingError(f"Nothing is looked for under {kind!r}", do=f"Known are: {', '.join(kinds)}.")
    return kind, _day(day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise SettingError(f"{text!r} is no day", do="Write it as YYYY-MM-DD.") from None


def _sightings(file: Path, kinds: tuple[str, ...]) -> Iterator[Sighting]:
    """The rows of a table of sightings; a row that says something unknown is refused with its number."""
    import csv

    from floodwatch.assessment.breakout import Sighting

    if not file.is_file():
        raise SettingError("There is no such file", where=str(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            told = {name: (row.get(name) or "").strip() for name in COLUMNS}
            attitude = told["attitude"] or ATTITUDES[0]
            if told["kind"] not in kinds or attitude not in ATTITUDES or not told["ref"]:
                raise SettingError(
                    "A sighting needs a kind, a day and a ref, and an attitude that is known",
                    where=f"{file.name}, line {number}",
                    do=f"Kinds: {', '.join(kinds)}; attitudes: {', '.join(ATTITUDES)}.",
                )
            after = _day(told["after"]) if told["after"] else None
            kind, form = cast("Any", told["kind"]), cast("Any", attitude)
            where = told["platform"], told["community"], told["by"]
            yield Sighting(kind, _day(told["on"]), told["ref"], *where, form, after)
