"""Harmful terms in a text, each with whom it is about and how it is meant: used, quoted, reported, reclaimed, opposed.

The lists and their rules are `vocabulary/harm`. A term that needs a group of people counts only near one; beside a
government and no people it is criticism of a state, another label. Found are words, not intentions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from floodwatch.tools.phrases import Phrases, plain
from floodwatch.vocabulary.load import listing, load

MARKS = ("used", "reclaimed", "reported", "quoted", "counter_speech")
"""How a term is meant, by how much each says against the author: a text that does both counts as the first."""

STATE, PEOPLE = "state", "people"
OF_TARGET = "of_target"
LONGEST = 20_000
"""Characters of a text that are read: a post is shorter."""
MOST_HITS = 200
AROUND = 160
"""Letters on both sides of a term in which words of quoting, reporting and opposing are looked for."""
INNOCENT = 40
BESIDE, BEHIND = 12, 4
REACH = 20

_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|[。！？।]")
_QUOTES = re.compile('["“”„«»‹›「」『』]')
_TOKEN = re.compile(r"\S+")
_ECHO = re.compile(r"(?<![\w(])\({3}(?! )([^()=+*/<>{};:\d]{2,40})(?<! )\){3}")


class Hit(NamedTuple):
    """A term in a text: its id, category, label (people or state), mark, and the words as written."""

    term: str
    category: str
    label: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the lists with its rule."""

    id: str
    category: str
    label: str
    needs: tuple[str, ...] = ()
    reach: int = REACH
    follows: bool = False
    leads: bool = False
    opens: bool = False
    apart: bool = False
    reclaim: bool = False
    ingroup: bool = False
    echo: bool = False


class _Role(NamedTuple):
    """What a phrase of the lists is: a term of an entry, what excuses it, a group, or a cue."""

    kind: str
    name: str


Span = tuple[int, int]
Spans = Mapping[_Role, list[Span]]


@dataclass(frozen=True, slots=True)
class Book:
    """All lists as one automaton."""

    phrases: Phrases[_Role]
    entries: Mapping[str, Entry]
    categories: Mapping[str, str]


@cache
def book() -> Book:
    """The lists, read once."""
    files = [load(name) for name in listing("harm")]
    given: list[tuple[str, _Role]] = []
    entries: dict[str, Entry] = {}
    categories: dict[str, str] = {}
    for file in files:
        for name, group in file.get("groups", {}).items():
            words = group.get("words", group)
            categories[name] = str(group.get("category", "")) if "words" in group else ""
            given += _under(words, _Role("group", name))
        for name, words in file.get("cues", {}).items():
            given += _under(words, _Role("cue", name))
        for raw in file.get("entries", ()):
            entry = _entry(raw, file)
            entries[entry.id] = entry
            given += _under(raw["terms"], _Role("term", entry.id))
            given += [(p, _Role("unless", entry.id)) for p in raw.get("unless", ())]
    return Book(Phrases(dict.fromkeys(given)), entries, categories)


def _under(words: Mapping[str, Iterable[str]], role: _Role) -> Iterator[tuple[str, _Role]]:
    return ((phrase, role) for phrases in words.values() for phrase in phrases)


def _entry(raw: Mapping[str, Any], file: Mapping[str, Any]) -> Entry:
    needs = raw.get("needs", ())
    return Entry(
        raw["id"], raw.get("category", file.get("category", "")), raw["label"],
        tuple(file["groups_needed"] if needs == OF_TARGET else needs), raw.get("reach", REACH),
        raw.get("follows", False), raw.get("leads", False), raw.get("opens", False),
        raw.get("apart", False), raw.get("reclaim", False), raw.get("ingroup", False),
        raw.get("pattern") == "echo",
    )  # fmt: skip


def found(text: str) -> tuple[Hit, ...]:
    """The terms of a text, each id once, by id."""
    hits: dict[str, Hit] = {}
    for hit in every(text):
        if hit.term not in hits or MARKS.index(hit.mark) < MARKS.index(hits[hit.term].mark):
            hits[hit.term] = hit
    return tuple(hits[name] for name in sorted(hits))


def every(text: str) -> Iterator[Hit]:
    """All terms of a text wherever they stand, up to a number that no post reaches."""
    known, clean = book(), plain(text[:LONGEST])
    terms: list[tuple[Entry, int, int]] = []
    spans: dict[_Role, list[Span]] = defaultdict(list)
    for first, last, role in known.phrases.found(clean):
        if role.kind == "term":
            terms.append((known.entries[role.name], first, last))
        else:
            spans[role].append((first, last))
    for entry, first, last in _longest(_echoes(terms[:MOST_HITS], clean, spans)) if terms else ():
        hit = _hit(entry, first, last, clean, spans)
        if hit:
            yield hit


def blurred(text: str) -> str:
    """The text with the longest word of each term about people masked: what a reader sees who did not ask for more."""
    words = {max(hit.words.split(), key=len) for hit in every(text) if hit.label == PEOPLE}
    return _TOKEN.sub(lambda token: _blurred(token.group(), words), text) if words else text


def _blurred(token: str, words: set[str]) -> str:
    clean = plain(token)
    for word in sorted(words, key=len, reverse=True):
        if word in clean:
            place = token.lower().find(word)
            if place < 0 or len(token.lower()) != len(token):
                return f"{token[0]}***"
            return f"{token[: place + 1]}***{token[place + len(word) :]}"
    return token


def masked(words: str) -> str:
    """Words that show their first letters only."""
    if words.startswith("((("):
        return "(((***)))"
    return " ".join(f"{word[0]}***" for word in words.split())


def _echoes(
    terms: list[tuple[Entry, int, int]], clean: str, spans: Spans
) -> Iterator[tuple[Entry, int, int]]:
    """The terms, with those that are a name in triple brackets as long as that is, once each."""
    harmless = set(spans.get(_Role("group", "self"), ()))
    seen = {(m.start(), m.end()) for m in _ECHO.finditer(clean) if m.span(1) not in harmless}
    for entry, first, last in terms:
        if not entry.echo:
            yield entry, first, last
        yield from ((entry, *s) for s in sorted(seen) if entry.echo and s[0] == first)


def _longest(terms: Iterable[tuple[Entry, int, int]]) -> list[tuple[Entry, int, int]]:
    """The terms without those that stand inside a longer one of the same entry."""
    kept: list[tuple[Entry, int, int]] = []
    for entry, first, last in sorted(terms, key=lambda t: (t[0].id, t[1], -t[2])):
        if kept and kept[-1][0].id == entry.id and last <= kept[-1][2]:
            continue
        kept.append((entry, first, last))
    return kept


def _hit(entry: Entry, first: int, last: int, clean: str, spans: Spans) -> Hit | None:
    """The term with its group, label and mark; None where its rule says that it is none."""
    if entry.opens and not _opens(first, clean, spans):
        return None
    if any(_gap(first, last, *s) <= INNOCENT for s in spans.get(_Role("unless", entry.id), ())):
        return None
    category, label, beside = entry.category, entry.label, (first, last)
    if entry.needs:
        near = _nearest(entry, first, last, clean, spans)
        if near is None:
            return None
        group, beside = near
        if category == OF_TARGET:
            category = book().categories[group]
        if group == STATE:
            category, label = STATE, STATE
    mark = _mark(entry, (first, last), beside, clean, spans)
    return Hit(entry.id, category, label, mark, clean[first:last])


def _opens(first: int, clean: str, spans: Spans) -> bool:
    """Whether a sentence opens there, or a word of urging stands directly before."""
    before = clean[:first].rstrip()
    urged = (last for _, last in spans.get(_Role("group", "urge"), ()))
    return not before or not before[-1].isalnum() or any(0 <= first - last <= 1 for last in urged)


def _nearest(entry: Entry, first: int, last: int, clean: str, spans: Spans) -> tuple[str, Span] | None:
    """The needed group that stands nearest in the same sentence, on the side where it must stand."""
    near = [
        (_gap(first, last, *span), place, name, span)
        for place, name in enumerate(entry.needs)
        for span in spans.get(_Role("group", name), ())
        if _stands(entry, (first, last), span, clean, spans)
    ]
    return min(near)[2:] if near else None


def _stands(entry: Entry, term: Span, group: Span, clean: str, spans: Spans) -> bool:
    """Whether a group stands where the entry's rule wants it."""
    if not 0 <= _gap(*term, *group) <= entry.reach:
        return False
    if (entry.follows and group > term) or (entry.leads and group < term):
        return False
    low, high = min(term[1], group[1]), max(term[0], group[0])
    return not _SENTENCE.search(clean[low:high]) and not (entry.apart and _parted(low, high, spans))


def _parted(low: int, high: int, spans: Spans) -> bool:
    """Whether a word such as `and` or `with` stands between."""
    return any(low <= first and last <= high for first, last in spans.get(_Role("group", "apart"), ()))


def _mark(entry: Entry, span: Span, beside: Span, clean: str, spans: Spans) -> str:
    if _opposed(span, beside, clean, spans):
        return "counter_speech"
    before = len(_QUOTES.findall(clean, 0, span[0]))
    if before % 2 and _QUOTES.search(clean, span[1]):
        return "quoted"
    if any(_cues("report", span, beside, spans)):
        return "reported"
    if entry.ingroup or (entry.reclaim and any(_cues("self", span, beside, spans))):
        return "reclaimed"
    return "used"


def _opposed(span: Span, beside: Span, clean: str, spans: Spans) -> bool:
    """Whether the text condemns the like, or denies it of the group."""
    void = spans.get(_Role("cue", "disclaim"), ())
    for cue in _cues("counter", span, beside, spans):
        if not any(_gap(*cue, *v) < 0 for v in void):
            return True
    if beside == span:
        return False
    denials = (
        cue
        for cue in spans.get(_Role("cue", "negation"), ())
        if not _meets(cue, span) and not _meets(cue, beside)
    )
    return any(_denies(cue, span, beside, clean) for cue in denials)


def _denies(cue: Span, span: Span, beside: Span, clean: str) -> bool:
    """Whether a negation stands between group and term, or directly before or after the two in their sentence."""
    low, high = min(span[0], beside[0]), max(span[1], beside[1])
    if low <= cue[0] and cue[1] <= high:
        return True
    near = 0 <= low - cue[1] <= BESIDE if span[0] == low else 0 <= cue[0] - high <= BEHIND
    return near and not _SENTENCE.search(clean[min(cue[1], high) : max(cue[0], low)])


def _cues(name: str, span: Span, beside: Span, spans: Spans) -> Iterator[Span]:
    """Cues around a term that are no part of it or of its group."""
    for cue in spans.get(_Role("cue", name), ()):
        if _gap(*span, *cue) <= AROUND and not _meets(cue, span) and not _meets(cue, beside):
            yield cue


def _meets(one: Span, other: Span) -> bool:
    return _gap(*one, *other) < 0


def _gap(first: int, last: int, other_first: int, other_last: int) -> int:
    """Letters between two spans; negative where they overlap."""
    return max(other_first - last, first - other_last)
