"""Every page of the list answers as a page, as JSON and as CSV; nothing of a stranger becomes markup."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from floodwatch.centre import entering, running
from floodwatch.centre.look import look
from floodwatch.model.acting import Acting
from floodwatch.web.pages import PAGES
from tests.web.conftest import HOSTILE

VOID = {
    "area",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "source",
    "circle",
    "line",
    "rect",
    "polygon",
}


def address(page, made):
    """An address of the page that has something to show."""
    case = made.case("main")
    network = look("networks", case)[0].network_id
    told = {
        "case": "main",
        "network": network,
        "narrative": look("narratives", case)[0]["narrative_id"],
        "account:path": "account:x/a1",
        "name:path": "Storm-1376",
        "judgement": made.judge()["judgements"][0]["judgement"],
        "sha256": documents(made)[0] if page.name == "document" else "0" * 64,
        "upload": "0" * 32,
        "report": written(made),
        "job": running.ask(made, Acting("ada", "Ada", "admin"), "detect", case, {}, "one"),
    }
    return re.sub(r"{([^}]+)}", lambda m: str(told[m.group(1)]), page.path) + QUERIES.get(page.name, "")


QUERIES = {
    "pair": "?source=account:x/a1&target=account:x/a2",
    "search": "?words=look",
    "networks": "?kind=unclear&members=3",
    "queue": "?all=yes",
    "audit": "?verify=yes",
}
NOT_THERE = {"upload": 404, "weighing_kept": 404}
"""Pages about something that this centre lacks: what they say then."""


@cache
def written(made):
    """A report whose every word a stranger could have written."""
    told = made.case("main").report(
        "new", title=f"Links {HOSTILE}", tlp="amber", text=f"# One\n\nobserved: {HOSTILE}\n"
    )
    made.case("main").report("comment", told["report"], text=HOSTILE, quote="One")
    return told["report"]


@cache
def documents(made):
    from floodwatch.centre.reading_desk import documents as read

    return [row["document"] for row in read(made)["documents"] if row["suggested"]]


class Tags(HTMLParser):
    """The tags and attributes of a page, and whether they are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.scripts, self.handlers, self.styles = [], [], [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.handlers += [name for name in told if name.startswith("on")]
        self.styles += [told["style"]] if "style" in told else []
        if tag == "script" and told.get("type") != "application/json":
            self.scripts.append(told.get("src"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_answers_and_holds_nothing_that_runs(page, made, admin, browse):
    answer = browse(admin).get(address(page, made))
    assert answer.status_code == NOT_THERE.get(page.name, 200), answer.text[:2000]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    tags = Tags()
    tags.feed(answer.text)
    assert all(source and source.startswith("/static/") for source in tags.scripts)
    assert (tags.handlers, tags.styles) == ([], [])
    assert "<script>document.title" not in answer.text and "onerror=alert(1)>" not in answer.text.replace(
        "&gt;", ""
    )
    assert "\u202e" not in answer.text


@pytest.mark.parametrize("page", [p for p in PAGES if p.name not in NOT_THERE], ids=lambda page: page.name)
def test_a_page_is_json_too(page, made, admin, browse):
    path = address(page, made)
    answer = browse(admin).get(path + ("&" if "?" in path else "?") + "as=json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert isinstance(answer.json(), dict)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.rows and p.name not in NOT_THERE], ids=lambda p: p.name
)
def test_rows_of_a_page_are_csv_that_a_spreadsheet_may_open(page, made, admin, browse):
    path = address(page, made)
    answer = browse(admin).get(path + ("&" if "?" in path else "?") + "as=csv")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert not any(cell.startswith(("=", "@", "\t")) for row in rows for cell in row)
    assert len({len(row) for row in rows}) <= 1


def test_what_strangers_wrote_is_shown_as_text(made, admin, browse):
    text = browse(admin).get("/c/main/search?words=look").text
    assert "&lt;script&gt;" in text and "[right-to-left override]" in text
    assert HOSTILE not in text


def test_filters_narrow_and_pages_are_turned(made, admin, browse):
    page = browse(admin)
    assert page.get("/c/main/networks?kind=covert&as=json").json()["total"] == 0
    shown = page.get("/c/main/networks?members=8&as=json").json()
    assert (shown["total"], shown["networks"][0]["members"]) == (1, 8)
    assert page.get("/c/main/networks?members=-1&offset=abc&as=json").json()["found"] == 1
    assert "1 to 20 of" in page.get("/c/main/search?words=look").text


def test_an_empty_case_says_what_to_do(made, admin, browse):
    page = browse(admin)
    begun = page.post("/new", data={"csrf": entering.csrf(made, admin), "case": "fresh"})
    assert (begun.status_code, begun.headers["location"]) == (303, "/c/fresh/data")
    for name in ("", "/data", "/queue", "/log", "/reading", "/scope"):
        answer = page.get(f"/c/fresh{name}")
        assert answer.status_code == 200, name
    assert "Nothing was read into this case yet" in page.get("/c/fresh").text
    assert page.get("/c/fresh/networks").status_code == 422


def test_what_is_not_there_says_so(made, admin, browse):
    page = browse(admin)
    assert page.get("/nowhere").status_code == 404
    assert page.get("/c/nothere").status_code == 404
    assert page.get("/c/main/networks/n-nothing").status_code == 404
    assert page.get("/static/../app.py").status_code == 404
    assert page.get("/static/%2e%2e/app.py").status_code == 404


def test_styles_and_scripts_are_served(made, admin, browse):
    page = browse()
    for name, kind in (("shared.css", "text/css"), ("desk.css", "text/css"), ("desk.js", "text/javascript")):
        answer = page.get(f"/static/{name}")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = page.get(f"/static/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_log_is_verified_in_words(made, admin, browse):
    assert "lines are as they were written" in browse(admin).get("/audit?verify=yes").text
