"""Issues: words of many languages, found as words, in the language of the post; phrases with open words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.features.post_issues import issues, languages, raised, terms
from floodwatch.tools.phrases import Phrases, plain
from floodwatch.vocabulary.load import listing, load

RAISED = {
    ("en", "The minimum wage goes up in May"): {"economy_and_inequality"},
    ("en", "rain until friday"): set(),
    ("es", "El aborto y las armas de fuego"): {"abortion", "guns"},
    ("de", "Der Klimawandel und die Bauern"): {"climate", "farming_and_food"},
    ("ru", "Цены на газ и мигрантов обсудили вчера"): {"energy", "immigration"},
    ("ar", "نقاش حول الهجرة والمهاجرين"): {"immigration"},
    ("hi", "किसान और महंगाई"): {"farming_and_food", "economy_and_inequality"},
    ("zh", "关于疫苗的讨论"): {"vaccines_and_health"},
    ("ja", "原発と気候変動について"): {"energy", "climate"},
    ("ko", "최저임금 이야기"): {"economy_and_inequality"},
    ("tr", "göçmenler ve enflasyonu konuştuk"): {"immigration", "economy_and_inequality"},
    ("it", "La vita è bella"): set(),
    ("en", "#ClimateAction #climate"): {"climate"},
}


@pytest.mark.parametrize(("spoken", "text"), RAISED)
def test_issues_are_found_by_their_words(spoken, text):
    assert {issue for issue, _, _ in raised(terms(text), spoken)} == RAISED[spoken, text]


def test_words_of_another_language_do_not_count_where_the_language_is_known():
    found = terms("Der Asyl und l'asilo politico")
    assert [row[2] for row in raised(found, "it")] == ["asilo politico"]
    assert [row[2] for row in raised(found, "und")] == ["asilo|asilo politico|asyl*"]


def test_a_camp_is_named_only_where_one_side_is_heard():
    assert raised(terms("open borders now"), "en")[0][1] == "restrict"
    assert raised(terms("refugees welcome"), "en")[0][1] == "welcome"
    assert raised(terms("open borders or refugees welcome"), "en")[0][1] == ""


def test_every_issue_has_its_words_in_many_languages():
    assert len(issues()) >= 13 and len(languages()) >= 15
    for name in listing("wedge"):
        content = load(name)
        spoken = [content["terms"], *content.get("camps", {}).values()]
        words = [(lang, w) for said in spoken for lang, found in said.items() for w in found]
        assert len(words) == len(set(words)), name
        assert all(isinstance(w, str) and len(plain(w)) > 1 for _, w in words)
        for language, word in words:
            held = {t for t in terms(word.replace("*", "")) if t.issue in name and t.language == language}
            assert held, (name, word)


@given(st.text(max_size=300))
def test_no_text_stops_the_search(text):
    assert all(len(row) == 3 for row in raised(terms(f"{text} asylum {text}"), "en"))


def test_words_stand_where_their_script_says():
    words = Phrases([("rain", "a"), ("heavy* rain", "b"), ("雨", "c"), ("مطر", "d"), ("비", "e")])
    found = {
        text: sorted(k for _, _, k in words.found(plain(text)))
        for text in ("trains", "Rain!", "heavier rains, heavy rain", "大雨です", "والمطر", "ممطر", "비가 온다", "비")
    }  # fmt: skip
    assert found == {
        "trains": [], "Rain!": ["a"], "heavier rains, heavy rain": ["a", "b"], "大雨です": ["c"], "والمطر": ["d"],
        "ممطر": [], "비가 온다": [], "비": ["e"],
    }  # fmt: skip
    assert list(Phrases([]).found("rain")) == []
