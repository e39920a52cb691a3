"""What a profile says of itself, taken apart: domains, the words that are the person's own, skeletons."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_HOST = re.compile(
    r"(?:https?://|www\.)([^\s/?#:|]+)|(?<![@\w.])((?:[a-z0-9-]+\.)+[a-z]{2,12})(?![\w@.])", re.I
)
_NOT_WORDS = re.compile(r"https?://\S+|[@#][\w.]+|\d+|\W+")

COMMON_HOSTS = frozenset(
    ["facebook.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "youtu.be", "t.me", "telegram.me", "tiktok.com", "linktr.ee", "linkin.bio", "bit.ly", "t.co", "wordpress.com", "blogspot.com", "medium.com", "substack.com", "github.com", "google.com", "linkedin.com", "vk.com", "reddit.com", "twitch.tv", "onlyfans.com", "patreon.com", "paypal.me", "amazon.com", "gmail.com", "bsky.app", "bsky.social", "mastodon.social", "threads.net", "weibo.com", "discord.gg", "spotify.com", "carrd.co", "wa.me", "beacons.ai", "tumblr.com", "pinterest.com", "apple.com", "wikipedia.org", "change.org", "goo.gl"]
)
"""Hosts that hold everybody's pages: sharing one says nothing about who owns an account."""

# Letters of other scripts and digits that are drawn like Latin letters (a part of Unicode's confusables).
_ALIKE = str.maketrans("аеорсухкмтнвіјѕԁɡ0135ꓲᴏοαεικνρτυχıł", "aeopcyxkmthbijsdgoiesiooaeikvptuxil")


@cache
def registrable(host: str) -> str:
    """The registrable domain of a host, by the public suffix list that ships with the package."""
    return str(_extractor()(host).top_domain_under_public_suffix).lower()


@cache
def _extractor() -> Any:
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


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
    return tuple(sorted(d for d in found if d and d not in COMMON_HOSTS))


def own_words(text: str | None) -> str:
    """A bio without links, mentions, hashtags, digits and punctuation, in lower case."""
    if not text:
        return ""
    return _NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def skeleton(name: str | None) -> str:
    """A name as the eye takes it: look-alike letters folded, accents, separators and case dropped."""
    if not name:
        return ""
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_ALIKE)
    return "".join(c for c in folded if c.isalnum())


def core(domain: str) -> str:
    """The part of a domain that people remember: `news-front` of `news-front.co.uk`, as a skeleton."""
    return skeleton(_extractor()(domain).domain)
