"""Which fonts there are to print with, and which characters each of them has.

Packages of the extras `pdf` and `fonts` come first, so that a document looks the same on every machine; fonts of
the system are asked only for what those lack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from floodwatch.model.errors import ExtraMissing

PACKAGES = ("fontpkg_ibm_plex_sans_arabic", "manimgx_fonts", "manimgx_fonts_cjk")
"""IBM Plex for Arabic, since the letters of Noto Sans Arabic are put together from parts and copy badly."""
ARABIC = "IBM Plex Sans Arabic"
SERIF, SANS, MONO = "Libertinus Serif", "Noto Sans", "DejaVu Sans Mono"
SCRIPTS = (
    "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada", "Khmer",
    "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Symbols", "Tamil", "Telugu", "Thai",
)  # fmt: skip
HAN = {"zh": "SC", "hans": "SC", "hant": "TC", "tw": "TC", "hk": "HK", "mo": "HK", "ja": "JP", "ko": "KR"}
NORMAL = range(350, 451)


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """One face of a font file."""

    family: str
    path: str
    index: int
    weight: int
    style: str


def families(language: str) -> tuple[str, ...]:
    """Families in the order in which they are asked for a text in that language."""
    han = _han(language)
    others = (SANS, ARABIC, *(f"Noto Sans {script}" for script in SCRIPTS), MONO, "Noto Emoji")
    chinese = tuple(f"Noto Sans CJK {one}" for one in dict.fromkeys((han or "SC", "SC", "JP", "KR", "TC")))
    return (chinese[0], *others, *chinese[1:]) if han else (*others, *chinese)


def _han(language: str) -> str:
    """Which forms of Chinese characters a language wants; nothing where it does not use them."""
    first, *rest = language.lower().split("-")
    named = [HAN[part] for part in rest if part in HAN] if first == "zh" else []
    return named[0] if named else HAN.get(first, "")


def folders() -> list[Path]:
    """Folders of the packages of fonts that are installed."""
    found = []
    for name in PACKAGES:
        spec = find_spec(name)
        if spec and spec.submodule_search_locations:
            found.append(Path(next(iter(spec.submodule_search_locations))))
    return [folder / "files" if (folder / "files").is_dir() else folder for folder in found]


def packaged() -> tuple[Face, ...]:
    """A face of each file of those packages; those of the one collection among them have the same characters."""
    found = sorted(_faces(tuple(map(str, folders())), system=False), key=lambda f: (f.path, f.index))
    return tuple({face.path: face for face in reversed(found)}.values())


def of_system() -> tuple[Face, ...]:
    """Upright faces of usual weight that the system has, Noto first."""
    found = [f for f in _faces((), system=True) if f.weight in NORMAL and f.style == "normal"]
    return tuple(sorted(found, key=lambda f: (not f.family.startswith("Noto Sans"), f)))


def relatives(face: Face) -> list[str]:
    """Files of all faces of a face's family."""
    return sorted({one.path for one in _faces((), system=True) if one.family == face.family})


@cache
def _faces(given: tuple[str, ...], system: bool) -> tuple[Face, ...]:
    found = typst().Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=list(given))
    return tuple(Face(f.family, f.path, f.index, f.weight, f.style) for f in found.fonts() if f.path)


def typst() -> Any:
    """The package that sets documents (ExtraMissing)."""
    try:
        import typst as found
    except ImportError as problem:
        raise ExtraMissing("typst", "pdf") from problem
    return found


@cache
def characters(path: str, index: int) -> frozenset[int]:
    """Code points that a face has a glyph for; none where it cannot be read."""
    try:
        from fontTools.ttLib import TTFont, TTLibError
    except ImportError as problem:
        raise ExtraMissing("fonttools", "pdf") from problem
    try:
        with TTFont(path, lazy=True, fontNumber=index) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, AssertionError, KeyError, ValueError):
        return frozenset()


@cache
def inside() -> frozenset[int]:
    """Signs that a font inside typst has."""
    text = files("floodwatch.outputs").joinpath("pdf", "dejavu_mono.txt").read_text("utf-8")
    return frozenset(code for line in text.splitlines()[1:] for part in line.split() for code in _range(part))


def _range(part: str) -> Iterator[int]:
    low, _, high = part.partition("-")
    yield from range(int(low, 16), int(high or low, 16) + 1)
