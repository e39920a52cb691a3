"""What looks like an indicator and is none: the publisher's own, everybody's, files, versions, what is harmless."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from floodwatch.model.documents import Document
from floodwatch.tools.urls import domain
from floodwatch.vocabulary.reading import either, word_set

_AROUND = 60
_SMALL = re.compile(r"of|the|and|for|in|on|de|des|der|für|et|y|e|&", re.I)
_SUFFIXES = frozenset(
    {"example", "test", "invalid", "onion", "i2p", "local", "lan", "internal", "bit", "eth"}
)
_PRIVATE = re.compile(
    r"(?:10|127|0|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.|(?:8\.8\.8\.8|8\.8\.4\.4|1\.1\.1\.1|9\.9\.9\.9)\Z"
)


class Warnings:
    """Says of a value why it is no indicator in a document."""

    def __init__(self, document: Document) -> None:
        self.own = frozenset(filter(None, (site(_host(document.url)),)))
        self.initials, self.names = _names(document.publisher)

    def of(self, kind: str, value: str, defanged: bool, sentence: str, place: int) -> bool:
        """Whether a value is none; a value that somebody made unclickable is one, whatever it looks like."""
        if kind in ("md5", "sha1", "sha256", "wallet"):
            return False
        around = sentence[max(0, place - _AROUND) : place + len(value) + _AROUND]
        if _cues("harmless").search(around) or self._publisher(kind, value):
            return True
        if defanged:
            return False
        if kind == "ip":
            return bool(_PRIVATE.match(value) or _versions().search(sentence[max(0, place - 20) : place]))
        if kind == "handle":
            return bool(_cues("contact").search(around))
        return self._known(kind, value, around)

    def _known(self, kind: str, value: str, around: str) -> bool:
        host = _host(value)
        name, _, suffix = host.rpartition(".")
        if kind == "domain" and (suffix in word_set("indicators", "files") or not name):
            return True
        if not re.fullmatch(r"[\d.]+", host) and not _exists(suffix):
            return True
        if _among(host, word_set("indicators", "hosts")):
            return kind == "domain" or not _path(value)
        return (
            _among(host, word_set("indicators", "known"))
            or _official(host)
            or bool(_cues("contact").search(around))
        )

    def _publisher(self, kind: str, value: str) -> bool:
        """Whether it is the publisher's own: its site as the document's address, its name, or its initials."""
        if kind == "handle":
            return _bare(value) in self.names
        host = _host(value)
        owner = (site(host) or host).partition(".")[0]
        return site(host) in self.own or _bare(owner) in self.names or owner in self.initials


def site(host: str) -> str:
    """The registrable domain of a host, or the host."""
    return domain(f"https://{host}/") or host if host else ""


def _host(value: str) -> str:
    bare = value.partition("://")[2] or value
    bare = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d*\Z", "", bare).lower().removeprefix("www.")


def _path(value: str) -> str:
    bare = value.partition("://")[2] or value
    return bare.partition("/")[2].strip("/")


def _names(publisher: str) -> tuple[frozenset[str], frozenset[str]]:
    """A publisher's initials, and its name as one word, whole and without its last word."""
    words = [w for w in re.findall(r"\w+", re.sub(r"\(.*?\)", " ", publisher))]
    big = [w for w in words if not _SMALL.fullmatch(w)]
    initials = {"".join(w[0] for w in some).lower() for some in (words, big) if len(some) > 1}
    joined = {_bare("".join(some)) for some in (words, big, words[:-1], big[:-1], big[:1]) if some}
    return frozenset(initials), frozenset(name for name in joined if len(name) > 3)


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _among(host: str, sites: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[n:]) in sites for n in range(len(parts)))


def _official(host: str) -> bool:
    parts = host.split(".")
    second = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in word_set("indicators", "second_level")
    return second or parts[-1] in word_set("indicators", "official")


@cache
def _exists(suffix: str) -> bool:
    """Whether a last label is one: on the list of public suffixes, or set aside for examples and hidden services."""
    return suffix in _SUFFIXES or bool(_extractor()(f"a.{suffix}").suffix)


@cache
def _extractor() -> Callable[[str], Any]:
    """The public suffix list that came with the package; never downloaded."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@cache
def _cues(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_set('indicators', key))}(?!\w)", re.I)


@cache
def _versions() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(word_set('indicators', 'versions'))}[.:]?\s*\Z", re.I)
