"""Links: the canonical form in which two people who share one page share one object, and its site.

Everything that varies is data in `vocabulary/urls.yaml`. Nothing is fetched and nothing here raises, whatever
the input.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

from floodwatch.vocabulary.load import load

_PARTS = re.compile(r"(?:(https?):)?//([^/?#\\]*)([^?#]*)(?:\?([^#]*))?", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_HOST_FIRST = re.compile(r"[^\s/?#:@]+\.[^\s/?#:@.]{2,}(?::\d+)?(?:[/?#]|$)")
_PORT = re.compile(r":\d*$")
_SPACE = re.compile(r"[\x00-\x20\x7f\u00a0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_NUMERIC = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_SAFE = "%/:?#[]@!$&'()*+,;=~-._|"
LONGEST = 4096
"""Characters of a link that is looked into; of a longer one only the hash is kept, as `urn:sha256:…`."""
_LONGEST_HOST = 260
_LONGEST_NAME = 64


def canonical(link: str | None) -> str | None:
    """The one form of a link: `https://host/path?query` without what only tracks; other schemes as given.

    None for what is no object: blanks, placeholders, a bare scheme, a host longer than names can be, the home
    page of a platform. A link longer than `LONGEST` becomes its hash. Idempotent.
    """
    text, more = link or "", True
    while more and len(text := _SPACE.sub("", text)) <= LONGEST:
        text, more = _step(text)
    return (text if len(text) <= LONGEST else _hashed(text)) or None


def domain(link: str | None) -> str | None:
    """The registrable domain of a canonical link (public suffix list, private suffixes included), or None."""
    found = _PARTS.match((link or "")[:LONGEST])
    host = found.group(2) if found else ""
    return _site(host) if 0 < len(host) <= _LONGEST_HOST else None


def is_shared_host(site: str) -> bool:
    """Whether strangers publish on the site, or it only shortens links: sharing it says nothing."""
    return site in _rules().shared


def shared_hosts() -> tuple[str, ...]:
    """All such sites, sorted."""
    return tuple(sorted(_rules().shared))


def _hashed(text: str) -> str:
    return "urn:sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _step(text: str) -> tuple[str, bool]:
    """One step nearer to the canonical form, '' for no object, and whether there may be another step."""
    if text.lower() in _rules().empty:
        return "", False
    if _HOST_FIRST.match(text):
        text = "//" + text
    found = _PARTS.match(text)
    if not found:
        bare = _SCHEME.match(text)
        return ("" if bare and bare.end() == len(text) else text), False
    name, path, query = found.group(2).rpartition("@")[2], found.group(3), found.group(4) or ""
    host = _host(name) if len(name) <= _LONGEST_HOST else ""
    if not host:
        return "", False
    target = _redirected(host, path, query)
    return (target, True) if target else _assembled(host, path, query)


def _assembled(host: str, path: str, query: str) -> tuple[str, bool]:
    """Host, path and query put together again; '' for a platform's home page."""
    place = host + _path(path)
    kept = _query(host, query)
    whole = f"{place}?{kept}" if kept else place
    for pattern, replacement in _rules().rewrites:
        changed = pattern.sub(replacement, whole)
        if changed != whole:
            return f"https://{changed}", True
    return ("" if whole == host and host in _rules().shared else f"https://{whole}"), False


def _path(path: str) -> str:
    """Path with forward slashes, without a trailing slash or /amp."""
    trimmed = _escaped(path.replace("\\", "/")).rstrip("/")
    while trimmed[-4:].lower() == "/amp":
        trimmed = trimmed[:-4].rstrip("/")
    return trimmed


def _escaped(part: str) -> str:
    """Non-ASCII escaped, escapes in upper case."""
    plain = part if part.isascii() else quote(part.encode("utf-8", "surrogatepass"), safe=_SAFE)
    return _PERCENT.sub(lambda m: m.group().upper(), plain) if "%" in plain else plain


def _query(host: str, query: str) -> str:
    """The parameters that do not track, sorted."""
    if not query:
        return ""
    here = _rules().on_host.get(host, frozenset())
    parts = (p for p in _escaped(query).split("&") if p)
    kept = [p for p in parts if not _tracks(p.partition("=")[0][:_LONGEST_NAME].lower(), here)]
    return "&".join(sorted(kept))


@lru_cache(maxsize=100_000)
def _tracks(name: str, here: frozenset[str]) -> bool:
    """Whether a query parameter only tracks, anywhere or on this host."""
    rules = _rules()
    return name in rules.tracking or name in here or name.startswith(rules.prefixes)


def _redirected(host: str, path: str, query: str) -> str | None:
    """The address that a redirecting page leads to, when the link carries it."""
    names = _rules().redirectors.get(host + path.rstrip("/"))
    if not names or not query:
        return None
    given = dict(parse_qsl(query, max_num_fields=None, errors="replace"))
    target = next((given[n] for n in names if n in given), "")
    return target if re.match(r"https?://[^/]", target, re.I) else None


@lru_cache(maxsize=200_000)
def _host(given: str) -> str:
    """Host in lower-case ASCII without default port, `www.` and the like; '' when there is none."""
    host = given.lower()
    port = _PORT.search(host)
    suffix = port.group() if port and port.group() not in (":", ":80", ":443") else ""
    host = _ascii(_PORT.sub("", host)).strip(".:")
    rules = _rules()
    while True:
        label, dot, rest = host.partition(".")
        if not (dot and label in rules.host_prefixes and _site(rest)):
            break
        host = rest
    host = rules.host_aliases.get(host, host)
    return host + suffix if host and len(host + suffix) <= _LONGEST_HOST else ""


def _ascii(host: str) -> str:
    """International names in their ASCII form, where that is possible."""
    if host.isascii():
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        return quote(host.encode("utf-8", "surrogatepass"), safe=_SAFE).lower()


@lru_cache(maxsize=200_000)
def _site(host: str) -> str | None:
    """Registrable domain of a host; an IPv4 address is its own; the last two labels of other names."""
    bare = _PORT.sub("", host)
    if _NUMERIC.fullmatch(bare):
        return bare
    try:
        found = _extractor()(bare)
    except (UnicodeError, ValueError, IndexError):
        return None
    if found.suffix:
        return found.top_domain_under_public_suffix or None
    labels = [label for label in bare.split(".") if label]
    return ".".join(labels[-2:]) if len(labels) > 1 else None


@cache
def _extractor() -> Callable[[str], Any]:
    """The public suffix list that came with the package; never downloaded."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class _Rules:
    """`vocabulary/urls.yaml`, in the shapes in which it is asked."""

    def __init__(self, data: dict[str, Any]) -> None:
        names = [str(p) for p in data["tracking_parameters"]]
        self.tracking = frozenset(n for n in names if not n.endswith("*"))
        self.prefixes = tuple(n[:-1] for n in names if n.endswith("*"))
        self.on_host = {h: frozenset(map(str, ps)) for h, ps in data["tracking_on_host"].items()}
        self.host_aliases: dict[str, str] = data["host_aliases"]
        self.host_prefixes = frozenset(data["host_prefixes"])
        self.redirectors = {k: tuple(v.split("|")) for k, v in data["redirectors"].items()}
        self.rewrites = [(re.compile(pattern), replacement) for pattern, replacement in data["rewrites"]]
        self.empty = frozenset("null" if e is None else str(e).lower() for e in data["empty"])
        self.shared = frozenset(data["shared_hosts"]) | frozenset(data["shorteners"])


@cache
def _rules() -> _Rules:
    return _Rules(load("urls.yaml"))
