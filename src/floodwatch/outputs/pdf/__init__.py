"""A document as a tagged PDF (PDF/UA-1): any script, alternative texts, and the same bytes each time it is made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from floodwatch.model.document import Document, Figure
from floodwatch.model.errors import GlyphError, PrintError
from floodwatch.model.runs import must_be_one_of
from floodwatch.outputs import drawings
from floodwatch.outputs.fonts import folders, typst
from floodwatch.outputs.glyphs import Coverage, coverage
from floodwatch.outputs.pdf import shape

CHILD = Path(__file__).with_name("child.py")
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
"""What the child is told of the environment."""
NO_MEMORY = (b"memory allocation", b"MemoryError", b"failed to map segment")
FONTS = "fonts"
"""Folder of the fonts that are borrowed from the system."""
ABSENT = "unknown font family"
"""Families that are not installed are passed over: the characters were looked at before."""
PAPERS = ("a4", "us-letter")
REFUSE, BOXES = "refuse", "boxes"


@dataclass(frozen=True, slots=True)
class Limits:
    """What setting one document may take: bytes of memory, seconds of computing, and bytes of its text."""

    memory: int = 3 << 30
    seconds: int = 120
    text: int = 20_000_000


LIMITS = Limits()


def render(document: Document, paper: str = "a4", missing: str = REFUSE, limits: Limits = LIMITS) -> bytes:
    """The PDF. Characters that no font has are refused (GlyphError), or printed as boxes that the document owns up to.

    ExtraMissing without the extra `pdf`; PrintError when it takes too much, or cannot be set.
    """
    must_be_one_of("paper", paper, PAPERS)
    must_be_one_of("way with missing glyphs", missing, (REFUSE, BOXES))
    typst()
    found = coverage(document)
    if found.missing and missing == REFUSE:
        raise GlyphError(
            found.missing,
            where=document.title[:60],
            do="Install those fonts, leave the characters out, or publish with boxes in their place.",
        )
    with tempfile.TemporaryDirectory(prefix="floodwatch-pdf-") as folder:
        _laid_out(Path(folder), document, paper, found, limits)
        return _made(Path(folder), document, limits)


def _laid_out(folder: Path, document: Document, paper: str, found: Coverage, limits: Limits) -> None:
    """Everything that the child may read: the template, the document as JSON, its pictures."""
    told = json.dumps(shape.shaped(document, paper, found.missing), ensure_ascii=False)
    if len(told) > limits.text:
        raise PrintError(
            f"The document has more than {limits.text:,} characters", do="Print it in parts, or use the HTML."
        )
    template = files("floodwatch.outputs.pdf").joinpath("document.typ").read_text("utf-8")
    (folder / "document.typ").write_text(template, "utf-8")
    (folder / "document.json").write_text(told, "utf-8")
    for number, block in enumerate(document.blocks):
        if isinstance(block, Figure) and block.svg:
            drawn = drawings.printed(block.svg, found.missing)
            (folder / f"{number}.svg").write_text(drawn, "utf-8")
        elif isinstance(block, Figure):
            (folder / f"{number}.png").write_bytes(block.png)
    (folder / FONTS).mkdir()
    for number, path in enumerate(found.files):
        shutil.copyfile(path, folder / FONTS / f"{number}{Path(path).suffix}")


def _made(folder: Path, document: Document, limits: Limits) -> bytes:
    """What the child sets (PrintError where it fails, or takes too much)."""
    asked = {
        "folder": str(folder),
        "fonts": [*map(str, folders()), str(folder / FONTS)],
        "made_at": int(document.made_at.timestamp()),
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own script, no shell
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=2 * limits.seconds,
            check=False,
            cwd=folder,
            env={**kept, "RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"},
        )
    except subprocess.TimeoutExpired as problem:
        raise _too_much(document, limits) from problem
    if done.returncode < 0 or any(sign in done.stderr for sign in NO_MEMORY):
        raise _too_much(document, limits)
    if done.returncode:
        raise _failed([done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]], document)
    told, _, data = done.stdout.partition(b"\n")
    return _checked(json.loads(told), data, document)


def _checked(told: dict[str, Any], data: bytes, document: Document) -> bytes:
    if "wrong" in told:
        raise _failed(told["wrong"], document)
    warnings = [one for one in told["warnings"] if not one.startswith(ABSENT)]
    if warnings:
        raise _failed(warnings, document)
    return data


def _failed(said: Sequence[str], document: Document) -> PrintError:
    return PrintError(
        f"The PDF could not be made: {' '.join(said)[:300]}",
        where=document.title[:60],
        do="Use the HTML, and tell us which document it was.",
    )


def _too_much(document: Document, limits: Limits) -> PrintError:
    return PrintError(
        f"Setting this document takes more than {limits.seconds} s or {limits.memory >> 20:,} MiB",
        where=document.title[:60],
        do="Print it in parts, or use the HTML.",
    )
