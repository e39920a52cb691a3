"""How far a report may be passed on: the strictest labels of the collections that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from floodwatch.model.dossier import Rows
from floodwatch.views.unit import parts

TLP = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
PAP = ("PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED")
MOST_SHOWN = 60
_SCHEME = re.compile(r"(TLP|PAP)(?![A-Z])")
_BARE = frozenset(("CLEAR", "WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED"))


def strictest(collections: Rows) -> tuple[str, ...]:
    """The strictest TLP and PAP label of the collections, then every other label as it is given.

    Spelling does not matter (`tlp clear`, `TLP-WHITE`, `Amber Strict`). A label of either scheme that cannot
    be understood counts as RED, since a doubt must not loosen anything.
    """
    labels = {normal(m) for c in collections for m in parts(c.get("markings")) if m.strip()}
    schemes = [_top(labels, TLP), _top(labels, PAP)]
    others = sorted(m for m in labels if m not in TLP and m not in PAP)
    return (*(m for m in schemes if m), *others)


def normal(marking: str) -> str:
    """A label in its usual spelling; one of neither scheme stays as it is, cut to a length that can be shown."""
    plain = re.sub(r"[\s:_\-+]+", " ", marking[:200].upper()).strip()
    found = _SCHEME.match(plain)
    scheme = found.group(1) if found else "TLP"
    colour = plain.removeprefix(scheme).strip().replace(" ", "+").replace("WHITE", "CLEAR")
    if found:
        label = f"{scheme}:{colour}"
        return label if label in (*TLP, *PAP) else f"{scheme}:RED"
    return f"TLP:{colour}" if colour in _BARE else marking.strip()[:MOST_SHOWN]


def _top(labels: Iterable[str], order: tuple[str, ...]) -> str:
    found = [m for m in order if m in set(labels)]
    return found[-1] if found else ""
