"""Every kind of value that is matched. A further kind, such as pictures that look alike, is a file and a line here."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.recurrence.base import Kind, Row, Said
from floodwatch.knowledge.recurrence.ids import ACCOUNT, HANDLE, NAME, POST
from floodwatch.knowledge.recurrence.indicators import INDICATOR
from floodwatch.knowledge.recurrence.links import LINK, SITE
from floodwatch.knowledge.recurrence.media import AVATAR, MEDIA
from floodwatch.knowledge.recurrence.texts import BIO, TEXT
from floodwatch.model.units import listed

KINDS: tuple[Kind, ...] = listed(
    "recurrence", (ACCOUNT, HANDLE, NAME, POST, TEXT, BIO, LINK, SITE, INDICATOR, MEDIA, AVATAR)
)


def _none(table: str, row: Row) -> Iterator[Said]:
    """Hashes are made of the values of other kinds."""
    yield from ()


HASHED = Kind(
    name="hashed id", number=12, description="An id, handle or name that a release holds as a hash",
    innocent="equal hashes of one publisher mean one account only if the salt was the same each time",
    columns={}, said=_none, single=True, fires=("accounts", {}), silent=("accounts", {}),
)  # fmt: skip

BY_NUMBER = {kind.number: kind for kind in (*KINDS, HASHED)}
"""Kinds by their place in the index."""
