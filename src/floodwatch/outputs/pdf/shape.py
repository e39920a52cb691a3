"""A document as JSON for the template: texts made clean, broken where a line may end, with their fonts and languages.

Texts stay values: the template puts them on the page and never reads them as markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from typing import Any

from floodwatch.model.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Figure,
    Heading,
    Item,
    Judged,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from floodwatch.model.drawing import png, viewed
from floodwatch.model.runs import Run, Runs, direction, plain
from floodwatch.outputs.document_words import (
    KEPT,
    LEGEND,
    MOST_REFS,
    VOICES,
    band,
    below,
    followed,
    more,
    numbered,
    shown,
    told_of,
    voiced,
)
from floodwatch.outputs.fonts import families
from floodwatch.outputs.glyphs import BOX, Missing, boxed
from floodwatch.outputs.text import clean, day
from floodwatch.tools.graphemes import graphemes

LONG, LONG_IN_CELLS, STEP = 34, 14, 8
"""Letters from which a word may be broken anywhere, in text and in cells, and after how many letters at most."""
MOST_MEASURED = 200
ROOM = (100, 122, 146)
"""Letters on a line of a table, in the size for up to seven columns, up to twelve, and more."""
PAGE, DRAWN, DENSE = (450.0, 560.0), 0.82, 1.6
"""Points that a picture may be wide and high; points of a unit of a drawing; pixels of a picture to such a unit."""
LONG_QUOTE = 900
TIME = ("year", "month", "day", "hour", "minute", "second")
_WORD = re.compile(r"\S+")
_SEPARATED = re.compile(r"(?<=[/.?&=_:@,;~|+-])(?=[^\s/])")
_LINES = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_BLANK = re.compile(r"[\t ]+")

Json = dict[str, Any]


def shaped(document: Document, paper: str, missing: Sequence[Missing] = ()) -> Json:
    """Everything that the template needs."""
    return Shaper(document, paper, tuple(missing)).all()


@dataclass(frozen=True, slots=True)
class Shaper:
    """One document being shaped."""

    document: Document
    paper: str
    missing: tuple[Missing, ...]
    numbers: dict[str, int] = field(init=False)
    notes: dict[str, int] = field(init=False)
    told: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", numbered(self.document))
        keys = enumerate((note.key for note in self.document.notes), 1)
        object.__setattr__(self, "notes", {key: number for number, key in keys})

    def all(self) -> Json:
        """The document."""
        said, made_at = self.document, self.document.made_at.astimezone(UTC)
        return {
            "paper": self.paper,
            "title": " ".join(self.text(said.title).split()),
            "heading": one_line(self.text(said.title)),
            "subtitle": one_line(self.text(said.subtitle)) if said.subtitle else [],
            "series": " · ".join(filter(None, map(self.text, (said.series, said.issue)))),
            "authors": [self.text(one) for one in said.authors],
            "day": day(made_at),
            "date": {name: getattr(made_at, name) for name in TIME},
            "markings": list(said.markings),
            "tlp": said.tlp,
            "dress": dress(said.language, ""),
            "groups": self.groups(),
            "voices": VOICES,
            "legend": LEGEND if any(block.voice for block in said.blocks) else "",
            "kept": KEPT,
            "notes": [self.runs(note.text) for note in said.notes],
            "appendix": [
                {"ref": self.runs(_code(one.ref), True), "sha256": self.runs(_code(one.sha256), True),
                 "what": self.runs((Run(one.what),), True)}
                for one in said.appendix
            ],
            "boxes": boxes(len(self.missing)),
        }  # fmt: skip

    def groups(self) -> list[Json]:
        """Blocks that follow one another in the same voice, together."""
        return [
            {"voice": voice, "by": self.line(by), "blocks": [self.block(*one) for one in blocks]}
            for voice, by, blocks in voiced(self.document)
        ]

    def block(self, number: int, block: Block) -> Json:
        """One block, with its kind and its evidence."""
        kind = type(block).__name__.lower()
        own: Json = {}
        if isinstance(block, Figure):
            own = self.figure(number, block)
        elif not isinstance(block, PageBreak):
            own = getattr(self, kind)(block)
        return {"kind": kind, **own, "evidence": self.evidence(block.refs)}

    def evidence(self, refs: Sequence[str]) -> list[Json]:
        """Numbers of the appendix, or the refs themselves; the first ones, and how many more."""
        shown_refs = [
            {"number": self.numbers[ref]} if ref in self.numbers else {"ref": self.runs(_code(ref), True)}
            for ref in refs[:MOST_REFS]
        ]
        return [*shown_refs, *({"ref": self.line(left)} for left in [more(refs)] if left)]

    def heading(self, block: Heading) -> Json:
        """Level and text."""
        return {"level": block.level, "runs": self.runs(block.text)}

    def paragraph(self, block: Paragraph) -> Json:
        """Its text."""
        return {"runs": self.runs(block.text)}

    def bullets(self, block: Bullets) -> Json:
        """Its entries."""
        return {"ordered": block.ordered, "items": [self.item(item) for item in block.items]}

    def item(self, item: Item) -> Json:
        """An entry with those below it."""
        return {"runs": self.runs(item.text), "below": [self.item(one) for one in item.below]}

    def quote(self, block: Quote) -> Json:
        """The words in their own language and direction, then who translated them."""
        return {
            "runs": self.runs((Run(block.text, block.language, block.direction),)),
            "dress": dress(block.language, block.direction),
            "long": len(block.text) + len(block.translation) > LONG_QUOTE,
            "who": self.line(block.who),
            "translation": self.line(block.translation),
            "how": self.line(told_of(block)),
        }

    def table(self, block: Table) -> Json:
        """Head, rows, and what stands above and below."""
        return {
            "head": [self.runs(cell, True) for cell in block.head],
            "rows": [[self.runs(cell, True) for cell in row] for row in block.rows],
            "align": list(block.align or ("start",) * len(block.head)),
            "widths": widths(block),
            "caption": self.line(block.caption),
            "below": self.line(below(block.source, block.as_of)),
        }

    def figure(self, number: int, block: Figure) -> Json:
        """The file of the picture, and what stands below."""
        return {
            "file": f"{number}.svg" if block.svg else f"{number}.png",
            "alt": self.text(block.alt),
            "width": wide(block),
            "caption": self.line(block.caption),
            "below": self.line(below(block.source)),
        }

    def judged(self, block: Judged) -> Json:
        """The statement; likelihood with its band, and confidence apart from it."""
        return {
            "runs": self.runs(block.statement),
            "likelihood": self.line(block.likelihood),
            "band": band(block.low, block.high),
            "confidence": block.confidence,
            "because": self.line(block.because),
        }

    def callout(self, block: Callout) -> Json:
        """Title and paragraphs."""
        return {
            "tone": block.kind,
            "title": self.line(block.title),
            "text": [self.runs(paragraph) for paragraph in block.text],
        }

    def facts(self, block: Facts) -> Json:
        """Names and values."""
        return {"rows": [[self.runs((Run(name),)), self.runs(value)] for name, value in block.rows]}

    def line(self, text: str) -> list[Json]:
        """A plain text as runs; nothing when it is empty."""
        return self.runs((Run(text),)) if text else []

    def runs(self, runs: Runs, cell: bool = False) -> list[Json]:
        """Runs in the form of the template; those without a letter are left out."""
        return [self.run(run, cell) for run in runs if run.text]

    def run(self, run: Run, cell: bool) -> Json:
        """One run: lines of pieces between which a line may end, and its dress."""
        link = followed(run)
        made: Json = {"lines": lines(self.text(shown(run)), LONG_IN_CELLS if cell else LONG)}
        made |= {key: 1 for key in ("emphasis", "strong", "code") if getattr(run, key)}
        if run.language or run.direction:
            made["dress"] = dress(run.language or self.document.language, run.direction)
        return made | ({"link": link} if link else {}) | self.note(run.note)

    def note(self, key: str) -> Json:
        """The number of a note, and whether it is referred to for the first time."""
        if not key:
            return {}
        number = self.notes[key]
        first = {} if number in self.told else {"first": 1}
        self.told.add(number)
        return {"note": number, **first}

    def text(self, text: str) -> str:
        """A text without controls, and with boxes where asked for."""
        return boxed(clean(text), self.missing)


def _code(text: str) -> Runs:
    return (Run(text, code=True),) if text else ()


@cache
def dress(tag: str, towards: str) -> Json:
    """Language, script, region and direction as the template wants them, and the fonts in their order."""
    first, *rest = tag.split("-")
    script = next((part.lower() for part in rest if len(part) == 4 and part.isalpha()), "auto")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    return {
        "lang": first.lower(), "region": region, "script": script, "dir": towards or direction(tag),
        "fonts": families(tag),
    }  # fmt: skip


def lines(text: str, long: int) -> list[list[str]]:
    """Lines of a text, each in pieces between which it may be broken."""
    return [_pieces(_BLANK.sub(" ", line), long) for line in _LINES.split(text)]


def one_line(text: str) -> list[str]:
    """A text as a single line, in such pieces."""
    return lines(" ".join(text.split()), LONG)[0]


def _pieces(line: str, long: int) -> list[str]:
    pieces, done = [], 0
    for word in _WORD.finditer(line):
        if len(word.group()) > long:
            cut = broken(word.group())
            pieces += [line[done : word.start()] + cut[0], *cut[1:]]
            done = word.end()
    return [*pieces, line[done:]] if line[done:] or not pieces else pieces


def broken(word: str) -> list[str]:
    """A long word in pieces: behind its marks, and otherwise after every few letters."""
    found = []
    for part in _SEPARATED.split(word):
        seen = graphemes(part)
        found += ["".join(seen[i : i + STEP]) for i in range(0, len(seen), STEP)]
    return found


def widths(table: Table) -> list[float]:
    """Widths of the columns in letters: what their longest piece needs, and more for those that hold more."""
    columns = list(zip(table.head, *table.rows[:MOST_MEASURED], strict=True))
    least = [max(_longest(cell) for cell in column) + 3.0 for column in columns]
    wanted = [
        max(low, _usual([_wide(plain(cell)) for cell in column]))
        for low, column in zip(least, columns, strict=True)
    ]
    room = ROOM[0] if len(columns) <= 7 else ROOM[1] if len(columns) <= 12 else ROOM[2]
    spare, surplus = room - sum(least), sum(wanted) - sum(least)
    share = max(0.0, min(1.0, spare / surplus)) if surplus else 0.0
    return [low + (most - low) * share for low, most in zip(least, wanted, strict=True)]


def _longest(cell: Runs) -> int:
    """The longest piece of a cell that stays on one line."""
    pieces = (word for run in cell for word in run.text.split())
    return max(
        (_wide(p) for word in pieces for p in (broken(word) if len(word) > LONG_IN_CELLS else [word])),
        default=1,
    )


def _wide(text: str) -> int:
    """How many letters wide a text is; a Chinese character counts for two."""
    return (
        len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
        if not text.isascii()
        else len(text)
    )


def _usual(sizes: list[int]) -> float:
    """A length that most cells keep within, between their mean and the longest."""
    return 0.5 * (sum(sizes) / len(sizes)) + 0.5 * min(max(sizes), 60)


def wide(figure: Figure) -> float:
    """Width of a picture in points: its own, unless the page is smaller."""
    width, height = viewed(figure.svg) if figure.svg else tuple(side / DENSE for side in png(figure.png))
    return round(min(width * DRAWN, PAGE[0], PAGE[1] * width / height), 2)


def boxes(kinds: int) -> str:
    """What a document says where boxes stand for characters."""
    told = "1 kind of character has" if kinds == 1 else f"{kinds:,} kinds of characters have"
    return f"{told} no glyph in the fonts at hand, and {BOX} stands in their place." if kinds else ""
