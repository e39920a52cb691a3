"""Claims take the strictest of their own marking and their source's, and under a ceiling nothing else is there."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record
from floodwatch.casebook.ceiling import ASKS, CONSENTED, MARKED, up_to
from floodwatch.casebook.marks import mark, marks, sources, unmark
from floodwatch.casebook.store import connected
from floodwatch.model.claims import TLP, Consent, Entity, document_id
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking
from floodwatch.views.actor import view as card
from floodwatch.views.elections import view as elections
from floodwatch.views.incidents import view as incidents
from tests.casebook.made import (
    ALL,
    BANK,
    BRIDGE,
    FLOOD,
    SPREE,
    STORM,
    TEXT,
    THEFT,
    alias,
    amount,
    claim,
    filled,
    who,
)

SURE = {"status": "confirmed", "decided_by": "ada"}
OTHER = "cd" * 32
AT = "2024-05-01T12:00:00+00:00"


def dated(people):
    return [replace(one, created_at=AT) for one in people]


def said(book, one):
    found = asked.claim(book, one.claim_id)
    return (found.tlp, found.pap)


def test_a_claim_takes_the_stricter_of_its_own_marking_and_its_sources(book):
    free, kept, else_ = claim(), claim(tlp="TLP:RED", span_end=41), claim(source_document=OTHER)
    filled(book, free, kept, else_)
    number = mark(book, TEXT, MARKED, {"tlp": "TLP:AMBER", "pap": "PAP:RED"}, "ada", "the header says so")
    assert (said(book, free), said(book, kept)) == (("TLP:AMBER", "PAP:RED"), ("TLP:RED", "PAP:RED"))
    assert said(book, else_) == ("", "")
    unmark(book, number, "eve")
    assert (said(book, free), said(book, kept)) == (("", ""), ("TLP:RED", ""))
    (line,) = marks(book)
    assert (line.undone, line.decided_by, line.reason) == (True, "ada", "the header says so")
    with pytest.raises(SettingError, match="No decision"):
        unmark(book, number, "eve")


def test_markings_only_grow_unless_they_are_given_anew(book):
    one = claim(tlp="TLP:AMBER")
    filled(book, one)
    for told in ({"tlp": "TLP:AMBER+STRICT"}, {"tlp": "TLP:GREEN", "pap": "PAP:GREEN"}):
        mark(book, TEXT, MARKED, told, "ada")
    assert said(book, one) == ("TLP:AMBER+STRICT", "PAP:GREEN")
    number = mark(book, TEXT, MARKED, {"tlp": "TLP:CLEAR", "anew": True}, "ada", "they released it")
    assert said(book, one) == ("TLP:CLEAR", "")
    mark(book, TEXT, MARKED, {"tlp": "TLP:GREEN"}, "ada")
    assert said(book, one) == ("TLP:GREEN", "")
    unmark(book, number, "ada")
    assert said(book, one) == ("TLP:AMBER+STRICT", "PAP:GREEN")


def test_consent_stands_beside_every_claim_of_the_source(book):
    one = claim()
    filled(book, one)
    mark(book, TEXT, ASKS, {"who": "A desk"}, "ada")
    assert sources(book)[TEXT].asks == "A desk"
    assert asked.claim(book, one.claim_id).consent is None
    agreed = Consent("A desk", "2024-05-01", "Yes, to partners.")
    number = mark(book, TEXT, CONSENTED, agreed._asdict(), "ada")
    assert asked.claim(book, one.claim_id).consent == agreed
    unmark(book, number, "ada")
    assert asked.claim(book, one.claim_id).consent is None


def everything(mark_=""):
    """Claims that reach every part of a card, each with the marking."""
    told = {"tlp": mark_, **SURE}
    secret = who("The secret desk", "organisation")
    return [secret], [
        alias(STORM, BRIDGE, span_end=50, **told),
        claim(STORM, "known_as", value_text="Marble Finch", span_end=51, **told),
        claim(STORM, "motive", value_text="influence", span_end=52, **told),
        claim(STORM, value_low=999.0, span_end=53, **told),
        claim(THEFT, "attributed_to", object_entity=STORM.entity_id, span_end=54, **told),
        amount(THEFT, 5e6, span_end=55, **told),
        claim(BANK, "victim_of", object_entity=THEFT.entity_id, span_end=56, **told),
        claim(STORM, "described_as", value_text="sly", said_by=secret.entity_id, span_end=57, **told),
    ]


BASE = [
    claim(STORM, "motive", value_text="financial_gain", tlp="TLP:CLEAR", **SURE),
    alias(STORM, FLOOD, tlp="TLP:CLEAR", **SURE),
]
QUESTIONS = {
    "card": lambda book: card(book, "Storm-1376"),
    "by another name": lambda book: card(book, "Marble Finch"),
    "of another": lambda book: card(book, "The secret desk"),
    "of one joined": lambda book: card(book, "Dragonbridge"),
    "incidents": incidents,
    "of an actor": lambda book: incidents(book, actor="Storm-1376"),
    "elections": elections,
    "found": lambda book: [asked.search(book, words) for words in ("finch", "secret", "sly", "over")],
    "about": lambda book: asked.about(book, STORM.entity_id),
    "side by side": lambda book: asked.side_by_side(book, STORM.entity_id, "motive"),
    "queue": lambda book: asked.claims(book, predicate="count", status="confirmed"),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("by", ["claim", "source"])
def test_under_a_ceiling_the_answer_is_that_of_a_casebook_without_the_rest(
    question, by, book, empty_book, tmp_path
):
    people, secret = everything("TLP:RED" if by == "claim" else "")
    if by == "source":
        secret = [replace(one, source_document=OTHER, claim_id="") for one in secret]
    known = [one for one in ALL if one not in (THEFT, SPREE, BRIDGE, BANK)]
    fewer = shutil.copy(empty_book, tmp_path / "fewer.db")
    when = {"recorded_at": AT, "decided_at": AT}
    record.add(fewer, dated(known), [replace(one, **when) for one in BASE])
    more = [*known, THEFT, BRIDGE, BANK, *people]
    record.add(book, dated(more), [replace(one, **when) for one in [*BASE, *secret]])
    for one in (book, fewer):
        record.add(
            one, [Entity(entity_id=document_id(TEXT), kind="document", label="A report", created_by="ada")]
        )
    record.add(
        book, [Entity(entity_id=document_id(OTHER), kind="document", label="A dossier", created_by="ada")]
    )
    if by == "source":
        mark(book, OTHER, MARKED, {"tlp": "TLP:RED"}, "ada")
    ask = QUESTIONS[question]
    with up_to(Marking("TLP:CLEAR", "PAP:CLEAR")):
        assert repr(ask(book)) == repr(ask(fewer))
    with up_to(Marking("TLP:RED")):
        everything_seen = repr(ask(book))
    assert everything_seen == repr(ask(book))
    if question not in ("elections",):
        assert everything_seen != repr(ask(fewer))


@pytest.mark.parametrize("ceiling", TLP[1:])
def test_pap_and_tlp_hold_side_by_side(ceiling, book):
    told = [claim(tlp=mark, span_end=number + 10) for number, mark in enumerate(TLP)]
    other = claim(tlp="TLP:CLEAR", pap="PAP:AMBER", span_end=30)
    filled(book, *told, other)
    with up_to(Marking(ceiling, "PAP:GREEN")):
        found = {one.tlp for one in asked.claims(book, predicate="count")}
        assert len(asked.claims(book, predicate="count")) == TLP.index(ceiling) + 1
    assert found == set(TLP[: TLP.index(ceiling) + 1])
    assert len(asked.claims(book, predicate="count")) == len(TLP) + 1


def test_a_ceiling_ends_with_its_block_also_after_an_error(book):
    filled(book, claim(tlp="TLP:RED"))
    with pytest.raises(KeyError), up_to(Marking("TLP:CLEAR")):
        raise KeyError
    assert len(asked.claims(book)) == 1


def test_writing_goes_past_the_views(book):
    one = claim(tlp="TLP:RED", **SURE)
    with up_to(Marking("TLP:CLEAR")):
        filled(book, one)
        assert asked.claim(book, one.claim_id) is None
        assert record.add(book, ALL, [one]).known == (one.claim_id,)
        number = record.decide(book, [one.claim_id], "refused", "ada")[0]
        record.undo(book, number, "ada")
    assert asked.claim(book, one.claim_id).status == "confirmed"


def test_labels_cannot_be_code(book):
    filled(book, claim())
    mark(book, "x') OR 1=1 --", MARKED, {"tlp": "TLP:RED"}, "ada")
    with up_to(Marking("TLP:CLEAR")), connected(book) as db:
        assert db.scalar(text("SELECT count(*) FROM claims")) == 1
    assert json.dumps(sources(book)["x') OR 1=1 --"].marking) == '["TLP:RED", ""]'


def test_what_was_read_often_before_is_hidden_under_a_ceiling_and_there_again_after_it(book):
    filled(book, *(claim(value_low=float(n), quote="said", tlp=label) for n, label in enumerate(TLP)))

    def often():
        return {len(asked.claims(book, predicate="count")) for _ in range(12)}

    assert often() == {len(TLP)}
    with up_to(Marking("TLP:GREEN")):
        assert often() == {TLP.index("TLP:GREEN") + 1}
    assert often() == {len(TLP)}
