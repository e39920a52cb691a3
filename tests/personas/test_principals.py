"""Sentences about principals say on which side an account stands, and never which one it is."""

from __future__ import annotations

import pytest

from floodwatch.detectors.personas.signals.principals import Principal, Profile

MINE = [Profile("account:x/1", "letters", frozenset(), 1)]


@pytest.mark.parametrize(
    ("kind", "account_no", "shown"),
    [
        ("account", 9, "one account outside the network"),
        ("account", None, "one account outside the network"),
        ("account", 1, "one account of the network"),
        ("domain", None, "secret-name"),
    ],
)
def test_an_account_is_never_named(kind, account_no, shown):
    principal = Principal("secret-name", (), kind, 3, 9, 9, 3, 0, account_no)
    assert principal.shown(MINE) == shown
