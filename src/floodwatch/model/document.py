"""A document: what a report says, in a closed set of blocks, apart from how it looks as a page or on paper.

A block says in which voice it speaks: what was observed, what somebody here assessed, or what others reported. Texts
are plain and may be hostile; they never become markup. Everything is checked when it is made (DocumentError).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from floodwatch.model.claims import PAP, TLP
from floodwatch.model.drawing import drawing, png
from floodwatch.model.errors import DocumentError
from floodwatch.model.judgements import CONFIDENCES
from floodwatch.model.runs import DIRECTIONS, Run, Runs, must_be_language, must_be_one_of, must_say, plain

OBSERVED, ASSESSED, REPORTED = "observed", "assessed", "reported"
VOICES = ("", OBSERVED, ASSESSED, REPORTED)
"""A block without a voice speaks for the document itself: headings, contents, method."""
ALIGNED = ("start", "center", "end")
TRANSLATORS = ("", "human", "machine")
KINDS = ("note", "caution")
MOST_COLUMNS, MOST_LEVEL, MOST_DEPTH = 24, 4, 4
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What every block has: its voice, who says it when others reported it, and the evidence it rests on."""

    voice: str = ""
    by: str = ""
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        must_be_one_of("voice", self.voice, VOICES)
        if self.by and self.voice != REPORTED:
            raise DocumentError(
                "Only what is reported names who says it", do="Set the voice, or leave `by` out."
            )

    def runs(self) -> Iterator[Run]:
        """Every run of the block."""
        yield from ()


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading; level 1 is a part of the document, whose title stands above all."""

    level: int
    text: Runs

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        if not 1 <= self.level <= MOST_LEVEL:
            raise DocumentError(f"There is no heading of level {self.level}", do=f"Use 1 to {MOST_LEVEL}.")
        must_say("A heading", plain(self.text))

    def runs(self) -> Iterator[Run]:
        """Its runs."""
        yield from self.text


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """A paragraph."""

    text: Runs

    def runs(self) -> Iterator[Run]:
        """Its runs."""
        yield from self.text


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with a list of its own below it."""

    text: Runs
    below: tuple[Item, ...] = ()

    def runs(self) -> Iterator[Run]:
        """Its runs, and those below it."""
        yield from self.text
        for item in self.below:
            yield from item.runs()

    def depth(self) -> int:
        """How many lists stand in one another."""
        return 1 + max((item.depth() for item in self.below), default=0)


@dataclass(frozen=True, slots=True)
class Bullets(Block):
    """A list, numbered when it is `ordered`."""

    items: tuple[Item, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        if not self.items:
            raise DocumentError("A list has no entry", do="Leave it out.")
        if max(item.depth() for item in self.items) > MOST_DEPTH:
            raise DocumentError(f"Lists stand more than {MOST_DEPTH} deep in one another", do="Use headings.")

    def runs(self) -> Iterator[Run]:
        """Those of all entries."""
        for item in self.items:
            yield from item.runs()


@dataclass(frozen=True, slots=True)
class Quote(Block):
    """Words of somebody else in their own language, with a translation that says who made it."""

    text: str
    language: str
    direction: str = ""
    who: str = ""
    translation: str = ""
    translated_by: str = ""
    translator: str = ""

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        must_say("A quote", self.text)
        must_be_language(self.language)
        must_be_one_of("direction", self.direction, DIRECTIONS)
        must_be_one_of("translator", self.translator, TRANSLATORS)
        if self.translation and not self.translator:
            raise DocumentError("A translation does not say who made it", do="Say human or machine.")

    def runs(self) -> Iterator[Run]:
        """The words, then what is said of them."""
        yield Run(self.text, self.language, self.direction)
        yield from map(Run, filter(None, (self.who, self.translation, self.translated_by)))


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table. `align` is per column, `start` where it is empty; `as_of` says until when the figures hold."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str
    align: tuple[str, ...] = ()
    source: str = ""
    as_of: str = ""

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        must_say("The caption of a table", self.caption)
        width = len(self.head)
        if not 1 <= width <= MOST_COLUMNS:
            raise DocumentError(
                f"A table has {width} columns", do=f"Use 1 to {MOST_COLUMNS}; split it otherwise."
            )
        if any(not plain(cell).strip() for cell in self.head):
            raise DocumentError("A column of a table has no heading", do="Name every column.")
        for number, row in enumerate(self.rows, 1):
            if len(row) != width:
                raise DocumentError(
                    f"Row {number} of a table has {len(row)} cells and not {width}", do="Fill it."
                )
        if self.align and len(self.align) != width:
            raise DocumentError(
                "A table says for some columns only how they are aligned", do="Say it for all."
            )
        for one in self.align:
            must_be_one_of("alignment", one, ALIGNED)

    def runs(self) -> Iterator[Run]:
        """Head, rows, and what stands below."""
        for row in (self.head, *self.rows):
            for cell in row:
                yield from cell
        yield from map(Run, filter(None, (self.caption, self.source, self.as_of)))


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A picture: a drawing as SVG, or a PNG; `alt` says what it shows to those who do not see it."""

    alt: str
    caption: str = ""
    svg: str = ""
    png: bytes = b""
    source: str = ""

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        must_say("The alternative text of a figure", self.alt)
        if bool(self.svg) == bool(self.png):
            raise DocumentError("A figure is either a drawing or a picture", do="Give svg or png.")
        if self.svg:
            drawing(self.svg)
        else:
            png(self.png)

    def runs(self) -> Iterator[Run]:
        """What stands below; letters inside a drawing are looked at apart."""
        yield from map(Run, filter(None, (self.caption, self.source)))


@dataclass(frozen=True, slots=True)
class Judged(Block):
    """A judgement: what is said, how likely it is (a word with its band), and apart from that how sure one is.

    `low` and `high` are probabilities; both are None where the word has no numbers.
    """

    statement: Runs
    likelihood: str
    low: float | None
    high: float | None
    confidence: str
    because: str = ""

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        must_say("A judgement", plain(self.statement))
        must_be_one_of("confidence", self.confidence, CONFIDENCES)
        if (self.low is None) != (self.high is None):
            raise DocumentError("A likelihood has one end of its band only", do="Give both ends, or none.")
        if self.low is not None and not 0 <= self.low <= (self.high or 0) <= 1:
            raise DocumentError("The band of a likelihood is not between 0 and 1", do="Give low, then high.")

    def runs(self) -> Iterator[Run]:
        """The statement, and why."""
        yield from self.statement
        yield from map(Run, filter(None, (self.likelihood, self.because)))


@dataclass(frozen=True, slots=True)
class Callout(Block):
    """A note that stands apart from the text."""

    title: str
    text: tuple[Runs, ...]
    kind: str = "note"

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        must_be_one_of("kind", self.kind, KINDS)
        must_say("A note", self.title + "".join(map(plain, self.text)))

    def runs(self) -> Iterator[Run]:
        """The title, then its paragraphs."""
        if self.title:
            yield Run(self.title)
        for paragraph in self.text:
            yield from paragraph


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """Names with their values, one on a line."""

    rows: tuple[tuple[str, Runs], ...]

    def __post_init__(self) -> None:
        Block.__post_init__(self)
        for name, _ in self.rows:
            must_say("The name of a fact", name)

    def runs(self) -> Iterator[Run]:
        """Names and values."""
        for name, value in self.rows:
            yield Run(name)
            yield from value


@dataclass(frozen=True, slots=True)
class PageBreak(Block):
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, which runs refer to by its key."""

    key: str
    text: Runs


@dataclass(frozen=True, slots=True)
class Evidence:
    """An entry of the appendix: a ref that blocks name, the hash of what was kept, and what it is."""

    ref: str
    sha256: str
    what: str

    def __post_init__(self) -> None:
        must_say("The ref of an evidence", self.ref)
        if self.sha256 and not _SHA.fullmatch(self.sha256):
            raise DocumentError(
                f"{self.sha256[:70]!r} is no SHA-256", where=self.ref, do="Give 64 hex digits, or none."
            )


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `authors` are roles or pseudonyms; `markings` are labels of TLP 2.0 and PAP."""

    title: str
    language: str
    made_at: datetime
    blocks: tuple[Block, ...]
    subtitle: str = ""
    series: str = ""
    issue: str = ""
    markings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    appendix: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        must_say("The title of a document", self.title)
        if not self.language:
            raise DocumentError("A document has no language", do="Give a tag such as en or zh-Hant.")
        must_be_language(self.language)
        if self.made_at.tzinfo is None:
            raise DocumentError("The time of a document has no zone", do="Give an aware time.")
        for label in self.markings:
            must_be_one_of("marking", label, (*TLP[1:], *PAP[1:]))
        if len({label[:3] for label in self.markings}) != len(self.markings):
            raise DocumentError("A document has two markings of one scheme", do="Give the strictest.")
        _levels([block for block in self.blocks if isinstance(block, Heading)])
        self._must_have_notes()

    @property
    def tlp(self) -> str:
        """The TLP label, or nothing."""
        return next((label for label in self.markings if label.startswith("TLP")), "")

    def runs(self) -> Iterator[tuple[str, Run]]:
        """Every run with the place where it stands, such as `block 4 (table)`."""
        about = (self.title, self.subtitle, self.series, self.issue, *self.authors)
        yield from (("the title page", Run(text)) for text in about if text)
        for number, block in enumerate(self.blocks, 1):
            place = f"block {number} ({type(block).__name__.lower()})"
            yield from (
                (place, run) for run in (*block.runs(), *map(Run, filter(None, (block.by, *block.refs))))
            )
        yield from ((f"note {note.key}", run) for note in self.notes for run in note.text)
        yield from (("the appendix", Run(text)) for one in self.appendix for text in (one.ref, one.what))

    def _must_have_notes(self) -> None:
        keys = {note.key for note in self.notes}
        if len(keys) != len(self.notes):
            raise DocumentError("Two notes have the same key", do="Give each its own.")
        used = {run.note: place for place, run in self.runs() if run.note}
        for key in sorted(used.keys() - keys):
            raise DocumentError(f"There is no note {key[:40]!r}", where=used[key], do="Add it to the notes.")
        for key in sorted(keys - used.keys()):
            raise DocumentError(
                f"Nothing refers to the note {key[:40]!r}", do="Refer to it, or leave it out."
            )
        if any(run.note for note in self.notes for run in note.text):
            raise DocumentError("A note refers to a note", do="Say it in one.")


def _levels(headings: Sequence[Heading]) -> None:
    before = 0
    for heading in headings:
        if heading.level > before + 1:
            raise DocumentError(
                f"A heading of level {heading.level} stands below one of level {before}",
                where=plain(heading.text)[:60],
                do="Leave no level out.",
            )
        before = heading.level
