"""What the casebook knows of a case's values, who may see which case, and labels: the same on both databases."""

from __future__ import annotations

import pytest

from floodwatch.casebook import record, recurring, write
from floodwatch.casebook.store import Book
from floodwatch.centre.handles import Centre
from floodwatch.centre.labels import as_claims
from floodwatch.model.errors import CentreError
from tests.recurrence.made import BRIDGE, account, collected, hits, post, written

DOMAINS = """operation,domain,matchType,reason_fr,source,reportUrl,identifiedDate
Paper Lantern,bad.example.org,exact,site,A lab,https://lab.example/report,2024-03-01
Paper Lantern,https://t.me/lantern_news,exact,channel,A lab,https://lab.example/report,2024-03-01
"""


@pytest.fixture
def here(book: Book, tmp_path):
    """A centre on each of the two databases."""
    folder = tmp_path / "centre"
    folder.mkdir()
    if isinstance(book, str):
        (folder / "centre.toml").write_text(f'casebook = "{book}"\n', "utf-8")
    return Centre.init(folder)


def test_known_sites_and_channels_hit_with_who_says_it(here, tmp_path):
    table = tmp_path / "domains.csv"
    table.write_text(DOMAINS, "utf-8")
    here.knowledge("import", table)
    rows = [post(1, "u1", urls="https://bad.example.org/a"), post(2, "u2", urls="https://good.example/a")]
    people = written(tmp_path, [account("7", platform="telegram", handle="Lantern_News")])
    answer = here.case().ingest(written(tmp_path, rows), people)["recurrence"]
    found = {hit["value"]: hit for hit in hits(answer)}
    assert set(found) == {"example.org", "Lantern_News"}
    for hit in found.values():
        assert hit["place"] == "known"
        assert "is part of Paper Lantern" in hit["says"]
    claim = found["example.org"]["says"].partition("(claim ")[2][:12]
    here.case().read(refuse=(claim,), by="ada")
    assert {hit["value"] for hit in here.case().recurrence()["hits"]} == {"Lantern_News"}


def test_labels_are_claims_that_somebody_can_refuse_and_take_up_again(here):
    book, who = here.casebook, "account:x/AbC"
    entities, claims = as_claims([(who, "state-media", "x"), (who, "clemson:RightTroll", "clemson")])
    assert record.add(book, entities, claims).claims == 2
    assert record.add(book, entities, claims).claims == 0
    (label, other) = recurring.labels(book, [claims[0].subject])
    assert (label.label, label.value, label.speaker, label.status) == (
        "x/AbC",
        "state-media",
        "x",
        "suggested",
    )
    assert other.speaker == "clemson"
    (number,) = record.decide(book, [label.claim_id], "refused", "ada", "a namesake")
    assert [one.value for one in recurring.labels(book, status="refused")] == ["state-media"]
    record.undo(book, number, "ada")
    assert recurring.labels(book, status="refused") == []


def test_a_case_is_closed_until_that_is_undone(here):
    book = here.casebook
    write.add_case(book, "a")
    number = write.decide(book, recurring.case_id("a"), "closed", {"owner": "ada", "readers": ["ben"]}, "ada")
    assert recurring.closed(book, ["a", "b"]) == {"a": recurring.Access("ada", ("ben",))}
    assert [one.number for one in recurring.closings(book, "a")] == [number]
    write.undo(book, number, "ada")
    assert recurring.closed(book, ["a"]) == {}


def test_a_network_that_somebody_confirmed_counts_until_that_is_taken_back(here, tmp_path, monkeypatch):
    rows = [post(n, f"m{n}", BRIDGE) for n in range(3)] + [post(9, "u9")]
    here.case("old").ingest(written(tmp_path, rows), method="keyword")
    new = here.case("new")
    assert new.ingest(written(tmp_path, [post(20, "m1")]), method="keyword")["recurrence"]["found"] == 0
    rows = [{"network_id": "abc", "platform": "x", "account_id": f"m{n}", "score": 1 / n} for n in (1, 2)]
    monkeypatch.setattr("floodwatch.centre.tables.must_be_detected", lambda case: None)
    monkeypatch.setattr("floodwatch.lake.read.members", lambda folder, engine: rows)
    with pytest.raises(CentreError, match="no network"):
        here.case("old").recurrence(confirm="xyz")
    (made,) = here.case("old").recurrence(confirm="abc", by="ada")["decided"]
    assert (made["what"], made["members"]) == ("confirmed", 2)
    (hit,) = hits(new.recurrence())
    assert (hit["place"], hit["kind"], hit["case"]) == ("confirmed network", "account", "old")
    assert "abc" in hit["says"]
    here.case("old").recurrence(unconfirm="abc", by="ada")
    assert new.recurrence()["found"] == 0
    with pytest.raises(CentreError, match="not confirmed"):
        here.case("old").recurrence(unconfirm="abc", by="ada")


def test_labels_of_what_is_read_are_kept_once(here, tmp_path):
    case = here.case()
    people = [account("a1", labels="state-media|automated"), account("a2")]
    made = collected(tmp_path)
    case.ingest(made, written(tmp_path, people))
    case.ingest(written(tmp_path, [account("a1", labels="state-media", name="Radio One")]))
    from floodwatch.knowledge.recurrence.placing import channel

    found = recurring.labels(here.casebook, [channel("account:x/a1"), channel("account:x/a2")])
    assert sorted(one.value for one in found) == ["automated", "state-media"]
