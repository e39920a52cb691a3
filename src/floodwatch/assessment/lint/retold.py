"""Several voices that repeat one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, hit, whole
from floodwatch.assessment.lint.text import Sentence, Text
from floodwatch.vocabulary.linting import listed

_ORIGIN = re.compile(
    r"(?<![\w-])(?:citing|according to|quoting|cites|as told by) (?:the |a )?((?:[A-Z][\w-]+ ?(?:of )?){1,4})"
)
_NAMES = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+){0,4}")
_RETELLS = re.compile(
    r"(?<![\w-])(?:reported|reports|wrote|writes|carried|confirmed|said|repeated|published|has it)\b"
)


class OneSource:
    """Several media that confirm one another and go back to one report."""

    name = "one_source"
    description = "Several citations that go back to one origin, as the text itself shows."
    severity: Severity = "warning"
    why = "Those who retell one report are one source; their number confirms nothing."
    remedy = "Cite the origin once, and count it as one source."

    def find(self, text: Text) -> Iterator[Hit]:
        """Sentences that count retellings, and origins that are cited again through another."""
        seen: dict[str, int] = {}
        for sentence in text.sentences:
            found = _counted(sentence.text)
            if found:
                yield hit(sentence, found)
                continue
            yield from _retold(sentence, seen)

    def examples(self) -> Sequence[LintExample]:
        """Retellings that are counted, told twice, and two sources."""
        return (
            LintExample(
                "Three papers confirm it, all citing one report by Graphika.",
                ("all citing one report by Graphika",),
            ),
            LintExample(
                "Reuters reported it, citing Meta. Le Monde wrote of it too, citing Meta.", ("citing Meta",)
            ),
            LintExample("Graphika and Meta found it, each in its own data.", ()),
        )


def _counted(text: str) -> re.Match[str] | None:
    """`all citing X`, or several who confirm `based on` one thing."""
    for found in _shared().finditer(text):
        if not re.search(r"(?<!\w)(?:own|different|separate|independent)(?!\w)", text[found.start() :]):
            return found
    loose = _loose().search(text)
    if loose and _confirms().search(text) and _several(text, loose):
        return loose
    return None


def _several(text: str, loose: re.Match[str]) -> bool:
    if _many().search(text[: loose.start()]):
        return True
    names = _NAMES.findall(text[: loose.start()])
    return len(names) > 1 and " and " in text[: loose.start()]


def _retold(sentence: Sentence, seen: dict[str, int]) -> Iterator[Hit]:
    """An origin that one retells when another retold it before."""
    for found in _ORIGIN.finditer(sentence.text):
        origin = found.group(1).strip().lower()
        rest = sentence.text[: found.start()] + sentence.text[found.end() :]
        if not _RETELLS.search(rest) or not _NAMES.search(rest):
            continue
        if origin in seen and seen[origin] != sentence.start:
            yield Hit(sentence.start + found.start(), sentence.start + found.end(1))
        seen.setdefault(origin, sentence.start)


@cache
def _shared() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{listed('links', 'all')})(?: of (?:them|which|whom))?"
        rf" (?:{listed('links', 'retold')})(?! one style)[^,.;]*",
        re.I,
    )


@cache
def _loose() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{listed('links', 'retold')}) [^,.;]*", re.I)


@cache
def _confirms() -> re.Pattern[str]:
    return whole(listed("links", "confirm"))


@cache
def _many() -> re.Pattern[str]:
    return whole(rf"(?:{listed('links', 'many')}) (?:\w+ )?(?:{listed('links', 'outlets')})")
