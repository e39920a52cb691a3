"""What a profile says of itself, taken apart: domains, the words that are the person's own, skeletons."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from floodwatch.tools.urls import canonical, domain, is_shared_host

_HOST = re.compile(
    r"(?:https?://|www\.)([^\s/?#:|]+)|(?<![@\w.])((?:[a-z0-9-]+\.)+[a-z]{2,12})(?![\w@.])", re.I
)
_NOT_WORDS = re.compile(r"https?://\S+|[@#][\w.]+|\d+|\W+")

# Letters of other scripts and digits that are drawn like Latin letters (a part of Unicode's confusables).
_ALIKE = str.maketrans("аеорсухкмтнвіјѕԁɡ0135ꓲᴏοαεικνρτυχıł", "aeopcyxkmthbijsdgoiesiooaeikvptuxil")
_PLAIN = {n: chr(n).translate(_ALIKE) if chr(n).isalnum() else None for n in range(128)}
"""The same for ASCII letters in lower case, everything else left out: most names need no more."""


@cache
def registrable(host: str) -> str:
    """The registrable domain of a host, or an empty text."""
    return domain(canonical(f"https://{host}")) or ""


def domains_of(*fields: str | None) -> tuple[str, ...]:
    """Registrable domains named in profile fields, without the hosts that everybody uses, sorted."""
    found = {
        registrable(host.lower())
        for field in fields
        if field
        for match in _HOST.finditer(field)
        for host in match.groups()
        if host
    }
    return tuple(sorted(d for d in found if d and not is_shared_host(d)))


def own_words(text: str | None) -> str:
    """A bio without links, mentions, hashtags, digits and punctuation, in lower case."""
    if not text:
        return ""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def skeleton(name: str | None) -> str:
    """A name as the eye takes it: look-alike letters folded, accents, separators and case dropped."""
    if not name:
        return ""
    if name.isascii():
        return name.lower().translate(_PLAIN)
    split = unicodedata.normalize("NFKD", name).casefold().translate(_ALIKE)
    bare = "".join(c for c in split if c.isalnum())
    return unicodedata.normalize("NFC", bare)


@cache
def core(site: str) -> str:
    """The part of a registrable domain that people remember, as a skeleton: `newsfront` of `news-front24.uk`."""
    return skeleton(site.partition(".")[0].rstrip("0123456789-"))
