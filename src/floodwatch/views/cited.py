"""One claim in words with its source, as a report cites it; and kept matrices, as a report shows them."""

from __future__ import annotations

from typing import Any

from floodwatch.casebook.claims import claim
from floodwatch.casebook.gathering import labels, sources
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.weighings import weighings
from floodwatch.model import refs
from floodwatch.model.units import Parameter
from floodwatch.views.said import Teller
from floodwatch.views.unit import View

SHOWN = (
    "claim", "predicate", "says", "value", "polarity", "as_of", "said_by", "source", "quote", "grade", "markings",
    "status",
)  # fmt: skip


def view(book: Book, claim_id: str = "") -> list[dict[str, Any]]:
    """The claim of that id, with its low and high value; empty where there is none that may be read."""
    found = claim(book, claim_id) if claim_id else None
    if found is None:
        return []
    with connected(book) as db:
        teller = Teller(labels(db, [found]), sources(db, [found]), {})
        told = teller.row(found)
    shown = {name: told[name] for name in SHOWN}
    return [
        {
            "ref": refs.entity("claim", found.claim_id),
            **shown,
            "low": found.value_low,
            "high": found.value_high,
        }
    ]


def kept(book: Book, number: int = 0) -> list[dict[str, Any]]:
    """The matrices that were kept and stand, or the one that was kept under a number."""
    return [
        {"ref": f"weighing:{one.number}", "number": one.number, **one.content, "kept_at": one.at}
        for one in weighings(book) if number in (0, one.number)
    ]  # fmt: skip


CITED = View(
    "cited",
    "One claim in words, with its source and how sure that is",
    view,
    needs=(),
    parameters=(Parameter("claim_id", "", "Id of a claim."),),
)
MATRICES = View(
    "matrices",
    "Matrices of explanations and evidence that were kept",
    kept,
    needs=(),
    parameters=(Parameter("number", 0, "Under which number one was kept; all of them at 0."),),
)
