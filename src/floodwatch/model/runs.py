"""Runs: stretches of text, each in one language, direction and dress. Nothing in them is ever read as markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from floodwatch.model.errors import DocumentError

DIRECTIONS = ("", "ltr", "rtl")
_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|\d{3}))?(-[a-zA-Z0-9]{1,8})*")
_RIGHT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "skr",
     "syr", "ug", "ur", "yi")
)  # fmt: skip
_RIGHT_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"))


def direction(language: str) -> str:
    """In which direction a language is written: `rtl`, or `ltr`; a script in its tag decides before the language."""
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in _RIGHT_SCRIPTS if script else first in _RIGHT) else "ltr"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language and dress.

    `link` is an address; it is printed defanged unless it is `live`. `note` is the key of a note of the document.
    An empty language is that of the document; an empty direction is that of the language.
    """

    text: str
    language: str = ""
    direction: str = ""
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    link: str = ""
    live: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        must_be_language(self.language)
        must_be_one_of("direction", self.direction, DIRECTIONS)


Runs = tuple[Run, ...]


def words(text: str, language: str = "") -> Runs:
    """A plain text as runs."""
    return (Run(text, language),)


def plain(runs: Runs) -> str:
    """The text of runs without its dress."""
    return "".join(run.text for run in runs)


def must_say(what: str, text: str) -> None:
    """Refuse a text that is empty."""
    if not text.strip():
        raise DocumentError(f"{what} is empty", do="Say it in words.")


def must_be_language(tag: str) -> None:
    """Refuse what is no tag of a language; nothing at all is allowed."""
    if tag and not _TAG.fullmatch(tag):
        raise DocumentError(
            f"{tag[:40]!r} is no tag of a language", do="Give one such as en, pt-BR or zh-Hant."
        )


def must_be_one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse a value that is not among the known ones."""
    if value not in known:
        listed = ", ".join(one for one in known if one)
        raise DocumentError(f"There is no {what} {value[:40]!r}", do=f"Known are: {listed}.")
