"""What became of a profile: the observations of one account in their order, as changes of each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from floodwatch.model.dossier import Rows

TEXTS = (
    "handle", "name", "bio", "location", "website", "avatar", "language", "created_at", "verified", "labels", "status",
)  # fmt: skip
COUNTS = ("followers", "following", "post_count")
Observed = Mapping[str, Any]


def changes(observed: Sequence[Observed]) -> Rows:
    """Every change of a field: from what, to what, seen last as it was and first as it became.

    What an observation does not say has not changed: exports leave fields out.
    """
    return sorted((one for field in TEXTS for one in _of(field, observed)), key=_when)


def _of(field: str, observed: Sequence[Observed]) -> Iterator[dict[str, Any]]:
    known = [row for row in observed if row[field] not in (None, [], "")]
    for before, after in pairwise(known):
        if before[field] != after[field]:
            yield {
                "field": field,
                "before": before[field],
                "after": after[field],
                "last_seen_before": before["observed_at"],
                "first_seen_after": after["observed_at"],
            }


def _when(change: Mapping[str, Any]) -> tuple[str, int]:
    return str(change["first_seen_after"] or ""), TEXTS.index(change["field"])


def counts(observed: Sequence[Observed]) -> Rows:
    """Public counters as they were seen, one row per time at which any of them was another than before."""
    kept: Rows = []
    for row in observed:
        told = {name: row[name] for name in COUNTS}
        same = kept and all(told[n] in (None, kept[-1][n]) for n in COUNTS)
        if not same and any(value is not None for value in told.values()):
            kept.append({"observed_at": row["observed_at"], **told})
    return kept
