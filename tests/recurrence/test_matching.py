"""What a case holds is matched with other cases: what hits, what is common, only seen, closed, or marked wrong."""

from __future__ import annotations

import base64
import hashlib
import sqlite3

import pytest

from floodwatch.centre.decisions import frozen
from floodwatch.cli.main import run
from floodwatch.cli.recurring import briefly, met
from floodwatch.lake.refresh import _record_keys
from floodwatch.model.errors import CentreError, SettingError
from tests.recurrence.made import BRIDGE, account, centre, collected, crowd, hits, post, written

LINK = {"urls": "https://bad.example/a?utm_source=1"}


@pytest.fixture
def two(tmp_path):
    """A centre with a takedown release in the case `old`."""
    here = centre(tmp_path)
    rows = [post(n, f"op{n}", BRIDGE if n < 2 else "", **LINK, collection_id="c1") for n in range(4)]
    made = collected(tmp_path, released_by="X (Twitter)", known_gaps="some posts are missing")
    here.case("old").ingest(made, written(tmp_path, rows))
    return here


def test_a_hit_says_where_when_and_who_released_it(two, tmp_path):
    rows = [
        post(100, "u1", BRIDGE, 9),
        post(101, "op1"),
        post(102, "u2", BRIDGE.replace("nine", "n1ne"), **LINK),
    ]
    answer = two.case("new").ingest(written(tmp_path, rows), method="keyword")["recurrence"]
    found = {hit["value"]: hit for hit in hits(answer)}
    exact = found[BRIDGE]
    assert (exact["place"], exact["case"], exact["released_by"]) == ("takedown release", "old", "X (Twitter)")
    assert (exact["first_seen"], exact["accounts_there"], exact["likeness"]) == ("2024-05-01", "2", 1.0)
    assert exact["refs"][0] == "post:x/100"
    assert exact["ref_there"].startswith("case:old/post:x/")
    assert exact["innocent"]
    assert 0.7 <= found[BRIDGE.replace("nine", "n1ne")]["likeness"] < 1
    assert found["op1"]["kind"] == "account"
    assert found["https://bad.example/a"]["accounts_there"] == "4"
    assert "bad.example" not in found
    assert answer["not_weighed"] == {"site": 1}


def test_what_was_read_before_is_not_matched_again(two, tmp_path):
    new = two.case("new")
    new.ingest(written(tmp_path, [post(100, "u1", BRIDGE)]))
    answer = new.ingest(written(tmp_path, [post(101, "u3")]))["recurrence"]
    assert (answer["matched"], answer["found"]) == (3, 0)
    assert new.recurrence()["found"] == 1


def test_a_file_read_again_counts_once(two, tmp_path):
    path = written(tmp_path, [post(100, "u1", BRIDGE)])
    two.case("new").ingest(path, method="keyword")
    two.case("new").ingest(path, method="manual")
    assert len(hits(two.case("new").recurrence(), "text")) == 1
    assert len(hits(two.case("old").recurrence(), "text")) == 1


@pytest.mark.parametrize(("sharing", "common"), [(2, False), (3, True)])
def test_a_value_that_controls_use_is_common_and_no_hit(two, tmp_path, sharing, common):
    two.case("crowd").ingest(crowd(tmp_path, BRIDGE, sharing), method="sample")
    two.case("new").ingest(written(tmp_path, [post(100, "u1", BRIDGE), post(101, "op1", **LINK)]))
    answer = two.case("new").recurrence()
    assert bool(hits(answer, "text")) is not common
    assert answer["common"] == ({"text": 1} if common else {})
    weighed = hits(answer, "link") + hits(answer, "site")
    assert [(hit["controls"], hit["control_accounts"]) for hit in weighed] == [("0", 600)] * 2
    assert hits(answer, "account")


def test_what_ordinary_accounts_did_is_counted_and_not_named(tmp_path):
    here = centre(tmp_path)
    here.case("a").ingest(written(tmp_path, [post(1, "u1", BRIDGE)]), method="keyword")
    answer = here.case("b").ingest(written(tmp_path, [post(2, "u2", BRIDGE)]), method="keyword")["recurrence"]
    assert (answer["found"], answer["seen_only"]) == (0, {"text": 1})


def test_the_release_within_a_case_counts_for_what_else_it_holds(tmp_path):
    case = centre(tmp_path).case()
    made = collected(tmp_path, released_by="X (Twitter)")
    case.ingest(made, written(tmp_path, [post(1, "op1", BRIDGE, collection_id="c1")]))
    answer = case.ingest(written(tmp_path, [post(2, "u2", BRIDGE)]), method="keyword")["recurrence"]
    assert [hit["place"] for hit in hits(answer, "text")] == ["takedown release"]


def test_a_closed_case_says_only_whom_to_ask(two, tmp_path):
    new = two.case("new")
    new.ingest(written(tmp_path, [post(100, "u1", BRIDGE)]))
    two.case("old").recurrence(close=("anna", "ben"), by="anna")
    (hit,) = hits(new.recurrence(by="carl"))
    told = {
        k: v for k, v in hit.items() if v and k not in ("kind", "value", "refs", "place", "says", "likeness")
    }
    assert not told | {"control_accounts": 0} or set(told) == set()
    assert hit["says"] == "ask the case owner: anna"
    assert hit["case"] == hit["released_by"] == hit["ref_there"] == ""
    assert hits(new.recurrence(by="ben"))[0]["case"] == "old"
    with pytest.raises(CentreError, match="anna"):
        two.case("old").recurrence(open=True, by="carl")
    two.case("old").recurrence(open=True, by="anna")
    assert hits(new.recurrence(by="carl"))[0]["case"] == "old"


def test_closed_and_red_cases_reach_no_count_and_no_report(tmp_path):
    here = centre(tmp_path)
    marked = collected(tmp_path, markings="TLP:RED")
    here.case("red").ingest(marked, written(tmp_path, [post(1, "op1", BRIDGE, collection_id="c1")]))
    new = here.case("new")
    new.ingest(written(tmp_path, [post(2, "u2", BRIDGE)]), method="keyword")
    assert [hit["says"] for hit in hits(new.recurrence(by="carl"))] == ["ask the case owner"]
    new.detect(power=False)
    new.publish(out=str(tmp_path / "out"))
    lines = (tmp_path / "out" / "findings" / "recurrence.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert "What was met before" not in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize(("tlp", "there"), [("clear", 0), ("green", 1), ("", 1)])
def test_nothing_stricter_than_the_ceiling_is_told(tmp_path, tlp, there):
    here = centre(tmp_path)
    marked = collected(tmp_path, markings="TLP:GREEN")
    here.case("old").ingest(marked, written(tmp_path, [post(1, "op1", BRIDGE, collection_id="c1")]))
    here.case("new").ingest(written(tmp_path, [post(2, "u2", BRIDGE)]))
    assert here.case("new").recurrence(tlp=tlp)["found"] == there


def test_a_label_that_is_marked_wrong_counts_no_longer_until_that_is_undone(two, tmp_path):
    new = two.case("new")
    new.ingest(written(tmp_path, [post(100, "u1"), post(101, "op1", BRIDGE)]))
    assert hits(new.recurrence(), "account")
    made = new.recurrence(wrong="account:x/op1", by="anna", reason="a namesake")
    (decided,) = made["decided"]
    assert decided["label"] == "in the release of X (Twitter)"
    assert not hits(made, "account")
    assert hits(made, "text")[0]["accounts_there"] == "1"
    again = new.recurrence(undo=decided["number"], by="anna")
    assert hits(again, "account")
    with pytest.raises(SettingError, match="no label"):
        new.recurrence(wrong="account:x/nobody")


def test_a_wrong_label_of_a_platform_counts_in_no_detection(tmp_path):
    case = centre(tmp_path).case()
    rows = [
        account("a1", handle="radio_a", labels="state-media"),
        account("a2", handle="radio_b", labels="state-media"),
    ]
    case.ingest(written(tmp_path, rows), method="keyword")

    def seen():
        with frozen(case):
            labels = {row["account_id"]: row["labels"] for row in case.table("accounts").to_pylist()}
        keys = _record_keys(case.folder)
        return labels, (keys["accounts"], keys["accounts_observed"])

    labels, before = seen()
    assert labels == {"a1": ["state-media"], "a2": ["state-media"]}
    number = case.recurrence(wrong="account:x/a1", label="state-media", by="anna")["decided"][0]["number"]
    labels, after = seen()
    assert labels == {"a1": [], "a2": ["state-media"]}
    assert not set(before) & set(after)
    case.recurrence(undo=number, by="anna")
    assert seen() == ({"a1": ["state-media"], "a2": ["state-media"]}, before)


def test_hashed_ids_meet_by_what_is_not_hashed_and_by_a_known_scheme(tmp_path):
    here = centre(tmp_path)
    code = base64.b64encode(hashlib.sha256(b"salt42").digest()).decode()
    made = collected(tmp_path, released_by="X (Twitter)", identifiers_hashed="true")
    people = [
        account(code, handle=code, bio="Mother of two, runner, and friend of old books", collection_id="c1")
    ]
    here.case("old").ingest(
        made, written(tmp_path, [post(1, code, BRIDGE, collection_id="c1")]), written(tmp_path, people)
    )
    new = here.case("new")
    bio = {"bio": "Mother of two, runner and friend of old books!"}
    new.ingest(
        written(tmp_path, [post(2, "42", BRIDGE)]), written(tmp_path, [account("42", handle="Anna_B", **bio)])
    )
    assert {hit["kind"] for hit in new.recurrence()["hits"]} == {"text"}
    same = written(tmp_path, [account("77", bio=people[0]["bio"])])
    assert "bio" in {hit["kind"] for hit in new.ingest(same)["recurrence"]["hits"]}
    with (here.path / "centre.toml").open("a") as file:
        file.write(
            '[[hashes]]\nreleased_by = "X (Twitter)"\nof = "account"\nsalt = "salt"\nwritten = "base64"\n'
        )
    (hit,) = hits(new.recurrence(), "hashed id")
    assert (hit["value"], hit["case"]) == ("42", "old")


def test_the_index_is_made_again_when_it_is_gone_or_broken(two, tmp_path):
    new = two.case("new")
    new.ingest(written(tmp_path, [post(100, "u1", BRIDGE)]))
    before = new.recurrence()
    for path in two.path.glob("recurrence.db*"):
        path.unlink()
    assert new.recurrence() == before
    db = sqlite3.connect(two.path / "recurrence.db")
    db.execute("BEGIN IMMEDIATE")
    db.close()
    for path in two.path.glob("recurrence.db*"):
        path.write_bytes(b"no database at all, but more than a few bytes of something else" * 20)
    answer = new.ingest(written(tmp_path, [post(103, "u9")]))
    assert answer["records"]["posts"] == 1
    assert "not matched" in answer["recurrence"]["problem"]


def test_very_much_is_indexed_only_when_somebody_asks_for_it(two, tmp_path, monkeypatch):
    monkeypatch.setattr("floodwatch.centre.recurring.AT_ONCE", 1)
    new = two.case("new")
    answer = new.ingest(written(tmp_path, [post(100, "u1", BRIDGE), post(101, "u2", BRIDGE)]))
    assert answer["records"]["posts"] == 2
    assert "floodwatch recurrence --case new" in answer["recurrence"]["problem"]
    assert new.recurrence()["found"] == 1


def test_a_case_that_is_gone_leaves_nothing(two, tmp_path):
    import shutil

    new = two.case("new")
    new.ingest(written(tmp_path, [post(100, "u1", BRIDGE)]))
    shutil.rmtree(two.case("old").folder.root)
    assert new.recurrence()["found"] == 0
    db = sqlite3.connect(two.path / "recurrence.db")
    assert db.execute("SELECT count(*) FROM forms").fetchone() == (1,)
    assert db.execute("SELECT DISTINCT case_name FROM sources").fetchall() == [("new",)]
    db.close()


def test_the_command_prints_hits_and_decisions(two, tmp_path, capsys):
    new = two.case("new")
    answer = new.ingest(written(tmp_path, [post(100, "u1", BRIDGE)]))["recurrence"]
    assert any(line.startswith("met before: 1 of") for line in briefly(answer))
    assert run(["recurrence", "--centre", str(two.path), "--case", "new"]) == 0
    told = capsys.readouterr().out
    assert "takedown release of X (Twitter) (2024-05-01)" in told
    assert "it may be innocent" in told
    lines = "\n".join(met(new.recurrence(wrong="account:x/op0", by="anna")))
    assert "marked wrong" in lines
