"""People outside the networks are hidden; members and ordinary words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Account
from floodwatch.views import what
from floodwatch.views.mask import Mask, web_address

MEMBER = Account("account:x/42", "x", "42", "Member_One", "A name")
MASK = Mask([MEMBER])
HANDLES = st.from_regex(r"[a-z][a-z0-9_]{2,14}", fullmatch=True).filter(lambda h: h != "member_one")


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("hello @somebody!", "hello @masked!"),
        ("＠somebody", "@masked"),
        ("thanks @member_one and @MEMBER_ONE.", "thanks @member_one and @MEMBER_ONE."),
        ("write to some.one+tag@mail.example.org now", "write to [e-mail masked] now"),
        ("@user@mastodon.example hi", "@masked hi"),
        ("see https://x.com/somebody/status/123 now", "see https://x.com/@masked now"),
        ("see https://x.com/member_one/status/123", "see https://x.com/member_one/status/123"),
        ("https://x.com/i/status/5", "https://x.com/i/status/5"),
        ("https://bsky.app/profile/some.body/post/1", "https://bsky.app/profile/@masked"),
        ("t.me/somebody", "t.me/@masked"),
        ("https://example.org/@path/112", "https://example.org/@masked"),
        ("see http://m.example/users/path now", "see http://m.example/users/@masked now"),
        ("https://m.example/@path@other.example", "https://m.example/@masked"),
        ("https://m.example/@member_one/112", "https://m.example/@member_one/112"),
        ("https://m.example/a/@path", "https://m.example/a/@path"),
        ("5 @ 3 euro", "5 @ 3 euro"),
        ("كما قال @someone اليوم", "كما قال @masked اليوم"),
        (None, ""),
    ],
)
def test_texts(given_text, shown):
    assert MASK.text(given_text) == shown


@given(
    HANDLES, st.sampled_from(["RT @{}: text", "من @{}", "@{}@server.example", "(@{})", "https://t.me/{}/4"])
)
def test_no_handle_of_an_outsider_survives(handle, form):
    assert handle not in MASK.text(form.format(handle)).replace("server.example", "").replace(
        "https://t.me", ""
    )


@given(st.text(max_size=200))
def test_any_text_is_masked_without_error_and_twice_changes_nothing(text):
    once = MASK.text(text)
    assert MASK.text(once) == once


def test_a_name_is_known_on_its_own_platform_only():
    assert MASK.text("hi @member_one", "x") == "hi @member_one"
    assert MASK.text("hi @member_one", "telegram") == "hi @masked"
    assert MASK.text("https://t.me/member_one and https://www.x.com/member_one", "telegram") == (
        "https://t.me/@masked and https://www.x.com/member_one"
    )


def test_refs_of_outsiders_are_words():
    assert MASK.ref(refs.account("x", "42")) == "account:x/42"
    assert MASK.ref(refs.account("x", "43")) == OUTSIDE
    assert MASK.ref("nonsense") == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://", ""),
        ("http://[bad", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_are_offered_as_links(text, address):
    assert web_address(text) == address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two @somebody three", "one two…"),
        ("mail some.one@mail.example now", "mail…"),
        ("one two three four five", "one two three…"),
        ("short", "short"),
    ],
)
def test_a_cut_leaves_neither_half_a_mask_nor_half_an_address(text, shown):
    assert what.masked(text, MASK, 14) == (shown, shown != text)


def test_an_address_where_a_long_text_is_cut_before_it_is_searched_does_not_show():
    filler = "https://x.com/somebody/" + "y" * 60 + " "
    text = filler * 2 + "some.one@mail.example " + "z" * 500
    cut_inside_the_address = len(filler) * 2 + 5
    shown, was_cut = what.masked(text[: cut_inside_the_address + 500], MASK, cut_inside_the_address // 8)
    assert was_cut
    assert "some" not in shown


def test_harmful_terms_in_posts_are_blurred_unless_asked_for():
    said = "Refugees are parasites, says nobody"
    assert "parasites" not in Mask(()).post(said)
    assert Mask((), in_full=True).post(said) == said
    assert what.masked(said, Mask(()), 200)[0] == "Refugees are p***, says nobody"
    assert Mask(()).text(said) == said, "sentences of ours are left as they are"
