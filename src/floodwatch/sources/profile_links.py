"""Addresses of profiles -> platform and handle or id; addresses of sites -> registrable domain."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from floodwatch.tools.urls import canonical, domain, is_shared_host
from floodwatch.vocabulary.load import load

_LINK = re.compile(r"(?:https?:)?/*(?:[^/@\s]*@)?([^/?#:\s]+)(?::\d+)?([/?#].*)?", re.I | re.S)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z\u0080-\uffff][\w-]+", re.I)
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|mbasic|web|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=[^.]+\.)")
_CELL = re.compile(
    r"[\s,;|]{1,9}(?=https?:|//|www\.)|[\n|;]+|[\s,]{1,9}(?=[\w.-]{1,253}\.[a-z]{2,24}/)", re.I
)
_SPACES = re.compile(r"[^\S\n]+")
LONGEST = 4_000
"""Letters of a cell that are read. Nothing in its pattern repeats without a bound: that would cost a square."""


class Profile(NamedTuple):
    """An account as a link names it: platform, and handle or id in lower case."""

    platform: str
    subject: str


def links_in(cell: str | None) -> tuple[str, ...]:
    """The links of one cell, which may hold several, separated by space, comma, semicolon, bar or line."""
    plain = _SPACES.sub(" ", (cell or "")[:LONGEST].replace("\r", "\n"))
    parts = (part.strip(" \t,;|<>\"'") for part in _CELL.split(plain))
    return tuple(dict.fromkeys(part for part in parts if part))


def profile(link: str) -> Profile | None:
    """The account that a link leads to; None where it is no profile of a platform that is known."""
    host, path = _taken_apart(link)
    for own, pattern, platform in _rules():
        found = pattern.match(path) if own == host else None
        if found and found.group(1).lower() not in _pages():
            return Profile(platform, found.group(1).lower())
    return None


def site(link: str) -> str | None:
    """The registrable domain of a site of somebody's own; None for platforms, shorteners and what is no address."""
    found = domain(canonical(link))
    return None if not found or is_shared_host(found) or not _HOST.fullmatch(found) else found


def is_link(text: str) -> bool:
    """Whether a text is an address rather than a handle or id."""
    return "/" in text


def _taken_apart(link: str) -> tuple[str, str]:
    """Host without what only says the language or the device, and path with query, decoded."""
    found = _LINK.fullmatch(link.strip()[:2000])
    if not found:
        return "", ""
    host = _PREFIX.sub("", found.group(1).lower())
    path = unquote(found.group(2) or "")
    return load("state_media.yaml")["hosts"].get(host, host), path if path[:1] == "/" else f"/{path}"


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((h, re.compile(p, re.I), name) for h, p, name in load("state_media.yaml")["profiles"])


@cache
def _pages() -> frozenset[str]:
    return frozenset(load("state_media.yaml")["no_profiles"])
