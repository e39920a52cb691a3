"""Every view over the casebook alone, on an empty one and with what the package brings. None is named."""

from __future__ import annotations

import inspect
import json
import re

import pytest

from floodwatch.centre.starting import ready
from floodwatch.views import BOOK_VIEWS, VIEWS

views = pytest.mark.parametrize("view", BOOK_VIEWS, ids=lambda v: v.name)


@views
def test_a_view_says_what_it_is(view):
    assert re.match(r"[a-z][a-z_]*$", view.name)
    assert len(view.description) > 10
    assert not view.needs
    taken = inspect.signature(view.view).parameters
    for parameter in view.parameters:
        assert parameter.help
        assert taken[parameter.name].default == parameter.default
    assert len({one.name for one in (*VIEWS, *BOOK_VIEWS)}) == len(VIEWS) + len(BOOK_VIEWS)


@views
@pytest.mark.parametrize("filled", [False, True])
def test_a_view_answers_twice_alike_and_in_json(view, filled, tmp_path):
    book = tmp_path / "casebook.db"
    if filled:
        ready(book)
    names = ("", "Storm-1376") if any(p.name == "name" for p in view.parameters) else ("",)
    for name in names:
        given = {p.name: p.default for p in view.parameters} | ({"name": name} if len(names) > 1 else {})
        first = json.dumps(view.view(book, **given))
        assert json.dumps(view.view(book, **given)) == first
