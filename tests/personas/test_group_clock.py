"""The clock of a group: the kernel on simulated groups, and the signal on small tables."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.personas import offsets, working_week
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.group_clock import GROUP_CLOCK, REFUSED
from floodwatch.detectors.personas.timelines import TIMELINES
from tests.personas.groups import apart, estimate, group, off, weeks
from tests.personas.table import engine, rows, run

PRIOR = offsets.rhythms(offsets.everyday(np.zeros((0, offsets.WEEK)), np.zeros(0)))
MONDAY = datetime(2024, 3, 4, tzinfo=UTC)


def learned():
    """The rhythm of located people who live as most do in the evaluation worlds."""
    known, places = [], []
    for seed, offset in enumerate([-5.0, 1.0, 3.0, 8.0] * 15):
        known.append(weeks(*group(seed, "late", offset, accounts=5, posts=(10, 60), timed=0.0)))
        places += [offset] * 5
    return offsets.rhythms(offsets.everyday(np.concatenate(known), np.array(places)))


@pytest.mark.parametrize(
    ("kind", "rhythms"),
    [("living", PRIOR), ("office", PRIOR), ("operators", learned()), ("late", learned())],
    ids=["everyday life", "office", "operators", "late risers, rhythm learned"],
)
def test_the_offset_is_found_within_an_hour_in_nine_groups_of_ten(kind, rhythms):
    errors = np.array([off(seed, kind, rhythms) for seed in range(12)])
    assert (errors <= 1).mean() >= 0.9


@settings(max_examples=15, deadline=None)
@given(st.integers(-12, 12), st.sampled_from(["living", "office"]), st.integers(0, 99))
def test_posts_moved_by_hours_move_the_offset_the_other_way(half_hours, kind, seed):
    who, when = group(seed, kind, 0.0, accounts=20, timed=0.0)
    assert estimate(who, when + 1800 * half_hours, PRIOR) == estimate(who, when, PRIOR) - half_hours / 2


def test_the_offset_goes_around_the_clock():
    who, when = group(3, "living", 9.0, accounts=25)
    assert apart(estimate(who, when - 3600 * 9, PRIOR), 18.0) <= 1


def test_the_interval_holds_the_offset_and_clocks_of_their_own_agree_by_chance_alone():
    mine = weeks(*group(1, "office", 5.5))
    found = offsets.estimated(offsets.scores(mine, PRIOR), 1)
    assert found.low <= found.offset <= found.high and found.high - found.low <= 2 + 2 * offsets.HABIT
    assert found.p_value == 1 / (offsets.ROUNDS + 1)
    rng = np.random.default_rng(2)
    turned = np.stack([np.roll(w, rng.integers(48)) for w in mine])
    assert offsets.estimated(offsets.scores(turned, PRIOR), 1).p_value > 0.05


def test_a_timer_of_the_whole_group_is_cut_to_what_is_usual_around_it():
    even = np.full((2, offsets.WEEK), 1.0)
    spiky = even.copy()
    spiky[:, [n * 48 + 10 for n in range(7)]] = 30.0
    kept = offsets.untimed(spiky)
    assert kept[0, 10] == pytest.approx(max(offsets.STANDS_OUT * 1.0, (47 + 30) / 48 / 10))
    assert (kept[0, 11:20] == 1.0).all()
    assert np.array_equal(offsets.untimed(even), even)


def test_equal_sums_give_the_middle_one():
    assert offsets.place(np.array([0.0, 2.0, 2.0, 2.0, 1.0])) == 2


def test_office_hours_are_set_beside_as_many_others():
    week = np.zeros(offsets.WEEK)
    week[20], week[6 * 48 + 20] = 4.0, 1.0  # Monday and Sunday at ten
    free = np.zeros((40, offsets.WEEK))
    free[:, 5 * 48 + 20] = 1.0
    seen = working_week.office_hours(np.tile(week, (5, 1)), working_week.Usual(free), 1)
    assert (seen.value, seen.baseline, seen.p_value) == (0.8, 0.0, 1 / 1000)
    same = working_week.office_hours(np.tile(week, (5, 1)), working_week.Usual(np.tile(week, (40, 1))), 1)
    assert (same.baseline, same.p_value) == (pytest.approx(0.8), 1.0)
    alone = working_week.office_hours(np.tile(week, (5, 1)), working_week.Usual(free[:29]), 1)
    assert (alone.baseline, alone.p_value) == (None, None)


def test_a_lunch_dip_is_what_lies_between_its_shoulders():
    day = np.zeros(offsets.WEEK)
    day[20:24], day[24:28], day[28:32] = 5.0, 1.0, 5.0  # Monday, ten to four
    mine = np.tile(day, (3, 1))
    others = working_week.Usual(np.tile(np.where(day > 0, 5.0, 0.0), (40, 1)))
    seen = working_week.lunch_dip(mine, others, 1)
    assert seen.value == pytest.approx((12 + 0.5) / (60 + 0.5))
    assert seen.p_value == 1 / 1000 and seen.baseline == pytest.approx(1.0, abs=0.01)
    assert working_week.lunch_dip(mine[:1], others, 1) is None, "forty-four posts are too few"


def tables(hours, accounts=20, posts=60, days=range(5), night=0):
    """Accounts that post at UTC hours of the given weekdays, and `night` more each, all on common objects."""
    names = [f"{n:02d}" for n in range(accounts)]
    said, acts = [], []
    for who, name in enumerate(names):
        for n in range(posts + night):
            late = n >= posts
            hour = 22 if late else hours[(n + who) % len(hours)]
            day = 7 * (n % 4) + days[n % len(days)]
            said.append({
                "platform": "x", "post_id": f"{name}-{n:03d}", "account_id": name, "language": "ru",
                "created_at": MONDAY + timedelta(days=day, hours=hour, minutes=(11 * n + who) % 60),
            })  # fmt: skip
            if late:
                acts.append({"trace": "url", "platform": "x", "account_id": name, "object_id": f"o{n}",
                             "post_id": f"{name}-{n:03d}"})  # fmt: skip
    members = [{"network_id": "n", "platform": "x", "account_id": a, "behaviours": "url"} for a in names]
    return {"posts": said, "members": members, "actions": acts}


def measured(**given):
    made = engine(**given)
    run(made, PEOPLE, TIMELINES, GROUP_CLOCK)
    return {r["signal"]: r for r in rows(made, GROUP_CLOCK.name)}, rows(made, REFUSED)


MOSCOW = [6, 7, 8, 9, 11, 12, 13, 14, 7, 8, 12, 13]


def test_an_office_in_moscow():
    found, refused = measured(**tables(MOSCOW))
    assert refused == []
    assert abs(found["group_offset"]["value"] - 3) <= 1
    assert found["group_offset"]["unit"] == "hours from UTC"
    assert "20 of its accounts with 50 posts" in found["group_offset"]["explanation"]
    assert found["office_hours"]["value"] > 0.9
    assert found["office_hours"]["p_value"] is None, "there is no background"
    assert "no background" in found["office_hours"]["explanation"]


def test_beside_people_of_moscow_who_post_all_day_the_hours_stand_out():
    given, rng = tables(MOSCOW), np.random.default_rng(1)
    given["accounts"] = [
        {"platform": "x", "account_id": f"b{n}", "location": "Москва", "language": "ru"} for n in range(40)
    ]
    given["posts"] += [
        {"platform": "x", "post_id": f"b{n}-{k}", "account_id": f"b{n}", "language": "ru",
         "created_at": MONDAY + timedelta(days=k % 28, hours=5 + 15 * float(rng.random()))}
        for n in range(40) for k in range(30)
    ]  # fmt: skip
    found, _ = measured(**given)
    assert abs(found["group_offset"]["value"] - 3) <= 1
    office = found["office_hours"]
    assert office["p_value"] == 1 / 1000
    # Of fifteen waking hours of seven days, nine of five are office hours.
    assert office["baseline"] == pytest.approx(9 / 15 * 5 / 7, abs=0.03)


def test_what_all_did_together_at_night_counts_once():
    alone, _ = measured(**tables(MOSCOW))
    with_night, _ = measured(**tables(MOSCOW, night=40))
    assert with_night["group_offset"]["value"] == alone["group_offset"]["value"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"accounts": 19}, "not enough: 19 accounts with 50 posts, 20 needed"),
        ({"posts": 49}, "not enough: 0 accounts with 50 posts, 20 needed"),
    ],
)
def test_too_little_is_refused_with_the_reason(given, reason):
    found, refused = measured(**tables(MOSCOW, **given))
    assert found == {}
    assert [(r["network_id"], r["reason"]) for r in refused] == [("n", reason)]


def test_posts_round_the_clock_have_no_offset():
    found, (refused,) = measured(**tables(list(range(24)), posts=96, days=range(7)))
    assert found == {} and refused["reason"].startswith("no day and night")
