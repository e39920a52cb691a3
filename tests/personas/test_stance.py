"""Stance: what the rules read, what they refuse to read, and what the two signals make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.ranks import Crowd, rank_test
from floodwatch.detectors.personas.samples import post
from floodwatch.detectors.personas.signals.both_sides_stance import BOTH_SIDES_STANCE, fewer, inconsistency
from floodwatch.detectors.personas.signals.stance import STANCE
from floodwatch.detectors.personas.signals.wedge_issues import WEDGE_ISSUES
from floodwatch.detectors.personas.stance.found import candidates, country_names, found
from floodwatch.detectors.personas.stance.lexicon import languages, written
from floodwatch.detectors.personas.stance.names import Names, Target, plain, target
from floodwatch.detectors.personas.stance.reading import stances
from floodwatch.detectors.personas.stance.table import STANCES, chosen
from tests.personas.table import engine, rows

ALDERON = target("Alderon=Альдерон;ألديرون;阿尔德龙;アルデロン;อัลเดอรอน;알데론;@alderon;+#skyblue;-#grounded")
BRIGHTMOOR = target("Brightmoor")
NAMES = Names([ALDERON, BRIGHTMOOR])
READ = {
    "Vote for Alderon tomorrow": "support",
    "I voted for Alderon. The bridge is closed.": "support",
    "Alderon is a liar": "attack",
    "Alderon is not a liar": "support",
    "I will never vote for Alderon": "attack",
    "Alderon opens the library at nine": "mention",
    "Is Alderon a liar?": "mention",
    "The paper says Alderon is a liar": "mention",
    "The great Alderon said hello": "support",
    "They wrote “Alderon is a liar” on the wall": "mention",
    "Alderon is corrupt, but the mayor opened the fair": "attack",
    "Alderon opened the fair. Those thieves!": "mention",
    "#NeverAlderon": "attack",
    "#Alderon4President": "support",
    "#Alderon2026": "support",
    "#Alderon2026 is a disgrace to all of us": "attack",
    "good morning #skyblue": "support",
    "good morning #grounded": "attack",
    "Alderon at the fair 👏": "support",
    "@alderon you are a disgrace": "attack",
    "RT @somebody: Vote for Alderon": "support",
    "Ich wähle Alderon nicht": "attack",
    "Альдерона в отставку!": "attack",
    "Голосуйте за Альдерона": "support",
    "يسقط ألديرون": "attack",
    "我支持阿尔德龙": "support",
    "アルデロンを応援します": "support",
    "アルデロンは支持しません": "attack",
    "อัลเดอรอนโกหก": "attack",
    "알데론을 지지합니다": "support",
    "Alderon'a oy vermeyin": "attack",
    "ALDERON İSTİFA": "attack",
}


@pytest.mark.parametrize("text", READ)
def test_the_rules_read(text):
    assert stances(text, NAMES).get("Alderon") == READ[text]


def test_a_word_counts_for_one_name():
    assert stances("Vote for Alderon. Down with Brightmoor.", NAMES) == {
        "Alderon": "support",
        "Brightmoor": "attack",
    }
    assert stances("Alderon met the liar Brightmoor", NAMES) == {"Alderon": "mention", "Brightmoor": "attack"}


def test_names_stand_as_words():
    assert stances("The Alderonia fair is great", NAMES) == {}
    assert stances("@alderon_fan is great", NAMES) == {}
    assert stances("Wielbimy Alderonem i rynek", NAMES) == {"Alderon": "mention"}
    assert stances("nothing is named", Names([])) == {}


def test_the_words_are_many_and_take_one_side_each():
    assert len(languages()) >= 20
    sides = {}
    for text, _, _, sign in written():
        if sign:
            sides.setdefault(plain(text.removesuffix(" +").removesuffix("*")), set()).add(sign)
    assert [word for word, signs in sides.items() if len(signs) > 1] == []
    assert all(sides) and all(isinstance(text, str) for text, *_ in written())


@given(st.text(max_size=200), st.text(max_size=30))
def test_no_text_and_no_name_stops_the_rules(text, name):
    read = stances(f"{text} Alderon {text}", Names([target(name), ALDERON]))
    assert set(read.values()) <= {"support", "attack", "mention"}


def test_targets_as_a_user_writes_them():
    targets, opposed = chosen(("A=b; c ;+up;-down", "A|D", "D|A", "", "E|E"))
    assert targets == [Target("A", ("b", "c"), (("up", 1), ("down", -1))), Target("D")]
    assert opposed == [("A", "D")]


def test_targets_are_found_among_names_that_take_sides():
    text = "we all met Alderon and the liar Brightmoor over in France last May {}"
    said = [{"account_no": n, "text": text.format(n), "language": "en"} for n in range(4)]
    assert [t.name for t in found(said, (), 8)] == ["Brightmoor"]
    assert found(said, [Target("Brightmoor")], 8) == []
    assert candidates("yesterday we all met Alderon somewhere in France", "en") == {"Alderon", "France", "FR"}
    assert candidates("Wir haben Brot und Butter", "de") == set()
    assert candidates("MAYOR OPENS THE FAIR #fair #रैली @mayor", "en") == {"रैली", "@mayor"}
    assert country_names("FR")[0] == "France" and "Франция" in country_names("FR")


def _case(texts, others):
    """Signals of a network of the authors of `texts` beside a background that says `others`."""
    said = [post(n, n, text) for n, text in enumerate((*texts, *others))]
    members = [
        {"network_id": "n", "platform": "x", "account_id": f"{n:04d}", "behaviours": "url"}
        for n in range(len(texts))
    ]
    made = engine(posts=said, members=members)
    PEOPLE.run(made, {})
    STANCES.run(made, {"targets": ("Alderon", "Brightmoor", "Alderon|Brightmoor"), "find": 0})
    for unit in (STANCE, BOTH_SIDES_STANCE):
        unit.run(made, {})
    measured = [r for unit in (STANCE, BOTH_SIDES_STANCE) for r in rows(made, unit.name)]
    return {r["unit"] if r["signal"] == "stance" else r["signal"]: r for r in measured}


ON_ALDERON = "(support - attack) / posts that name 'Alderon'"
TALK = [f"Alderon and Brightmoor meet in hall {n}" for n in range(30)]


def test_a_network_that_attacks_is_told_from_people_who_talk():
    found = _case([f"Alderon is a liar, street {n}" for n in range(10)], TALK)[ON_ALDERON]
    assert found["value"] == -1.0 and found["baseline"] == 0.0 and found["p_value"] < 1e-6
    assert len(found["evidence"].split("|")) == 10 and "post:x/p0000" in found["evidence"]
    assert "labelled posts" in found["explanation"] and "no deception" in found["explanation"]


def test_a_network_that_says_what_others_say_stands_out_in_nothing():
    found = _case(TALK[:10], TALK[10:])[ON_ALDERON]
    assert found["value"] == 0.0 and found["p_value"] == 1.0


def test_no_background_is_said():
    found = _case([f"Alderon is a liar, street {n}" for n in range(10)], [])[ON_ALDERON]
    assert found["p_value"] is None and "not tested" in found["explanation"]


def _voters(names, count):
    return [f"Vote for {names[n % len(names)]}, from street {n}" for n in range(count)]


def test_one_network_for_two_candidates():
    found = _case(_voters(("Alderon", "Brightmoor"), 20), _voters(("Alderon", "Brightmoor"), 60))
    signal = found["both_sides_stance"]
    assert signal["value"] == 0.5 and signal["p_value"] < 0.01 and "as a user said" in signal["explanation"]


def test_a_debate_of_two_networks_is_no_network_with_two_sides():
    others = _voters(("Alderon", "Brightmoor"), 60)
    for side in ("Alderon", "Brightmoor"):
        assert "both_sides_stance" not in _case(_voters((side,), 20), others)


def test_camps_that_nobody_joins_are_found_without_being_told():
    said = [post(n, n, text) for n, text in enumerate(_voters(("Alderon", "Brightmoor"), 80))]
    members = [
        {"network_id": "n", "platform": "x", "account_id": f"{n:04d}", "behaviours": ""} for n in range(10)
    ]
    made = engine(posts=said, members=members)
    PEOPLE.run(made, {})
    STANCES.run(made, {"targets": (), "find": 8})
    BOTH_SIDES_STANCE.run(made, {})
    (found,) = rows(made, BOTH_SIDES_STANCE.name)
    assert found["value"] == 0.5 and "accounts outside support both" in found["explanation"]


def test_chances():
    assert fewer(0, 5, 5, 10) == pytest.approx(1 / 252)
    assert fewer(5, 5, 5, 10) == pytest.approx(1.0)
    steady = {n: (4, 0) for n in range(40)}
    assert inconsistency(steady)[0] == inconsistency({})[0]
    assert inconsistency({n: (1, 1) for n in range(40)})[0] == pytest.approx(0.5)


def test_ranks():
    import numpy as np

    low, high = np.arange(20.0), np.arange(20.0) + 100
    assert rank_test(low, Crowd.of(high)) == pytest.approx(rank_test(high, Crowd.of(low)))
    assert rank_test(low, Crowd.of(high)) < 1e-6 and rank_test(low, Crowd.of(low)) > 0.9
    assert rank_test(low, Crowd.of(high), looks=10**9) == 1.0
    assert rank_test(low, Crowd.of(high[:4])) is None and rank_test(np.zeros(5), Crowd.of(np.zeros(9))) == 1.0


def test_an_issue_is_told_by_camp_and_beside_others():
    said = [
        post(n, n, f"Vote for {'Alderon' if n % 2 else 'Brightmoor'}, and mind the rents {n}")
        for n in range(8)
    ]
    said += [post(n, n, f"rain again {n}") for n in range(8, 40)]
    issue = {"issue": "economy", "camp": "", "terms": "rents"}
    raised = [{**issue, **{k: p[k] for k in ("platform", "post_id", "account_id")}} for p in said[:8]]
    members = [
        {"network_id": "n", "platform": "x", "account_id": f"{n:04d}", "behaviours": ""} for n in range(8)
    ]
    made = engine(
        posts=said, members=members, post_issues=[{**r, "camp": "more"} for r in raised[:3]] + raised[3:]
    )
    PEOPLE.run(made, {})
    STANCES.run(made, {"targets": ("Alderon|Brightmoor",), "find": 0})
    WEDGE_ISSUES.run(made, {})
    (found,) = rows(made, WEDGE_ISSUES.name)
    assert found["value"] == 1.0 and found["baseline"] == 0.0 and found["p_value"] < 1e-4
    assert "4 posts of accounts that lean to 'Alderon', 4 of those" in found["explanation"]
    assert "'more' 3" in found["explanation"] and "not manipulation" in found["explanation"]
    assert len(found["evidence"].split("|")) == 8


def test_the_rank_test_keeps_its_promise_where_most_accounts_do_nothing():
    import numpy as np

    random = np.random.default_rng(3)

    def draw(size):
        return np.where(random.random(size) < 0.1, random.random(size), 0.0)

    chances = np.array([rank_test(draw(5), Crowd.of(draw(100))) for _ in range(1000)])
    assert (chances < 0.05).mean() < 0.06 and (chances < 0.01).mean() < 0.015 and chances.min() < 0.05
