"""The watch of a case: rules on what was detected, alerts on record, answers to them, and the past replayed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from floodwatch import Centre
from floodwatch.assessment.watch.phases import Vote
from floodwatch.centre.alerting import near
from floodwatch.centre.replay import cut
from floodwatch.centre.watching import Watched
from floodwatch.model.errors import SettingError
from floodwatch.model.records import POSTS
from floodwatch.model.watching import Lists
from floodwatch.tools.arrow import conform
from tests.wire.endpoints import chats

DAY = datetime(2026, 3, 1, tzinfo=UTC)
LISTS = """
targets:
  Harbour Office: [harbour office, hafenamt]
sites: [news.example]
without: [pushed_narrative]
"""


def rows():
    """Twenty quiet days in which forty people write now and then; on the last one many name the harbour office."""
    for day in range(20):
        for who in range(40):
            at = DAY + timedelta(days=day, minutes=who * 17 + day)
            text = f"a quiet remark {who} of day {day} number {who * day}"
            yield {
                "platform": "x",
                "post_id": f"{day}-{who}",
                "account_id": f"{who}",
                "created_at": at.isoformat(),
                "text": text,
            }
    for who in range(30):
        at = DAY + timedelta(days=19, hours=13, minutes=who * 11)
        post = {"platform": "x", "post_id": f"h-{who}", "account_id": f"{who}", "created_at": at.isoformat()}
        link = f"https://news.example/{who}"
        yield {**post, "text": f"remark {who * 7} on the Hafenamt {link}", "urls": [link]}


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watch")
    (folder / "posts.jsonl").write_text("\n".join(map(json.dumps, rows())), "utf-8")
    centre = Centre.init(folder / "centre")
    case = centre.case()
    case.ingest(folder / "posts.jsonl", method="sample")
    assert "alerts" not in case.detect(power=False)
    (folder / "centre" / "watch.yaml").write_text(LISTS, "utf-8")
    return case


@pytest.fixture(scope="module")
def told(case):
    """The first run, with a webhook, and what that was sent."""
    with chats(lambda question: (200, b"{}")) as (address, asked):
        settings = case.centre.path / "centre.toml"
        before = settings.read_text("utf-8")
        settings.write_text(
            f'{before}\n[watch]\nfile = "alerts.jsonl"\n[watch.webhook]\nendpoint = "{address}"\n', "utf-8"
        )
        result = case.watch()
        settings.write_text(before, "utf-8")
    return result, asked


def test_a_surge_is_told_with_its_evidence(case, told):
    new = {row["rule"]: row for row in told[0]["new"]}
    assert set(new) == {"target_surge", "site_surge"}
    surge = new["target_surge"]
    assert (
        surge["values"]["posts"] == 30
        and surge["values"]["accounts"] == 30
        and surge["values"]["q_value"] < 0.01
    )
    assert surge["evidence"] and all(ref.startswith("post:x/h-") for ref in surge["evidence"])
    assert "windows before" in surge["chance"] and surge["innocent"]


def test_it_is_sent_once_and_to_every_place(case, told):
    result, asked = told
    assert [row["to"] for row in result["delivered"]] == ["file", "webhook"]
    assert not any(row["problem"] for row in result["delivered"])
    assert [len(question["alerts"]) for _, _, question in asked] == [2]
    assert len((case.centre.path / "alerts.jsonl").read_text("utf-8").splitlines()) == 1
    assert case.watch()["new"] == []


def test_answers_are_kept_and_can_be_taken_back(case, told):
    one = told[0]["new"][0]["alert_id"]
    row = next(
        r for r in case.watch("acknowledge", one[:8], reason="a press day")["alerts"] if r["alert_id"] == one
    )
    assert (row["state"], row["reason"]) == ("acknowledged", "a press day")
    row = next(r for r in case.watch("undo", str(row["number"]))["alerts"] if r["alert_id"] == one)
    assert row["state"] == "open"
    row = next(r for r in case.watch("snooze", one, until="2030-01-01")["alerts"] if r["alert_id"] == one)
    assert row["state"] == "snoozed" and row["until"].startswith("2030-01-01")
    case.watch("undo", str(row["number"]))


@pytest.mark.parametrize(
    ("asked", "more", "why"),
    [
        (("acknowledge",), {}, "needs an id"),
        (("acknowledge", "zz"), {}, "No alert begins"),
        (("snooze", "zz"), {}, "Until when"),
        (("undo", "zz"), {}, "number of a decision"),
        (("undo", "999"), {}, "no decision 999"),
        (("dry-run",), {"since": "yesterday"}, "no day or moment"),
        (("dry-run",), {"every": 0}, "at least one hour"),
    ],
)
def test_what_makes_no_sense_is_refused(case, told, asked, more, why):
    with pytest.raises(SettingError, match=why):
        case.watch(*asked, **more)


def test_rules_and_lists_are_shown(case):
    shown = case.watch("rules")
    assert "pushed_narrative" not in {rule["rule"] for rule in shown["rules"]}
    assert all(rule["when"] and rule["innocent"] for rule in shown["rules"])
    assert shown["lists"]["targets"] == {"Harbour Office": ["harbour office", "hafenamt"]}


def test_a_digest_holds_what_was_told(case, told):
    assert len(case.watch("digest", deliver=False)["new"]) == 2


def test_a_case_marked_more_strictly_sends_only_numbers(case, told):
    case.centre.marking(f"case:{case.name}", tlp="red")
    with chats(lambda question: (200, b"{}")) as (address, asked):
        settings = case.centre.path / "centre.toml"
        before = settings.read_text("utf-8")
        settings.write_text(f'{before}\n[watch.webhook]\nendpoint = "{address}"\n', "utf-8")
        case.watch("digest")
        settings.write_text(before, "utf-8")
    assert (
        asked[0][2]["alerts"] == 2
        and "Hafenamt" not in json.dumps(asked)
        and "Harbour" not in json.dumps(asked)
    )


def test_a_detection_evaluates_the_rules_and_outlives_a_broken_list(case, told):
    assert case.detect(power=False)["alerts"] == []
    lists = case.centre.path / "watch.yaml"
    lists.write_text("sites: 5", "utf-8")
    try:
        done = case.detect(power=False)
    finally:
        lists.write_text(LISTS, "utf-8")
    assert done["units"] and done["watch"].startswith("not evaluated: sites must be a list")


def test_a_dry_run_speaks_only_when_it_happened(case):
    found = case.watch("dry-run", since="2026-03-17", until="2026-03-22", every=24)
    by_rule = {row["rule"]: row["alerts"] for row in found["rules"]}
    assert by_rule["target_surge"] == 1 and by_rule["site_surge"] == 1 and by_rule["covert_network"] == 0
    assert {row["at"][:10] for row in found["alerts"]} == {"2026-03-21"}
    assert found["steps"] == 5


def test_candidates_of_near_votes_are_targets():
    votes = {
        "campaign": [Vote("v", DAY.date(), ("Ann Other",))],
        "before": [Vote("w", DAY.date(), ("Far Off",))],
    }
    told = Watched((), Lists({"Ann Other": ("a. other",), "Port": ("port",)}), candidates=True)
    assert near(told, votes).targets == {"Ann Other": ("a. other",), "Port": ("port",)}
    assert set(near(Watched((), candidates=True), votes).targets) == {"Ann Other"}
    assert near(Watched((), told.lists), votes) == told.lists


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("targets: [a]", "must give words"),
        ("sites: x.example", "list of texts"),
        ("window_hours: 0", "whole number"),
        ("rules: [a]", "rules by name"),
        ("candidates: maybe", "true or false"),
        ("colour: red", "no setting 'colour'"),
        ("a: [", "as YAML"),
        ("- a", "names and values"),
        ("x: !!python/object/apply:os.system [id]", "as YAML"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(tmp_path, text, why):
    case = Centre.init(tmp_path / "centre").case()
    (case.centre.path / "watch.yaml").write_text(text, "utf-8")
    with pytest.raises(SettingError, match=why):
        case.watch("rules")


def test_the_past_holds_nothing_of_later():
    held = [{**row, "created_at": datetime.fromisoformat(row["created_at"])} for row in rows()]
    posts = conform(POSTS, pa.Table.from_pylist(held))
    kept = cut({"posts": posts}, DAY + timedelta(days=3))["posts"]
    assert kept.num_rows == 120
