"""Cards of actors, incidents and elections as people see them, and decisions about names by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from floodwatch.centre.handles import Centre
from floodwatch.cli.answers import ANSWERS
from floodwatch.cli.main import run
from floodwatch.views import BOOK_VIEWS
from tests.casebook import told as made
from tests.casebook.told import ACTOR, CALENDAR, LEDGER, told

REPORT = (
    "The group Marble Finch, which Hollow Labs also tracks as UNC9921, ran over 175 websites last year.\n\n"
    "It is likely that Iranian hackers stole nearly $3 million from a bank in Togo in June 2023.\n\n"
    "Analysts found no evidence that Marble Finch targeted ministries in Kenya. There were 14 others.\n"
)
CARDS = Path(__file__).with_name("cards")
ASKED = {"actor": "storm 9001", "incidents": "", "elections": ""}
VERBS = {"actor": "actor", "incidents": "incident", "elections": "election"}


@pytest.fixture
def centre(tmp_path):
    return Centre.init(tmp_path / "centre")


def said(capsys, *arguments):
    assert run([*arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("view", [v for v in BOOK_VIEWS if v.name in VERBS], ids=lambda v: v.name)
def test_a_card_reads_as_it_did(view, tmp_path):
    book = told(tmp_path / "casebook.db", *{c.claim_id: c for c in (*ACTOR, *LEDGER, *CALENDAR)}.values())
    result = {"judgements": [], **view.view(book, ASKED[view.name])}
    card = "\n".join(click.unstyle(line) for line in ANSWERS[VERBS[view.name]](result)) + "\n"
    assert card == (CARDS / f"{view.name}.txt").read_text("utf-8")


def test_claims_of_a_document_read_as_they_did(centre, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    result = centre.case().read(path, published="2024-06-12", publisher="The Example Post", tlp="green")
    card = "\n".join(click.unstyle(line) for line in ANSWERS["read"](result)) + "\n"
    assert card == (CARDS / "reading.txt").read_text("utf-8")


def test_a_claim_is_refused_by_the_beginning_of_its_id_and_taken_back(centre, tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    place = ["--centre", str(centre.path), "--by", "ada"]
    rows = json.loads(said(capsys, "read", str(path), "--json", *place))["documents"][0]["claims"]
    text = said(capsys, "read", "--refuse", rows[0]["claim"][:12], "--reason", "no", *place)
    number = text.partition("--undo ")[2].split()[0]
    again = json.loads(said(capsys, "read", str(path), "--json", *place))["documents"][0]["claims"]
    assert [(row["claim"], row["status"]) for row in again if row["status"] != "suggested"] == [
        (rows[0]["claim"], "refused")
    ]
    said(capsys, "read", "--undo", number, *place)
    last = json.loads(said(capsys, "read", str(path), "--json", *place))["documents"][0]["claims"]
    assert last == rows
    text = said(capsys, "read", "--accept", rows[0]["claim"], *place)
    assert text.startswith("confirmed: decision")
    assert (
        "claims"
        not in json.loads(said(capsys, "read", str(path), "--no-claims", "--json", *place))["documents"][0]
    )


def test_names_resolve_in_a_centre_that_is_only_just_made(centre, capsys):
    answers = [centre.actor(name) for name in ("storm 1376", "Spamouflage", "DRAGONBRIDGE", "taizi-flood")]
    assert len({tuple(sorted(one["found"][0]["entities"])) for one in answers}) == 1
    text = said(capsys, "actor", "Storm-1376", "--centre", str(centre.path))
    assert "Microsoft: Storm-1376 → Taizi Flood" in text
    assert "over 175 websites" in text


def test_money_taken_since_2017_is_over_three_billion_and_no_more(centre):
    found = centre.incident(actor="north korea")
    assert found["totals"]["all"]["sums"]["USD"]["says"] == "over $3 billion"
    assert found["totals"]["all"]["inside_others"] == 3


def test_same_not_same_and_undo(centre, capsys):
    place = ["--centre", str(centre.path), "--by", "ada"]
    two = centre.actor("Storm-0558")["found"][0]["entities"]
    text = said(capsys, "actor", "Storm-0558", "--same", "Storm-0062", *place)
    number = text.partition("--undo ")[2].split()[0]
    assert len(centre.actor("Storm-0558")["found"][0]["entities"]) > len(two)
    said(capsys, "actor", "--undo", number, *place)
    assert centre.actor("Storm-0558")["found"][0]["entities"] == two
    said(capsys, "actor", "Storm-0558", "--not-same", "Storm-0062", *place)
    found = json.loads(said(capsys, "actor", "Storm-0558", "--same", "Storm-0062", "--json", *place))
    assert found["found"][0]["entities"] == two
    assert found["found"][0]["disputed"]


def test_confirming_a_suggestion_confirms_that_claim(centre):
    from floodwatch.casebook import record

    lynx = made.who("Grey Lynx")
    centre.actor("Storm-1376")
    storm = centre.actor("Storm-1376")["found"][0]["entities"][0]
    waiting = made.Claim(
        subject=lynx.entity_id,
        predicate="alias_of",
        object_entity=storm,
        value_text="same",
        suggested_by="r@1",
    )
    record.add(centre.casebook, [lynx], [waiting])
    (done,) = centre.actor("Taizi Flood", same="grey lynx", by="ada")["decided"]
    assert (done["claim"], done["what"]) == (waiting.claim_id, "confirmed")
    assert "Grey Lynx" in {one["name"] for one in centre.actor("Dragonbridge")["found"][0]["names"]}


def test_a_refused_suggestion_stays_refused(centre):
    from floodwatch.casebook import record

    lynx = made.who("Grey Lynx")
    storm = centre.actor("Storm-1376")["found"][0]["entities"][0]
    waiting = made.Claim(
        subject=lynx.entity_id,
        predicate="alias_of",
        object_entity=storm,
        value_text="same",
        suggested_by="r@1",
    )
    record.add(centre.casebook, [lynx], [waiting])
    centre.actor("Storm-1376", not_same="Grey Lynx", by="ada")
    again = made.Claim(
        subject=lynx.entity_id, predicate="alias_of", object_entity=storm, value_text="same", suggested_by="r@2",
        source_document="ee" * 32,
    )  # fmt: skip
    record.add(centre.casebook, claims=[waiting, again])
    assert centre.actor("Storm-1376")["found"][0]["suggested"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["actor"], "A name is needed"),
        (["actor", "Storm-1376", "--same", "Nobody At All"], "Nobody goes by the name"),
        (["actor", "Storm-1376", "--same", "a", "--not-same", "b"], "same or not same"),
        (["actor", "--undo", "999999"], "No decision 999999"),
        (["incident", "--leads-to", "none"], "needs an incident"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(centre, capsys, arguments, words):
    assert run([*arguments, "--centre", str(centre.path)]) != 0
    told_ = capsys.readouterr().err.strip()
    assert words in told_
    assert "\n" not in told_


def test_that_no_leak_was_observed_is_recorded(centre):
    name = "theft from a cryptocurrency firm based in Estonia in June 2023"
    assert centre.incident(name)["incidents"][0]["leads_to"] == ["not recorded"]
    found = centre.incident(name, leads_to="none", by="ada")
    assert found["incidents"][0]["leads_to"] == ["none observed"]
    centre.actor(undo=found["decided"][0]["number"])
    assert centre.incident(name)["incidents"][0]["leads_to"] == ["not recorded"]


def test_a_table_of_elections_is_imported_once_with_its_rejects(centre, tmp_path, capsys):
    path = tmp_path / "calendar.csv"
    path.write_text("election,country,date\nTown vote,FR,2027-03-01\nBad,FR,tomorrow\n", "utf-8")
    text = said(capsys, "election", "town vote", "--table", str(path), "--centre", str(centre.path))
    assert text.startswith("2 rows: 2 new claims, 0 known, 1 rejected\n   line 3: the date 'tomorrow'")
    assert "2027-03-01  Town vote  France" in text
    assert centre.election("Town vote", table=str(path))["imported"]["new_claims"] == 0
    assert list((centre.path / "evidence").rglob("*"))


def test_every_verb_on_the_centre_is_in_the_audit_log(centre):
    from floodwatch.casebook.read import audit

    centre.actor("Storm-1376")
    centre.election("Taiwan")
    assert [line["verb"] for line in audit(centre.casebook)] == ["actor", "election"]
