"""A document as the rules see it: sentences with what is quoted blanked out, and what stands around each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from floodwatch.assessment.lint.quoted import blanked, own
from floodwatch.model.documents import BlockKind, Document
from floodwatch.tools.sentences import cut

UNREAD = frozenset({"boilerplate", "code", "quote"})
TITLES = frozenset({"heading", "caption"})
LONGEST = 2_000
"""Characters of one sentence; what is longer is no prose, and is looked at in pieces."""
TURNS = 4
"""Blocks that begin with a speaker's name, some more than once, by which a text is a transcript."""
_SPEAKER = re.compile(
    r"(?:Q\d+ )?([A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,3}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}"
    r"|Chair|Moderator|Host|Interviewer|Question|Answer|Speaker)(?: \([^()]{1,80}\))?: "
)
NEAR, FAR = 100, 400
"""Sentences on either side of a caption, and behind a headline, in which it can find its own matter again."""
_LATER = re.compile(r"(?:source|note|as of|data|figures)\b", re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or a heading, item or cell): its place, its words with quotations blanked out, and its block."""

    start: int
    end: int
    text: str
    kind: BlockKind
    block: int


@dataclass(frozen=True, slots=True)
class Own:
    """A block of the document's own prose, blanked out."""

    start: int
    end: int
    text: str
    kind: BlockKind
    level: int


@dataclass(frozen=True)
class Text:
    """What is checked, and the vocabulary of estimates by which it says how likely something is."""

    document: Document
    vocabulary: str = "icd_203"
    apart: tuple[tuple[int, int], ...] = ()
    """Places that the file itself sets apart as code or as the words of others."""

    @property
    def language(self) -> str:
        """The language of its words; English where nobody said otherwise."""
        return self.document.language.partition("-")[0].lower() or "en"

    @cached_property
    def blocks(self) -> tuple[Own, ...]:
        """The blocks that are the author's: no boilerplate, no code, no block quotation."""
        return tuple(
            Own(b.start, b.end, own(self._own(b.start, b.end)), b.kind, b.level)
            for b in self.document.blocks
            if b.kind not in UNREAD
        )

    def _own(self, start: int, end: int) -> str:
        """A block without what the file sets apart, and without what a speaker of a transcript says."""
        text = self.document.text[start:end]
        if self._transcript and (spoken := _SPEAKER.match(text)):
            text = blanked(text, spoken.end(), len(text))
        at = bisect_left(self.apart, (start, 0))
        for first, last in takewhile(lambda span: span[0] < end, self.apart[at:]):
            text = blanked(text, first - start, min(last, end) - start)
        return text

    @cached_property
    def _transcript(self) -> bool:
        """Whether several blocks begin with the name of who speaks, as those of hearings and interviews do."""
        turns = [_SPEAKER.match(self.document.text, b.start, b.end) for b in self.document.blocks]
        names = [found.group(1) for found in turns if found]
        return len(names) >= TURNS and len(set(names)) < len(names)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in order."""
        return tuple(self._sentences())

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """The sentences of the body, without headings, captions and cells."""
        return tuple(s for s in self.sentences if s.kind in ("paragraph", "item", "note"))

    @cached_property
    def prose_blocks(self) -> tuple[int, ...]:
        """The block of each sentence of the body."""
        return tuple(s.block for s in self.prose)

    @cached_property
    def titles(self) -> tuple[Sentence, ...]:
        """Headings, captions, and what stands in place of pictures."""
        return tuple(s for s in self.sentences if s.kind in TITLES)

    def beside(self, block: int) -> str:
        """What belongs to a block without being of it: notes and captions; of a cell what stands around the table."""
        return " \n".join(part for step in (1, -1) for part in self._beside(block, step))

    def written(self, start: int, end: int) -> str:
        """The words of the document between two places, as they are."""
        return self.document.text[start:end]

    def _beside(self, number: int, step: int) -> Iterator[str]:
        """What belongs to a table or a picture: the cells on either side up to the note or paragraph behind it."""
        here = self.blocks[number]
        at = number + step
        while 0 <= at < len(self.blocks) and abs(at - number) <= 500:
            block = self.blocks[at]
            if here.kind == "cell" and block.kind == "cell":
                at += step
                continue
            if (
                block.kind in ("caption", "note")
                or (here.kind in ("cell", "caption") and block.kind != "cell")
                or (step > 0 and _LATER.match(block.text))
            ):
                yield block.text
            return

    def _sentences(self) -> Iterator[Sentence]:
        for number, block in enumerate(self.blocks):
            for start, end in _cut(block.text):
                yield Sentence(
                    block.start + start, block.start + end, block.text[start:end], block.kind, number
                )


def _cut(text: str) -> Iterator[tuple[int, int]]:
    for start, end in cut(text):
        yield from ((at, min(at + LONGEST, end)) for at in range(start, end, LONGEST))


def body_of(text: Text, title: Sentence) -> Sequence[Sentence]:
    """The prose that a headline stands over, or that stands around a caption."""
    heading, blocks = text.blocks[title.block], text.prose_blocks
    if heading.kind != "heading":
        middle = bisect_left(blocks, title.block)
        return text.prose[max(0, middle - NEAR) : middle + NEAR]
    later = (
        n for n in range(title.block + 1, len(text.blocks))
        if text.blocks[n].kind == "heading" and text.blocks[n].level <= heading.level
    )  # fmt: skip
    last = next(later, len(text.blocks))
    first_title = heading.level == 1 and next(iter(text.titles), title).block == title.block
    end = len(blocks) if first_title else bisect_left(blocks, last)
    begin = bisect_left(blocks, title.block)
    return text.prose[begin : min(end, begin + FAR)]
