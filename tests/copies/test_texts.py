"""Near-duplicate texts: the fast way against the plain one, in many scripts, with what people change."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.copies.texts import clusters, led
from floodwatch.tools import shingles
from floodwatch.tools.lookalikes import bare
from floodwatch.tools.text import normalised
from floodwatch.worlds.lexicon import facts, render

SCRIPTS = ("en", "ru", "el", "hy", "ka", "ar", "he", "hi", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si",
           "th", "lo", "my", "km", "ko", "ja", "zh", "am")  # fmt: skip


def form(text):
    return bare(normalised(text))


def exact(one, other):
    def runs(text):
        found = set()
        for place in range(len(text)):
            dense = any(low <= ord(text[place]) <= high for low, high in shingles._DENSE)
            width = shingles.SHORT if dense else shingles.LONG
            if place + width <= len(text):
                found.add(text[place : place + width])
        return found

    left, right = runs(one), runs(other)
    return len(left & right) / max(1, len(left | right))


def edited(text, rng):
    letters = list(text)
    for _ in range(int(rng.integers(1, 3))):
        place = int(rng.integers(len(letters)))
        match int(rng.integers(4)):
            case 0:
                letters[place] = letters[int(rng.integers(len(letters)))]
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, "🌊")
            case 3:
                letters.append(f" https://example.org/{rng.integers(999)}")
    return "".join(letters)


@pytest.mark.parametrize("language", SCRIPTS)
def test_pairs_found_are_those_of_an_exact_comparison_in_every_script(language):
    rng = np.random.default_rng(5)
    told = render(language, facts(rng, 12)).tolist()
    texts = sorted({form(t) for said in told for t in (said, *(edited(said, rng) for _ in range(4)))})
    pairs = shingles.candidates(shingles.bands(texts))
    alike = shingles.jaccard(texts, pairs[:, 0], pairs[:, 1])
    found = {(a, b) for (a, b), j in zip(pairs.tolist(), alike, strict=True) if j >= 0.7}
    truth = {(a, b) for a, b in combinations(range(len(texts)), 2) if exact(texts[a], texts[b]) >= 0.7}
    assert len(truth) >= 12
    assert found == truth


@given(st.lists(st.text(alphabet="ab漢字かкй", max_size=14), max_size=12), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_jaccard_is_that_of_plain_sets(texts, random):
    pairs = list(combinations(range(len(texts)), 2))
    random.shuffle(pairs)
    left, right = (np.array([p[side] for p in pairs], np.int64) for side in (0, 1))
    want = [exact(texts[a], texts[b]) for a, b in pairs]
    assert shingles.jaccard(texts, left, right).tolist() == pytest.approx(want)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge opens on Monday", "Thе bridgе оpеns оn Mоnday"),
        ("The bridge opens on Monday", "T\u200bhe br\u00adidge opens 🌉🌉 on Monday!!!"),
        (
            "The bridge opens on Monday https://a.example/1",
            "@you the BRIDGE opens on Monday: https://b.example/2",
        ),
        ("Ｔｈｅ ｂｒｉｄｇｅ opens on Monday", "𝐓𝐡𝐞 bridge opens on Monday"),
        ("الجسر يفتح يوم الاثنين", "الجســـر يفتح، يوم الاثنين"),
        ("橋は月曜日に開きます", "橋は 月曜日に 開きます。"),
    ],
)
def test_what_an_eye_passes_over_is_folded(one, other):
    assert form(one) == form(other)


def test_vowel_signs_are_kept_where_they_are_letters_of_the_script():
    assert form("की") != form("का")
    assert form("กิน") != form("กาน")


@given(st.text(max_size=60))
@settings(deadline=None)
def test_folding_again_changes_nothing(text):
    assert bare(form(text)) == form(text)


def test_nobody_joins_by_likeness_to_a_mere_member():
    chain = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    leader, distance = led(5, chain, np.array([0.9, 0.8, 0.8, 0.9]))
    assert leader.tolist() == [1, 1, 1, 3, 3]
    assert distance == pytest.approx([0.1, 0, 0.2, 0, 0.1])


def test_the_order_of_texts_changes_nothing():
    rng = np.random.default_rng(2)
    told = render("en", facts(rng, 30)).tolist()
    texts = sorted({form(t) for said in told for t in (said, *(edited(said, rng) for _ in range(5)))})
    mixed = rng.permutation(len(texts))
    plain, _ = clusters(texts, 0.7)
    other, _ = clusters([texts[i] for i in mixed], 0.7)
    back = np.argsort(mixed)

    def groups(leader):
        return {frozenset(np.flatnonzero(leader == one).tolist()) for one in set(leader.tolist()) - {-1}}

    assert len(groups(plain)) >= 25
    assert groups(plain) == groups(np.where(other[back] >= 0, mixed[other[back]], -1))


def test_a_crowd_of_one_template_stays_together_and_makes_few_pairs():
    texts = sorted(f"good morning to everybody out there today is day number {n}" for n in range(3000))
    pairs = shingles.candidates(shingles.bands(texts))
    assert len(pairs) < 0.1 * (3000 * 2999 / 2)
    leader, _ = clusters(texts, 0.7)
    assert len(set(leader.tolist())) == 1


@pytest.mark.parametrize("texts", [[], ["a"], ["", ""], ["abcdefgh", "\ud800bcdefgh"]])
def test_odd_input_makes_no_copies(texts):
    leader, distance = clusters(texts, 0.7)
    assert (leader == -1).all()
    assert not distance.any()
