"""Posts by a stated law, for benchmarks: heavy-tailed accounts and objects, shares that decay after birth.

Law (numpy PCG64, one seed): n posts, all reposts. Accounts n/5, objects n/4. An account's activity is
Pareto with exponent 1.5, capped at 0.2% of the posts, an object's popularity Pareto with exponent 1.2, capped at
0.2% of the posts (`calm`, used where nothing else is said) or at 2% (`viral`). An object is born uniformly within
30 days; a share follows it by a log-normal delay (sigma 1.5) whose median is 1 h. One more
object, where it is laid on top, is shared uniformly over one day, by accounts drawn among the authors of the posts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

LAW = __doc__.split("Law ", 1)[1].strip()
LARGEST_SHARE = {"calm": 0.002, "viral": 0.02}
MEDIAN_S = 3600.0
BORN_S = 1_600_000_000
MONTH_S = 30 * 86_400


def actions(posts: int, seed: int, law: str = "calm") -> pa.Table:
    """Keyed actions: trace_key, account_key, object_key (int32) and acted_s (int64), in random order."""
    rng = np.random.default_rng(seed)
    accounts = drawn(rng, posts, posts // 5, 1.5, 0.002)
    objects = drawn(rng, posts, posts // 4, 1.2, LARGEST_SHARE[law])
    born = rng.integers(0, MONTH_S, posts // 4)
    delay = np.exp(rng.normal(np.log(MEDIAN_S), 1.5, posts)).astype(np.int64)
    return pa.table(
        {
            "trace_key": np.zeros(posts, np.int32),
            "account_key": accounts,
            "object_key": objects,
            "acted_s": BORN_S + born[objects] + delay,
        }
    )


def with_viral(posts: int, shares: int, seed: int) -> pa.Table:
    """`posts` by the calm law and one more object, shared `shares` times within a day by the same accounts."""
    base = actions(posts, seed)
    rng = np.random.default_rng(seed + 1)
    one = {
        "trace_key": np.zeros(shares, np.int32),
        "account_key": rng.choice(base["account_key"].to_numpy(), shares),
        "object_key": np.full(shares, posts // 4, np.int32),
        "acted_s": BORN_S + MONTH_S // 2 + rng.integers(0, 86_400, shares),
    }
    return pa.concat_tables([base, pa.table(one)])


def drawn(
    rng: np.random.Generator, size: int, kinds: int, exponent: float, largest_share: float
) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """`size` draws among `kinds` things whose weights are Pareto, none above a share of the total."""
    weights = rng.pareto(exponent, kinds) + 1.0
    weights = np.minimum(weights, largest_share * weights.sum())
    return rng.choice(kinds, size=size, p=weights / weights.sum()).astype(np.int32)


def write_rows(table: pa.Table, path: Path) -> None:
    """The same actions as rows of 16 bytes for `limit.c`: account, object (int32), second (int64)."""
    rows = np.empty(table.num_rows, [("account", "<i4"), ("thing", "<i4"), ("second", "<i8")])
    for field, column in zip(rows.dtype.names or (), ("account_key", "object_key", "acted_s"), strict=True):
        rows[field] = table[column].to_numpy()
    rows.tofile(path)


def write_toolkit_csv(table: pa.Table, path: Path) -> None:
    """The same posts in the columns of coordination-network-toolkit, one repost a row."""
    n = table.num_rows
    blank = pa.array([""] * n)
    rows = pa.table(
        {
            "message_id": pa.array([f"m{i}" for i in range(n)]),
            "user_id": pa.array([f"u{k}" for k in table["account_key"].to_pylist()]),
            "username": blank,
            "repost_id": pa.array([f"o{k}" for k in table["object_key"].to_pylist()]),
            "reply_id": blank,
            "message": pa.array(["a shared message of some forty letters in all"] * n),
            "timestamp": table["acted_s"],
            "urls": blank,
        }
    )
    csv.write_csv(rows, path)


def write_posts_csv(table: pa.Table, path: Path, first: int = 0) -> None:
    """The same posts in Floodwatch's own columns: reposts of named posts, each with a short text.

    Posts are numbered from `first`.
    """
    n = table.num_rows
    objects = table["object_key"].to_pylist()
    rows = pa.table(
        {
            "platform": pa.array(["x"] * n),
            "post_id": pa.array([f"m{i}" for i in range(first, first + n)]),
            "account_id": pa.array([f"u{k}" for k in table["account_key"].to_pylist()]),
            "created_at": table["acted_s"],
            "text": pa.array([f"message number {k} that many people share" for k in objects]),
            "repost_of": pa.array([f"o{k}" for k in objects]),
        }
    )
    csv.write_csv(rows, path)
