"""The view of what was lost: rows as they were computed, in order, and nobody outside the networks named unasked."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest

from floodwatch.centre.handles import Centre
from floodwatch.centre.units import every
from floodwatch.detectors.personas.lifecycle import LIFECYCLE
from floodwatch.engine import DuckDB
from floodwatch.lake.plan import leading_to, run_one
from floodwatch.model.dossier import OUTSIDE
from floodwatch.model.errors import CentreError
from floodwatch.model.records import OBSERVED
from floodwatch.model.units import settings_of
from floodwatch.tools.arrow import empty
from floodwatch.views.lifecycle import NOTES, view
from tests.views.made_case import case, nothing
from tests.views.shapes import START

DATE = START + timedelta(days=4)


def computed(made):
    """The made-up case with the tables of the lifecycle, and all that they need."""
    engine = made.engine()
    for table in OBSERVED.values():
        engine.register(table.name, empty(table))
    there = dict.fromkeys(engine.names())
    for wanted in ("lifecycle", "successors"):
        for unit in leading_to(every(power=False), wanted, list(there)):
            if unit.makes[0] not in there:
                run_one(engine, unit, {"seed": 1}, there)
                there.update(dict.fromkeys(unit.makes))
    return engine


def exposed():
    """The covert network is named; twenty of its accounts and two of sixty others are gone, one comes back."""
    made = case()
    report = {
        "event_id": "r1",
        "title": "A report",
        "kind": "exposure",
        "started_at": DATE,
        "source": "a lab",
    }
    made.tables["events"].append(report)
    members = [m for m in made.tables["members"] if m["network_id"] == "n-aa11covert"]
    checked = [(m["platform"], m["account_id"], n < 20) for n, m in enumerate(members)]
    checked += [("x", f"o{n}", n < 2) for n in range(60)]
    made.tables["checks"] = [
        {
            "kind": "account",
            "platform": platform,
            "subject_id": who,
            "status": "suspended" if gone else "active",
            "observed_at": DATE + timedelta(days=9),
        }
        for platform, who, gone in checked
    ]
    for row in made.tables["accounts"]:
        if row["account_id"] == "aa000":
            row |= {"avatar": "cat.jpg", "bio": "Tea, trains and long walks by the river at dawn"}
            twin = {
                **row,
                "account_id": "twin",
                "handle": "outsider_twin",
                "created_at": DATE + timedelta(days=2),
            }
    made.tables["accounts"].append(twin)
    return made


@pytest.fixture(scope="module")
def engine():
    return computed(exposed())


def test_losses_of_every_group_stand_beside_their_controls(engine):
    told = view(engine)
    assert [e["event_id"] for e in told["events"]] == ["r1"]
    rows = {(r["group_id"], r["thing"]): r for r in told["losses"]}
    row = rows["n-aa11covert", "accounts"]
    assert (row["before"], row["lost"]) == (26, 20) and row["control_lost"] == 1, (
        "one of the two others came later"
    )
    assert row["p_value"] < 1e-3 and row["cause"] == "unknown"
    assert [thing for group, thing in rows if group == "n-aa11covert"] == ["accounts", "silence", "activity"]
    assert {w["week_no"] for w in told["weeks"]} == {-1, 0, 1}
    assert told["notes"] == list(NOTES)


def test_p_is_corrected_for_every_test_that_is_shown(engine):
    losses = view(engine)["losses"]
    tested = [r for r in losses if r["p_value"] is not None]
    assert len(tested) > 5 and any(r["p_value"] is None for r in losses)
    assert all((r["q_value"] is None) == (r["p_value"] is None) for r in losses)
    assert all(r["q_value"] >= r["p_value"] for r in tested)
    least = min(tested, key=lambda r: r["p_value"])
    assert least["q_value"] == pytest.approx(least["p_value"] * len(tested))
    assert least["group_id"] == losses[0]["group_id"], "the group with the least likely loss stands first"


def test_whom_a_notice_names_is_masked():
    made = exposed()
    for row in made.tables["checks"]:
        row["notice"] = "Asked for by @jane_doe" if row["status"] == "suspended" else None
    causes = [r["cause"] for r in view(computed(made))["losses"]]
    assert any("“Asked for by @masked”" in cause for cause in causes) and "jane_doe" not in repr(causes)


def test_a_successor_outside_the_networks_is_named_only_where_asked(engine):
    told = view(engine)
    assert told["suggested"] >= 1 and "twin" not in repr(told["successors"])
    assert OUTSIDE in [row["candidate_account"] for row in told["successors"]]
    (row,) = [r for r in view(engine, named=True)["successors"] if r["candidate_account"] == "account:x/twin"]
    assert row["lost_account"] == "account:x/aa000" and len(row["reasons"]) >= 2
    assert (
        view(engine, most=1)["suggested"] == told["suggested"]
        and len(view(engine, most=1)["successors"]) == 1
    )


def test_a_case_without_exposures_and_one_without_tables_say_nothing():
    told = view(computed(nothing()))
    assert told == {
        "events": [],
        "losses": [],
        "weeks": [],
        "successors": [],
        "suggested": 0,
        "notes": list(NOTES),
    }
    with DuckDB() as bare:
        bare.register("members", pa.table({c: pa.array([], pa.string()) for c in ("platform", "account_id")}))
        bare.register("accounts", empty(OBSERVED["accounts"]))
        assert view(bare) == told


def test_it_is_answered_after_detection_only(tmp_path):
    with pytest.raises(CentreError, match="Nothing has been detected"):
        Centre.init(tmp_path / "centre").case().lifecycle()


def test_units_hand_on_their_settings():
    assert all(settings_of(unit, {"seed": 1}) for unit in LIFECYCLE)
