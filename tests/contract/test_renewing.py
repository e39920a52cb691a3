"""A case that was fed in portions has, file by file, the bytes of one that was read at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floodwatch.centre.units import stages
from floodwatch.detectors.coordination import recount
from floodwatch.engine import DuckDB
from floodwatch.engine.base import Engine
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.read import ingests, open_records
from floodwatch.lake.refresh import refresh
from floodwatch.lake.write import ingesting
from floodwatch.model.records import POSTS
from floodwatch.model.units import Renewing, Unit, Value
from floodwatch.tools.arrow import schema
from tests.engines import ON_ENGINES

STAGES = stages(power=False)
UP_TO = next(n for n, unit in enumerate(STAGES["findings"]) if isinstance(unit, Renewing)) + 1
COUNTED = {**STAGES, "findings": STAGES["findings"][:UP_TO]}
"""All features and traces, and the findings up to the unit that renews its tables."""
CHOSEN = {"seed": 1, "co_action.rare_cap": 3, "co_action.viral_pairs": 3}
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
Rows = list[dict[str, object]]
Units = Mapping[str, Sequence[Unit]]

posts = st.fixed_dictionaries(
    {
        "platform": st.just("x"),
        "post_id": st.sampled_from([str(n) for n in range(30)]),
        "account_id": st.sampled_from("abcdef"),
        "created_at": st.sampled_from([0, 5, 60, 3000, 21_600, 90_000]).map(
            lambda n: NOON + timedelta(seconds=n)
        ),
        "text": st.sampled_from(
            [None, "the bridge opens again on Monday", "look, the bridge is closed again"]
        ),
        "urls": st.lists(st.sampled_from([f"https://example.org/{n}" for n in "opqr"]), max_size=3),
        "repost_of": st.none() | st.sampled_from(["r1", "r2", "r3"]),
        "observed_at": st.sampled_from([None, NOON, NOON + timedelta(hours=1)]),
    }
)
histories = st.lists(
    st.tuples(st.lists(posts, min_size=1, max_size=12), st.integers(0, 4)), min_size=2, max_size=4
)
"""Posts that come together, and (at 0) whether they replace those that came first."""


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts again however much changed."""

    def pays(engine: Engine, window: int, rare_cap: int) -> bool:
        engine.steps((*recount.reason_steps(rare_cap), recount.wanted_step(window)))
        return True

    monkeypatch.setattr(recount, "pays", pays)


def add(case: CaseFolder, rows: Rows, instead: bool = False) -> None:
    with ingesting(case) as ingest:
        ingest.add("posts", pa.Table.from_pylist(rows, schema=schema(POSTS)))
        ingest.commit({"inputs": [{"key": repr(rows)}]}, ingests(case)[:1] if instead else ())


def states(case: CaseFolder, units: Units, kind: type[Engine] = DuckDB, **chosen: Value) -> dict[str, str]:
    """Bring the case up to date; gives what became of every unit."""
    with kind(threads=1) as engine:
        open_records(case, engine)
        return {ran.unit: ran.state for ran in refresh(case, engine, units, {**CHOSEN, **chosen})}


def files(case: CaseFolder) -> dict[str, str]:
    made = case.root.glob("f*/**/*.parquet")
    return {str(p.relative_to(case.root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in made}


def differences(history: list[tuple[Rows, int]], folder: Path) -> set[str]:
    """Files of a case that was detected after every portion that are not those of one that was detected once."""
    grown, fresh = CaseFolder(folder / "grown"), CaseFolder(folder / "fresh")
    for number, (rows, instead) in enumerate(history):
        add(grown, rows, instead=instead == 0)
        add(fresh, rows, instead=instead == 0)
        assert states(grown, COUNTED)["co_action"] == ("ran" if number == 0 else "grew")
    states(fresh, COUNTED)
    return different(grown, fresh)


def different(one: CaseFolder, other: CaseFolder) -> set[str]:
    ours, theirs = files(one), files(other)
    assert ours.keys() == theirs.keys()
    return {name for name in ours if ours[name] != theirs[name]}


@pytest.mark.usefixtures("always")
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_features_and_counts_of_pairs_are_those_of_one_run(history):
    with TemporaryDirectory() as folder:
        assert differences(history, Path(folder)) == set()


def post(number: int, account: int, link: int, second: int) -> dict[str, object]:
    return {
        "platform": "x", "post_id": str(number), "account_id": f"a{account}", "text": f"Is this so? {number}",
        "created_at": NOON + timedelta(seconds=second), "urls": [f"https://example.org/{link}"],
    }  # fmt: skip


EARLY = [post(900 + n, n, 40 + n % 2, 9 * n) for n in range(3)]
MOST = [
    post(
        n, n % 12, n // 12 if n % 12 < 4 else n % 31, 7200 * (n // 12) + (n % 12) * (5 if n % 12 < 4 else 600)
    )
    for n in range(240)
]
NIGHT = [post(1000 + n, n, 7, 160_000 + n) for n in range(3)] + [
    {**MOST[17], "urls": [], "observed_at": NOON}
]
READ_AGAIN = [post(900 + n, n, 41, 9 * n) for n in range(2)]


@pytest.mark.parametrize("kind", ON_ENGINES)
def test_a_fed_case_is_that_of_one_run_on_every_engine(kind, tmp_path):
    grown, fresh = CaseFolder(tmp_path / "grown"), CaseFolder(tmp_path / "fresh")
    for number, (rows, instead) in enumerate(
        ((EARLY, False), (MOST, False), (NIGHT, False), (READ_AGAIN, True))
    ):
        add(grown, rows, instead)
        add(fresh, rows, instead)
        if number == 1:
            assert states(grown, COUNTED)["co_action"] == "ran"
        elif number > 1:
            assert states(grown, COUNTED, kind)["co_action"] == "grew"
    assert set(states(grown, COUNTED).values()) == {"fresh"}
    states(fresh, COUNTED)
    assert different(grown, fresh) == set()


def test_other_settings_and_lost_tables_count_everything(tmp_path):
    case = CaseFolder(tmp_path)
    add(case, MOST)
    states(case, COUNTED)
    add(case, NIGHT)
    case.table("findings", "pairs").unlink()
    assert states(case, COUNTED)["co_action"] == "ran"
    add(case, EARLY)
    assert states(case, COUNTED, **{"co_action.rare_cap": 4})["co_action"] == "ran"
