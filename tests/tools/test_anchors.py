"""What a text names is told the same in every language, with any digits and calendar, and nothing is made up."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.tools.anchor_names import skeleton
from floodwatch.tools.anchors import LONGEST, MOST, anchors
from floodwatch.vocabulary.load import load
from floodwatch.worlds.lexicon import UNITS, codes, facts, render

LANGUAGES = tuple(load("worlds/languages.yaml"))


def told(text, kind):
    return {a.value for a in anchors(text) if a.kind == kind}


def expected(fact):
    day, x, y, z, unit, number, unit2, number2 = fact
    amounts = ((unit, number), (unit2, number2))
    return {
        "date": {(date(2026, 1, 1) + timedelta(days=2 * day)).isoformat()},
        "place": {codes()[n] for n in (x, y, z)},
        "number": {str(n) for _, n in amounts},
        "amount": {f"{n} {UNITS[u].partition('-')[2]}" for u, n in amounts},
    }


@pytest.mark.parametrize("kind", ["date", "place", "number", "amount"])
def test_facts_are_read_alike_in_every_language_of_the_worlds(kind):
    given_facts = facts(np.random.default_rng(5), 6)
    wanted = found = extra = 0
    for language in LANGUAGES:
        for brief in (False, True):
            for fact, text in zip(
                given_facts.tolist(), render(language, given_facts, brief=brief), strict=True
            ):
                true, read = expected(fact)[kind], told(text, kind)
                wanted, found, extra = (
                    wanted + len(true),
                    found + len(true & read),
                    extra + len(read - true),
                )
    assert found >= 0.99 * wanted
    assert extra <= 0.01 * wanted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,345.67 people", "12345.67"),
        ("12.345,67 Leute", "12345.67"),
        ("12 345,67 человек", "12345.67"),
        ("12,34,567 लोग", "1234567"),
        ("१२३ लोग", "123"),
        ("٤٥٦ شخصا", "456"),
        ("1.5 million people", "1500000"),
        ("1,5 млн человек", "1500000"),
        ("150万人", "1500000"),
        ("5 करोड़ लोग", "50000000"),
        ("007 times", "7"),
        ("at 14:30 sharp", "14:30"),
    ],
)
def test_numbers_have_one_form(text, value):
    assert told(text, "number") == {value}


@pytest.mark.parametrize(
    "text",
    [
        "623 km",
        "623 kilometers",
        "623 километра",
        "623 कि॰मी॰",
        "623 킬로미터",
        "۶۲۳ کیلومتر",
        "kilomita 623",
        "623公里",
    ],
)
def test_amounts_have_one_unit(text):
    assert told(text, "amount") == {"623 kilometer"}


@pytest.mark.parametrize(
    "text",
    [
        "16 July 2026",
        "July 16th, 2026",
        "16.07.2026",
        "2026-07-16",
        "16. červenec 2026",
        "2026年7月16日",
        "令和8年7月16日",
        "2026년 7월 16일",
        "16 กรกฎาคม 2569",
        "۲۵ تیر ۱۴۰۵",
        "١٦ يوليو ٢٠٢٦",
        "ngày 16 tháng 7 năm 2026",
    ],
)
def test_dates_are_told_in_one_calendar(text):
    assert told(text, "date") == {"2026-07-16"}
    assert not told(text, "number")


@pytest.mark.parametrize(
    ("text", "codes_found"),
    [
        ("Ivory Coast, Elfenbeinküste and Côte d'Ivoire", {"CI"}),
        ("the UK and the U.S. say", {"GB", "US"}),
        ("let us eat turkey in Turkey", {"TR"}),
        ("В Румынии и на Украине", {"RO", "UA"}),
        ("قالت بريطانيا وفرنسا", {"GB", "FR"}),
        ("Nigeria and Niger", {"NG", "NE"}),
        ("a manual of malice", set()),
        ("@Romania #Romania https://romania.example/Romania", set()),
    ],
)
def test_territories_have_one_code(text, codes_found):
    assert told(text, "place") == codes_found


def test_a_common_word_beside_a_number_is_no_unit():
    assert not told("In 2019 we met, in 2020 in Berlin", "amount")


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("lunes, 30 de marzo de 2026: 184 horas, 877 kilómetros; Anguila y Ucrania", {"es"}),
        ("понеділок, 30 березня 2026 р.: 184 години, 877 кілометрів; Румунія", {"uk"}),
        ("Kenya, Kenya, Kenya, Kenya", set()),
        ("good morning all of you", set()),
    ],
)
def test_the_words_tell_the_language_where_there_are_some(text, languages):
    assert {code for value in told(text, "tongue") for code in value.split()} == languages


def test_names_sound_alike_across_scripts():
    assert skeleton("Stoltenberg") == skeleton("Столтенбергом") == skeleton("ストルテンベルグ")
    assert skeleton("Zelensky") == skeleton("Зеленський")
    assert skeleton("Stoltenberg") in told("They met Stoltenberg again", "name")


@given(
    st.text(max_size=300)
    | st.text(alphabet="1.,' :-年月日kmaä\u0301ـ١中国", max_size=300).map(lambda t: t * 20)
)
def test_any_text_has_some_few_anchors_in_order(text):
    found = anchors(text)
    assert len(found) <= MOST
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize("piece", ["1 mar ", "中国", "مارس ١ ", "a\u0301", "1'", "1 km "])
def test_a_long_text_is_read_to_its_limit(piece):
    text = (piece * LONGEST)[:LONGEST]
    assert anchors(text + " 777 km") == anchors(text)
