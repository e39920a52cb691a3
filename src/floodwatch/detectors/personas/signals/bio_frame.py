"""Are the network's bios filled in after one frame: the same words and signs in order, with other words between?

A frame is what is left of a bio when every word that fewer than a third of the network's bios hold is replaced by a
gap. Frames that say something (three words, or signs that part four places) are counted in the network and among
background bios of the same language, read with the network's own words. Where half of the bios or more are parted by
the same signs alone, whatever the words, that is a frame too. Bios that say what the account is, and those that name
one thing, are left out, as are near copies beyond the first: copies are another signal.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.signals.copied_profile import OPEN
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Value

SAMPLE = 6000
COMMON = 1 / 3
"""Share of a network's bios that must hold a word for it to belong to the frame."""
LEAST, LEAST_WORDS, LEAST_SIGNS = 4, 3, 3
"""Bios of one frame that are needed, and its words, or its signs where it has fewer words."""
SIGNS_ALONE = 0.5
"""Share of the bios that must have a frame of signs without words."""
SAME_LANGUAGE = 60
"""Background bios of the network's main language from which on only these are compared."""
GAP = "…"

_PARTS = re.compile(r"[^\W\d_]+|[|·•/.,:;!]")
_WORD = re.compile(r"[^\W\d_]+$")

BIOS = beside_background(
    f"p.bio, p.language, {clause(OPEN, 'p.bio')} AS says_what", "length(p.bio) >= 12", SAMPLE
)


class BioFrame(Signal):
    """The commonest frame of a network's bios, binomial against background bios of its language."""

    name = "signals/bio_frame"
    description = "Share of a network's bios that are one sentence with other words in its gaps."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which enough bios have one frame."""
        rows = columns(engine, BIOS)
        bios = [() if known else parts(b) for b, known in zip(rows["bio"], rows["says_what"], strict=True)]
        others = [i for i, network in enumerate(rows["network_id"]) if not network]
        for network_id, chosen in grouped(rows["network_id"], np.arange(len(bios))):
            if network_id:
                mine = [int(i) for i in chosen]
                language = Counter(rows["language"][i] for i in mine).most_common(1)[0][0]
                alike = [i for i in others if rows["language"][i] == language]
                beside = alike if len(alike) >= SAME_LANGUAGE else others
                yield from _network(network_id, mine, [bios[i] for i in beside], bios, rows)

    def examples(self) -> Sequence[Example]:
        """Six bios of one frame, and six people."""
        filled = (("nurse", "Ohio", "gardens"), ("baker", "Utah", "trains"), ("pilot", "Iowa", "chess"),
                  ("coach", "Texas", "rivers"), ("clerk", "Maine", "stamps"), ("guard", "Idaho", "bread"))  # fmt: skip
        framed = [{"bio": f"Just a {a} from {b} who loves {c} and votes."} for a, b, c in filled]
        own = ("Gärtner aus Leidenschaft, Vater", "Ik hou van fietsen en van kaas", "Maman de trois garçons",
               "Profesor de historia jubilado", "Lærer og fisker langt mot nord", "Mother of two, runner")  # fmt: skip
        others = [{"bio": f"{b} {c}"} for c in "abcdefgh" for b in own]
        return (
            Example("one frame", True, people(framed, others)),
            Example("six people", False, people([{"bio": b} for b in own], others)),
        )


def parts(bio: str) -> tuple[str, ...]:
    """Words in lower case and the signs that part them."""
    return tuple(_PARTS.findall(unicodedata.normalize("NFKC", bio).casefold()))


def frame(bio: Sequence[str], words: frozenset[str]) -> tuple[str, ...]:
    """The bio with runs of other words as one gap each."""
    found: list[str] = []
    for part in bio:
        kept = part if part in words or not _WORD.match(part) else GAP
        if kept != GAP or found[-1:] != [GAP]:
            found.append(kept)
    return tuple(found)


def says(one: Sequence[str]) -> bool:
    """Whether a frame is more than a habit of everybody: words enough, or signs enough, and gaps that differ."""
    words = sum(bool(_WORD.match(p)) for p in one)
    signs = sum(p != GAP for p in one) - words
    return GAP in one and (words >= LEAST_WORDS or words + signs >= LEAST_SIGNS)


class Common(NamedTuple):
    """The commonest frame of a network's bios: whose they are, its share of others' bios, and the chance of as many."""

    shape: tuple[str, ...]
    who: list[int]
    baseline: float | None
    p_value: float | None


def _network(
    network_id: str,
    mine: Sequence[int],
    beside: Sequence[tuple[str, ...]],
    bios: Sequence[tuple[str, ...]],
    rows: Mapping[str, Sequence[Any]],
) -> Iterator[Finding]:
    own = {i: bios[i] for i in {bios[i]: i for i in reversed(mine) if bios[i]}.values()}
    held = Counter(p for bio in own.values() for p in set(bio) if _WORD.match(p))
    words = frozenset(w for w, n in held.items() if n >= max(COMMON * len(own), LEAST))
    tried = (
        _commonest(own, beside, words, LEAST),
        _commonest(own, beside, frozenset(), SIGNS_ALONE * len(own)),
    )
    found = [one for one in tried if one]
    if not found:
        return
    best = min(found, key=lambda one: (1.0 if one.p_value is None else one.p_value, -len(one.who)))
    shown = sorted(best.who)
    yield Finding(
        network_id, "bio_frame", len(shown) / len(mine), "share of accounts",
        f"{len(shown)} of {len(mine)} bios have the frame “{' '.join(best.shape)}”, filled in differently; people "
        "answer the same form, or copy a fashion, as well", best.baseline,
        None if best.p_value is None else min(1.0, len(found) * best.p_value),
        account_refs([rows["platform"][i] for i in shown], [rows["account_id"][i] for i in shown]),
    )  # fmt: skip


def _commonest(
    own: Mapping[int, tuple[str, ...]],
    beside: Sequence[tuple[str, ...]],
    words: frozenset[str],
    least: float,
) -> Common | None:
    """The frame of most bios when these words are kept, if it says something and enough bios have it."""
    frames = {i: frame(bio, words) for i, bio in own.items()}
    counts = Counter(f for f in frames.values() if says(f))
    if not counts:
        return None
    best, hits = min(counts.items(), key=lambda c: (-c[1], -len(c[0]), c[0]))
    if hits < max(LEAST, least):
        return None
    whole = [frame(bio, words) for bio in beside if bio]
    baseline = rate(whole.count(best), len(whole)) if whole else None
    chance = None if baseline is None else binomial(hits, len(own), baseline, len(counts))
    return Common(best, [i for i, one in frames.items() if one == best], baseline, chance)


BIO_FRAME = BioFrame()
