"""What documents suggest, kept in a casebook: once, refused for good, taken back, and retellings of one report."""

from __future__ import annotations

import pytest

from floodwatch.casebook.claims import claims
from floodwatch.casebook.gathering import sources
from floodwatch.casebook.store import connected
from floodwatch.centre.suggesting import Given, decided, suggested
from floodwatch.model.errors import SettingError
from tests.suggesting.made import document

TEXT = (
    "The group Marble Finch, also known as UNC9921, ran over 175 websites in 58 languages, Hollow Labs said. "
    "“They are quick and they are everywhere, and nobody stops them,” Senator Jane Holloway said."
)
RETOLD = (
    "According to a report by Hollow Labs, a group called Marble Finch has over 175 websites. "
    "The group Marble Finch writes in 58 languages."
)
OTHER = "The group Marble Finch ran 90 accounts, Copper Institute said."


def told(book, text=TEXT, sha256="ab" * 32, **given):
    return suggested(book, document(text, sha256=sha256), "report.txt", Given(**given).checked())


def test_reading_again_adds_nothing(book):
    first = told(book)
    assert {row["status"] for row in first["claims"]} == {"suggested"}
    assert told(book) == first


def test_what_is_refused_stays_refused_and_can_be_taken_back(book):
    rows = told(book)["claims"]
    (alias,) = [row for row in rows if row["predicate"] == "alias_of"]
    (done,) = decided(book, (), (alias["claim"][:10],), 0, "ada", "no")
    again = {row["claim"]: row for row in told(book)["claims"]}[alias["claim"]]
    assert (again["status"], again["decided_by"], again["reason"]) == ("refused", "ada", "no")
    decided(book, (), (), done["number"], "ada", "")
    assert told(book)["claims"] == rows
    (one,) = decided(book, (alias["claim"],), (), 0, "ada", "read it")
    assert (one["what"], claims(book, status="confirmed")[0].claim_id) == ("confirmed", alias["claim"])


@pytest.mark.parametrize(
    ("accept", "refuse", "words"),
    [(("zz",), (), "no claim"), (("",), (), "no claim"), ((), ("%",), "no claim")],
)
def test_an_id_that_is_none_is_refused(book, accept, refuse, words):
    told(book)
    with pytest.raises(SettingError, match=words):
        decided(book, accept, refuse, 0, "ada", "")


def test_retellings_of_one_report_are_one_source(book):
    told(book)
    rows = told(book, RETOLD, "cd" * 32)["claims"]
    (retelling,) = [row for row in rows if row["predicate"] == "derived_from"]
    assert any("175" in note for note in retelling["notes"])
    other = told(book, OTHER, "ef" * 32)["claims"]
    assert not [row for row in other if row["predicate"] == "derived_from"]
    counts = [c for c in claims(book, predicate="count") if c.value_low == 175]
    with connected(book) as db:
        assert (len(counts), sources(db, counts).independent(counts)) == (2, 1)
    assert not [row for row in told(book)["claims"] if row["predicate"] == "derived_from"]


def test_a_refused_retelling_is_not_suggested_again(book):
    told(book)
    rows = told(book, RETOLD, "cd" * 32)["claims"]
    (retelling,) = [row for row in rows if row["predicate"] == "derived_from"]
    decided(book, (), (retelling["claim"],), 0, "ada", "two reports")
    again = [row for row in told(book, RETOLD, "cd" * 32)["claims"] if row["predicate"] == "derived_from"]
    assert [row["status"] for row in again] == ["refused"]


def test_a_model_that_is_handed_in_adds_names_that_the_text_holds(book):
    def offer(text):
        place = text.find("websites")
        return [
            {"kind": "name", "class": "tool", "start": place, "end": place + 8, "text": "websites"},
            {"kind": "name", "class": "tool", "start": 0, "end": 9, "text": "Wrong One"},
        ]

    result = suggested(book, document(TEXT), "report.txt", Given(), offer)
    assert result["model_refused"] == {"not what the text says at that place": 1}
    assert {row["claim"] for row in told(book)["claims"]} == {row["claim"] for row in result["claims"]}


def test_markings_are_inherited_and_wrong_ones_refused(book):
    rows = told(book, tlp="amber+strict", pap="PAP:GREEN")["claims"]
    assert {tuple(row["markings"]) for row in rows} == {("TLP:AMBER+STRICT", "PAP:GREEN")}
    for wrong in ({"tlp": "purple"}, {"pap": "strict"}, {"published": "May 2024"}):
        with pytest.raises(SettingError):
            Given(**wrong).checked()
