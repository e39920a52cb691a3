"""Finds near copies among the values of other cases: candidates by equal bands, then likeness, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from floodwatch.knowledge.recurrence.base import Kind
from floodwatch.model.recurrence import Seen

if TYPE_CHECKING:
    from floodwatch.knowledge.recurrence.matching import Before


def nearest(
    before: Before, kind: Kind, values: Sequence[Seen], case: str, most: int
) -> Iterator[tuple[Seen, int, float]]:
    """Values with the keys of values of other cases that are near them, and how near, the nearest first."""
    near = kind.near
    if near is None:
        return
    own = before.forms(kind.number, [one.key for one in values])
    asked = [one for one in values if one.key in own]
    if not asked:
        return
    pairs: list[tuple[Seen, int]] = []
    for one, bands in zip(asked, near.bands([own[one.key] for one in asked]).tolist(), strict=True):
        keys = before.near(kind.number, bands, case, most) - {one.key}
        pairs += [(one, key) for key in sorted(keys)]
    forms = before.forms(kind.number, sorted({key for _, key in pairs}))
    pairs = [(one, key) for one, key in pairs if key in forms]
    if not pairs:
        return
    alike = near.likeness([own[one.key] for one, _ in pairs], [forms[key] for _, key in pairs])
    found = [
        (one, key, float(how))
        for (one, key), how in zip(pairs, alike.tolist(), strict=True)
        if how >= near.least
    ]
    yield from sorted(found, key=lambda row: (-row[2], row[0].key, row[1]))
