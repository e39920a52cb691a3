"""Links in their canonical form, and the sites that they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from floodwatch.knowledge.recurrence.base import Kind, Row, Said
from floodwatch.tools.urls import canonical, domain, is_shared_host


def _given(row: Row) -> Iterator[str]:
    for link in (*(row.get("urls") or ()), row.get("website")):
        if link and (found := _canonical(link)):
            yield found


@lru_cache(maxsize=50_000)
def _canonical(link: str) -> str | None:
    """The canonical form, worked out once for the two kinds that ask, and for links that many share."""
    return canonical(link)


def _links(table: str, row: Row) -> Iterator[Said]:
    for link in dict.fromkeys(_given(row)):
        yield Said(link, link)


def _sites(table: str, row: Row) -> Iterator[Said]:
    for name in dict.fromkeys(domain(link) for link in _given(row)):
        if name and not is_shared_host(name):
            yield Said(name, name)


LINK = Kind(
    name="link", number=7, description="The same link, without what only tracks",
    innocent="what many people read many people share",
    columns={"posts": ("urls",), "accounts": ("website",)}, said=_links,
    fires=("posts", {"urls": ["https://www.news.example/a?utm_source=x"]}),
    silent=("posts", {"urls": ["https://x.com"]}),
)  # fmt: skip
SITE = Kind(
    name="site", number=8, description="The same site, by its registrable domain",
    innocent="a site has many readers, and a domain may have had other owners before",
    columns={"posts": ("urls",), "accounts": ("website",)}, said=_sites,
    fires=("posts", {"urls": ["https://www.news.example/a"]}),
    silent=("posts", {"urls": ["https://youtu.be/abc"]}),
)  # fmt: skip
