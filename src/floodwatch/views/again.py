"""What of a case was met before, as a report may show it: people outside the networks hidden, closed cases left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.model.recurrence import Hit, Recurrence
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, has

CLOSED = "closed case"
IDENTITY = ("account", "handle", "name", "hashed id", "bio", "avatar")
"""Kinds of which the value itself says who somebody is."""
EACH = 6
"""Hits of one place and kind that a page shows; `findings/recurrence.csv` has all."""


def view(reader: Reader, found: Recurrence) -> dict[str, Any]:
    """Hits as rows, with notes. Of a case that is closed nothing is told here, not even that there is a hit.

    `shown` are the first few of each place and kind that name something, `innocent` says for each of these kinds how it
    may be innocent.
    """
    hidden = mask(reader) if has(reader, "members") else Mask(())
    shown: Rows = [_row(hit, hidden) for hit in found.hits if hit.place != CLOSED]
    by_place: dict[tuple[str, str], int] = {}
    for row in shown:
        by_place[row["place"], row["kind"]] = by_place.get((row["place"], row["kind"]), 0) + 1
    counts = [{"place": place, "kind": kind, "hits": number} for (place, kind), number in by_place.items()]
    few = list(_few(shown))
    return {
        "hits": shown, "counts": counts, "notes": list(found.notes), "shown": few,
        "innocent": {row["kind"]: row["innocent"] for row in few},
    }  # fmt: skip


def _few(rows: Rows) -> Iterator[dict[str, Any]]:
    held: Counter[tuple[str, str]] = Counter()
    for row in rows:
        where = row["place"], row["kind"]
        if row["value"] != OUTSIDE and held[where] < EACH:
            held[where] += 1
            yield row


def _row(hit: Hit, hidden: Mask) -> dict[str, Any]:
    mine = [hidden.ref(ref) for ref in hit.refs]
    value = hidden.post(hidden.url(hit.value) if hit.kind in ("link", "media") else hit.value)
    if hit.kind in IDENTITY and not any(_named(ref, hidden) for ref in hit.refs):
        value = OUTSIDE
    there = hit.ref_there if "/account:" not in hit.ref_there else ""
    return {
        **hit.row(), "value": value, "refs": tuple(dict.fromkeys(mine)), "ref_there": there, "who_there": (),
        "says": hidden.text(hit.says),
    }  # fmt: skip


def _named(ref: str, hidden: Mask) -> bool:
    found = refs.parse(ref)
    return found.kind == "account" and (found.platform, found.id) in hidden.accounts
