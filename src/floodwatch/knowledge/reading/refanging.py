"""How addresses are written so that nobody clicks on them, and how they read without that."""

from __future__ import annotations

import re

DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[\.|\.\]|\[dot\]|\(dot\)|\{dot\}|\\\.)"
AT = r"(?:@|\[@\]|\(@\)|\[at\]|\(at\)|\{at\})"
SCHEME = r"(?:h[tx*]{2}ps?|ftps?|fxps?|wss?)(?::|\[:\]|\(:\)|\[:)?(?://|\[//\]|/\[/\]|\[://\]|:\\/\\/)"
_DOT, _AT = re.compile(DOT, re.I), re.compile(AT, re.I)
_SCHEME = re.compile(SCHEME, re.I)
_COLON = re.compile(r"\[:\]|\(:\)|\{:\}")
_SLASH = re.compile(r"\[/\]")


def refanged(written: str) -> str:
    """The address without brackets and other marks against clicking."""
    text = _SCHEME.sub(_scheme, written, count=1)
    return _SLASH.sub("/", _COLON.sub(":", _AT.sub("@", _DOT.sub(".", text))))


def defanged(written: str) -> bool:
    """Whether an address is written so that nobody clicks on it, which says that it is bad."""
    return refanged(written) != written


def _scheme(found: re.Match[str]) -> str:
    name = found.group().lower()
    secure = "s" if re.match(r"[a-z*]{2,4}?ps", name) else ""
    kind = "ws" if name.startswith("ws") else "ftp" if name[0] == "f" else "http"
    if kind == "ws":
        secure = "s" if name.startswith("wss") else ""
    return f"{kind}{secure}://"
