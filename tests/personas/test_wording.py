"""Phrases as patterns: word boundaries where there are words, none where there are not."""

import duckdb
import pytest

from floodwatch.detectors.personas.wording import clause, clause_in, patterns, phrases_of
from floodwatch.vocabulary.load import listing, load

TOPICS = [name.removeprefix("phrases/").removesuffix(".yaml") for name in listing("phrases")]
BIG = tuple("en es pt fr de it nl pl ru uk tr ar fa hi id vi th zh ja ko".split())  # noqa: SIM905


def holds(topic: str, text: str) -> bool:
    return bool(
        duckdb.connect().execute(f"SELECT {clause(topic, 't')} FROM (SELECT $1 AS t)", [text]).fetchone()[0]
    )


@pytest.mark.parametrize("topic", TOPICS)
def test_every_phrase_finds_itself(topic):
    rows = [(p.replace("*", "")) for p in phrases_of(topic)]
    found = (
        duckdb.connect()
        .execute(
            "SELECT t FROM (SELECT unnest($1) AS t) WHERE NOT regexp_matches(lower(t), $2)",
            [rows, "|".join(patterns(topic))],
        )
        .fetchall()
    )
    assert found == []


@pytest.mark.parametrize(
    "topic", ["bot", "owner", "official", "outlet", "fan", "campaign", "call", "share_button"]
)
def test_twenty_big_languages(topic):
    known = load(f"phrases/{topic}.yaml")["phrases"]
    assert sum(code in known for code in BIG) >= 19 and len(known) >= 20


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        ("bot", "I am a bot. Hourly tides", True),
        ("bot", "Earthquakebot", True),
        ("bot", "bottle collector", False),
        ("bot", "自動で投稿しています", True),
        ("bot", "автоматическая лента", True),
        ("fan", "fantastic cook", False),
        ("fan", "방탄 팬 계정", True),
        ("owner", "A Leeway title. Part of Leeway Press", True),
        ("owner", "partial to tea", False),
        ("independence", "periodistas independientes", True),
        ("call", "Copy and paste one of these tonight", True),
    ],
)
def test_words_end_where_words_end(topic, text, expected):
    assert holds(topic, text) is expected


def test_short_words_only_in_their_own_language():
    texts = "(VALUES ('es war gut', 'de'), ('es biju', 'lv')) v(text, language)"
    found = (
        duckdb.connect()
        .sql(f"SELECT {clause_in('first_person', 'text', 'language')} FROM {texts}")
        .fetchall()
    )
    assert found == [(False,), (True,)]


SAID = [
    ("제 어머니는 아홉 시간을 기다렸다", "ko", True),
    ("국제 회의, 버진아일랜드 제도, 국내 소식", "ko", False),
    ("কাল আমি হাসপাতালে ছিলাম", "bn", True),
    ("নাকি আমিনুল গেছেন", "bn", False),
    ("زارني الطبيب وانا مريض", "ar", True),
    ("ليبيا وإيطاليا ومالي", "ar", False),
    ("در زمان باستان", "fa", False),
    ("நான் காத்திருந்தேன்", "ta", True),
    ("என்று சொன்னார்கள்", "ta", False),
    ("昨日私は待った", "ja", True),
    ("harga buku baru", "id", False),
]


def test_short_words_are_not_found_inside_others():
    said = clause_in("first_person", "text", "language")
    table = "SELECT unnest($1) AS text, unnest($2) AS language"
    texts, languages, expected = (list(column) for column in zip(*SAID, strict=True))
    found = duckdb.connect().execute(f"SELECT text, {said} FROM ({table})", [texts, languages]).fetchall()
    assert dict(found) == dict(zip(texts, expected, strict=True))
