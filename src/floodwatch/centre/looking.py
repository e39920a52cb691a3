"""Which views there are for whoever asks over a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floodwatch.views.unit import View


def views() -> list[tuple[View, bool]]:
    """Every view, and whether it is of one case."""
    from floodwatch.model.units import from_outside, listed
    from floodwatch.views import BOOK_VIEWS, VIEWS

    known = listed("views", (*VIEWS, *BOOK_VIEWS), from_outside("view"))
    return [(one, one not in BOOK_VIEWS) for one in known]
