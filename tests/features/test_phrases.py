"""Phrases: where words begin and end, in scripts with and without spaces, and what a post asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.features.post_probes import probes
from floodwatch.tools.phrases import Phrases, plain
from floodwatch.vocabulary.load import load


def numbers(phrases: list[str], text: str) -> list[int]:
    given = ((phrase, number) for number, phrase in enumerate(phrases))
    return [f.meaning for f in Phrases(given).found(plain(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("agree?", "Do you agree ?", True),
        ("agree?", "We agree.", False),
        ("train", "trains run late", False),
        ("train*", "trains run late", True),
        ("*back", "followback now", True),
        ("qué opinas", "QUE OPINAS de esto", True),
        ("ne düşünüyorsun", "NE DÜŞÜNÜYORSUN", True),
        ("takip", "TAKİP edin", True),
        ("رأيكم", "ورأيكم في هذا", True),
        ("رأيكم", "ارأيكمن", False),
        ("ما رأيكم", "مَا رَأْيُكُم", True),
        ("דעתכם", "ומה לדעתכם", True),
        ("怎么看", "大家怎么看这件事", True),
        ("どう思", "皆さんはどう思いますか", True),
        ("맞팔해요", "우리 맞팔해요요", True),
        ("은 벌레", "그들은 벌레다", True),
        ("비", "비가 온다", False),
        ("राय", "रायपुर", False),
        ("किसान", "किसानों की", True),
        ("train", "大家train怎么看", True),
        ("foreign* trade", "foreigners trade", True),
        ("foreign* trade", "foreign trades", False),
        ("how's it", "how’s it going", True),
        ("anti x", "Anti-X", True),
    ],
)
def test_a_phrase_stands_where_its_script_lets_it(phrase, text, found):
    assert bool(numbers([phrase], text)) is found


def test_the_same_phrase_may_be_given_twice_and_none_is_empty():
    assert numbers(["one two", "One two", "two"], "one two") == [0, 1, 2]
    with pytest.raises(ValueError, match="without letters"):
        Phrases([("@name", 0)])


@given(st.text(max_size=200))
def test_plain_never_fails_and_stays_as_it_is(text):
    once = plain(text)
    assert plain(once) == once
    probes(text)


@pytest.mark.parametrize("topic", ["opinion", "follow_train"])
def test_every_probe_finds_itself_in_twenty_languages(topic):
    phrases = load(f"probes/{topic}.yaml")["phrases"]
    assert len(phrases) >= 20
    for language, found in phrases.items():
        for phrase in found:
            assert topic in {t for t, _, _ in probes(f"… {phrase.replace('*', '')}!")}, (language, phrase)
        assert len(found) == len(set(found)), language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge closes on Monday. What do you think?", {("opinion", True)}),
        ("What do you think?", {("opinion", False)}),
        ("桥下周一关闭，施工一年。大家怎么看？", {("opinion", True)}),
        ("Мост закрывают в понедельник на год. Согласны?", {("opinion", True)}),
        ("يغلق الجسر يوم الاثنين لمدة عام. ما رأيكم؟", {("opinion", True)}),
        ("पुल सोमवार से बंद रहेगा। आपकी क्या राय है?", {("opinion", True)}),
        ("@a @b @c Follow train", {("follow_train", False)}),
        ("相互フォロー @a @b @c", {("follow_train", False)}),
        ("The train leaves at noon; follow the signs back to the hall", set()),
        ("We thought about it and agree with the council", set()),
    ],
)
def test_what_a_text_asks(text, expected):
    assert {(topic, more) for topic, _, more in probes(text)} == expected
