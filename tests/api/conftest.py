"""One centre for all tests of the server: a detected case of a crowd that moves together, people, tokens."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
import time
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from floodwatch.api.app import application
from floodwatch.casebook import people
from floodwatch.casebook.doors import add_token
from floodwatch.casebook.store import connected
from floodwatch.centre import entering
from floodwatch.centre.handles import Centre
from floodwatch.centre.init import init
from floodwatch.centre.starting import ready
from floodwatch.model.markings import asked
from floodwatch.tools import secrets

WORD = "several words are good"
HEAD = "platform,post_id,account_id,created_at,text,urls\n"
LIMITS = (
    "[server]\nper_minute = 100000\nburst = 100000\naddress_per_minute = 1000000\nbody_kb = 64\nslow_s = 1\n"
)
YEAR_S = 4_000_000_000


@pytest.fixture(scope="session", autouse=True)
def _cheap():
    secrets.COST.update(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def ready_book(tmp_path_factory, empty_book):
    """A casebook to copy that holds what the package knows from the start."""
    path = tmp_path_factory.mktemp("ready") / "casebook.db"
    shutil.copy(empty_book, path)
    ready(path)
    return path


def posts(folder, case, crowd=12, rest=60):
    """A few accounts that post the same links at the same seconds, and others that do not."""
    rows = [
        f"x,{case}c{n}-{k},c{n},2024-05-{k + 1:02}T10:00:{n:02}Z,read this now {case},https://e.org/{k}\n"
        for k in range(8)
        for n in range(crowd)
    ]
    rows += [
        f"x,{case}r{n}-{k},r{n},2024-05-{k + 1:02}T{(n * 7) % 24:02}:{(n * 13) % 60:02}:00Z,my day {n} {k},https://o.org/{n}/{k}\n"
        for k in range(4)
        for n in range(rest)
    ]
    file = folder / f"{case}.csv"
    file.write_text(HEAD + "".join(rows), "utf-8")
    return file


def made(folder, book):
    """A centre with cases `main` (detected) and `other`, users of each role, and a token of each of them."""
    shutil.copy(book, folder / "casebook.db")
    init(None, folder=str(folder))
    with (folder / "centre.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{LIMITS}")
    centre = Centre.open(folder)
    entering.set_up(centre, entering.set_up_link(centre), "root", WORD)
    centre.case("main").ingest(posts(folder, "main"))
    centre.case("main").detect(power=False)
    centre.case("other").ingest(posts(folder, "other", 2, 3))
    return centre


def user(centre, name, role, tlp="", cases=("main",)):
    with connected(centre.casebook, writing=True) as db:
        people.add(db, name, name.title(), role, asked(tlp), "root", secrets.hashed(WORD))
    for case in cases:
        people.join(centre.casebook, case, name, "root")


def token(centre, name, scope="write", tlp="", cases=None, expires_s=YEAR_S):
    with connected(centre.casebook, writing=True) as db:
        return add_token(db, name, "test", scope, cases, asked(tlp), expires_s)[0]


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="session")
def house(tmp_path_factory, ready_book):
    """The centre, its application, a client, and headers by name."""
    centre = made(tmp_path_factory.mktemp("centre"), ready_book)
    for name, role, tlp, cases in (
        ("ana", "analyst", "", ("main",)),
        ("ed", "editor", "", ("main", "other")),
        ("rea", "reader", "", ("main",)),
        ("low", "analyst", "clear", ("main", "other")),
    ):
        user(centre, name, role, tlp, cases)
    app = application(centre)
    headers = {name: bearer(token(centre, name)) for name in ("ana", "ed", "rea", "low", "root")}
    headers |= {f"{name}-reads": bearer(token(centre, name, "read")) for name in ("ana", "root")}
    headers |= {
        "feed": bearer(token(centre, "ed", "taxii")),
        "feed-clear": bearer(token(centre, "ed", "taxii", "clear")),
    }
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield SimpleNamespace(centre=centre, app=app, client=client, headers=headers)


@pytest.fixture
def ask(house):
    """Ask as somebody: `ask("GET", "/cases", "ana")`."""

    def asked(method, path, who="", **more):
        headers = {**house.headers.get(who, {}), **more.pop("headers", {})}
        address = path if path.startswith(("/api", "/taxii2", "/healthz", "/metrics")) else f"/api/v1{path}"
        return house.client.request(method, address, headers=headers, **more)

    return asked


@pytest.fixture
def serving():
    """A real server on this machine: `with serving(centre) as address`."""
    return served


@contextlib.contextmanager
def served(centre, **more):
    import uvicorn

    from floodwatch.centre.serve import options
    from floodwatch.server import joined

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        **options(centre, "127.0.0.1", port, 1, "", "", ""),
        "factory": False,
        "log_level": "error",
        **more,
    }
    server = uvicorn.Server(uvicorn.Config(joined(centre), **told))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
