"""What both accounts of a pair have, and how rare it is among the others.

The surprise of something shared is −log10 of the share of background accounts that have it too, never of zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.profiles import own_words
from floodwatch.detectors.personas.rows import columns
from floodwatch.detectors.personas.seeds.handle_shape import SHAPE
from floodwatch.model.units import Engine, Step

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

THINGS = {
    "avatar": "identity", "counts": "identity", "shape": "identity", "name": "identity", "bio": "identity",
    "website": "infrastructure", "client": "infrastructure",
}  # fmt: skip
"""Things that two accounts may have in common, and the dependence group of each."""
SHORTEST_BIO, BIOS, NEAR = 20, 6000, 0.8
SMALLEST_COUNTS = 10

CLIENTS = Step(
    "odds_clients",
    """
    SELECT a.account_no, a.platform, a.background, c.client FROM odds_accounts a JOIN (
        SELECT account_no, client FROM (
            SELECT account_no, client, count(*) AS n FROM odds_posts
            WHERE client IS NOT NULL AND client <> '' GROUP BY account_no, client)
        QUALIFY row_number() OVER (PARTITION BY account_no ORDER BY n DESC, client) = 1) c USING (account_no)
    """,
)
APPS = """(
    SELECT account_no, platform, background, client FROM odds_clients
    UNION ALL
    SELECT c.account_no, a.platform, c.background, c.client FROM persona_clients c JOIN personas a USING (account_no)
    WHERE c.background AND c.account_no NOT IN (SELECT account_no FROM odds_accounts))"""
DIGITS = "translate(p.handle, '123456789', '000000000')"
"""SQL: many handles are one when their digits are, and need only be read once for their shape."""
EACH = "SELECT p.platform, {value} AS held, 1 AS n FROM {told} p WHERE p.background AND {given}"
SHAPES = f"""
    SELECT platform, {{shape}} AS held, n FROM (
        SELECT p.platform, {DIGITS} AS digits, count(*) AS n FROM {{told}} p
        WHERE p.background AND {{given}} GROUP BY p.platform, {DIGITS}) by_digits"""
VALUES = {
    "avatar": ("p.avatar", "length(p.avatar) > 0", "personas", EACH),
    "counts": (
        "concat(p.followers, '/', p.following)", f"CAST(p.followers AS DOUBLE) + p.following >= {SMALLEST_COUNTS}",
        "personas", EACH,
    ),
    "shape": (SHAPE.format("p.handle"), "length(p.handle) > 0", "personas", SHAPES),
    "name": ("lower(p.name)", "length(p.name) > 3", "personas", EACH),
    "website": ("lower(p.website)", "length(p.website) > 0", "personas", EACH),
    "client": ("p.client", "true", APPS, EACH),
}  # fmt: skip
"""SQL of each thing: its value, of whom it is asked, where it is told, and what the background has."""
WANTED = """
    WITH mine AS (
        SELECT p.account_no, p.platform, {value} AS held FROM {told} p JOIN odds_accounts a USING (account_no)
        WHERE {given}),
    seen AS (
        SELECT o.platform, o.held, CAST(sum(o.n) AS BIGINT) AS seen
        FROM ({others}) o JOIN (SELECT DISTINCT platform, held FROM mine) m USING (platform, held)
        GROUP BY o.platform, o.held),
    whole AS (
        SELECT p.platform, count(*) AS whole FROM {told} p WHERE p.background AND {given} GROUP BY p.platform)
    SELECT m.account_no, concat(m.platform, '/', m.held) AS held, coalesce(s.seen, 0) AS seen, w.whole
    FROM mine m JOIN whole w USING (platform) LEFT JOIN seen s USING (platform, held)
    ORDER BY m.account_no"""
BIO_ROWS = beside_background("p.bio", f"length(p.bio) >= {SHORTEST_BIO}", BIOS)


class Held:
    """For one thing: what each account has, as a number, and how surprising it is that two have it."""

    def __init__(self, accounts: Sequence[int], held: Sequence[Any], surprise: Sequence[float]) -> None:
        self.accounts = np.asarray(accounts, dtype=np.int64)
        order = np.argsort(self.accounts, kind="stable")
        self.accounts = self.accounts[order]
        self.code = np.unique(np.asarray(held, dtype=object).astype(str), return_inverse=True)[1][order]
        self.surprise = np.asarray(surprise, dtype=float)[order]

    def shared(self, one: Ints, other: Ints) -> Floats:
        """Surprise of each pair: NaN where one of them has no such thing, 0 where theirs differ."""
        here, there = self._places(one), self._places(other)
        known = (here >= 0) & (there >= 0)
        alike = known & (self.code[here] == self.code[there])
        return np.where(alike, self.surprise[here], np.where(known, 0.0, np.nan))

    def _places(self, numbers: Ints) -> Ints:
        place = np.minimum(np.searchsorted(self.accounts, numbers), len(self.accounts) - 1)
        return np.asarray(np.where(self.accounts[place] == numbers, place, -1), dtype=np.int64)


def held(engine: Engine) -> dict[str, Held]:
    """What the accounts of the table `odds_accounts` have, by thing; things that nobody has are left out."""
    engine.table(CLIENTS)
    found = {}
    for thing, (value, given, told, others) in VALUES.items():
        parts = {"value": value, "given": given, "told": told, "shape": SHAPE.format("digits")}
        rows = columns(engine, WANTED.format(**parts, others=others.format(**parts)))
        if rows["account_no"]:
            surprise = [rarity(seen, whole) for seen, whole in zip(rows["seen"], rows["whole"], strict=True)]
            found[thing] = Held(rows["account_no"], rows["held"], surprise)
    engine.drop(CLIENTS.name)
    bios = _bios(columns(engine, BIO_ROWS))
    return {**found, "bio": bios} if bios is not None else found


def _bios(rows: Mapping[str, Sequence[Any]]) -> Held | None:
    """Bios of members and of a sample of the background, near copies under one number."""
    words = [own_words(bio) for bio in rows["bio"]]
    kept = [i for i, w in enumerate(words) if len(w) >= SHORTEST_BIO]
    outside = np.array([not rows["network_id"][i] for i in kept], dtype=bool)
    if not kept:
        return None
    code = np.arange(len(kept))
    for group in near_groups([words[i] for i in kept], NEAR):
        code[group] = group[0]
    seen = np.bincount(code, weights=outside, minlength=len(kept))[code]
    numbers = np.array([rows["account_no"][i] for i in kept], dtype=np.int64)
    first = np.unique(numbers, return_index=True)[1]
    surprise = [rarity(int(s), int(outside.sum())) for s in seen[first]]
    return Held(numbers[first].tolist(), code[first].tolist(), surprise)


def rarity(seen: int, whole: int) -> float:
    """−log10 of the share of the background that has it."""
    return float(-np.log10((seen + 0.5) / (whole + 1.0)))
