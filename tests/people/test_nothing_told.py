"""A casebook full of what may not be seen, asked in every way that there is: one word would be too many."""

from __future__ import annotations

import json

import pytest

from floodwatch.casebook import judging, marks, record
from floodwatch.casebook.ceiling import ASKS, MARKED
from floodwatch.casebook.dissemination import Handed, hand_over
from floodwatch.casebook.imports import log_import
from floodwatch.casebook.roles import account_entity, case_entity, role_claim
from floodwatch.casebook.store import connected
from floodwatch.casebook.write import add_case, add_entity, add_translation, decide
from floodwatch.centre.call import call
from floodwatch.centre.look import look
from floodwatch.centre.verbs import VERBS
from floodwatch.model.acting import Acting
from floodwatch.model.claims import Entity, document_id
from floodwatch.model.errors import FloodwatchError
from floodwatch.model.markings import Marking
from floodwatch.views import BOOK_VIEWS
from tests.casebook.judged import asked, judged
from tests.casebook.made import ALL, LAND, STORM, amount, claim, who
from tests.people.conftest import ingest

WORD = "Zyxqvar"
PAPER, SPARE = "cd" * 32, "ef" * 32
LOW = Acting("eve", "Eve", "admin", Marking("TLP:GREEN"), ("open",), "desk-9")
ASKED = [v for v in VERBS if v.on == "centre" and not v.local]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A centre in which a word stands wherever it can, always above the ceiling or in a case of others."""
    from floodwatch.centre.handles import Centre

    here = Centre.init(tmp_path_factory.mktemp("told"))
    book = here.casebook
    ingest(here, "open")
    ingest(here, f"{WORD}-case")
    _claims(book)
    _judged(book)
    _of_case(book, f"{WORD}-case")
    marks.mark(book, SPARE, MARKED, {"tlp": "TLP:RED", "file": f"{WORD}.pdf"}, "root", WORD)
    marks.mark(book, SPARE, ASKS, {"who": WORD}, "root")
    hand_over(book, Handed(what="file", name=WORD, sha256=SPARE, marking=Marking("TLP:RED"), to=WORD), "root")
    with connected(book, writing=True) as db:
        log_import(db, document_id(PAPER), "root", {"source": WORD, "documents": [PAPER]})
    return here


def _claims(book):
    secret, theft, vote = (
        who(f"{WORD} Reed"),
        who(f"{WORD} theft", "incident"),
        who(f"{WORD} vote", "election"),
    )
    paper = Entity(entity_id=document_id(PAPER), kind="document", label=f"{WORD} report", created_by="root")
    record.add(book, [*ALL, secret, theft, vote, paper])
    more = {"tlp": "TLP:RED", "source_document": PAPER, "quote": f"{WORD} said so"}
    rows = [
        claim(secret, **more), claim(secret, "alias_of", object_entity=STORM.entity_id, value_text="same", **more),
        amount(theft, 5e6, **more), claim(theft, "attributed_to", object_entity=LAND.entity_id, **more),
        claim(STORM, "count", unit="accounts", **more),
    ]  # fmt: skip
    record.add(book, claims=rows)
    for one in rows:
        record.decide(book, [one.claim_id], "confirmed", "root", WORD)


def _judged(book):
    red = claim(
        STORM, "count", unit="accounts", tlp="TLP:RED", source_document=PAPER, quote=f"{WORD} said so"
    )
    shared = {"basis": (f"claim:{red.claim_id}",), "about": (STORM.entity_id,), "tlp": "TLP:RED"}
    one = judging.add(book, judged(f"{WORD} runs these accounts", **shared))
    judging.review(book, one, "agree", "root", WORD)
    judging.add(book, asked(f"{WORD} will aim at the vote", question=f"Will {WORD} do it?", **shared))


def _of_case(book, case):
    add_case(book, case)
    add_entity(book, "n9", "narrative", case, {"post:x/1": 1.0}, "root")
    decide(book, "n9", "named", {"name": WORD}, "root", WORD)
    add_translation(book, case, "post:x/1", "ab", "de", WORD, "human", "root")
    voice = account_entity(f"account:x/{WORD}", "root")
    record.add(book, [voice, case_entity(case)], [role_claim(voice, case, "target", "root")])


def clean(value):
    assert WORD.casefold() not in json.dumps(value, default=str).casefold()


@pytest.mark.parametrize("view", BOOK_VIEWS, ids=lambda v: v.name)
def test_no_view_tells(told, view):
    names = ("", "Storm-1376") if any(p.name == "name" for p in view.parameters) else (None,)
    for name in names:
        found = look(view.name, told.case("open"), LOW, **({} if name is None else {"name": name}))
        clean(found)
        clean(str(found))


@pytest.mark.parametrize("verb", ASKED, ids=lambda v: v.name)
def test_no_verb_tells(told, verb):
    actions = [c for p in verb.parameters if p.name == "action" for c in p.choices] or [None]
    for action in actions:
        for name in ("", "Storm-1376"):
            given = {"action": action} if action else {}
            given |= {"name": name} if any(p.name == "name" for p in verb.parameters) else {}
            try:
                clean(call(verb.name, told, acting=LOW, **given))
            except FloodwatchError as problem:
                clean(problem.message())


@pytest.mark.parametrize(
    "name", [f"{WORD} Reed", WORD, f"{WORD} theft", f"{WORD} vote", f"{WORD} report", f"{WORD}-case"]
)
def test_asking_for_it_by_name_finds_what_asking_for_nothing_does(told, name):
    for verb in ("actor", "incident", "election"):
        answers = []
        for one in (name, name.replace(WORD, "Nobodyxx")):
            try:
                answers.append(
                    json.dumps(call(verb, told, acting=LOW, name=one), default=str).replace(one, "ASKED")
                )
            except FloodwatchError as problem:
                answers.append(problem.message().replace(one, "ASKED"))
        assert answers[0] == answers[1]


def test_all_of_it_is_there_for_whoever_may_see_it(told):
    everything = Acting("root", "Root", "admin")
    for view in BOOK_VIEWS:
        if view.name in ("judgements", "forecasts", "incidents", "imported"):
            assert WORD in str(look(view.name, told, everything)), view.name
    assert WORD in str(call("marking", told)) + str(call("dissemination", told)) + str(told.cases)
