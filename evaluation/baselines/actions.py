"""What accounts did, as the tools of the field extract it: plain, and independent of Floodwatch's traces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from evaluation.truth import Account

if TYPE_CHECKING:
    import pyarrow as pa

Integers = npt.NDArray[np.int64]
TRACES = ("repost", "url", "hashtags", "text", "reply")


@dataclass(frozen=True, slots=True)
class Trace:
    """Actions of one kind: number of the account, number of the object, and Unix seconds, in row order."""

    account: Integers
    thing: Integers
    second: Integers

    @property
    def things(self) -> int:
        """How many objects there are."""
        return int(self.thing.max()) + 1 if len(self.thing) else 0


@dataclass(frozen=True, slots=True)
class Actions:
    """Accounts of a world (sorted), how many posts each wrote, and their actions per trace."""

    accounts: tuple[Account, ...]
    posts: Integers
    traces: dict[str, Trace]

    def matrix(self, trace: str) -> sparse.csr_array:
        """Accounts × objects, counts of actions."""
        rows = self.traces[trace]
        shape = (len(self.accounts), max(rows.things, 1))
        return sparse.csr_array((np.ones(len(rows.account)), (rows.account, rows.thing)), shape=shape)


def extract(posts: pa.Table) -> Actions:
    """Read the actions off the records of posts."""
    rows = posts.select(
        [
            "platform",
            "account_id",
            "created_at",
            "text",
            "is_repost",
            "repost_of",
            "reply_to",
            "urls",
            "hashtags",
        ]
    ).to_pylist()
    accounts = tuple(sorted({(r["platform"], r["account_id"]) for r in rows}))
    number = {account: i for i, account in enumerate(accounts)}
    found: dict[str, list[tuple[int, str, int]]] = {name: [] for name in TRACES}
    written = np.zeros(len(accounts), dtype=np.int64)
    for row in rows:
        who, when = number[row["platform"], row["account_id"]], int(row["created_at"].timestamp())
        written[who] += 1
        for name, thing in things(row):
            found[name].append((who, thing, when))
    return Actions(accounts, written, {name: _numbered(found[name]) for name in TRACES})


def things(post: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The objects that one post acts on, as `(trace, object)`."""
    words = plain(post["text"] or "")
    if post["is_repost"] or post["repost_of"]:
        yield "repost", post["repost_of"] or words
        return
    for url in dict.fromkeys(post["urls"] or ()):
        yield "url", url
    if len(post["hashtags"] or ()) >= 3:
        yield "hashtags", " ".join(post["hashtags"]).casefold()
    if len(words.split()) >= 4:
        yield "text", words
    if post["reply_to"]:
        yield "reply", post["reply_to"]


_NOISE = re.compile(r"https?://\S+|@\w+|\s+")


def plain(text: str) -> str:
    """Text without links, mentions, case and runs of white space."""
    return _NOISE.sub(" ", text.casefold()).strip()


def _numbered(rows: list[tuple[int, str, int]]) -> Trace:
    if not rows:
        return Trace(*(np.zeros(0, dtype=np.int64) for _ in range(3)))
    who, thing, when = zip(*sorted(rows), strict=True)
    _, numbers = np.unique(np.array(thing, dtype=object).astype(str), return_inverse=True)
    return Trace(np.array(who, dtype=np.int64), numbers.astype(np.int64), np.array(when, dtype=np.int64))
