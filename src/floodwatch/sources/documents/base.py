"""What goes in and out of the reading of a document: bounds, pieces of text, what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Protocol

from floodwatch.model.documents import BlockKind
from floodwatch.model.errors import InputError
from floodwatch.sources.base import MIB
from floodwatch.sources.encodings import sniff

SEEN = 64 * 1024
"""Characters of a file that are looked at to tell its form."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a document may be before it is refused (sizes in bytes, of the PDF reader also time and memory)."""

    size: int = 64 * MIB
    unpacked: int = 256 * MIB
    ratio: int = 200
    ratio_from: int = 16 * MIB
    members: int = 10_000
    characters: int = 5_000_000
    pieces: int = 400_000
    pages: int = 3_000
    depth: int = 50
    seconds: int = 60
    memory: int = 1024 * MIB


@dataclass(frozen=True)
class Given:
    """The bytes of a file, its name (which only settles what its content leaves open), and the bounds."""

    data: bytes
    name: str = ""
    bounds: Bounds = field(default_factory=Bounds)

    @cached_property
    def suffix(self) -> str:
        """The end of the name, in lower case, with its dot."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def head(self) -> str:
        """The first characters, decoded; nothing of a file that holds NUL bytes and is not UTF-16 or UTF-32."""
        text = decoded(self.data[: 2 * SEEN])[:SEEN]
        return "" if "\0" in text else text

    def text(self) -> str:
        """All of it, decoded."""
        return within(decoded(self.data), self)


def decoded(data: bytes) -> str:
    """Text of an unknown encoding: by its mark, as UTF-8, else by statistics; what cannot be read is U+FFFD."""
    return data.decode(sniff(data), "replace").lstrip("\ufeff")


def within(text: str, given: Given) -> str:
    """The text, unless it is longer than a document may be."""
    if len(text) > given.bounds.characters:
        raise too_large(f"The text is longer than {given.bounds.characters:,} characters", given)
    return text


def too_large(what: str, given: Given) -> InputError:
    """The error for what goes beyond a bound."""
    return InputError(what, where=given.name, do="Cut it into parts, or give the part that matters.")


def broken(what: str, given: Given, do: str = "Save or export it again, or give its text.") -> InputError:
    """The error for a file that is not what it says that it is."""
    return InputError(what, where=given.name, do=do)


@dataclass(slots=True)
class Piece:
    """Some text as it stands in the file, what it is, and what its surroundings say of it.

    `aside`: the file's structure says that it is no part of the text. `inside`: it stands within what the file marks as
    its main part. `links`: share of its characters that are links. `ruled`: a line is drawn before it.
    """

    text: str
    kind: BlockKind = "paragraph"
    page: int | None = None
    level: int = 1
    aside: bool = False
    inside: bool = False
    links: float = 0.0
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file within a file: its name there and its bytes."""

    name: str
    data: bytes


@dataclass(slots=True)
class Found:
    """What a reader makes of a file. Empty text means that the file does not say it. `web`: it is a web page.

    `silent` are pages of which no text can be read: pictures of text, and broken ones.
    """

    pieces: list[Piece]
    title: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""
    attached: tuple[Attached, ...] = ()
    silent: tuple[int, ...] = ()
    web: bool = False


@dataclass(frozen=True, slots=True)
class DocumentExample:
    """A file, the text that is read of it (blocks parted by a line break), and its boilerplate."""

    title: str
    content: bytes
    said: str
    boilerplate: str = ""


class Form(Protocol):
    """One form of documents. `recognises` looks at the content first and at the name where that leaves it open."""

    name: str
    description: str
    suffixes: tuple[str, ...]

    def recognises(self, given: Given) -> bool: ...
    def read(self, given: Given) -> Found: ...
    def examples(self) -> Sequence[DocumentExample]: ...
