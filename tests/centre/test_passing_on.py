"""The verbs about markings, consent, hand-overs and parts, from documents that are read to files that go out."""

from __future__ import annotations

import hashlib
import json
import re
import shutil

import pytest

from floodwatch import Centre
from floodwatch.casebook.claims import claims
from floodwatch.model.errors import SettingError, TranslationError
from tests.recurrence.made import BRIDGE, post, written

REPORT = (
    "{}\n\nThe group Marble Finch, which Hollow Labs also tracks as UNC9921, ran over 175 websites last year.\n"
    "It is likely that Iranian hackers stole nearly $3 million from a bank in Togo in June 2023.\n"
)
ASKING = "This report may not be shared further without the prior consent of Hollow Labs."


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A centre that knows what the package brings."""
    made = Centre.init(tmp_path_factory.mktemp("begun") / "centre")
    made.actor("Marble Finch")
    return made


@pytest.fixture
def centre(begun, tmp_path):
    return Centre(shutil.copytree(begun.path, tmp_path / "centre"))


def read(centre, path, text, **more):
    path.write_text(text, "utf-8")
    (told,) = centre.case().read(path, published="2024-06-12", publisher="The Example Post", **more)[
        "documents"
    ]
    return told


def accepted(centre, told):
    ids = tuple(row["claim"] for row in told["claims"])
    centre.case().read(accept=ids, by="ada")
    return ids


def out(centre, tmp_path, **more):
    told = centre.knowledge("export", format="jsonl", out=str(tmp_path / "out.jsonl"), by="ada", **more)
    return told, (tmp_path / "out.jsonl").read_text("utf-8")


def test_from_a_marked_document_to_what_goes_out(centre, tmp_path, capsys):
    told = read(centre, tmp_path / "report.txt", REPORT.format(f"TLP:AMBER PAP:GREEN\n\n{ASKING}"))
    assert told["markings"] == ["TLP:AMBER", "PAP:GREEN"]
    assert told["asks_consent"] == ASKING
    assert {tuple(row["markings"]) for row in told["claims"]} == {("TLP:AMBER", "PAP:GREEN")}
    accepted(centre, told)
    (source,) = centre.marking()["sources"]
    assert (source["source"], source["markings"]) == (told["sha256"], ["TLP:AMBER", "PAP:GREEN"])
    assert centre.marking(told["sha256"][:10])["history"][0]["reason"] == "TLP:AMBER; PAP:GREEN"
    for ceiling in ({}, {"tlp": "TLP:GREEN", "pap": "PAP:RED"}, {"tlp": "TLP:RED"}):
        assert "Marble Finch" not in out(centre, tmp_path, **ceiling)[1]
    high = {"tlp": "TLP:AMBER", "pap": "PAP:GREEN"}
    result, text = out(centre, tmp_path, **high)
    assert "Marble Finch" not in text
    assert result["not_asked"] == ["TLP:AMBER PAP:GREEN"]
    result, text = out(centre, tmp_path, **high, without_consent="danger in delay", to="A partner")
    assert "Marble Finch" in text
    newest = centre.dissemination()["handed"][0]
    assert (newest["number"], newest["to"], newest["by"]) == (result["handed"], "A partner", "ada")
    assert newest["markings"] == ["TLP:AMBER", "PAP:GREEN"]
    assert newest["without_consent"] == "danger in delay"
    assert newest["sha256"] == hashlib.sha256(text.encode()).hexdigest() == result["sha256"]
    with pytest.raises(SettingError, match="is no day"):
        centre.marking(str(tmp_path / "report.txt"), consent="Hollow Labs", on="May", text="Yes.")
    with pytest.raises(SettingError, match="with its words"):
        centre.marking(str(tmp_path / "report.txt"), consent="Hollow Labs", on="2024-07-01")
    source = str(tmp_path / "report.txt")
    given = centre.marking(source, consent="Hollow Labs", on="2024-07-01", text="Yes, to partners.", by="ada")
    result, text = out(centre, tmp_path, **high)
    assert "Marble Finch" in text and result["not_asked"] == []
    told = [json.loads(line).get("claim", {}) for line in text.splitlines()]
    assert ["Hollow Labs", "2024-07-01", "Yes, to partners."] in [one.get("consent") for one in told]
    assert centre.dissemination()["handed"][0]["without_consent"] == ""
    centre.marking(undo=given["decided"][0]["number"])
    assert "Marble Finch" not in out(centre, tmp_path, **high)[1]


def test_cards_are_cut_to_a_ceiling_and_a_source_can_be_marked_later(centre, tmp_path):
    told = read(centre, tmp_path / "open.txt", REPORT.format("x").replace("Marble Finch", "Amber Heron"))
    assert told["markings"] == []
    accepted(centre, told)
    assert centre.actor("Amber Heron", tlp="clear")["found"]
    centre.marking(str(tmp_path / "open.txt"), tlp="red", by="ada", reason="a partner asked")
    assert centre.actor("Amber Heron", tlp="amber")["found"] == []
    assert centre.actor("Amber Heron")["found"][0]["markings"] == ["TLP:RED"]
    assert centre.incident(actor="Amber Heron", tlp="clear")["incidents"] == []
    with pytest.raises(SettingError, match="reason"):
        centre.marking(told["sha256"][:12], tlp="clear", anew=True)
    centre.marking(told["sha256"][:12], tlp="clear", anew=True, reason="released")
    assert centre.actor("Amber Heron", tlp="clear")["found"][0]["markings"] == ["TLP:CLEAR"]
    with pytest.raises(SettingError, match="No source is called"):
        centre.marking("no such report", tlp="red")
    with pytest.raises(SettingError, match="needs a source"):
        centre.marking(tlp="red")


def test_reading_again_says_nothing_twice_and_what_was_undone_stays_so(centre, tmp_path):
    text = REPORT.format("TLP:GREEN").replace("Marble Finch", "Grey Stork")
    told = read(centre, tmp_path / "again.txt", text)
    (line,) = centre.marking(told["sha256"])["history"]
    centre.marking(undo=line["number"], by="ada")
    read(centre, tmp_path / "again.txt", text)
    (line,) = centre.marking(told["sha256"])["history"]
    assert line["undone"]
    assert read(centre, tmp_path / "again.txt", text, tlp="amber", by="eve")["markings"] == ["TLP:AMBER"]
    assert centre.marking(told["sha256"])["history"][-1]["decided_by"] == "eve"
    assert {one.tlp for one in claims(centre.casebook, document=told["sha256"])} == {"TLP:AMBER"}


def test_an_attachment_is_marked_as_its_message(centre, tmp_path):
    mail = (
        "From: a@example.org\nTo: b@example.org\nSubject: [TLP:AMBER+STRICT] Notes\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\n\nSee the note.\n'
        '--cut\nContent-Type: text/plain\nContent-Disposition: attachment; filename="note.txt"\n\n'
        "TLP:GREEN The group Pale Ibis ran 20 sites.\n--cut--\n"
    )
    (tmp_path / "mail.eml").write_text(mail, "utf-8")
    found = centre.case().read(tmp_path / "mail.eml")["documents"]
    assert [one["markings"] for one in found] == [["TLP:AMBER+STRICT"]] * 2


def test_a_hand_over_made_otherwise_is_recorded_with_what_is_known_of_the_file(centre, tmp_path):
    loose = tmp_path / "loose.txt"
    loose.write_text("a text that nobody read", "utf-8")
    for told, words in (
        ({}, "to somebody"),
        ({"to": "A partner"}, "how this file is marked"),
        ({"to": "A partner", "tlp": "green", "on": "May"}, "is no day"),
    ):
        with pytest.raises(SettingError, match=words):
            centre.dissemination(loose, **told)
    with pytest.raises(SettingError, match="no such file"):
        centre.dissemination(tmp_path / "nothing.txt", to="A partner")
    done = centre.dissemination(loose, to="A partner", tlp="green", on="2024-07-02", how="by hand", by="ada")
    assert done["handed"][0]["markings"] == ["TLP:GREEN"]
    struck = centre.dissemination(undo=done["recorded"], by="eve")
    assert struck["handed"][0]["struck_by"] == "eve"
    text = REPORT.format(f"TLP:AMBER\n\n{ASKING}").replace("Marble Finch", "Dun Crane")
    told = read(centre, tmp_path / "asking.txt", text)
    with pytest.raises(SettingError, match="wants to be asked"):
        centre.dissemination(tmp_path / "asking.txt", to="A partner", tlp="clear")
    done = centre.dissemination(
        tmp_path / "asking.txt", to="A partner", tlp="clear", without_consent="it burns"
    )
    assert done["handed"][0]["markings"] == ["TLP:AMBER"]
    assert done["handed"][0]["sha256"] == told["sha256"]


def test_everybody_is_a_bystander_until_a_person_says_otherwise(centre):
    case = centre.case()
    (one,) = case.role("account:x/42")["roles"]
    assert (one["role"], one["default"], one["decision"]) == ("bystander", True, None)
    told = case.role("account:x/42", "operator", by="ada", reason="signed the invoices")
    assert [row["role"] for row in told["roles"]] == ["operator"]
    assert [row["voice"] for row in case.role()["roles"]] == ["account:x/42"]
    assert centre.case("other").role()["roles"] == []
    case.role(undo=told["decided"][0]["number"], by="ada")
    assert case.role()["roles"] == []
    for wrong in ("account:42", "account:", "nobody at all"):
        with pytest.raises(SettingError):
            case.role(wrong, "operator")
    with pytest.raises(SettingError, match="cannot be"):
        case.role("account:x/42", "puppeteer")
    with pytest.raises(SettingError, match="somebody"):
        case.role(part="operator")


def test_a_case_and_what_comes_of_it_are_as_strict_as_the_files_that_it_read(centre, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    for path, account in ((first, "a"), (second, "b")):
        rows = "".join(f"{account}{n},{account},x,2024-05-0{n}T10:00:00Z,Some words {n}\n" for n in (1, 2, 3))
        path.write_text(f"post_id,account_id,platform,created_at,text\n{rows}", "utf-8")
    case = centre.case("told")
    assert case.ingest(first)["markings"] == []
    assert case.ingest(second, tlp="amber strict", pap="GREEN")["markings"] == [
        "TLP:AMBER+STRICT",
        "PAP:GREEN",
    ]
    (source,) = centre.marking()["sources"]
    assert (source["title"], source["markings"]) == ("second.csv", ["TLP:AMBER+STRICT", "PAP:GREEN"])
    (line,) = centre.marking(second)["history"]
    assert line["reason"] == "read into the case told"
    case.detect(power=False)
    with pytest.raises(SettingError, match=re.escape("TLP:AMBER+STRICT PAP:GREEN")):
        case.publish(out=str(tmp_path / "out"), tlp="amber")
    told = case.publish(out=str(tmp_path / "out"), format=("html", "stix"))
    assert told["markings"] == ["TLP:AMBER+STRICT", "PAP:GREEN"]
    assert "TLP:AMBER+STRICT" in (tmp_path / "out" / "report.html").read_text("utf-8")
    (bundle,) = (name for name in told["files"] if "stix" in name)
    objects = json.loads((tmp_path / "out" / bundle).read_text("utf-8"))["objects"]
    assert "TLP:AMBER+STRICT" in {one.get("name") for one in objects if one["type"] == "marking-definition"}
    case.ingest(second)
    case.ingest(second, tlp="green")
    assert [row["number"] for row in centre.marking(second)["history"]] == [line["number"]], (
        "nothing loosens it"
    )
    centre.marking(first, tlp="red", by="ada")
    assert case.publish(out=str(tmp_path / "out"), format=("members",))["markings"][0] == "TLP:RED"
    centre.marking(undo=centre.marking(first)["history"][0]["number"], by="ada")
    centre.marking(undo=line["number"], by="ada")
    assert case.publish(out=str(tmp_path / "out"), format=("members",))["markings"] == []


def test_the_mark_of_a_case_holds_where_other_cases_meet_it(tmp_path):
    here = Centre.init(tmp_path / "here")
    here.case("old").ingest(written(tmp_path, [post(1, "a", BRIDGE)]), tlp="green")
    new = here.case("new")
    new.ingest(written(tmp_path, [post(2, "b", BRIDGE)]))
    assert [bool(new.recurrence(tlp=tlp)["found"]) for tlp in ("clear", "green", "")] == [False, True, True]
    here.marking("case:old", tlp="red", by="ada")
    assert {hit["says"] for hit in new.recurrence(by="carl")["hits"]} == {"ask the case owner"}


def test_marked_files_are_not_sent_to_a_translator(tmp_path):
    case = Centre.init(tmp_path / "here").case()
    (tmp_path / "a.csv").write_text(
        "post_id,account_id,platform,created_at,text\n1,a,x,2024-05-01T10:00:00Z,Bom dia\n", "utf-8"
    )
    case.ingest(tmp_path / "a.csv", tlp="amber")
    settings = tmp_path / "here" / "centre.toml"
    settings.write_text(
        settings.read_text("utf-8") + '\n[translation]\nendpoint = "http://127.0.0.1:9/translate"\n', "utf-8"
    )
    with pytest.raises(TranslationError, match="TLP:AMBER"):
        case.translate("post:x/1")


@pytest.mark.parametrize("wrong", [{"tlp": "blue"}, {"pap": "7"}])
def test_a_marking_that_is_none_is_refused_before_anything_is_read(tmp_path, wrong):
    case = Centre.init(tmp_path / "here").case()
    with pytest.raises(SettingError):
        case.ingest(tmp_path / "nothing.csv", **wrong)
