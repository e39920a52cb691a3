"""What the casebook kept before there were claims, on both databases: cases, the log, translations, decisions."""

from __future__ import annotations

from floodwatch.casebook import read, write


def test_a_case_is_noted_once(book):
    for name in ("main", "Zoo", "éa", "main", "ab"):
        write.add_case(book, name)
    assert read.cases(book) == ["Zoo", "ab", "main", "éa"], (
        "sorted by the numbers of their characters, everywhere"
    )


def test_the_log_holds_who_did_what(book):
    write.log(book, "ada", "ingest", "main", {"b": 1, "a": ("x", None), "odd": "\x00\ud800"}, "done")
    write.log(book, "bob", "detect", "main", {}, "KeyError")
    first, second = read.audit(book)
    assert (first["actor"], first["verb"], first["case_name"], first["outcome"]) == (
        "ada",
        "ingest",
        "main",
        "done",
    )
    assert first["settings"] == '{"a": ["x", null], "b": 1, "odd": "\\u0000\\ud800"}'
    assert (second["actor"], second["outcome"]) == ("bob", "KeyError")


def test_translations_are_those_of_a_case_in_their_order(book):
    for case, text in (("main", "eins"), ("other", "zwei"), ("main", "drei 😀")):
        write.add_translation(book, case, "post:x/1", "ab", "de", text, "machine", "program")
    found = read.translations(book, "main")
    assert [one["text"] for one in found] == ["eins", "drei 😀"]
    assert [one["number"] for one in found] == [1, 3]


def test_an_entity_keeps_what_was_seen_first(book):
    write.add_entity(book, "e1", "narrative", "main", {"post:x/2": 0.1, "post:x/1": 1.0}, "ada")
    write.add_entity(book, "e1", "narrative", "main", {"post:x/3": 1.0}, "bob")
    write.add_entity(book, "e0", "narrative", "main", {}, "bob")
    write.add_entity(book, "e2", "narrative", "other", {}, "bob")
    zero, one = read.entities(book, "main", "narrative")
    assert (zero.entity_id, zero.anchors) == ("e0", {})
    assert (one.entity_id, one.anchors) == ("e1", {"post:x/1": 1.0, "post:x/2": 0.1})


def test_decisions_stand_until_they_are_undone(book):
    write.add_entity(book, "e1", "narrative", "main", {}, "ada")
    first = write.decide(book, "e1", "named", {"name": "The bridge", "é": [1]}, "ada", "for the weekly")
    second = write.decide(book, "e1", "pinned", {}, "bob")
    assert first < second
    assert write.undo(book, first, "bob")
    assert not write.undo(book, first, "bob")
    assert not write.undo(book, 99, "bob")
    (one,) = read.entities(book, "main", "narrative")
    assert [(d.number, d.what, d.undone) for d in one.decisions] == [
        (first, "named", True),
        (second, "pinned", False),
    ]
    assert one.decisions[0].content == {"name": "The bridge", "é": [1]}
    assert (one.decisions[0].reason, one.decisions[0].decided_by) == ("for the weekly", "ada")
    assert [d.what for d in one.standing("pinned")] == ["pinned"]
    assert one.standing("named") == ()
