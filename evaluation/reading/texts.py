"""The texts of the corpus: a file, the items beside it, and where a string stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluation.reading.fields import Item
from evaluation.reading.reduce import reading

HALVES = ("open", "sealed", "fresh", "unseen", "unread", "later")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORMS = (".txt", ".md", ".html", ".eml")


@dataclass(frozen=True, slots=True)
class Text:
    """One report text and what is marked in it."""

    path: Path
    about: dict[str, Any]
    boilerplate: tuple[str, ...]
    items: tuple[Item, ...]
    refused: tuple[Item, ...]

    @property
    def retells(self) -> str:
        """Name of the text that it retells, or nothing."""
        return str(self.about.get("retells", ""))

    def reading(self) -> str:
        """What a person would read of it, in one line."""
        return reading(self.path, self.boilerplate)


def texts(folder: Path) -> Iterator[Text]:
    """Every text of a half, by name; a text without items beside it, or the reverse, is an error."""
    for notes in sorted(folder.glob("*.yaml")):
        (path,) = (notes.with_suffix(form) for form in FORMS if notes.with_suffix(form).exists())
        about = yaml.load(notes.read_text("utf-8"), Loader=LOADER)  # noqa: S506  the safe loader, in C where it is there
        lists = (tuple(about.pop(key, ())) for key in ("boilerplate", "items", "refused"))
        yield Text(path, about, *lists)


def places(string: str, read: str) -> list[int]:
    """Where a string begins in a text, overlaps counted."""
    return [match.start() for match in re.finditer(f"(?={re.escape(string)})", read)]
