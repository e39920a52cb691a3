"""The made-up case, made once for the tests of a file."""

from __future__ import annotations

import pytest

from tests.views.made_case import case


@pytest.fixture(scope="module")
def made():
    return case()


@pytest.fixture(scope="module")
def engine(made):
    return made.engine()
