"""Graph, map and timeline in Chromium under the workbench's policy: drawn, chosen, filtered, by pointer and by keys."""

from __future__ import annotations

import base64
import os
from urllib.parse import quote

import pytest

from floodwatch.outputs.graph_buffer import shown
from tests.browser import islands
from tests.browser.chromium import NEEDED, RULES, browser
from tests.browser.islands import BUILT, COLOURS, NO_GL, START

MANIFEST = BUILT / "manifest.json"
pytestmark = [
    *NEEDED,
    pytest.mark.skipif(
        not MANIFEST.exists() and not os.environ.get("CI"), reason="the islands are not built (make islands)"
    ),
]
__all__ = ["browser"]
LIGHT = {"covert": "184,71,0", "overt": "0,104,168", "unclear": "109,114,118"}
DARK = {"covert": "255,154,82", "overt": "108,184,240", "unclear": "180,185,190"}
LISTEN = """(name) => { globalThis.told = [];
  document.addEventListener(`island:${name}`, (event) => { told.push(event.detail); event.preventDefault(); }); }"""


@pytest.fixture(scope="module")
def server():
    with islands.serving(islands.answers()) as address:
        yield address


@pytest.fixture
def opened(browser, server):
    contexts, problems = [], []

    def opening(path="/", *, mounted=True, before="", **more):
        context = browser.new_context(
            **{"viewport": {"width": 1200, "height": 900}, "reduced_motion": "reduce"} | more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.on("console", lambda m: None if "GL Driver" in m.text else problems.append(m.text))
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on(
            "request",
            lambda r: None if r.url.startswith((server, "data:", "blob:")) else problems.append(r.url),
        )
        if before:
            page.add_init_script(before)
        page.goto(server + path)
        for kind in ("graph", "map", "timeline") if mounted else ():
            page.locator(f"[data-island={kind}][data-state=ready]").wait_for()
        return page

    yield opening
    for context in contexts:
        context.close()
    assert problems == []


def graph(page):
    return page.locator("[data-island=graph]")


def canvas(page):
    return page.locator(".island-canvas")


def said(page):
    return graph(page).locator(".island-said").inner_text()


def press(page, *keys):
    canvas(page).focus()
    for key in keys:
        page.keyboard.press(key)


def seen(page, of):
    """How many pixels of each colour an element has on the screen."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate(COLOURS, base64.b64encode(of.screenshot()).decode())


def links(keep):
    return str(sum(map(keep, islands.graph().edges)))


@pytest.mark.parametrize(("scheme", "inks"), [("light", LIGHT), ("dark", DARK)])
def test_every_kind_is_drawn_in_its_colour_of_the_scheme(opened, scheme, inks):
    page = opened(color_scheme=scheme)
    found = seen(page, canvas(page))
    assert all(found.get(colour, 0) > 20 for colour in inks.values()), inks
    other = DARK if inks is LIGHT else LIGHT
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    assert all(seen(page, canvas(page)).get(colour, 0) > 20 for colour in other.values())


def test_the_island_reads_what_python_wrote(opened):
    held = graph(opened())
    counts = [held.get_attribute(f"data-{name}") for name in ("nodes", "edges", "groups", "links", "members")]
    assert counts == ["52", "49", "3", "49", "52"]
    assert held.locator(".fallback").is_hidden()
    assert held.locator(".island-count").inner_text() == "52 accounts, 49 links"


def test_a_hostile_name_is_plain_text(opened):
    page = opened()
    press(page, "n", "Enter", "n")
    assert said(page) == f"{shown('@' + islands.HOSTILE)}, Network 1, 29 links. Open its page"
    assert page.title() == "Islands" and page.locator("script:not([src]):not([type])").count() == 0


@pytest.mark.parametrize(
    ("change", "keep"),
    [
        (lambda f: f.locator("[value=text]").uncheck(), lambda e: "text" not in e["behaviours"]),
        (lambda f: f.locator("[name=trace]").all()[0].uncheck(), lambda e: "url" not in e["behaviours"]),
        (lambda f: f.locator("[name=window]").select_option("60"), lambda e: e["window_s"] == 60),
        (lambda f: f.locator("[name=window]").select_option("3600"), lambda e: e["window_s"] is not None),
        (
            lambda f: f.locator("[name=q]").fill("0.02"),
            lambda e: e["q_value"] is None or e["q_value"] <= 0.02,
        ),
        (
            lambda f: f.locator("[name=from]").fill("2024-03-11"),
            lambda e: (e["first_seen"] - START).days >= 10,
        ),
        (
            lambda f: f.locator("[name=until]").fill("2024-03-11"),
            lambda e: (e["first_seen"] - START).days <= 10,
        ),
        (lambda f: f.locator("[value=overt]").uncheck(), lambda e: "n-b" not in e["source"]),
    ],
    ids=["trace", "other trace", "window", "wider window", "q", "from", "until", "kind"],
)
def test_a_control_of_the_form_leaves_the_links_it_says(opened, change, keep):
    page = opened()
    before = graph(page).get_attribute("data-links")
    change(page.locator("#filters"))
    assert before != graph(page).get_attribute("data-links") == links(keep)


def test_a_kind_that_is_not_wanted_is_not_drawn(opened):
    page = opened(color_scheme="light")
    page.locator("[value=overt]").uncheck()
    found = seen(page, canvas(page))
    assert graph(page).get_attribute("data-members") == "32"
    assert found[LIGHT["covert"]] > 20 and found.get(LIGHT["overt"], 0) < 20


def test_all_links_can_be_drawn(opened):
    page = opened()
    before = canvas(page).screenshot()
    page.locator("[name=all]").check()
    assert seen(page, canvas(page)) and canvas(page).screenshot() != before


def test_a_community_is_opened_and_left_by_keys(opened):
    page = opened()
    whole = seen(page, canvas(page))
    page.evaluate(LISTEN, "open")
    press(page, "n", "n")
    assert said(page) == "Network 2, overt, 20 accounts. Open its page"
    assert graph(page).locator(".island-said a").get_attribute("href").endswith("/networks/n-b")
    press(page, "Enter")
    assert page.evaluate("told")[0]["ref"] == "network:n-b"
    opened_picture = seen(page, canvas(page))
    assert opened_picture[LIGHT["overt"]] > 1.3 * whole[LIGHT["overt"]]
    press(page, "Escape")
    assert said(page) == ""
    assert seen(page, canvas(page))[LIGHT["overt"]] < opened_picture[LIGHT["overt"]] / 1.3


def test_the_picture_is_moved_and_zoomed_by_keys_and_has_a_visible_focus(opened):
    page = opened()
    press(page, "n")
    outline = canvas(page).evaluate(
        "c => getComputedStyle(c).outlineStyle + getComputedStyle(c).outlineWidth"
    )
    assert outline == "solid3px"
    pictures = [canvas(page).screenshot()]
    for key in ("ArrowRight", "ArrowDown", "+", "-", "Home"):
        press(page, key)
        seen(page, canvas(page))
        pictures.append(canvas(page).screenshot())
    assert len(set(pictures[:4])) == 4
    press(page, *["ArrowLeft"] * 9)
    assert said(page).startswith("Network ")
    assert canvas(page).get_attribute("aria-details") == "members"
    hint = canvas(page).get_attribute("aria-describedby")
    assert "Escape goes back" in page.locator(f"#{hint}").inner_text()


def test_enter_on_a_member_leads_to_its_page(opened, server):
    page = opened()
    press(page, "n", "Enter", "n", "n")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.url == f"{server}/account?ref={quote('account:x/n-a1', safe='')}"


def test_the_links_of_a_member_are_reached_by_keys(opened, server):
    page = opened()
    press(page, "n", "n", "Enter", "n", "e")
    one = said(page)
    press(page, "e")
    assert one != said(page) and "@n-b" in one and said(page).endswith(". Open its page")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.url.startswith(f"{server}/pair?a={quote('account:x/n-b', safe='')}")


def test_a_page_sets_its_own_colours(opened):
    page = opened()
    page.evaluate("document.documentElement.style.setProperty('--island-0', 'rgb(1 2 3)')")
    page.evaluate("document.documentElement.dataset.theme = 'own'")
    assert seen(page, canvas(page)).get("1,2,3", 0) > 20


def test_the_legend_says_which_mark_is_which_kind(opened):
    assert graph(opened()).locator(".island-legend li").all_inner_texts() == ["covert", "overt", "unclear"]


def test_pointer_names_a_community_and_opens_it_then_leads_to_a_link_of_it(opened, server):
    page = opened()
    press(page, "n", "n", "n")  # the pair, in the middle of the picture
    page.evaluate(LISTEN, "hover")
    canvas(page).hover(position={"x": 2, "y": 2})
    canvas(page).hover()
    assert {"kind": "group", "ref": "network:n-c"}.items() <= page.evaluate("told")[-1].items()
    canvas(page).click()
    assert said(page).startswith("Network 3, unclear, 2 accounts.")
    page.evaluate(LISTEN, "pick")
    canvas(page).click()
    picked = page.evaluate("told")[-1]
    pair = {"account:x/n-c0", "account:x/n-c1"}
    assert picked["kind"] == "edge" and {picked["source"], picked["target"]} == pair
    assert said(page).startswith("@n-c0 and @n-c1: ") and page.url == server + "/", "the page took it over"


def test_a_click_on_a_member_leads_to_its_page_unless_the_page_takes_it(opened, server):
    page = opened()
    press(page, "n", "Enter", "n")
    with page.expect_navigation():
        canvas(page).click()
    assert page.url == f"{server}/account?ref={quote('account:x/n-a0', safe='')}"


def test_the_picture_is_dragged_and_the_wheel_zooms_only_once_it_was_chosen(opened):
    page = opened()
    box = canvas(page).bounding_box()
    at = (box["x"] + 300, box["y"] + 200)
    pictures = [canvas(page).screenshot()]
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 80, at[1] + 40, steps=3)
    page.mouse.up()
    seen(page, canvas(page))
    pictures.append(canvas(page).screenshot())
    canvas(page).evaluate("c => c.blur()")
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(100)
    scrolled = page.evaluate("scrollY")
    canvas(page).focus()
    page.mouse.wheel(0, -300)
    seen(page, canvas(page))
    pictures.append(canvas(page).screenshot())
    assert len(set(pictures)) == 3 and scrolled > 0


def test_the_picture_is_copied(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"], color_scheme="light")
    page.get_by_role("button", name="Copy picture").click()
    graph(page).get_by_text("The picture is on the clipboard.").wait_for()
    copied = page.evaluate("""async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item.getType("image/png");
      return new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.split(",")[1]);
        reader.readAsDataURL(blob);
      });
    }""")
    assert all(page.evaluate(COLOURS, copied).get(colour, 0) > 20 for colour in LIGHT.values())


@pytest.mark.parametrize(
    ("path", "before", "reason"),
    [("/", NO_GL, "this browser draws no WebGL2"), ("/broken", "", "the graph is cut short")],
    ids=["no WebGL2", "a broken file"],
)
def test_what_cannot_be_drawn_leaves_the_page_as_it_was(opened, path, before, reason):
    page = opened(path, mounted=False, before=before)
    page.locator("[data-island=graph][data-state=failed]").wait_for()
    assert graph(page).get_attribute("data-reason") == reason
    assert graph(page).locator(".fallback").is_visible() and graph(page).locator("canvas").count() == 0


def test_without_scripts_the_fallbacks_stand(opened):
    page = opened(mounted=False, java_script_enabled=False)
    assert all(one.is_visible() for one in page.locator(".fallback").all())
    assert page.locator(".fallback").count() == 3


def test_countries_are_coloured_by_their_count_and_walked_by_keys(opened):
    page = opened()
    held = page.locator("[data-island=map]")
    assert held.get_attribute("data-countries") == "4", "all but one"
    assert int(held.get_attribute("data-outlines")) > 230
    fills = [
        held.locator(f"[data-code={code}]").evaluate("e => getComputedStyle(e).fill")
        for code in ("DE", "SG", "MT")
    ]
    assert len(set(fills)) == 3
    assert held.locator("circle").count() == 2, "small countries have a dot"
    assert held.locator("li").all_inner_texts()[1] == "<b>Singapore</b>\n7"
    held.locator("li a").first.focus()
    page.keyboard.press("ArrowDown")
    assert "island-on" in held.locator("[data-code=SG]").get_attribute("class")
    assert "island-on" not in held.locator("[data-code=DE]").get_attribute("class")
    held.locator("[data-code=DE]").hover()
    assert held.locator(".island-said").inner_text() == "Germany: 120 accounts."
    page.mouse.move(0, 0)
    held.locator("button", has_text="Tuvalu").focus()
    assert held.locator(".island-said").inner_text() == "Tuvalu: 1 account. It has no outline on this map."
    assert "whom it belongs to" in held.locator(".island-note").inner_text()


def test_a_country_leads_to_its_page_and_never_off_this_server(opened, server):
    page = opened()
    page.locator("[data-island=map] button", has_text="India").click()
    assert page.url == server + "/"
    with page.expect_navigation():
        page.locator("[data-code=DE]").click()
    assert page.url == server + "/country/DE"


def test_a_range_marked_by_keys_filters_the_graph(opened):
    page = opened()
    stage = page.locator(".island-brush")
    stage.focus()
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    spoken = page.locator("[data-island=timeline] .island-said")
    assert spoken.inner_text() == "8 Mar 2024, 00:00: covert 5, overt 2."
    page.keyboard.press("Shift+ArrowRight")
    assert spoken.inner_text() == "From 8 Mar 2024, 00:00 to 15 Mar 2024, 00:00 (UTC)."
    assert graph(page).get_attribute("data-links") == links(
        lambda e: 7 <= (e["first_seen"] - START).days <= 14
    )
    assert page.locator(".u-select").bounding_box()["width"] > 50
    page.keyboard.press("Escape")
    assert graph(page).get_attribute("data-links") == "49" and spoken.inner_text() == "All times."


def test_a_range_is_drawn_by_pointer(opened):
    page = opened()
    page.evaluate(LISTEN, "range")
    page.locator(".u-over").scroll_into_view_if_needed()
    box = page.locator(".u-over").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 40, steps=3)
    page.mouse.up()
    (range_told,) = page.evaluate("told")
    middle = (islands.TIMES["times"][0] + islands.TIMES["times"][-1]) / 2
    assert range_told["from"] == pytest.approx(middle, abs=86400)
    assert range_told["until"] == pytest.approx(islands.TIMES["times"][-1], abs=86400)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_htmx_works_under_the_policy_and_what_it_brings_is_mounted(opened):
    page = opened("/htmx", mounted=False)
    page.get_by_role("button", name="More").click()
    page.locator("#later [data-island=graph][data-state=ready]").wait_for()
