"""What a page says of itself in its data: meta elements, JSON-LD, its title, its canonical address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.sources.documents.base import Found
from floodwatch.sources.documents.dates import day_of

if TYPE_CHECKING:
    from lxml.etree import _Element

TITLES = ("og:title", "citation_title", "dc.title", "twitter:title")
DATES = (
    "article:published_time", "citation_publication_date", "dc.date.issued", "dcterms.issued", "datepublished",
    "pubdate", "publish_date", "publishdate", "publication_date", "parsely-pub-date", "sailthru.date",
    "dc.date", "dcterms.created", "date", "article:modified_time", "og:updated_time", "last-modified",
)  # fmt: skip
PUBLISHERS = (
    "og:site_name",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
MOST_DATA = 512 * 1024
MOST_NODES = 5_000


def about(root: _Element) -> Found:
    """Title, day, publisher, address and language as the page's data gives them."""
    meta, data = _meta(root), _linked_data(root)
    return Found(
        [],
        web=True,
        title=_first(meta, TITLES) or data.get("headline", "") or _title(root),
        published=_day(meta, data, root),
        publisher=_first(meta, PUBLISHERS) or data.get("publisher", ""),
        url=_canonical(root) or meta.get("og:url", ""),
        language=root.get("lang", "")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        or meta.get("content-language", ""),
    )


def _meta(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        value = (element.get("content") or "").strip()
        if key and value:
            found.setdefault(key.strip().lower(), value[:2000])
    return found


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _day(meta: Mapping[str, str], data: Mapping[str, str], root: _Element) -> str:
    said = (
        meta.get(DATES[0], ""),
        data.get("datePublished", ""),
        *(meta.get(name, "") for name in DATES[1:]),
    )
    times = (element.get("datetime", "") for element in list(root.iter("time"))[:3] if _of_page(element))
    return next((day for text in (*said, *times) if (day := day_of(text))), "")


def _of_page(element: _Element) -> bool:
    """Whether a time is said to be that of publication, or stands in a header."""
    said = f"{element.get('itemprop', '')} {element.get('class', '')} {element.get('pubdate', '-')}".lower()
    return "publish" in said or "pubdate" in said or any(e.tag == "header" for e in element.iterancestors())


def _title(root: _Element) -> str:
    title = next(root.iter("title"), None)
    return "" if title is None else " ".join((title.text or "").split())


def _canonical(root: _Element) -> str:
    links = (e for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    href = next((e.get("href", "") for e in links), "")
    return href if href.startswith(("http://", "https://")) else ""


def _linked_data(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > MOST_DATA:
            continue
        try:
            nodes = list(_nodes(json.loads(script.text or "")))
        except (ValueError, RecursionError):
            continue
        for node in nodes:
            _note(node, found)
    return found


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of some linked data, outer ones first, so many at most."""
    queue, seen = [value], 0
    while queue and seen < MOST_NODES:
        one, seen = queue.pop(0), seen + 1
        if isinstance(one, dict):
            yield one
            queue += [v for v in one.values() if isinstance(v, dict | list)]
        elif isinstance(one, list):
            queue += one[:MOST_NODES]


def _note(node: Mapping[str, Any], found: dict[str, str]) -> None:
    for name in ("headline", "datePublished"):
        if isinstance(node.get(name), str):
            found.setdefault(name, node[name][:2000])
    publisher = node.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        found.setdefault("publisher", publisher["name"])
    elif isinstance(publisher, str):
        found.setdefault("publisher", publisher)
