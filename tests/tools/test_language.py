"""Languages of short texts: known ones are named, doubtful ones are not, and nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.tools import language_models
from floodwatch.tools.language import LONGEST, NOTHING, SURE, UNKNOWN, cleaned, group_of, identify
from floodwatch.tools.language_models import code_of, languages_of
from floodwatch.vocabulary.load import load


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The train is late again and nobody knows why", "en"),
        ("Der Zug kommt heute wieder später", "de"),
        ("Le train arrive encore en retard aujourd’hui", "fr"),
        ("Сегодня поезд опять опаздывает", "ru"),
        ("Сьогодні потяг знову запізнюється", "uk"),
        ("القطار متأخر مرة أخرى اليوم", "ar"),
        ("آج ٹرین پھر دیر سے آئی ہے", "ur"),
        ("आज ट्रेन फिर देर से आई है", "hi"),
        ("Ngày hôm nay tàu lại đến muộn", "vi"),
        ("Treni imechelewa tena leo asubuhi", "sw"),
    ],
)
def test_common_languages(text, language):
    found = identify(text)
    assert (found.language, found.romanised, found.second) == (language, False, None)
    assert found.confidence > SURE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("รถไฟมาสายอีกแล้ว", "th"),
        ("ລົດໄຟມາຊ້າ", "lo"),
        ("მატარებელი იგვიანებს", "ka"),
        ("Գնացքը ուշանում է", "hy"),
        ("기차가 또 늦는다", "ko"),
        ("今日は電車が遅れています", "ja"),
        ("ရထားနောက်ကျသည်", "my"),
        ("រថភ្លើងមកយឺត", "km"),
        ("ரயில் தாமதம்", "ta"),
        ("రైలు ఆలస్యం", "te"),
        ("το τρένο αργεί", "el"),
    ],
)
def test_the_script_decides(text, language):
    assert identify(text).language == language


def test_hebrew_letters_are_hebrew_or_yiddish():
    assert identify("הרכבת מאחרת שוב היום").language == "he"
    assert identify("די באַן קומט הײַנט ווידער שפּעט").language == "yi"


def test_confusable_languages_carry_their_group():
    found = identify("Kamu mau pergi ke mana hari ini? Aku belum tahu")
    assert (found.language, found.group) == ("id", "id/ms")
    assert group_of("nn") == group_of("no") == "da/nn/no"
    assert group_of("de") == "de"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀😀😀 🚆",
        "https://example.org/der-zug-kommt",
        "@someone @other",
        "!!! 12 345",
        "lol",
        "\ud800",
        "\x00",
    ],
)
def test_too_little_to_tell(text):
    assert identify(text) == NOTHING


def test_doubt_is_said():
    assert identify("Hotel Taxi Radio").language == UNKNOWN


def test_links_mentions_and_ornaments_do_not_matter():
    plain = identify("Der Zug kommt heute wieder später")
    assert (
        identify("RT @bahn: Der Zug kommt heute wieder später 🚆 https://example.org/the/train/is/late")
        == plain
    )
    assert cleaned("#Der_Zug 🚆 kommt") == "Der Zug   kommt"


def test_styled_letters_are_read():
    assert identify("𝐓𝐡𝐞 𝐭𝐫𝐚𝐢𝐧 𝐢𝐬 𝐥𝐚𝐭𝐞 𝐚𝐠𝐚𝐢𝐧 𝐚𝐧𝐝 𝐧𝐨𝐛𝐨𝐝𝐲 𝐤𝐧𝐨𝐰𝐬 𝐰𝐡𝐲").language == "en"


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Сегодня поезд опять опаздывает. The train is late again today", {"ru", "en"}),
        (
            "Heute ist das Wetter schön und der Zug kommt später. This is the English part of the text, and it goes on",
            {"de", "en"},
        ),
        (
            "Hoy hace muy buen tiempo y el tren llega tarde otra vez. The weather is nice and the train is late again.",
            {"es", "en"},
        ),
    ],
)
def test_mixed_text_has_a_second_language(text, pair):
    found = identify(text)
    assert {found.language, found.second} == pair


def test_a_short_sentence_is_not_judged_by_itself():
    found = identify("Dzisiaj jest ładna pogoda. This is the English part of the text.")
    assert found.language in {"pl", "en"} and found.second is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("aap kaise hain? sab theek hai na", "hi/ur"),
        ("ya ne znayu chto delat segodnya", "ru"),
        ("kalimera se olous pws eiste", "el"),
        ("la2 mesh 3ayez aroh el gam3a el naharda", "ar"),
        ("man dige nemikham inja bemoonam", "fa"),
    ],
)
def test_romanised_text_is_flagged(text, group):
    found = identify(text)
    assert (found.group, found.romanised) == (group, True)


@pytest.mark.parametrize(
    "text",
    [
        "Danas je lijep dan i vlak opet kasni",
        "Bugün tren yine gecikti ama sorun yok",
        "Nee ik kan vandaag niet komen",
    ],
)
def test_languages_of_latin_script_are_not_romanised(text):
    assert not identify(text).romanised


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    found = identify(text)
    assert (
        found.language == UNKNOWN or found.language in load("languages.yaml")["languages"] or found.romanised
    )
    assert 0 <= found.confidence <= 1
    assert (found.language == UNKNOWN) == (found.group == UNKNOWN)
    assert found.second != found.language
    assert identify(text) == found


@pytest.mark.parametrize(
    "unit", ["a", "e\u0301", "\u0301", "the train ", "т. ", "語", "@", "http://", "ﷺ", "#_"]
)
def test_only_the_start_of_a_long_text_is_read(unit):
    text = unit * 400_000
    assert identify(text) == identify(text[:LONGEST])


def test_without_the_second_library_the_first_decides(monkeypatch):
    monkeypatch.setattr(language_models, "_detector", lambda: None)
    found = identify("Сегодня поезд опять опаздывает")
    assert (found.language, found.second_opinion) == ("ru", None)


def test_the_vocabulary_is_whole():
    known = load("languages.yaml")
    assert set(known["aliases"].values()) <= set(known["languages"])
    assert {c for g in known["groups"] for c in g} <= set(known["languages"])
    assert len(known["languages"]) >= 80
    assert code_of("nb") == "no"
    assert code_of("zh-Hant") == "zh"
    assert languages_of("Georgian") == ("ka",)
    assert set(load("languages_romanised.yaml")["words"]) <= set(known["languages"])
