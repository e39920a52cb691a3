"""Names related to others: the same, overlapping, a part or a successor, asserted or denied, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import Line, lines, subject
from floodwatch.knowledge.reading.recent import Recent
from floodwatch.knowledge.reading.relations import (
    Told,
    alias,
    behind_it,
    chained,
    listed,
    of_all,
    related,
    stand_in,
    told,
)
from floodwatch.knowledge.reading.short_forms import bodies_renamed
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.tables import rows_of_names
from floodwatch.knowledge.reading.wordlists import pattern
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

ONE, TWO = 1, 2


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
        for given in _agreed([*_all(document), *_tables(document), *bodies_renamed(document)]):
            mention = _turned(given, about)
            key = (mention.text.lower(), mention.fields["of"].lower(), mention.fields["relation"])
            if len(_ends(mention)) > ONE and key not in seen:
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


def _agreed(found: Sequence[Mention]) -> list[Mention]:
    """Without the names that are the same here and a part, or something else, there."""
    unlike = {_ends(one) for one in found if not _is_same(one)}
    return [one for one in found if not (_is_same(one) and _ends(one) in unlike)]


def _is_same(one: Mention) -> bool:
    return bool(one.fields["relation"] == "same" and one.fields["polarity"] == "asserted")


def _ends(one: Mention) -> frozenset[str]:
    """Two names without the word that says what they are of: Lazarus is Lazarus Group."""
    return frozenset(name.lower().removesuffix(" group") for name in (one.text, one.fields["of"]))


def _all(document: Document) -> Iterator[Mention]:
    recent = Recent(document)
    last: list[Mention] = []
    for line in lines(document):
        found = list(_Sentence(line, recent).read())
        yield from found or _of_these(line, last)
        last = found
        for one in found:
            if _is_same(one):
                recent.learn(one.text, one.fields["of"])


def _of_these(line: Line, last: Sequence[Mention]) -> Iterator[Mention]:
    """ "The three names overlap": of the names that the sentence before gave as the same."""
    if last and not line.things and pattern("alias_these_overlap").search(line.words(0, len(line.row))):
        for one in filter(_is_same, last):
            fields = {**one.fields, "relation": "overlaps"}
            yield Mention("alias", one.start, one.end, one.text, fields)


class _Sentence:
    """The names of one sentence: what the words say of each and the ones before it."""

    def __init__(self, line: Line, recent: Recent) -> None:
        self._line, self._recent = line, recent
        self._lists = {name.first: group for group in listed(line) for name in group}
        self._roots: dict[int, Closed] = {}

    def read(self) -> Iterator[Mention]:
        """The relations, name by name."""
        things = self._line.things
        for number, thing in enumerate(things):
            previous = things[number - 1] if number else None
            found = [*self._beside(previous, thing)] or [*self._stood_in(previous, thing)]
            yield from found or self._called(previous, thing)
        for group in dict.fromkeys(self._lists.values()):
            yield from self._together(group)
        yield from self._of_it()

    def _beside(self, one: Closed | None, other: Closed) -> Iterator[Mention]:
        """What the words between two names say."""
        if one is None:
            yield from self._of_body(other)
            return
        between = self._line.words(one.last, other.first)
        root = self._roots.get(one.first, one)
        if one.first in self._roots and chained(self._line, root, one, between):
            self._roots[other.first] = root
            yield self._mention(other, root, Told("same"), one.last)
            return
        found = told(self._line, one, other, between)
        if found is not None and found.relation == "same" and found.polarity == "asserted":
            yield self._another(one, root if "itself" not in between else one, other, found)
        elif found is not None:
            yield from self._spread(one, root, other, found)

    def _another(self, one: Closed, root: Closed, other: Closed, found: Told) -> Mention:
        """One more name of the first, or the first of what is named only now: "Formerly X, the group Y"."""
        if found.turned:
            self._roots[one.first] = self._roots[other.first] = other
            return self._mention(one, other, found, one.last)
        self._roots[one.first] = self._roots[other.first] = root
        return self._mention(other, root, found, one.last)

    def _spread(self, one: Closed, root: Closed, other: Closed, found: Told) -> Iterator[Mention]:
        """A relation to each of a list: "X and Y are parts of Z"; "X includes Y and Z"."""
        behind = [each for each in self._lists[other.first] if each.first >= other.first]
        ahead = [each for each in self._lists[one.first] if each.first <= one.first]
        if found.turned or (found.relation == "overlaps" and len(ahead) > ONE):
            for each in ahead:
                yield self._mention(each, other, found, one.last)
            return
        of = one if found.relation in ("part_of", "successor") else root
        for each in behind:
            yield self._mention(each, of, found, one.last)

    def _of_body(self, other: Closed) -> Iterator[Mention]:
        """ "The SVR, also known as Cozy Bear": another name of a body; a name that has no other before it."""
        words = self._line.words(0, other.first)
        if not pattern("alias_of_body").search(words):
            if pattern("alias_introduced").search(words) and not pattern("alias_many").search(words):
                self._roots[other.first] = other
            return
        body = self._line.bodies(0, other.first)[-1]
        self._roots[other.first] = body
        yield self._mention(other, body, Told("same"), other.first)

    def _stood_in(self, previous: Closed | None, thing: Closed) -> Iterator[Mention]:
        """ "It overlaps with X", "the group is also known as X": of the name before, or of the one spoken of last."""
        first = previous.last if previous else 0
        found = stand_in(self._line.words(first, thing.first))
        of = self._spoken_of(previous, thing)
        if found is None or of is None:
            return
        between = found[1]
        if pattern("alias_it_is").search(between):
            self._roots[thing.first] = of
            yield self._mention(thing, of, Told("same"), first)
        elif pattern("alias_verb").match(between) and (said := related(between)):
            self._recent.keep(self._line.number, of)
            ends = (thing, of) if not said.turned else (of, thing)
            yield self._mention(*ends, said, first)

    def _called(self, previous: Closed | None, thing: Closed) -> Iterator[Mention]:
        """ "Microsoft calls it Storm-1376": of the name before, or of the one spoken of last."""
        first = previous.last if previous else 0
        of = self._spoken_of(previous, thing)
        words = self._line.words(first, thing.first)
        if (
            of is not None
            and pattern("alias_unnamed").search(words)
            and not pattern("alias_own").search(words)
        ):
            self._roots[thing.first] = of
            yield self._mention(thing, of, Told("same"), first)

    def _spoken_of(self, previous: Closed | None, thing: Closed) -> Closed | None:
        if previous is not None:
            return self._roots.get(previous.first, previous)
        of = self._recent.root(self._recent.last(self._line.number))
        return of if of is not None and of.text != thing.text else None

    def _together(self, group: tuple[Closed, ...]) -> Iterator[Mention]:
        """ "X and Y are one and the same", "are different teams"."""
        found = of_all(self._line, group) if len(group) > 1 else None
        for each in group[1:] if found else ():
            yield self._mention(each, group[0], found or Told("same"), group[-1].last)

    def _of_it(self) -> Iterator[Mention]:
        """ "X appears to be a part of it", "X is not the same group": of the one spoken of last."""
        line, things = self._line, self._line.things
        last = things[-1] if things else None
        of = self._recent.root(self._recent.last(line.number))
        if last is None or of is None or of.text == last.text or last.first in self._roots:
            return
        words = behind_it(line.words(last.last, min(len(line.row), last.last + 14)))
        found = related(words) if words and pattern("alias_verb").match(words) else None
        if found is not None:
            ends = (last, of) if found.turned or found.relation != "part_of" else (of, last)
            yield self._mention(*ends, found, last.last)

    def _mention(self, one: Closed, of: Closed, found: Told, first: int) -> Mention:
        return alias(one, of, found, self._by(first, one) if found.polarity == "asserted" else "")

    def _by(self, first: int, other: Closed) -> str:
        """Who uses the name: the body between the two, in parentheses or "by" behind it, or the last before."""
        line, row = self._line, self._line.row
        behind = line.bodies(other.last, min(len(row), other.last + TWO + ONE))
        if behind and row[other.last].low in ("(", "by"):
            return behind[0].text
        inside = line.bodies(first, other.first)
        if inside:
            return inside[-1].text
        said = line.words(first, other.first).split()
        if "others" in said:
            return "others"
        if {"it", "them", "the"} & set(said) and "we" not in said:
            earlier = line.bodies(0, other.first)
            return earlier[-1].text if earlier else ""
        return ""


def _tables(document: Document) -> Iterator[Mention]:
    for first, others in rows_of_names(document):
        for other, by in others:
            yield alias(other, first, Told("same"), by)


ALIASES: Reader = Aliases()
