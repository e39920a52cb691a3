"""Counting again only what changed leaves the files that counting everything leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floodwatch.detectors.coordination import recount
from floodwatch.detectors.coordination.kernel import CO_ACTION
from floodwatch.engine import DuckDB
from floodwatch.engine.base import Engine
from tests.engines import ON_ENGINES

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("trace", "platform", "account_id", "object_id", "post_id")]
    + [("acted_at", pa.timestamp("us", tz="UTC"))]
)
Action = tuple[str, str, str, int]
Tables = dict[str, pa.Table]

actions = st.tuples(
    st.sampled_from(["url", "text"]),
    st.sampled_from("abcdef"),
    st.sampled_from("opqr"),
    st.sampled_from([0, 5, 60, 3000, 21_600, 43_201, 50_000]),
)
states = st.lists(actions, min_size=1, max_size=25)
changes = st.tuples(st.lists(st.integers(0, 40), max_size=4), st.lists(actions, max_size=8))
"""Which actions go (by place) and which come, from one run to the next."""
numbers = st.fixed_dictionaries(
    {
        "viral_pairs": st.sampled_from([0, 3, 10_000]),
        "rare_cap": st.integers(2, 4),
        "rows_per_pass": st.sampled_from([1, 7, 0]),
        "most_co_actions": st.sampled_from([10**9, 10**9, 12]),
    }
)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts again however much changed."""

    def pays(engine: Engine, window: int, rare_cap: int) -> bool:
        engine.steps((*recount.reason_steps(rare_cap), recount.wanted_step(window)))
        return True

    monkeypatch.setattr(recount, "pays", pays)


def table(drawn: list[Action]) -> pa.Table:
    rows = [
        {"trace": trace, "platform": "x", "account_id": account, "object_id": thing,
         "post_id": "-".join((trace, account, thing, str(seconds))), "acted_at": NOON + timedelta(seconds=seconds)}
        for trace, account, thing, seconds in drawn
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def counted(
    engine: Engine, drawn: list[Action], chosen: dict[str, int], before: Tables | None = None
) -> tuple[Tables, dict[str, bytes], dict[str, int] | None]:
    """Tables and files that the unit makes of the actions, from those it made `before` where they are given."""
    engine.register("actions", table(drawn))
    for name, rows in (before or {}).items():
        engine.register(f"{name}_before", rows)
    had = engine.names()
    told = None if before is None else CO_ACTION.renew(engine, chosen)
    if before is None:
        CO_ACTION.run(engine, chosen)
    assert engine.names() - had == set(CO_ACTION.makes)
    made = {name: engine.arrow(f"SELECT * FROM {name}") for name in CO_ACTION.makes}
    return made, files(engine), told


def files(engine: Engine) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.parquet" for name in CO_ACTION.makes}
        for name, path in paths.items():
            engine.write(f"SELECT * FROM {name}", path)
        return {name: path.read_bytes() for name, path in paths.items()}


@pytest.mark.usefixtures("always")
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=states, later=st.lists(changes, min_size=1, max_size=3), chosen=numbers)
def test_what_is_counted_again_is_what_counting_everything_gives(first, later, chosen):
    now = first
    with DuckDB(threads=1) as engine:
        before, _, _ = counted(engine, now, chosen)
    for gone, come in later:
        now = [action for place, action in enumerate(now) if place not in gone] + come
        with DuckDB(threads=1) as engine:
            _, fresh, _ = counted(engine, now, chosen)
        with DuckDB(threads=1) as engine:
            left_out = before["left_out_objects"].num_rows
            before, grown, told = counted(engine, now, chosen, before)
        assert {name for name in fresh if fresh[name] != grown[name]} == set()
        assert (told is None) == bool(left_out or before["left_out_objects"].num_rows)


USUAL: list[Action] = [("url", account, thing, 60) for account in "abc" for thing in "op"]


DAY = 86_400
THEN: list[Action] = [
    *USUAL,
    *(("text", account, "q", 5) for account in "ad"),
    *(("url", account, "q", when) for account, when in (("k", 0), ("l", 60))),
    *(("url", account, "s", when) for account, when in (("k", 0), ("m", 9 * DAY))),
    *(("url", f"n{day}", "for four", day * DAY) for day in range(4)),
    *(("url", f"n{day}", "for two", day * DAY) for day in range(2)),
]  # fmt: skip
"""Pairs that met, a pair that met once, and pairs that used the same objects days apart."""
NOW: list[Action] = [
    *(action for action in THEN if action[0] == "url" and action not in (USUAL[0], ("url", "n3", "for four", 3 * DAY))),
    ("url", "A", "o", 70), ("url", "A", "p", 70), ("url", "l", "s", 5 * DAY),
]  # fmt: skip


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("kind", ON_ENGINES)
def test_on_every_engine_a_case_that_gains_and_loses_is_counted_as_a_new_one(kind):
    chosen = {"rare_cap": 3}
    for then, now in ((THEN, NOW), (NOW, THEN)):
        with DuckDB(threads=1) as engine:
            before, _, _ = counted(engine, then, chosen)
        with DuckDB(threads=1) as engine:
            _, fresh, _ = counted(engine, now, chosen)
        with kind() as engine:
            _, grown, told = counted(engine, now, chosen, before)
        assert told is not None
        assert {name for name in fresh if fresh[name] != grown[name]} == set()


def renewed(
    now: list[Action], then: list[Action] = USUAL, **chosen: int
) -> tuple[Tables, dict[str, int] | None]:
    """Tables of now from those of then, and what was counted for them."""
    with DuckDB(threads=1) as engine:
        before, _, _ = counted(engine, then, chosen)
    with DuckDB(threads=1) as engine:
        grown, _, told = counted(engine, now, chosen, before)
    return grown, told


def test_nothing_new_counts_nothing_again():
    grown, told = renewed(USUAL)
    assert told is not None
    assert (told["pairs"], told["co_actions"]) == (0, 0)
    assert grown["pairs"].num_rows == 3


def test_one_more_action_counts_the_pairs_that_it_meets():
    crowd = [("url", account, thing, 90_000) for account in "uvwxyz" for thing in "kl"]
    grown, told = renewed([*USUAL, *crowd, ("url", "a", "o", 61)], [*USUAL, *crowd])
    assert told is not None
    assert (told["pairs"], told["co_actions"]) == (2, 4)
    assert sorted(grown["pairs"].column("count_60").to_pylist())[-2:] == [3, 3]


@pytest.mark.parametrize(
    ("now", "chosen"),
    [
        ([*USUAL, *(("url", account, thing, 60) for account in "defg" for thing in "op")], {}),
        ([action for action in USUAL if action != ("url", "a", "o", 60)], {}),
        ([*USUAL, ("url", "a", "z", 60)], {"most_co_actions": 3}),
    ],
    ids=["most is new", "most pairs lost an action", "objects are left out"],
)
def test_where_too_much_changed_everything_is_counted(now, chosen):
    assert renewed(now, **chosen)[1] is None
