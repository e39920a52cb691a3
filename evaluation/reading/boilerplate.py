"""Measures what the reading of documents leaves out: true text kept, boilerplate dropped, by file of the open half.

`python -m evaluation.reading.boilerplate [FOLDER]` prints a line for each file and one for all; with `--differences`
also what was lost and what was let through.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from evaluation.reading.reduce import plain
from evaluation.reading.texts import Text, texts
from floodwatch.model.documents import Document
from floodwatch.sources.documents import read

OPEN = Path(__file__).parent / "open"
KEPT, DROPPED = 0.98, 0.95
"""The least shares, of words, that all texts together must reach."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Words of the text and of the boilerplate of a file, how many of each were read, and which were wrong."""

    name: str
    text: int
    boilerplate: int
    kept: int
    let_through: int
    lost: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def kept_share(self) -> float:
        """Share of the words of the text that are read."""
        return self.kept / self.text if self.text else 1.0

    @property
    def dropped_share(self) -> float:
        """Share of the words of the boilerplate that are not read."""
        return 1 - self.let_through / self.boilerplate if self.boilerplate else 1.0


def said(document: Document) -> str:
    """The reading text of a document, in one line."""
    return " ".join(text for _, text in document.said())


def measured(text: Text) -> Shares:
    """Compare what is read of one file with the text less its marked pieces."""
    raw = text.path.read_bytes()
    right, whole = text.reading().split(), plain(raw, text.path.suffix).split()
    here = said(read(raw, text.path.name).document).split()
    match = SequenceMatcher(None, right, here, autojunk=False)
    kept = sum(block.size for block in match.get_matching_blocks())
    lost, extra = _differences(match, right, here)
    return Shares(text.path.name, len(right), len(whole) - len(right), kept, len(here) - kept, lost, extra)


def _differences(
    match: SequenceMatcher[str], right: list[str], here: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = [c for c in match.get_opcodes() if c[0] != "equal"]
    lost = tuple(" ".join(right[a:b]) for _, a, b, _, _ in codes if b > a)
    return lost, tuple(" ".join(here[c:d]) for _, _, _, c, d in codes if d > c)


def total(shares: list[Shares]) -> Shares:
    """All files as one."""
    return Shares(
        "all",
        sum(s.text for s in shares),
        sum(s.boilerplate for s in shares),
        sum(s.kept for s in shares),
        sum(s.let_through for s in shares),
    )


def lines(shares: list[Shares], differences: bool) -> Iterator[str]:
    """The table that is printed."""
    yield f"{'file':28} {'words':>6} {'kept':>6} {'boilerplate':>12} {'dropped':>8}"
    for one in (*shares, total(shares)):
        yield (
            f"{one.name:28} {one.text:6} {one.kept_share:6.3f} {one.boilerplate:12} {one.dropped_share:8.3f}"
        )
        if differences:
            yield from (f"    lost: {piece}" for piece in one.lost)
            yield from (f"    let through: {piece}" for piece in one.extra)


def main(given: list[str] | None = None) -> int:
    """Print the shares; 1 when all together are below what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=OPEN)
    parser.add_argument("--differences", action="store_true")
    settings = parser.parse_args(given)
    shares = [measured(text) for text in texts(settings.folder)]
    for line in lines(shares, settings.differences):
        print(line)
    every = total(shares)
    return 0 if every.kept_share >= KEPT and every.dropped_share >= DROPPED else 1


if __name__ == "__main__":
    sys.exit(main())
