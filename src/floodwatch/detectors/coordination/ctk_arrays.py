"""The rule of `presets_ctk` on one plain CSV that fits in memory, by sorted arrays: the same files, cheaper.

`coordinate` gives None wherever the file is anything but plain, with all that the rule needs in each row:
then the SQL of `presets_ctk` says what counts. Names are compared as they are, never by a hash alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.detectors.coordination.expectation import slices
from floodwatch.detectors.coordination.shares import EDGE_TYPES, csv_columns, needed
from floodwatch.model.errors import FormatError
from floodwatch.tools.plain_csv import Odd, blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from floodwatch.tools.plain_csv import Ints, Words

    Cells = NDArray[np.uint64]
    Rows = NDArray[np.signedinteger[Any]]

LARGEST_FILE, MOST_PAIRS = 256 << 20, 8 << 20
"""Bytes of a file and pairs of messages that are held in memory; more is left to SQL, which spills."""
WIDEST_WINDOW = 1 << 40
ROOM, LATTER = 30, (1 << 30) - 1
"""Bits of a pair that hold the second of its accounts; a file that fits has fewer accounts than that."""
MIX, FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
SAFE = np.isin(np.arange(256), [0, *(ascii_letters + digits + ".-_:@/+").encode(), *range(0x80, 0x100)])
"""Bytes of names that are written without quotes; zeros fill a name up."""
CHUNK = 1 << 15
"""Pairs that are looked at together, so that they and what is made of them stay in a processor's cache."""
LINES = 1 << 13
"""Pairs that are written together."""


@dataclass(frozen=True)
class Shares:
    """Usable shares of a file: the words of objects and accounts, and the seconds."""

    things: Words
    accounts: Words
    acted_s: Ints

    def at(self, rows: Ints) -> Shares:
        """Some of the rows, in a given order."""
        return Shares([w[rows] for w in self.things], [w[rows] for w in self.accounts], self.acted_s[rows])


@dataclass(frozen=True)
class Weights:
    """Pairs of accounts, weighed both ways; written and counted as a `presets_coortweet.Coordination` is."""

    edge_type: str
    least: int
    names: list[bytes]
    pairs: Ints
    weight_a: Ints
    weight_b: Ints

    @cached_property
    def summary(self) -> dict[str, int]:
        """Counts, by name; what is added here is written too."""
        kept = [weight[weight >= self.least] for weight in (self.weight_a, self.weight_b)]
        return {
            "edges": sum(len(weight) for weight in kept),
            "weight_sum": sum(int(weight.sum()) for weight in kept),
            "weight_max": max(int(weight.max(initial=0)) for weight in kept),
            "rows_rejected": 0,
        }

    def write(self, folder: Path) -> list[Path]:
        """Write edges.csv and summary.json; the folder must exist."""
        edges, summary = folder / "edges.csv", folder / "summary.json"
        with edges.open("wb") as file:
            file.write(b"source,target,weight,edge_type\n")
            for start in range(0, len(self.pairs), LINES):
                file.write(self._lines(slice(start, start + LINES)))
        summary.write_text(json.dumps(self.summary, indent=2) + "\n", "utf-8")
        return [edges, summary]

    def _lines(self, chosen: slice) -> bytes:
        """Lines of some pairs, each followed by its way back, at first all as wide as the widest."""
        weight = np.stack([self.weight_a[chosen], self.weight_b[chosen]], 1).ravel()
        kept = weight >= self.least
        ends = np.stack([self.pairs[chosen] >> ROOM, self.pairs[chosen] & LATTER], 1)
        source, target = ends.ravel()[kept], ends[:, ::-1].ravel()[kept]
        cells = [self._ends[source], self._ends[target], self._rests[weight[kept]]]
        return np.concatenate(cells, 1).tobytes().translate(None, b"\0")

    @cached_property
    def _ends(self) -> Cells:
        return _cells([name + b"," for name in self.names])

    @cached_property
    def _rests(self) -> Cells:
        kind = self.edge_type.encode()
        return _cells([b"%d,%s\n" % (n, kind) for n in range(self.summary["weight_max"] + 1)])


def _cells(texts: list[bytes]) -> Cells:
    """The texts as rows of whole words, filled up with zeros."""
    width = -(-max(map(len, texts), default=1) // 8) * 8
    return np.array(texts, f"S{width}").view(np.uint64).reshape(len(texts), -1)


def coordinate(
    path: Path, window: int = 60, min_edge_weight: int = 2, objects: tuple[str, ...] = ()
) -> Weights | None:
    """Run the rule on a file with the columns of a known tool; None where only SQL can say what it holds."""
    kind = objects[0] if objects else "object"
    edge_type = EDGE_TYPES.get(kind, f"co_{kind}")
    try:
        if path.stat().st_size > LARGEST_FILE or not (
            edge_type.isidentifier() and 0 <= window <= WIDEST_WINDOW
        ):
            return None
        return weights(read(path, objects), edge_type, window, min_edge_weight)
    except (Odd, FormatError):
        return None


def read(path: Path, objects: tuple[str, ...] = ()) -> Shares:
    """The shares of a file; of a repeated message the first. Odd when one has no account or time."""
    names = csv_columns(path)
    places = [list(names.values()).index(name) for name in needed(names, objects)]
    if len(places) < 4:
        raise Odd
    account, content, time, thing = places[:4]
    things, accounts, contents, times = [], [], [], []
    for block in blocks(path, len(names)):
        given = block.words(thing)
        used = np.flatnonzero(given[0])
        things.append([w[used] for w in given])
        accounts.append([w[used] for w in block.words(account)])
        contents.append([w[used] for w in block.words(content)])
        times.append(block.whole_numbers(time)[used])
    if not times:
        raise Odd
    found = Shares(_stacked(things), _stacked(accounts), np.concatenate(times))
    if not found.accounts[0].all():
        raise Odd
    first = _first(_stacked(contents))
    return found if first is None else found.at(first)


def _first(words: Words) -> Ints | None:
    """The rows that are the first of their message, in any order; None when all are."""
    mixed = _mixed(words)
    ordered = np.sort(mixed)
    if not (ordered[1:] == ordered[:-1]).any():
        return None
    order = np.argsort(mixed, kind="stable")
    again = np.diff(mixed[order]) == 0
    if any(np.diff(word[order])[again].any() for word in words):
        raise Odd
    return order[np.concatenate(([True], ~again))]


def weights(shares: Shares, edge_type: str, window: int, least: int) -> Weights:
    """Every pair of messages by two accounts on one object within the window, counted both ways."""
    place = (_mixed(shares.things) >> np.uint64(2)).astype(np.int64) + shares.acted_s
    order = np.argsort(place)
    place = place[order]
    close = np.concatenate(([False], np.diff(place) <= window, [False]))
    near = np.flatnonzero(close[1:] | close[:-1])
    shares, place = shares.at(order[near]), place[near]
    if any((np.diff(word) != 0)[np.diff(place) <= window].any() for word in shares.things):
        raise Odd
    account, names = _coded(shares.accounts)
    pairs, weight_a, weight_b = _counted(account, place, window)
    kept = np.flatnonzero(np.maximum(weight_a, weight_b) >= least)
    return Weights(edge_type, least, names, pairs[kept], weight_a[kept], weight_b[kept])


def _counted(account: Ints, place: Ints, window: int) -> tuple[Ints, Ints, Ints]:
    """The pairs of accounts, in their order, each with the number of messages of either that met.

    A message meets an account once: on the first of the account's messages that lie within its window. Sorted are
    numbers alone, never their order, for which NumPy has code ten times as fast.
    """
    first = np.searchsorted(place, place - window, "left")
    after = np.searchsorted(place, place + window, "right") - np.arange(len(place)) - 1
    if after.sum() > MOST_PAIRS:
        raise Odd
    who, since, before = (rows.astype(np.int32) for rows in (account, first, _before(account)))
    met = [_met(rows, who, since, before, after) for rows in slices(after, CHUNK)]
    keys: Ints = np.concatenate([np.zeros(0, np.int64), *met])
    keys.sort()
    return _weighed(keys)


def _before(account: Ints) -> Ints:
    """For each row the last one before it of the same account, else -1."""
    order = np.argsort(account, kind="stable")
    found = np.full(len(account), -1)
    same = np.flatnonzero(np.diff(account[order]) == 0)
    found[order[same + 1]] = order[same]
    return found


def _met(rows: slice, account: Rows, first: Rows, before: Rows, after: Rows) -> Ints:
    """Meetings of some rows with later ones within the window, as keys: the pair of accounts and two bits.

    The first bit says that the message of the lesser account meets the greater here for the first time, the second
    that the message of the greater meets the lesser so.
    """
    many = after[rows]
    starts = np.cumsum(many) - many
    behind = (np.arange(rows.start, rows.stop) + 1 - starts).astype(np.int32)
    right = np.arange(int(many.sum()), dtype=np.int32) + np.repeat(behind, many)
    one, other = np.repeat(account[rows], many), account[right]
    forth = before[right] < np.repeat(first[rows], many)
    back = np.repeat(before[rows], many) < first[right]
    turned = (one > other) & (forth ^ back)
    key: Ints = ((np.minimum(one, other).astype(np.int64) << ROOM) | np.maximum(one, other)) << 2
    key |= (forth ^ turned) | (back ^ turned).astype(np.int64) << 1
    apart: Ints = key[one != other]
    return apart


def _weighed(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """From sorted keys: the pairs, and how often either bit is there."""
    begins, missing = [np.arange(min(1, len(keys)))], [[np.zeros(0, np.int64)] for _ in range(2)]
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK + 1]
        begins.append(start + 1 + np.flatnonzero((part[1:] ^ part[:-1]) > 3))
        for bit, found in enumerate(missing):
            found.append(start + np.flatnonzero((part[:CHUNK] & (1 << bit)) == 0))
    begin = np.concatenate(begins)
    often = np.diff(begin, append=len(keys))
    weight_a, weight_b = (often - _per_run(begin, np.concatenate(found)) for found in missing)
    return keys[begin] >> 2, weight_a, weight_b


def _per_run(begin: Ints, rows: Ints) -> Ints:
    """How many of the rows lie in each run."""
    found: Ints = np.bincount(np.searchsorted(begin, rows, "right") - 1, minlength=len(begin))
    return found


def _coded(words: Words) -> tuple[Ints, list[bytes]]:
    """Names as numbers in their order, and the names. Odd when one would need quotes."""
    order = np.lexsort(words[::-1])
    new = np.concatenate(([len(order) > 0], np.zeros(max(len(order) - 1, 0), bool)))[: len(order)]
    for word in words:
        new[1:] |= np.diff(word[order]) != 0
    code = np.empty(len(order), np.int64)
    code[order] = np.cumsum(new) - 1
    names = np.stack([w[order][new] for w in words], 1).astype(">u8").view(np.uint8)
    if not SAFE[names].all():
        raise Odd
    return code, [name.rstrip(b"\0") for name in map(bytes, names)]


def _mixed(words: Words) -> NDArray[np.uint64]:
    """One number for each row; rows of different words may have the same."""
    mixed = np.zeros(len(words[0]), np.uint64)
    for word in words:
        mixed = (mixed ^ (mixed >> FOLD) ^ word) * MIX
    return mixed


def _stacked(parts: list[Words]) -> Words:
    """The words of all blocks; where a block's cells are short, their further words are zero."""
    most = max(len(part) for part in parts)
    return [
        np.concatenate([p[n] if n < len(p) else np.zeros(len(p[0]), np.uint64) for p in parts])
        for n in range(most)
    ]
