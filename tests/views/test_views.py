"""The views over a made-up case: counts, masking, the drawing rule, and cases in which nothing is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floodwatch.centre.units import every
from floodwatch.model.dossier import Smallest
from floodwatch.model.units import sql_name
from floodwatch.views import (
    VIEWS,
    dossier,
    evidence,
    left_out,
    markings,
    network,
    networks,
    overview,
    power,
    tested,
    who,
)
from floodwatch.views.unit import parts
from tests.views.made_case import GROUPS, case, nothing


@pytest.fixture(scope="module")
def whole(made, engine):
    return dossier.build(engine, made.manifest, made.prevalence)


def test_every_view_says_what_it_is_and_reads_only_known_tables(engine):
    known = {sql_name(t) for t in (r["name"] for r in engine.arrow("SHOW TABLES").to_pylist())}
    known |= {sql_name(table) for unit in every(power=False) for table in unit.makes}
    for view in VIEWS:
        assert view.name and view.description and callable(view.view)
        assert {sql_name(t) for t in view.needs} <= known
    assert len({v.name for v in VIEWS}) == len(VIEWS)


def test_covert_networks_come_first_then_the_larger(whole):
    assert [n.kind for n in whole.networks] == ["covert", "overt", "unclear", "overt", "unclear"]
    assert [n.members for n in whole.networks] == [26, 40, 12, 9, 2]
    assert [d.network.network_id for d in whole.details] == [n.network_id for n in whole.networks]


def test_overview_counts_and_names_the_unknown_collection(made, engine):
    seen = overview.view(engine, made.manifest)
    assert seen.counts["posts"] == len(made.tables["posts"])
    assert {c["method"] for c in seen.collections} == {"keyword", "unknown"}
    assert seen.rejects == [{"reason": "created_at cannot be read…", "rejected": 3}]
    assert [i["file"] for i in seen.inputs] == ["posts.csv.gz", "profiles.jsonl"]
    assert any("do not say how they were collected" in w["what"] for w in seen.warnings)


def test_nobody_outside_the_networks_is_named_anywhere(whole):
    assert "outsider" not in repr(whole)
    assert "a.person@example.net" not in repr(whole)
    origins = {o["origin"] for d in whole.details for o in d.objects if o["trace"] == "repost"}
    assert origins == {"account outside the networks"}


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("created_at '@somebody yesterday' cannot be read", "created_at … cannot be read"),
        ("""created_at "somebody's" cannot be read""", "created_at … cannot be read"),
        ("not JSON: unexpected somebody", "not JSON…"),
        ("7 cells expected, 9 found", "7 cells expected, 9 found"),
    ],
)
def test_reasons_are_counted_by_kind_without_what_the_cell_held(reason, kind):
    made = nothing()
    other = reason.replace("somebody", "another")
    made.tables["rejects"] = [
        {"file": "a.csv", "line": n, "reason": r} for n, r in enumerate((reason, other))
    ]
    assert overview.view(made.engine()).rejects == [{"reason": kind, "rejected": 2}]


@pytest.mark.parametrize(
    ("method", "query", "shown"),
    [
        (
            "keyword",
            "vote from:somebody OR @somebody to:aa000_daily",
            "vote from:@masked OR @masked to:aa000_daily",
        ),
        ("seed_accounts", "somebody, another", "a list of accounts, which is not shown here"),
        ("keyword", "参观 OR visit", "参观 OR visit"),
    ],
)
def test_what_was_asked_for_names_nobody_outside(made, method, query, shown):
    row = made.tables["collections"][0] | {"method": method, "collection_query": query}
    seen = overview.view(replace(made, tables=made.tables | {"collections": [row]}).engine())
    assert [c["collection_query"] for c in seen.collections if c["collection_query"]] == [shown]


def test_signals_about_outsiders_do_not_name_them(made):
    signal = made.tables["signals"][0] | {"subject_kind": "account"}
    rows = [signal | {"subject_id": s} for s in ("account:x/o1", "o1", "")]
    engine = replace(made, tables=made.tables | {"signals": rows}).engine()
    (detail,) = network.view(engine, (signal["network_id"],))
    assert [s["subject"] for s in detail.signals] == ["account outside the networks"] * 3


def test_members_have_the_part_that_a_person_gave_them_and_are_bystanders_else(made):
    first = network.view(made.engine(), (GROUPS[0][0],))[0].accounts
    assert {one["part"] for one in first} == {"bystander"}
    ref = first[0]["account"].ref
    (detail,) = network.view(
        made.engine(), (GROUPS[0][0],), roles={ref: "co_opted", "account:x/nobody": "paid"}
    )
    assert {one["account"].ref: one["part"] for one in detail.accounts if one["part"] != "bystander"} == {
        ref: "co_opted"
    }
    assert detail.by_part == {"bystander": len(first) - 1, "co_opted": 1}


def test_members_keep_their_names(whole):
    assert any(a["account"].label == "@aa000_daily" for a in whole.details[0].accounts)


def test_examples_are_the_strongest_the_weakest_and_those_drawn_by_the_seed(made, engine):
    ids = (GROUPS[0][0],)
    first, again = (evidence.view(engine, ids, seed=7)[ids[0]][1] for _ in range(2))
    other = evidence.view(engine, ids, seed=8)[ids[0]][1]
    assert first == again
    assert [e.why for e in first] == ["strongest edge", "weakest edge", "drawn", "drawn", "drawn"]
    q = [e["q_value"] for e in made.tables["edges"] if e["source_id"].startswith("aa")]
    assert first[0].edge.q_value == min(q) and first[1].edge.q_value == max(q)
    assert first[2:] != other[2:]


def test_evidence_holds_the_strongest_and_the_weakest_and_says_what_it_leaves_out(made, engine):
    edges, _ = evidence.view(engine, (GROUPS[0][0],), most=5, per_edge=1)[GROUPS[0][0]]
    assert len(edges) == 6
    q = [e["q_value"] for e in made.tables["edges"] if e["source_id"].startswith("aa")]
    assert edges[0].q_value == min(q) and edges[-1].q_value == max(q)
    assert all(len(e.evidence) == 1 <= e.evidence_total for e in edges)
    every, _ = evidence.view(engine, (GROUPS[0][0],), most=1000, per_edge=1)[GROUPS[0][0]]
    assert {e.evidence_total for e in every} == {1, 2, 3}


def test_domains_of_a_network_are_counted(made, whole):
    for detail in whole.details:
        members = {
            r["account_id"] for r in made.tables["members"] if r["network_id"] == detail.network.network_id
        }
        posts = [r for r in made.tables["post_links"] if r["account_id"] in members]
        assert detail.domains_total == len(detail.domains) == bool(posts)
        if posts:
            (row,) = detail.domains
            assert (row["domain"], row["posts"]) == ("news.example.com", len({r["post_id"] for r in posts}))
            assert row["members"] == len({r["account_id"] for r in posts})


@pytest.mark.parametrize(
    ("author", "handle", "permalink", "shown"),
    [
        ("bb000", "bb000_daily", "https://x.example/bb000_daily/1", True),
        ("o1", "outsider_1", "https://x.example/outsider_1/1", False),
        ("o1", "outsider_1", "https://x.example/i/status/1", True),
        ("o1", "outsider_1", "javascript:alert(1)", False),
        ("o1", None, "https://x.example/i/status/1", False),
        ("o1", "outsider_1", None, False),
    ],
)
def test_originals_are_linked_where_that_names_no_outsider(made, author, handle, permalink, shown):
    post = made.tables["posts"][0] | {
        "platform": "x",
        "post_id": "900002",
        "account_id": author,
        "permalink": permalink,
    }
    people = [a for a in made.tables["accounts"] if a["account_id"] != author]
    people.append({"platform": "x", "account_id": author, "handle": handle})
    tables = made.tables | {"posts": [*made.tables["posts"], post], "accounts": people}
    (detail,) = network.view(replace(made, tables=tables).engine(), (GROUPS[1][0],))
    links = {o["link"] for o in detail.objects if o["trace"] == "reply"}
    assert links == {permalink if shown else ""}


def test_rhythm_and_timeline_count_every_post_of_the_members(made, whole):
    for detail in whole.details:
        people = {a["account"].ref for a in detail.accounts}
        assert sum(map(sum, detail.rhythm)) == sum(b["posts"] for b in detail.timeline)
        if detail.network.members == len(people):
            assert sum(map(sum, detail.rhythm)) == sum(a["posts"] for a in detail.accounts)


@pytest.mark.parametrize(
    ("hours", "bars", "step"),
    [
        ([(480000, 3)], 1, "hour"),
        ([(480000, 1), (480059, 2)], 60, "hour"),
        ([(480000, 1), (480060, 2)], 21, "3 hours"),
        ([(0, 1), (24 * 365 * 200, 5)], 21, "10 years"),
    ],
)
def test_a_timeline_takes_the_shortest_bars_that_fit(hours, bars, step):
    found, words = who.timeline(hours)
    assert (len(found), words) == (bars, step)
    assert sum(b["posts"] for b in found) == sum(n for _, n in hours)


def test_one_network_alone_equals_its_section_of_the_dossier(made, engine, whole):
    (alone,) = network.view(engine, (GROUPS[1][0],), seed=7)
    assert alone == next(d for d in whole.details if d.network.network_id == GROUPS[1][0])


def test_windows_are_taken_apart(engine):
    found, calibration = tested.view(engine)
    assert found[2]["windows"] == ("60", "300", "3600", "21600", "ever")
    assert found[2]["windows_skipped"] == ("10",)
    assert [c["shuffle"] for c in calibration[:3]] == ["hour", "day", "global"]
    assert calibration[0]["windows"] == ("60", "300")


def test_the_smallest_operation_is_the_one_with_fewest_members_found_often_enough(engine):
    said = power.smallest(power.view(engine))
    link = next(r for r in said.found if r["trace"] == "url")
    assert (link["members"], link["actions_each"], link["spread_s"], link["found"]) == (8, 8, 3600, 20)
    assert "This is a floor" in said.note and "tests on groups find more" in said.note
    assert power.smallest([]) == Smallest([], power.NOT_MEASURED)


def test_no_planted_operation_found_is_said():
    row = {"trace": "url", "language": "", "members": 4, "actions_each": 3, "spread_s": 60, "power": 0.05}
    assert power.smallest([row]).note.startswith(
        "Not found in 80% of cases at any planted size (up to 4 accounts"
    )


def test_a_lucky_small_operation_does_not_count_when_a_larger_one_was_missed():
    base = {"trace": "url", "language": "", "actions_each": 3, "spread_s": 60, "planted": 6, "found": 5}
    base |= {"power_low": 0.4, "power_high": 1.0}
    rows = [base | {"members": m, "power": p} for m, p in ((3, 0.9), (5, 0.5), (10, 0.85), (20, 1.0))]
    assert [r["members"] for r in power.smallest(rows).found] == [10]


def test_a_report_takes_the_strictest_marking():
    rows = [{"markings": ["TLP:GREEN"]}, {"markings": ["tlp:amber", "PAP:GREEN"]}, {"markings": None}]
    assert markings.strictest([*rows, {"markings": "pap red|House rules"}]) == (
        "TLP:AMBER", "PAP:RED", "House rules",
    )  # fmt: skip
    assert markings.strictest([]) == ()


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("tlp:clear", "TLP:CLEAR"), ("TLP CLEAR", "TLP:CLEAR"), ("WHITE", "TLP:CLEAR"), ("Tlp-White", "TLP:CLEAR"),
        ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT"), ("tlp amber strict", "TLP:AMBER+STRICT"), ("TLPRED", "TLP:RED"),
        (" tlp : red ", "TLP:RED"), ("TLP:PURPLE", "TLP:RED"), ("TLP", "TLP:RED"), ("pap_amber", "PAP:AMBER"),
        ("Red Cross archive", "Red Cross archive"),
    ],
)  # fmt: skip
def test_spellings_of_markings_are_understood_or_taken_as_red(given, label):
    assert markings.normal(given) == label


def test_an_empty_case_is_a_dossier_too():
    made = nothing()
    found = dossier.build(made.engine(), made.manifest)
    assert found.networks == () and found.details == () and found.graph.nodes == []
    assert found.headline[0].startswith("No network")
    assert found.overview.warnings[0]["what"] == "No posts were read."


def test_power_may_not_have_been_measured():
    made = nothing()
    engine = made.engine()
    engine.drop("power")
    assert dossier.build(engine, made.manifest).smallest.note == power.NOT_MEASURED


def test_only_some_networks_get_a_section_when_there_are_many(made, engine):
    found = dossier.build(engine, made.manifest, sections=2)
    assert len(found.details) == 2 and len(found.networks) == len(GROUPS)


def test_networks_can_be_asked_for_by_id(engine):
    assert [n.network_id for n in networks.view(engine, (GROUPS[2][0],))] == [GROUPS[2][0]]
    assert networks.view(engine, ("n-'; DROP TABLE networks; --",)) == ()


def test_lists_may_be_lists_or_text():
    assert parts("a|b") == parts(["a", "b"]) == ("a", "b")
    assert parts(None) == parts("") == ()


@pytest.mark.parametrize("method", ["takedown", "seed_accounts"])
def test_data_without_a_background_are_warned_about(method):
    made = nothing()
    made.tables = {
        "posts": case(outsiders=2).tables["posts"],
        "collections": [{"collection_id": "c1", "method": method}],
    }
    made.tables["posts"] = [p | {"collection_id": "c1"} for p in made.tables["posts"]]
    assert any("no background" in w["so"] for w in overview.view(made.engine(), {}).warnings)


def test_one_time_for_all_posts_is_warned_about():
    made, posts = nothing(), case(outsiders=2).tables["posts"]
    made.tables["posts"] = [p | {"created_at": posts[0]["created_at"]} for p in posts]
    assert any("same time" in w["what"] for w in overview.view(made.engine(), {}).warnings)


def test_one_post_of_one_account_is_a_case():
    made = nothing()
    made.tables["posts"] = case(outsiders=2).tables["posts"][:1]
    found = dossier.build(made.engine(), made.manifest)
    assert found.overview.counts["posts"] == 1
    assert "Read: 1 post by 1 account." in found.headline[1]


def test_objects_left_out_come_heaviest_first_and_name_no_outsider():
    row = {"behaviour": "text", "accounts": 9, "actions": 9, "window_s": 21600, "expected": 1.5, "share": 0.5}
    empty = nothing()
    empty.tables["left_out_objects"] = [
        row | {"object_id": "light", "co_actions": 10},
        row | {"object_id": "thanks @outsider_one " + "x" * 500, "co_actions": 36},
    ]
    found = left_out.view(empty.engine())
    assert [r["co_actions"] for r in found] == [36, 10]
    assert found[0]["object_id"].startswith("thanks @masked xxx") and len(found[0]["object_id"]) == 200
    assert left_out.view(nothing().engine()) == []
