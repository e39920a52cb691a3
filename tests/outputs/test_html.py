"""The report: hostile texts stay text, nothing is fetched, what must be said is said."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.model.dossier import COVERT_MEANS
from floodwatch.outputs import html
from floodwatch.views import dossier
from tests.views.made_case import case, nothing

VOID = {"meta", "link", "br", "img", "input", "hr"}
EVENTS = re.compile(r"^on[a-z]+$")


class Tags(HTMLParser):
    """Collects start tags with their attributes and checks that every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.broken: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)


@pytest.fixture(scope="module")
def found():
    made = case()
    return dossier.build(made.engine(), made.manifest, made.prevalence)


@pytest.fixture(scope="module")
def page(found):
    return html.render(found)


@pytest.fixture(scope="module")
def tags(page):
    return Tags(page)


def test_elements_are_closed_in_order(tags):
    assert tags.broken == [] and tags.open == []


def test_hostile_texts_make_no_elements_and_no_handlers(tags):
    names = [tag for tag, _ in tags.tags]
    assert names.count("script") == 1 and "img" not in names and "iframe" not in names
    assert not [a for _, attrs in tags.tags for a in attrs if EVENTS.match(a) or a == "style"]


def test_nothing_is_fetched(tags):
    for tag, attrs in tags.tags:
        assert not {"src", "srcset", "data", "action", "poster"} & set(attrs), tag
        assert tag != "link"


def test_links_lead_inside_the_page_or_to_the_web_without_a_referrer(tags):
    links = [attrs for tag, attrs in tags.tags if tag == "a"]
    outside = [a for a in links if not a["href"].startswith("#")]
    assert outside
    assert all(a["href"].startswith(("https://", "http://")) for a in outside)
    assert all(a["rel"] == "noopener noreferrer nofollow" for a in outside)
    targets = {attrs["id"] for _, attrs in tags.tags if "id" in attrs}
    assert {a["href"][1:] for a in links if a["href"].startswith("#")} <= targets


def test_ids_are_unique(tags):
    ids = [attrs["id"] for _, attrs in tags.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_the_policy_allows_this_script_and_this_style_only(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        expected = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{expected}'" in policy


def test_defanged_reports_hold_no_link_to_the_outside(found):
    page = html.render(replace(found, links="defanged"))
    assert "hxxps://news[.]example[.]com/a?id=1" in page
    assert not [a for tag, a in Tags(page).tags if tag == "a" and not a["href"].startswith("#")]


def test_the_first_page_says_what_it_must(page):
    first = page[page.index('id="summary"') : page.index('id="networks"')]
    assert COVERT_MEANS.split(". ")[1].rstrip(".") in first
    for words in ("Coordination", "Deception", "Harm", "Sponsor", "Not assessed here",
                  "How the data were collected",
                  "What they cannot show", "Found in at least 80% of cases"):  # fmt: skip
        assert words in first


def test_more_links_in_shuffled_data_than_in_the_data_is_explained(page, found):
    assert "shuffled data hold as many links" not in page
    rows = [r | {"edges_shuffled": r["edges_observed"] + 3.0, "fdr": 1.0} if r["trace"] == "url" else r
            for r in found.calibration]  # fmt: skip
    lost = html.render(replace(found, calibration=rows))
    assert "For link, shuffled data hold as many links as the data or more." in lost
    assert lost.count("1 or more") == 3


def test_paper_holds_the_sections_of_doubtful_networks_and_says_what_it_leaves_out(page, found):
    kinds = {f"net-{i}": x.network.kind for i, x in enumerate(found.details, 1)}
    left = re.findall(r'class="network screen-only" id="(net-\d+)"', page)
    assert sorted(left) == sorted(k for k, kind in kinds.items() if kind == "overt")
    assert "of the first 3 covert and unclear networks" in page and "of 2 others are in the HTML" in page
    many = [
        replace(found.details[0], network=replace(found.networks[0], network_id=f"n-{i}")) for i in range(30)
    ]
    page = html.render(replace(found, details=tuple(many), networks=tuple(x.network for x in many)))
    assert page.count('class="network"') == html.MOST_PRINTED


def test_every_network_has_its_section_with_an_innocent_account(page, found):
    assert len(re.findall(r'class="network[ "]', page)) == len(found.details)
    assert page.count("The innocent account</h3>") == len(found.details)
    assert page.count("What would tell the two apart</h4>") == len(found.details)


def test_what_is_left_out_is_counted_with_the_file_that_has_it(page, found):
    total = found.details[0].network.edges
    assert (
        f"The 20 strongest of {total} links and the weakest, each with the posts behind it; "
        "all are in findings/edges.csv." in page
    )


def test_marks_that_turn_the_reading_direction_are_shown(page):
    assert "\u202e" not in page and "[right-to-left override]" in page
    assert "\x00" not in page


def test_people_outside_the_networks_are_not_in_the_page(page):
    assert "outsider_" not in page and "person@example" not in page


def test_not_measured_is_said(found):
    rows = [r | {"right": None} for r in found.prevalence]
    page = html.render(replace(found, prevalence=rows))
    assert "not measured" in page and "None" not in re.sub(
        r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL
    )


def test_an_empty_case_renders():
    made = nothing()
    page = html.render(dossier.build(made.engine(), made.manifest, []))
    assert Tags(page).broken == []
    assert "No network of accounts that move together beyond chance was found." in page
    assert "Nothing could be tested" in page


def test_what_was_left_out_has_a_section_and_a_line_among_the_limits_only_when_there_is_something(
    page, found
):
    assert "left-out" not in page and "Left out" not in page
    row = {"behaviour": "url", "object_id": "https://example.org/<b>", "accounts": 90_000, "actions": 1_000_000,
           "window_s": 21_600, "co_actions": 123_456_789, "expected": None, "share": 0.75}  # fmt: skip
    one = html.render(replace(found, left_out=[row]))
    assert Tags(one).broken == []
    for words in ("One object was acted on", "123,456,789", "https://example.org/&lt;b&gt;", "75.0%"):
        assert words in one
    assert 'href="#left-out"' in one[one.index('id="limits"') :]
    many = html.render(replace(found, left_out=[row | {"expected": 2.5}] * 41))
    assert "41 objects were acted on" in many and many.count("https://example.org/&lt;b&gt;") == 40
    assert "findings/left_out_objects.csv lists all" in many


def test_the_same_dossier_gives_the_same_page(found, page):
    assert html.render(found) == page


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_any_summary_is_text_and_encodes(found, words):
    network = replace(found.networks[0], summary=words)
    page = html.render(replace(found, networks=(network,), details=()))
    page.encode("utf-8")
    assert Tags(page).broken == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " https:", "//example.org", "http://["]
)
def test_only_web_addresses_become_links(url):
    assert html.web(url) == ""


def test_listed_media_are_titled_by_their_role_and_nobody_is_called_bad():
    made = case()
    made.tables["listings"] = [
        {"list_name": "l", "kind": "account", "platform": "x", "subject_id": "outsider_0", "typology": "<IP>",
         "listing_role": "public_media", "outlet": "Hill Radio"}
    ]  # fmt: skip
    page = html.render(dossier.build(made.engine(), made.manifest, made.prevalence))
    section = page[page.index('<section id="outlets">') :].partition("</section>")[0]
    assert "Public media, and who moves with them" in section and "edia of states" not in section
    assert (
        ">public media (&lt;IP&gt;)</td>" in section and "Being listed says nothing bad of anybody" in section
    )


def test_what_nobody_looked_at_again_is_said_to_be_unknown(found):
    loss = {
        "event_id": "r1", "group_id": "n-1", "thing": "accounts", "before": 9, "checked": 0, "lost": None,
        "expected": None, "p_value": None, "q_value": None, "cause": "unknown",
    }  # fmt: skip
    event = {"event_id": "r1", "title": "A report", "kind": "exposure", "started_at": None, "source": None}
    after = {"events": [event], "losses": [loss], "weeks": [], "successors": [], "suggested": 0, "notes": []}
    page = html.render(replace(found, aftermath=after))
    section = page[page.index('<section id="aftermath">') :].partition("</section>")[0]
    assert (
        "<li>1 other network: not looked at again, or not reached; what they lost is not known.</li>"
        in section
    )
    assert "lost no more" not in section
