"""Letters as a person sees them: compatible forms plain, invisible ones gone, broken words whole, single spaces."""

from __future__ import annotations

import re

from floodwatch.tools.text import form, visible

_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u2066-\u2069\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text of a piece on one line; a word that was parted at the end of a line, in small letters, is joined."""
    plain = visible(form(_HALF.sub("\ufffd", _UNSEEN.sub("", text))))
    if "-" in plain and "\n" in plain:
        plain = _BROKEN.sub(_joined, plain)
    return " ".join(plain.split())


def _joined(found: re.Match[str]) -> str:
    small = found.string[found.start() - 1].islower() and found.string[found.end()].islower()
    return "" if small else found.group()
