"""Texts of posts and of profiles: the same words, and for posts nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from floodwatch.knowledge.recurrence.base import Kind, Near, Row, Said, enough, least
from floodwatch.tools.lookalikes import bare
from floodwatch.tools.text import measured, normalised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIKENESS = 0.7
"""Least Jaccard index over runs of characters, as for copies within a case."""
TAKEN = 16
"""Bands of the 32 that are indexed: one equal band finds 98.8% of pairs at an index of 0.7, 99.98% at 0.8."""
MOST = 4000
"""Characters of a text that are compared."""


def _texts(table: str, row: Row) -> Iterator[Said]:
    if not row.get("is_repost"):
        yield from _said(str(row.get("text") or ""), "text", near=True)


def _bios(table: str, row: Row) -> Iterator[Said]:
    yield from _said(str(row.get("bio") or ""), "bio", near=False)


def _said(text: str, name: str, near: bool) -> Iterator[Said]:
    plain = normalised(text[:MOST])
    if not enough(plain, name):
        return
    found = measured(text[:MOST]).key
    if found:
        form = bare(plain) if near else ""
        yield Said(found, text, form if len(form) >= least("near") else "")


def bands(forms: Sequence[str]) -> NDArray[np.uint32]:
    """The bands by which near texts are looked up."""
    from floodwatch.tools import shingles

    return shingles.bands(forms)[:, :TAKEN]


def likeness(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float64]:
    """Jaccard's index of pairs of forms, exactly."""
    import numpy as np

    from floodwatch.tools.shingles import jaccard

    places = np.arange(len(one))
    return jaccard([*one, *other], places, places + len(one))


TEXT = Kind(
    name="text", number=5, description="The text of a post, the same words or nearly so",
    innocent="slogans, prayers, quotations, news lines, share buttons and spam are repeated by people who never met",
    columns={"posts": ("text", "is_repost")}, said=_texts, near=Near(bands, likeness, LIKENESS),
    fires=("posts", {"text": "The bridge over the river opens again on Monday at nine"}),
    silent=("posts", {"text": "Good morning, everybody!"}),
)  # fmt: skip
BIO = Kind(
    name="bio", number=6, description="The text of a profile, the same words",
    innocent="fans, staff and templates of an app give many people one line about themselves",
    columns={"accounts": ("bio",)}, said=_bios,
    fires=("accounts", {"bio": "Proud father of three, veteran and lover of old maps"}),
    silent=("accounts", {"bio": "Love and peace"}),
)  # fmt: skip
