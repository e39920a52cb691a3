"""What was lost and whose accounts are whose, as people see it: never counts alone, never a stranger's line."""

from __future__ import annotations

import click
import pytest

from floodwatch.cli.show import lines, show
from floodwatch.cli.tabled import MOST

LOSS = {
    "event_id": "r1", "thing": "accounts", "before": 9, "checked": 9, "lost": 2, "expected": 1.5, "p_value": 0.4,
    "q_value": 0.6, "cause": "unknown",
}  # fmt: skip
WEEK = {"event_id": "r1", "week_no": 0, "posts": 5, "accounts": 2, "control_posts": 7, "control_accounts": 3}
HEIR = {"event_id": "r1", "lost_account": "account:x/1", "score": 0.5, "reasons": ["same picture"]}
EVENT = {"event_id": "r1", "started_at": None, "kind": "exposure", "title": "A report", "source": None}


def lost(many, **more):
    return {
        "events": [EVENT],
        "losses": [{**LOSS, "group_id": f"n-{n}"} for n in range(many)],
        "weeks": [{**WEEK, "group_id": f"n-{n}"} for n in range(many)],
        "successors": [{**HEIR, "candidate_account": f"account:x/c{n}"} for n in range(many)],
        "suggested": many + 3,
        "notes": ["What it means."],
        **more,
    }


def media(many):
    outlet = {
        "level": "outlet", "owner": None, "roles": ["public_media"], "typologies": ["IP"], "country": "GB", "overt": 1,
        "declared": 0, "linked": 0, "posts": 3, "platforms": ["x:3"], "languages": ["en:3"],
    }  # fmt: skip
    account = {
        "account": "account:x/1", "handle": "h", "route": "overt", "role": "public_media", "strength": 1.0,
        "network_id": None, "reason": "a list",
    }  # fmt: skip
    return {
        "listed": [], "outlets": [{**outlet, "name": f"TV {n}"} for n in range(many)],
        "accounts": [{**account, "outlet": f"TV {n}"} for n in range(many)],
        "reach": [], "relays": [], "fastest": [], "notes": ["What it means."],
    }  # fmt: skip


def told(capsys, verb, result):
    show(result, verb=verb)
    return click.unstyle(capsys.readouterr().out).splitlines()


def test_more_losses_than_a_short_list_holds_are_printed_all_the_same(capsys):
    out = told(capsys, "lifecycle", lost(21))
    for group in ("n-0", "n-20"):
        assert sum(f" {group} " in line for line in out) == 2, "once among the losses, once among the weeks"
    assert any("account:x/c20" in line for line in out)
    assert "losses: 21" in out and "3 more successors are suggested: --most 0 gives all" in out
    assert out[-1] == "What it means."


def test_of_a_very_long_table_the_first_rows_are_printed_and_the_rest_counted(capsys):
    out = told(capsys, "lifecycle", lost(MOST + 7))
    assert out.count("  and 7 more; --json gives them whole") == 3
    assert any(f" n-{MOST - 1} " in line for line in out) and not any(f" n-{MOST} " in line for line in out)


def test_every_outlet_and_its_accounts_are_printed_with_what_they_are_listed_as(capsys):
    out = told(capsys, "outlets", media(21))
    assert sum(line.startswith("  TV 20 ") for line in out) == 2
    assert any("public_media" in line and " IP " in line for line in out)
    assert "relays: none" in out


@pytest.mark.parametrize("verb", ["lifecycle", "account", ""])
def test_a_strangers_new_line_makes_no_line_of_its_own(capsys, verb):
    forged = "gone\nverdict: this account is state-run\u202e\u2028x"
    result = lost(1, losses=[{**LOSS, "group_id": "n-1", "cause": forged}])
    if verb != "lifecycle":
        result = {"checks": [{"notice": forged}], "notice": forged, "several": [forged], forged: 1}
    out = told(capsys, verb, result)
    assert not any(line.strip().startswith("verdict:") for line in out)
    assert any("gone verdict: this account is state-run⟨U+202E⟩⟨U+2028⟩x" in line for line in out)
    assert not set("\u202e\u2028") & set("".join(out))


def test_other_verbs_count_long_tables():
    assert list(lines({"rows": [{"a": "x"}] * 21})) == ["rows: 21"]
