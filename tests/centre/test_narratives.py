"""What people decide about narratives: it is kept, known to the next run, and laid over what that finds."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime, timedelta

import pytest

import floodwatch
from floodwatch.model.errors import CentreError, SettingError

BRIDGE = (
    "Harbour bridge closed for repairs, ferry runs every hour",
    "Ferry every hour while harbour bridge repairs go on",
    "Repairs: the harbour bridge stays closed, the ferry runs every hour",
)
LIBRARY = (
    "Library opens late on Thursdays from March",
    "Late opening on Thursdays at the library from March",
    "From March the library opens late on Thursdays",
)
RAIN = ("Rain expected over the valley tomorrow morning", "Tomorrow morning rain is expected over the valley")


def said(texts, times=6, first=0, prefix="p"):
    start = datetime(2024, 3, 1, 8)
    return [
        {
            "platform": "x", "post_id": f"{prefix}{first + n}", "account_id": f"a{n % 7}",
            "text": texts[n % len(texts)], "created_at": (start + timedelta(minutes=n)).isoformat(), "language": "en",
        }
        for n in range(times)
    ]  # fmt: skip


def write(path, rows):
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)
    return path


@pytest.fixture(scope="module")
def detected(tmp_path_factory):
    """A centre with a case in which three things are told, to copy: nobody has decided anything."""
    folder = tmp_path_factory.mktemp("detected")
    rows = [*said(BRIDGE, 9), *said(LIBRARY, 6, 100), *said(RAIN, 6, 200)]
    case = floodwatch.Centre.init(folder / "centre").case()
    case.ingest(write(folder / "posts.csv", rows), method="sample")
    case.detect(power=False)
    return folder / "centre"


@pytest.fixture
def case(detected, tmp_path):
    shutil.copytree(detected, tmp_path / "centre")
    return floodwatch.Centre.open(tmp_path / "centre").case()


def listed(case, **asked):
    return {row["label"]: row for row in case.narrative(**asked)["narratives"]}


def about(case, word):
    (found,) = [row for label, row in listed(case).items() if word in label]
    return found


def test_what_is_told_is_listed_with_how_much_of_all_that_is(case):
    found = case.narrative()
    assert [row["posts"] for row in found["narratives"]] == [9, 6, 6]
    assert found["coverage"]["share"] == 1.0
    assert found["coverage"]["coherence"] > 0.6 > found["coverage"]["coherence_by_chance"]


def test_a_name_a_status_and_a_rebuttal_are_laid_over_and_survive_new_posts(case, tmp_path):
    name = about(case, "bridge")["id"]
    case.narrative("name", id=name[:8], name="The bridge", by="ada", reason="for the weekly")
    case.narrative("label", id=name, status="true", by="ada")
    case.narrative("rebut", id=name, who="Harbour office", link="https://example.org/b", date="2024-03-02")
    case.ingest(write(tmp_path / "more.csv", said(BRIDGE, 5, 500, "q")), method="sample")
    case.detect(power=False)
    row = listed(case)["The bridge"]
    assert (row["status"], row["posts"]) == ("true", 14)
    (whole,) = case.narrative("show", id=row["id"])["narratives"]
    assert [r["who"] for r in whole["rebuttals"]] == ["Harbour office"]
    assert [(h["what"], h["decided_by"]) for h in whole["history"]][1:3] == [
        ("named", "ada"),
        ("labelled", "ada"),
    ]
    assert whole["by_language"][0]["value"] == "en"
    assert sum(day["posts"] for day in whole["days"]) == 14


def test_merging_is_undone_whole(case):
    bridge, rain = about(case, "bridge"), about(case, "expected")
    (made,) = case.narrative("merge", id=(bridge["id"], rain["id"]))["decided"]
    (row,) = [r for r in case.narrative()["narratives"] if r["id"] == bridge["id"]]
    assert (row["posts"], row["accounts"], row["q_value"]) == (15, 7, None)
    assert len(case.narrative()["narratives"]) == 2
    (whole,) = case.narrative("show", id=bridge["id"])["narratives"]
    assert sum(day["posts"] for day in whole["days"]) == 15
    case.narrative("undo", number=made["number"])
    assert [r["posts"] for r in case.narrative()["narratives"]] == [9, 6, 6]
    with pytest.raises(SettingError, match="No decision"):
        case.narrative("undo", number=made["number"])


def test_what_is_rejected_is_gone_from_the_list_until_asked_for(case):
    case.narrative("reject", id=about(case, "expected")["id"], reason="weather")
    assert len(listed(case)) == 2
    assert len(listed(case, rejected=True)) == 3


def test_a_tracked_example_is_a_narrative_of_the_next_run_even_when_nobody_tells_it(case):
    (made, _) = case.narrative("track", text="The library opens late on Thursdays", name="Late library")[
        "decided"
    ]
    case.narrative("track", text="Trams stop at midnight from June", name="Trams")
    assert made["holds"] == "from the next detection"
    case.detect(power=False)
    rows = listed(case)
    assert rows["Late library"]["id"] == made["entity"]
    assert rows["Late library"]["posts"] == 6
    assert (rows["Trams"]["posts"], rows["Trams"]["state"]) == (0, "not found in the latest run")


def test_a_split_holds_in_the_next_run_and_draws_what_is_like_it(case):
    bridge = about(case, "bridge")
    refs = tuple(f"post:x/p{n}" for n in (1, 4, 7))
    case.narrative("split", id=bridge["id"], ref=refs, name="Ferry")
    case.detect(power=False)
    rows = listed(case)
    assert rows["Ferry"]["posts"] == 3
    assert sum(row["posts"] for row in rows.values()) == 21
    (whole,) = case.narrative("show", id=rows["Ferry"]["id"])["narratives"]
    assert {first["example"] for first in whole["by_language"]} <= set(refs)


def test_a_pinned_narrative_keeps_its_posts_when_the_thresholds_change(case):
    bridge = about(case, "bridge")
    case.narrative("pin", id=bridge["id"])
    case.detect(power=False, set=("narrative_posts.close=0.99", "narrative_posts.near=0.99"))
    assert case.narrative()["narratives"][0]["posts"] == 9


def test_an_undone_link_of_the_machine_is_not_made_again(case):
    bridge = about(case, "bridge")
    case.narrative("name", id=bridge["id"], name="The bridge")
    (whole,) = case.narrative("show", id=bridge["id"])["narratives"]
    (seen,) = [h["number"] for h in whole["history"] if h["what"] == "seen_as"]
    case.narrative("undo", number=seen)
    case.detect(power=False, seed=2)
    assert listed(case)["The bridge"]["state"] == "not found in the latest run"


@pytest.mark.parametrize(
    ("action", "asked", "says"),
    [
        ("show", {"id": "nothing"}, "No narrative begins"),
        ("name", {"id": ""}, "needs --"),
        ("track", {}, "no example"),
        ("label", {"id": "x"}, "--status"),
        ("rebut", {"id": "x", "who": "me"}, "--link"),
    ],
)
def test_what_is_missing_is_said(case, action, asked, says):
    with pytest.raises(SettingError, match=says):
        case.narrative(action, **asked)


def test_before_a_detection_there_is_nothing_to_list(tmp_path):
    case = floodwatch.Centre.init(tmp_path / "centre").case()
    with pytest.raises(CentreError, match="detected"):
        case.narrative()


def test_decisions_are_in_the_manifest_by_their_hash_and_make_what_they_touch_stale(case, tmp_path):
    from floodwatch.lake.manifest import manifest

    assert manifest(case.folder)["given"] == {}
    case.narrative("track", text="The library opens late on Thursdays")
    work = {u["unit"]: u["state"] for u in case.detect(power=False)["units"]}
    assert (work["post_texts"], work["narrative_posts"]) == ("fresh", "ran")
    (digest,) = manifest(case.folder)["given"].values()
    assert len(digest) == 64
