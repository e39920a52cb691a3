"""Changes of a profile between observations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from floodwatch.views.changes import COUNTS, TEXTS, changes, counts

START = datetime(2024, 5, 1, tzinfo=UTC)
NOTHING = dict.fromkeys((*TEXTS, *COUNTS))


def seen(*told):
    return [{**NOTHING, "observed_at": START + timedelta(days=n), **row} for n, row in enumerate(told)]


def test_a_change_says_when_it_was_last_as_before_and_first_as_after():
    (found,) = changes(seen({"name": "Anna"}, {"name": "Anna"}, {"name": "Ben"}))
    assert found == {
        "field": "name",
        "before": "Anna",
        "after": "Ben",
        "last_seen_before": START + timedelta(days=1),
        "first_seen_after": START + timedelta(days=2),
    }


def test_what_an_observation_leaves_out_has_not_changed():
    assert changes(seen({"name": "Anna", "labels": ["a"]}, {}, {"labels": []}, {"name": "Anna"})) == []


def test_changes_of_all_fields_come_in_the_order_of_time():
    rows = seen(
        {"handle": "a", "bio": "tea"}, {"handle": "a", "bio": "coffee"}, {"handle": "b", "status": "active"}
    )
    assert [c["field"] for c in changes([*rows, {**rows[-1], "status": "suspended"}])] == [
        "bio",
        "handle",
        "status",
    ]


def test_counts_are_kept_when_one_of_them_moved():
    rows = seen({"followers": 1}, {"followers": 1}, {}, {"followers": 1, "following": 4}, {"followers": 0})
    assert [(r["observed_at"].day, r["followers"], r["following"]) for r in counts(rows)] == [
        (1, 1, None),
        (4, 1, 4),
        (5, 0, None),
    ]


@given(st.lists(st.sampled_from([None, "", "a", "b", "c"])))
def test_changes_lead_from_the_first_value_to_the_last(names):
    found = changes(seen(*({"name": name} for name in names)))
    known = [name for name in names if name]
    assert all(one["before"] != one["after"] for one in found)
    assert [one["before"] for one in found[1:]] == [one["after"] for one in found[:-1]]
    if found:
        assert (found[0]["before"], found[-1]["after"]) == (known[0], known[-1])
    else:
        assert len(set(known)) <= 1
