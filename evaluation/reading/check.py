"""`python -m evaluation.reading.check`: holds the rules of README.md over every text and counts the items."""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluation.reading.fields import Item, problems_of
from evaluation.reading.reduce import Missing
from evaluation.reading.texts import FORMS, HALVES, Text, places, texts

HERE = Path(__file__).parent
LEAST_TEXTS, LEAST_ITEMS = 24, 100
SMALL = (
    "fresh",
    "unseen",
    "unread",
    "later",
)  # written later, in other forms: the least numbers are not for them
CORE = ("name", "country", "count", "money", "date")
CLOSED = ("name", "person", "platform", "technique", "indicator")
EVERYWHERE = ("name", "country", "person", "platform")
COVERS = (*EVERYWHERE, "indicator", "money")  # a currency may hold a country's name
STATEMENTS = ("alias", "origin", "target", "event", "narrative", "rebuttal", "unnamed")
WORDS = range(150, 701)


def main(top: Path = HERE) -> int:
    """Print the counts and every breach; 1 when there is one."""
    halves = {half: _read(top / half) for half in HALVES}
    problems = [p for read in halves.values() for text in read for p in _or_missing(text)]
    for half, read in halves.items():
        counts = Counter(item["kind"] for text in read for item in text.items)
        problems += [*(short(half, len(read), counts) if half not in SMALL else ()), *_retold(read)]
    problems += sealed(top / "sealed")
    print(table(halves))
    print(
        "\n".join([*problems, f"reading: {sum(map(len, halves.values()))} texts, {len(problems)} breaches"])
    )
    return 1 if problems else 0


def _read(folder: Path) -> list[Text]:
    return list(texts(folder))


def _or_missing(text: Text) -> Iterator[str]:
    try:
        yield from (f"{text.path.name}: {problem}" for problem in breaches(text, text.reading()))
    except Missing as piece:
        yield f"{text.path.name}: boilerplate is not there: {piece}"


def breaches(text: Text, read: str) -> Iterator[str]:
    """What is wrong with the items of one text."""
    if len(read.split()) not in WORDS:
        yield f"{len(read.split())} words"
    misplaced = [problem for item in (*text.items, *text.refused) for problem in _placed(item, read)]
    yield from misplaced
    for item in text.items:
        yield from problems_of(item, read)
    yield from _twice(text.items)
    if not misplaced:
        yield from _inside(text, read)
        yield from _unmarked(text, read)
    names = {item["text"] for item in text.items if item["kind"] == "name"}
    for item in text.items:
        if item["kind"] == "alias" and item["of"] not in names:
            yield f"alias of {item['of']!r}, which is no name of the text"


def _placed(item: Item, read: str) -> Iterator[str]:
    found, number = len(places(item["text"], read)), item.get("occurrence")
    if not found:
        yield f"not in the text: {item['text']!r}"
    elif (number is None) != (found == 1) or not 1 <= (number or 1) <= found:
        yield f"{item['text']!r} occurs {found} times, occurrence is {number}"


def _twice(items: Iterable[Item]) -> Iterator[str]:
    keys = Counter((i["kind"], i["text"], i.get("occurrence"), i.get("of")) for i in items)
    yield from (f"listed twice: {key}" for key, number in keys.items() if number > 1)


def _span(item: Item, read: str) -> tuple[int, int]:
    start = places(item["text"], read)[item.get("occurrence", 1) - 1]
    return start, start + len(item["text"])


def _inside(text: Text, read: str) -> Iterator[str]:
    """Items of mention inside a closed span."""
    spans = [(item, *_span(item, read)) for item in text.items if item["kind"] not in STATEMENTS]
    for outer, first, last in spans:
        for inner, start, end in spans:
            within = first <= start and end <= last and inner is not outer
            named = inner["kind"] == "speaker" and (start, end) == (first, last)  # a name that speaks
            if outer["kind"] in CLOSED and within and not named:
                yield f"{inner['kind']} {inner['text']!r} lies in {outer['kind']} {outer['text']!r}"


def _unmarked(text: Text, read: str) -> Iterator[str]:
    """A name, country, person or platform that is marked in one place and not in another."""
    covers = [_span(i, read) for i in (*text.items, *text.refused) if i["kind"] in COVERS]
    for name in sorted({item["text"] for item in text.items if item["kind"] in EVERYWHERE}):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", read):
            if not any(start <= match.start() and match.end() <= end for start, end in covers):
                around = read[max(0, match.start() - 20) : match.end() + 20]
                yield f"{name!r} is marked elsewhere and not in: {around!r}"


def short(half: str, number: int, counts: Counter[str]) -> Iterator[str]:
    """What a half has too little of."""
    if number < LEAST_TEXTS:
        yield f"{half}: {number} texts, at least {LEAST_TEXTS}"
    for kind in CORE:
        if counts[kind] < LEAST_ITEMS:
            yield f"{half}: {counts[kind]} items of kind {kind}, at least {LEAST_ITEMS}"


def _retold(read: list[Text]) -> Iterator[str]:
    names = {text.path.stem for text in read}
    for text in read:
        if text.retells and text.retells not in names - {text.path.stem}:
            yield f"{text.path.name}: retells {text.retells!r}, which is not in its half"


def sealed(folder: Path) -> Iterator[str]:
    """Files that differ from the list of their hashes, in either direction."""
    lines = (folder / "SHA256").read_text("utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if _kept(p)}
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            yield f"sealed/{name}: not as listed in SHA256"


def _kept(path: Path) -> bool:
    return path.suffix in (*FORMS, ".yaml")


def table(halves: dict[str, list[Text]]) -> str:
    """Texts and items by kind and half."""
    counts = {half: Counter(i["kind"] for t in read for i in t.items) for half, read in halves.items()}
    rows = [("texts", *(len(read) for read in halves.values()))]
    rows += [
        (kind, *(counts[half][kind] for half in halves)) for kind in sorted(set().union(*counts.values()))
    ]
    head = f"{'':12}" + "".join(f"{half:>8}" for half in halves)
    return "\n".join([head, *(f"{name:12}" + "".join(f"{n:8}" for n in numbers) for name, *numbers in rows)])


if __name__ == "__main__":
    sys.exit(main())
