"""Whose account is whose: lists and labels, what profiles say and take back, and links beyond chance."""

from __future__ import annotations

import numpy as np
import pytest

from floodwatch.detectors.personas.affiliations import AFFILIATIONS, OUTLETS
from floodwatch.detectors.personas.affiliations.declared import (
    NAMED,
    SITE,
    WORKS,
    Names,
    Outlet,
    forms,
    names_of,
)
from floodwatch.detectors.personas.engagements import ENGAGEMENT
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.samples import NOON
from tests.personas.table import engine, rows, run

ROWS = [
    {"outlet": "RT", "owner": "TV-Novosti", "house": "TV-Novosti", "country": "RU"},
    {"outlet": "Bakhtar News Agency (BNA)", "owner": None, "house": "Bakhtar", "country": "AF"},
    {"outlet": "New Vision", "owner": "Vision Group", "house": "Vision Group", "country": "UG"},
    {"outlet": "新华社", "owner": None, "house": "新华社", "country": "CN"},
]
RT = Outlet(**ROWS[0])
NAMES = Names(names_of(ROWS), {"rt.com": RT}, {("x", "rt_com"): RT})


@pytest.mark.parametrize(
    ("bio", "outlet", "strength"),
    [
        ("Journalist at RT. Views my own", "RT", WORKS),
        ("Корреспондент RT в Москве", "RT", WORKS),
        ("记者，新华社", "新华社", WORKS),
        ("BNA reporter, Kabul", "Bakhtar News Agency (BNA)", WORKS),
        ("The feed of Bakhtar News Agency", "Bakhtar News Agency (BNA)", NAMED),
        ("BAKHTAR NEWS AGENCY in English", "Bakhtar News Agency (BNA)", NAMED),
        ("Producer, Vision Group Kampala", "Vision Group", WORKS),
        ("Host of a show on @RT_com", "RT", WORKS),
        ("all news https://www.rt.com/news", "RT", SITE),
    ],
)
def test_a_profile_that_names_an_outlet_declares_it(bio, outlet, strength):
    said = NAMES.said("x", "Anna", bio, "")
    assert (said.outlet.outlet, said.strength) == (outlet, strength)


@pytest.mark.parametrize(
    "bio",
    [
        "RT is not endorsement", "RTs are not endorsements", "Journalist, RT ≠ endorsement",
        "Journalist. RT to spread the word",
        "Former correspondent of RT", "Бывший корреспондент RT", "Unofficial mirror of rt.com",
        "not affiliated with RT or its staff",
        "a new vision for all of us", "Boycott @RT_com", "I watch the news", "",
        "Reporter. SMART and quick", "host, RTL",
        "Parody of Bakhtar News Agency",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_or_is_taken_back_declares_nothing(bio):
    assert NAMES.said("x", "Anna", bio, "") is None


def test_handles_count_on_their_own_platform_only():
    assert NAMES.said("telegram", "A", "see @rt_com", "") is None


def test_a_name_has_a_form_without_its_aside_and_one_in_capitals():
    assert forms("Television: River TV (RTV)") == ("River TV", "RIVER TV", "RTV")


def listing(subject, outlet="RT", owner="TV-Novosti", **more):
    return {
        "list_name": "list", "kind": "account", "platform": "x", "subject_id": subject, "listing_role": "state_media",
        "outlet": outlet, "owner": owner, "country": "RU", "observed_at": NOON, **more,
    }  # fmt: skip


def site(name, **more):
    return listing(name, kind="site", platform="web", **more)


def profile(number, **more):
    given = {"platform": "x", "account_id": f"a{number}", "handle": f"h{number}", "observed_at": NOON}
    return {**given, "bio": "", "name": "", "location": None, "labels": [], **more}


def post(number, who, **more):
    return {
        "platform": "x",
        "post_id": f"p{number}",
        "account_id": f"a{who}",
        "created_at": NOON,
        "text": "t",
        **more,
    }


def found(**tables):
    members = [{**m, "platform": "x"} for m in tables.pop("members", [])]
    links = [
        {"platform": "x", "is_share": False, "position": 0, "url": "u", **r} for r in tables.pop("links", [])
    ]
    made = engine(**tables, members=members, post_links=links)
    run(made, PEOPLE, ENGAGEMENT, AFFILIATIONS)
    return rows(made, "affiliations")


def test_lists_match_by_handle_or_id_in_any_case_and_with_or_without_at():
    people = [profile(0, handle="RT_com"), profile(1), profile(2), profile(3)]
    told = found(
        accounts=people, listings=[listing("@rt_COM"), listing("A1", outlet="Sputnik"), listing("nobody")]
    )
    assert [(r["account_id"], r["outlet"], r["route"], r["strength"]) for r in told] == [
        ("a0", "RT", "overt", 1.0), ("a1", "Sputnik", "overt", 1.0),
    ]  # fmt: skip
    assert told[0]["as_of"] == NOON and told[0]["country"] == "RU"


def test_a_list_holds_on_its_own_platform_and_lists_of_exposed_accounts_make_nobody_overt():
    wrong = [listing("h0", platform="telegram"), listing("h1", listing_role="exposed")]
    assert found(accounts=[profile(0), profile(1)], listings=wrong) == []


def test_who_bears_a_listed_id_as_a_handle_is_a_stranger():
    people = [
        profile(0, account_id="1234567"),
        profile(1, handle="1234567"),
        profile(2, bio="fan of @1234567"),
    ]
    told = found(accounts=people, listings=[listing("1234567")])
    assert [(r["account_id"], r["route"]) for r in told] == [("1234567", "overt")]


def test_of_two_lists_that_differ_in_the_country_alone_the_order_of_rows_decides_nothing():
    rows = [listing("h0", country=c) for c in ("RU", "BY", "KZ")]
    both = [found(accounts=[profile(0)], listings=r)[0]["country"] for r in (rows, rows[::-1])]
    assert both == ["BY", "BY"]


def test_a_label_of_the_platform_is_overt_without_a_list_and_other_labels_are_not():
    people = [
        profile(0, name="River TV", labels=["Russia state-affiliated media"]),
        profile(1, labels=["automated"]),
    ]
    told = found(accounts=people)
    assert [(r["outlet"], r["route"], r["strength"]) for r in told] == [("River TV", "overt", 0.9)]


def test_of_two_lists_the_later_says_whose_an_account_is():
    older = listing("h0", outlet="Old", list_name="a", observed_at=NOON.replace(year=2020))
    told = found(accounts=[profile(0)], listings=[older, listing("h0", outlet="New", list_name="b")])
    assert [r["outlet"] for r in told] == ["New"]


def crowd(size=600, relays=15, mostly=0):
    """People who link a site of their own 15 times, the first `mostly` of them the outlet's; account 0 is listed."""
    accounts = [profile(n) for n in range(size)]
    links = [
        {"post_id": f"p{n}-{k}", "account_id": f"a{n}", "created_at": NOON,
         "domain": "rt.com" if 1 <= n <= mostly else f"own{n}.org"}
        for n in range(1, size) for k in range(relays)
    ]  # fmt: skip
    posts = [{**post(0, 0), "post_id": r["post_id"], "account_id": r["account_id"]} for r in links]
    return {"accounts": accounts, "posts": posts, "links": links, "listings": [listing("h0"), site("rt.com")]}


def test_who_links_hardly_anything_else_is_linked_with_what_chance_expects():
    linked = [r for r in found(**crowd(mostly=1)) if r["route"] == "linked"]
    assert [r["account_id"] for r in linked] == ["a1"]
    assert linked[0]["observed"] == 15 and linked[0]["expected"] < 1 and linked[0]["p_value"] < 0.01
    assert linked[0]["strength"] == 0.5 and linked[0]["reason"].startswith("suggested, not confirmed")
    assert linked[0]["reason"].endswith("collectors of news do the same")


def test_where_many_people_share_the_outlet_nobody_is_linked():
    assert [r["route"] for r in found(**crowd(mostly=60))] == ["overt"]


def test_where_people_differ_much_in_what_they_like_nobody_is_linked():
    """Most never link the outlet and a few hardly anything else (Gamma law of rates): 20 candidates, by taste alone."""
    random = np.random.default_rng(3)
    size, relays = 2000, 20
    given = crowd(size, relays)
    share = np.minimum(random.gamma(0.05, 0.03 / 0.05, size), 1.0)
    theirs = random.random(len(given["links"])) < np.repeat(share[1:], relays)
    for row, liked in zip(given["links"], theirs, strict=True):
        row["domain"] = "rt.com" if liked else row["domain"]
    assert (theirs.reshape(size - 1, relays).sum(axis=1) >= relays / 2).sum() > 20
    assert [r["route"] for r in found(**given)] == ["overt"]


def test_few_relays_link_nobody():
    assert [r["route"] for r in found(**crowd(relays=6, mostly=1))] == ["overt"]


def test_following_an_outlet_is_never_enough():
    follows = [{"platform": "x", "follower_id": "a5", "followed_id": "a0"}]
    assert [r["route"] for r in found(**crowd(), follows=follows)] == ["overt"]


def test_members_of_a_network_that_holds_an_outlets_accounts_are_linked():
    people = [profile(n, bio="Reporter at River News Agency" if n == 1 else "") for n in range(300)]
    members = [{"network_id": "n-1", "account_id": f"a{n}"} for n in range(5)]
    told = found(accounts=people, members=members, listings=[listing("h0", outlet="River News Agency")])
    assert [(r["account_id"], r["route"]) for r in told] == [
        ("a0", "overt"), ("a1", "declared"), ("a2", "linked"), ("a3", "linked"), ("a4", "linked"),
    ]  # fmt: skip
    assert {r["network_id"] for r in told} == {"n-1"}
    assert "2 of the 5 accounts of network n-1" in told[2]["reason"]


def test_all_networks_and_outlets_count_as_looked_at_also_those_that_have_nothing_in_common():
    """Two of an outlet's four accounts in one of a hundred networks, beside thirty outlets: chance does that."""
    people = [profile(n) for n in range(1000)]
    members = [{"network_id": f"n-{n // 5:03}", "account_id": f"a{n}"} for n in range(500)]
    lists = [listing(f"h{n}", outlet="One", owner="One") for n in (0, 1, 900, 901)]
    alone = found(accounts=people, members=members[:5], listings=lists)
    assert [r["account_id"] for r in alone if r["route"] == "linked"] == ["a2", "a3", "a4"]
    lists += [listing(f"h{n}", outlet=f"Other {n}", owner=f"Other {n}") for n in range(902, 932)]
    many = found(accounts=people, members=members, listings=lists)
    assert {r["route"] for r in many} == {"overt"}


def test_a_network_that_holds_no_more_of_them_than_others_links_nobody():
    people = [profile(n) for n in range(60)]
    lists = [listing(f"h{n}") for n in range(0, 60, 3)]
    members = [{"network_id": "n-1", "account_id": f"a{n}"} for n in range(9)]
    assert {r["route"] for r in found(accounts=people, members=members, listings=lists)} == {"overt"}


@pytest.mark.parametrize("seed", range(5))
def test_random_relays_rarely_link_anybody(seed):
    """Accounts draw the site of each link alike, from twenty outlets: nobody is to be linked."""
    random = np.random.default_rng(seed)
    given = crowd(size=300, relays=20)
    for row, drawn in zip(given["links"], random.integers(0, 20, len(given["links"])), strict=True):
        row["domain"] = "rt.com" if drawn == 0 else f"other{drawn}.org"
    assert [r["route"] for r in found(**given)] == ["overt"]


def test_outlets_count_accounts_by_route_platforms_languages_countries_and_times():
    people = [
        profile(0, location="Moscow, Russia"),
        profile(1, bio="Reporter at River News Agency"),
        profile(2),
    ]
    made = engine(
        accounts=people, listings=[listing("h0", outlet="River News Agency")],
        posts=[post(1, 0), post(2, 0, created_at=NOON.replace(year=2025)), post(3, 1)],
    )  # fmt: skip
    run(made, PEOPLE, ENGAGEMENT, AFFILIATIONS)
    made.register(
        "post_languages", made.arrow("SELECT platform, post_id, account_id, 'ru' AS language FROM posts")
    )
    run(made, OUTLETS)
    owner, outlet = sorted(rows(made, "outlets"), key=lambda r: r["level"], reverse=True)
    assert (owner["level"], owner["name"], outlet["level"], outlet["owner"]) == (
        "owner", "TV-Novosti", "outlet", "TV-Novosti",
    )  # fmt: skip
    for row in (owner, outlet):
        assert (row["accounts"], row["overt"], row["declared"], row["linked"], row["posts"]) == (
            2,
            1,
            1,
            0,
            3,
        )
        assert (row["platforms"], row["languages"], row["countries_claimed"]) == ("x:2", "ru:3", "RU:1")
        assert row["first_at"] == NOON and row["last_at"] == NOON.replace(year=2025)
