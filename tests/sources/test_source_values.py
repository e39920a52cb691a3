"""Values: ids keep every digit, numbers and lists in all their spellings."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.sources import transforms, values

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|,[]'\"\\"), min_size=1).filter(
    lambda w: w == w.strip() and w
)


@given(st.integers(0, 2**64 - 1))
def test_integer_ids_keep_every_digit(number):
    found, bad = values.ids(pa.array([number], pa.uint64()))
    assert found.to_pylist() == [str(number)]
    assert bad.true_count == 0


@pytest.mark.parametrize("text", ["1.2e18", "1.05E+17", "1e+18"])
def test_ids_in_floating_point_form_are_unreadable(text):
    found, bad = values.ids(pa.array([text]))
    assert found.to_pylist() == [None]
    assert bad.to_pylist() == [True]


def test_float_columns_give_ids_only_while_exact():
    found, bad = values.ids(pa.array([23678.0, 1.05e18, None, float("nan"), 2.5]))
    assert found.to_pylist() == ["23678", None, None, None, None]
    assert bad.to_pylist() == [False, True, False, False, True]


def test_an_id_of_digits_and_one_letter_e_is_no_number():
    assert values.ids(pa.array(["85432e10", "00012", "0x1F"]))[0].to_pylist() == ["85432e10", "00012", "0x1F"]


def test_integers():
    found, bad = values.integers(pa.array(["1", "2.0", "x", None, "", "nan", "1,200"]))
    assert found.to_pylist() == [1, 2, None, None, None, None, None]
    assert bad.to_pylist() == [False, False, True, False, False, False, True]


def test_booleans():
    found, bad = values.booleans(pa.array(["True", "0", "maybe", None, "YES"]))
    assert found.to_pylist() == [True, False, None, None, True]
    assert bad.to_pylist() == [False, False, True, False, False]


@given(st.lists(st.lists(words, max_size=4), max_size=5))
def test_lists_in_three_spellings(cells):
    columns = (
        ["|".join(cell) for cell in cells],
        [json.dumps(cell) for cell in cells],
        ["[" + ", ".join(cell) + "]" for cell in cells],
    )
    for column in columns:
        assert values.lists(pa.array(column, pa.string())).to_pylist() == cells


@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"])))))
def test_any_text_is_some_list_and_the_fast_way_agrees_with_the_slow(cells):
    together = values.lists(pa.array(cells, pa.string())).to_pylist()
    assert together == [values.lists(pa.array([cell], pa.string())).to_pylist()[0] for cell in cells]
    assert together == [values.elements(cell) for cell in cells]


@given(
    st.lists(
        st.sampled_from(["[a, b]", "[]", "", "[null]", "[1, 2.5]", "['x', 'y']", "[a,,b]", "a|b", "[ ]"])
    )
)
def test_known_spellings_of_lists_may_be_mixed(cells):
    assert values.lists(pa.array(cells, pa.string())).to_pylist() == [values.elements(cell) for cell in cells]


def test_lists_of_a_parquet_file_stay_lists():
    assert values.lists(pa.array([["a", "b|c"], None, [], [None, "d"]])).to_pylist() == [
        ["a", "b|c"],
        [],
        [],
        ["d"],
    ]


def test_nested_values_become_json():
    assert values.text(pa.array([{"a": 1}, None])).to_pylist() == ['{"a": 1}', None]


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), ("Farsi (Persian)", "fa"), ("Norwegian", "no"), ("Simplified Chinese", "zh-Hans"),
     ("pt-BR", "pt-BR"), ("LANGUAGE UNDEFINED", None), (None, None)],
)  # fmt: skip
def test_language_names(name, code):
    assert transforms.language(name) == code


def test_what_stands_in_a_text():
    column = pa.array(["hi @Bob see https://e.org/a?b=1, #Один #2 and mail me@x.org", None])
    found = {
        n: transforms.TRANSFORMS[f"{n}_in_text"](column).to_pylist()[0]
        for n in ("urls", "hashtags", "mentions")
    }
    assert found == {"urls": ["https://e.org/a?b=1"], "hashtags": ["Один"], "mentions": ["@Bob"]}


def test_stated_units_of_time():
    found = transforms.TRANSFORMS["unix_ms"](pa.array(["1475280000000"])).to_pylist()
    assert found == transforms.TRANSFORMS["unix_s"](pa.array(["1475280000"])).to_pylist()
