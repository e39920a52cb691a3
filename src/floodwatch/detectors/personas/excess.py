"""Does a network say something more often than chance has it, given how much people differ in that?

Each account of the background says it at its own rate; the rates follow a Gamma law whose shape is fitted by
maximum likelihood. The posts of a network are then a sum of such counts, whose variance also holds that
the background is finite; its tail is that of the negative binomial law with that mean and variance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from floodwatch.detectors.personas.rows import rate
from floodwatch.model import refs
from floodwatch.model.units import Engine
from floodwatch.tools.statistics import negative_binomial_tail

Floats = npt.NDArray[np.float64]

SHAPES = (0.01, 1000.0)
"""Least and greatest shape of the Gamma law: below, hardly anybody ever says it; above, all say it alike."""


@dataclass(frozen=True, slots=True)
class Background:
    """What the others do: posts, hits among them, accounts, and the shape of the law of their rates."""

    hits: int
    posts: int
    accounts: int
    shape: float

    @property
    def rate(self) -> float:
        """Share of posts, never zero."""
        return rate(self.hits, self.posts)

    def chance(self, hits: int, posts: Floats) -> float:
        """P(at least `hits` by accounts with so many posts each)."""
        total = float(posts.sum())
        if hits <= 0 or total <= 0:
            return 1.0
        spread = float((posts**2).sum()) / (self.shape * total**2) + 1 / (self.hits + 0.5)
        tail = negative_binomial_tail(
            np.array([float(hits)]), np.array([total * self.rate]), np.array([1 / spread])
        )
        return float(tail[0])


def fitted(posts: Floats, hits: Floats, accounts: Floats) -> Background:
    """The background from a table of how many accounts have so many posts and hits."""
    count = (int((hits * accounts).sum()), int((posts * accounts).sum()), int(accounts.sum()))
    mean = rate(count[0], count[1])
    return Background(*count, _shape(posts * mean, hits, accounts) if count[0] else SHAPES[0])


def _shape(mean: Floats, hits: Floats, accounts: Floats) -> float:
    """The likeliest shape of the Gamma law, to three digits."""
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    def unlikely(log_shape: float) -> float:
        k = np.exp(log_shape)
        each = gammaln(hits + k) - gammaln(k) + k * np.log(k / (k + mean)) + hits * np.log(mean / (k + mean))
        return -float((accounts * each).sum())

    bounds = (float(np.log(SHAPES[0])), float(np.log(SHAPES[1])))
    best = minimize_scalar(unlikely, bounds=bounds, method="bounded", options={"xatol": 1e-4})
    return float(f"{np.exp(best.x):.3g}")


@dataclass(frozen=True, slots=True)
class Excess:
    """How often a network said one thing, in how many posts, beside the background (None where there is none)."""

    network_id: str
    thing: str
    hits: int
    posts: int
    members: int
    background: Background | None
    p_value: float | None
    evidence: tuple[str, ...]

    @property
    def value(self) -> float:
        """Share of the network's posts."""
        return self.hits / self.posts

    @property
    def baseline(self) -> float | None:
        """Share of the background's posts."""
        return self.background.rate if self.background else None


def measured(engine: Engine, counted: str, hits: str) -> Iterator[Excess]:
    """Every network that said any `thing` of the table `hits`, by network and thing.

    `counted`: account_no, background, posts. `hits`: thing, account_no, platform, post_id, created_at.
    """
    every = backgrounds(engine.arrow(_OTHERS.format(counted=counted, hits=hits)).to_pydict())
    sizes = _sizes(engine, counted)
    for row in engine.arrow(_MINE.format(hits=hits)).to_pylist():
        posts, background = sizes[row["network_id"]], every.get(row["thing"])
        chance = None if background is None else background.chance(row["hits"], posts)
        yield Excess(
            row["network_id"], row["thing"], row["hits"], int(posts.sum()), row["members"], background, chance,
            post_refs(row),
        )  # fmt: skip


def backgrounds(table: Mapping[str, list[float]]) -> dict[str, Background]:
    """The background of every `thing` of a table thing, posts, hits, accounts."""
    names = np.asarray(table["thing"], dtype=object)
    numbers = [np.asarray(table[c], dtype=np.float64) for c in ("posts", "hits", "accounts")]
    return {str(name): fitted(*(n[names == name] for n in numbers)) for name in sorted(set(names))}


def post_refs(row: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Refs of the posts that a row lists."""
    return tuple(refs.post(p, i) for p, i in zip(row["platforms"], row["ids"], strict=True))


def _sizes(engine: Engine, counted: str) -> dict[str, Floats]:
    """Posts of each member, by network."""
    sql = f"""
        SELECT m.network_id, list(c.posts ORDER BY c.account_no) AS posts
        FROM {counted} c JOIN persona_members m USING (account_no) GROUP BY m.network_id"""
    return {r["network_id"]: np.asarray(r["posts"], np.float64) for r in engine.arrow(sql).to_pylist()}


FIRST = 20
"""Posts that are listed as evidence: the earliest."""

_MINE = f"""
    WITH mine AS (
        SELECT m.network_id, h.*, row_number() OVER (
            PARTITION BY m.network_id, h.thing ORDER BY h.created_at, h.platform, h.post_id) AS place
        FROM {{hits}} h JOIN persona_members m USING (account_no))
    SELECT network_id, thing, count(*) AS hits, count(DISTINCT account_no) AS members,
        list(platform ORDER BY place) FILTER (WHERE place <= {FIRST}) AS platforms,
        list(post_id ORDER BY place) FILTER (WHERE place <= {FIRST}) AS ids
    FROM mine GROUP BY network_id, thing ORDER BY network_id, thing"""
_OTHERS = """
    WITH things AS (SELECT DISTINCT thing FROM {hits}),
    sizes AS (SELECT posts, count(*) AS accounts FROM {counted} WHERE background GROUP BY posts),
    said AS (SELECT thing, account_no, count(*) AS hits FROM {hits} GROUP BY thing, account_no),
    some_hits AS (
        SELECT s.thing, c.posts, s.hits, count(*) AS accounts
        FROM said s JOIN {counted} c USING (account_no) WHERE c.background GROUP BY s.thing, c.posts, s.hits),
    no_hits AS (
        SELECT t.thing, z.posts, CAST(0 AS BIGINT) AS hits, z.accounts - coalesce(s.accounts, 0) AS accounts
        FROM things t CROSS JOIN sizes z
        LEFT JOIN (
            SELECT thing, posts, CAST(sum(accounts) AS BIGINT) AS accounts FROM some_hits GROUP BY thing, posts) s
            ON s.thing = t.thing AND s.posts = z.posts)
    SELECT * FROM some_hits UNION ALL SELECT * FROM no_hits WHERE accounts > 0
    ORDER BY thing, posts, hits"""
"""Accounts without a hit are counted by subtraction: there are as many for each thing as there are accounts."""
