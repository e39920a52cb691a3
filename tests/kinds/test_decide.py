"""Kinds: what suffices, what never does, and what every verdict says."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.personas.kinds.decide import Case, convincing, decide
from floodwatch.detectors.personas.kinds.network_kinds import main_languages, needed
from floodwatch.detectors.personas.kinds.rules import Measure, rulebook
from floodwatch.model.findings import KINDS

BOOK = rulebook()
CASE = Case(12, 1e-6, frozenset({"url"}), 5000, ("en",))
WEAK = [r for r in BOOK.signs if r.weak]


def measured(*rules, p=1e-12):
    """Signals that make exactly these rules (and any that ask for less) hold."""
    return {c.signal: Measure(1.0, p) for r in rules for c in r.when}


def by_id(identity):
    return next(r for r in (*BOOK.overt, *BOOK.innocent, *BOOK.signs) if r.id == identity)


def kind(*ids, case=CASE):
    return decide(case, measured(*(by_id(i) for i in ids)), BOOK).kind


def test_the_rulebook_is_whole():
    rules = (*BOOK.overt, *BOOK.innocent, *BOOK.signs)
    assert len({r.id for r in rules}) == len(rules)
    assert {r.deception for r in BOOK.signs} == {"", *"abcdef"}
    assert all(r.group in ("time", "identity", "content", "network", "infrastructure") for r in BOOK.signs)
    assert all(r.innocent and r.tell_apart for r in BOOK.signs if r.deception)
    assert not any(r.weak and r.deception for r in BOOK.signs)
    assert all(c.p_value is not None for r in BOOK.signs for c in r.when)


def test_weak_signs_never_suffice_alone_or_together():
    assert {r.id for r in WEAK} == {
        "creation_burst", "handle_shape", "foreign_clock", "language_mismatch", "dormancy", "follow_train",
        "ephemeral_posts", "language_switch",
    }  # fmt: skip
    for size in range(len(WEAK) + 1):
        for chosen in combinations(WEAK, size):
            assert decide(CASE, measured(*chosen), BOOK).kind == "unclear"
            clock = by_id("clock_contradiction")
            assert decide(CASE, measured(*chosen, clock), BOOK).kind == "unclear"


def test_what_is_measured_over_time_supports_and_does_not_suffice():
    assert kind("persona_drift", "dormancy") == "covert", "accounts that became others, and woke together"
    assert kind("clock_contradiction", "shared_follows") == "unclear", "emigrants follow the same accounts"
    assert kind("clock_contradiction", "reply_swarm") == kind("bio_frame", "shared_follows") == "covert"
    assert kind("bio_frame", "office_hours") == "covert"
    assert kind("bio_frame") == kind("persona_drift", "bio_frame") == "unclear", "one group of signs"
    assert kind("office_hours", "shared_follows", "reply_swarm", "dormancy") == "unclear", "no deception"
    assert kind("clock_contradiction", "office_hours") == "unclear"


def test_two_signs_of_different_groups_with_deception():
    assert kind("copied_profile", "creation_burst") == "covert"
    assert kind("clock_contradiction", "copied_profile") == "covert"
    assert kind("copied_profile", "identical_counts") == "unclear"
    assert kind("copied_profile") == "unclear"
    assert kind("same_avatar", "rare_client") == "unclear"


def test_a_staff_that_all_carry_the_name_of_their_firm_in_one_line_passes_as_nobody_else():
    assert kind("copied_profile", "shared_follows", "shared_name") == "covert", (
        "any template holds a rare word"
    )
    assert kind("copied_profile", "shared_follows", "named_by_all") == "overt"
    assert kind("copied_profile", "shared_follows", "named_by_all", "lookalike_accounts") != "overt", (
        "imitators"
    )


def test_a_sign_of_the_forming_trace_does_not_count():
    formed = Case(12, 1e-6, frozenset({"text"}), 5000, ("en",))
    assert kind("same_experience", "creation_burst", case=formed) == "unclear"
    assert kind("same_experience", "creation_burst") == "covert"
    assert needed({"text", "url"}, {"text"}) == {"url"}


@pytest.mark.parametrize("rule", [r for r in BOOK.overt if not r.mere], ids=lambda r: r.id)
def test_whoever_says_so_is_overt_even_with_copied_profiles(rule):
    signs = measured(rule, by_id("copied_profile"), by_id("identical_counts"), by_id("creation_burst"))
    assert decide(CASE, signs, BOOK).kind == "overt"


def test_openness_with_other_deception_is_not_decided():
    assert kind("declared_bots", "same_experience", "creation_burst") == "unclear"


def test_names_do_not_speak_for_imitators():
    assert kind("named_principal", "lookalike_accounts", "creation_burst") == "covert"
    assert kind("declared_fans", "lookalike_accounts", "creation_burst") == "unclear"


@pytest.mark.parametrize("rule", BOOK.innocent, ids=lambda r: r.id)
def test_an_ordinary_reason_holds_covert_back(rule):
    signs = measured(rule, by_id("same_experience"), by_id("creation_burst"))
    assert decide(CASE, signs, BOOK).kind != "covert"


@pytest.mark.parametrize(
    "case",
    [
        Case(2, 1e-6, frozenset(), 5000, ("en",)),
        Case(12, 0.2, frozenset(), 5000, ("en",)),
        Case(12, 1e-6, frozenset(), 199, ("cy",)),
    ],
)
def test_hurdles_cap_at_unclear(case):
    assert kind("copied_profile", "creation_burst", case=case) == "unclear"


def test_untested_signs_do_not_accuse_but_untested_openness_counts():
    signs = measured(by_id("copied_profile"), by_id("creation_burst"), p=None)
    assert decide(CASE, signs, BOOK).kind == "unclear"
    assert decide(CASE, measured(by_id("declared_bots"), p=None), BOOK).kind == "overt"


@given(
    st.dictionaries(
        st.sampled_from(
            sorted({c.signal for r in (*BOOK.overt, *BOOK.innocent, *BOOK.signs) for c in r.when})
        ),
        st.builds(Measure, st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1))),
    ),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_every_verdict_is_a_kind_with_a_sentence(signals, formed):
    case = Case(9, 1e-4, frozenset({"text", "repost"} if formed else ()), 900, ("en",))
    found = decide(case, signals, BOOK)
    assert found.kind in KINDS and found.summary.endswith(".") and found.innocent and found.tell_apart
    assert found.kind != "covert" or convincing(found.signs)


def test_main_languages():
    assert main_languages([]) == ("und",)
    assert main_languages([("en", 7), ("de", 3)]) == ("en",)
    assert main_languages([("en", 5), ("de", 4), ("fr", 1)]) == ("en", "de", "fr")
    assert len(main_languages([(f"l{i:02d}", 4) for i in range(58)])) == 58
