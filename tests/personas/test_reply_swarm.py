"""Swarms of answers: exact numbers on small tables, and attention that everybody pays."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from floodwatch.detectors.personas.engagements import ENGAGEMENT
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.reply_swarm import REPLY_SWARM, expected
from floodwatch.tools.statistics import negative_binomial_tail
from tests.personas.table import engine, rows, run

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
MEMBERS = [f"m{n}" for n in range(4)]


def post(post_id, account, minutes, **given):
    return {"platform": "x", "post_id": post_id, "account_id": account, "language": "en", "reply_to": None,
            "reply_to_account": None, "created_at": NOON + timedelta(minutes=minutes), **given}  # fmt: skip


def answer(post_id, account, minutes, to, whom):
    return post(post_id, account, minutes, reply_to=to, reply_to_account=whom)


def crowd(fans=0, language="en"):
    """A hundred answers of fifty others, two each; `fans` of them answer the target's first post quickly."""
    said = []
    for n in range(100):
        whom = "star" if n < fans else f"c{(n + 7) % 50}"
        to, minutes = ("star0", 2) if n < fans else (f"none{n}", 5 * n)
        said.append(answer(f"b{n}", f"c{n % 50}", minutes, to, whom) | {"language": language})
    return said


def swarm(posts=5, every=1440, lag=3, who=MEMBERS):
    """The star's posts, each answered by the members `lag` minutes apart, and one answer each to somebody else."""
    said = [post(f"star{n}", "star", n * every) for n in range(posts)]
    said += [answer(f"a{n}{m}", m, n * every + lag * (i + 1), f"star{n}", "star") for n in range(posts)
             for i, m in enumerate(who)]  # fmt: skip
    return said + [answer(f"o{m}", m, 77 + 60 * i, f"odd{m}", "c1") for i, m in enumerate(who)]


def found(posts, members=MEMBERS):
    made = engine(
        posts=posts, members=[{"network_id": "n", "platform": "x", "account_id": m} for m in members]
    )
    run(made, PEOPLE, ENGAGEMENT, REPLY_SWARM)
    return {r["signal"]: r for r in rows(made, REPLY_SWARM.name)}


def test_a_swarm_is_counted_exactly_and_its_target_told():
    seen = found(swarm() + crowd())
    network, target = seen["reply_swarm"], seen["reply_swarm_target"]
    assert network["value"] == pytest.approx(20 / 24)
    assert network["baseline"] == pytest.approx(0.5 / 101)
    share = 0.5 / 101
    mean = 4 * (1 - (1 - share) ** 6)
    assert target["baseline"] == pytest.approx(mean / 4)
    assert target["value"] == 1.0
    tail = negative_binomial_tail(np.array([4.0]), np.array([mean]), np.array([0.5]))[0]
    assert target["p_value"] == pytest.approx(2 * tail) == network["p_value"], "two outsiders were answered"
    assert target["subject_id"] == "account:x/star" and target["subject_kind"] == "account"
    assert (
        "in 5 swarms, half of them" in network["explanation"]
        or "in 5 swarms, half of the" in network["explanation"]
    )
    assert "7.5 minutes" in target["explanation"]
    assert target["evidence"].split("|")[:5] == [
        "post:x/star0",
        "post:x/star1",
        "post:x/star2",
        "post:x/a0m0",
        "post:x/a0m1",
    ]
    assert network["evidence"].split("|")[0] == "account:x/star"


def test_chances_add_up_over_members():
    assert expected(np.array([1.0, 2.0]), 0.5) == pytest.approx(0.5 + 0.75)


@pytest.mark.parametrize("lag", [19, 31])
def test_an_answer_is_quick_within_the_hour(lag):
    seen = found(swarm(lag=lag, who=MEMBERS[:3]) + crowd(), MEMBERS[:3])
    assert ("reply_swarm" in seen) is (3 * lag <= 60)


def test_two_members_are_no_swarm():
    assert found(swarm(who=MEMBERS[:2]) + crowd()) == {}


def test_a_target_that_everybody_answers_at_once_accuses_nobody():
    seen = found(swarm(posts=1) + crowd(fans=50))
    assert set(seen) == {"reply_swarm"} and seen["reply_swarm"]["p_value"] > 0.5


def test_a_member_is_no_target():
    assert found([*swarm(), *crowd()], [*MEMBERS, "star"]) == {}


def test_where_the_post_is_not_in_the_data_the_first_answer_starts_the_hour():
    unseen = [p for p in swarm() if p["account_id"] != "star"]
    assert found(unseen + crowd())["reply_swarm"]["value"] == pytest.approx(20 / 24)


def test_where_only_the_account_is_named_the_clock_hour_is_one_post():
    named = [{k: v for k, v in p.items() if k != "reply_to"} for p in swarm(lag=2)]
    assert found(named + crowd())["reply_swarm_target"]["value"] == 1.0


def test_without_others_of_the_language_nothing_is_tested():
    seen = found(swarm() + crowd(language="fi"))
    assert seen["reply_swarm"]["p_value"] is None
    assert "too few answers of others in its language" in seen["reply_swarm"]["explanation"]
    assert seen["reply_swarm_target"]["baseline"] is None
