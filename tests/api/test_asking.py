"""Every verb and view over HTTP: what comes, what goes, in parts, with tags, and once for each key."""

from __future__ import annotations

import pytest

from floodwatch.centre.offered import every, reading
from floodwatch.views import BOOK_VIEWS, VIEWS

CASE = "/cases/main"


def test_every_verb_and_view_has_a_route_that_tells_its_settings(house):
    told = house.client.get("/api/v1/openapi.json").json()
    for verb in every():
        path = f"/api/v1/cases/{{case}}/{verb.name}" if verb.on == "case" else f"/api/v1/{verb.name}"
        model = told["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(model.get("properties", {})) == {p.name for p in verb.parameters}
        assert all(model["properties"][p.name]["description"].startswith(p.help) for p in verb.parameters)
        assert ("get" in told["paths"][path]) == (reading(verb) is not None)
    for view in VIEWS:
        asked = told["paths"][f"/api/v1/cases/{{case}}/views/{view.name}"]["get"]["parameters"]
        assert {p.name for p in view.parameters} <= {one["name"] for one in asked}
    assert {f"/api/v1/views/{view.name}" for view in BOOK_VIEWS} <= set(told["paths"])


def test_no_verb_takes_the_address_of_something_else():
    assert not {verb.name for verb in every()} & {
        "me",
        "cases",
        "uploads",
        "made",
        "jobs",
        "views",
        "openapi.json",
    }


def test_a_verb_answers_the_same_by_get_and_by_post(ask):
    by_get = ask("GET", f"{CASE}/search", "rea", params={"words": "read", "limit": 3})
    by_post = ask("POST", f"{CASE}/search", "rea", json={"words": "read", "limit": 3})
    assert by_get.status_code == by_post.status_code == 200
    assert by_get.json() == by_post.json()
    assert len(by_get.json()["posts"]) == 3


def test_what_is_known_already_is_not_sent_again(ask):
    first = ask("GET", f"{CASE}/views/networks", "rea")
    tag = first.headers["etag"]
    again = ask("GET", f"{CASE}/views/networks", "rea", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert ask("GET", f"{CASE}/views/networks", "rea", headers={"If-None-Match": '"x"'}).status_code == 200


def test_rows_come_in_parts_that_join_to_the_whole(ask):
    path = f"{CASE}/views/graph"
    whole = ask("GET", path, "rea").json()["nodes"]
    assert len(whole) > 3
    found, cursor = [], None
    while cursor is not None or not found:
        params = {"rows": "nodes", "limit": 3, **({"cursor": cursor} if cursor else {})}
        part = ask("GET", path, "rea", params=params)
        assert part.json()["total"] == len(whole)
        found += part.json()["rows"]
        cursor = part.json()["next"]
        assert (cursor is not None) == ("link" in part.headers)
    assert found == whole


def test_a_part_of_rows_that_changed_since_is_refused(ask):
    params = {"rows": "nodes", "limit": 3}
    cursor = ask("GET", f"{CASE}/views/graph", "rea", params=params).json()["next"]
    changed = ask("GET", f"{CASE}/views/graph", "rea", params={**params, "rows": "edges", "cursor": cursor})
    assert changed.status_code == 410
    assert "Begin again" in changed.json()["do"]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0},
        {"limit": "x"},
        {"limit": 10**9},
        {"cursor": "x"},
        {"cursor": "W10"},
        {"rows": "nothing"},
        {"rwos": "x"},
    ],
)
def test_a_part_that_makes_no_sense_is_refused(ask, params):
    assert ask("GET", f"{CASE}/views/graph", "rea", params=params).status_code == 422


def test_the_same_key_does_it_once(house, ask):
    key = {"Idempotency-Key": "name-1"}
    narrative = ask("GET", f"{CASE}/narrative", "ana").json()["narratives"][0]["id"]
    body = {"action": "name", "id": [narrative], "name": "A name"}
    first = ask("POST", f"{CASE}/narrative", "ana", json=body, headers=key)
    again = ask("POST", f"{CASE}/narrative", "ana", json=body, headers=key)
    assert first.status_code == 200, first.text
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    other = ask("POST", f"{CASE}/narrative", "ana", json={**body, "name": "Another"}, headers=key)
    assert other.status_code == 422
    theirs = ask("POST", f"{CASE}/narrative", "root", json={**body, "name": "Another"}, headers=key)
    assert theirs.status_code == 200, "keys of others are others"
    assert theirs.json() != first.json()


def test_what_failed_is_done_again_under_the_same_key(ask):
    key = {"Idempotency-Key": "fails"}
    bad = {"action": "name", "id": ["nothing"], "name": "x"}
    assert ask("POST", f"{CASE}/narrative", "ana", json=bad, headers=key).status_code == 422
    assert ask("POST", f"{CASE}/narrative", "ana", json={"action": "list"}, headers=key).status_code == 200


def test_a_problem_says_what_and_what_to_do(ask):
    told = ask("POST", f"{CASE}/search", "rea", json={"wrods": "x"})
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["errors"] == [{"field": "wrods", "what": "Extra inputs are not permitted"}]
    missing = ask("GET", f"{CASE}/views/account", "rea", params={"account": "nobody"})
    assert missing.status_code in (409, 422)
    assert {"type", "title", "status", "do"} <= set(missing.json())
    assert missing.json()["type"].startswith("urn:floodwatch:problem:")


def test_no_answer_says_where_the_centre_lies(house, ask):
    for who, method, path, body in (
        ("ed", "POST", "/knowledge", {"action": "export"}),
        ("ana", "POST", f"{CASE}/detect", {"set": ["x.y=1"]}),
        ("rea", "GET", f"{CASE}/views/overview", None),
    ):
        assert str(house.centre.path) not in ask(method, path, who, json=body).text


def test_what_a_verb_wrote_is_fetched_by_whoever_asked_for_it(ask):
    told = ask("POST", "/knowledge", "ed", json={"action": "export", "format": "csv"})
    assert told.status_code == 200, told.text
    folder, name = told.json()["file"].split("/")[-2:]
    got = ask("GET", f"/made/{folder}/{name}", "ed")
    assert got.status_code == 200
    assert "attachment" in got.headers["content-disposition"]
    assert ask("GET", f"/made/{folder}/{name}", "ana").status_code == 404
    assert ask("GET", f"/made/{folder}/.made.json", "ed").status_code == 404


def test_who_one_is_and_what_one_may_see(ask):
    assert ask("GET", "/me", "rea").json()["role"] == "reader"
    assert ask("GET", "/cases", "rea").json() == ["main"]
    assert ask("GET", "/cases", "root").json()[:2] == ["main", "other"]
