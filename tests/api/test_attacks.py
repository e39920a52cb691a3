"""What somebody tries who may not: no token, another's, above the ceiling, paths and bodies that harm."""

from __future__ import annotations

import json

import pytest

from floodwatch.api.app import application
from floodwatch.casebook import doors, people
from floodwatch.casebook.ceiling import MARKED
from floodwatch.casebook.marks import mark
from floodwatch.casebook.people import change
from floodwatch.casebook.store import connected
from floodwatch.centre import entering
from floodwatch.centre.headers import COOKIE
from floodwatch.centre.offered import CHANGES, FILES, every, reading
from floodwatch.model.acting import ACCESS, READER
from tests.api.conftest import WORD, bearer, token

CASE = "/cases/main"
LOOKS = frozenset(
    ("list", "show", "base", "due", "score", "rules", "calendar", "overdue", "handover", "gate", "changed")
)


def operations(house):
    told = house.client.get("/api/v1/openapi.json").json()["paths"]
    return [(method.upper(), path, one) for path, methods in told.items() for method, one in methods.items()]


def filled(path):
    for name in ("case", "collection", "object", "status", "folder", "file", "job"):
        path = path.replace(f"{{{name}}}", "main")
    return path


def test_nothing_is_answered_to_nobody(house):
    for method, path, _ in operations(house):
        told = house.client.request(method, filled(path), json={} if method == "POST" else None)
        assert told.status_code == 401, (method, path)
        assert "www-authenticate" in told.headers


@pytest.mark.parametrize(
    "secret",
    ["", "x", "fw_", "fw_0000000000_" + "A" * 43, "fw_\u00e9", "a" * 100_000, "null", "' OR 1=1 --"],
)
@pytest.mark.parametrize("way", ["Bearer", "bearer", "Basic", "Token", ""])
def test_a_forged_token_opens_nothing(house, secret, way):
    headers = {"Authorization": f"{way} {secret}".encode()}
    assert house.client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_token_with_one_letter_changed_opens_nothing(house):
    secret = token(house.centre, "ana")
    assert house.client.get("/api/v1/me", headers=bearer(secret)).status_code == 200
    other = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert house.client.get("/api/v1/me", headers=bearer(other)).status_code == 401
    with connected(house.centre.casebook) as db:
        kept = str(doors.token(db, secret))
    assert secret not in kept
    digest = json.loads(kept.replace("'", '"').replace("None", "null"))["token_hash"]
    assert house.client.get("/api/v1/me", headers=bearer(digest)).status_code == 401


def test_a_token_ends_when_it_expires_or_its_owner_does(house):
    gone = token(house.centre, "ana", expires_s=1)
    assert house.client.get("/api/v1/me", headers=bearer(gone)).status_code == 401
    with connected(house.centre.casebook, writing=True) as db:
        people.add(db, "leaver", "Leaver", "analyst", people.Marking(), "root")
    left = token(house.centre, "leaver")
    assert house.client.get("/api/v1/me", headers=bearer(left)).status_code == 200
    with connected(house.centre.casebook, writing=True) as db:
        change(db, "leaver", disabled=1)
    assert house.client.get("/api/v1/me", headers=bearer(left)).status_code == 401


def test_a_token_for_the_feed_opens_nothing_else_and_no_other_opens_the_feed(house, ask):
    for method, path, _ in operations(house):
        for who in ("feed",) if path.startswith("/api") else ("root", "ana-reads"):
            told = ask(method, filled(path), who, json={} if method == "POST" else None)
            assert told.status_code == 401, (method, path, who)


def test_a_cookie_opens_no_feed(house):
    session = entering.enter(house.centre, "root", WORD)
    assert house.client.get("/taxii2/", headers={"cookie": f"{COOKIE}={session}"}).status_code == 401


CHANGING = [
    (verb, {"action": one})
    for verb in every()
    for one, role in ACCESS[verb.name].actions.items()
    if role != READER
] + [
    (verb, {p.name: ["x"] if isinstance(p.default, tuple) else not p.default if isinstance(p.default, bool) else
            1 if isinstance(p.default, int) else "x"})
    for verb in every()
    for p in verb.parameters
    if p.name in ACCESS[verb.name].given
] + [(verb, {}) for verb in every() if ACCESS[verb.name].least != READER]  # fmt: skip


@pytest.mark.parametrize("who", ["rea", "ana-reads", "root-reads"])
def test_a_reader_and_a_token_that_reads_change_nothing(ask, who):
    for verb, body in CHANGING:
        path = f"{CASE}/{verb.name}" if verb.on == "case" else f"/{verb.name}"
        told = ask("POST", path, who, json=body)
        if told.status_code != 403:  # what makes no sense for anybody is said before whether one may
            given = [p for p in verb.parameters if p.name in body]
            assert told.status_code == 422, (verb.name, body, told.text)
            assert any(p.choices or p.name in FILES for p in given), (verb.name, body, told.text)


def test_nothing_changes_by_get(house, ask):
    for verb in every():
        only = reading(verb)
        path = f"{CASE}/{verb.name}" if verb.on == "case" else f"/{verb.name}"
        if only is None:
            assert ask("GET", path, "root").status_code == 405
            continue
        assert not {p.name for p in only.parameters} & set(ACCESS[verb.name].given)
        actions = {c for p in only.parameters if p.name == "action" for c in p.choices}
        assert actions <= LOOKS | {""}, "an action that is new here either looks or stands in CHANGES"
    assert ask("GET", "/token", "root", params={"action": "add", "label": "x"}).status_code == 422
    assert set(CHANGES) <= {verb.name for verb in every()}


def test_what_is_for_people_is_not_for_tokens(ask):
    for body in ({"action": "list"}, {"action": "add", "name": "eve"}):
        assert ask("POST", "/user", "root", json=body).status_code == 403
    assert ask("POST", "/people", "root", json={"action": "lock"}).status_code == 403
    assert ask("GET", "/me", "root").json()["role"] != "admin"


def test_an_analyst_neither_publishes_nor_shares(ask):
    assert ask("POST", f"{CASE}/publish", "ana", json={}).status_code == 403
    assert ask("POST", "/share", "ana", json={"action": "update", "tlp": "clear"}).status_code == 403


def test_a_case_of_others_is_answered_like_one_that_is_not_there(house, ask):
    for method, path, _ in operations(house):
        if "{case}" not in path:
            continue
        told = []
        for case in ("other", "nowhere"):
            at = filled(path.replace("{case}", case))
            answer = ask(method, at, "ana", json={} if method == "POST" else None)
            told.append((answer.status_code, answer.text.replace(case, "CASE")))
        assert told[0] == told[1], path
        assert told[0][0] in (403, 404, 422), path


def test_another_case_is_not_reached_by_a_setting(ask):
    network = ask("GET", f"{CASE}/views/networks", "rea").json()["rows"][0]["network_id"]
    seen = ask("GET", f"{CASE}/impact", "ana", params={"network": network, "before": "other/x"})
    gone = ask("GET", f"{CASE}/impact", "ana", params={"network": network, "before": "nowhere/x"})
    assert (seen.status_code, seen.text.replace("other", "nowhere")) == (gone.status_code, gone.text)
    assert ask("GET", "/views/assessed", "ana", params={"case": "other"}).status_code == 404
    assert ask("GET", "/marking", "ana", params={"source": "case:other"}).status_code == 404
    read = [
        ask("GET", path, "ana").text
        for path in ("/dissemination", "/views/record", "/marking", "/job", "/jobs")
    ]
    assert not [text for text in read if '"other"' in text or "case:other" in text]


def test_a_case_above_the_ceiling_does_not_exist(house, ask):
    house.centre.case("secret").ingest(house.centre.path / "other.csv")
    mark(house.centre.casebook, "case:secret", MARKED, {"tlp": "TLP:AMBER", "pap": ""}, "root", "")
    for name in ("low", "ed"):
        people.join(house.centre.casebook, "secret", name, "root")
    assert ask("GET", "/cases", "ed").json() == ["main", "other", "secret"]
    assert ask("GET", "/cases", "low").json() == ["main", "other"]
    low = bearer(token(house.centre, "ed", tlp="green"))
    assert house.client.get("/api/v1/cases", headers=low).json() == ["main", "other"]
    for headers in (low, house.headers["low"]):
        for path in ("views/overview", "search", "publications", "role"):
            told = house.client.get(f"/api/v1/cases/secret/{path}", headers=headers)
            assert (told.status_code, told.json()["title"]) == (404, "There is no case secret")
    one = bearer(token(house.centre, "ed", cases=["other"]))
    assert house.client.get("/api/v1/cases", headers=one).json() == ["other"]


HARMFUL = ["/etc/passwd", "../../centre.toml", "..\\x", "file:///etc/passwd", "s3://bucket/x", "http://169.254.169.254/",
           "casebook.db", "\\\\host\\share", "C:\\x", "~root", "a" * 32, "0" * 32, "", "."]  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_no_path_or_address_of_the_server_is_read(ask, name):
    for verb, setting in (
        (f"{CASE}/ingest", {"inputs": [name]}),
        (f"{CASE}/read", {"inputs": [name]}),
        ("/knowledge", {"action": "import", "inputs": [name]}),
        ("/weigh", {"file": name}),
        ("/lint", {"inputs": [name]}),
        (f"{CASE}/impact", {"sightings": name}),
    ):
        told = ask("POST", verb, "ana", json=setting)
        assert told.status_code in ((422, 409) if name else (202, 409, 422, 200)), (verb, told.text)
        assert "root:" not in told.text


@pytest.mark.parametrize("value", ["networks.least=file:/etc/passwd", "x.y=file:../centre.toml"])
def test_a_list_of_values_is_no_file(ask, value):
    told = ask("POST", f"{CASE}/detect", "ana", json={"set": [value]})
    assert (told.status_code, "not as a file" in told.text) == (422, True)


def test_what_is_about_the_machine_cannot_be_set(ask):
    for verb, setting in (
        (f"{CASE}/ingest", {"wait": 5}), (f"{CASE}/detect", {"engine": "spark://x"}),
        (f"{CASE}/detect", {"spill": "/x"}),
        (f"{CASE}/publish", {"out": "/x"}), ("/knowledge", {"action": "export", "out": "/x"}),
        (f"{CASE}/narrative", {"by": "somebody else"}), ("/serve", {}), ("/init", {}), ("/backup", {}),
        ("/coordinate", {"inputs": ["x"]}), ("/plan", {"inputs": ["x"]}),
    ):  # fmt: skip
        told = ask("POST", verb, "ed", json=setting)
        assert told.status_code in (404, 422), (verb, told.text)


@pytest.mark.parametrize(
    "name", ["../x", "..%2Fx", "%2e%2e/x", "a/../../b", "nul\x00l", "a\\b", ".upload.json"]
)
def test_an_upload_has_a_name_that_leads_nowhere(house, name):
    told = house.client.post(
        "/api/v1/uploads", params={"name": name}, content=b"x,y\n1,2\n", headers=house.headers["ana"]
    )
    assert told.status_code == 201, told.text
    sent = told.json()
    assert not set(sent["name"]) & set("/\\\0")
    assert not sent["name"].startswith(".")
    assert (house.centre.path / "incoming" / sent["upload"] / sent["name"]).read_bytes() == b"x,y\n1,2\n"


def test_an_upload_is_of_whoever_sent_it(house, ask):
    sent = house.client.post("/api/v1/uploads", content=b"x,y\n1,2\n", headers=house.headers["ed"]).json()
    told = ask("POST", f"{CASE}/ingest", "ana", json={"inputs": [sent["upload"]]})
    assert (told.status_code, told.json()["title"]) == (422, "There is no such upload")
    assert sent["upload"] not in ask("GET", "/uploads", "ana").text
    assert ask("POST", "/uploads", "rea", content=b"x").status_code == 403
    assert ask("POST", "/uploads", "ana-reads", content=b"x").status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/made/../x", "/made/%2e%2e/casebook.db", f"/made/{'0' * 32}/x", "/cases/main/publications/../manifest.json",
        "/cases/main/publications/%2e%2e/manifest.json", "/cases/main/publications/latest/..%2f..%2fmanifest.json",
        "/cases/../main/views/overview", "/cases/..%2fmain/search", "/cases/%00/search", "/cases/.hidden/search",
        "/cases/main/views/..%2f..%2fx", "/static/../../etc/passwd",
    ],
)  # fmt: skip
def test_an_address_leads_to_no_other_file(ask, path):
    assert ask("GET", path, "root").status_code in (404, 405)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 70_000, 413), (b"[" * 60_000, 422), (b'{"a":' * 5000 + b"1" + b"}" * 5000, 422), (b"{", 400),
        (b'{"words": NaN}', 400), (b'{"words": "a", "words": "b"}', 400), (b'{"words": "\\ud800"}', 400),
        (b"\xff", 400),
        (b"[]", 422), (b'"x"', 422), (b'{"words": "a\\u0000b"}', 422), (b'{"words": 1}', 422),
        (b'{"limit": 1e400}', 422), (b'{"limit": 99999999999999999999999}', 422), (b'{"limit": true}', 422),
        (b'{"__class__": "x"}', 422), (b'{"words": {"$ne": 1}}', 422),
    ],
)  # fmt: skip
def test_a_body_that_is_too_much_or_not_what_it_should_be(ask, body, status):
    told = ask("POST", f"{CASE}/search", "rea", content=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json"), told.text


def test_a_body_of_another_kind_is_refused(ask):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        told = ask("POST", f"{CASE}/search", "rea", content=b'{"words": "a"}', headers={"Content-Type": kind})
        assert told.status_code == 415


def test_a_session_changes_something_only_with_its_mark(house):
    session = entering.enter(house.centre, "ana", WORD)
    cookie = {"cookie": f"{COOKIE}={session}"}
    other = entering.csrf(house.centre, entering.enter(house.centre, "ana", WORD))
    assert house.client.get("/api/v1/me", headers=cookie).json()["role"] == "analyst"
    for mark_of, status in (
        (None, 403),
        ("", 403),
        ("x", 403),
        (other, 403),
        (entering.csrf(house.centre, session), 200),
    ):
        headers = {**cookie, **({} if mark_of is None else {"x-csrf-token": mark_of})}
        told = house.client.post(f"/api/v1{CASE}/search", json={"words": "x"}, headers=headers)
        assert told.status_code == status
    entering.leave(house.centre, session)
    assert house.client.get("/api/v1/me", headers=cookie).status_code == 401


@pytest.fixture
def strict(house):
    """The same centre with limits that are met at once."""
    from starlette.testclient import TestClient

    from floodwatch.api.limits import Buckets

    app = application(house.centre)
    now = [0.0]
    shared = app.state.shared
    app.state.shared = type(shared)(
        shared.centre,
        shared.limits,
        Buckets(60, 3, lambda: now[0]),
        Buckets(600, 50, lambda: now[0]),
        shared.sending,
    )
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False), now


def test_who_asks_too_often_waits_and_others_do_not(house, strict):
    client, now = strict
    said = [client.get("/api/v1/me", headers=house.headers["ana"]) for _ in range(5)]
    assert [one.status_code for one in said] == [200, 200, 200, 429, 429]
    assert said[-1].headers["retry-after"] == "1"
    assert client.get("/api/v1/me", headers=house.headers["ed"]).status_code == 200
    now[0] += 1
    assert client.get("/api/v1/me", headers=house.headers["ana"]).status_code == 200


def test_who_guesses_tokens_is_soon_refused_unheard(house, strict, monkeypatch):
    client, _ = strict
    heard = []
    real = entering.bearer
    monkeypatch.setattr(entering, "bearer", lambda *given: heard.append(1) or real(*given))
    said = [client.get("/api/v1/me", headers=bearer(f"fw_{n}")).status_code for n in range(20)]
    assert said[0] == 401
    assert set(said[4:]) == {429}
    assert len(heard) < 10


def test_buckets_of_many_addresses_are_forgotten(monkeypatch):
    from floodwatch.api import limits

    monkeypatch.setattr(limits, "MOST", 10)
    made = limits.Buckets(60, 5)
    for n in range(100):
        made.take(str(n))
    assert len(made.held) == 10


def test_what_breaks_says_nothing_of_it(house, ask, monkeypatch):
    from floodwatch.centre import allowed

    monkeypatch.setattr(allowed, "hidden", lambda *given: 1 / 0)
    told = ask("GET", "/cases", "ana")
    assert (told.status_code, told.json()["title"]) == (500, "Something went wrong that nobody foresaw")
    assert "ZeroDivision" not in told.text


def test_what_is_asked_is_in_the_log_and_no_secret_is(house, ask):
    from floodwatch.casebook.read import audit

    secret = house.headers["ana"]["Authorization"].partition(" ")[2]
    ask("GET", f"{CASE}/search", "ana", params={"words": "a private name"})
    rows = audit(house.centre.casebook)
    assert (rows[-1]["actor"], rows[-1]["verb"], rows[-1]["case_name"]) == ("ana", "search", "main")
    assert "private" not in json.dumps(rows)
    assert secret not in json.dumps(rows)
