"""What claims say of a name, as frameworks take it, and the page made of that."""

from __future__ import annotations

from floodwatch.assessment.frameworks import Fact, frameworks
from floodwatch.casebook import record
from floodwatch.centre.starting import ready
from floodwatch.outputs.frameworks import page
from floodwatch.views.facts import view
from tests.casebook.made import who
from tests.casebook.told import OTHER, say, told

EVIL = who("</style><script>alert(1)</script>", "narrative")


def test_what_the_package_brings_about_a_name_fills_every_matrix(tmp_path):
    book = tmp_path / "casebook.db"
    ready(book)
    rows = view(book, "Storm-1376")
    made = frameworks([Fact(**row) for row in rows])
    codes = {row["code"] for row in rows if row["code"]}
    assert {"T0087.001", "T0118", "T0068"} <= codes
    disarm = next(m for m in made["matrices"] if m["matrix"] == "disarm")
    assert disarm["techniques"] == len(codes)
    slots = {s["slot"]: s for s in made["models"][1]["slots"]}
    assert any("wastewater" in f["value"] for f in slots["narrative"]["facts"])
    assert all(
        f["source"] == "claim" and f["ref"].startswith("claim:") for s in slots.values() for f in s["facts"]
    )


def test_suggested_claims_come_only_when_asked_for_and_marked(book):
    told(book, say(OTHER, "active_on", value="VK", status="suggested", decided_by=""))
    assert view(book, "Grey Lynx") == []
    assert [row["status"] for row in view(book, "Grey Lynx", suggested=True)] == ["suggested"]


def test_nobody_of_that_name_has_no_facts(book):
    told(book)
    assert view(book, "nobody") == [] == view(book, "")


def test_texts_of_others_are_escaped_on_the_page(book):
    record.add(book, [EVIL])
    told(book, say(OTHER, "tells", EVIL))
    made = {"about": "<b>x</b>", **frameworks([Fact(**row) for row in view(book, "Grey Lynx")])}
    shown = page(made)
    assert "<script" not in shown and "&lt;script&gt;" in shown and "<b>x" not in shown
    assert "CC BY-SA 4.0" in shown and page(made) == shown
