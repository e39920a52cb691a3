"""`python -m evaluation.reading.score`: what the readers find in the texts of a half, against what is marked there.

Precision and recall by kind and class with Wilson's 95% intervals, once for the exact span and once for any overlap,
and how many of the paired finds say the same in every field. `--documents` reads the files through
`sources/documents`, boilerplate and all; otherwise the reading text is given with the boilerplate cut.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from evaluation.reading.fields import FIELDS
from evaluation.reading.laid_out import Places, document
from evaluation.reading.matching import Found, Pairs, paired, span, unlike
from evaluation.reading.texts import HALVES, Text, texts
from floodwatch.assessment.forecasting import wilson
from floodwatch.knowledge.reading import READERS, mentions
from floodwatch.model.documents import Document
from floodwatch.model.reading import Reader

HERE = Path(__file__).parent
CLASS = {
    "name": "class",
    "country": "form",
    "date": "precision",
    "technique": "framework",
    "indicator": "type",
    "estimate": "vocabulary",
    "speaker": "role",
    "negation": "polarity",
    "alias": "relation",
    "origin": "relation",
    "event": "type",
    "unnamed": "class",
}
"""The field by which a kind is told apart in the table."""
AROUND = 45


class Tally:
    """Counts of one kind, or of one class of a kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def row(self, name: str) -> str:
        """One line of the table."""
        n = self.counts
        shares = [
            _share(n[f"hit {how}"], n["items" if side == "recall" else "found"])
            for how in ("exact", "overlap")
            for side in ("precision", "recall")
        ]
        fields = _share(n["alike"], n["hit overlap"])
        return f"{name:24}{n['items']:6}{n['found']:6}  " + "  ".join(shares) + f"  {fields}{n['refused']:8}"


def _share(hits: int, of: int) -> str:
    if not of:
        return f"{'-':16}"
    low, high = wilson(hits, of)
    return f"{hits / of:.3f} {low:.2f}-{high:.2f} "


def main() -> None:
    """Score one half and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="open")
    parser.add_argument("--texts", default="", help="names of texts, with commas; all of the half without")
    parser.add_argument("--kinds", default="", help="kinds, with commas; all without")
    parser.add_argument("--errors", action="store_true", help="list every difference with its context")
    parser.add_argument("--documents", action="store_true", help="read the files through sources/documents")
    given = parser.parse_args()
    wanted = set(filter(None, given.texts.split(",")))
    chosen = [t for t in texts(HERE / given.half) if not wanted or t.path.stem in wanted]
    kinds = [k for k in FIELDS if not given.kinds or k in given.kinds.split(",")]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for text in chosen:
        for line in scored(text, kinds, tallies, documents=given.documents):
            if given.errors:
                print(line)
    print(f"{len(chosen)} texts of the half {given.half}\n{table(kinds, tallies)}")


def table(kinds: Sequence[str], tallies: dict[str, Tally]) -> str:
    """The kinds, each with its classes."""
    columns = ("precision exact", "recall exact", "precision any", "recall any", "fields alike")
    head = f"{'':24}{'items':>6}{'found':>6}  " + "  ".join(f"{c:16}" for c in columns) + " refused"
    rows = [tallies[name].row(name) for kind in kinds for name in sorted(tallies) if name.split()[0] == kind]
    return "\n".join([head, *rows])


def scored(
    text: Text,
    kinds: Iterable[str],
    tallies: dict[str, Tally],
    *,
    documents: bool = False,
    readers: Sequence[Reader] = READERS,
) -> Iterator[str]:
    """Count one text into the tallies; the differences as lines."""
    read = text.reading()
    found = list(_found(text, read, documents=documents, readers=readers))
    for kind in kinds:
        items = [i for i in text.items if i["kind"] == kind]
        refused = [i for i in text.refused if i["kind"] == kind]
        ours = [one for one in found if one.kind == kind]
        outcomes = {
            how: paired(kind, items, refused, ours, read, exact=how == "exact")
            for how in ("exact", "overlap")
        }
        _count(kind, outcomes, tallies)
        yield from _differences(text, read, outcomes)


def _found(text: Text, read: str, *, documents: bool, readers: Sequence[Reader]) -> Iterator[Found]:
    given = _by_sources(text) if documents else document(text)
    places = Places(given.text, read) if documents else None
    for kind, found in mentions(given, readers).items():
        for one in found:
            where = places.of(one.start, one.end) if places else (one.start, one.end)
            yield Found(kind, one.text, dict(one.fields), where)


def _by_sources(text: Text) -> Document:
    """The document as the project's own readers of files make it; their room may be missing in a plain checkout."""
    read = import_module("floodwatch.sources.documents").read
    opened: Document = read(text.path.read_bytes(), text.path.name).document
    return opened


def _count(kind: str, outcomes: dict[str, Pairs], tallies: dict[str, Tally]) -> None:
    for how, outcome in outcomes.items():
        for item, one in outcome.pairs:
            _add(tallies, kind, item.get(CLASS.get(kind, "")), f"hit {how}")
            if how == "overlap" and not list(unlike(item, one)):
                _add(tallies, kind, item.get(CLASS.get(kind, "")), "alike")
    for item in [*outcomes["overlap"].missed, *(item for item, _ in outcomes["overlap"].pairs)]:
        _add(tallies, kind, item.get(CLASS.get(kind, "")), "items")
    for one in outcomes["overlap"].wrong:
        _add(tallies, kind, one.fields.get(CLASS.get(kind, "")), "found")
    for item, _ in outcomes["overlap"].pairs:
        _add(tallies, kind, item.get(CLASS.get(kind, "")), "found")
    for one in outcomes["overlap"].refused:
        _add(tallies, kind, one.fields.get(CLASS.get(kind, "")), "refused")


def _add(tallies: dict[str, Tally], kind: str, group: object, what: str) -> None:
    tallies[kind].counts[what] += 1
    if group:
        tallies[f"{kind} {group}"].counts[what] += 1


def _differences(text: Text, read: str, outcomes: dict[str, Pairs]) -> Iterator[str]:
    outcome = outcomes["overlap"]
    for item in outcome.missed:
        yield _line(text, read, "missed", item["kind"], span(item, read))
    for one in outcome.wrong:
        what = "refused" if one in outcome.refused else "wrong"
        yield _line(text, read, what, one.kind, one.span, f"{one.text!r} {one.fields}")
    for item, one in outcome.pairs:
        place = span(item, read)
        if one.span != place:
            yield _line(text, read, "span", item["kind"], place, f"found {one.text!r}")
        for name in unlike(item, one):
            told = f"{name}: marked {item.get(name)!r}, found {one.fields.get(name)!r}"
            yield _line(text, read, "field", item["kind"], place, told)


def _line(text: Text, read: str, what: str, kind: str, place: tuple[int, int] | None, more: str = "") -> str:
    if place is None:
        return f"{text.path.stem}: {what} {kind}: outside the reading text {more}"
    start, end = place
    around = f"…{read[max(0, start - AROUND) : start]}⟦{read[start:end]}⟧{read[end : end + AROUND]}…"
    return f"{text.path.stem}: {what} {kind}: {around} {more}"


if __name__ == "__main__":
    main()
