"""Odds of explanations: examples worked out by hand, published ones, and what must hold of any numbers."""

from dataclasses import replace
from math import log10

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.assessment.evidence import Hypothesis, Item, Matrix, degrees, offered
from floodwatch.assessment.forecasting import calibration
from floodwatch.assessment.likelihood import DRAWS, TAKES_PART, in_words, odds
from floodwatch.assessment.naming import answers, ceiling, independent, named

PAIR = (Hypothesis("yes"), Hypothesis("no"))


def item(name, *chances, names=("yes", "no"), kind="document", **more):
    given = {n: (c, c) if isinstance(c, float) else c for n, c in zip(names, chances, strict=True)}
    return Item(name, kind=kind, chances=given, **more)


def pair(*items, prior=None, **more):
    priors = {"yes": (prior, prior), "no": (1 - prior, 1 - prior)} if prior else {}
    return Matrix("is it so?", "", PAIR, items, priors, **more)


def share(found, name="yes"):
    return next(one for one in found.shares if one.hypothesis == name)


def test_the_mammogram_of_eddy_1982():
    """One in 100 has it, 80% of these and 9.6% of the others test positive: 7.8% of those who do have it."""
    assert share(odds(pair(item("test", 0.8, 0.096), prior=0.01))).probability == pytest.approx(
        0.078, abs=5e-4
    )


def test_the_cab_of_tversky_and_kahneman_1982():
    """15% of cabs are blue, the witness is right 4 times in 5 and says blue: 41%."""
    found = odds(pair(item("witness", 0.8, 0.2), prior=0.15))
    assert share(found).probability == pytest.approx(0.41, abs=5e-3)
    assert sum(one.probability for one in found.shares) == pytest.approx(1)


def test_groups_add_and_each_is_capped():
    """Worked out by hand: prior 1:9; documents say 6 to 1; behaviour says 20 to 1, of which half a decade counts."""
    found = odds(pair(item("paper", 0.6, 0.1), item("habit", 0.8, 0.04, kind="behaviour"), prior=0.1))
    total = log10(1 / 9) + log10(6) + 0.5
    assert share(found).probability == pytest.approx(10**total / (1 + 10**total))
    assert [(one.group, one.capped, one.cap) for one in found.terms] == [
        ("paper", False, 1.0),
        ("habit", True, 0.5),
    ]
    bars = next(w for w in found.waterfalls if w.hypothesis == "yes")
    assert [one.term for one in bars.bars] == ["prior", "paper", "habit"]
    assert [one.log10 for one in bars.bars] == pytest.approx([log10(1 / 9), log10(6), 0.5])
    assert bars.total == pytest.approx(total)
    other = next(w for w in found.waterfalls if w.hypothesis == "no")
    assert other.total == pytest.approx(-total)


def test_of_a_group_the_strongest_for_and_against_count():
    told = [item("a", 0.8, 0.2, group="g"), item("b", 0.6, 0.3, group="g"), item("c", 0.3, 0.6, group="g")]
    found = odds(pair(*told))
    assert share(found).probability == pytest.approx(2 / 3)  # 4 to 1 for, 2 to 1 against
    assert share(odds(pair(*(replace(one, group="") for one in told)))).probability == pytest.approx(0.8)


def test_a_feature_that_is_easily_copied_says_little_and_is_marked():
    found = odds(pair(item("idiom", 0.9, 0.01, copied=("language",))))
    assert found.terms[0].copied == ("language",) and found.terms[0].capped
    assert share(found).probability == pytest.approx(10**0.3 / (1 + 10**0.3))


def test_several_hypotheses_share_what_there_is():
    """By hand: weights 3 : 1 : 1 from priors that are equal, then 4 : 2 : 1; products 12 : 2 : 1."""
    names = ("a", "b", "c")
    items = (item("x", 0.6, 0.2, 0.2, names=names), item("y", 0.8, 0.4, 0.2, names=names))
    found = odds(Matrix("who?", "", tuple(map(Hypothesis, names)), items))
    assert [(s.hypothesis, s.probability) for s in found.shares] == [
        ("a", pytest.approx(12 / 15)),
        ("b", pytest.approx(2 / 15)),
        ("c", pytest.approx(1 / 15)),
    ]
    assert found.prior.startswith("No prior was given: each of 3 hypotheses is held to be 33.3% likely.")


def test_the_interval_is_what_the_spread_of_the_numbers_comes_to():
    """A ratio of 4, each chance within 2 of its middle: log10 odds .602 ± 1.96 · √2 · log10(2)/1.96."""
    wide = Item("w", kind="document", chances={"yes": (0.4, 1.0), "no": (0.1, 0.4)})
    middle = (log10(0.4) + log10(1.0)) / 2 - (log10(0.1) + log10(0.4)) / 2
    spread = ((log10(2.5) / 3.92) ** 2 + (log10(4) / 3.92) ** 2) ** 0.5
    found = share(odds(pair(wide)))
    assert found.probability == pytest.approx(1 / (1 + 10**-middle))
    assert found.low == pytest.approx(1 / (1 + 10 ** -(middle - 1.96 * spread)), abs=0.015)
    assert found.high == pytest.approx(1 / (1 + 10 ** -min(middle + 1.96 * spread, 1.0)), abs=0.015)


def test_the_interval_is_seeded_and_does_not_pass_the_caps():
    given = pair(item("a", 0.9, 0.001), prior=0.5)
    found = share(odds(given))
    assert odds(given) == odds(given)
    assert share(odds(given, seed=2)).low != found.low
    assert found.low < found.probability <= found.high <= 10 / 11 + 1e-9
    assert DRAWS >= 1000


def test_an_uncertain_prior_widens_the_interval():
    exact, open_ = (
        pair(item("a", 0.5, 0.4999), prior=0.2),
        replace(pair(item("a", 0.5, 0.4999)), priors={"yes": (0.05, 0.8), "no": (0.2, 0.95)}),
    )
    widths = [share(odds(one)).high - share(odds(one)).low for one in (exact, open_)]
    assert widths[1] > 1.3 * widths[0]
    assert "Before the evidence: yes" in odds(open_).prior and "No reason was given" in odds(open_).prior


def test_which_group_turns_it_and_what_was_not_used():
    found = odds(pair(item("a", 0.9, 0.3), item("b", 0.2, 0.4), Item("c")))
    assert [(one.group, one.likeliest, one.flips) for one in found.without] == [
        ("a", "no", True),
        ("b", "yes", False),
    ]
    assert found.unused == ("c",)


def test_words_name_both_bands_and_numbers_where_there_is_no_word():
    assert in_words(0.6, 0.7) == "likely"
    assert in_words(0.7, 0.9) == "likely to very likely"
    assert in_words(0.5, 0.9) == "roughly even chance to very likely"
    assert in_words(0.992, 0.999) == "99.2% to 99.9%"
    assert in_words(0.9, 0.999) == "very likely to 99.9%"
    assert in_words(0.62, 0.7, "nato") == "likely"


NAMES = ("north", "organic", "commercial", "other_state", "false_flag")
HYPOTHESES = offered((Hypothesis("north", kind="state"),), "operator")


def network(*items, **more):
    return Matrix("who runs it?", "operator", HYPOTHESES, items, **more)


def states(matrix):
    return {one.hypothesis: one for one in named(matrix, odds(matrix).shares)}


HABIT = item("habit", 0.9, 0.05, 0.05, 0.05, 0.3, names=NAMES, kind="behaviour", sources=("report:1",))
STORY = item("story", 0.9, 0.05, 0.05, 0.05, 0.3, names=NAMES, kind="content", sources=("report:2",))
BILL = item("bill", 0.9, 0.05, 0.05, 0.05, 0.05, names=NAMES, kind="money", sources=("court:1",))


def test_behaviour_and_content_alone_never_name_a_state():
    found = states(network(HABIT, STORY))["north"]
    assert found.capped and found.high == ceiling() == pytest.approx(0.54)
    assert found.words.endswith("roughly even chance")
    assert "habit is about behaviour" in found.why and "story is about content" in found.why
    assert states(network(HABIT, STORY))["organic"].capped is False


def test_an_independent_item_lifts_the_cap():
    found = states(network(HABIT, STORY, BILL))["north"]
    assert not found.capped and found.rests_on == ("bill",)
    assert found.high > 0.8 and "rests on bill" in found.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sources": ("report:9",)}, "goes back to a source of the profile"),
        ({"sources": ()}, "has no source"),
        ({"copied": ("metadata",)}, "is easily copied"),
        ({"credibility": "low"}, "has low credibility"),
        ({"kind": "motive"}, "is about motive"),
        ({"chances": dict.fromkeys(NAMES, (0.5, 0.5))}, ""),
        (
            {"chances": {**dict.fromkeys(NAMES, (0.1, 0.1)), "north": (0.5, 0.5), "other_state": (0.5, 0.5)}},
            "",
        ),
    ],
)
def test_what_is_not_independent_does_not_lift_it(change, why):
    matrix = network(HABIT, STORY, replace(BILL, **change), profile_sources=("report:9",))
    found = states(matrix)["north"]
    assert found.capped
    assert why in found.why
    assert why in independent(matrix.items[-1], matrix)


def test_kents_roughly_even_is_wider():
    assert ceiling("kent") == pytest.approx(0.59)
    assert ceiling("nato") == pytest.approx(0.59)


def test_states_together_are_no_named_state():
    matrix = network(HABIT, STORY)
    found = odds(matrix)
    together = found.together[0]
    assert together.hypothesis == "some state or sponsor"
    parts = [share(found, name).probability for name in ("north", "other_state")]
    assert together.probability == pytest.approx(sum(parts))
    assert not named(matrix, found.together)[0].capped


def test_responsibility_is_its_own_question_with_ten_degrees():
    names = [one.name for one in degrees()]
    assert len(names) == 10 and (names[0], names[3], names[-1]) == ("prohibited", "encouraged", "integrated")
    assert offered((), "responsibility") == degrees()
    chances = {
        name: (0.9, 0.9) if one.names_somebody else (0.02, 0.02)
        for name, one in zip(names, degrees(), strict=True)
    }
    order = Item("order", kind="content", sources=("a",), chances=chances)
    matrix = Matrix("how far?", "responsibility", degrees(), (order,))
    found = odds(matrix)
    part = found.together[0]
    assert part.hypothesis == TAKES_PART and part.probability > 0.85
    assert named(matrix, found.together)[0].capped
    lifted = replace(matrix, items=(replace(order, kind="document"),))
    assert not named(lifted, odds(lifted).together)[0].capped


def test_one_question_is_answered_and_five_are_left_open():
    asked, left = answers("operator")
    assert asked == "Who runs the accounts and sites?"
    assert len(left) == 5 and "Who ordered it or pays for it?" in left
    assert answers("will it rain?")[0] == "will it rain?"


CHANCE = st.floats(0.001, 1)
KINDS = st.sampled_from(("behaviour", "content", "document", "money", "testimony"))


@st.composite
def matrices(draw):
    names = ("a", "b", "c")
    items = tuple(
        item(
            f"e{n}",
            *(draw(CHANCE) for _ in names),
            names=names,
            kind=draw(KINDS),
            group=draw(st.sampled_from(("", "g"))),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    return Matrix("who?", "", tuple(map(Hypothesis, names)), items)


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_no_group_moves_the_odds_by_more_than_its_cap_and_bars_add_up(given):
    found = odds(given)
    caps = {one.group: one.cap for one in found.terms}
    for fall in found.waterfalls:
        assert all(abs(bar.log10) <= caps[bar.term] + 1e-9 for bar in fall.bars[1:])
        assert sum(bar.log10 for bar in fall.bars) == pytest.approx(fall.total, abs=1e-9)
        assert share(found, fall.hypothesis).probability == pytest.approx(1 / (1 + 10**-fall.total))
    assert sum(one.probability for one in found.shares) == pytest.approx(1)
    assert all(0 <= one.low <= one.probability <= one.high <= 1 for one in found.shares)


@settings(max_examples=40, deadline=None)
@given(matrices(), st.permutations(range(3)))
def test_the_order_of_items_and_hypotheses_changes_no_probability(given, order):
    turned = replace(
        given, items=given.items[::-1], hypotheses=tuple(given.hypotheses[place] for place in order)
    )
    mine, other = odds(given), odds(turned)
    for name in "abc":
        assert share(mine, name).probability == pytest.approx(share(other, name).probability)


@settings(max_examples=40, deadline=None)
@given(CHANCE, CHANCE, CHANCE, st.floats(0.01, 0.99))
def test_what_is_likelier_under_a_hypothesis_never_makes_it_less_likely(low, high, other, prior):
    low, high = sorted((low, high))
    less, more = (share(odds(pair(item("x", c, other), prior=prior))).probability for c in (low, high))
    assert less <= more + 1e-12


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_the_same_told_again_in_its_group_changes_nothing(given):
    grouped = replace(given, items=tuple(replace(i, group=i.of + "!") for i in given.items))
    twice = replace(
        grouped, items=grouped.items + tuple(replace(i, name=i.name + "+") for i in grouped.items)
    )
    for name in "abc":
        assert share(odds(twice), name).probability == pytest.approx(share(odds(given), name).probability)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[CHANCE] * 5), min_size=1, max_size=5), st.floats(0.01, 0.99))
def test_without_an_independent_item_no_state_is_ever_said_above_roughly_even(rows, prior):
    items = [
        item(f"e{n}", *row, names=NAMES, kind=("behaviour", "content")[n % 2], sources=("s",))
        for n, row in enumerate(rows)
    ]
    rest = (1 - prior) / 4
    priors = {name: (prior, prior) if name == "north" else (rest, rest) for name in NAMES}
    found = states(network(*items, priors=priors))["north"]
    assert found.high <= ceiling() + 1e-12
    assert "likely" not in found.words.replace("unlikely", "")


def simulated(tellings, grouped, cases=600, seed=3):
    """What is said of cases whose one signal (4 to 1 where it is so) is told several times; and what was so."""
    rng = np.random.default_rng(seed)
    so = rng.random(cases) < 0.3
    seen = rng.random(cases) < np.where(so, 0.8, 0.2)
    said = {}
    for signal in (True, False):
        chances = (0.8, 0.2) if signal else (0.2, 0.8)
        told = [item(f"t{n}", *chances, group="leak" if grouped else "") for n in range(tellings)]
        said[signal] = share(odds(pair(*told, prior=0.3))).probability
    return [said[bool(one)] for one in seen], so


def test_groups_keep_odds_calibrated_that_retellings_make_overconfident():
    assert calibration(*simulated(1, False)).verdict == "not shown to be off"
    assert calibration(*simulated(4, True)).verdict == "not shown to be off"
    assert calibration(*simulated(4, False)).verdict.startswith("overconfident")


def test_the_interval_holds_what_numbers_within_their_ranges_come_to():
    rng = np.random.default_rng(5)
    ranges = [((0.3, 0.6), (0.1, 0.2)), ((0.2, 0.3), (0.15, 0.5)), ((0.4, 0.5), (0.3, 0.9))]
    items = [
        Item(f"e{n}", kind="document", chances={"yes": yes, "no": no}) for n, (yes, no) in enumerate(ranges)
    ]
    found, held = share(odds(pair(*items))), 0
    for _ in range(1000):
        total = 0.0
        for yes, no in ranges:
            ends = [(np.log10(low * high) / 2, log10(high / low) / 3.92) for low, high in (yes, no)]
            total += rng.normal(*ends[0]) - rng.normal(*ends[1])
        held += found.low <= 1 / (1 + 10**-total) <= found.high
    assert 920 <= held <= 975
