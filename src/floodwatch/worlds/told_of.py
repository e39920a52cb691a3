"""What others say of accounts in a world: what became of them, of their posts and sites, and which lists name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.model.records import CHECKS, LISTINGS
from floodwatch.tools.arrow import conform
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.history import NEVER
from floodwatch.worlds.seen import ROUND_S, rounds
from floodwatch.worlds.tables import DELAY_S, arrow, filled, moments

LIST = "state media of a made-up world"
UNREACHABLE = 0.012
"""Share of checks that fail for reasons of the collector's own."""
OUTAGE = 0.3
"""Chance that one round of checks fails for a sixth of all accounts."""
SHY = 0.15
"""Share of failed checks of accounts that collectors often fail to reach."""
GONE_PAPERS = 0.04
"""Share of newspapers whose site goes away."""
CHECKED_POSTS = 0.15
"""Share of posts that somebody looked at again."""


def checks(draft: Draft, ids: Texts, posts: Texts) -> pa.Table:
    """What checks found: of accounts that were no longer active, or of everything where rounds are kept."""
    parts = [_last(draft, ids)]
    if draft.history.kept:
        rng = draft.rng("checks")
        parts = [*_rounds(draft, rng, ids), _posts(draft, rng, ids, posts), *_sites(draft, rng)]
    table = conform(CHECKS, pa.concat_tables(parts))
    return table.sort_by([(n, "ascending") for n in ("platform", "subject_id", "observed_at", "kind")])


def _last(draft: Draft, ids: Texts) -> pa.Table:
    """One check, when the counters were read, of every account that was no longer active."""
    gone = np.flatnonzero(draft.people["status"] != "active")
    when = np.full(len(gone), draft.setting.length + DELAY_S)
    return _table(
        draft, "account", draft.people["platform"][gone], ids[gone], draft.people["status"][gone], when
    )


def _rounds(draft: Draft, rng: np.random.Generator, ids: Texts) -> Iterator[pa.Table]:
    """Every account at every round; a round may fail for the collector's own reasons."""
    people, starts = draft.people, rounds(draft)
    outage = int(rng.integers(1, len(starts))) if rng.random() < OUTAGE else -1
    odds = np.zeros(len(people))
    for shy in draft.history.shy:
        odds[shy] = SHY
    for number, start in enumerate(starts):
        second = start + rng.integers(0, ROUND_S, len(people))
        there = np.flatnonzero((people["made"] <= second) & (people["platform"] != "web"))
        failed = rng.random(len(people)) < np.maximum(odds, 0.17 if number == outage else UNREACHABLE)
        gone = second >= people["gone"]
        status = np.where(gone, people["status"], "active").astype(object)
        status[failed] = "unreachable"
        notice = np.where(gone & ~failed, people["notice"], "").astype(object)
        yield _table(
            draft,
            "account",
            people["platform"][there],
            ids[there],
            status[there],
            second[there],
            notice[there],
        )


def _posts(draft: Draft, rng: np.random.Generator, ids: Texts, names: Texts) -> pa.Table:
    """A share of all posts, looked at after the last day."""
    posts, people = draft.posts, draft.people
    seen = np.flatnonzero(posts["visible"] & (rng.random(len(posts)) < CHECKED_POSTS))
    when = np.full(len(seen), draft.setting.length + DELAY_S) + rng.integers(0, ROUND_S, len(seen))
    status = np.where(posts["deleted"][seen] <= when, "deleted", "active").astype(object)
    status[people["gone"][posts["author"][seen]] <= when] = "missing"
    status[rng.random(len(seen)) < UNREACHABLE] = "unreachable"
    return _table(draft, "post", people["platform"][posts["author"][seen]], names[seen], status, when)


def _sites(draft: Draft, rng: np.random.Generator) -> Iterator[pa.Table]:
    """Newspapers' own sites and those of planted groups at every round; few of the former go away."""
    papers = [str(w).removeprefix("https://") for w in draft.people["website"][draft.outlets]]
    gone = np.where(
        rng.random(len(papers)) < GONE_PAPERS, rng.integers(0, draft.setting.length, len(papers)), NEVER
    )
    sites = [*zip(papers, gone.tolist(), ["missing"] * len(papers), [""] * len(papers), strict=True)]
    sites += draft.history.sites
    domains, ends, fates, notices = (
        (list(column) for column in zip(*sites, strict=True)) if sites else ([],) * 4
    )
    for start in rounds(draft) if sites else ():
        second = start + rng.integers(0, ROUND_S, len(sites))
        away, failed = second >= np.array(ends), rng.random(len(sites)) < 3 * UNREACHABLE
        status = np.where(away, texts(fates), "active").astype(object)
        status[failed] = "unreachable"
        notice = np.where(away & ~failed, texts(notices), "").astype(object)
        yield _table(draft, "site", texts(["web"] * len(sites)), texts(domains), status, second, notice)


def _table(
    draft: Draft,
    kind: str,
    platform: Texts,
    subject: Texts,
    status: Texts,
    second: Ints,
    notice: Texts | None = None,
) -> pa.Table:
    count = len(subject)
    rows = {
        "kind": texts([kind] * count),
        "platform": platform,
        "subject_id": subject,
        "status": status,
        "notice": filled(texts([""] * count) if notice is None else notice),
        "checked_by": texts(["floodwatch sample"] * count),
    }
    made: dict[str, Any] = {name: arrow(values) for name, values in rows.items()}
    return conform(CHECKS, pa.table(made | {"observed_at": moments(draft, second)}))


def listings(draft: Draft, ids: Texts, events: list[tuple[str, dict[str, Any]]]) -> pa.Table:
    """The list that names every account which its platform labels as state media, and planted rows beside it.

    A planted row may name an event, whose id is the list's name then.
    """
    people, names = draft.people, {id(event): event_id for event_id, event in events}
    rows = [_state(draft, int(row), ids) for row in np.flatnonzero(people["labels"] == "state-media")]
    for given in draft.history.listed:
        row = {k: v for k, v in given.items() if k not in ("event", "account")}
        if "event" in given:
            row["list_name"] = names[id(given["event"])]
        if "account" in given:
            row |= {"kind": "account", "platform": str(people["platform"][given["account"]])}
            row["subject_id"] = str(ids[given["account"]]).lower()
        rows.append(row)
    columns: dict[str, Any] = {c: [row.get(c) for row in rows] for c in LISTINGS.names if c != "observed_at"}
    made = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    when = moments(draft, np.array([row["second"] for row in rows], dtype=np.int64))
    table = conform(LISTINGS, pa.table(made | {"observed_at": when}))
    return table.sort_by([(n, "ascending") for n in ("platform", "subject_id", "list_name")])


def _state(draft: Draft, row: int, ids: Texts) -> dict[str, Any]:
    people = draft.people
    return {
        "list_name": LIST,
        "kind": "account",
        "platform": str(people["platform"][row]),
        "subject_id": str(ids[row]),
        "listing_role": "state_media",
        "outlet": str(people["name"][row]),
        "country": str(people["country"][row]),
        "source": "made up",
        "second": draft.setting.length + DELAY_S,
    }
