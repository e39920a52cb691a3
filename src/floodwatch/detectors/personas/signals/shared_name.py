"""Do a network's profiles have a name in common that hardly anybody else's profile holds?

Works in every language without a list: the words and word pairs of names and bios (characters, where a
script has no spaces) are counted once per account, and the commonest rare one is reported. Profiles that
are copies of each other count as one, so that a template does not name itself. Where a script has capitals,
a word that is only capital where a sentence begins is no name: rare words of another language are common.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.profiles import own_words
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

LEAST = 3
SAMPLE = 4000
FORMS = 3
"""Different wordings around a name that show that it is the name, not the wording, that is shared."""
COPY = 0.45
"""Jaccard from which two bios count as one: a template with several slots must not name itself."""
RARE, TIMES = 0.01, 25
"""A name is rare where at most this share of the background's profiles holds it, or the network's hold it that many
times as often: of a club half is found, and the other half's profiles are background."""

CAPITAL = 1 / 3
"""Least share of the profiles with a word that must write it like a name, in scripts that have capitals."""

_BEGINS = re.compile(r"(?:^|[.!?|·\n]\s*)[^\w]*$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

ROWS = beside_background(
    "concat_ws(' · ', p.name, p.bio) AS profile, coalesce(p.bio, '') AS bio",
    "length(concat_ws('', p.name, p.bio)) > 0",
    SAMPLE,
)


class SharedName(Signal):
    """The commonest word or word pair, rare outside, in the names and bios of accounts with different bios."""

    name = "signals/shared_name"
    description = "Share of a network's profiles that hold one otherwise rare name."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network whose different profiles share a rare name."""
        rows = columns(engine, ROWS)
        places: dict[str, list[int]] = {}
        for place, network_id in enumerate(rows["network_id"]):
            places.setdefault(network_id, []).append(place)
        outside = [terms(rows["profile"][i]) for i in places.pop("", [])]
        common = Counter(t for found in outside for t in found)
        for network_id, mine in places.items():
            yield from _network(network_id, mine, rows, common, len(outside))

    def examples(self) -> Sequence[Example]:
        """Five bios that name one choir, each in its own way, and five that name nothing."""
        own = ("Alto with Halverton", "Halverton rehearsals on Mondays", "Tenor. Bread. Halverton!",
               "Since 2011 in Halverton", "Halverton first, then tea")  # fmt: skip
        named = [{"bio": b} for b in own]
        return (
            Example("one choir", True, people(named, [{"bio": f"gardening {n}"} for n in range(20)])),
            Example("no name", False, people([{}] * 5, [{}] * 20)),
        )


def terms(profile: str) -> frozenset[str]:
    """Words, pairs of neighbouring words, and character triples of scripts without spaces."""
    text = unicodedata.normalize("NFKC", profile).casefold()
    words = [w for w in _WORD.findall(text) if not _UNSPACED.search(w)]
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    runs = [w for w in _WORD.findall(text) if _UNSPACED.search(w)]
    pieces = [r[i : i + 3] for r in runs for i in range(max(1, len(r) - 2))]
    return frozenset((*(w for w in words if len(w) > 3), *pairs, *pieces))


def _network(
    network_id: str, mine: list[int], rows: dict[str, list[str]], common: Counter[str], whole: int
) -> Iterator[Finding]:
    held = [terms(rows["profile"][i]) for i in mine]
    copies = _copies([own_words(rows["bio"][i]) for i in mine])
    counts = Counter(t for t in set().union(*held) for found in held if t in found)
    rare = [(n, t) for t, n in counts.items() if n >= LEAST and common[t] <= whole * _most(n / len(mine))]
    for n, term in sorted(rare, key=lambda r: (-r[0], -len(r[1]), r[1]))[:20]:
        holders = [i for i, found in enumerate(held) if term in found]
        if len({copies[i] for i in holders}) < min(FORMS, 0.5 * len(holders)):
            continue
        if not _is_name(term, [rows["profile"][mine[i]] for i in holders]):
            continue
        baseline = rate(common[term], whole) if whole else None
        yield Finding(
            network_id, "shared_name", n / len(mine), "share of profiles",
            f"{n} of {len(mine)} profiles hold the words '{term}', each in its own way; a place or a fashion "
            "can be what they share", baseline,
            None if baseline is None else binomial(n, len(mine), baseline, len(counts)),
            account_refs([rows["platform"][mine[i]] for i in holders],
                         [rows["account_id"][mine[i]] for i in holders]),
        )  # fmt: skip
        return


def _most(share: float) -> float:
    """Greatest share of the background that may hold a rare name which this share of a network holds."""
    return max(RARE, share / TIMES)


def _is_name(term: str, profiles: Sequence[str]) -> bool:
    """Whether enough profiles write the words like a name: capital, and not only because a sentence begins there."""
    if term.upper() == term:
        return True
    capital = sum(any(_is_capital(term, text) for text in _pieces(profile)) for profile in profiles)
    return capital >= CAPITAL * len(profiles)


def _pieces(profile: str) -> tuple[str, ...]:
    """The name as if it stood inside a sentence, and the bio."""
    name, _, bio = unicodedata.normalize("NFKC", profile).partition(" · ")
    return f"x {name}", bio


def _is_capital(term: str, text: str) -> bool:
    """Whether the first word of the term stands somewhere in the text with a capital, but not at a sentence's start."""
    word = re.escape(term.split(maxsplit=1)[0])
    found = re.finditer(rf"(?<!\w){word}(?!\w)", text, re.I)
    return any(m.group()[0].isupper() and not _BEGINS.search(text[: m.start()]) for m in found)


def _copies(bios: Sequence[str]) -> list[int]:
    """For each bio the first bio that it nearly equals."""
    first = list(range(len(bios)))
    for group in near_groups(bios, COPY):
        if bios[int(group[0])]:
            for index in group:
                first[int(index)] = int(group[0])
    return first


SHARED_NAME = SharedName()
