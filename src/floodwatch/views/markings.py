"""How far a report may be passed on: the strictest labels of the collections that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from floodwatch.model.claims import PAP, TLP
from floodwatch.model.dossier import Rows
from floodwatch.model.markings import normal
from floodwatch.views.unit import parts


def strictest(collections: Rows) -> tuple[str, ...]:
    """The strictest TLP and PAP label of the collections, then every other label as it is given.

    Spelling does not matter (`tlp clear`, `TLP-WHITE`, `Amber Strict`). A label of either scheme that cannot
    be understood counts as RED, since a doubt must not loosen anything.
    """
    labels = {normal(m) for c in collections for m in parts(c.get("markings")) if m.strip()}
    schemes = [_top(labels, TLP), _top(labels, PAP)]
    others = sorted(m for m in labels if m not in TLP and m not in PAP)
    return (*(m for m in schemes if m), *others)


def _top(labels: Iterable[str], order: tuple[str, ...]) -> str:
    found = [m for m in order if m in set(labels)]
    return found[-1] if found else ""
