"""HTML and XML as trees, by libxml2: no entity is expanded, nothing fetched, too deep a nesting refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from floodwatch.sources.documents.base import Given, broken, too_large

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parsed(text: str, given: Given) -> _Element | None:
    """The tree of a page, as a browser would repair it; None where it holds nothing."""
    from lxml import etree

    parser = etree.HTMLParser(
        recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(_DROPPED.sub("", text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise broken(f"This HTML cannot be read: {problem}", given) from problem
    _check(parser, given)
    return root


def xml(data: bytes, given: Given) -> _Element:
    """The tree of an XML part of a document (InputError where it declares entities or is no XML)."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        _check(parser, given)
        raise broken(f"The XML in it is broken: {problem}", given) from problem
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise broken("The XML in it declares entities, which no honest document needs", given)
    return root


def _check(parser: Any, given: Given) -> None:
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise too_large("Its elements are nested too deeply to be read", given)


def local(element: _Element) -> str:
    """The name of an element without its namespace, in lower case; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
