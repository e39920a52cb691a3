"""A centre with one detected case, a document that was read, and people of every role; one for all tests of pages.

Every text that a stranger could have written holds a script, a turn of direction and a formula.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from floodwatch.centre import entering
from floodwatch.centre.handles import Centre
from floodwatch.centre.warm import WARM
from floodwatch.tools import secrets

WORD = "several words are good"
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\u202e=1+1"
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@pytest.fixture(scope="session", autouse=True)
def cheap():
    """Passwords cost next to nothing in tests."""
    before, secrets.COST = secrets.COST, CHEAP
    yield
    secrets.COST = before


def posts(path: Path) -> Path:
    """Eight accounts that share links within seconds, and sixteen that do not; their texts are hostile."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["platform", "post_id", "account_id", "created_at", "text", "language", "urls"])
        for o in range(12):
            for n in range(24):
                together = n < 8
                url = (
                    f"https://example.org/{o}" if together else f"https://example.net/{(n * 7 + o * 5) % 40}"
                )
                when = 1_700_000_000 + 3600 * o + (n if together else 997 * n)
                account = f"a{n}" if n else 'a0"><script>alert(2)</script>'
                writer.writerow(
                    ["x", f"{n}-{o}", account, when, f"look at {url} {HOSTILE} #Tag{o % 3}", "en", url]
                )
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Centre:
    """The centre."""
    folder = tmp_path_factory.mktemp("web")
    centre = Centre.init(folder / "centre")
    case = centre.case("main")
    case.ingest(posts(folder / "posts.csv"))
    case.detect(power=False)
    report = folder / "report.txt"
    report.write_text(
        f"Report\n\nMicrosoft says that Storm-1376 {HOSTILE} targeted Taiwan in 2024. It stole $3 million.\n",
        "utf-8",
    )
    case.read(report)
    case.log("add", f"Who runs it? {HOSTILE}", kind="question")
    return centre


@pytest.fixture(scope="session")
def admin(made) -> str:
    """A session of the first administrator."""
    link = entering.set_up_link(made)
    assert link
    return entering.set_up(made, link, "ada", WORD)


@pytest.fixture(scope="session")
def session(made, admin):
    """Sessions of others, by name, role and ceiling; members of the cases that are named."""
    from floodwatch.casebook.people import join
    from floodwatch.model.acting import Acting

    lead = Acting("ada", "Ada", "admin")
    held: dict[str, str] = {}

    def of(name: str, role: str = "analyst", tlp: str = "red", cases: tuple[str, ...] = ("main",)) -> str:
        if name not in held:
            from floodwatch.centre.call import call

            link = call("user", made, acting=lead, action="add", name=name, role=role, tlp=tlp)["link"]
            for case in cases:
                join(made.casebook, case, name, "ada")
            held[name] = entering.accept(made, link, WORD)
        return held[name]

    return of


@pytest.fixture
def browse(made):
    """A client that has entered with a session, as a browser would: with its cookie and where it comes from."""
    from starlette.testclient import TestClient

    from floodwatch.web.app import application

    clients = []

    def entered(token: str = "") -> TestClient:
        client = TestClient(application(made), base_url="http://centre", follow_redirects=False)
        client.headers.update({"origin": "http://centre", "sec-fetch-site": "same-origin"})
        if token:
            client.cookies.set("floodwatch", token)
        clients.append(client)
        return client

    WARM.on = True
    yield entered
    for client in clients:
        client.close()
    WARM.close()
    WARM.on = False
