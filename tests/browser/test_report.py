"""The report in Chromium: no error, no request, accessible, by keyboard, in all themes, phone and paper."""

from __future__ import annotations

import pytest

from floodwatch.outputs import html
from floodwatch.views import dossier
from tests.browser.chromium import NEEDED, RULES, browser
from tests.views.made_case import case, nothing

pytestmark = NEEDED
__all__ = ["browser"]
SIZES = {"desk": (1280, 900), "phone": (360, 740)}
OPEN = "document.querySelectorAll('details').forEach(d => { d.open = true; })"
KINDS = """
const kind = e => [e.localName, e.getAttribute('class') ?? '', e.getAttribute('role') ?? ''].join('.');
const path = e => e === document.body ? '' : path(e.parentElement) + '>' + kind(e);
"""
PATHS = f"() => {{ {KINDS} return [...new Set([...document.body.querySelectorAll('*')].map(path))].sort(); }}"
"""Every kind of element on the page, with all that it lies in."""
CUT = f"""() => {{ {KINDS}
const seen = new Map();
const enough = e => (seen.get(path(e)) ?? 0) > 1 && [...e.children].every(enough);
const cut = e => {{
  for (const one of [...e.children]) {{
    if (enough(one)) {{ one.remove(); continue; }}
    seen.set(path(one), (seen.get(path(one)) ?? 0) + 1);
    cut(one);
  }}
}};
cut(document.body);
}}"""
"""Leaves the first two of every kind of element, with all that they lie in: of rows, posts, pairs, dots."""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    for name, made, rows in (("full", case(), case().prevalence), ("empty", nothing(), [])):
        page = html.render(dossier.build(made.engine(), made.manifest, rows))
        (folder / f"{name}.html").write_text(page, "utf-8")
    return folder


@pytest.fixture
def opened(browser, files):
    contexts, problems = [], []

    def opening(name="full", size="desk", **more):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.on("console", lambda m: problems.append(m.text))
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith("file:") else problems.append(r.url))
        page.goto((files / f"{name}.html").as_uri())
        return page

    yield opening
    for context in contexts:
        context.close()
    assert problems == []


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(OPEN)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found]


@pytest.mark.parametrize("name", ["full", "empty"])
def test_axe_finds_nothing(opened, name):
    assert violations(opened(name, color_scheme="light", bypass_csp=True)) == []


@pytest.mark.parametrize("name", ["full", "empty"])
@pytest.mark.parametrize(("scheme", "size"), [("dark", "desk"), ("light", "phone")])
def test_axe_finds_nothing_in_other_colours_and_sizes(opened, name, scheme, size):
    """Axe takes minutes over long tables, and what differs here is the same in each of their rows."""
    page = opened(name, size, color_scheme=scheme, bypass_csp=True)
    before, rows = page.evaluate(PATHS), page.locator("tr").count()
    page.evaluate(CUT)
    assert page.evaluate(PATHS) == before, "some of everything is left"
    assert name == "empty" or page.locator("tr").count() < rows / 2
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_page_never_scrolls_sideways(opened, size):
    page = opened(size=size)
    page.evaluate(OPEN)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_policy_stops_a_script_that_got_in(opened, files):
    owned = "document.title='owned'"
    source = (files / "full.html").read_text("utf-8")
    hit = source.replace("<body>", f'<body><script>{owned}</script><p id=x onclick="{owned}">')
    (files / "attacked.html").write_text(hit, "utf-8")
    context = opened().context.browser.new_context()
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto((files / "attacked.html").as_uri())
    page.locator("#x").dispatch_event("click")
    assert page.title() == "Floodwatch report: main"
    context.close()


def test_the_theme_button_goes_round(opened):
    page = opened(color_scheme="dark")
    seen = []
    for _ in range(3):
        page.locator("#theme").click()
        seen.append(
            (page.locator("#theme span").inner_text(), page.evaluate("getComputedStyle(document.body).color"))
        )
    assert [name for name, _ in seen] == ["light", "dark", "system"]
    assert seen[0][1] != seen[1][1] == seen[2][1]


def test_a_network_can_be_chosen_with_the_keyboard(opened):
    page = opened()
    page.locator("#picture .net").first.focus()
    before = page.locator("#picture").get_attribute("viewBox")
    page.keyboard.press("Enter")
    assert page.locator(".picked").inner_text() == "Network 1, covert, 26 accounts. Read its section"
    assert page.locator("#picture").get_attribute("viewBox") != before
    page.locator(".picked a").click()
    assert page.url.endswith("#net-1")
    page.locator("#picture .net").first.focus()
    page.keyboard.press("Escape")
    assert page.locator("#picture").get_attribute("viewBox") == before
    assert page.locator(".picked").inner_text() == ""


def test_the_first_tab_stop_skips_to_the_report(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_zoom_by_button_and_back(opened):
    page = opened()
    whole = page.locator("#picture").get_attribute("viewBox")
    page.locator("[data-do=in]").click()
    assert float(page.locator("#picture").get_attribute("viewBox").split()[2]) < float(whole.split()[2])
    page.locator("[data-do=all]").click()
    assert page.locator("#picture").get_attribute("viewBox") == whole


def test_without_scripts_the_page_is_whole(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("#picture .net").count() == 5
    assert page.locator("#theme").is_hidden() and page.locator(".tools").is_hidden()
    page.locator("#net-1 .edge summary").first.click()
    assert page.locator("#net-1 .edge table").first.is_visible()


def test_print_is_light_and_opens_what_is_for_print(opened, tmp_path):
    page = opened(color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#net-1 details.print-open").first.get_attribute("open") is not None
    assert page.locator("#net-1 .edge").first.get_attribute("open") is None
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#net-1 details.print-open").first.get_attribute("open") is None
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_right_to_left_posts_read_from_the_right(opened):
    post = opened().locator(".post .said", has_text="في 12 مارس").first
    assert post.evaluate("p => getComputedStyle(p).direction") == "rtl"
