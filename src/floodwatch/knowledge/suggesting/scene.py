"""A document with its mentions, asked by place: the sentence, who speaks, of whom, when, how sure, and whether not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from floodwatch.knowledge.reading.sentences import Sentence, sentences
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import either, word_set

ACTORS = ("actor", "campaign")
BACK = 3
"""Sentences back in which "the group" has been named."""
BEHIND = 24
"""Characters behind a statement in which it may still be hedged: "Russian, most likely"."""
WIDEST = 1200
"""Characters of a passage; a sentence can be longer where a text has no stops."""
_OPENS, _CLOSES = "“«", "”»"


class Scene:
    """One document and everything that was found in it."""

    def __init__(self, document: Document, found: Mapping[str, Sequence[Mention]]) -> None:
        self.document = document
        self.found = found
        self.sentences = sentences(document)
        self._starts = [one.start for one in self.sentences]
        self._actors: dict[int, Sequence[Mention]] = {}
        self._by_kind = {kind: ([m.start for m in ms], ms) for kind, ms in found.items()}

    def number(self, place: int) -> int:
        """The number of the sentence in which a character stands, -1 where in none."""
        number = bisect_right(self._starts, place) - 1
        return number if number >= 0 and place < self.sentences[number].end else -1

    def sentence(self, place: int) -> Sentence | None:
        """The sentence in which a character stands."""
        number = self.number(place)
        return self.sentences[number] if number >= 0 else None

    def within(self, kind: str, start: int, end: int) -> Sequence[Mention]:
        """Mentions of a kind that lie in a span."""
        starts, mentions = self._by_kind.get(kind, ([], ()))
        first, last = bisect_right(starts, start - 1), bisect_right(starts, end - 1)
        return [m for m in mentions[first:last] if m.end <= end]

    def beside(self, kind: str, place: int) -> Sequence[Mention]:
        """Mentions of a kind in the sentence of a place."""
        here = self.sentence(place)
        return self.within(kind, here.start, here.end) if here else ()

    @cached_property
    def roots(self) -> Mapping[str, Mention]:
        """The name that the document uses first, by another name of the same."""
        names = {m.text: m for m in reversed(self.found.get("name", ()))}
        told = {
            m.text: names.get(str(m.fields.get("of", "")))
            for m in self.found.get("alias", ())
            if m.fields.get("relation") == "same" and m.fields.get("polarity") == "asserted"
        }
        return {text: root for text, root in told.items() if root is not None and root.text not in told}

    @cached_property
    def shorts(self) -> Mapping[str, Mention]:
        """The names that are written out before their letters: Threat Analysis Center (MTAC)."""
        names = self.found.get("name", ())
        pairs = (
            (one, other)
            for one, other in pairwise(names)
            if self.document.text[one.end : other.start] == " ("
        )
        return {
            other.text: one for one, other in pairs
            if other.text.isupper() and len(one.text) > len(other.text) and one.fields == other.fields
        }  # fmt: skip

    @cached_property
    def crowds(self) -> tuple[Mention, ...]:
        """Actors in the plural by their country: "North Korean hackers", "groups allegedly connected to China"."""
        return tuple(
            one for number in range(len(self.sentences)) for one in self._crowds(self.sentences[number])
        )

    def _crowds(self, here: Sentence) -> Iterable[Mention]:
        states = [m for m in self.within("country", here.start, here.end) if m.fields.get("form") != "noun"]
        for place, state in enumerate(states):
            text = self.document.text[state.end : min(here.end, state.end + 60)]
            tail = _acting().match(text)
            if tail is None:
                continue
            listed = [state]
            for before in reversed(states[:place]):
                if not re.fullmatch(r",? (?:and |or )?", self.document.text[before.end : listed[0].start]):
                    break
                listed.insert(0, before)
            start, end = listed[0].start, state.end + tail.end()
            codes = tuple(str(m.fields["code"]) for m in listed)
            yield Mention("crowd", start, end, self.document.text[start:end], {"countries": codes})

    @cached_property
    def only(self) -> Mention | None:
        """The actor of a document that names one, whatever its names."""
        named = [m for m in self.found.get("name", ()) if m.fields.get("class") in ACTORS]
        roots = {self.roots.get(m.text, m).text: self.roots.get(m.text, m) for m in named}
        return next(iter(roots.values())) if len(roots) == 1 else None

    @cached_property
    def first(self) -> Mapping[tuple[str, str], Mention]:
        """The first mention of each name, person and country by its kind and letters."""
        kinds = ("name", "person", "country")
        return {(kind, m.text): m for kind in kinds for m in reversed(self.found.get(kind, ()))}

    def actors(self, here: Sentence) -> Sequence[Mention]:
        """Everybody in a sentence who acts: by name, without a name, in the plural."""
        if here.start not in self._actors:
            self._actors[here.start] = self._acting(here)
        return self._actors[here.start]

    def _acting(self, here: Sentence) -> list[Mention]:
        named = [
            m for m in self.within("name", here.start, here.end)
            if m.fields.get("class") in ACTORS and not _by_name(self.document.text, m)
        ]  # fmt: skip
        unnamed = [
            m for m in self.within("unnamed", here.start, here.end) if m.fields.get("class") == "actor"
        ]
        crowds = list(self._crowds(here))
        taken = [(m.start, m.end) for m in (*named, *unnamed)]
        crowds = [m for m in crowds if not any(m.start < end and start < m.end for start, end in taken)]
        return sorted([*named, *unnamed, *crowds], key=lambda m: m.start)

    def actor(self, place: int) -> Mention | None:
        """Who acts in the words at a place; nobody where the sentence does not say it."""
        number = self.number(place)
        if number < 0:
            return None
        here = self.sentences[number]
        acting = self.actors(here)
        before = [m for m in acting if m.end <= place]
        found = before[-1] if before else None
        if found is None and acting and acting[0].start - place <= WIDEST // 4:
            found = acting[0]
        if found is None and _again().match(here.text):
            found = self._last(number)
        return self.roots.get(found.text, found) if found else None

    def _last(self, number: int) -> Mention | None:
        for back in range(number - 1, max(-1, number - 1 - BACK), -1):
            acting = self.actors(self.sentences[back])
            if acting:
                return acting[0]
        return None

    def date(self, start: int, end: int) -> Mention | None:
        """The date of what is said at a place: the nearest in its sentence, one behind it before one in front."""
        dates = [m for m in self.beside("date", start) if m.end <= start or m.start >= end]
        behind = [(m.start - end, m) for m in dates if m.start >= end]
        before = [((start - m.end) * 2, m) for m in dates if m.end <= start]
        return min((*behind, *before), key=lambda pair: pair[0], default=(0, None))[1]

    def hedge(self, start: int, end: int) -> Mention | None:
        """The words of likelihood or doubt that judge what stands at a place."""
        judging = [
            m for m in self.beside("estimate", start)
            if m.start <= end + BEHIND and self._covers(m, "judges", start, end)
        ]  # fmt: skip
        return min(judging, key=lambda m: abs(m.start - start), default=None)

    def negation(self, start: int, end: int) -> Mention | None:
        """The words that deny what stands at a place."""
        return next((m for m in self.beside("negation", start) if self._covers(m, "of", start, end)), None)

    def _covers(self, mention: Mention, key: str, start: int, end: int) -> bool:
        text, here = str(mention.fields.get(key, "")), self.sentence(mention.start)
        first = self.document.text.find(text, here.start, here.end) if here and text else -1
        return first >= 0 and first <= start and end <= first + len(text)

    def speaker(self, place: int) -> Mention | None:
        """Who is said to say what stands at a place: in its sentence, or beside it where a quotation goes on."""
        number = self.number(place)
        if number < 0:
            return None
        here = self.sentences[number]
        found = self.within("speaker", here.start, here.end)
        if found:
            return min(found, key=lambda m: abs(m.start - place))
        if not self._quoted(number):
            return None
        near = [n for n in (number - 1, number + 1) if 0 <= n < len(self.sentences)]
        for one in near:
            beside = self.sentences[one]
            spoken = self.within("speaker", beside.start, beside.end)
            if spoken and (self._quoted(one) or any(c in beside.text for c in (*_OPENS, *_CLOSES, '"'))):
                return spoken[-1]
        return None

    def _quoted(self, number: int) -> bool:
        """Whether a sentence begins within a quotation."""
        text = self.sentences[number].text
        if text[:1] in (*_OPENS, '"'):
            return True
        earlier = "".join(one.text for one in self.sentences[max(0, number - 3) : number])
        return max(map(earlier.rfind, _OPENS)) > max(map(earlier.rfind, _CLOSES))

    def passage(self, start: int, end: int, *others: Mention | None) -> tuple[int, int]:
        """The words from the first to the last of some places that lie in one sentence and near one another."""
        here = self.sentence(start)
        for one in others:
            if one is None or here is None or not (here.start <= one.start and one.end <= here.end):
                continue
            first, last = min(start, one.start), max(end, one.end)
            if last - first <= WIDEST:
                start, end = first, last
        return start, end


def _acting() -> re.Pattern[str]:
    nouns = either(word_set("claims", "crowds"))
    return re.compile(
        r"(?: government-(?:affiliated|linked|backed)|-(?:linked|based|backed|affiliated))?"
        rf"(?: [\w-]+){{0,3}}? {nouns}(?!\w)"
    )


def _again() -> re.Pattern[str]:
    return re.compile(rf"[\"“]?(?:[A-Z]\w+(?:ly)?, )?{either(word_set('claims', 'again'))}(?!\w)", re.I)


def _by_name(text: str, one: Mention) -> bool:
    """Whether a campaign of a candidate is named, and no operation: "the Harris campaign"."""
    return (
        one.fields.get("class") == "campaign"
        and re.match(r"[’']?s? campaign(?!\w)", text[one.end :][:12].lstrip()) is not None
    )
