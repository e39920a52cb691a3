"""What was shared and what was answered, kept alike in both databases."""

from __future__ import annotations

from floodwatch.casebook import kept, shared
from floodwatch.casebook.shared import ALL, FIRST, LAST, Shared, Wanted


def version(name, at, **more):
    told = {"collection": "TLP:CLEAR", "object_id": name, "object_type": "note", "sha256": at, "version": at}
    return Shared(**{**told, "content": {"id": name, "at": at}, **more})


def ids(book, *versions, **wanted):
    found = shared.served(book, "TLP:CLEAR", Wanted(versions=versions or (LAST,), **wanted), 100)
    return [(one.object_id, one.version) for one in found]


def test_versions_are_added_in_order_and_asked_for_one_by_one(book):
    shared.add(book, [version("a", "1"), version("b", "1"), version("a", "2", pap="PAP:RED")], "ed")
    shared.add(book, [version("c", "1", collection="TLP:RED")], "ed")
    assert ids(book) == [("b", "1"), ("a", "2")]
    assert ids(book, FIRST) == [("a", "1"), ("b", "1")]
    assert ids(book, ALL) == [("a", "1"), ("b", "1"), ("a", "2")]
    assert ids(book, "1") == [("a", "1"), ("b", "1")]
    assert ids(book, ids=("a",)) == [("a", "2")]
    assert ids(book, types=("other",)) == []
    assert ids(book, paps=("", "PAP:CLEAR")) == [("b", "1")]
    rows = shared.served(book, "TLP:CLEAR", Wanted(versions=(ALL,)), 100)
    added = [one.date_added for one in rows]
    assert added == sorted(set(added))
    assert ids(book, ALL, added=added[0]) == ids(book, ALL, after=rows[0].number) == [("b", "1"), ("a", "2")]
    assert rows[2].content == {"id": "a", "at": "2"}


def test_what_is_held_back_is_not_served_and_stays(book):
    shared.add(book, [version("a", "1", rests_on=("claim",)), version("a", "2")], "ed")
    (first, name, rests), _ = shared.resting(book, "TLP:CLEAR")
    assert (name, rests) == ("a", frozenset({"claim"}))
    shared.hold_back(book, [first])
    assert ids(book, ALL) == ids(book, FIRST) == [("a", "2")]
    assert shared.last(book, "TLP:CLEAR")["a"].version == "2"
    assert shared.counts(book) == {"TLP:CLEAR": {"objects": 1, "withdrawn": 0}}


def test_a_key_is_taken_once_and_forgotten_after_a_day(book):
    now = 1_800_000_000
    assert kept.begin(book, "key", "request", now) is None
    assert kept.begin(book, "key", "request", now + 5).status == 0
    assert kept.begin(book, "key", "request", now + kept.GIVEN_UP_S + 1) is None, "its server is gone"
    kept.end(book, "key", 200, "an answer")
    assert kept.begin(book, "key", "other", now + 7200) == kept.Kept("request", 200, "an answer")
    assert kept.begin(book, "key", "other", now + 2 * kept.KEPT_S) is None
    kept.drop(book, "key")
    assert kept.begin(book, "key", "third", now) is None
