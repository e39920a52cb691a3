"""What a rule of the linter is, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from floodwatch.assessment.lint.text import Sentence, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend: the rule, the place in the document's text, the words, why, and what to write instead."""

    rule: str
    severity: Severity
    start: int
    end: int
    words: str
    why: str
    remedy: str


class Hit(NamedTuple):
    """Where a rule found something, and why, where that depends on the place."""

    start: int
    end: int
    why: str = ""
    remedy: str = ""


class LintExample(NamedTuple):
    """A text in Markdown, and the words that the rule must find in it."""

    text: str
    words: tuple[str, ...]


class Rule(Protocol):
    """One rule: its name, what it is for, how grave it is, why it is one, and the remedy."""

    name: str
    description: str
    severity: Severity
    why: str
    remedy: str

    def find(self, text: Text) -> Iterator[Hit]: ...
    def examples(self) -> Sequence[LintExample]: ...


def hit(sentence: Sentence, found: re.Match[str], why: str = "", remedy: str = "") -> Hit:
    """A match within a sentence as a hit at its place in the document."""
    return Hit(sentence.start + found.start(), sentence.start + found.end(), why, remedy)


def whole(pattern: str) -> re.Pattern[str]:
    """A pattern as whole words, in capitals or not."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w]|-\w)", re.I)


def before(text: str, place: int, most: int = 3) -> list[str]:
    """The words in front of a place, in small letters, the nearest first."""
    found = re.findall(r"[^\W_][\w'’-]*", text[max(0, place - 60) : place])
    return [word.lower() for word in reversed(found)][:most]


def behind(text: str, place: int, most: int = 3) -> list[str]:
    """The words behind a place, in small letters."""
    return [w.lower() for w in re.findall(r"[^\W_][\w'’-]*", text[place : place + 60])][:most]
