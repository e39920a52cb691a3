"""What is not the author's own prose: quotations, addresses, names of files and code, blanked out at their places."""

from __future__ import annotations

import re

BLANK = "\N{MIDDLE DOT}"
"""Stands for every character that is not the author's, so that places stay."""
_LONGEST = 4_000
"""Characters of a quotation within one block."""
_PAIRED = re.compile(
    rf"“[^“”\n]{{0,{_LONGEST}}}(?:”|$)"
    rf"|„[^„“”\n]{{0,{_LONGEST}}}[“”]"
    rf"|«[^«»\n]{{0,{_LONGEST}}}(?:»|$)"
    r"|»[^«»\n]{0,400}«"
    r"|‹[^‹›\n]{0,400}›"
    rf"|「[^「」\n]{{0,{_LONGEST}}}」"
    r"|(?<!\w)‘[^‘’\n]{1,400}(?:(?<=\w)’(?=\w)[^‘’\n]{0,400}){0,8}’(?!\w)"
    rf'|(?<!\w)"[^"\n]{{0,{_LONGEST}}}"'
    r"|(?<!\w)'(?=\S)[^'\n]{1,400}(?:(?<=\w)'(?=\w)[^'\n]{0,400}){0,8}(?<=\S)'(?!\w)"
)
_CODE = re.compile(
    r"https?://\S+|hxxps?://\S+|\bwww\.\S+|(?<!\S)\S{1,80}@\S{1,80}|(?<!\w)[@#]\w+|`[^`\n]{1,400}`"
    r"|(?<!\S)\S{0,80}\[\.\]\S*|\b\w{1,80}_\w+|--[\w-]+"
    r"|\b[\w-]{1,80}(?:\.[\w-]{1,80}){0,5}\.(?:com|org|net|info|example|txt|py|md|csv|json|html|toml)\b(?:/\S*)?"
)


def own(text: str) -> str:
    """A block of text with all that is not the author's blanked out, of the same length."""
    return _CODE.sub(_blank, _PAIRED.sub(_blank, text))


def blanked(text: str, start: int, end: int) -> str:
    """A text with the characters between two places blanked out."""
    return text[:start] + re.sub(r"\S", BLANK, text[start:end]) + text[end:]


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"\S", BLANK, found.group())
