"""Relays of official releases: what is one, in which form, how long after, beside what others do."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from floodwatch.centre.analysis import analysis
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.detectors.personas.signals.relays import RELAYS_OF_NETWORKS, ranked
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


def told(delays, size=5, releases=20):
    """The signals where members (the first `size` accounts) and forty others relay with those delays in seconds."""
    from floodwatch.engine import DuckDB

    who = people([{"posts": 40}] * size, [{"posts": 40}] * 40)
    given = [
        relay(f"{account}-{release}", account, release, float(delays(account, release)), size)
        for release in range(releases) for account in range(size + 40) if account < size or release % 20 == account % 20
    ]  # fmt: skip
    summary = [{"outlet": "River TV", "owner": "River", "releases": releases + 20}]
    with DuckDB(threads=1) as made:
        for name, table in {**who, "relays": given, "relay_summary": summary}.items():
            made.register(name, pa.Table.from_pylist(table))
        run(made, RELAYS_OF_NETWORKS)
        return {r["signal"]: r for r in rows(made, "signals/relays")}


def test_a_network_that_relays_within_a_minute_stands_out():
    random = np.random.default_rng(1)
    found = told(lambda account, _: random.uniform(20, 60) if account < 5 else random.uniform(600, 9000))
    assert found["relay_delay"]["value"] * 3600 < 60 < found["relay_delay"]["baseline"] * 3600
    assert found["relay_delay"]["p_value"] < 1e-6
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


def test_slow_and_quick_releases_are_compared_with_themselves():
    """Members relay slow releases only: among all relays they look late, within each release they do not."""
    one = [{"release_platform": "x", "release_post": "slow", "delay_s": s} for s in (100.0, 120.0)]
    other = [{"release_platform": "x", "release_post": "slow", "delay_s": s} for s in (90.0, 110.0, 130.0)]
    quick = [{"release_platform": "x", "release_post": "quick", "delay_s": float(s)} for s in range(30)]
    assert ranked(one, other + quick) > 0.5
