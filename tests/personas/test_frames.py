"""Bios of one frame are found, copies and habits of everybody are not; and words are names where written like names."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.bio_frame import BIO_FRAME, GAP, frame, parts, says
from floodwatch.detectors.personas.signals.shared_name import SHARED_NAME
from tests.personas.table import engine, rows, run

CROWD = ("Gardener and reader", "Lives by the sea | two cats", "Professor of history, retired", "Runner. Dad.",
         "coffee, trains, maps", "I paint birds")  # fmt: skip


def _found(bios, unit, beside=(), titles=()):
    others = [f"{CROWD[n % 6]} {n}" for n in range(90)]
    accounts = [
        {
            "platform": "x",
            "account_id": f"{n:03d}",
            "name": dict(enumerate(titles)).get(n, f"N{n}"),
            "bio": bio,
        }
        for n, bio in enumerate([*bios, *beside, *others[len(beside) :]])
    ]
    members = [{"network_id": "n", "platform": "x", "account_id": f"{n:03d}"} for n in range(len(bios))]
    made = engine(accounts=accounts, members=members)
    run(made, PEOPLE, unit)
    return rows(made, unit.name)


def test_a_frame_with_other_words_in_its_gaps_is_found():
    jobs = ("nurse", "baker", "pilot", "coach", "clerk")
    bios = [f"Just a {j} from {j}ville who votes. {j}s unite." for j in jobs]
    (found,) = _found([*bios, "I paint birds all day"], BIO_FRAME)
    assert found["value"] == 5 / 6 and found["p_value"] < 1e-6
    assert f"just a {GAP} from {GAP} who votes . {GAP} unite ." in found["explanation"]


def test_copies_count_once_and_those_that_say_what_they_are_not_at_all():
    assert _found(["Just a nurse from Ohio who votes."] * 6, BIO_FRAME) == []
    assert _found([f"I am a bot: results of {w}, every hour." for w in "abcdefg"], BIO_FRAME) == []


@given(st.lists(st.sampled_from(["a", "b", "c", ".", "|"]), max_size=12))
def test_a_frame_keeps_order_and_joins_gaps(bio):
    made = frame(tuple(bio), frozenset({"a"}))
    assert [p for p in made if p != GAP] == [p for p in bio if p in ("a", ".", "|")]
    assert all((x, y) != (GAP, GAP) for x, y in pairwise(made))
    assert not says(made) or GAP in made


def test_parts_are_words_and_signs_in_any_script():
    assert parts("Учитель | Омск, 3 кота") == ("учитель", "|", "омск", ",", "кота")


def test_rare_words_of_another_language_are_no_name():
    frames = [f"Just a {j} who cycles to {j}hall" for j in ("nurse", "baker", "pilot", "coach", "clerk")]
    assert _found(frames, SHARED_NAME) == []
    named = [
        "Alto with Halverton",
        "Tenor, Halverton",
        "Bread and Halverton",
        "Since 2011 in Halverton",
        "halverton",
    ]
    (found,) = _found(named, SHARED_NAME)
    assert "'halverton'" in found["explanation"]


def test_a_line_that_members_copy_names_their_choir_where_it_is_written_like_a_name():
    (found,) = _found(["We sing in the Opal Choir. Thursdays at seven."] * 5, SHARED_NAME)
    assert found["signal"] == "named_alike" and "'opal choir'" in found["explanation"]
    assert _found(["Patriot mother. Nurse and proud of it."] * 5, SHARED_NAME) == [], (
        "a copied line names nothing"
    )


def test_accounts_that_carry_one_name_are_told_from_people_with_their_own():
    titles = [f"Tundra Otters {place}" for place in ("Delhi", "Pune", "Mumbai", "Kochi")]
    found = {row["signal"]: row for row in _found([""] * 4, SHARED_NAME, titles=titles)}
    assert found["shared_title"]["value"] == 1.0 and found["shared_title"]["p_value"] < 1e-6
    assert _found([""] * 4, SHARED_NAME, titles=["Kim Nowak", "Kim Kaya", "Ada Moran", "Leo Khan"]) == []


def test_a_name_is_rare_although_the_rest_of_the_club_was_not_found():
    named = ["Alto with Halverton", "Tenor, Halverton", "Bread and Halverton", "Since 2011 in Halverton"]
    rest = ["Halverton, second row", "Bass at Halverton", "Soup. Halverton"]
    (found,) = _found(named, SHARED_NAME, rest)
    assert found["value"] == 1.0 and found["baseline"] > 3 / 90
    assert _found(named, SHARED_NAME, [*rest, *rest]) == [], "a word of every fifteenth profile is no name"


def test_scripts_without_capitals_keep_their_names():
    named = ["我们在青松合唱团唱歌", "青松合唱团的老师", "周一去青松合唱团", "爱青松合唱团也爱茶"]
    assert len(_found(named, SHARED_NAME)) == 1
