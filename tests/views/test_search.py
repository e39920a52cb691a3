"""Searches find words as readers read them, in any script, and count what they find."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.engine import DuckDB
from floodwatch.model.errors import SettingError
from floodwatch.model.records import TABLES
from floodwatch.tools import embeddings
from floodwatch.views.search import view
from floodwatch.views.search_terms import MOST_LETTERS, Term, query, term
from tests.contract.harness import records
from tests.growth import in_proportion

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine():
    with DuckDB() as opened:
        yield opened


def case(engine, texts, **given):
    """A case whose posts say these texts, a minute apart; `given` holds columns by name, one value per post."""
    posts = [
        {
            "platform": "x",
            "post_id": f"p{n}",
            "account_id": f"a{n % 2}",
            "created_at": NOON + timedelta(minutes=n),
            "text": text,
            **{name: values[n] for name, values in given.items()},
        }
        for n, text in enumerate(texts)
    ]
    rows = {"posts": posts, "accounts": [{"platform": "x", "account_id": "a1", "handle": "One"}]}
    for table in TABLES:
        engine.register(table.name, records(table.name, rows.get(table.name, [])))
    return engine


def found(engine, words, **asked):
    return [p["ref"].removeprefix("post:x/p") for p in view(engine, words, **asked)["posts"]]


@pytest.mark.parametrize(
    ("words", "text", "hit"),
    [
        ("vote", "Go VOTE.", "VOTE"),
        ("vote", "Go vоtе now", "vоtе"),
        ("vote", "ｖｏｔｅ", "ｖｏｔｅ"),
        ("vote", "vo\u200bte", "vo\u200bte"),
        ("vote*", "the voters came", "voters"),
        ("cafe", "un café!", "café"),
        ("café", "CAFE", "CAFE"),
        ("strasse", "die Straße", "Straße"),
        ("东京", "我在东京住", "东京"),
        ("ไทย", "ประเทศไทยงาม", "ไทย"),
        ("서울", "서울에서 만나", "서울"),
        ("ガス", "ｶﾞｽ", "ｶﾞｽ"),
        ("राम", "राम जी", "राम"),
        ("محمد", "قال مُحَمَّد", "مُحَمَّد"),
        ("123", "the ١٢٣ of", "١٢٣"),
        ("россия", "Pоссия!", "Pоссия"),
        ("steal", "#stop_the_steal", "steal"),
        ('"stop the steal"', "Stop, the\nSTEAL", "Stop, the\nSTEAL"),
        ("don't", "i don’t", "don’t"),
        ("🔥", "hot🔥", "🔥"),
        (".*(steal+", "a steal", "steal"),
    ],
)
def test_a_word_is_found_as_a_reader_would_find_it(engine, words, text, hit):
    answer = view(case(engine, [text]), words)
    assert answer["found"] == 1
    assert [text[a:b] for a, b in answer["posts"][0]["hits"]] == [hit]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("vote", "votes"),
        ("vote", "pivote"),
        ("राम", "रामायण"),
        ("вот", "a bot"),
        ("bot", "вот"),
        ("か", "が"),
        ('"the stop"', "stop the"),
        ("vote*", "devote"),
        ("%", "100%"),
    ],
)
def test_what_only_looks_near_is_not_found(engine, words, text):
    answer = view(case(engine, [text, "else"]), words)
    assert answer["found"] == (0 if query(words).terms else 2)


def test_all_words_or_one_of_them_and_none_of_the_others(engine):
    case(engine, ["red car", "red bus", "blue bus", "blue car old", None])
    assert found(engine, "red bus") == ["1"]
    assert found(engine, "red OR blue car") == ["0", "3"]
    assert found(engine, "bus -blue") == ["1"]
    assert found(engine, '-"blue bus" bus OR old') == ["1", "3"]
    assert found(engine, "-red") == ["2", "3", "4"]
    assert found(engine, "") == ["0", "1", "2", "3", "4"]


def test_the_rarest_words_come_first_then_the_earliest_and_pages_do_not_overlap(engine):
    case(engine, ["plum", "plum fig", "fig", "plum", "plum", "plum"])
    every = found(engine, "plum OR fig")
    assert every == ["1", "2", "0", "3", "4", "5"]
    pages = [found(engine, "plum OR fig", limit=2, offset=start) for start in (0, 2, 4, 6)]
    assert pages == [every[:2], every[2:4], every[4:], []]


def test_counts_cover_all_hits_and_not_only_those_shown(engine):
    case(
        engine,
        ["rain"] * 30 + ["sun"],
        platform=["x"] * 20 + ["vk"] * 11,
        language=["en-US", "en", "ru"] * 10 + ["en"],
    )
    answer = view(engine, "rain", limit=5)
    assert (answer["found"], answer["searched"], len(answer["posts"])) == (30, 31, 5)
    assert answer["terms"] == [{"term": "rain", "posts": 30}]
    assert answer["platforms"] == [{"platform": "x", "posts": 20}, {"platform": "vk", "posts": 10}]
    assert answer["languages"] == [{"language": "en", "posts": 20}, {"language": "ru", "posts": 10}]
    assert [f["posts"] for f in answer["days"]] == [30]


def test_filters_narrow_what_is_searched(engine):
    case(engine, ["rain"] * 4, language=["en", "en-GB", "fr", None], platform=["x", "x", "x", "vk"])
    assert found(engine, "rain", language="en") == ["0", "1"]
    assert view(engine, "rain", platform="VK")["found"] == 1
    assert found(engine, "rain", account="@one") == ["1"]
    assert found(engine, "rain", account="a0") == found(engine, "rain", account="account:x/a0") == ["0", "2"]
    assert found(engine, "rain", since="2024-05-01T12:02", until="2024-05-01") == ["2", "post:vk/p3"]
    assert found(engine, "rain", until="2024-04-30") == []
    assert found(engine, "rain", network="n-1") == []


def test_a_language_that_is_not_declared_is_taken_from_the_text(engine):
    case(engine, ["rain", "rain", "rain"], language=["en", None, "fr"])
    told = {"platform": ["x"] * 3, "post_id": ["p0", "p1", "p2"], "language": ["de", "de", "de"]}
    engine.register("post_languages", pa.table(told))
    assert found(engine, "rain", language="de") == ["1"]
    engine.drop("post_languages")


@pytest.mark.parametrize(
    "asked",
    [{"since": "soon"}, {"until": "9999-12-31"}, {"words": "a" * (MOST_LETTERS + 1)}, {"words": "a " * 30}],
)
def test_what_cannot_be_searched_is_said(engine, asked):
    with pytest.raises(SettingError):
        view(case(engine, ["rain"]), **asked)


@given(st.text(max_size=80))
def test_no_query_breaks_the_search(engine, words):
    case(engine, ["a ' \\ [b] (c) {d} é", words])
    assert view(engine, words)["found"] >= 0


@given(st.text(min_size=1, max_size=30))
def test_both_ways_of_matching_agree(engine, text):
    found_terms = list(query(re.sub(r'["\-|]|OR', " ", text)).terms)
    engine.register("said", pa.table({"text": [text]}))
    for one in found_terms:
        there = engine.arrow(f"SELECT {one.sql('text')} AS there FROM said").to_pylist()[0]["there"]
        assert there == bool(one.spans(text)), str(one)


@pytest.mark.parametrize("piece", ["a\u0301", "a\u200b\u200b", "ab ", "a "])
def test_a_text_made_to_slow_the_search_down_does_not(piece):
    assert Term(("a", "b", "c")).spans(piece * 100) == []
    assert in_proportion(lambda size: Term(("a", "b", "c")).spans(piece * size), 2_500)


def test_a_term_is_written_as_it_is_asked():
    assert [str(t) for t in query('Vote* "Two Words" -no').terms] == ["vote*", '"two words"']
    assert term("!?") is None


def test_by_meaning_compares_what_has_the_words_or_a_vector_and_says_how_much(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("FLOODWATCH_CACHE", str(tmp_path))
    near = {
        "rain": (1.0, 0.1),
        "rain today": (0.9, 0.2),
        "wet sky": (0.8, 0.1),
        "a bus": (-0.5, 1.0),
        "rain bus": (0.1, 1),
    }
    asked = []

    def embed(texts):
        asked.extend(texts)
        return np.array([near[t] for t in texts], np.float32)

    model = embeddings.Embedder("a" * 64, embed)
    monkeypatch.setattr("floodwatch.views.meaning.embedder", lambda: model)
    case(engine, ["a bus", "rain bus", "wet sky", "rain today", "rain today", "not looked at"])
    embeddings.embedded(["wet sky", "a bus"], model)
    answer = view(engine, "rain", meaning=True)
    assert answer["meaning"] == {"compared": 4, "texts": 5, "model": "a" * 16}
    refs_found = [p["ref"] for p in answer["posts"]]
    assert set(refs_found) == {"post:x/p0", "post:x/p1", "post:x/p2", "post:x/p3"}
    assert set(refs_found[:2]) == {"post:x/p2", "post:x/p3"}
    assert "not looked at" not in asked
    similarities = [p["similarity"] for p in answer["posts"]]
    assert similarities == sorted(similarities, reverse=True)
    assert answer["found"] == 3, "as without meaning: the posts with the word"
