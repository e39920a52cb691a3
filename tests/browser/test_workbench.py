"""A walk through the workbench in Chromium, from an empty centre to a decision on a network; axe on every page."""

from __future__ import annotations

import re
import threading

import pytest

from floodwatch.centre import entering, running
from floodwatch.centre.handles import Centre
from floodwatch.centre.warm import WARM
from floodwatch.tools import secrets
from floodwatch.web.files import is_there
from tests.browser.chromium import NEEDED, RULES, browser
from tests.web.conftest import CHEAP, WORD, posts

__all__ = ["browser"]
pytestmark = NEEDED
WAIT_MS = 120_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real server on a free port, with a worker, over an empty centre: its address, and the centre."""
    import uvicorn

    from floodwatch.web.app import application

    before, secrets.COST = secrets.COST, CHEAP
    centre = Centre.init(tmp_path_factory.mktemp("walk") / "centre")
    WARM.on, stop = True, threading.Event()
    running_server = uvicorn.Server(uvicorn.Config(application(centre), port=0, log_level="error"))
    threads = [
        threading.Thread(target=running_server.run, daemon=True),
        threading.Thread(target=running.work, args=(centre, stop), daemon=True),
    ]
    for thread in threads:
        thread.start()
    while not running_server.started:
        threads[0].join(0.05)
    port = running_server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", centre
    stop.set()
    running_server.should_exit = True
    for thread in threads:
        thread.join(30)
    WARM.close()
    WARM.on, secrets.COST = False, before


@pytest.fixture(scope="module")
def page(browser, server):
    """One page for the whole walk; nothing is asked of another place, and nothing is said on the console."""
    context, problems = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=False), []
    opened = context.new_page()
    opened.set_default_timeout(WAIT_MS)
    opened.on("console", lambda m: None if "GPU stall" in m.text else problems.append(m.text))
    opened.on("pageerror", lambda e: problems.append(str(e)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith((server[0], "data:", "blob:")) else problems.append(r.url),
    )
    yield opened
    context.close()
    assert problems == []


def test_the_walk(page, server, tmp_path):
    address, centre = server
    page.goto(f"{address}/")
    assert page.url.endswith("/enter?to=/")
    page.goto(f"{address}/set-up/{entering.set_up_link(centre)}")
    page.keyboard.type("ada")  # the first field has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=There is no case yet")
    page.get_by_role("link", name="Begin one").press("Enter")
    page.get_by_label("Its name").fill("harbour")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing was read into this case yet")
    page.get_by_label("Posts, accounts, follows or events").set_input_files(posts(tmp_path / "posts.csv"))
    page.get_by_role("button", name="Send").press("Enter")
    page.wait_for_selector("text=Recognised as csv")
    page.get_by_label("How it was collected").select_option("keyword")
    page.get_by_role("button", name="Read").press("Enter")
    done(page)
    page.get_by_role("link", name="Data", exact=True).press("Enter")
    page.get_by_role("button", name="Detect").press("Enter")
    done(page)
    page.get_by_role("link", name="Networks", exact=True).press("Enter")
    page.get_by_role("link", name=re.compile("^n-")).first.press("Enter")
    page.wait_for_selector("text=The innocent account")
    page.get_by_role("link", name="Queue").press("Enter")
    page.get_by_role("checkbox").nth(1).press("Space")
    page.get_by_label("Owner").last.fill("Ada")
    page.get_by_label("State").select_option("doing")
    page.get_by_role("button", name="Decide").press("Enter")
    page.wait_for_selector("td:has-text('doing')")
    page.get_by_role("button", name="undo").press("Enter")
    page.wait_for_selector("td:has-text('new')")
    page.get_by_role("link", name="Case log").press("Enter")
    page.get_by_label("Words").fill("Who shares these links?")
    page.get_by_label("What it is").select_option("question")
    page.get_by_role("button", name="Add").press("Enter")
    page.get_by_role("link", name="A page to hand over").press("Enter")
    page.wait_for_selector("text=Who shares these links?")


def done(page):
    """Wait for a job: the page follows it by itself where the islands are built, else somebody looks again."""
    for _ in range(200):
        words = page.locator("#job [role=status]").inner_text()
        if words.startswith(("Done", "Failed", "Cancelled")):
            break
        page.wait_for_timeout(500)
        if not is_there("built/htmx.js"):
            page.reload()
    assert words.startswith("Done"), page.locator("#job").inner_text()
    page.get_by_role("link", name="Go on").press("Enter")


SHOWN = ("", "/data", "/queue", "/watch", "/log", "/handover", "/graph", "/networks", "/narratives", "/events",
         "/personas", "/search?words=look", "/reading", "/reports", "/scope", "/accounts/account:x/a1", "/do/detect",
         "/pair?source=account:x/a1&target=account:x/a2")  # fmt: skip
OF_CENTRE = ("/", "/cases", "/actors", "/actors/Storm-1376", "/search?words=storm", "/incidents", "/map", "/elections",
             "/knowledge", "/judgements", "/forecasts", "/handed", "/attribution", "/attribution/new", "/people",
             "/audit", "/me", "/jobs", "/do/judge", "/nowhere")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser, page, server, scheme):
    from axe_playwright_python.sync_playwright import Axe

    address, centre = server
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": 1280, "height": 900}
    )
    context.add_cookies(page.context.cookies())
    opened, found = context.new_page(), {}
    opened.set_default_timeout(WAIT_MS)
    network = f"/c/harbour/networks/{first_network(centre)}"
    report = f"/c/harbour/reports/{a_report(centre)}"
    for path in (*OF_CENTRE, *(f"/c/harbour{one}" for one in SHOWN), network, report):
        opened.goto(f"{address}{path}")
        answer = Axe().run(opened, options={"runOnly": RULES}).response["violations"]
        if answer:
            found[path] = [(v["id"], v["nodes"][0]["html"][:160]) for v in answer]
    context.close()
    assert found == {}


def a_report(centre):
    told = centre.case("harbour").report("list")["reports"]
    return (
        told[0]["report"]
        if told
        else centre.case("harbour").report("new", title="A warning", tlp="clear")["report"]
    )


def first_network(centre):
    from floodwatch.centre.look import look

    return look("networks", centre.case("harbour"))[0].network_id


def test_nothing_is_wider_than_a_phone(browser, page, server):
    address, _ = server
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies(page.context.cookies())
    opened, wide = context.new_page(), {}
    for path in (*OF_CENTRE, *(f"/c/harbour{one}" for one in SHOWN)):
        opened.goto(f"{address}{path}")
        over = opened.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[path] = over
    context.close()
    assert wide == {}
