"""The first posts of some input: enough to tell how the rest will be, without reading it."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from floodwatch.model.units import Progress
from floodwatch.sources.base import Chunk

POSTS = "posts"


class Share:
    """A progress that remembers which share of the input has been read."""

    def __init__(self, progress: Progress) -> None:
        self.share, self._progress = 0.0, progress

    def __call__(self, what: str, share: float | None = None) -> None:
        self.share = self.share if share is None else min(share, 1.0)
        self._progress(what, None)


def first(chunks: Iterable[Chunk], rows: int) -> pa.Table | None:
    """Posts of the first chunks that hold at least so many rows, or of all of them; None where there are none."""
    found, seen = list[pa.Table](), 0
    for chunk in chunks:
        if chunk.table == POSTS:
            found.append(chunk.rows)
            seen += chunk.rows.num_rows
        if seen >= rows:
            break
    return pa.concat_tables(found) if found else None
