"""What is claimed about the integrity of a vote in the two days after it, beside the weeks before?

A claim is not false because it is made: this counts what is said, how fast it grew and who says it. Those who report
on a claim, check it or deny it use its words too, and are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.detectors.content.burst_tests import LARGEST, UNKNOWN, tail
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value
from floodwatch.tools.phrases import Phrases, plain
from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    import pyarrow as pa

WATCHED_H, BEFORE_DAYS = 48, 28
"""Hours after the vote that are watched, and the days before it that they are compared with."""
ANY = "any"
"""Stands for the claims of all kinds together."""
FEWEST_DAYS = 7
"""Days before the vote that say how evenly claims are made."""
FIRSTS = 10
LISTS = ("languages", "platforms", "networks")

WINDOWS = Step(
    "election_windows",
    f"""
    SELECT event_id, title, coalesce(ended_at, started_at + INTERVAL 1 DAY) AS closed_at,
        coalesce(ended_at, started_at + INTERVAL 1 DAY) + INTERVAL {WATCHED_H} HOUR AS until_at,
        started_at AS opened_at, started_at - INTERVAL {BEFORE_DAYS} DAY AS from_at
    FROM events WHERE kind = 'election' AND started_at IS NOT NULL""",
)
READ = """
    SELECT DISTINCT p.platform, p.post_id, p.text FROM posts p
    JOIN election_windows w ON p.created_at >= w.from_at AND p.created_at < w.until_at WHERE length(p.text) > 0"""
SEEN = Step(
    "election_seen",
    """
    SELECT w.event_id, p.platform, p.post_id, p.account_id, p.created_at, p.language,
        CASE WHEN p.created_at >= w.closed_at
             THEN CAST(floor((epoch(p.created_at) - epoch(w.closed_at)) / 3600) AS BIGINT) END AS hour,
        CAST(floor((epoch(w.opened_at) - epoch(p.created_at)) / 86400) AS BIGINT) AS day_before
    FROM posts p JOIN election_windows w ON p.created_at >= w.from_at AND p.created_at < w.until_at
    WHERE p.created_at < w.opened_at OR p.created_at >= w.closed_at""",
)
CLAIMS = Step(
    "election_claims",
    f"""
    SELECT DISTINCT s.*, c.claim FROM election_seen s
    JOIN (SELECT platform, post_id, claim FROM election_found
          UNION ALL SELECT platform, post_id, '{ANY}' FROM election_found) c
      ON c.platform = s.platform AND c.post_id = s.post_id""",
)
HOURS = Step(
    "election_hours",
    """
    SELECT c.event_id, c.claim, c.hour, count(*) AS posts,
        count(DISTINCT (c.platform, c.account_id)) AS accounts, count(m.account_id) AS network_posts
    FROM election_claims c
    LEFT JOIN (SELECT DISTINCT platform, account_id FROM members) m
      ON m.platform = c.platform AND m.account_id = c.account_id
    WHERE c.hour IS NOT NULL GROUP BY c.event_id, c.claim, c.hour""",
)
EXPOSURE = """
    SELECT event_id, day_before, count(*) AS posts FROM election_seen WHERE hour IS NULL
    GROUP BY ALL ORDER BY event_id, day_before"""
AFTER = "SELECT event_id, count(*) AS posts FROM election_seen WHERE hour IS NOT NULL GROUP BY ALL ORDER BY event_id"
BEFORE = """
    SELECT event_id, claim, day_before, count(*) AS posts FROM election_claims WHERE hour IS NULL
    GROUP BY ALL ORDER BY event_id, claim, day_before"""
TOLD = """
    SELECT event_id, claim, count(*) AS posts, count(DISTINCT (platform, account_id)) AS accounts
    FROM election_claims WHERE hour IS NOT NULL GROUP BY event_id, claim ORDER BY event_id, claim"""
NAMES = """
    SELECT DISTINCT event_id, claim, 'platforms' AS field, platform AS name FROM election_claims WHERE hour IS NOT NULL
    UNION ALL SELECT DISTINCT event_id, claim, 'languages', language FROM election_claims
        WHERE hour IS NOT NULL AND language IS NOT NULL
    UNION ALL SELECT DISTINCT c.event_id, c.claim, 'networks', m.network_id FROM election_claims c
        JOIN members m ON m.platform = c.platform AND m.account_id = c.account_id WHERE c.hour IS NOT NULL
    ORDER BY event_id, claim, field, name"""
FIRST = f"""
    SELECT event_id, claim, platform, post_id FROM election_claims WHERE hour IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY event_id, claim ORDER BY created_at, platform, post_id) <= {FIRSTS}
    ORDER BY event_id, claim, created_at, platform, post_id"""
FIELDS = {
    "event_id": "str", "claim": "str", "posts": "int", "accounts": "int", "rate": "float", "rate_before": "float",
    "expected": "float", "p_value": "float", "network_posts": "int", "network_share": "float", "networks": "str",
    "languages": "str", "platforms": "str", "first_posts": "str", "explanation": "str",
}  # fmt: skip


@cache
def _book() -> Phrases[str]:
    """All phrases, each with its kind of claim."""
    return Phrases(
        (phrase, kind)
        for kinds in load("election_integrity.yaml")["phrases"].values()
        for kind, phrases in kinds.items()
        for phrase in phrases
    )


def claims(text: str) -> tuple[str, ...]:
    """The kinds of claims about the vote that a text makes, repeats or denies, sorted."""
    return tuple(sorted({found.meaning for found in _book().found(plain(text))}))


def claimed(rows: pa.RecordBatch) -> pa.RecordBatch:
    """One row per post and kind of claim."""
    import pyarrow as pa

    known: dict[str, tuple[str, ...]] = {}
    found: list[tuple[str, str, str]] = []
    for platform, post_id, text in zip(*(rows.column(c).to_pylist() for c in range(3)), strict=True):
        if text not in known:
            known[text] = claims(text)
        found += [(platform, post_id, claim) for claim in known[text]]
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    return pa.RecordBatch.from_arrays([pa.array(c, pa.string()) for c in columns], schema=_found())


def _found() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(n, pa.string()) for n in ("platform", "post_id", "claim")])


class ElectionWatch:
    """Claims about a vote in the 48 hours after it, per kind and hour, and who makes them."""

    name = "election_watch"
    description = (
        "Claims about the integrity of a vote in the 48 hours after it, beside the four weeks before it."
    )
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("events", "posts", "members")
    makes = ("election_watch", "election_hours")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `election_watch` (by election and kind of claim) and `election_hours` (by hour after the vote too)."""
        import pyarrow as pa

        engine.table(WINDOWS)
        engine.map("election_found", READ, claimed, _found())
        engine.steps((SEEN, CLAIMS, HOURS))
        engine.register("election_watch", pa.Table.from_pylist(_rows(engine), schema=_schema()))
        engine.drop("election_windows", "election_found", "election_seen", "election_claims")

    def examples(self) -> Sequence[Example]:
        """A claim the morning after a vote, and one long after it."""
        vote = datetime(2024, 5, 5, 7, tzinfo=UTC)
        event = {"event_id": "e1", "title": "Vote", "kind": "election", "started_at": vote}
        told = {
            "platform": "x",
            "account_id": "1",
            "text": "Some say the election was rigged; officials deny it",
        }
        post = {**told, "post_id": "1", "created_at": vote + timedelta(days=1, hours=9)}
        late = {**post, "created_at": vote + timedelta(days=30)}
        return (
            Example("the morning after", True, {"posts": [post], "events": [event]}),
            Example("a month later", False, {"posts": [late], "events": [event]}),
        )


def _rows(engine: Engine) -> Rows:
    exposure, before = _by_day(engine, EXPOSURE, "event_id"), _by_day(engine, BEFORE, "event_id", "claim")
    after = {r["event_id"]: r["posts"] for r in engine.arrow(AFTER).to_pylist()}
    hours = "SELECT event_id, claim, sum(network_posts) AS n FROM election_hours GROUP BY ALL ORDER BY event_id, claim"
    inside = {(r["event_id"], r["claim"]): int(r["n"]) for r in engine.arrow(hours).to_pylist()}
    names: dict[tuple[str, str, str], list[str]] = {}
    for row in engine.arrow(NAMES).to_pylist():
        names.setdefault((row["event_id"], row["claim"], row["field"]), []).append(row["name"])
    firsts: dict[tuple[str, str], list[str]] = {}
    for row in engine.arrow(FIRST).to_pylist():
        firsts.setdefault((row["event_id"], row["claim"]), []).append(
            refs.post(row["platform"], row["post_id"])
        )
    rows = []
    for told in engine.arrow(TOLD).to_pylist():
        key = (told["event_id"], told["claim"])
        rate = told["posts"] / after[key[0]]
        tested = _tested(told["posts"], after[key[0]], exposure.get(key[:1], {}), before.get(key, {}))
        rows.append({
            **{n: told[n] for n in ("event_id", "claim", "posts", "accounts")},
            **{f: "|".join(names.get((*key, f), ())) for f in LISTS}, "rate": rate, **tested,
            "network_posts": inside[key], "network_share": inside[key] / told["posts"],
            "first_posts": "|".join(firsts[key]), "explanation": _said(told, rate, tested, inside[key]),
        })  # fmt: skip
    return rows


def _by_day(engine: Engine, sql: str, *key: str) -> dict[tuple[str, ...], dict[int, int]]:
    found: dict[tuple[str, ...], dict[int, int]] = {}
    for row in engine.arrow(sql).to_pylist():
        found.setdefault(tuple(row[k] for k in key), {})[row["day_before"]] = row["posts"]
    return found


def _tested(posts: int, after: int, exposure: Mapping[int, int], before: Mapping[int, int]) -> dict[str, Any]:
    """Rate before, expectation and chance: a rate from few claims, or from uneven days, is uncertain."""
    read, said = sum(exposure.values()), sum(before.values()) + 0.5
    if not read:
        return {"rate_before": None, "expected": None, "p_value": None}
    days = np.array([(n, before.get(d, 0)) for d, n in sorted(exposure.items())])
    mean = days[:, 0] * said / read
    beyond = float(((days[:, 1] - mean) ** 2 - mean).sum() / (mean**2).sum())
    size = 1 / max(beyond, 1 / LARGEST) if len(days) >= FEWEST_DAYS else UNKNOWN
    expected = said / read * after
    p = float(tail(np.array([posts]), np.array([expected]), 1 / (1 / size + 1 / said))[0])
    return {"rate_before": said / read, "expected": expected, "p_value": p}


def _said(told: Mapping[str, Any], rate: float, tested: Mapping[str, Any], inside: int) -> str:
    kind = load("election_integrity.yaml")["kinds"].get(told["claim"], "any kind of claim")
    chance = (
        f"{tested['expected']:.3g} were expected from the four weeks before"
        if tested["expected"] is not None
        else "nothing was collected before it: not tested"
    )
    return (
        f"{told['posts']} posts in the {WATCHED_H} h after the vote hold words for: {kind} "
        f"({rate:.2%} of all; {chance}); {inside} of them by members of networks; a claim is not false because it is "
        "made, and those who check or deny it are counted too"
    )


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}
    return pa.schema([(name, kinds[kind]) for name, kind in FIELDS.items()])


ELECTION_WATCH = ElectionWatch()
