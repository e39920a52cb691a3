"""Reads how a document is marked, and whether whoever wrote it wants to be asked before it is passed on.

A label marks the document where a marking stands: in its name, at its head, in a line of its own such as a header or
footer, in brackets before a passage, or in a sentence about "this report". One of a part counts for the whole. A label
that is only talked about does not, nor do those that stand together because they are explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from floodwatch.model.documents import Block, Document
from floodwatch.model.markings import Marking, normal, strictest
from floodwatch.vocabulary.reading import either, words_of

HEAD = 400
"""Characters at the beginning of a document in which every label marks it."""
LINE = 90
"""Characters beside its labels that a line of a marking may hold."""
SENTENCE = 300
"""Characters before a label in which its sentence begins."""
TOGETHER, COLOURS = 1500, 3
"""Labels of so many colours within so many characters are an explanation of the protocol."""
MOST = 400
_COLOUR = r"(?P<colour>clear|white|green|amber(?: ?[+_/-]? ?strict)?|red)(?![^\W\d_])"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it stands in the text; `marks` says whether it marks this document, or is only talked about."""

    text: str
    label: str
    start: int
    end: int
    marks: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """What a document says of itself: its marking, every label in the text, and the words that ask for consent."""

    marking: Marking
    labels: tuple[Label, ...]
    consent: str = ""


def marked(document: Document, name: str = "") -> Marked:
    """The strictest labels that a document bears in its text, its title or its `name`."""
    found = list(_labels(document))
    explained = _explained(found)
    labels = tuple(
        Label(one.text, one.label, one.start, one.end, one.marks and one.start not in explained)
        for one in found
    )
    outside = [_normal(one) for text in (document.title, name) for one in _pattern().finditer(text[:MOST])]
    told = [*outside, *(one.label for one in labels if one.marks)]
    return Marked(strictest(map(_marking, told)), labels, _consent(document))


def _marking(label: str) -> Marking:
    return Marking(tlp=label) if label.startswith("TLP") else Marking(pap=label)


@cache
def _pattern() -> re.Pattern[str]:
    schemes = words_of("markings")["schemes"]
    names = "|".join(f"(?P<{name}>{either(words)})" for name, words in schemes.items())
    version = r"(?: ?\(?(?:v|version)? ?[12](?:\.\d)?\)?)?"
    known = rf"(?:{names}){version} ?[:=_–—-]? ?{_COLOUR}"
    doubtful = r"(?P<scheme>TLP|PAP) ?: ?(?P<other>[A-Z][A-Z+]{2,20})(?![^\W\d_])"
    return re.compile(rf"(?<![^\W_])(?:(?i:{known})|{doubtful})")


def _normal(found: re.Match[str]) -> str:
    if found["other"]:
        return normal(f"{found['scheme']}:{found['other']}")
    return normal(f"{'TLP' if found['TLP'] else 'PAP'}:{found['colour'].replace('/', ' ')}")


def _labels(document: Document) -> Iterator[Label]:
    """Every label in the text, that of banners and footers included, which are read for nothing else."""
    for block in document.blocks:
        text = document.text[block.start : block.end]
        hits = list(_pattern().finditer(text))
        alone = len(text) - sum(len(hit.group()) for hit in hits) <= LINE
        for hit in hits:
            marks = alone or block.start + hit.start() < HEAD or _bracketed(text, hit) or _of_this(text, hit)
            start = block.start + hit.start()
            yield Label(hit.group(), _normal(hit), start, start + len(hit.group()), marks)


def _bracketed(text: str, hit: re.Match[str]) -> bool:
    """Whether it stands in brackets before or behind a passage, as portions are marked."""
    start, end = hit.start() - 1, hit.end()
    inside = text[max(start, 0) : start + 1] in ("(", "[") and text[end : end + 1] in (")", "]")
    return inside and (start == 0 or len(text) - end <= 2)


def _of_this(text: str, hit: re.Match[str]) -> bool:
    """Whether the sentence around it is about this document, or names it as what it is handled by."""
    before = text[max(0, hit.start() - SENTENCE) : hit.start()]
    begin = max(before.rfind(stop) + 1 for stop in (". ", "! ", "? ", "\n"))
    return _this().search(before, begin) is not None


@cache
def _this() -> re.Pattern[str]:
    words = words_of("markings")
    return re.compile(rf"(?i)\b{either(words['this'])}\b|\b{either(words['head'])} ?[:–—-] ?[(\[]?$")


def _explained(labels: Sequence[Label]) -> frozenset[int]:
    """Places of labels that stand where several colours of one scheme do, but for those at the head."""
    found: set[int] = set()
    for scheme in ("TLP", "PAP"):
        ours = [one for one in labels if one.label.startswith(scheme) and one.start >= HEAD]
        for first in range(len(ours)):
            near = [one for one in ours[first : first + 40] if one.start - ours[first].start <= TOGETHER]
            if len({one.label for one in near}) >= COLOURS:
                found.update(one.start for one in near)
    return frozenset(found)


def _consent(document: Document) -> str:
    """The sentence that asks for consent before it is passed on; empty where none does."""
    for block in document.blocks:
        for sentence in _sentences(document, block):
            if _asks(sentence):
                return sentence[:MOST]
    return ""


def _sentences(document: Document, block: Block) -> Iterable[str]:
    return re.split(r"(?<=[.!?;]) ", document.text[block.start : block.end])


def _asks(sentence: str) -> bool:
    signs = _signs()
    if signs["controlled"].search(sentence):
        return True
    return signs["rights"].search(sentence) is None and all(
        signs[part].search(sentence) for part in ("pass", "without", "word")
    )


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    words = words_of("markings")
    return {
        part: re.compile(rf"(?i)(?<!\w){either(words[part])}(?!\w)")
        for part in ("controlled", "rights", "pass", "without", "word")
    }
