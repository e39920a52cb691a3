"""Refs: the one way in which tables and rows name each other. Only this file builds and parses them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_ESCAPE = re.compile(r"[%:/|#\x00-\x1f\x7f]")
_UNESCAPE = re.compile(r"%([0-9A-F]{2})")
_SHOWN = re.compile(
    r"(?:(?:post|account|finding)(?::[^\s:/]+/\S+)|(?:network|narrative|event|entity|claim|domain):\S+|sha256:[0-9a-f]{64}\S*)"
)
_SHA = re.compile(r"^sha256:([0-9a-f]{64})(?:#(\d+)-(\d+))?$")


@dataclass(frozen=True, slots=True)
class Ref:
    """A parsed ref: `kind:platform/id`, or a span of a file named by its hash."""

    kind: str
    platform: str
    id: str
    start: int | None = None
    end: int | None = None


def ref(kind: str, platform: str, identifier: str) -> str:
    """Build `kind:platform/id`; reserved characters are percent-encoded."""
    return f"{kind}:{encode(platform)}/{encode(identifier)}"


def post(platform: str, post_id: str) -> str:
    """Ref of a post."""
    return ref("post", platform, post_id)


def account(platform: str, account_id: str) -> str:
    """Ref of an account."""
    return ref("account", platform, account_id)


def entity(kind: str, identifier: str) -> str:
    """Ref of something without a platform: `network:ab12`, `event:e1`."""
    return f"{kind}:{encode(identifier)}"


def span(sha256: str, start: int, end: int) -> str:
    """Ref of characters `start` to `end` of the file with that hash."""
    return f"sha256:{sha256}#{start}-{end}"


def parse(text: str) -> Ref:
    """Take a ref apart (ValueError when it is none)."""
    found = _SHA.match(text)
    if found:
        start, end = found.group(2), found.group(3)
        return Ref("sha256", "", found.group(1), int(start) if start else None, int(end) if end else None)
    kind, colon, rest = text.partition(":")
    if not (kind and colon and rest):
        raise ValueError(f"not a ref: {text!r}")
    platform, slash, identifier = rest.partition("/")
    return Ref(kind, decode(platform), decode(identifier)) if slash else Ref(kind, "", decode(platform))


def is_ref(text: str) -> bool:
    """Whether a text in an answer is a ref, and no sentence that begins like one."""
    return len(text) <= 500 and _SHOWN.fullmatch(text) is not None


def encode(part: str) -> str:
    """Percent-encode what would break a ref or start a spreadsheet cell of several lines."""
    return _ESCAPE.sub(lambda m: f"%{ord(m.group()):02X}", part)


def decode(part: str) -> str:
    """Undo `encode`."""
    return _UNESCAPE.sub(lambda m: chr(int(m.group(1), 16)), part)


def content_id(*parts: str, length: int = 16) -> str:
    """Deterministic id: the first hex digits of the SHA-256 of the parts."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:length]
