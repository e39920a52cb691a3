"""Who follows whom is counted once, strangers and odd rows included."""

from __future__ import annotations

from floodwatch.centre.units import every
from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
from floodwatch.detectors.personas.samples import people
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from tests.contract.harness import outcome

UNITS = every(power=False)


def counted(*pairs):
    """Rows of both tables, by who follows whom and by account."""
    follows = [{"platform": "x", "follower_id": a, "followed_id": b} for a, b in pairs]
    with DuckDB(threads=1) as engine:
        outcome(engine, Example("", True, {**people([{}] * 3), "follows": follows}), FOLLOW_PAIRS, UNITS)
        rows, degrees = (engine.arrow(f"SELECT * FROM {t}").to_pylist() for t in FOLLOW_PAIRS.makes)
    return {(r["one_no"], r["other_no"], r["other_name"]): r for r in rows}, {
        r["account_no"]: r for r in degrees
    }


def test_a_follow_is_returned_only_where_both_rows_are_there():
    rows, _ = counted(("0000", "0001"), ("0001", "0000"), ("0000", "0002"))
    assert {key: row["returned"] for key, row in rows.items()} == {
        (0, 1, None): True,
        (1, 0, None): True,
        (0, 2, None): False,
    }


def test_a_row_that_comes_twice_is_one_follow():
    rows, degrees = counted(("0000", "0001"), ("0000", "0001"))
    assert rows[0, 1, None]["times"] == 2
    assert (degrees[0]["outs"], degrees[0]["follows"], degrees[1]["followers"]) == (2, 1, 1)


def test_who_follows_himself_is_not_counted_among_others():
    rows, degrees = counted(("0000", "0000"), ("0000", "0001"), ("far", "far"))
    assert (
        not rows[0, 0, None]["apart"] and rows[0, 1, None]["apart"] and not rows[None, None, "x/far"]["apart"]
    )
    assert (degrees[0]["outs"], degrees[0]["follows"], degrees[0]["followers"]) == (2, 1, 0)


def test_strangers_keep_their_names_and_count_for_those_who_have_a_number():
    rows, degrees = counted(("0000", "far"), ("0001", "far"), ("near", "0000"), ("other", "0000"))
    assert set(rows) == {(0, None, "x/far"), (1, None, "x/far"), (None, 0, None)}
    assert (degrees[0]["follows"], degrees[0]["known_follows"]) == (1, 0)
    assert (degrees[0]["followers"], degrees[0]["known_followers"]) == (2, 0)
