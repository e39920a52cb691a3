"""Names related to others: the same, overlapping, a part or a successor, asserted or denied, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from floodwatch.knowledge.reading.between import Line, lines, subject
from floodwatch.knowledge.reading.recent import Recent
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.tables import rows_of_names
from floodwatch.knowledge.reading.wordlists import pattern
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample


class Aliases:
    """Pairs of names in one sentence by the words between them, and rows of tables that list names."""

    name = "aliases"
    description = (
        "Other names of actors, campaigns and tools, and how they relate: same, overlaps, part of, successor."
    )
    makes: tuple[str, ...] = ("alias",)
    needs: tuple[str, ...] = ("name",)

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per pair of names."""
        seen: set[tuple[str, str, str]] = set()
        about = subject(document)
        for given in [*_all(document), *_tables(document)]:
            mention = _turned(given, about)
            key = (mention.text.lower(), mention.fields["of"].lower(), mention.fields["relation"])
            if key[0] != key[1] and key not in seen:
                seen |= {key, (key[1], key[0], key[2])}
                yield mention

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without aliases."""
        return (
            ReadingExample("Marble Finch, also known as UNC9921, targets banks.", ("UNC9921",)),
            ReadingExample("Sandworm is not Turla.", ("Turla",)),
            ReadingExample("Sandworm and Turla targeted banks.", ()),
        )


def _turned(one: Mention, about: Closed | None) -> Mention:
    """What the document is about is the first of two names, also where it stands second: "X overlaps with it"."""
    same = one.fields["relation"] in ("same", "overlaps")
    if not same or about is None or one.text != about.text or about.start >= one.fields["of_start"]:
        return one
    fields = {**one.fields, "of": one.text, "of_start": one.start, "of_end": one.end}
    return Mention("alias", one.fields["of_start"], one.fields["of_end"], one.fields["of"], fields)


def _all(document: Document) -> Iterator[Mention]:
    recent = Recent(document)
    for line in lines(document):
        roots: dict[int, Closed] = {}
        for number, thing in enumerate(line.things):
            previous = line.things[number - 1] if number else None
            yield from _pair(document, line, previous, thing, roots)
            if thing.first not in roots:
                yield from _unnamed(document, line, previous, thing, recent, roots)


def _pair(
    document: Document, line: Line, one: Closed | None, other: Closed, roots: dict[int, Closed]
) -> Iterator[Mention]:
    """What the words between two names in a row say."""
    if one is None:
        return
    between = line.words(one.last, other.first)
    root = roots.get(one.first, one)
    if one.first in roots and pattern("alias_chain").match(between):
        roots[other.first] = root
        yield _mention(document, other, root, "same", by=_by(line, one.last, other))
    elif _same(line, one, other, between):
        roots[other.first] = one if "itself" in between else root
        yield _mention(document, other, roots[other.first], "same", by=_by(line, one.last, other))
    else:
        yield from _related(document, line, (one, root, other), between)


def _same(line: Line, one: Closed, other: Closed, between: str) -> bool:
    after = line.row[other.last].low if other.last < len(line.row) else ""
    if between == "was" and after in ("until", "before"):
        return True
    if (
        between == ""
        and one.first
        and line.row[one.first - 1].low in ("calls", "call", "called", "names", "dubs", "tracks")
    ):
        return True
    if between.endswith("(") and other.kind != one.kind and "tool" in (one.kind, other.kind):
        return False
    if _another(between):
        return False
    return bool(pattern("alias_same").search(between)) and "not" not in between.split()


def _another(between: str) -> bool:
    """Whether something new is named that is no apposition of the first: "X drops a tool named Y"."""
    found = pattern("alias_new").search(between)
    return found is not None and not pattern("alias_apposed").match(between)


def _related(
    document: Document, line: Line, pair: tuple[Closed, Closed, Closed], between: str
) -> Iterator[Mention]:
    one, root, other = pair
    if pattern("alias_denied").search(between):
        yield _mention(document, other, root, "same", polarity="denied")
    elif pattern("alias_overlaps").search(between):
        yield _mention(document, other, root, "overlaps")
    elif pattern("alias_holds").search(between):
        yield _mention(document, other, one, "part_of", by=_by(line, one.last, other))
    elif pattern("alias_followed").search(between):
        yield _mention(document, other, one, "successor")
    elif pattern("alias_part").search(between) or pattern("alias_succeeds").search(between):
        relation = "part_of" if pattern("alias_part").search(between) else "successor"
        polarity = "denied" if "not" in between.split() else "asserted"
        for each in (*_listed_with(line, one), one):
            yield _mention(document, each, other, relation, polarity=polarity)


def _listed_with(line: Line, one: Closed) -> list[Closed]:
    """Names before it that "and" joins to it."""
    before = next((thing for thing in reversed(line.things) if thing.last <= one.first), None)
    return [before] if before and line.words(before.last, one.first) in ("and", ",", ", and", "or") else []


def _unnamed(
    document: Document,
    line: Line,
    previous: Closed | None,
    thing: Closed,
    recent: Recent,
    roots: dict[int, Closed],
) -> Iterator[Mention]:
    """ "Microsoft calls it Storm-1376": of the name before, or of what the document is about."""
    of = roots.get(previous.first, previous) if previous else recent.last(line.number)
    if of is not None and pattern("alias_unnamed").search(line.words(0, thing.first)):
        roots[thing.first] = of
        yield _mention(document, thing, of, "same", by=_by(line, 0, thing))


def _by(line: Line, first: int, other: Closed) -> str:
    """Who uses the name: the body between the two, in parentheses behind it, or the last before."""
    row = line.row
    behind = line.bodies(other.last, min(len(row), other.last + 3))
    if behind and row[other.last].text == "(":
        return behind[0].text
    inside = line.bodies(first, other.first)
    if inside:
        return inside[-1].text
    said = line.words(first, other.first).split()
    if "it" in said or "we" in said or first == other.first:
        earlier = line.bodies(0, other.first)
        return earlier[-1].text if earlier and "we" not in said else ""
    return ""


def _tables(document: Document) -> Iterator[Mention]:
    for first, others in rows_of_names(document):
        for other, by in others:
            yield _mention(document, other, first, "same", by=by)


def _mention(
    document: Document, one: Closed, of: Closed, relation: str, polarity: str = "asserted", by: str = ""
) -> Mention:
    fields: dict[str, Any] = {
        "of": of.text,
        "relation": relation,
        "polarity": polarity,
        "of_start": of.start,
        "of_end": of.end,
    }
    if by and polarity == "asserted":
        fields["by"] = by
    return Mention("alias", one.start, one.end, document.text[one.start : one.end], fields)


ALIASES: Reader = Aliases()
