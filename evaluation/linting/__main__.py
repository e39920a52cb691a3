"""`python -m evaluation.linting`: precision and recall of the linter by rule, for each half of the labelled passages.

A finding is right when its passage has a label of the same rule whose words overlap with it; each label is found once.
`--wrong HALF` prints what was found wrongly and what was missed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from floodwatch.assessment.forecasting import wilson
from floodwatch.assessment.lint import RULES, Remark, lint
from floodwatch.sources.documents import read

HERE = Path(__file__).parent
HALVES = ("development", "held_out")


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage: its text, the report that it tells of (if any), and the rules with the words they find."""

    text: str
    report: str
    finds: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Score:
    """Counts by rule, and what went wrong."""

    labels: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    clean: int = 0
    alarmed: int = 0


def passages(half: str) -> tuple[Passage, ...]:
    """The passages of one half."""
    rows: list[dict[str, Any]] = yaml.safe_load((HERE / "labelled" / f"{half}.yaml").read_text("utf-8"))
    return tuple(
        Passage(row["text"], row.get("report", ""), tuple((str(r), str(w)) for r, w in row["finds"]))
        for row in rows
    )


def remarks(text: str) -> tuple[Remark, ...]:
    """What the linter says of a passage, read as a file of Markdown."""
    return lint(read(text.encode(), "passage.md").document)


def score(given: Sequence[Passage]) -> Score:
    """Right and wrong findings of some passages."""
    total = Score()
    for passage in given:
        _add(passage, total)
    return total


def _add(passage: Passage, total: Score) -> None:
    wanted = list(passage.finds)
    total.labels.update(rule for rule, _ in wanted)
    made = remarks(passage.text)
    for one in made:
        total.found[one.rule] += 1
        label = next((w for w in wanted if w[0] == one.rule and _overlap(passage.text, one, w[1])), None)
        if label:
            wanted.remove(label)
            total.hits[one.rule] += 1
        else:
            total.wrong.append(f"wrong   {one.rule}: «{one.words}» in: {passage.text}")
    total.wrong += [f"missed  {rule}: «{words}» in: {passage.text}" for rule, words in wanted]
    total.clean += not passage.finds
    total.alarmed += bool(made and not passage.finds)


def _overlap(text: str, one: Remark, words: str) -> bool:
    """Whether a finding holds the labelled words, or is held by them."""
    mine, theirs = " ".join(one.words.split()), " ".join(words.split())
    return mine in theirs or theirs in mine or _joined(" ".join(text.split()), mine, theirs)


def _joined(text: str, mine: str, theirs: str) -> bool:
    first, second = text.find(mine), text.find(theirs)
    return first < second + len(theirs) and second < first + len(mine) and min(first, second) >= 0


def lines(half: str, total: Score) -> Iterator[str]:
    """The table of one half."""
    yield f"{half}: {sum(total.labels.values())} labels, {sum(total.found.values())} findings"
    for rule in (r.name for r in RULES):
        yield _row(rule, total.hits[rule], total.found[rule], total.labels[rule])
    hits, found, labels = (sum(c.values()) for c in (total.hits, total.found, total.labels))
    yield _row("all", hits, found, labels)
    alarms, alarmed = _share(found - hits, found), _share(total.alarmed, total.clean)
    yield f"  false alarms: {alarms} of the findings; {alarmed} of the clean passages"


def _row(name: str, hits: int, found: int, labels: int) -> str:
    return f"  {name:28} precision {_share(hits, found)}   recall {_share(hits, labels)}"


def _share(hits: int, of: int) -> str:
    if not of:
        return f"{'none':>26}"
    low, high = wilson(hits, of)
    return f"{hits / of:5.0%} ({low:4.0%} to {high:4.0%}) {hits:>3}/{of:<3}"


def main() -> None:
    """Print the tables of both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=HALVES, default="")
    wanted = parser.parse_args().wrong
    for half in HALVES:
        total = score(passages(half))
        print("\n".join(lines(half, total)), end="\n\n")
        if half == wanted:
            print("\n".join(total.wrong))


if __name__ == "__main__":
    main()
