"""The dossier of one account: found by any of its names, complete, and naming nobody outside the networks."""

from __future__ import annotations

import pytest

from floodwatch.centre.handles import Centre
from floodwatch.model.errors import SettingError
from floodwatch.views.account import ALONE, statuses, view
from tests.views.made_case import nothing


@pytest.mark.parametrize("name", ["account:x/aa000", "aa000", "aa000_daily", "@AA000_Daily"])
def test_an_account_is_found_by_its_ref_id_or_handle(engine, name):
    assert view(engine, name)["account"] == "account:x/aa000"


def test_a_dossier_holds_what_the_tables_hold(made, engine):
    told = view(engine, "aa000", posts=3)
    own = [p for p in made.tables["posts"] if p["account_id"] == "aa000"]
    assert told["posted"]["posts"] == len(own) == sum(h["posts"] for h in told["hours"])
    assert [n["network_id"] for n in told["networks"]] == ["n-aa11covert"]
    assert told["profile"]["followers"] == 12 and told["observations"] == 1
    assert len(told["latest"]) == 3
    edges = [e for e in made.tables["edges"] if "aa000" in (e["source_id"], e["target_id"])]
    assert len(told["partners"]) == min(20, len(edges))
    assert [p["q_value"] for p in told["partners"]] == sorted(e["q_value"] for e in edges)[:20]
    assert all(p["account"].startswith("account:") for p in told["partners"])
    assert ALONE not in told["notes"]


def test_nobody_outside_the_networks_is_named(engine):
    told = repr(view(engine, "aa000", posts=1000))
    assert "outsider_" not in told and "a.person@" not in told


def test_of_an_account_in_no_network_it_is_said_that_nothing_speaks_against_it(engine):
    told = view(engine, "o1")
    assert told["networks"] == told["partners"] == [] and ALONE in told["notes"]


@pytest.mark.parametrize(
    "name", ["nobody", "account:x/nobody", "account:weibo/aa000", "account:", "post:x/p1"]
)
def test_names_of_nobody_are_refused(engine, name):
    with pytest.raises(SettingError, match=f"No account is called '{name}'"):
        view(engine, name)


def test_a_name_with_a_quote_is_a_name():
    with pytest.raises(SettingError, match="No account"):
        view(nothing().engine(), "o'1")


def test_without_a_name_there_is_nothing_to_say(engine):
    assert view(engine) == {}


def test_observations_of_many_files_are_a_history(tmp_path):
    case = Centre.init(tmp_path / "centre").case("main")
    head = "platform,account_id,handle,name,bio,followers,observed_at\n"
    for n, row in enumerate(("tea_fan,Anna,tea,10", "tea_fan,Anna,,15", "news_now,News,all day,90000")):
        (tmp_path / f"{n}.csv").write_text(f"{head}x,7,{row},2024-05-0{n + 1}T00:00:00Z\n")
        case.ingest(tmp_path / f"{n}.csv")
    (tmp_path / "other.csv").write_text(f"{head}weibo,7,tea_fan,Li,,5,2024-05-01T00:00:00Z\n")
    case.ingest(tmp_path / "other.csv")
    told = case.account("news_now")
    assert [(c["field"], c["before"], c["after"]) for c in told["changes"]] == [
        ("handle", "tea_fan", "news_now"),
        ("name", "Anna", "News"),
        ("bio", "tea", "all day"),
    ]
    assert [c["followers"] for c in told["counts"]] == [10, 15, 90000]
    assert told["profile"]["handle"] == "news_now"
    with pytest.raises(SettingError, match="More than one account is called 'tea_fan'") as found:
        case.account("tea_fan")
    assert "account:weibo/7, account:x/7" in str(found.value)


def test_whom_a_profile_or_a_notice_named_is_masked_in_its_history_too(tmp_path):
    case = Centre.init(tmp_path / "centre").case("main")
    head = "platform,account_id,handle,name,bio,location,website,observed_at\n"
    bio = "wife of @jane_doe jane@doe.org"
    for n, row in enumerate((
        f"Anna @jane_doe,{bio},by @jane_doe,https://x.com/jane_doe", f'Anna,"{bio},",hill,https://hill.example',
    )):  # fmt: skip
        (tmp_path / f"{n}.csv").write_text(f"{head}x,7,tea_fan,{row},2024-05-0{n + 1}T00:00:00Z\n")
        case.ingest(tmp_path / f"{n}.csv")
    (tmp_path / "checks.csv").write_text(
        "kind,platform,subject_id,status,notice,observed_at\n"
        "account,x,7,suspended,Reported by @jane_doe (jane@doe.org),2024-05-06T00:00:00Z\n"
    )
    case.ingest(tmp_path / "checks.csv")
    told = case.account("tea_fan")
    assert "jane" not in repr(told)
    changed = {c["field"]: (c["before"], c["after"]) for c in told["changes"]}
    masked = "wife of @masked [e-mail masked]"
    assert changed["bio"] == (masked, f"{masked},")
    assert changed["website"] == ("https://x.com/@masked", "https://hill.example")
    assert (
        told["checks"][0]["notice"]
        == told["statuses"][-1]["notice"]
        == "Reported by @masked ([e-mail masked])"
    )


def test_what_became_of_an_account_is_told_from_profiles_and_checks_in_time(tmp_path):
    case = Centre.init(tmp_path / "centre").case("main")
    (tmp_path / "accounts.csv").write_text(
        "platform,account_id,handle,status,observed_at\nx,7,tea_fan,active,2024-05-01T00:00:00Z\n"
        "x,8,other,active,2024-05-01T00:00:00Z\n"
    )
    (tmp_path / "posts.csv").write_text(
        "platform,post_id,account_id,created_at,text\nx,p1,7,2024-04-30T00:00:00Z,tea\nx,p2,7,2024-04-30T01:00:00Z,more\n"
    )
    head = "kind,platform,subject_id,status,notice,checked_by,observed_at\n"
    (tmp_path / "checks.csv").write_text(
        f"{head}account,x,7,active,,me,2024-05-03T00:00:00Z\n"
        "account,x,7,suspended,Gone for spam,me,2024-05-05T00:00:00Z\n"
        "account,x,7,unreachable,,me,2024-05-06T00:00:00Z\naccount,x,8,deleted,,me,2024-05-06T00:00:00Z\n"
        "post,x,p1,missing,,me,2024-05-06T00:00:00Z\n"
    )
    for name in ("accounts", "posts", "checks"):
        case.ingest(tmp_path / f"{name}.csv")
    told = case.account("tea_fan")
    assert [c["status"] for c in told["checks"]] == ["active", "suspended", "unreachable"]
    assert [(s["status"], s["first_seen"].day, s["last_seen"].day, s["by"]) for s in told["statuses"]] == [
        ("active", 1, 3, "profile"),
        ("suspended", 5, 5, "me"),
    ]
    assert told["statuses"][1]["notice"] == "Gone for spam"
    assert told["checked_posts"] == [{"status": "missing", "posts": 1}]


def test_an_account_that_was_never_looked_at_again_has_no_history_of_checks(engine):
    told = view(engine, "aa000")
    assert told["checks"] == told["checked_posts"] == []
    assert [s["status"] for s in told["statuses"]] == ["active"]
    assert (
        statuses([], [{"status": "unreachable", "observed_at": None, "notice": None, "checked_by": None}])
        == []
    )
