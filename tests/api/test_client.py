"""The client: in step with the verbs, and read by a real server."""

from __future__ import annotations

import inspect
import subprocess
import sys
import time

import pytest

from floodwatch.centre.offered import every
from floodwatch.client import Case, Client, Failed, Refused
from scripts import client as script
from tests.api.conftest import HEAD, served


def test_its_methods_are_those_of_the_list():
    assert script.PLACE.read_text("utf-8") == script.written(), "run: python scripts/client.py"
    for verb in every():
        if verb.name not in script.NOT_HERE:
            taken = inspect.signature(getattr(Case if verb.on == "case" else Client, verb.name)).parameters
            assert {name.removesuffix("_") for name in taken} - {"self"} == {p.name for p in verb.parameters}


def test_it_needs_nothing_but_the_standard_library():
    told = "import sys, floodwatch.client; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    assert not {"httpx", "pydantic", "sqlalchemy", "duckdb", "fastapi"} & set(eval(found))  # noqa: S307


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://127.0.0.1", "127.0.0.1:8080", "file:///etc/passwd"]
)
def test_a_token_goes_nowhere_without_encryption(address):
    with pytest.raises(ValueError, match="https://"):
        Client(address, "x")


@pytest.fixture(scope="module")
def address(house):
    with served(house.centre) as told:
        yield told


@pytest.fixture
def client(house, address):
    def made(name):
        return Client(address, house.headers[name]["Authorization"].partition(" ")[2], patience=60)

    return made


def test_verbs_views_and_rows(client):
    ana = client("ana")
    assert (ana.me["role"], ana.cases) == ("analyst", ["main"])
    case = ana.case("main")
    assert case.search("read", limit=2)["posts"]
    whole = case.view("graph")["nodes"]
    assert case.view("graph", rows="nodes", limit=4) == whole
    assert [one["network_id"] for one in case.view("networks", limit=1)]
    assert ana.view("elections")["elections"]


def test_a_problem_is_told_whole(client):
    with pytest.raises(Refused) as told:
        client("ana").case("other").search("x")
    assert (told.value.status, told.value.what) == (404, "There is no case other")
    with pytest.raises(Refused) as told:
        client("ana").case("main").narrative("shwo")  # type: ignore[arg-type]
    assert told.value.told["errors"][0]["field"] == "action"
    with pytest.raises(Refused) as told:
        Client(client("ana")._line._top, "fw_x").cases  # noqa: B018
    assert told.value.status == 401


def test_a_file_is_sent_and_read_in_the_background(client, tmp_path):
    ed = client("ed")
    file = tmp_path / "more.csv"
    file.write_text(HEAD + "x,p1,a1,2024-05-01T10:00:01Z,a new post,https://e.org/new\n", "utf-8")
    sent = ed.upload(file)
    told = ed.case("other").ingest([sent])
    assert told["records"]["posts"] == 1 or told
    assert ed.case("other").search("new")["found"] == 1
    job = ed.begin("search", "other", words="new")
    assert ed.wait(job)["found"] == 1
    assert ed.job(job)["state"] == "done"


def test_a_job_that_fails_says_why(client):
    ed = client("ed")
    job = ed.begin("lifecycle", "other")
    with pytest.raises(Failed, match="detect"):
        ed.wait(job)
    with pytest.raises(Refused):
        client("ana").job(job)


def test_what_is_published_is_fetched(client):
    ed = client("ed")
    told = ed.case("main").publish(format=["html", "stix"])
    assert told["networks"]
    (one,) = [x for x in ed.case("main").publications() if x["publication"] == "latest"]
    page = ed.fetch(f"/cases/main/publications/latest/{next(f for f in one['files'] if f.endswith('.html'))}")
    assert page.startswith(b"<!doctype html>") or page.startswith(b"<!DOCTYPE html>")


def test_webhooks_are_told_of_releases_and_of_jobs(house, client, monkeypatch):
    from floodwatch.centre import hooks

    told = []
    monkeypatch.setattr(
        hooks, "tell", lambda centre, event, values, marking: told.append((event, dict(values)))
    )
    ed = client("ed")
    job = ed.begin("publish", "main", format=["stix"])
    ed.wait(job)
    until = time.monotonic() + 10
    while len(told) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert told[0] == ("release", {"what": "publication", "name": "latest", "case": "main", "markings": []})
    assert told[1] == ("job", {"job": job, "verb": "publish", "case": "main", "state": "done"})
