"""Who has which part, who was asked, and what was handed to whom: on record, to be undone, in both databases."""

from __future__ import annotations

import pytest

from floodwatch.casebook import record
from floodwatch.casebook.ceiling import ASKS, CONSENTED, up_to
from floodwatch.casebook.dissemination import Handed, hand_over, handed, strike
from floodwatch.casebook.marks import documents, mark, titled
from floodwatch.casebook.roles import account_entity, case_entity, role_claim, roles
from floodwatch.model.claims import Consent, Entity, document_id
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking
from floodwatch.model.voices import INNOCENT, PARTS
from floodwatch.views.exchange import Wanted, view
from floodwatch.vocabulary.kinds import claim_kinds
from tests.casebook.made import TEXT, claim, filled

SURE = {"status": "confirmed", "decided_by": "ada"}
OTHER = "cd" * 32
REF = "account:x/42"


def give(book, part, by="ada", ref=REF, case="main"):
    one = role_claim(account_entity(ref, by), case, part, by)
    record.add(book, [account_entity(ref, by), case_entity(case, by)], [one])
    return record.decide(book, [one.claim_id], "confirmed", by)[0]


def part(book, ref=REF, case="main"):
    return roles(book, case)[ref].role if ref in roles(book, case) else None


def test_the_part_that_was_confirmed_last_holds_and_each_can_be_undone(book):
    assert roles(book, "main") == {}
    give(book, "operator")
    second = give(book, "target", "eve")
    assert (part(book), roles(book, "main")[REF].by) == ("target", "eve")
    third = give(book, "operator")
    assert part(book) == "operator"
    record.undo(book, third, "ada")
    assert part(book) == "target"
    record.undo(book, second, "ada")
    assert part(book) == "operator"
    assert part(book, case="other") is None


def test_a_suggestion_or_a_denial_gives_nobody_a_part(book):
    one = role_claim(account_entity(REF, "ada"), "main", "operator", "reader@1")
    record.add(book, [account_entity(REF, "ada"), case_entity("main", "ada")], [one])
    assert roles(book, "main") == {}
    number = record.decide(book, [one.claim_id], "confirmed", "ada")[0]
    assert part(book) == "operator"
    record.decide(book, [one.claim_id], "refused", "eve")
    assert roles(book, "main") == {}
    assert number


def test_parts_are_those_of_the_claim_and_do_not_go_out_with_what_is_known(book):
    assert set(claim_kinds()["role"].choices) == set(PARTS) > set(INNOCENT)
    give(book, "operator")
    assert REF not in str(view(book, Wanted(ceiling="TLP:RED")))


def test_what_waits_for_consent_stays_unless_it_has_its_own(book):
    agreed = Consent("A desk", "2024-05-01", "Yes.")
    kept, own, free = (
        claim(**SURE),
        claim(**SURE, span_end=41, consent=agreed),
        claim(**SURE, source_document=OTHER),
    )
    filled(book, kept, own, free)
    mark(book, TEXT, ASKS, {"who": "A desk"}, "ada")
    told = view(book, Wanted(without=frozenset({TEXT})))
    assert {one.claim_id for one in told.claims} == {own.claim_id, free.claim_id}
    with up_to(Marking(), {TEXT, OTHER}):
        assert {one.claim_id for one in view(book, Wanted()).claims} == {
            own.claim_id,
            kept.claim_id,
            free.claim_id,
        }
    mark(book, TEXT, CONSENTED, agreed._asdict(), "ada")
    assert {one.consent for one in view(book, Wanted()).claims} == {agreed, None}


def test_hand_overs_stay_on_record_also_when_they_are_struck_out(book):
    one = Handed(
        what="file", name="a.pdf", sha256="ab" * 32, marking=Marking("TLP:AMBER", "PAP:RED"), to="A partner",
        how="e-mail", handed_on="2024-05-01", without_consent="danger in delay", sources=(TEXT,), files={"a": "b"},
    )  # fmt: skip
    number = hand_over(book, one, "ada")
    (told,) = handed(book)
    assert (told.number, told.handed_by, told.struck_by) == (number, "ada", "")
    assert (told.marking, told.to, told.without_consent) == (one.marking, "A partner", "danger in delay")
    assert (told.sources, dict(told.files)) == ((TEXT,), {"a": "b"})
    strike(book, number, "eve")
    assert handed(book)[0].struck_by == "eve"
    with pytest.raises(SettingError, match="no hand-over"):
        strike(book, number, "eve")


def test_documents_are_found_by_hash_and_title(book):
    paper = Entity(entity_id=document_id(TEXT), kind="document", label="The heron report", created_by="ada")
    filled(book, claim())
    record.add(book, [paper])
    mark(book, OTHER, ASKS, {"who": ""}, "ada")
    assert documents(book) == [TEXT, OTHER]
    assert documents(book, "cdcd") == [OTHER]
    assert titled(book, "the heron REPORT") == [TEXT]
    assert titled(book, "another") == []
