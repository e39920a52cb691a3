"""Do a network's profiles have a name in common that hardly anybody else's profile holds?

Works in every language without a list: the words and word pairs of names and bios (characters, where a
script has no spaces) are counted once per account, and the commonest rare one is reported. Profiles that
are copies of each other count as one, so that a template does not name itself. Where a script has capitals,
a word that is only capital where a sentence begins is no name: rare words of another language are common.

Two more shares stand beside it: `shared_title`, the same asked of the names of accounts alone, and `named_alike`, a
name of two capital words inside a sentence of the bios, copies counted each, since members of one choir copy its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

PARTS = ("profile", "title", "bio")
WORDS = {
    "shared_name": "{n} of {of} profiles hold the words '{term}', each in its own way; a place or a fashion can be "
    "what they share",
    "shared_title": "{n} of {of} accounts carry '{term}' in their names; relatives and people of one fashion do so too",
    "named_alike": "{n} of {of} bios name '{term}', some in one wording; a place or a fashion can be what they share",
}
ROWS = beside_background(
    "concat_ws(' · ', p.name, p.bio) AS profile, coalesce(p.bio, '') AS bio, coalesce(p.name, '') AS title",
    "length(concat_ws('', p.name, p.bio)) > 0",
    SAMPLE,
)


class SharedName(Signal):
    """The commonest word or word pair, rare outside, in the names and bios of accounts with different bios."""

    name = "signals/shared_name"
    version = 2
    description = "Share of a network's profiles that hold one otherwise rare name."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network whose different profiles share a rare name."""
        rows = columns(engine, ROWS)
        places: dict[str, list[int]] = {}
        for place, network_id in enumerate(rows["network_id"]):
            places.setdefault(network_id, []).append(place)
        outside = places.pop("", [])
        common = {part: Counter(t for i in outside for t in terms(rows[part][i])) for part in PARTS}
        for network_id, mine in places.items():
            for part, name, which in (
                ("profile", "shared_name", _in_many_wordings), ("title", "shared_title", _as_title),
                ("bio", "named_alike", _in_one_line),
            ):  # fmt: skip
                held = [terms(rows[part][i]) for i in mine]
                rare = _rare(held, common[part], len(outside))
                chosen = which(rare, held, {part: [rows[part][i] for i in mine] for part in PARTS})
                if chosen:
                    yield _said(network_id, name, chosen, held, mine, rows, common[part], len(outside))

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


def _rare(held: Sequence[frozenset[str]], common: Mapping[str, int], whole: int) -> list[str]:
    """The commonest terms of the network that hardly anybody else has, commonest and longest first."""
    counts = Counter(t for found in held for t in found)
    rare = [
        (n, t) for t, n in counts.items() if n >= LEAST and common.get(t, 0) <= whole * _most(n / len(held))
    ]
    return [t for _, t in sorted(rare, key=lambda r: (-r[0], -len(r[1]), r[1]))[:20]]


def _in_many_wordings(
    rare: Sequence[str], held: Sequence[frozenset[str]], said: Mapping[str, list[str]]
) -> str:
    """The first name that stands in different wordings, in name or bio."""
    copies = _copies([own_words(bio) for bio in said["bio"]])
    for term in rare:
        holders = [i for i, found in enumerate(held) if term in found]
        differ = len({copies[i] for i in holders}) >= min(FORMS, 0.5 * len(holders))
        if differ and _is_name(term, [said["profile"][i] for i in holders]):
            return term
    return ""


def _as_title(rare: Sequence[str], held: Sequence[frozenset[str]], said: Mapping[str, list[str]]) -> str:
    return rare[0] if rare else ""


def _in_one_line(rare: Sequence[str], held: Sequence[frozenset[str]], said: Mapping[str, list[str]]) -> str:
    """The first name of two capital words inside a sentence."""
    for term in rare:
        words = term.split()
        texts = [bio for bio, found in zip(said["bio"], held, strict=True) if term in found]
        capital = sum(all(_is_capital(word, bio) for word in words) for bio in texts)
        if len(words) == 2 and capital >= CAPITAL * len(texts):
            return term
    return ""


def _said(
    network_id: str, name: str, term: str, held: Sequence[frozenset[str]], mine: Sequence[int],
    rows: Mapping[str, Sequence[str]], common: Mapping[str, int], whole: int,
) -> Finding:  # fmt: skip
    holders = [i for i, found in zip(mine, held, strict=True) if term in found]
    baseline = rate(common.get(term, 0), whole) if whole else None
    looks = len(frozenset().union(*held))
    return Finding(
        network_id, name, len(holders) / len(mine), "share of profiles",
        WORDS[name].format(n=len(holders), of=len(mine), term=term), baseline,
        None if baseline is None else binomial(len(holders), len(mine), baseline, looks),
        account_refs([rows["platform"][i] for i in holders], [rows["account_id"][i] for i in holders]),
    )  # fmt: skip


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
