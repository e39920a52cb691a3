"""The Breakout Scale on cases made by hand, and on cases that its author and others have published."""

from dataclasses import replace
from datetime import date

import pytest

from floodwatch.assessment.breakout import LOOKED_FOR, Breakout, Sighting, Spread, breakout

START, SEEN, TODAY = date(2024, 3, 1), date(2024, 3, 10), date(2024, 6, 1)
EVERYTHING = dict.fromkeys(LOOKED_FOR, TODAY)


def post(platform: str = "x", community: str = "a", **other) -> Sighting:
    return Sighting(
        "post", other.pop("on", SEEN), f"post:{platform}/{community}", platform, community, **other
    )


def seen(kind: str, **other) -> Sighting:
    return Sighting(kind, other.pop("on", SEEN), f"url:{kind}", **other)


def spread(
    *sightings: Sighting, platforms=("x",), communities=("a",), looked=EVERYTHING, members=()
) -> Spread:
    return Spread(START, platforms, communities, sightings, looked, members)


CASES = {
    "nothing outside": (spread(), 1),
    "outsiders of the same community": (spread(post()), 1),
    "posted on several platforms, passed on nowhere": (spread(platforms=("x", "telegram")), 2),
    "a second community on one platform": (spread(post(community="b")), 2),
    "a second platform in one community": (spread(post(), post("telegram")), 2),
    "posted into two communities, passed on in none": (spread(communities=("a", "b")), 1),
    "posted into two communities, passed on in both": (spread(post(), post(community="b"), communities=("a", "b")), 2),
    "posted on two platforms, a second community on one of them": (
        spread(post(community="b"), platforms=("x", "telegram")), 2,
    ),
    "several platforms and communities": (spread(post(), post("telegram", "b")), 3),
    "mainstream media repeat it": (spread(post(), seen("media")), 4),
    "media expose it": (spread(post(), seen("media", attitude="exposes")), 1),
    "fact checkers debunk it": (spread(post(), seen("media", attitude="debunks")), 1),
    "a candidate passes it on, media do not": (spread(seen("amplifier")), 5),
    "a candidate exposes it": (spread(seen("amplifier", attitude="exposes")), 1),
    "a ministry acts on it": (spread(seen("action")), 6),
    "sanctions against those behind it": (spread(seen("action", attitude="exposes")), 1),
    "it calls for violence and nobody passes it on": (spread(seen("violence")), 6),
    "a candidate said it before the network": (spread(seen("amplifier", on=date(2024, 2, 1))), 1),
    "media had this very story before the network took it up": (
        spread(seen("media", after=date(2024, 3, 20))), 1,
    ),
    "members pass it on elsewhere": (
        spread(post("telegram", "b", by="account:telegram/1"), members=("account:telegram/1",)), 1,
    ),
}  # fmt: skip
PUBLISHED = {
    # B. Nimmo's own examples, in his thread on the paper (2020-09-25, twtext.com/article/1309532354306879488):
    # Iran's accounts around the Republican primaries of 2012, on Facebook, picked up by nobody else: one.
    "Iran on Facebook 2012": (spread(platforms=("facebook",), communities=("primaries",)), 1),
    # The batch of Polish bots found with DFRLab: astroturfing on Twitter that stayed there: one.
    "Polish bots": (spread(platforms=("twitter",), communities=("poland",)), 1),
    # The IRA's effort of 2019: Instagram alone, landing in communities at both ends of the spectrum: two.
    "IRA 2019": (
        spread(
            post("instagram", "left"), post("instagram", "right"),
            platforms=("instagram",), communities=("left", "right"),
        ), 2,
    ),
    # Pizzagate and QAnon were each a three at one time: many communities on many platforms, before any media.
    "Pizzagate, early": (
        spread(post("4chan", "chan"), post("reddit", "conspiracy"), post("twitter", "politics"),
               platforms=("4chan",), communities=("chan",)), 3,
    ),
    # OpenAI, 30 May 2024: none of five operations above two; content on several platforms, no breakout to outsiders.
    "Spamouflage in OpenAI's report of May 2024": (
        spread(platforms=("x", "medium", "blogspot"), communities=("own",)), 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_constructed_cases_have_their_category(name):
    case, category = CASES[name]
    assert breakout(case, TODAY).category == category


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_cases_have_the_category_that_was_published(name):
    case, category = PUBLISHED[name]
    found = breakout(case, TODAY)
    assert (found.category, found.at_most) == (category, category)


def test_what_was_not_looked_for_stays_open():
    looked = {"post": TODAY, "media": TODAY}
    found = breakout(spread(post(), looked=looked), TODAY)
    assert (found.category, found.at_most) == (1, 6)
    assert found.not_looked_for == tuple(LOOKED_FOR[kind] for kind in ("amplifier", "action", "violence"))
    assert "what was not looked for leaves open up to 6" in found.said


def test_nothing_is_measurable_where_nobody_looked_outside():
    found = breakout(spread(looked={}), TODAY)
    assert found.category is None
    assert found.said == "not measurable as of 2024-06-01: nobody looked outside the network"


def test_a_search_that_ended_earlier_does_not_cover_today():
    early = {**EVERYTHING, "media": date(2024, 4, 1)}
    assert breakout(spread(looked=early), TODAY).at_most == 4
    assert breakout(spread(looked=early), date(2024, 4, 1)).at_most == 1


def test_the_category_is_of_its_date():
    case = spread(post(community="b"), seen("media", on=date(2024, 5, 1)))
    assert [breakout(case, on).category for on in (date(2024, 3, 5), SEEN, date(2024, 5, 1))] == [1, 2, 4]


def test_what_was_seen_on_the_first_day_may_have_come_first():
    found = breakout(spread(seen("amplifier", on=START)), TODAY)
    assert (found.category, found.at_most) == (1, 5)
    assert found.not_counted[0][1].startswith("seen on the day")


def test_what_is_set_aside_says_why():
    case = spread(
        seen("media", attitude="exposes"), replace(seen("amplifier"), on=date(2024, 1, 1)),
        post("telegram", by="account:x/9"), members={"account:x/9"},
    )  # fmt: skip
    assert [why for _, why in breakout(case, TODAY).not_counted] == [
        "it exposes the network", "it came before the network", "it is the network's own",
    ]  # fmt: skip


def test_each_step_that_would_raise_it_raises_it():
    found, steps = breakout(spread(post()), TODAY), 0
    more = {
        "second community": post(community="b"), "second platform": post("telegram"), "mainstream": seen("media"),
        "celebrity": seen("amplifier"), "policy": seen("action"),
    }  # fmt: skip
    for said in found.would_raise:
        added = next(one for words, one in more.items() if words in said)
        assert breakout(spread(post(), added), TODAY).category > found.category
        steps += 1
    assert steps == len(more)


def test_nothing_is_above_six():
    assert breakout(spread(seen("action")), TODAY).would_raise == ()


def test_evidence_that_decides_is_named():
    found: Breakout = breakout(spread(post(), seen("media"), seen("amplifier")), TODAY)
    assert found.refs == ("url:amplifier",)
    assert found.because == ("high-profile people: 1 seen, the first on 2024-03-10",)
