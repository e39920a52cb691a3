"""Whether every character of a document can be printed: what no font has, where it stands first, and what to install.

A letter with its marks is looked at as one, since no font helps that has the letter alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from floodwatch.model.document import Document, Figure
from floodwatch.outputs.fonts import Face, characters, inside, of_system, packaged, relatives
from floodwatch.outputs.text import clean
from floodwatch.tools.graphemes import graphemes, is_emoji

BOX = "\N{WHITE SQUARE}"
_SEEN_FORMATS = frozenset((*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
_UNSEEN = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF),
)  # fmt: skip
_HAN = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "BOPOMOFO",
    "IDEOGRAPHIC",
    "FULLWIDTH",
    "HALFWIDTH",
    "KANGXI",
)
SAMPLES = {
    "Latin": "Aßđ", "Greek": "Ωά", "Cyrillic": "Жїґ", "Armenian": "Հա", "Georgian": "ქა", "Hebrew": "ש",
    "Arabic": "عپگ", "Ethiopic": "አ", "Devanagari": "हि", "Bengali": "বা", "Gurmukhi": "ਪ", "Gujarati": "ગ",
    "Odia": "ଓ", "Tamil": "த", "Telugu": "త", "Kannada": "ಕ", "Malayalam": "മ", "Sinhala": "ස", "Thai": "ไทย",
    "Lao": "ລ", "Khmer": "ខ្ម", "Myanmar": "မြ", "Tibetan": "བོ", "Mongolian": "ᠮ", "Cherokee": "Ꮳ",
    "Tifinagh": "ⵜ", "Thaana": "ދި", "Syriac": "ܣ", "N'Ko": "ߒ", "Hangul": "한", "Japanese": "ひカ",
    "Chinese": "汉漢", "emoji": "😀",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A character, or a letter with its marks, that no font has; `place` is where it stands first."""

    text: str
    codes: str
    name: str
    place: str
    package: str

    def __str__(self) -> str:
        return f"{self.codes} {self.name} in {self.place} ({self.package})"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What no font has, and files of fonts of the system that are needed beside the packages."""

    missing: tuple[Missing, ...]
    files: tuple[str, ...]


def coverage(document: Document) -> Coverage:
    """Look at every character of a document."""
    first: dict[str, str] = {}
    for place, text in texts(document):
        for piece in sorted(set(pieces(text))):
            first.setdefault(piece, place)
    return covered(first)


def covered(first: dict[str, str]) -> Coverage:
    """The same for characters, each with the place where it stands first."""
    left = _left(set(first), packaged())
    files, left = _of_system(left) if left else ((), left)
    return Coverage(tuple(_missing(piece, place) for piece, place in first.items() if piece in left), files)


def texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of a document as it is printed, with its place."""
    for place, run in document.runs():
        yield place, clean(run.text)
    for number, block in enumerate(document.blocks, 1):
        if isinstance(block, Figure) and block.svg:
            yield f"the drawing of block {number}", clean(letters(block.svg))


def letters(svg: str) -> str:
    """The letters of a drawing, without what only a pointer shows."""
    from xml.etree import ElementTree

    top = ElementTree.fromstring(svg)  # noqa: S314  a document checks its drawings
    shown = (e for e in top.iter() if e.tag.rsplit("}", 1)[-1] in ("text", "tspan"))
    return " ".join(filter(None, (part for e in shown for part in (e.text, e.tail))))


def pieces(text: str) -> Iterator[str]:
    """What must be printed of a text: letters with their marks, without spaces and what is never seen."""
    if text.isascii():
        return
    for piece in graphemes(text):
        seen = "".join(c for c in piece if not (c.isspace() or unseen(c)))
        if seen:
            yield seen


def unseen(character: str) -> bool:
    """Whether a character shows nothing, so that no font needs it."""
    code = ord(character)
    if unicodedata.category(character) == "Cf" and code not in _SEEN_FORMATS:
        return not 0xFFF9 <= code <= 0xFFFB
    return any(low <= code <= high for low, high in _UNSEEN)


def boxed(text: str, missing: Sequence[Missing]) -> str:
    """The text with a box for what cannot be printed."""
    gone = {one.text for one in missing}
    if not gone or text.isascii():
        return text
    return "".join(BOX if "".join(pieces(piece)) in gone else piece for piece in graphemes(text))


def scripts() -> dict[str, bool]:
    """Scripts, and whether they can be printed here."""
    everything = {piece: name for name, sample in SAMPLES.items() for piece in pieces(sample)}
    gone = {one.place for one in covered(everything).missing}
    return {name: name not in gone for name in SAMPLES}


def _left(wanted: set[str], faces: Sequence[Face]) -> set[str]:
    """What of that no single face has."""
    left = {piece for piece in wanted if not _has(piece, inside())}
    for face in faces:
        if not left:
            break
        found = characters(face.path, face.index)
        left = {piece for piece in left if not _has(piece, found)}
    return left


def _of_system(left: set[str]) -> tuple[tuple[str, ...], set[str]]:
    """Files of the system's fonts that have some of what is left, and what is left then."""
    files: list[str] = []
    for face in of_system():
        found = {piece for piece in left if _has(piece, characters(face.path, face.index))}
        if found:
            left = left - found
            files += relatives(face)
        if not left:
            break
    return tuple(dict.fromkeys(files)), left


def _has(piece: str, found: frozenset[int]) -> bool:
    return all(ord(c) in found for c in piece) or all(
        ord(c) in found for c in unicodedata.normalize("NFC", piece)
    )


def _missing(piece: str, place: str) -> Missing:
    codes = " ".join(f"U+{ord(c):04X}" for c in piece)
    names = " with ".join(unicodedata.name(c, "a character without a name").lower() for c in piece)
    return Missing(piece, codes, names, place, package(piece))


def package(piece: str) -> str:
    """What to install so that a character can be printed."""
    kind, name = unicodedata.category(piece[0]), unicodedata.name(piece[0], "")
    if kind in ("Co", "Cn"):
        return "no public font has it"
    if name.startswith(_HAN):
        return "install floodwatch[fonts], or fonts-noto-cjk on Debian"
    if is_emoji(piece):
        return "install floodwatch[pdf], or fonts-noto-color-emoji and fonts-symbola on Debian"
    return "install fonts-noto-core on Debian, or a font of Noto for its script"
