"""The co-action kernel: for every trace, which accounts acted on the same objects within which window.

Everything is exact and in integers; the joins and what keeps them small are in `joins`. Weight is distinct
objects: one account repeating a link a hundred times beside another's single share is one object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from floodwatch.detectors.coordination import recount
from floodwatch.detectors.coordination.joins import (
    PAIR_COLUMNS,
    REPEATED,
    TOGETHER,
    VIRAL_PAIRS,
    WORK,
    busy_sql,
    pair_key,
    parts_needed,
    passes,
    prepare,
    together_steps,
)
from floodwatch.detectors.coordination.left_out import MOST_CO_ACTIONS, WITHOUT, left_out_steps
from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

WIDEST_S = WINDOWS_S[-1]
RARE_CAP = 50
USABLE = "acted_at IS NOT NULL AND account_id IS NOT NULL AND object_id IS NOT NULL"

KEYED = (
    Step("keyed_traces", f"""
        SELECT CAST(row_number() OVER (ORDER BY trace) - 1 AS INTEGER) AS trace_key, trace
        FROM (SELECT DISTINCT trace FROM actions WHERE {USABLE})"""),
    Step("keyed_accounts", f"""
        SELECT CAST(row_number() OVER (ORDER BY platform, account_id) - 1 AS INTEGER) AS account_key,
            platform, account_id
        FROM (SELECT DISTINCT platform, account_id FROM actions WHERE {USABLE})"""),
    Step("keyed_objects", f"""
        SELECT trace_key, object_id,
            CAST(row_number() OVER (ORDER BY trace_key, object_id) - 1 AS INTEGER) AS object_key
        FROM (SELECT DISTINCT trace, object_id FROM actions WHERE {USABLE})
        JOIN keyed_traces USING (trace)"""),
    Step("keyed_actions", f"""
        SELECT trace_key, account_key, object_key, CAST(floor(epoch(acted_at)) AS BIGINT) AS acted_s, post_id
        FROM actions JOIN keyed_traces USING (trace) JOIN keyed_objects USING (trace_key, object_id)
        JOIN keyed_accounts USING (platform, account_id)
        WHERE {USABLE}"""),
)  # fmt: skip
"""From the strings of `actions` to dense integers in sorted order; object keys are unique over all traces."""

ACCOUNT_MARGINS = Step("account_margins", """
    SELECT trace_key, account_key, CAST(sum(actions) AS BIGINT) AS actions, count(*) AS objects
    FROM co_action_presence GROUP BY trace_key, account_key""")  # fmt: skip

PRESENCE = Step("co_action_presence", """
    SELECT trace_key, object_key, account_key, count(*) AS actions
    FROM keyed_actions GROUP BY trace_key, object_key, account_key""")  # fmt: skip


def over_windows(template: str, windows: Sequence[int] = WINDOWS_S) -> str:
    """The template, in which {w} is a window in seconds, once for every window."""
    return ", ".join(template.format(w=w) for w in windows)


def within_sql(actions: str, partition: str) -> str:
    """Per object: unordered pairs of actions of one partition within each window, as within_<window>."""
    counts = over_windows(
        f"count(*) OVER (PARTITION BY {partition} ORDER BY acted_s"
        " RANGE BETWEEN {w} PRECEDING AND {w} FOLLOWING) - 1 AS near_{w}"
    )
    sums = over_windows("CAST(sum(near_{w}) AS BIGINT) // 2 AS within_{w}")
    return f"SELECT object_key, {sums} FROM (SELECT object_key, {counts} FROM {actions}) GROUP BY object_key"


def object_margin_steps(again: bool = False) -> tuple[Step, ...]:
    """Steps to `object_margins`: pairs by distinct accounts are all pairs less those within one account.

    `again`: only those of objects whose actions changed; the others are those of the last run.
    """
    which = recount.TOUCHED if again else ""
    sizes = f"""
        SELECT trace_key, object_key, count(*) AS actors, CAST(sum(actions) AS BIGINT) AS actions,
            CAST(sum(actions) * (sum(actions) - 1) - sum(actions * (actions - 1)) AS BIGINT) // 2 AS pairs_all
        FROM co_action_presence {which} GROUP BY trace_key, object_key"""
    everyone = f"(SELECT object_key, account_key, acted_s FROM keyed_actions {which})"
    repeats = f"""(SELECT * FROM {everyone} AS everyone
        SEMI JOIN (SELECT * FROM co_action_presence WHERE actions > 1) AS often USING (object_key, account_key))"""
    pairs = over_windows("everyone.within_{w} - coalesce(alone.within_{w}, 0) AS pairs_{w}")
    columns = f"actors, actions, pairs_all, {over_windows('pairs_{w}')}"
    others = f"UNION ALL {recount.margins_kept(columns)}" if again else ""
    return (
        Step("co_action_everyone", within_sql(f"{everyone} AS everyone", "object_key")),
        Step("co_action_alone", within_sql(f"{repeats} AS repeats", "object_key, account_key")),
        Step("object_margins", f"""
            SELECT trace_key, object_key, actors, actions, pairs_all, {pairs} FROM ({sizes}) AS sizes
            JOIN co_action_everyone AS everyone USING (object_key)
            LEFT JOIN co_action_alone AS alone USING (object_key) {others}"""),
    )  # fmt: skip


def rare_step(rare_cap: int) -> Step:
    """Who used which rare object at all, for accounts with at least two of them: the windowless test."""
    rare = f"""(SELECT trace_key, object_key, account_key FROM co_action_presence
        SEMI JOIN (SELECT object_key FROM object_margins WHERE actors BETWEEN 2 AND {rare_cap}) AS few
        USING (object_key))"""
    return Step("co_action_rare", busy_sql(rare, rare))


def ever_step(part: int, parts: int) -> Step:
    """Pairs with the number of rare objects both used, whatever the lag."""
    return Step("kernel_ever", f"""
        SELECT {pair_key("side_a", "side_b")} AS pair_key, count(*) AS shared_ever
        FROM (SELECT * FROM co_action_rare WHERE account_key % {parts} = {part}) AS side_a
        JOIN co_action_rare AS side_b USING (object_key)
        WHERE side_a.account_key < side_b.account_key GROUP BY pair_key""")  # fmt: skip


def pass_steps(part: int, parts: int) -> tuple[Step, ...]:
    """One pass: the meetings of one part of the pairs, counted by object, then by pair."""
    return (ever_step(part, parts), *together_steps(WIDEST_S, part, parts), *counted_steps(part))


def counted_steps(part: int) -> tuple[Step, ...]:
    """From the meetings of some pairs, their `kernel_repeated` and `kernel_ever`, to their rows."""
    wanted = (
        "SELECT pair_key FROM kernel_repeated UNION SELECT pair_key FROM kernel_ever WHERE shared_ever >= 2"
    )
    counts = over_windows("CAST(count(*) FILTER (WHERE abs(lag_s) <= {w}) AS INTEGER) AS count_{w}")
    shared = over_windows("count(*) FILTER (WHERE nearest_code // 2 <= {w}) AS shared_{w}")
    totals = over_windows("CAST(sum(count_{w}) AS BIGINT) AS count_{w}")
    zeros = ", ".join(over_windows(f"coalesce({c}_{{w}}, 0) AS {c}_{{w}}") for c in ("shared", "count"))
    return (
        Step("kernel_found", f"""
            SELECT pair_key, object_key, min(2 * abs(lag_s) + if(lag_s < 0, 1, 0)) AS nearest_code, {counts}
            FROM {TOGETHER} AS meetings SEMI JOIN ({wanted}) AS wanted USING (pair_key)
            GROUP BY pair_key, object_key"""),
        Step(f"co_action_rows_{part}", f"""
            SELECT object_key, {PAIR_COLUMNS}, CAST(nearest_code // 2 AS INTEGER) AS nearest_s,
                CAST((nearest_code // 2) * (1 - 2 * (nearest_code % 2)) AS INTEGER) AS lag_s,
                {over_windows("count_{w}")}
            FROM kernel_found SEMI JOIN kernel_repeated USING (pair_key)"""),
        Step(f"co_action_pairs_{part}", f"""
            SELECT {PAIR_COLUMNS}, {zeros}, if(shared_ever >= 2, shared_ever, 0) AS shared_ever, median_lag_s
            FROM (SELECT pair_key, {shared}, {totals},
                    CAST(median(nearest_code // 2) AS DOUBLE) AS median_lag_s
                  FROM kernel_found GROUP BY pair_key)
            FULL JOIN kernel_ever USING (pair_key)
            WHERE shared_{WIDEST_S} >= 2 OR shared_ever >= 2"""),
    )  # fmt: skip


def gathered_steps(parts: int) -> tuple[Step, ...]:
    """The passes put together: `co_actions` and `pairs`, columns as promised to the statistics."""
    rows = " UNION ALL ".join(f"SELECT * FROM co_action_rows_{i}" for i in range(parts))
    pairs = " UNION ALL ".join(f"SELECT * FROM co_action_pairs_{i}" for i in range(parts))
    return (
        Step("co_actions", f"""
            SELECT trace_key, object_key, account_a, account_b, nearest_s, lag_s,
                {over_windows("count_{w}")} FROM ({rows})"""),
        Step("pairs", f"""
            SELECT trace_key, account_a, account_b, {over_windows("shared_{w}")}, shared_ever,
                {over_windows("count_{w}")}, median_lag_s FROM ({pairs})"""),
    )  # fmt: skip


def count_pairs(
    engine: Engine,
    actions: str,
    window: int,
    *,
    viral_pairs: int = VIRAL_PAIRS,
    rows_per_pass: int = 0,
) -> int:
    """The kernel alone, for one window: table `pairs_within` of pairs that share two objects or more.

    `actions` names a table (trace_key, account_key, object_key, acted_s). Columns made: trace_key, account_a,
    account_b, shared (distinct objects), co_actions (pairs of actions). Returns the number of passes taken.
    """
    prepare(engine, actions, window, viral_pairs, counted="kernel_near")
    engine.table(Step("kernel_ever", "SELECT CAST(0 AS BIGINT) AS pair_key, 0 AS shared_ever WHERE FALSE"))
    parts = parts_needed(engine, actions, rows_per_pass)
    for part in range(parts):
        engine.steps((
            *together_steps(window, part, parts),
            Step(f"pairs_within_{part}", f"""
                SELECT {PAIR_COLUMNS}, count(DISTINCT object_key) AS shared, count(*) AS co_actions
                FROM {TOGETHER} AS meetings SEMI JOIN kernel_repeated USING (pair_key) GROUP BY pair_key"""),
        ))  # fmt: skip
    union = " UNION ALL ".join(f"SELECT * FROM pairs_within_{i}" for i in range(parts))
    engine.table(Step("pairs_within", union))
    engine.drop(*WORK, *(f"pairs_within_{i}" for i in range(parts)))
    return parts


def _prepared(engine: Engine, number: Mapping[str, int]) -> int:
    """Make the actions to join and what is rare, from keys and margins; gives how many objects are left out."""
    prepare(engine, "keyed_actions", WIDEST_S, number["viral_pairs"])
    engine.steps(left_out_steps(number["most_co_actions"], WIDEST_S))
    left_out = rows_of(engine, "left_out_objects")
    if left_out:
        engine.steps(WITHOUT)
        prepare(engine, "keyed_actions", WIDEST_S, number["viral_pairs"])
    engine.steps((ACCOUNT_MARGINS, rare_step(number["rare_cap"])))
    return left_out


def _all(engine: Engine, rows_per_pass: int) -> None:
    """Count all pairs, in as many passes as they need."""
    rare_pairs = "(SELECT coalesce(sum(actors * (actors - 1) // 2), 0) FROM co_action_rare_sizes)"
    engine.table(Step("co_action_rare_sizes", """
        SELECT object_key, count(*) AS actors FROM co_action_rare GROUP BY object_key"""))  # fmt: skip
    parts = parts_needed(engine, "keyed_actions", rows_per_pass, rare_pairs)
    engine.drop("co_action_rare_sizes")
    for part in range(parts):
        engine.steps(pass_steps(part, parts))
    _gather(engine, parts)


def _again(engine: Engine, rows_per_pass: int) -> dict[str, int]:
    """Count the pairs of `recount_wanted` and keep all others; gives how many rows were counted."""
    engine.steps(recount.COMMON)
    bound = "(SELECT coalesce(sum(weight), 0) FROM recount_together)"
    parts = passes(engine, "keyed_actions", rows_per_pass, bound)
    for part in range(parts):
        engine.steps((*recount.meeting_steps(WIDEST_S, part, parts), REPEATED, *counted_steps(part)))
    made = {
        table: sum(rows_of(engine, f"co_action_{kind}_{part}") for part in range(parts))
        for table, kind in (("co_actions", "rows"), ("pairs", "pairs"))
    }
    engine.steps(recount.kept_steps(parts))
    _gather(engine, parts + 1)
    return made


def _gather(engine: Engine, parts: int) -> None:
    """Put the passes together, and forget what only they needed."""
    engine.drop(*WORK)
    for kind, step in zip(("rows", "pairs"), gathered_steps(parts), strict=True):
        engine.table(step)
        engine.drop(*(f"co_action_{kind}_{i}" for i in range(parts)))
    engine.drop("co_action_presence", "co_action_everyone", "co_action_alone", "co_action_rare")


def rows_of(engine: Engine, table: str) -> int:
    """Rows of a table."""
    return int(engine.arrow(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py())


def _action(account: str, thing: str, acted_at: datetime | None) -> dict[str, object]:
    row = {"trace": "url", "platform": "x", "account_id": account, "object_id": thing, "acted_at": acted_at}
    return {**row, "post_id": f"{account}-{thing}"}


class CoAction:
    """Counts co-actions of every trace at five windows in one pass over the widest."""

    name = "co_action"
    description = (
        "Pairs of accounts that acted on the same objects within 10 s to 6 h, and on rare objects at any lag."
    )
    version = 1
    parameters = (
        Parameter("rare_cap", RARE_CAP, "An object that no more accounts used is rare.", "accounts"),
        Parameter("viral_pairs", VIRAL_PAIRS, "From so many pairs an object is joined last.", "pairs"),
        Parameter("rows_per_pass", 0, "Co-actions held in memory at once; 0: half the actions, or 4 million.", "rows"),
        Parameter("most_co_actions", MOST_CO_ACTIONS, "Beyond so many the heaviest objects are left out.", "rows"),
    )  # fmt: skip
    needs = ("actions/*",)
    makes = (
        "keyed_traces", "keyed_accounts", "keyed_objects", "keyed_actions", "account_margins",
        "object_margins", "co_actions", "pairs", "left_out_objects",
    )  # fmt: skip
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave the nine tables named in `makes`."""
        number = self._numbers(settings)
        engine.steps((*KEYED, PRESENCE, *object_margin_steps()))
        _prepared(engine, number)
        _all(engine, number["rows_per_pass"])

    def renew(self, engine: Engine, settings: Mapping[str, Value]) -> dict[str, int] | None:
        """Leave the same, from the tables of the last run; gives the rows made, or nothing where all were."""
        number = self._numbers(settings)
        engine.steps((*KEYED, *recount.CHANGES, PRESENCE, *object_margin_steps(again=True)))
        left_out, made = _prepared(engine, number) or rows_of(engine, "left_out_objects_before"), None
        if not left_out and recount.pays(engine, WIDEST_S, number["rare_cap"]):
            made = _again(engine, number["rows_per_pass"])
        else:
            _all(engine, number["rows_per_pass"])
        engine.drop(*recount.WORK)
        return made and {table: made.get(table, rows_of(engine, table)) for table in self.makes}

    def _numbers(self, settings: Mapping[str, Value]) -> dict[str, int]:
        return {p.name: int(str(settings.get(p.name, p.default))) for p in self.parameters}

    def examples(self) -> Sequence[Example]:
        """Two accounts sharing two links within a minute; an action of which nobody knows when it was."""
        noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
        times = {"a": noon, "b": noon + timedelta(seconds=40)}
        together: Rows = [_action(name, link, when) for name, when in times.items() for link in ("o1", "o2")]
        return (
            Example("two links in common within a minute", True, {"actions/*": together}),
            Example("an action without a time", False, {"actions/*": [_action("a", "o1", None)]}),
        )


CO_ACTION = CoAction()
