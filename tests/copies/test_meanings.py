"""Meanings pair what facts cannot; a nearest neighbour that is no better than the next is none."""

import numpy as np
import pytest

from floodwatch.copies import translations
from floodwatch.copies.meanings import grouped, most_used, pairs
from floodwatch.copies.translations import TRANSLATIONS, model_of
from floodwatch.engine import DuckDB
from floodwatch.model.units import settings_of
from floodwatch.tools.embeddings import Embedder
from tests.contract.harness import prepared

SAID = {
    "en": "Everybody may rest on the seventh day of every week",
    "es": "Todos pueden descansar el séptimo día de cada semana",
    "de": "Ein ganz anderer Satz über das Wetter im Norden",
}
MEANT = {"en": (1, 0, 0), "es": (0.98, 0.2, 0), "de": (0, 0, 1)}


def by_word(texts):
    """A model that knows the example's texts, and puts every other far from all."""
    known = {said: MEANT[code] for code, said in SAID.items()}
    made = np.array([known.get(t, (0, -1, 0)) for t in texts], np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture
def model(monkeypatch, tmp_path):
    monkeypatch.setenv("FLOODWATCH_CACHE", str(tmp_path))
    monkeypatch.setattr(translations, "embedder", lambda path: Embedder("a" * 64, by_word))


def made(said, **settings):
    """Rows of the table, from one text per language."""
    example = translations.Example("", True, translations._said(said))
    with DuckDB(threads=1) as engine:
        for given in prepared(engine, example, TRANSLATIONS, [TRANSLATIONS]):
            given.run(engine, settings_of(TRANSLATIONS, settings))
        return engine.arrow("SELECT * FROM copies__translations ORDER BY language").to_pylist()


def test_two_texts_that_mean_the_same_are_suggested_without_an_anchor(model):
    rows = made(SAID, embeddings="on")
    assert [(r["language"], r["route"], r["anchors"]) for r in rows] == [
        ("en", "embeddings", ""),
        ("es", "embeddings", ""),
    ]
    assert all(r["suggested"] for r in rows)
    assert len({r["message_id"] for r in rows}) == 1


def test_nothing_is_compared_by_meaning_unless_it_is_asked_for(model):
    assert made(SAID) == made(SAID, embeddings="off") == []
    assert made(SAID, model="mine.onnx") == made(SAID, embeddings="on")
    assert made(SAID, embeddings="on", embed_most=1) == []
    assert model_of({"embeddings": "off", "model": "mine.onnx"}) is None


def test_one_text_alone_has_no_translation(model):
    assert made({"en": "184 km from Ukraine"}, embeddings="on") == []


def turned(*degrees):
    angles = np.radians(degrees)
    return np.stack((np.cos(angles), np.sin(angles)), axis=1).astype(np.float32)


def test_a_neighbour_as_near_as_the_next_is_none():
    language = np.array([0, 1, 1])
    assert [p.tolist() for p in pairs(turned(0, 5, 90), language)] == [[0], [1]]
    assert [p.tolist() for p in pairs(turned(0, 40, -41), language)] == [[], []]
    assert [p.tolist() for p in pairs(turned(0, 5, 90), np.array([0, -1, 1]))] == [[], []]


def test_a_group_keeps_only_what_is_near_its_middle():
    group, score = grouped(turned(0, 5, 10, 120), np.array([0, 1, 2]), np.array([1, 2, 3]))
    assert group.tolist() == [0, 0, 0, -1]
    assert score[3] == 0
    assert score[:3].min() > 0.9


def test_the_most_used_texts_are_compared():
    assert most_used(np.array([1, 5, 3, 5]), 3).tolist() == [1, 2, 3]
    assert most_used(np.array([1, 5]), 0).tolist() == []
