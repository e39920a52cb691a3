"""Text as a terminal may show it: what strangers wrote cannot move its cursor, turn its lines or hide in them."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028\u2029\u2060-\u2064\u3164\ufeff\uffa0]"
)
_SPACE = re.compile(r"[ \t\r\n\x0b\x0c\x85]+")
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def plain(text: str) -> str:
    """The text with control characters, turns of the reading direction and half characters replaced."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """A stranger's text on one line, each character that nobody sees or that turns it named as ⟨U+200B⟩."""
    return _CONTROLS.sub(_name, _UNSEEN.sub(_name, _SPACE.sub(" ", text)))


def isolated(text: str) -> str:
    """The text so that one in another reading direction does not turn what stands beside it."""
    turns = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if turns else text


def _name(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found.group()):04X}⟩"
