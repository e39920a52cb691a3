"""A small set of shares made for these tests, and where the published outputs lie."""

from pathlib import Path

import pyarrow as pa
import pytest

SHARED = Path(__file__).parents[3] / "shared"
REFERENCE, DATA = SHARED / "reference" / "coortweet", SHARED / "data" / "coortweet"
with_references = pytest.mark.skipif(not REFERENCE.exists(), reason="the published outputs are not here")

GOLDEN = [
    ("o1", "ann", "c1", 0),
    ("o1", "bob", "c2", 10),
    ("o1", "cat", "c3", 61),
    ("o2", "ann", "c4", 100),
    ("o2", "bob", "c5", 100),
    ("o2", "bob", "c5", 100),
    ("o3", "ann", "c6", 200),
    ("o3", "ann", "c7", 205),
    ("c1", "dan", "c8", 300),
    ("c1", "eve", "c1", 301),
    ("o4", "dan", "c9", 400),
    ("o4", "eve", "c9", 410),
    ("o5", "fay", "c10", 500),
    ("o5", "ann", "c11", 560),
]
"""Object, account, content, second: a window's edge, a tie, a double row, loops, a content as an object."""


def table(rows):
    """Rows as a table of shares."""
    names = ("object_id", "account_id", "content_id", "acted_s")
    return pa.table({n: pa.array(list(c)) for n, c in zip(names, zip(*rows, strict=True), strict=True)})
