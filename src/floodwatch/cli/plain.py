"""Text as a terminal may show it: names that strangers gave their files cannot move its cursor or rename it."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text with control characters, turns of the reading direction and half characters replaced."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
