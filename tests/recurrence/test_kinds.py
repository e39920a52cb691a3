"""Each kind of value: its own examples, and what must be equal or must not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.knowledge.recurrence.hashes import is_hash, schemes
from floodwatch.knowledge.recurrence.kinds import BY_NUMBER, HASHED, KINDS
from floodwatch.knowledge.recurrence.taking import Taker, gathered, meaning
from floodwatch.knowledge.recurrence.texts import TEXT, bands, likeness
from floodwatch.model.errors import SettingError
from tests.recurrence.made import BRIDGE, WALLET

kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
SHARED = {"platform": "x", "account_id": "1", "post_id": "1", "collection_id": None, "created_at": None,
          "observed_at": None}  # fmt: skip


@kinds
def test_its_examples_fire_and_stay_silent(kind):
    assert list(kind.said(kind.fires[0], {**SHARED, **kind.fires[1]}))
    assert not list(kind.said(kind.silent[0], {**SHARED, **kind.silent[1]}))
    assert kind.innocent
    assert kind.description
    assert set(kind.columns) <= {"posts", "accounts"}


def test_no_two_kinds_share_a_place_in_the_index():
    assert len(BY_NUMBER) == len(KINDS) + 1


def keys(table="posts", taker=None, **row):
    uses = (taker or Taker()).uses(table, [{**SHARED, **row}])
    return {(BY_NUMBER[use.value.kind].name, use.value.key) for use in uses}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"urls": ["https://www.news.example/a?utm_source=x"]}, {"urls": ["http://news.example/a/"]}),
        ({"text": BRIDGE}, {"text": BRIDGE.upper() + " https://t.co/abc @anna"}),
        ({"text": f"Give to {WALLET} now"}, {"text": f"send it here: {WALLET.lower()}"}),
        ({"media": ["sha256:" + "AB" * 32]}, {"media": ["sha256:" + "ab" * 32]}),
    ],
)
def test_equal_values_meet(one, other):
    shared = keys(**one) & keys(**other)
    assert {name for name, _ in shared} - {"account", "post"}


def test_handles_meet_in_any_case_and_on_any_platform():
    one = keys("accounts", handle="@Anna_Berg")
    assert [k for k in one if k[0] == "handle"] == [
        k for k in keys("accounts", handle="anna_berg", platform="telegram") if k[0] == "handle"
    ]
    assert not {k for k in one if k[0] == "account"} & keys("accounts", platform="telegram")


def test_a_repost_brings_no_text():
    assert not [k for k in keys(text=BRIDGE, is_repost=True) if k[0] == "text"]


HEX = "ab12cd34" * 8


def test_a_hash_is_never_an_id():
    assert is_hash(HEX)
    assert not is_hash("1234567890")
    assert not is_hash("Anna_Berg")
    release = Taker(released_by="X", all_hashed=False)
    own = keys("accounts", release, account_id=HEX, handle=HEX, name=HEX)
    assert {name for name, _ in own} == {HASHED.name}
    assert not own & keys("accounts", Taker(released_by="Somebody else"), account_id=HEX)
    said_so = keys("accounts", Taker(released_by="X", all_hashed=True), account_id="42")
    assert not said_so & keys("accounts", account_id="42")


@pytest.mark.parametrize("written", ["hex", "base64", "base64url"])
@pytest.mark.parametrize("salted", ["before", "after"])
def test_a_known_scheme_makes_an_id_meet_its_hash(written, salted):
    known = schemes(
        [{"released_by": "X", "of": "account", "salt": "s1", "written": written, "salted": salted}]
    )
    made = known[0].of_id("42")
    plain = keys("accounts", Taker(known=known), account_id="42")
    held = keys("accounts", Taker(released_by="X", all_hashed=True), account_id=made)
    assert plain & held
    assert not keys("accounts", Taker(known=known), account_id="43") & held
    assert meaning(known) != meaning(())


@pytest.mark.parametrize(
    "told", [{}, {"released_by": "X", "algorithm": "rot13"}, {"released_by": "X", "pepper": 1}]
)
def test_a_scheme_that_is_none_is_refused(told):
    with pytest.raises(SettingError):
        schemes([told])


@given(st.text(max_size=300), st.text(max_size=40), st.lists(st.text(max_size=60), max_size=3))
def test_nothing_that_strangers_write_breaks_it(text, name, links):
    row = {**SHARED, "text": text, "bio": text, "handle": name, "name": name, "urls": links, "media": links,
           "avatar": text, "website": name}  # fmt: skip
    for table in ("posts", "accounts"):
        for one in gathered(Taker().uses(table, [row]), 1):
            assert one.shown.encode("utf-8")
            assert "\x00" not in one.shown
            assert -(2**63) <= one.key < 2**63


def test_near_texts_share_a_band_and_the_index_is_exact():
    edited = "thebridgeovertheriveropensagainonmondayatn1nesaysthemayorofthetown"
    same, other = BRIDGE.lower().replace(" ", "").replace(",", ""), "x" + "anothermatteraltogether" * 3
    made = bands([same, edited, other])
    assert np.any(made[0] == made[1])
    found = likeness([same, same], [edited, other])
    assert found[0] >= TEXT.near.least > found[1]
