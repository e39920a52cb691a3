"""Numbers, times and sentences as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from floodwatch.detectors.coordination import robustness_rows
from floodwatch.model.dossier import Network
from floodwatch.outputs import text, told


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0"),
        (3.0, "3"),
        (1234567, "1,234,567"),
        (0.12345, "0.123"),
        (2.5e-7, "2.5\u00a0×\u00a010⁻⁷"),
        (123.4, "123"),
    ],
)
def test_numbers(value, shown):
    assert text.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (0.0, "< 10⁻⁹⁹"), (1e-300, "< 10⁻⁹⁹"), (0.0421, "0.042"), (1e-11, "1\u00a0×\u00a010⁻¹¹")],
)
def test_p_values_are_never_zero(value, shown):
    assert text.chance(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (0, "0 s"), (45, "45 s"), (60, "1 min"), (300, "5 min"), (5400, "1.5 h"), (86400, "1 day"),
     (864000, "10 days"), (1814400, "21 days"), (-120, "-2 min")],
)  # fmt: skip
def test_lengths_of_time(value, shown):
    assert text.seconds(value) == shown


def test_windows_without_a_window_are_ever():
    assert [text.window(w) for w in (None, "", "ever", "60", 3600)] == [
        "ever",
        "ever",
        "ever",
        "1 min",
        "1 h",
    ]


def test_times_are_written_for_people_and_for_machines():
    value = datetime(2024, 3, 4, 6, 7, 8, tzinfo=UTC)
    assert text.moment(value) == "4 Mar 2024, 06:07"
    assert text.moment(value, True) == "4 Mar 2024, 06:07:08"
    assert (text.day(value), text.iso(value)) == ("4 Mar 2024", "2024-03-04T06:07:08Z")
    assert (text.moment(None), text.day(None), text.iso(None)) == ("–", "–", "")


def test_links_are_defanged():
    assert text.defang("https://a.example.org/x.html") == "hxxps://a[.]example[.]org/x.html"
    nested = "HTTPS://web.example/save/http://a.example/"
    assert text.defang(nested) == "hxxps://web[.]example/save/hxxp://a.example/"
    assert text.defang("a.example.org") == "a[.]example[.]org"


def test_survival_names_what_a_finding_falls_without():
    rows = [{"dropped_kind": "trace", "dropped": "url", "survives": True},
            {"dropped_kind": "day", "dropped": "2024-03-04", "survives": False},
            {"dropped_kind": "day", "dropped": "2024-03-05", "survives": True},
            {"dropped_kind": "active_tenth", "dropped": "10%", "survives": False}]  # fmt: skip
    assert told.survival(rows) == [
        (True, "Survives dropping each trace (1 tested, one at a time)."),
        (False, "Falls without the most active 10% of accounts."),
        (False, "Falls without 2024-03-04 (1 of 2 days can be dropped)."),
    ]


def test_shares_name_the_largest_and_count_the_rest():
    rows = [{"name": n, "posts": p} for n, p in (("a", 50), ("b", 30), ("c", 20))]
    assert told.shares(rows, "name", most=2) == "a 50%, b 30% and 1 more"
    assert told.shares([], "name") == "–"


def test_a_share_that_rounds_to_nothing_is_under_one_percent_and_none_is_left_out():
    rows = [
        {"name": "own posts", "posts": 999},
        {"name": "replies", "posts": 1},
        {"name": "quotes", "posts": 0},
    ]
    assert told.shares(rows, "name") == "own posts 100%, replies under 1%"


def test_languages_have_names():
    assert [text.language(c) for c in ("pt", "zh-Hant", "xx-1", "not declared")] == [
        "Portuguese", "Traditional Chinese", "xx-1", "not declared",
    ]  # fmt: skip
    assert told.shares([{"name": "id", "posts": 1}], "name", language=True) == "Indonesian 100%"


@pytest.mark.parametrize(
    ("observed", "expected", "said"),
    [
        (1415.0, 172.0, "; 1,415 shared objects where chance gives 172"),
        (
            722.0,
            3076.0,
            "; not by how much is shared (722 objects, where chance gives 3,076) but by how close in time",
        ),
        (None, None, ""),
    ],
)
def test_a_group_that_shares_less_than_chance_gives_is_not_said_to_share_more(observed, expected, said):
    network = Network("n-1", "unclear", 2, 9, ("x",), ("url",), None, None, 0.01, "", expected, observed)
    assert told.counted(network) == said


def test_the_cut_of_days_is_said():
    assert told.MOST_DAYS == robustness_rows.MOST_DAYS
    days = [{"dropped_kind": "day", "dropped": f"day {n}", "survives": True} for n in range(told.MOST_DAYS)]
    assert told.survival(days) == [
        (True, "Survives dropping each day (the 60 busiest tested, one at a time).")
    ]
    assert told.survival(days[:59]) == [(True, "Survives dropping each day (59 tested, one at a time).")]


def test_a_complete_list_needs_no_sentence():
    assert told.not_shown(3, 3, "links", "x") == ""
    assert told.not_shown(3, 1200, "links", "x.csv") == "3 of 1,200 links are shown; all are in x.csv."


def test_correctness_is_printed_at_each_prevalence_or_not_at_all():
    rows = [{"prevalence": 0.001, "right": 0.07}, {"prevalence": 0.2, "right": 0.95}]
    assert told.right_in_words(rows) == "7.0% if 0.1% are; 95.0% if 20% are"
    assert told.right_in_words([rows[0], {"prevalence": 0.01, "right": None}]) == ""


def test_signs_are_named_without_the_group_that_only_the_rules_use():
    assert told.signs(("creation_burst:time", "look_alike")) == "creation burst, look alike"


def test_signs_of_deception_are_spelled_out():
    assert told.deception(("c", "b:0.8")) == (
        "impersonation or look-alikes; "
        "accounts that pass as unrelated people share one template or experience (0.8)"
    )
    assert told.deception(("something_new",)) == "something new"


@pytest.mark.parametrize(
    ("given", "shown"), [("people met", "People met."), ("Why?", "Why?"), ("", ""), (None, "")]
)
def test_sentences_begin_and_end(given, shown):
    assert text.sentence(given) == shown


def test_collections_that_differ_by_platform_are_told_once():
    base = {"method": "firehose", "collection_query": "all", "released_by": None}
    rows = [
        base | {"platform": "x", "posts": 5},
        base | {"platform": "vk", "posts": 2},
        {"method": "odd", "posts": 1},
    ]
    merged = told.alike(rows)
    assert [m["posts"] for m in merged] == [7, 1]
    assert [told.collected(m) for m in merged] == ["everything posted (x, vk)", "odd"]


def test_a_bound_needs_no_equals_sign():
    assert [text.related(v) for v in (0.02, 1e-200, None)] == ["= 0.02", "< 10⁻⁹⁹", "= –"]


def loss(group, thing="accounts", checked=20, lost=0, p=None, q=None):
    return {"event_id": "r1", "group_id": group, "thing": thing, "checked": checked, "lost": lost, "p_value": p,
            "q_value": q}  # fmt: skip


def test_networks_that_nobody_looked_at_are_not_said_to_have_lost_nothing():
    unseen = [loss(f"n-{n}", checked=0, lost=None) for n in range(5)]
    silent = [loss(f"n-{n}", "silence", lost=9, p=0.9, q=0.9) for n in range(5)]
    assert told.others_after([*unseen, *silent], "r1") == [
        "5 other networks: not looked at again, or not reached; what they lost is not known."
    ]
    assert told.notable(unseen, "r1") == [] == told.others_after(unseen, "r2")


def test_a_loss_without_anybody_to_compare_with_is_not_said_to_be_ordinary():
    losses = [loss("n-1", lost=20), loss("n-2"), loss("n-3", lost=1, p=0.5, q=0.7), loss("n-3", "posts")]
    assert told.others_after(losses, "r1") == [
        "1 other network: tested, and no more lost than chance explains beside those like them (q above 0.05).",
        "1 other network: with losses, but nobody like them was looked at; whether that is more than chance is not "
        "known.",
        "1 other network: looked at and nothing found lost, but nobody like them was looked at; not tested.",
    ]


def test_a_loss_is_beyond_chance_by_its_corrected_p_alone():
    losses = [
        loss("n-1", lost=9, p=0.01, q=0.2), loss("n-2", lost=9, p=0.001, q=0.02),
        loss("listed:r1", checked=0, lost=None),
        loss("n-3", "silence", lost=9, p=0.001, q=0.02), loss("n-4", "sites", lost=1),
    ]  # fmt: skip
    assert [r["group_id"] for r in told.notable(losses, "r1")] == ["n-2", "listed:r1", "n-4"]
    assert [said.split(":")[1] for said in told.others_after(losses, "r1")] == [
        " tested, and no more lost than chance explains beside those like them (q above 0.05).",
        " not looked at again, or not reached; what they lost is not known.",
    ]


def test_counted_values_leave_out_what_they_cannot_read():
    assert told.counted_values(["x:3", "y", "a|b:2", "odd:٣", "bad:²", ":"]) == "x 3, a|b 2, odd 3"
    assert told.counted_values(["nothing"]) == "–"


def outlet(roles, typologies=()):
    return {"roles": list(roles), "typologies": list(typologies)}


def test_outlets_are_titled_by_what_lists_call_them():
    state, public = outlet(["state_media"], ["SC"]), outlet(["public_media"], ["IP"])
    assert told.media_title([state]) == "Media of states, and who moves with them"
    assert told.media_title([public]) == "Public media, and who moves with them"
    assert told.media_title([outlet(["own_role", "party"]), public, state]) == (
        "Media of states, public media, parties and own role, and who moves with them"
    )
    assert told.media_title([outlet([])]) == "Listed outlets, and who moves with them"
    assert [told.listed_as(one) for one in (public, outlet(["party"]), outlet([]))] == [
        "public media (IP)", "party", "–",
    ]  # fmt: skip
