"""The loss of accounts, posts and sites after an exposure or takedown, beside matched controls.

Groups: every network, and the accounts that a list names for the event (`listed:<event_id>`). Controls: background
accounts that were there before the date, matched by platform, language, age and activity before the date, at the
closest of four levels at which 80% of the group's accounts have any, and by whether anybody looked in a way that shows
who is gone (a crawl of profiles does not). Null: inside a stratum, what was gone has nothing to do with who is of the
group (stratified hypergeometric, one-sided). Posts: Gamma-Poisson law of the controls' rates. Activity: two-sided
rank-sum test of the change of every account's posts, over as many days after the date as before. Nothing here says why:
the cause is unknown unless a notice of the platform or host was recorded, which is then quoted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.lifecycle.groups import Controls, Loss, lost_accounts, silent_accounts
from floodwatch.detectors.personas.lifecycle.things import MADE, Groups, activity, lost_posts, lost_sites
from floodwatch.detectors.personas.samples import NOON
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

THINGS = ("accounts", "silence", "posts", "activity", "sites")
DATES = Step(
    "lifecycle_dates",
    "SELECT event_id, started_at FROM events WHERE event_id IN (SELECT event_id FROM lifecycle_groups)",
)
MINE = """
    SELECT g.group_id, f.*, f.following = 0 AS silent FROM lifecycle_fates f
    JOIN lifecycle_groups g ON g.event_id = f.event_id AND g.account_no = f.account_no
    ORDER BY f.event_id, g.group_id, f.account_no"""
CONTROLS = """
    SELECT event_id, platform, language, age_band, activity_band, fate, was_active, recent, following,
        following = 0 AS silent, told, count(*) AS accounts
    FROM lifecycle_fates WHERE control GROUP BY ALL ORDER BY ALL"""
WEEKS = """
    WITH said AS (
        SELECT f.event_id, f.account_no, f.control,
            CAST(floor((epoch(p.created_at) - epoch(e.started_at)) / 604800) AS BIGINT) AS week_no, count(*) AS posts
        FROM lifecycle_fates f JOIN lifecycle_dates e USING (event_id)
        JOIN lifecycle_posts p ON p.account_no = f.account_no
        WHERE floor((epoch(p.created_at) - epoch(e.started_at)) / 604800) BETWEEN -{weeks} AND {weeks} - 1
        GROUP BY f.event_id, f.account_no, f.control,
            CAST(floor((epoch(p.created_at) - epoch(e.started_at)) / 604800) AS BIGINT)),
    mine AS (
        SELECT s.event_id, g.group_id, s.week_no, CAST(sum(s.posts) AS BIGINT) AS posts, count(*) AS accounts
        FROM said s JOIN lifecycle_groups g ON g.event_id = s.event_id AND g.account_no = s.account_no
        GROUP BY s.event_id, g.group_id, s.week_no),
    others AS (
        SELECT event_id, week_no, CAST(sum(posts) AS BIGINT) AS posts, count(*) AS accounts
        FROM said WHERE control GROUP BY event_id, week_no),
    every AS (
        SELECT g.event_id, g.group_id, s.week_no
        FROM (SELECT DISTINCT event_id, group_id FROM lifecycle_groups) g
        JOIN (SELECT DISTINCT event_id, week_no FROM said) s ON s.event_id = g.event_id)
    SELECT v.event_id, v.group_id, v.week_no, coalesce(m.posts, 0) AS posts, coalesce(m.accounts, 0) AS accounts,
        coalesce(o.posts, 0) AS control_posts, coalesce(o.accounts, 0) AS control_accounts
    FROM every v LEFT JOIN mine m ON m.event_id = v.event_id AND m.group_id = v.group_id AND m.week_no = v.week_no
    LEFT JOIN others o ON o.event_id = v.event_id AND o.week_no = v.week_no
    ORDER BY v.event_id, v.group_id, v.week_no"""


class Losses:
    """What was lost after the date, group by group, beside matched controls."""

    name = "lifecycle"
    description = "Loss of accounts, posts and sites after an exposure or takedown, against matched controls."
    version = 2
    parameters = (Parameter("weeks", 4, "Weeks before and after the date that are listed", "weeks"),)
    needs = (
        "lifecycle_fates", "lifecycle_groups", "lifecycle_posts", "personas", "posts", "post_links", "checks", "events",
    )  # fmt: skip
    makes = ("lifecycle", "lifecycle_weeks")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `lifecycle` (event, group, thing) and `lifecycle_weeks` (posts by week, before and after)."""
        engine.table(DATES)
        engine.table(Step("lifecycle_weeks", WEEKS.format(weeks=int(str(settings["weeks"])))))
        groups = _grouped(engine.arrow(MINE).to_pylist())
        found = [*_accounts(engine, groups), *lost_posts(engine, groups), *lost_sites(engine)]
        engine.drop("lifecycle_dates", *MADE)
        engine.register("lifecycle", table(found))

    def examples(self) -> Sequence[Example]:
        """An account that was looked at again makes a row; no event makes none."""
        fate = {
            "event_id": "r1", "account_no": 0, "platform": "x", "account_id": "0000", "control": False,
            "language": "en",
            "age_band": "older", "activity_band": "0", "posts_before": 0, "recent": 0, "following": 0,
            "was_active": False, "fate": "lost", "status": "suspended", "notice": None, "days": 28, "told": 1,
        }  # fmt: skip
        group = {"event_id": "r1", "group_id": "n-1", "account_no": 0}
        post = {"account_no": 0, "created_at": NOON}
        given: dict[str, Rows] = {
            "lifecycle_fates": [fate], "lifecycle_groups": [group], "lifecycle_posts": [post],
        }  # fmt: skip
        return (
            Example("one lost account", True, given),
            Example("nothing happened", False, {}),
        )


def table(found: Sequence[Loss]) -> pa.Table:
    """The rows in one order, with their types."""
    import pyarrow as pa

    kinds = {"str": pa.string(), "int": pa.int64(), "float": pa.float64()}
    schema = pa.schema([(f.name, kinds[str(f.type).split()[0]]) for f in fields(Loss)])
    rows = sorted(found, key=lambda r: (r.event_id, r.group_id, THINGS.index(r.thing)))
    return pa.Table.from_pylist([row.record() for row in rows], schema=schema)


def _accounts(engine: Engine, groups: Groups) -> Iterator[Loss]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.arrow(CONTROLS).to_pylist():
        rows[row["event_id"]].append(row)
    controls = {event_id: Controls(rows[event_id]) for event_id in {event_id for event_id, _ in groups}}
    for (event_id, group_id), mine in groups.items():
        yield lost_accounts(event_id, group_id, mine, controls[event_id])
        for measure in (silent_accounts, activity):
            found = measure(event_id, group_id, mine, controls[event_id])
            if found:
                yield found


def _grouped(rows: Sequence[Mapping[str, Any]]) -> Groups:
    found: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in rows:
        found[row["event_id"], row["group_id"]].append(dict(row))
    return found


LOSSES = Losses()
