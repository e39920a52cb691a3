"""Words, vectors and groups of messages, and the words that tell a group apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.detectors.content.grouping import grouped
from floodwatch.detectors.content.labels import labels
from floodwatch.detectors.content.told import Given, Texts, by_chance, novelty, told
from floodwatch.detectors.content.vectors import vectors
from floodwatch.detectors.content.words import NAMED, STEM, whole, words

BRIDGE = [
    "Harbour bridge closed for repairs",
    "Repairs: harbour bridge closed again",
    "The harbour bridge is closed, repairs",
]
LIBRARY = [
    "Library opens late on Thursdays",
    "Late Thursdays: library opens",
    "The library opens late on Thursdays now",
]


def names(text):
    return [name for name, _ in words(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bridges closing https://e.org/x", ["bridge", "closin"]),
        ("#HarbourBridge2024 opens", ["#harbourbridge2024", "harbou", "bridge", "2024", "opens"]),
        ("#rain", ["rain"]),
        ("@Ada_L says", ["@ada_l", "says"]),
        ("桥今天开放", ["桥今", "今天", "天开", "开放"]),
        ("สะพานเปิด", ["สะ", "ะพ", "พา", "าน", "นเ", "เป", "ปิ", "ิด"]),
        ("पुल आज खुला है", ["पुल", "खुला"]),
        ("the bridge’s end", ["the", "bridge", "end"]),
    ],
)
def test_words_in_many_scripts(text, found):
    assert [name for name in names(text) if name not in {"आज", "है"}] == found


def test_what_names_something_weighs_more():
    assert dict(words("Harbour bridge")) == {"harbou": NAMED, "bridge": 1.0}


@given(st.text(max_size=400))
@settings(deadline=None)
def test_words_are_made_of_any_text(text):
    assert all(name and weight > 0 for name, weight in words(text))
    assert all(len(word) > 0 for word in whole(text))


def test_vectors_have_length_one_or_less_and_leave_out_what_is_everywhere():
    rows = vectors([*BRIDGE, *LIBRARY] * 10 + ["…"])
    lengths = np.sqrt(np.asarray(rows.rows.multiply(rows.rows).sum(axis=1))).ravel()
    assert lengths[-1] == 0
    assert (lengths[:-1] <= 1 + 1e-9).all()
    assert "harbou" in rows.names


def narratives(texts, given=None, close=0.4, near=0.4):
    keys = [f"k{n}" for n in range(len(texts))]
    return told(Texts(texts, keys, keys), given or Given(), close, near)


def test_two_reports_are_two_narratives_named_after_their_first_message():
    found = narratives([*BRIDGE, *LIBRARY] * 3)
    assert len(set(found.narrative.tolist())) == 2
    again = narratives([*BRIDGE, *LIBRARY] * 3 + ["Rain over the valley tomorrow"])
    assert set(found.narrative_ids) < set(again.narrative_ids), "an id does not depend on what comes later"
    assert by_chance(found, 1) < 0.1 < found.likeness.min()


def test_a_message_of_several_texts_is_in_one_narrative():
    texts = Texts(
        ["Harbour bridge closed", "Hafenbrücke gesperrt", "Hafenbrücke heute gesperrt"],
        ["a", "b", "c"],
        ["m", "m", "n"],
    )
    found = told(texts, Given(), 0.3, 0.3)
    assert found.message.tolist() == [0, 0, 1]
    assert len(set(found.narrative.tolist())) == 1


def test_given_narratives_draw_what_is_like_their_example_and_hold_what_is_named():
    given = Given(("e1", "e2"), ((0, "harbour bridge closed for repairs"),), {"k3": 1})
    found = narratives([*BRIDGE, *LIBRARY], given)
    assert found.narrative.tolist()[:3] == [0, 0, 0]
    assert found.narrative.tolist()[3:] == [1, 1, 1]
    assert found.narrative_ids[:2] == ("e1", "e2")


def test_what_was_told_before_is_not_new():
    found = narratives([*BRIDGE, *LIBRARY, "The harbour library"], close=0.9, near=0.9)
    new = novelty(found, range(len(found.narrative_ids)))
    assert new[0] == 1.0
    assert min(new) < 0.5


def test_rows_without_words_stand_alone():
    found = narratives(["", "…", "😀"])
    assert len(set(found.narrative.tolist())) == 3


@given(st.lists(st.sampled_from([*BRIDGE, *LIBRARY, "", "rain"]), max_size=40))
@settings(deadline=None, max_examples=40)
def test_every_message_has_a_narrative_and_equal_texts_the_same_one(texts):
    found = narratives(texts)
    assert len(found.narrative) == len(texts)
    for text in {t for t in texts if len(words(t)) > 1}:
        places = [n for n, t in enumerate(texts) if t == text]
        assert len({int(found.claim[n]) for n in places if found.messages[n].nnz}) <= 1


def test_groups_do_not_depend_on_how_messages_fall_into_parts(monkeypatch):
    rows = vectors([*BRIDGE, *LIBRARY] * 20).rows
    none = rows[:0]
    whole_ = grouped(rows, 0.4, none, np.full(rows.shape[0], -1))
    monkeypatch.setattr("floodwatch.detectors.content.grouping.PART", 7)
    assert grouped(rows, 0.4, none, np.full(rows.shape[0], -1)).tolist() == whole_.tolist()


def test_labels_tell_a_group_apart_from_the_rest():
    texts = [*BRIDGE, *LIBRARY, *(f"today is day {n} in the valley" for n in range(20))]
    found = labels(texts, {"bridge": range(3), "library": range(3, 6)})
    assert {"harbour", "bridge"} <= set(found["bridge"])
    assert "bridge" not in found["library"]
    assert STEM == 6, "labels are whole words, vectors are stems"
