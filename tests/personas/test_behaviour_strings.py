"""Sequences of acts: who is looked at in a large network, and that nothing depends on the order of accounts."""

from __future__ import annotations

from hashlib import md5

import pytest

from floodwatch.centre.units import every
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.signals.behaviour_strings import BEHAVIOUR_STRINGS, MOST_MEMBERS
from floodwatch.engine import DuckDB
from floodwatch.model.units import Example
from tests.contract.harness import outcome

LARGE = 230
UNITS = every(power=False)


def made(tables):
    with DuckDB(threads=1) as engine:
        return outcome(engine, Example("", True, tables), BEHAVIOUR_STRINGS, UNITS)


def _draw(number):
    return md5(f"x/{number:04d}".encode(), usedforsecurity=False).hexdigest()


def large():
    """A network of which the first accounts answer and the others post pictures, in one order all of them."""
    kinds = ({"reply_to": "z"}, {"media": ["m"]})
    posts = [post(10 * a + n, a, **kinds[a >= MOST_MEMBERS]) for a in range(LARGE) for n in range(10)]
    return {**people([{"posts": 10}] * LARGE), "posts": posts}


def test_of_a_large_network_some_are_drawn_and_not_the_first():
    tables = made(large())
    looked = {row["account_no"] for row in tables["behaviour_strings"]}
    drawn = sorted(range(LARGE), key=_draw)[:MOST_MEMBERS]
    assert looked == set(drawn) and max(looked) >= MOST_MEMBERS
    (row,) = tables["signals/behaviour_strings"]
    answering = sum(n < MOST_MEMBERS for n in looked)
    pairs = answering * (answering - 1) + (MOST_MEMBERS - answering) * (MOST_MEMBERS - answering - 1)
    assert "200 accounts" in row["explanation"]
    assert row["value"] == pytest.approx(pairs / (MOST_MEMBERS * (MOST_MEMBERS - 1)), abs=0.02)


def test_likeness_is_the_mean_cosine_of_weighed_counts():
    """Two members with the same pairs and one with others: one of three pairs of accounts is alike."""
    kinds = {0: {}, 1: {}, 2: {"is_repost": True}}
    posts = [post(10 * a + n, a, **kinds[a]) for a in range(3) for n in range(10)]
    (row,) = made({**people([{"posts": 10}] * 3), "posts": posts})["signals/behaviour_strings"]
    assert row["value"] == pytest.approx(1 / 3) and row["p_value"] is None
