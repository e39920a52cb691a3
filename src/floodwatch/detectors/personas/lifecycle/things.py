"""Posts and sites of a group after an event, as far as anybody looked at them again; and how much it still posts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from floodwatch.detectors.personas.excess import Background, fitted
from floodwatch.detectors.personas.lifecycle.fates import LOST_SQL
from floodwatch.detectors.personas.lifecycle.groups import (
    NO_CONTROLS,
    UNKNOWN,
    Controls,
    Loss,
    cause,
    changes,
    counted,
    posts_around,
)
from floodwatch.detectors.personas.ranks import rank_test
from floodwatch.detectors.personas.strata import Tally, matched, tallied
from floodwatch.model.units import Engine, Rows, Step
from floodwatch.tools.urls import shared_hosts

LATEST = """
    SELECT e.event_id, c.platform, c.subject_id, lower(c.status) AS status, c.notice
    FROM checks c JOIN lifecycle_dates e ON c.observed_at > e.started_at WHERE c.kind = '{kind}'
    QUALIFY row_number() OVER (PARTITION BY e.event_id, c.platform, c.subject_id
        ORDER BY CASE WHEN lower(c.status) = 'unreachable' THEN 1 ELSE 0 END, c.observed_at DESC, c.status,
            c.notice) = 1"""
POSTS = f"""
    SELECT f.event_id, f.account_no, f.control, c.status, c.notice, count(*) AS posts,
        c.status IN ({LOST_SQL}) AS gone
    FROM lifecycle_checked c JOIN posts p ON p.platform = c.platform AND p.post_id = c.subject_id
    JOIN lifecycle_dates e ON e.event_id = c.event_id AND p.created_at < e.started_at
    JOIN lifecycle_fates f ON f.event_id = c.event_id AND f.platform = p.platform AND f.account_id = p.account_id
    GROUP BY ALL ORDER BY ALL"""
WHO = """
    SELECT account_no, platform, account_id FROM personas
    WHERE account_no IN (SELECT account_no FROM lifecycle_groups)"""
LINKERS = """
    SELECT l.domain, p.account_no, min(l.created_at) AS first_at
    FROM post_links l JOIN lifecycle_who p USING (platform, account_id)
    WHERE l.domain IS NOT NULL GROUP BY l.domain, p.account_no"""
LINKED = """
    SELECT g.event_id, g.group_id, l.domain, count(*) AS linked
    FROM lifecycle_linkers l JOIN lifecycle_dates e ON l.first_at < e.started_at
    JOIN lifecycle_groups g ON g.event_id = e.event_id AND g.account_no = l.account_no
    GROUP BY g.event_id, g.group_id, l.domain HAVING count(*) > 1"""
WANTED = """
    SELECT domain FROM lifecycle_linked WHERE domain NOT IN ({shared})
    UNION SELECT subject_id FROM lifecycle_checked_sites WHERE subject_id NOT IN ({shared})"""
SIZES = """
    SELECT e.event_id, l.domain, count(*) AS accounts FROM (
        SELECT domain, platform, account_id, min(created_at) AS first_at FROM post_links
        WHERE created_at < (SELECT max(started_at) FROM lifecycle_dates)
          AND domain IN (SELECT domain FROM lifecycle_sites)
        GROUP BY domain, platform, account_id) l JOIN lifecycle_dates e ON l.first_at < e.started_at
    GROUP BY e.event_id, l.domain HAVING count(*) > 1"""
"""Only of sites that a group links, or that somebody looked at again: of no other anything is said."""
OWN = """
    SELECT l.event_id, l.group_id, s.domain, s.accounts
    FROM lifecycle_sizes s JOIN lifecycle_linked l ON l.event_id = s.event_id AND l.domain = s.domain
    WHERE 2 * l.linked >= s.accounts"""
SITES = f"""
    SELECT s.event_id, o.group_id, s.domain, s.accounts, c.status, c.notice,
        coalesce(c.status IN ({LOST_SQL}), false) AS gone
    FROM lifecycle_sizes s LEFT JOIN lifecycle_own o ON o.event_id = s.event_id AND o.domain = s.domain
    LEFT JOIN lifecycle_checked_sites c ON c.event_id = s.event_id AND c.subject_id = s.domain
    WHERE o.group_id IS NOT NULL OR c.status IS NOT NULL ORDER BY s.event_id, o.group_id, s.domain"""
SITE_STEPS = {
    "lifecycle_who": WHO, "lifecycle_linkers": LINKERS, "lifecycle_linked": LINKED, "lifecycle_sites": WANTED,
    "lifecycle_sizes": SIZES, "lifecycle_own": OWN,
}  # fmt: skip
MADE = ("lifecycle_checked", "lifecycle_checked_sites", *SITE_STEPS)

Groups = Mapping[tuple[str, str], Rows]
Floats = NDArray[np.float64]


def lost_posts(engine: Engine, groups: Groups) -> list[Loss]:
    """Posts made before the date that were gone when they were looked at again; p by the law of the others' rates."""
    engine.table(Step("lifecycle_checked", LATEST.format(kind="post")))
    found: dict[str, Rows] = defaultdict(list)
    for row in engine.arrow(POSTS).to_pylist():
        found[row["event_id"]].append(row)
    every = {event_id: Checked.of(rows) for event_id, rows in found.items()}
    return [_posts(*key, mine, every[key[0]]) for key, mine in groups.items() if key[0] in every]


@dataclass(frozen=True, slots=True)
class Checked:
    """Posts of one event that were looked at again: by account, and the law of the controls. Made once an event."""

    by_account: Mapping[int, Rows]
    posts: int
    lost: int
    law: Background | None

    @classmethod
    def of(cls, rows: Rows) -> Checked:
        """From a row for each account and status."""
        by_account: dict[int, Rows] = defaultdict(list)
        for row in rows:
            by_account[row["account_no"]].append(row)
        posts, hits = _each([row for row in rows if row["control"] and row["status"] != "unreachable"])
        law = fitted(posts, hits, np.ones(len(posts))) if len(posts) else None
        return cls(by_account, int(posts.sum()), int(hits.sum()), law)


def _posts(event_id: str, group_id: str, accounts: Rows, checked: Checked) -> Loss:
    mine = [row for one in accounts for row in checked.by_account.get(one["account_no"], ())]
    before = sum(row["posts_before"] for row in accounts)
    failed = sum(row["posts"] for row in mine if row["status"] == "unreachable")
    posts, hits = _each([row for row in mine if row["status"] != "unreachable"])
    number, lost, law = int(posts.sum()), int(hits.sum()), checked.law
    gone = [row for row in mine if row["gone"] for _ in range(row["posts"])]
    said = f"{lost} of {number} posts that were looked at again were gone; people delete old posts too"
    return Loss(
        event_id, group_id, "posts", before, number, lost if number else None,
        law.rate * number if law and number else None, checked.posts, checked.lost,
        law.chance(lost, posts) if law and number else None, failed, before - number - failed,
        number if law else 0, lost if law else 0,
        "nothing" if law else "", counted([row["status"] for row in gone]), cause([row["notice"] for row in gone]),
        said if law else f"{said} ({NO_CONTROLS})",
    )  # fmt: skip


def _each(rows: Rows) -> tuple[Floats, Floats]:
    """Posts looked at, and posts gone, of every account."""
    posts, hits = Counter[int](), Counter[int]()
    for row in rows:
        posts[row["account_no"]] += row["posts"]
        hits[row["account_no"]] += row["posts"] * row["gone"]
    order = sorted(posts)
    return np.array([posts[n] for n in order], np.float64), np.array([hits[n] for n in order], np.float64)


def lost_sites(engine: Engine) -> list[Loss]:
    """Sites that at least two accounts linked, half of them or more of the group, beside other sites as much linked."""
    shared = ", ".join(f"'{site}'" for site in shared_hosts())
    engine.table(Step("lifecycle_checked_sites", LATEST.format(kind="site")))
    engine.steps([Step(name, sql.format(shared=shared)) for name, sql in SITE_STEPS.items()])
    own: dict[tuple[str, str], Rows] = defaultdict(list)
    others: dict[str, Rows] = defaultdict(list)
    for row in engine.arrow(SITES).to_pylist():
        if row["group_id"] is None:
            others[row["event_id"]].append(row)
        else:
            own[row["event_id"], row["group_id"]].append(row)
    controls = {
        event_id: _by_size([row for row in others[event_id] if row["status"] != "unreachable"])
        for event_id in {event_id for event_id, _ in own}
    }
    return [_sites(*key, mine, controls[key[0]]) for key, mine in own.items()]


def _sites(event_id: str, group_id: str, mine: Rows, controls: Tally) -> Loss:
    reached = [row for row in mine if row["status"] not in (None, "unreachable")]
    failed = sum(row["status"] == "unreachable" for row in mine)
    gone = [row for row in reached if row["gone"]]
    test = matched(_by_size(reached), controls)
    said = f"{len(gone)} of {len(reached)} sites that were looked at again were gone; domains also run out"
    return Loss(
        event_id, group_id, "sites", len(mine), len(reached), len(gone) if reached else None,
        test.expected if test else None, test.others if test else 0, test.other_hits if test else 0,
        test.p_value if test else None, failed, len(mine) - len(reached) - failed,
        test.size if test else 0, test.hits if test else 0,
        "accounts that linked them" if test else "", counted([row["status"] for row in gone]),
        cause([row["notice"] for row in gone]), said if test else f"{said} ({NO_CONTROLS})",
    )  # fmt: skip


def _by_size(rows: Rows) -> Tally:
    return tallied((int(row["accounts"]).bit_length(), bool(row["gone"]), 1) for row in rows)


def activity(event_id: str, group_id: str, mine: Rows, controls: Controls) -> Loss | None:
    """Posts in the days before the date and as many after it; p compares how each account's number changed."""
    active = [row for row in mine if row["was_active"]]
    if not active:
        return None
    others = controls.active
    before, after = posts_around(active)
    their_before, their_after = others.sums
    drop = max(0, before - after)
    test = rank_test(changes(active), others.changes)
    said = (
        f"{before} posts in the {active[0]['days']} days before, {after} in as many after; controls {their_before} and "
        f"{their_after} ({others.size} accounts, not matched); news comes and goes"
    )
    return Loss(
        event_id, group_id, "activity", before, before, drop,
        before * max(0, their_before - their_after) / their_before if their_before else None, their_before,
        max(0, their_before - their_after), test, 0, 0, 0, 0, "", "", UNKNOWN,
        said if test is not None else f"{said} (not tested: too few controls)",
    )  # fmt: skip
