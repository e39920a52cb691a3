"""What the truth says of personas can be read from the data."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow.compute as pc

from floodwatch.vocabulary.load import load
from floodwatch.worlds import (
    PERSONA_OPERATIONS,
)
from floodwatch.worlds.lexicon import codes, lexicon
from floodwatch.worlds.personas.concealed import DECEIVES, LEAN, conceals
from tests.worlds.planted import SEEDS, crowd, members, posts, rows_of, seen, signs, whole, world


def test_utc_offsets_fit_the_hours() -> None:
    groups = whole("utc", 12)
    for seed, group, (row,) in groups:
        local, desk = [], group.partition("-")[0] in {*PERSONA_OPERATIONS, "agency_staff"}
        for name in members(seed)[group]:
            own = [p["created_at"] for p in posts(seed)[name] if p["created_at"] >= row["moment"]]
            local += [when + timedelta(hours=float(row["value"])) for when in own]
        if not desk:
            assert np.mean([1 <= when.hour < 5 for when in local]) < 0.06, group
            continue
        lunch = sum(when.hour * 60 + when.minute in range(12 * 60 + 15, 13 * 60) for when in local) / 45
        before = sum(when.hour == 10 for when in local) / 60
        assert np.mean([8 <= when.hour < 20 for when in local]) > 0.85, group
        assert np.mean([when.weekday() < 5 for when in local]) > 0.9, group
        assert lunch < 0.8 * before, group


def test_groups_with_a_clock_write_fifty_posts_each() -> None:
    for seed, group, _ in whole("utc", 12):
        if group.partition("-")[0] not in PERSONA_OPERATIONS:
            continue
        whose = {
            r["account_id"] for r in rows_of(seed, "planted") if r["sign"] in ("state_media", "successor")
        }
        for name in set(members(seed)[group]) - whose:
            assert len(posts(seed)[name]) >= 50, (seed, group)


def test_holidays_are_not_worked() -> None:
    for seed, group, rows in whole("holiday", 3):
        offset = next(float(r["value"]) for s, r in signs("utc") if s == seed and r["group_id"] == group)
        free = {r["value"] for r in rows}
        days = Counter()
        for name in members(seed)[group]:
            local = [p["created_at"] + timedelta(hours=offset) for p in posts(seed)[name]]
            days += Counter(when.date().isoformat() for when in local if when.weekday() < 5)
        usual = np.median([n for day, n in days.items() if day not in free])
        for row in rows:
            assert days[row["value"]] < 0.35 * usual, (group, row["value"])


def test_false_places_lie_in_the_claimed_country() -> None:
    for seed, row in signs("false_place", 50):
        place = seen(seed)[row["account_id"]][-1]["location"]
        towns = load("worlds/places.yaml").get(row["value"])
        assert place in (towns or [lexicon("en").territories[codes().index(row["value"])]])


def test_profiles_drift_between_two_observations() -> None:
    for seed, row in signs("drift", 100):
        rows = seen(seed)[row["account_id"]]
        earlier = [r for r in rows if r["observed_at"] < row["moment"]]
        later = [r for r in rows if r["observed_at"] >= row["moment"]]
        assert later
        for field in row["value"].split("|") if earlier else ():
            assert earlier[-1][field] != later[0][field], (row["group_id"], field)


def test_dormant_accounts_are_silent_and_wake() -> None:
    awake = 0
    for seed, row in signs("dormancy", 100):
        since = row["moment"] - timedelta(days=float(row["value"]) - 0.01)
        own = [p["created_at"] for p in posts(seed)[row["account_id"]]]
        assert not [when for when in own if since < when < row["moment"]]
        awake += any(when >= row["moment"] for when in own)
        assert seen(seed)[row["account_id"]][0]["created_at"] < since
    assert awake > 0.95 * len(signs("dormancy"))


def test_languages_switch() -> None:
    for seed, group, rows in whole("language_switch", 8):
        right = []
        for row in rows:
            first, second = row["value"].split("|")
            for post in posts(seed)[row["account_id"]]:
                if not post["is_repost"]:
                    right.append(
                        post["language"] == (first if post["created_at"] < row["moment"] else second)
                    )
        assert np.mean(right) > 0.85, group


def test_batches_and_default_handles() -> None:
    for seed, row in signs("batch", 60):
        made = seen(seed)[row["account_id"]][-1]["created_at"]
        assert row["moment"] <= made <= row["moment"] + timedelta(days=float(row["value"]))
    for seed, row in signs("default_handle", 20):
        assert re.fullmatch(r"[A-Za-z]+\d{8,}", seen(seed)[row["account_id"]][-1]["handle"]), row


def test_bios_name_camps_and_occupations_of_one_frame() -> None:
    for sign in ("camp", "occupation"):
        for seed, row in signs(sign, 60):
            bio = seen(seed)[row["account_id"]][-1]["bio"]
            assert row["value"] in bio or row["group_id"].startswith("supporters"), bio
    for seed, group, (row,) in whole("both_sides", 2):
        bios = " ".join(seen(seed)[m][-1]["bio"] for m in members(seed)[group])
        assert all(party in bios for party in row["value"].split("|"))


def test_bio_templates_are_shared() -> None:
    known = load("worlds/personas.yaml")
    frames = [*known["frames"]["en"], *known["frames"]["fr"], *known["choir"]["en"], *known["choir"]["fr"]]
    patterns = [re.compile("(.+ \\| )?" + re.sub(r"\\\{\w+\\\}", ".+", re.escape(f))) for f in frames]
    for seed, group, rows in whole("bio_template", 10):
        bios = [seen(seed)[r["account_id"]][-1]["bio"] for r in rows]
        assert any(all(p.fullmatch(b) for b in bios) for p in patterns), (group, bios[:3])


def test_probes_are_asked() -> None:
    for seed, row in signs("probe", 100):
        own = posts(seed)[row["account_id"]]
        assert sum("?" in p["text"] or bool(p["poll_options"]) for p in own) >= float(row["value"])
    assert any(p["poll_options"] for s, row in signs("probe") for p in posts(s)[row["account_id"]])
    asked = [
        p for s in SEEDS for a in crowd(s) for p in posts(s)[a] if not p["is_repost"] and "?" in p["text"]
    ]
    assert len(asked) > 100


def test_follow_trains_are_followed_by_mutual_follows() -> None:
    for seed, row in signs("follow_train", 50):
        trains = [p for p in posts(seed)[row["account_id"]] if len(p["mentions"]) == float(row["value"])]
        assert any(abs((p["created_at"] - row["moment"]).total_seconds()) < 1 for p in trains)
    for seed, group, (row,) in whole("mutual", 6):
        inside = set(members(seed)[group])
        rows = rows_of(seed, "follows")
        pairs = {
            (f["follower_id"], f["followed_id"])
            for f in rows
            if {f["follower_id"], f["followed_id"]} <= inside
        }
        mutual = sum((b, a) in pairs for a, b in pairs if a < b)
        assert float(row["value"]) <= mutual <= float(row["value"]) + 0.2 * len(inside) + 3
        assert mutual > len(inside)


def test_targets_are_shared_by_the_members() -> None:
    for seed, row in signs("shared_target", 20):
        inside = set(members(seed)[row["group_id"]])
        rows = rows_of(seed, "follows")
        following = {f["follower_id"] for f in rows if f["followed_id"] == row["value"]} & inside
        assert len(following) > 0.4 * len(inside)


def test_swarms_answer_within_minutes() -> None:
    quick = 0
    for seed, row in signs("swarm", 50):
        target = [p for p in posts(seed)[row["value"]] if p["created_at"] == row["moment"]]
        inside = set(members(seed)[row["group_id"]])
        assert target and row["value"] not in inside
        names = {p["post_id"] for p in target}
        replies = [p for m in inside for p in posts(seed)[m] if p["reply_to"] in names]
        quick += len([p for p in replies if p["created_at"] - row["moment"] < timedelta(minutes=30)]) >= 3
    assert quick > 0.9 * len(signs("swarm"))


def test_ephemeral_posts_are_missing_from_the_counter() -> None:
    for seed, row in signs("ephemeral", 100):
        rows = seen(seed)[row["account_id"]]
        between = [p for p in posts(seed)[row["account_id"]] if p["created_at"] > rows[0]["observed_at"]]
        assert rows[-1]["post_count"] - rows[0]["post_count"] < len(between)
    checked = Counter()
    for seed, group, _ in whole("ephemeral"):
        own = {p["post_id"] for m in members(seed)[group] for p in posts(seed)[m]}
        found = [c for c in rows_of(seed, "checks") if c["kind"] == "post" and c["subject_id"] in own]
        checked[group] += sum(c["status"] == "deleted" for c in found)
    assert min(checked.values()) > 5


def test_own_support_is_all_there_is() -> None:
    for seed, group, (row,) in whole("own_amplification", 3):
        inside, given, outside = set(members(seed)[group]), 0, 0
        own = {p["post_id"] for m in inside for p in posts(seed)[m] if not p["is_repost"]}
        shares = [p for p in rows_of(seed, "posts") if p["repost_of"] in own]
        heads = {
            post
            for post, n in Counter(p["repost_of"] for p in shares if p["account_id"] in inside).items()
            if n > 3
        }
        for post in (p for p in shares if p["repost_of"] in heads):
            given += post["account_id"] in inside
            outside += post["account_id"] not in inside
        assert given > 20 * outside
        assert 0.5 * float(row["value"]) < given


def test_networks_of_an_outlet() -> None:
    for seed, row in signs("state_media", len(SEEDS)):
        assert seen(seed)[row["account_id"]][-1]["labels"] == ["state-media"]
        named = [r for r in rows_of(seed, "listings") if r["outlet"] == row["value"]]
        assert row["account_id"] in {r["subject_id"] for r in named}
    for seed, row in signs("declared", 15):
        assert row["value"] in seen(seed)[row["account_id"]][-1]["bio"]
    for seed, row in signs("undeclared", 100):
        assert row["value"] not in (seen(seed)[row["account_id"]][-1]["bio"] or "")
    for _, row in signs("relay", 100):
        assert 300 < float(row["value"]) < 8 * 3600
    tongues = {seen(s)[r["account_id"]][-1]["language"] for s, r in signs("undeclared")}
    assert len(tongues) > 1


def test_reach_is_the_union_of_followers() -> None:
    for seed, group, (row,) in whole("reach", len(SEEDS)):
        inside = set(members(seed)[group])
        found = [f for f in rows_of(seed, "follows") if f["followed_id"] in inside]
        assert len({f["follower_id"] for f in found}) == int(row["value"])
        total = sum(seen(seed)[m][-1]["followers"] for m in inside)
        said = next(int(r["value"]) for s, r in signs("reach_sum") if s == seed and r["group_id"] == group)
        assert total == said > int(row["value"])


def test_exposure_is_followed_by_losses() -> None:
    for seed, group, (row,) in whole("exposure", len(SEEDS)):
        (event,) = [e for e in rows_of(seed, "events") if e["title"] == row["value"]]
        assert event["kind"] in ("exposure", "takedown") and event["started_at"] == row["moment"]
        listed = [r for r in rows_of(seed, "listings") if r["list_name"] == event["event_id"]]
        named = {r["subject_id"] for r in listed if r["kind"] == "account"}
        assert named == {r["account_id"] for s, r in signs("listed") if s == seed and r["group_id"] == group}
        gone = {r["account_id"] for s, r in signs("vanished") if s == seed and r["group_id"] == group}
        assert len(gone & named) > 0.5 * len(named)
        assert any(r["kind"] == "site" for r in listed)


def test_what_vanished_is_silent_and_checked() -> None:
    notices, unreachable = 0, 0
    for seed in SEEDS:
        found = defaultdict(list)
        for check in rows_of(seed, "checks"):
            if check["kind"] == "account":
                found[check["subject_id"]].append(check)
        for row in (r for s, r in signs("vanished", 50) if s == seed):
            assert all(p["created_at"] < row["moment"] for p in posts(seed)[row["account_id"]])
            later = [c for c in found[row["account_id"]] if c["observed_at"] > row["moment"]]
            assert later and {c["status"] for c in later} <= {row["value"], "unreachable"}
            notices += any(c["notice"] for c in later)
            unreachable += any(c["status"] == "unreachable" for c in later)
    assert 0.1 < notices / len(signs("vanished")) < 0.7
    assert unreachable > 5
    assert len({r["group_id"] for _, r in signs("vanished")}) == 2


def test_successors_resemble_whom_they_succeed() -> None:
    for seed, row in signs("successor", 6):
        new, old = (seen(seed)[row[k]][-1] for k in ("account_id", "value"))
        gone = next(
            r["moment"] for s, r in signs("vanished") if s == seed and r["account_id"] == row["value"]
        )
        assert new["created_at"] == row["moment"] > gone
        assert new["name"].startswith(old["name"].rstrip("."))
        assert new["avatar"] in (old["avatar"], None)
        words = {
            p["text"]
            for m in members(seed)[row["group_id"]]
            if m != row["account_id"]
            for p in posts(seed)[m]
        }
        assert {p["text"] for p in posts(seed)[row["account_id"]]} & words
        assert all(p["created_at"] >= new["created_at"] for p in posts(seed)[row["account_id"]])


def test_sites_go_away() -> None:
    for seed, row in signs("site_gone", 3):
        rows = [c for c in rows_of(seed, "checks") if c["subject_id"] == row["value"]]
        assert {c["status"] for c in rows if c["observed_at"] < row["moment"]} <= {"active", "unreachable"}
        assert {c["status"] for c in rows if c["observed_at"] > row["moment"]} <= {
            "missing",
            "suspended",
            "unreachable",
        }
        assert any(
            row["value"] in u
            for m in members(seed)[row["group_id"]]
            for p in posts(seed)[m]
            for u in p["urls"]
        )


def test_rebranded_clubs_say_so() -> None:
    for seed in SEEDS:
        bios = [seen(seed)[m][-1]["bio"] for m in members(seed)["rebranded_club-1"]]
        assert sum(bool(re.search(r"formerly|We were|until|anciennement|\(ex ", b)) for b in bios) == len(
            bios
        )


def test_no_controls_are_covert_and_their_texts_hold_no_message() -> None:
    for seed in SEEDS:
        groups = rows_of(seed, "groups")
        assert {g["expected"] for g in groups if g["role"] == "control"} <= {"overt", "unclear"}
        for group in groups:
            told = {r["sign"] for r in rows_of(seed, "planted") if r["group_id"] == group["group_id"]}
            assert group["expected"] != "covert" or told & (DECEIVES | LEAN).keys()
            if group["role"] == "operation" and {"false_place", "bio_template"} <= told:
                assert group["expected"] == "covert", "two dependence groups, both of deception"
            if group["role"] == "operation" and told <= {"bio_template", "drift", "default_handle"}:
                assert group["expected"] == "unclear", "one dependence group"


def test_what_planted_signs_amount_to() -> None:
    assert conceals({"bio_template", "batch"}) and conceals({"both_sides", "default_handle"})
    assert conceals({"false_place", "utc", "swarm"}) and conceals({"false_place", "drift"})
    assert not conceals({"bio_template", "drift", "default_handle"}), "one dependence group"
    assert not conceals({"false_place", "utc", "batch", "shared_target", "follow_train"}), "as emigrants do"
    assert not conceals({"swarm", "dormancy", "batch", "camp"}), "no deception"


def test_nothing_happens_before_the_world_or_after_it() -> None:
    for seed in SEEDS:
        made = world(seed).tables
        first, last = (made["collections"].column(n)[0].as_py() for n in ("from_at", "to_at"))
        assert first <= pc.min(made["posts"].column("created_at")).as_py()
        assert pc.max(made["posts"].column("created_at")).as_py() < last
        assert pc.min(made["follows"].column("observed_at")).as_py() == first
        assert datetime(2026, 1, 5, tzinfo=UTC) <= first
