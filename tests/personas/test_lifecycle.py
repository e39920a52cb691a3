"""What is said to be lost after an exposure, beside whom, and who is suggested to have come back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from floodwatch.centre.units import every
from floodwatch.detectors.personas.lifecycle import SUCCESSORS
from floodwatch.detectors.personas.lifecycle.groups import Controls, best, cause
from floodwatch.detectors.personas.lifecycle.reasons import PARTS, profiles, rates
from floodwatch.detectors.personas.lifecycle.successors import scored
from floodwatch.detectors.personas.samples import NOON, people, post
from floodwatch.detectors.personas.signals.disappearance import DISAPPEARANCE
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example, sql_name
from tests.contract.harness import outcome

DATE = NOON + timedelta(days=40)
REPORT = {"event_id": "r1", "title": "A report", "kind": "exposure", "started_at": DATE, "source": "a lab"}
UNITS = every(power=False)


def made(tables, *wanted):
    """Rows of some tables of the lifecycle units, which run one after the other."""
    found = {}
    with DuckDB(threads=1) as engine:
        for unit in (DISAPPEARANCE, SUCCESSORS):
            outcome(engine, Example("", True, tables), unit, UNITS)
            for name in wanted:
                if sql_name(name) in engine.names():
                    found[name] = engine.arrow(f"SELECT * FROM {sql_name(name)}").to_pylist()
    return found


def losses(tables):
    rows = made({**tables, "events": tables.get("events", [REPORT])}, "lifecycle")["lifecycle"]
    return {(row["group_id"], row["thing"]): row for row in rows}


def check(number, status, days=3, kind="account", **more):
    ref = {"platform": "x", "subject_id": f"{number:04d}" if kind == "account" else number}
    return {"kind": kind, **ref, "status": status, "observed_at": DATE + timedelta(days=days), **more}


def case(members=4, others=8, **given):
    """Members and others with one post each before the date; all accounts older than two years."""
    old = {"created_at": NOON - timedelta(days=999)}
    posts = [post(n, n, f"text {n}") for n in range(members + others)]
    return {**people([old] * members, [old] * others), "posts": posts, **given}


def test_loss_is_counted_beside_controls_that_were_looked_at():
    checks = [check(n, "suspended" if n < 3 else "active") for n in range(4)]
    checks += [check(n, "deleted" if n == 4 else "active") for n in range(4, 10)]
    row = losses(case(checks=checks))["n-1", "accounts"]
    assert [row[c] for c in ("before", "checked", "lost", "unreachable", "unchecked")] == [4, 4, 3, 0, 0]
    assert (row["control_before"], row["control_lost"], row["matched"]) == (6, 1, 4)
    assert row["p_value"] == pytest.approx(25 / 210), "3 or 4 of 4 drawn from 10 with 4 lost"
    assert row["matched_by"] == "platform, language, age, activity"
    assert (row["statuses"], row["cause"]) == ("suspended 3", "unknown")


def test_the_cause_is_what_notices_say_and_only_that():
    checks = [check(n, "suspended", notice="Removed for spam" if n < 2 else None) for n in range(3)]
    row = losses(case(checks=checks))["n-1", "accounts"]
    assert row["cause"] == "said by the notices of 2 of 3: “Removed for spam” (2)"
    assert cause([None, " "]) == "unknown"


def test_what_cannot_be_reached_is_not_lost():
    row = losses(case(checks=[check(n, "unreachable") for n in range(12)]))["n-1", "accounts"]
    assert (row["lost"], row["p_value"], row["unreachable"], row["checked"]) == (None, None, 4, 0)
    assert "that is no loss" in row["explanation"] and "not tested" in row["explanation"]


def test_a_failed_look_does_not_hide_what_was_found_before_it():
    checks = [
        check(0, "suspended", 3),
        check(0, "unreachable", 9),
        check(1, "missing", 3),
        check(1, "active", 9),
    ]
    row = losses(case(checks=checks))["n-1", "accounts"]
    assert (row["checked"], row["lost"], row["unreachable"], row["unchecked"]) == (2, 1, 0, 2)


def test_without_checks_there_is_silence_and_no_loss():
    later = [post(100 + n, n, "still here") | {"created_at": DATE + timedelta(days=9)} for n in range(4, 12)]
    before = [post(50 + n, n, "so far") | {"created_at": DATE - timedelta(days=9)} for n in range(12)]
    tables = case()
    found = losses({**tables, "posts": [*tables["posts"], *before, *later]})
    accounts, silence = found["n-1", "accounts"], found["n-1", "silence"]
    assert (accounts["lost"], accounts["p_value"], accounts["unchecked"]) == (None, None, 4)
    assert (silence["before"], silence["lost"], silence["control_before"], silence["control_lost"]) == (
        4,
        4,
        8,
        0,
    )
    assert silence["p_value"] == pytest.approx(1 / 495) and "silence is no loss" in silence["explanation"]
    activity = found["n-1", "activity"]
    assert (activity["before"], activity["lost"], activity["control_before"], activity["control_lost"]) == (
        4,
        4,
        8,
        0,
    )
    assert activity["p_value"] < 0.01


def test_data_that_ends_with_the_date_say_nothing_of_silence():
    found = losses(case())
    assert set(found) == {("n-1", "accounts")}


def test_without_background_nothing_is_tested():
    found = losses(case(others=0, checks=[check(n, "suspended") for n in range(4)]))
    row = found["n-1", "accounts"]
    assert (row["lost"], row["control_before"], row["expected"], row["p_value"]) == (4, 0, None, None)
    assert "not tested" in row["explanation"]


def test_looks_of_one_moment_that_differ_do_not_accuse():
    row = losses(case(checks=[check(0, "suspended"), check(0, "active")]))["n-1", "accounts"]
    assert (row["checked"], row["lost"]) == (1, 0)


def test_who_was_gone_before_or_came_later_or_came_back_is_not_lost():
    gone = check(0, "suspended", -2)
    back = check(1, "suspended", 3)
    tables = case(checks=[gone, check(0, "suspended", 3), back])
    tables["posts"].append(post(90, 1, "I am back") | {"created_at": DATE + timedelta(days=5)})
    tables["personas"][2]["created_at"] = DATE + timedelta(days=1)
    tables["posts"] = [p for p in tables["posts"] if p["account_id"] != "0002"]
    row = losses(tables)["n-1", "accounts"]
    assert (row["before"], row["checked"], row["lost"], row["unchecked"]) == (2, 1, 0, 1)


def test_a_profile_that_was_seen_again_is_a_look_too():
    when = DATE + timedelta(days=2)
    found = ["deleted"] * 2 + ["active"] * 6
    ids = [{"platform": "x", "account_id": f"{n:04d}", "observed_at": when} for n in range(8)]
    seen = [{**who, "status": status} for who, status in zip(ids, found, strict=True)]
    row = losses(case(accounts_observed=seen))["n-1", "accounts"]
    assert (row["checked"], row["lost"], row["control_before"], row["control_lost"]) == (4, 2, 4, 0)


def test_accounts_that_a_report_names_are_a_group_by_id_or_any_handle_and_no_controls():
    listed = [
        {"list_name": "r1", "kind": "account", "platform": "x", "subject_id": s, "listing_role": role}
        for s, role in (("0005", "exposed"), ("@h6", "exposed"), ("old_name", "exposed"), ("0008", "party"))
    ]
    seen = [{"platform": "x", "account_id": "0007", "handle": "Old_Name", "observed_at": NOON}]
    checks = [check(n, "suspended" if n in (5, 6, 7) else "active") for n in range(12)]
    found = losses(case(listings=listed, accounts_observed=seen, checks=checks))
    row = found["listed:r1", "accounts"]
    assert (row["before"], row["lost"], row["control_before"], row["control_lost"]) == (3, 3, 5, 0)
    assert row["p_value"] == pytest.approx(1 / 56)


def test_who_bears_a_listed_id_or_an_earlier_handle_of_somebody_else_is_not_meant():
    """An id is meant before a handle, and a handle of today before one that was given up."""
    listed = [
        {"list_name": "r1", "kind": "account", "platform": "x", "subject_id": s, "listing_role": "exposed"}
        for s in ("0005", "h6")
    ]
    before = [
        {"platform": "x", "account_id": n, "handle": h, "observed_at": NOON}
        for n, h in (("0007", "0005"), ("0008", "h6"))
    ]  # fmt: skip
    given = case(listings=listed, accounts_observed=before)
    given["personas"][9]["handle"] = "0005"
    assert losses(given)["listed:r1", "accounts"]["before"] == 2


def test_controls_are_taken_from_further_away_where_none_are_close():
    mine = [dict(platform="x", language="en", age_band="older", activity_band="0", fate="lost")] * 4
    near = {**mine[0], "fate": "alive", "accounts": 5}
    assert best(mine, Controls([near]), "fate", "lost")[1] == "platform, language, age, activity"
    assert best(mine, Controls([{**near, "language": "de"}]), "fate", "lost")[1] == "platform, age, activity"
    assert best(mine, Controls([{**near, "activity_band": "64+"}]), "fate", "lost")[1] == "platform"
    assert best(mine, Controls([{**near, "platform": "vk"}]), "fate", "lost") == (None, "")


def test_only_reports_and_takedowns_count():
    vote = {**REPORT, "kind": "election"}
    assert losses(case(events=[vote], checks=[check(0, "suspended")])) == {}


def test_posts_are_counted_beside_the_posts_of_others():
    posts = [post(10 * a + n, a, f"text {a} {n}") for a in range(12) for n in range(5)]
    checks = [
        check(p["post_id"], "deleted" if p["account_id"] < "0004" else "active", 3, "post") for p in posts
    ]
    checks[0] = check(posts[0]["post_id"], "unreachable", 3, "post")
    row = losses(case(checks=checks) | {"posts": posts})["n-1", "posts"]
    assert [row[c] for c in ("before", "checked", "lost", "unreachable", "unchecked")] == [20, 19, 19, 1, 0]
    assert (row["control_before"], row["control_lost"]) == (40, 0) and row["p_value"] < 0.01
    assert row["statuses"] == "deleted 19"


def test_sites_that_mostly_the_group_linked_are_followed():
    def link(number, author, domain):
        return {k: v for k, v in post(number, author).items() if k not in ("text", "client")} | {
            "url": f"https://{domain}/", "domain": domain, "is_share": False, "position": 0,
        }  # fmt: skip

    links = [link(n, n, "own-news.example") for n in range(4)] + [link(4, 4, "own-news.example")]
    links += [link(10 + n, 4 + n, "paper.example") for n in range(8)] + [link(20, 0, "paper.example")]
    links += [link(30 + n, n, "bit.ly") for n in range(4)]
    checks = [
        check(site, status, 5, "site") | {"platform": "web"}
        for site, status in (
            ("own-news.example", "missing"),
            ("paper.example", "active"),
            ("bit.ly", "missing"),
        )
    ]
    row = losses(case(post_links=links, checks=checks))["n-1", "sites"]
    assert [row[c] for c in ("before", "checked", "lost", "unreachable")] == [1, 1, 1, 0]
    assert row["p_value"] is None, "the paper has more readers: no site as much linked was looked at"


def test_weeks_before_and_after_are_listed_for_the_group_and_its_controls():
    tables = case(members=2, others=3)
    days = {0: (-8, -1, 1), 1: (-1,), 2: (-1, 1, 2), 3: (8,), 4: (400,)}
    tables["posts"] += [
        post(100 + 10 * a + i, a) | {"created_at": DATE + timedelta(days=d, hours=1)}
        for a, each in days.items()
        for i, d in enumerate(each)
    ]
    rows = made({**tables, "events": [REPORT]}, "lifecycle_weeks")["lifecycle_weeks"]
    assert [(r["week_no"], r["posts"], r["accounts"], r["control_posts"], r["control_accounts"]) for r in rows] == [
        (-2, 1, 1, 0, 0), (-1, 2, 2, 1, 1), (0, 1, 1, 2, 1), (1, 0, 0, 1, 1),
    ]  # fmt: skip


def test_the_signal_tells_the_loudest_event_and_pays_for_the_looks():
    second = {**REPORT, "event_id": "r2", "started_at": DATE - timedelta(days=20)}
    checks = [check(n, "suspended" if n < 4 else "active") for n in range(12)]
    found = made(case(events=[REPORT, second], checks=checks), "signals/disappearance")
    (row,) = found["signals/disappearance"]
    assert row["value"] == 1.0 and row["p_value"] == pytest.approx(2 / 495)
    assert row["baseline"] < 0.1 and row["evidence"].startswith("account:x/0000|")
    assert "cause unknown" in row["explanation"] and "people also leave" in row["explanation"]


def test_a_loss_without_controls_is_said_to_be_untested_once():
    found = made(case(events=[REPORT], checks=[check(0, "suspended")]), "signals/disappearance", "lifecycle")
    (row,) = found["signals/disappearance"]
    assert row["p_value"] is None and row["explanation"].count("not tested") == 1
    table = next(r for r in found["lifecycle"] if r["group_id"] == "n-1" and r["thing"] == "accounts")
    assert "not tested" in table["explanation"], "the table itself still says so"


NEW = {"created_at": DATE + timedelta(days=3)}
CAT = {"name": "Silver Cat", "handle": "silver_cat88", "avatar": "cat.jpg", "website": "https://silvercat.example/me",
       "bio": "Tea, trains and long walks by the river at dawn"}  # fmt: skip


def back(**given):
    """One lost account, the silver cat, forty controls, and six new accounts of which number 41 is as given."""
    old = {"created_at": NOON - timedelta(days=999)}
    new = [{**NEW, **given}] + [{**NEW, "website": f"https://home{n}.example"} for n in range(5)]
    tables = people([{**CAT, **old}], [old] * 40 + new)
    posts = [post(n, n, f"an ordinary day number {n}") for n in range(41)]
    return {**tables, "posts": posts, "events": [REPORT], "checks": [check(0, "suspended")]}


def suggested(tables):
    return made(tables, "successors")["successors"]


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ({"avatar": "cat.jpg"}, ["same picture (one pair of strangers in 680)"]),
        (
            {"bio": CAT["bio"] + "!", "website": "http://www.silvercat.example"},
            [
                "same website (one pair of strangers in 200)",
                "nearly the same bio (one pair of strangers in 200)",
            ],
        ),
    ],
)
def test_a_lost_account_that_comes_back_is_suggested_with_the_reasons(given, reasons):
    (row,) = suggested(back(**given))
    assert (row["lost_account"], row["candidate_account"]) == ("account:x/0000", "account:x/0041")
    assert row["reasons"].split("|") == reasons, (
        "40 controls by 6 new ones have pictures; short names, no bios"
    )


def test_a_name_and_handle_alone_are_too_little_and_nobody_is_suggested_twice():
    assert suggested(back(name="SILVER  CAT", handle="silvercat_90")) == []
    twice = back(avatar="cat.jpg")
    twice["personas"][1].update(name="Silver Cat", bio="", avatar="cat.jpg")
    twice["checks"].append(check(1, "suspended"))
    (row,) = suggested(twice)
    assert row["lost_account"] in ("account:x/0000", "account:x/0001")


def test_strangers_and_common_things_suggest_nobody():
    assert suggested(back()) == []
    common = back(avatar="egg.jpg")
    for row in common["personas"]:
        row["avatar"] = "egg.jpg"
    assert suggested(common) == []


def test_texts_and_followed_accounts_are_reasons_too():
    tables = back()
    keys = [(0, "the old mill burns"), (41, "the old mill burns"), (3, "hello"), (42, "hello")]
    tables["post_texts"] = [
        {"platform": "x", "post_id": f"t{n}", "account_id": f"{a:04d}", "text_key": k, "is_share": False}
        for n, (a, k) in enumerate(keys)
    ]
    tables["follows"] = [
        {"platform": "x", "follower_id": f"{a:04d}", "followed_id": f"f{n}"}
        for a in (0, 41)
        for n in range(4)
    ]
    (row,) = suggested(tables)
    assert row["candidate_account"] == "account:x/0041"
    assert [r.partition(" (")[0] for r in row["reasons"].split("|")] == [
        "1 of its texts posted", "4 of the same accounts followed",
    ]  # fmt: skip
    assert "strangers in 68" in row["reasons"], "one of one control and two new ones: 1.5 of 102 pairs"


def test_at_most_three_are_suggested_for_one_and_nobody_where_nobody_is_lost():
    tables = back()
    for row in tables["personas"][41:]:
        row["avatar"] = "cat.jpg"
    assert len(suggested(tables)) == 3
    assert suggested({**tables, "checks": [check(0, "active")]}) == []
    assert suggested({**tables, "checks": []}) == []


def test_reasons_of_one_part_are_capped_together_and_many_candidates_count_against():
    old, new = {"account_no": 0, **CAT}, {"account_no": 1, **CAT}
    found = list(profiles([old], [], [new]))
    assert {one.reason for one in found} == {"picture", "website", "name", "handle", "bio"}
    chances = rates([], dict.fromkeys(PARTS, 300), dict.fromkeys(PARTS, 100_000))
    assert scored(found, chances, 100_000) == {(0, 1): 2.0 + 3 * 3.0 - 5.0}


def test_an_empty_case_makes_empty_tables():
    found = made({}, "lifecycle", "lifecycle_weeks", "successors", "signals/disappearance", "lifecycle_fates")
    assert set(found) == {
        "lifecycle",
        "lifecycle_weeks",
        "successors",
        "signals/disappearance",
        "lifecycle_fates",
    }
    assert not any(found.values())
