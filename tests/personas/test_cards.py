"""Persona cards: whose a role is, where a profile claims to be, which side it takes, and what a network plays."""

from __future__ import annotations

from itertools import pairwise

import pytest

from floodwatch.detectors.personas.cards import CARDS, cast
from floodwatch.detectors.personas.cards.claims import from_bio, located, tongues
from floodwatch.detectors.personas.cards.reading import roles, titled
from floodwatch.detectors.personas.cards.sides import camps
from floodwatch.detectors.personas.cards.words import automaton, languages, said
from floodwatch.detectors.personas.cards.words import roles as listed
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.persona_cast import PERSONA_CAST
from floodwatch.detectors.personas.stance.names import Names, Target
from floodwatch.vocabulary.load import load
from tests.personas.table import engine, rows, run


def claimed(text, language=""):
    return {one.role for one in roles(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Nurse, mom of two", "en", {"nurse", "parent"}),
        ("My husband is a nurse", "en", set()),
        ("mother of a nurse", "en", {"parent"}),
        ("Nurse's wife", "en", set()),
        ("not a nurse", "en", set()),
        ("not a doctor, lawyer", "en", set()),
        ("not a doctor, lawyer or nurse", "en", set()),
        ("Not a doctor, lawyer, or nurse. Dad", "en", {"parent"}),
        ("not a doctor, lawyer | dad", "en", {"parent"}),
        ("not a doctor, mom of two, nurse", "en", {"parent", "nurse"}),
        ("not a bot, nurse", "en", {"nurse"}),
        ("not just a doctor, lawyer", "en", {"doctor", "lawyer"}),
        ("lawyer, not a doctor", "en", {"lawyer"}),
        ("not a doctor & lawyer", "en", set()),
        ("not a doctor\nlawyer", "en", {"lawyer"}),
        ("医師、弁護士ではない", "ja", set()),
        ("doktor, avukat değilim. Anne", "tr", {"parent"}),
        ("ni médecin, ni avocat", "fr", set()),
        ("kein Arzt, Anwalt oder Lehrer", "de", set()),
        ("not just a nurse", "en", {"nurse"}),
        ("future nurse", "en", set()),
        ("spin doctor", "en", set()),
        ("law student", "en", {"student"}),
        ("Grand-mère", "fr", {"grandparent"}),
        ("Tochter einer Lehrerin", "de", set()),
        ("не врач, а учитель", "ru", {"teacher"}),
        ("我老公是医生", "zh", set()),
        ("元自衛官", "ja", {"veteran"}),
        ("간호사 지망생", "ko", set()),
        ("طبيبة وأم لثلاثة أطفال", "ar", {"doctor", "parent"}),
        ("עורכת דין ואמא", "he", {"lawyer", "parent"}),
        ("teachers and nurses deserve more", "en", set()),
        ("see https://nurse.example/teacher and @doctor", "en", set()),
        ("medico", "es", {"doctor"}),
        ("Mi hijo es médico", "es", set()),
        ("Mi padre es médico", "es", set()),
        ("Padre, médico", "es", {"parent", "doctor"}),
        ("Mio padre è medico", "it", set()),
        ("Mio figlio è medico", "it", set()),
        ("Meu avô é médico", "pt", set()),
        ("Mon grand-père est médecin", "fr", set()),
        ("Mein Opa ist Arzt", "de", set()),
        ("Min far är läkare", "sv", set()),
        ("Min mor er læge", "da", set()),
        ("Min far er lege", "no", set()),
        ("Moja matka to lekarka", "pl", set()),
        ("Můj otec je lékař", "cs", set()),
        ("Tatăl meu este medic", "ro", set()),
        ("Мой отец врач", "ru", set()),
        ("Мій батько лікар", "uk", set()),
        ("Η μαμά μου είναι γιατρός", "el", set()),
        ("אבא שלי רופא", "he", set()),
        ("Ayah saya dokter", "id", set()),
        ("Cha tôi là bác sĩ", "vi", set()),
        ("พ่อเป็นหมอ", "th", set()),
        ("我父亲是医生", "zh", set()),
        ("女兒是醫生", "zh", set()),
        ("아버지는 의사", "ko", set()),
        ("Tatay ko ay doktor", "tl", set()),
        ("Baba yangu ni daktari", "sw", set()),
        ("", "en", set()),
    ],
)
def test_a_role_counts_where_it_is_the_owners(text, language, expected):
    assert claimed(text, language) == expected


def test_the_guards_hold_no_slips():
    """No word twice over, nothing listed twice, and only roles count in one language alone."""
    guards = load("personas/guards.yaml")
    roles_of = {
        w.strip("*") for spoken_in in listed().values() for words in spoken_in.values() for w in words
    }
    assert set(guards["own_only"]) <= roles_of and len(set(guards["own_only"])) == len(guards["own_only"])
    for kind in ("others", "others_after", "instead", "or", "still", "from"):
        for language, words in guards[kind].items():
            assert len(set(words)) == len(words), (kind, language)
            assert not [w for w in words if any(a == b for a, b in pairwise(w.split()))], (kind, language)


def test_a_word_that_means_something_else_elsewhere_counts_in_its_own_language():
    assert claimed("autista", "it") == {"driver"}
    assert claimed("autista", "es") == claimed("autista", "") == set(), "there it is a word about health"
    assert claimed("PA, PR, Dr") == set()


def test_the_lists_cover_many_languages_and_each_role_has_a_name():
    assert len(languages()) >= 40
    assert {role for role in listed()} == set(load("personas/labels.yaml"))
    assert said("nurse", many=True).startswith("nurses") and automaton()


def test_a_name_may_begin_with_a_role_and_a_surname_is_none():
    assert [r.role for r in titled("Nurse Jane")] == ["nurse"] == [r.role for r in titled("NurseJane")]
    assert titled("Jane Farmer") == titled("Farmer") == []


def test_places_are_those_that_are_claimed():
    assert [s.value for s in located("Atlanta, Georgia") + located("Tbilisi, Georgia")] == ["US", "GE"]
    assert [s.value for s in from_bio("Mom of two. Atlanta, Georgia", "en")] == ["US"]
    assert [s.value for s in from_bio("Tbilisi, Georgia", "en")] == ["GE"]
    assert [s.value for s in from_bio("Living in Atlanta, from Georgia", "en")] == ["US", "GE"]
    assert [s.value for s in from_bio("Teacher from Ohio", "en")] == ["US"]
    assert [s.value for s in from_bio("教师，来自上海的教师", "zh")] == ["CN"]
    assert from_bio("hi, me, or 🇺🇦", "en") == [], "abbreviations and flags in a bio are no claim of a place"


def test_languages_are_read_from_codes_and_names():
    assert [s.value for s in tongues("EN/FR")] == ["en", "fr"]
    assert [s.value for s in tongues("I speak Spanish")] == ["es"]
    assert tongues("Spanish food, IT/PR, EN") == []


def test_sides_are_names_beside_a_word_that_supports_and_what_a_bio_says_it_is():
    names = Names([Target("Alderon")])
    assert [s.value for s in camps("Proud supporter of Jane Alderon", "en", names)] == ["for Alderon"]
    assert [s.value for s in camps("#NeverBright, conservative", "en")] == ["against bright", "conservative"]
    assert camps("supporter of local farmers. not a conservative. #lovelife", "en") == []


def network(bios, others, **more):
    people = [(f"m{n:02d}", bio) for n, bio in enumerate(bios)] + [
        (f"o{n:03d}", bio) for n, bio in enumerate(others)
    ]
    accounts = [
        {"platform": "x", "account_id": who, "bio": bio, "location": "Ohio", "language": "en", **more}
        for who, bio in people
    ]
    members = [{"network_id": "n", "platform": "x", "account_id": f"m{n:02d}"} for n in range(len(bios))]
    return {"accounts": accounts, "members": members}


def told(observed=(), **given):
    made = engine(**given)
    accounts = made.arrow("SELECT * FROM accounts")
    made.register("accounts_observed", accounts)
    if observed:
        import pyarrow as pa

        made.register("accounts_observed", pa.Table.from_pylist(list(observed), schema=accounts.schema))
    run(made, PEOPLE, *CARDS, PERSONA_CAST)
    return made


def test_a_role_that_a_network_over_uses_is_found_beside_the_background():
    made = told(**network(["Nurse"] * 6, ["tea", "Teacher", "Nurse", "cats"] * 10))
    first = rows(made, "signals/persona_cast")[0]
    assert (first["signal"], first["value"], first["p_value"] < 0.05) == ("persona_cast", 1, True)
    assert first["baseline"] == pytest.approx(10.5 / 41)
    kind = rows(made, "persona_kinds")[0]
    assert (kind["role"], kind["country"], kind["members"], kind["background"]) == ("nurse", "US", 6, 10)


def test_without_a_background_nothing_is_tested():
    found = rows(told(**network(["Nurse"] * 6, [])), "signals/persona_cast")
    assert {r["signal"] for r in found} == {"persona_cast", "persona_spread"}
    assert all(r["p_value"] is None and r["baseline"] is None for r in found)


def test_members_whose_language_nobody_outside_writes_are_not_compared():
    given = network(["Nurse"] * 6, ["tea"] * 40)
    for account in given["accounts"][:6]:
        account["language"] = "pt"
    made = told(**given)
    assert all(r["p_value"] is None and r["members"] == 6 for r in rows(made, "persona_kinds"))


def test_a_faith_is_a_count_and_never_an_account():
    made = told(**network(["Christian, nurse"] * 4, ["Muslim"] * 5 + ["tea"] * 30))
    assert "believer" not in {r["value"] for r in rows(made, "persona_traits")}
    assert "believer" not in {r["role"] for r in rows(made, "persona_kinds")}
    counted = {r["network_id"]: (r["accounts"], r["size"]) for r in rows(made, "persona_beliefs")}
    assert counted == {"": (5, 35), "n": (4, 4)}
    assert "bio" not in rows(made, "persona_profiles")[0]


def test_a_cast_is_too_uniform_or_too_even():
    mixed = ["Nurse", "Teacher", "Farmer", "Driver here", "Lawyer", "Soldier"] * 10
    alike = rows(told(**network(["Nurse"] * 20, mixed)), "persona_casts")[0]
    even = rows(told(**network(mixed[:6] * 6, mixed[:1] * 60 + mixed)), "persona_casts")[0]
    assert alike["effective"] == pytest.approx(1) and alike["p_uniform"] <= 0.001 < alike["p_even"]
    assert even["effective"] == pytest.approx(6) and even["p_even"] <= 0.001 < even["p_uniform"]


def test_observations_that_differ_are_counted():
    given = network(["Nurse"] * 3, ["tea"])
    later = [
        {**a, "bio": bio, "location": place}
        for a, bio, place in zip(
            given["accounts"], ("Nurse", "Farmer", "Nurse"), ("Ohio", "Ohio", "Berlin"), strict=False
        )
    ]
    found = rows(told(observed=[*given["accounts"], *later], **given), "persona_casts")[0]
    assert [found[k] for k in ("seen_twice", "place_known", "place_same", "role_known", "role_same")] == [
        3,
        3,
        2,
        3,
        2,
    ]


def test_a_bio_that_names_another_country_than_the_profile_contradicts_it():
    made = told(**network(["Nurse from Berlin", "Nurse from Ohio"], ["tea"]))
    found = rows(made, "persona_casts")[0]
    assert (found["contradictory"], found["contradictions"]) == (1, "DE and US")


def test_effective_number():
    assert cast.spread([], {}, 1).effective is None
