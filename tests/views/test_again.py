"""What was met before, as a report shows it: a few of each kind, no stranger named, nothing of closed cases."""

from __future__ import annotations

from floodwatch.engine import DuckDB
from floodwatch.model.dossier import OUTSIDE
from floodwatch.model.recurrence import Hit, Recurrence
from floodwatch.views.again import EACH, view


def hit(kind, value, place="earlier case"):
    return Hit(
        kind=kind,
        value=value,
        refs=("account:x/1",),
        place=place,
        says="in the case a",
        innocent=f"why {kind}",
    )


def test_a_few_of_each_place_and_kind_are_shown_and_all_are_counted():
    many = [hit("link", f"https://one.example/{n}") for n in range(EACH + 3)]
    found = Recurrence(
        (*many, hit("text", "the bridge opens"), hit("text", "the bridge opens", "takedown release"))
    )
    with DuckDB() as engine:
        told = view(engine, found)
    assert [(row["kind"], row["place"]) for row in told["shown"]] == [
        *([("link", "earlier case")] * EACH), ("text", "earlier case"), ("text", "takedown release")
    ]  # fmt: skip
    assert len(told["hits"]) == EACH + 5
    assert told["counts"][0] == {"place": "earlier case", "kind": "link", "hits": EACH + 3}
    assert told["innocent"] == {"link": "why link", "text": "why text"}


def test_nobody_outside_the_networks_is_shown_and_nothing_of_a_closed_case():
    with DuckDB() as engine:
        told = view(
            engine, Recurrence((hit("account", "42"), hit("link", "https://a.example", "closed case")))
        )
    assert [row["value"] for row in told["hits"]] == [OUTSIDE]
    assert told["shown"] == []
