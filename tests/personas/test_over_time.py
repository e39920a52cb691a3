"""Signals over time: who changed hands or language, woke, or deleted; beside whom; and what is not said."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from scipy.stats import hypergeom

from floodwatch.detectors.personas import strata
from floodwatch.detectors.personas.rows import NOT_TESTED
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.signals.dormancy import DORMANCY
from floodwatch.detectors.personas.signals.ephemeral_posts import EPHEMERAL_POSTS
from floodwatch.detectors.personas.signals.language_switch import LANGUAGE_SWITCH
from floodwatch.detectors.personas.signals.persona_drift import PERSONA_DRIFT, Bounds, drifted_at
from floodwatch.detectors.personas.strata import DIRECT, compared, exceeding
from floodwatch.detectors.personas.turned import ALONE, most_within
from floodwatch.detectors.personas.watched import drawn
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from tests.contract.harness import outcome

BOUNDS = Bounds(0.6, 0.2)
UNITS = (PERSONA_DRIFT, LANGUAGE_SWITCH, DORMANCY, EPHEMERAL_POSTS)


def signals(unit, tables, **settings):
    with DuckDB(threads=1) as engine:
        made = outcome(engine, Example("", True, tables, settings), unit, UNITS)
    return {row["signal"]: row for row in made[unit.name]}


def look(number, day, **profile):
    return {
        "platform": "x",
        "account_id": f"{number:04d}",
        "observed_at": NOON + timedelta(days=day),
        **profile,
    }


def test_a_stratified_test_gives_the_hypergeometric_chance():
    mine = [("s", True)] * 3 + [("s", False)]
    others = [("s", True)] + [("s", False)] * 5
    found = compared(mine, others)
    assert found.p_value == pytest.approx((4 * 6 + 1) / 210), "3 or 4 hits of 4 drawn from 10 with 4 hits"
    assert (found.size, found.hits, found.others, found.other_hits) == (4, 3, 6, 1)
    assert found.baseline == pytest.approx((1 + 1.5 / 7) / 7)


def test_strata_do_not_lend_one_another_what_they_differ_in():
    mine = [("often", True)] * 8 + [("never", False)] * 2
    others = [("often", True)] * 80 + [("never", False)] * 900
    assert compared(mine, others).p_value == pytest.approx(1.0), (
        "all of the first do it, nobody of the second"
    )
    assert compared([("alone", True)], others) is None


@pytest.mark.parametrize(
    ("row", "chance"),
    [((6000, 6, 60_000, 0), 5.6e-7), ((6000, 3, 60_000, 0), 7.5e-4), ((60_000, 60_000, 6000, 5997), 7.5e-4)],
)
def test_few_hits_of_many_accounts_are_summed_exactly(row, chance):
    size, hits, others, more = row
    exact = hypergeom.sf(hits - 1, size + others, hits + more, size)
    assert exceeding(np.array([row])) == pytest.approx(exact, rel=1e-8) == pytest.approx(chance, rel=0.02)


@pytest.mark.parametrize("hits", [100, 620, 700, 900, 1500])
def test_many_hits_of_many_accounts_are_summed_as_exactly(hits):
    row = (7000, hits, 60_000, 6500 - hits)
    exact = hypergeom.logsf(hits - 1, 67_000, 6500, 7000)
    assert min(7000, 6500) > DIRECT, "the distribution is weighed"
    assert np.log(exceeding(np.array([row]))) == pytest.approx(exact, rel=1e-7, abs=1e-7)


def test_what_can_hardly_be_has_a_chance_all_the_same():
    assert 0 < exceeding(np.array([[7000, 7000, 6000, 0]])) < 1e-300


def test_long_distributions_of_several_strata_give_what_short_ones_do(monkeypatch):
    table = np.array([[900, 130, 4000, 300], [700, 40, 900, 20], [30, 2, 10, 10]])
    direct = exceeding(table)
    monkeypatch.setattr(strata, "DIRECT", 0)
    assert 0 < direct < 1e-6 and exceeding(table) == pytest.approx(direct, rel=1e-9)


def test_a_sample_is_drawn_by_the_hash_and_never_leaves_a_small_background_out():
    assert drawn(20, 30) == "true"
    assert drawn(100, 25).endswith("< '40000000'")


def test_moments_within_a_week_are_counted():
    assert most_within([0, 1, 5, 20], 5) == 3
    assert most_within([], 5) == 0


@pytest.mark.parametrize(
    ("before", "after", "drifted"),
    [
        ({"name": "Anna Berg", "handle": "annaberg"}, {"name": "Crypto News", "handle": "cryptonews"}, True),
        ({"name": "Anna Berg", "handle": "annaberg"}, {"name": "Anna Bergh", "handle": "annabergh"}, False),
        ({"name": "Anna Berg", "handle": "annaberg"}, {"name": "Crypto News", "handle": "annaberg"}, False),
        ({"name": "Anna Berg", "avatar": "a"}, {"name": "", "avatar": None}, False),
        (
            {"bio": "mother of two, gardener", "avatar": "a"},
            {"bio": "patriot and truth seeker", "avatar": "b"},
            True,
        ),
        (
            {"bio": "mother of two, gardener", "avatar": "a"},
            {"bio": "mother of three, gardener", "avatar": "b"},
            False,
        ),
        (
            {"name": "Анна Берг", "location": "Москва"},
            {"name": "ジョン・スミス", "location": "Texas, USA"},
            True,
        ),
        (
            {"name": "Alder Rowers Leeds", "avatar": "a"},
            {"name": "Birch Boats Leeds", "avatar": "b", "bio": "Birch Boats, formerly Alder Rowers."},
            False,
        ),
        (
            {"name": "樺川クラブ", "avatar": "a"},
            {"name": "白山", "avatar": "b", "bio": "旧樺川クラブ"},
            False,
        ),
        (
            {"name": "Anna Berg", "bio": "mother of two, gardener", "avatar": "a"},
            {"name": "Anna Berg", "bio": "Anna Berg on patriots and truth", "avatar": "b"},
            True,
        ),
    ],
)
def test_two_fields_must_be_another_persons(before, after, drifted):
    nothing = dict.fromkeys(("name", "handle", "bio", "avatar", "location"))
    looks = [{**nothing, **before, "seen_s": 0.0}, {**nothing, **after, "seen_s": 9e6}]
    assert (drifted_at(looks, BOUNDS) == 9e6) is drifted


def test_a_change_of_hands_that_takes_three_days_is_one():
    nothing = dict.fromkeys(("name", "handle", "bio", "avatar", "location"))
    steps = [("Anna Berg", "a"), ("Crypto News", "a"), ("Crypto News", "b")]
    looks = [{**nothing, "name": n, "avatar": p, "seen_s": 86400.0 * i} for i, (n, p) in enumerate(steps)]
    assert drifted_at(looks, BOUNDS) == 2 * 86400.0
    slow = [{**one, "seen_s": one["seen_s"] * 30} for one in looks]
    assert drifted_at(slow, BOUNDS) is None


def drift(background=12, span=30, looks_of_others=2):
    sold = [
        look(n, d, name=name, avatar=name)
        for n in range(3)
        for d, name in ((0, "Anna Berg"), (span, "Crypto"))
    ]
    kept = [
        look(n, d * span / (looks_of_others - 1), name="Otto", avatar="o")
        for n in range(4, 4 + background)
        for d in range(looks_of_others)
    ]
    once = [look(3, 0, name="Once")]
    return {**people([{}] * 4, [{}] * background), "accounts_observed": sold + kept + once}


def test_drift_is_a_share_of_those_seen_twice_beside_others_seen_as_long():
    row = signals(PERSONA_DRIFT, drift())["persona_drift"]
    assert row["value"] == 1.0 and row["p_value"] == pytest.approx(1 / 455), (
        "all three hits of 15 are members"
    )
    assert "3 of 3 accounts" in row["explanation"] and "3 of them within one week" in row["explanation"]
    assert row["evidence"] == "account:x/0000|account:x/0001|account:x/0002"


def test_drift_says_why_it_is_not_tested():
    assert NOT_TESTED in signals(PERSONA_DRIFT, drift(background=0))["persona_drift"]["explanation"]
    often = signals(PERSONA_DRIFT, drift(looks_of_others=9))["persona_drift"]
    assert often["p_value"] is None and ALONE in often["explanation"]


def told(author, languages, first=0):
    return [
        {
            k: v
            for k, v in post(first + n, author).items()
            if k in ("platform", "post_id", "account_id", "created_at")
        }
        | {"language": lang, "language_group": lang}
        for n, lang in enumerate(languages)
    ]


def switch(languages, others=10):
    rows = [row for a in range(2) for row in told(a, languages, 100 * a)]
    rows += [row for a in range(2, 2 + others) for row in told(a, ["en"] * len(languages), 100 * a)]
    posts = len(languages)
    said = [{**post(0, 0), **{k: row[k] for k in ("post_id", "account_id", "created_at")}} for row in rows]
    return {
        **people([{"posts": posts}] * 2, [{"posts": posts}] * others),
        "post_languages": rows,
        "posts": said,
    }


def test_a_switch_needs_five_posts_and_four_fifths_on_each_side():
    row = signals(LANGUAGE_SWITCH, switch(["ru"] * 5 + ["en"] * 5))["language_switch"]
    assert row["value"] == 1.0 and row["p_value"] == pytest.approx(1 / 66)
    assert "2 of them from ru to en, 2 within one week" in row["explanation"]
    assert signals(LANGUAGE_SWITCH, switch(["ru"] * 4 + ["en"] * 6)), (
        "ten posts, one of the first five is English"
    )
    assert not signals(LANGUAGE_SWITCH, switch(["ru"] * 3 + ["en"] * 7))
    assert not signals(LANGUAGE_SWITCH, switch(["ru"] * 4 + ["en"] * 5)), "nine posts"
    assert not signals(LANGUAGE_SWITCH, switch(["ru", "en"] * 10))


@pytest.mark.parametrize("shared", [{"repost_of": "elsewhere"}, {"is_repost": True}])
def test_what_is_passed_on_may_be_in_any_language(shared):
    rows = switch(["ru"] * 5 + ["en", "ru"] * 5)
    assert not signals(LANGUAGE_SWITCH, rows)
    russian = {(r["account_id"], r["post_id"]) for r in rows["post_languages"] if r["language"] == "ru"}
    first = [(f"{a:04d}", p) for a in range(2) for p in sorted(p for b, p in russian if b == f"{a:04d}")[5:]]
    posts = [{**p, **shared} if (p["account_id"], p["post_id"]) in first else p for p in rows["posts"]]
    assert signals(LANGUAGE_SWITCH, {**rows, "posts": posts})["language_switch"]["value"] == 1.0


def test_posts_in_no_language_and_of_one_moment_do_not_disturb():
    rows = switch(["ru"] * 6 + ["und"] * 6 + ["en"] * 6)
    same = {**rows, "post_languages": [{**r, "created_at": NOON} for r in rows["post_languages"]]}
    assert signals(LANGUAGE_SWITCH, rows)["language_switch"]["value"] == 1.0
    assert signals(LANGUAGE_SWITCH, same)["language_switch"]["value"] == 1.0, "ties are taken by the id"


def woken(days, others=30, their_days=range(0, 62, 10), **profile):
    each = [(a, d) for a in range(4) for d in days] + [
        (a, d) for a in range(4, 4 + others) for d in their_days
    ]
    posts = [{**post(n, a), "created_at": NOON + timedelta(days=d)} for n, (a, d) in enumerate(each)]
    tables = people([{"posts": len(days)}] * 4, [{"posts": len(their_days)}] * others)
    accounts = [{"platform": "x", "account_id": f"{n:04d}", **profile} for n in range(4)] if profile else []
    return {**tables, "posts": posts, "accounts": accounts}


def test_members_who_wake_together_are_counted_beside_others_who_hardly_wake():
    row = signals(DORMANCY, woken((0, 60, 60, 61)))["dormancy"]
    assert row["value"] == 1.0 and row["baseline"] == pytest.approx(0.5 / 31)
    assert row["p_value"] == pytest.approx(12 * (0.5 / 31) ** 4, rel=1e-6), (
        "four of four, twelve windows looked at"
    )


def test_who_wakes_when_everybody_wakes_does_not_stand_out():
    row = signals(DORMANCY, woken((0, 60, 60, 61), their_days=(0, 60, 60, 61)))["dormancy"]
    assert row["p_value"] > 0.5 and row["baseline"] > 0.9


def test_a_silence_since_creation_counts_only_where_the_counter_shows_it():
    old = {"created_at": NOON - timedelta(days=900), "observed_at": NOON + timedelta(days=70)}
    days = (57, 58, 58, 59)
    assert "dormancy" in signals(DORMANCY, woken(days, post_count=4, **old))
    assert not signals(DORMANCY, woken(days, post_count=50, **old)), "forty-six posts are not in the data"
    assert not signals(DORMANCY, woken(days)), "nothing is known of the time before"


def test_without_others_waking_is_counted_and_not_tested():
    row = signals(DORMANCY, woken((0, 60, 60, 61), others=0))["dormancy"]
    assert (row["baseline"], row["p_value"]) == (None, None) and NOT_TESTED in row["explanation"]


def counted(grown, theirs=10, others=20):
    looks = [
        look(n, day, post_count=count)
        for n in range(3 + others)
        for day, count in ((-1, 50), (9, 50 + (grown if n < 3 else theirs)))
    ]
    posts = [post(10 * a + n, a) for a in range(3 + others) for n in range(10)]
    tables = people([{"posts": 10}] * 3, [{"posts": 10}] * others)
    return {**tables, "posts": posts, "accounts_observed": looks}


def test_posts_seen_less_posts_counted_are_a_lower_bound_of_what_went_old_or_new():
    row = signals(EPHEMERAL_POSTS, counted(4))["ephemeral_posts"]
    assert row["value"] == pytest.approx(18 / 30) and row["baseline"] == pytest.approx(0.5 / 201)
    assert row["p_value"] < 1e-3 and row["unit"] == "posts gone, old or new, for each new one, at least"
    assert "while 3 accounts made 30 posts, 18 posts or more, old or new, went" in row["explanation"]
    assert "which of them is open" in row["explanation"] and "18 of 30" not in row["explanation"]


def test_new_posts_that_a_check_found_there_are_none_that_went():
    kept = [check(a, n, "active") for a in range(3) for n in range(10)]
    assert "ephemeral_posts" not in signals(EPHEMERAL_POSTS, {**counted(0), "checks": kept})
    early = [check(a, n, "active", 5) for a in range(3) for n in range(10)]
    assert signals(EPHEMERAL_POSTS, {**counted(0), "checks": early})["ephemeral_posts"]["value"] == 1.0, (
        "they may have gone between the check and the later look"
    )
    some = [check(0, n, "deleted" if n < 3 else "active") for n in range(6)]
    row = signals(EPHEMERAL_POSTS, {**counted(0), "checks": some})["ephemeral_posts"]
    assert row["value"] == pytest.approx(27 / 30)
    assert "of 6 of the new ones that were looked at again 3 were gone" in row["explanation"]


def test_checks_of_others_make_nobody_stand_out():
    theirs = [check(a, n, "active") for a in range(3, 23) for n in range(10)]
    plain = signals(EPHEMERAL_POSTS, counted(5, 5))["ephemeral_posts"]
    looked = signals(EPHEMERAL_POSTS, {**counted(5, 5), "checks": theirs})["ephemeral_posts"]
    assert looked["p_value"] == plain["p_value"] > 0.2


def test_a_counter_that_falls_takes_no_more_than_what_was_seen():
    assert signals(EPHEMERAL_POSTS, counted(-40))["ephemeral_posts"]["value"] == 1.0


def test_a_habit_of_everybody_does_not_stand_out_and_a_counter_that_keeps_up_says_nothing():
    assert signals(EPHEMERAL_POSTS, counted(5, 5))["ephemeral_posts"]["p_value"] > 0.2
    assert not signals(EPHEMERAL_POSTS, counted(10))
    assert not signals(EPHEMERAL_POSTS, counted(25)), "posts that the collection missed are no news"


def check(author, number, status, day=20):
    ids = {"kind": "post", "platform": "x", "subject_id": f"p{10 * author + number:04d}"}
    return {**ids, "status": status, "observed_at": NOON + timedelta(days=day)}


def test_posts_that_were_looked_at_again_are_told_apart_from_those_that_could_not_be_reached():
    checks = [check(a, n, "deleted" if a < 2 else "active") for a in range(10) for n in range(5)]
    checks += [check(0, 0, "unreachable", 30), check(1, 0, "active", 30), check(2, 0, "unreachable")]
    row = signals(EPHEMERAL_POSTS, {**counted(10), "checks": checks})["removed_posts"]
    assert row["value"] == pytest.approx(9 / 15), (
        "the one that came back is there, the one out of reach stays gone"
    )
    assert row["p_value"] < 0.05
    alone = signals(
        EPHEMERAL_POSTS, {**counted(10), "checks": [c for c in checks if c["subject_id"] < "p0030"]}
    )
    assert (
        alone["removed_posts"]["p_value"] is None
        and "looked at in the same way" in alone["removed_posts"]["explanation"]
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.name)
def test_twice_alike(unit):
    fires = unit.examples()[0].tables
    assert signals(unit, fires) == signals(unit, fires)
