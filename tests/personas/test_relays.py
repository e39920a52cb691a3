"""Relays of official releases: what is one, in which form, how long after, beside what others do."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from floodwatch.centre.analysis import analysis
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.detectors.personas.signals.relays import RELAYS_OF_NETWORKS
from tests.personas.table import rows, run

TEXT = "the bridge over the river opens again on monday says the mayor"
LISTS = [
    {"list_name": "l", "kind": "account", "platform": "x", "subject_id": "river_tv", "listing_role": "state_media",
     "outlet": "River TV", "owner": "River"},
    {"list_name": "l", "kind": "site", "platform": "web", "subject_id": "river.org", "listing_role": "state_media",
     "outlet": "River TV", "owner": "River"},
]  # fmt: skip
PEOPLE = [
    {"platform": "x", "account_id": str(n), "handle": "river_tv" if n == 0 else f"h{n}"} for n in range(9)
]


def post(number, who, minute, text="", **more):
    return {
        "platform": "x", "post_id": f"p{number}", "account_id": str(who), "text": text,
        "created_at": NOON + timedelta(minutes=minute), "urls": [], "repost_of": None, "repost_of_account": None,
        "quote_of": None, "quote_of_account": None, **more,
    }  # fmt: skip


def relays(*posts):
    tables = {"posts": posts, "accounts": PEOPLE, "listings": LISTS}
    given = {name: pa.Table.from_pylist(list(found)) for name, found in tables.items()}
    made = analysis(given, keep=("relays", "relay_summary"))
    return [made[name].to_pylist() for name in ("relays", "relay_summary")]


def test_each_form_of_relay_is_found_once_with_its_delay():
    own, link = "a title that only the outlet has", "https://river.org/news/1"
    found, summary = relays(
        post(0, 0, 0, TEXT), post(1, 0, 1, own, urls=[link]),
        post(2, 1, 5, repost_of="p0", repost_of_account="0"),
        post(3, 2, 7, f"see this: {own} indeed it is so", quote_of="p1", quote_of_account="0"),
        post(4, 3, 9, TEXT),
        post(5, 4, 11, "read it here", urls=[link]), post(6, 5, 13, "nothing of the kind at all"),
    )  # fmt: skip
    assert sorted((r["post_id"], r["release_post"], r["form"], r["delay_s"] / 60) for r in found) == [
        ("p2", "p0", "repost", 5), ("p3", "p1", "quote", 6), ("p4", "p0", "text copy", 9), ("p5", "p1", "link", 10),
    ]  # fmt: skip
    (row,) = [r for r in summary if r["relayed_by"] == "background"]
    assert (row["releases"], row["relayed"], row["relays"], row["accounts"]) == (2, 2, 4, 4)
    assert row["low_s"] <= row["median_s"] == 7.5 * 60 <= row["high_s"]


def test_a_text_that_others_had_before_is_no_release():
    assert relays(post(0, 1, 0, TEXT), post(1, 0, 1, TEXT), post(2, 2, 2, TEXT))[0] == []


def test_a_link_to_somebody_elses_site_is_no_release():
    other = "https://elsewhere.net/1"
    assert (
        relays(post(0, 0, 0, "look at this", urls=[other]), post(1, 1, 1, "and this", urls=[other]))[0] == []
    )


def test_the_same_account_does_not_relay_itself_and_earlier_posts_are_no_relays():
    assert relays(post(0, 0, 0, TEXT), post(1, 0, 1, TEXT))[0] == []
    link = "https://river.org/news/1"
    assert relays(post(0, 1, 0, "early", urls=[link]), post(1, 0, 1, "news", urls=[link]))[0] == []


def relay(number, who, release, delay, size):
    return {
        "house": "River", "outlet": "River TV", "owner": "River",
        "release_platform": "x", "release_post": f"r{release}",
        "platform": "x", "post_id": f"p{number}", "account_id": f"{who:04d}", "account_no": who, "route": "",
        "background": who >= size, "form": "repost", "acted_at": NOON, "released_at": NOON, "delay_s": delay,
    }  # fmt: skip


def told(
    delays,
    size=5,
    releases=20,
    others=40,
    houses=1,
    relays=lambda account, release: release % 20 == account % 20,
):
    """The signals where members (the first `size` accounts) and others relay with those delays in seconds.

    `relays` says what others relay; members relay every release that they have a delay for. Other houses release too.
    """
    from floodwatch.engine import DuckDB

    who = people([{"posts": 40}] * size, [{"posts": 40}] * others)
    given = [
        relay(f"{account}-{release}", account, release, float(delay), size)
        for release in range(releases) for account in range(size + others)
        if (account < size or relays(account, release)) and (delay := delays(account, release)) is not None
    ]  # fmt: skip
    summary = [
        {
            "outlet": "River TV" if n == 0 else f"{n} TV",
            "owner": "River" if n == 0 else f"{n}",
            "releases": releases + 20,
        }
        for n in range(houses)
    ]
    with DuckDB(threads=1) as made:
        for name, table in {**who, "relays": given, "relay_summary": summary}.items():
            made.register(name, pa.Table.from_pylist(table))
        run(made, RELAYS_OF_NETWORKS)
        return {r["signal"]: r for r in rows(made, "signals/relays")}


def test_a_network_that_relays_within_a_minute_stands_out():
    random = np.random.default_rng(1)
    found = told(lambda account, _: random.uniform(20, 60) if account < 5 else random.uniform(600, 9000))
    assert found["relay_delay"]["value"] * 3600 < 60 < found["relay_delay"]["baseline"] * 3600
    assert found["relay_delay"]["p_value"] < 0.001, "five accounts before forty"
    assert "half of them within" in found["relay_delay"]["explanation"]
    assert (
        found["relay_share"]["value"] == 0.5
        and "20 of its 40 releases, 50%" in found["relay_share"]["explanation"]
    )
    assert found["relay_share"]["p_value"] < 0.05


@pytest.mark.parametrize("seed", range(5))
def test_delays_like_those_of_others_do_not(seed):
    random = np.random.default_rng(seed)
    assert told(lambda *_: random.exponential(3600))["relay_delay"]["p_value"] > 0.01


def all_of_them(account, release):
    return True


def habits(seed):
    """Everybody has a delay of its own, and three of forty accounts, nobody in particular, are the network."""
    random = np.random.default_rng(seed)
    own = random.normal(8, 1.5, 40)
    return told(
        lambda who, _: np.exp(own[who] + random.normal(0, 0.5)), 3, releases=10, others=37, relays=all_of_them
    )


def test_accounts_with_habits_are_no_network_because_each_keeps_to_its_own():
    chances = np.array([habits(seed)["relay_delay"]["p_value"] for seed in range(40)])
    assert (chances <= 0.05).mean() < 0.12 and (chances <= 0.001).sum() == 0


def test_all_outlets_that_are_relayed_count_as_looked_at():
    def delay(account, release):
        return 60.0 * account + release

    one, ten = (told(delay, houses=n) for n in (1, 10))
    for signal in ("relay_delay", "relay_share"):
        assert 0 < one[signal]["p_value"] < 0.1
        assert ten[signal]["p_value"] == pytest.approx(10 * one[signal]["p_value"], abs=0)


def test_slow_and_quick_releases_are_compared_with_themselves():
    """Members relay slow releases only: among all relays they look late, within each release they do not."""
    random = np.random.default_rng(2)

    def delay(account, release):
        slow = release < 10
        return random.uniform(100, 200) + 9000 * slow if slow or account >= 5 else None

    found = told(delay, releases=40, relays=all_of_them)["relay_delay"]
    assert found["p_value"] > 0.05 and "50 relays of 10 releases" in found["explanation"]


def test_few_others_are_no_test():
    found = told(lambda who, release: 60.0 * who, others=4, relays=all_of_them)
    assert found["relay_delay"]["p_value"] is None and "not tested" in found["relay_delay"]["explanation"]


def test_who_says_whose_it_is_or_seems_to_be_is_compared_too_and_only_the_outlet_is_not():
    who = [{**one, "bio": "Reporter at River TV" if n == 1 else ""} for n, one in enumerate(PEOPLE)]
    given = {
        "posts": [post(0, 0, 0, TEXT), *(post(n, n, n, TEXT) for n in range(1, 4))], "accounts": who, "listings": LISTS,
    }  # fmt: skip
    made = analysis(
        {name: pa.Table.from_pylist(list(found)) for name, found in given.items()},
        keep=("relays", "relay_summary"),
    )
    found = {r["account_id"]: (r["route"], r["background"]) for r in made["relays"].to_pylist()}
    assert found == {"1": ("declared", True), "2": ("", True), "3": ("", True)}
    assert {r["relayed_by"] for r in made["relay_summary"].to_pylist()} == {"declared", "background"}
