"""Incidents with who did what to whom, and what they come to by actor, year and country, with nothing counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import about
from floodwatch.casebook.naming import called, folded, near
from floodwatch.casebook.resolution import groups
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim
from floodwatch.model.units import Parameter
from floodwatch.views.ledger import KIND, Item, Ledger, chosen, confirmed, read
from floodwatch.views.markings import strictest
from floodwatch.views.said import Teller, as_of, quantity, value
from floodwatch.views.totals import Range, inside, total
from floodwatch.views.unit import View

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNKNOWN = "any part"
SEVERAL, UNDATED = "several years", "undated"
NOT_RECORDED, NONE_OBSERVED = "not recorded", "none observed"
NOTES = (
    "Numbers of claims that nobody confirmed are in no sum. A sum is a range: its low end takes for parts what may be "
    "parts, its high end only what surely is one. 'over' has no upper end.",
    "An entry inside another is not added to it. What spans several years is in no single year.",
    "These are reported incidents: who is watched, who must report and what reporters look for decide what is counted.",
)


def view(
    book: Book, name: str = "", actor: str = "", year: int = 0, country: str = "", sector: str = ""
) -> dict[str, Any]:
    """Entries that fit everything that is asked for, and their sums; `name` is a part of an entry's name."""
    with connected(book) as db:
        ledger = read(db)
        asked = {"actor": actor, "country": country, "sector": sector}
        known = {what: (actors_of if what == "actor" else named)(db, one) for what, one in asked.items()}
        unknown = [what for what, one in asked.items() if one and not known[what]]
        fit = [] if unknown else fitting(ledger, name, year, known)
        nearby = {what: [one.label for one in near(db, asked[what])] for what in unknown}
    teller = Teller(ledger.people, ledger.sources, {})
    nearest = inside([item.key for item in fit], ledger.within)
    labels = {item.key: item.label for item in ledger.items}
    return {
        "asked": {"name": name, "year": year, **asked},
        "unknown": nearby,
        "incidents": [_entry(ledger, item, teller, [labels[w] for w in nearest[item.key]]) for item in fit],
        "totals": {
            "all": _sum(ledger, fit),
            "by_actor": _by(ledger, fit, lambda item: _actors(ledger, item), "actor"),
            "by_year": _by(ledger, fit, lambda item: [_year(ledger, item)], "year"),
            "by_country": _by(ledger, fit, lambda item: _labels(ledger, ledger.countries(item)), "country"),
        },
        "sectors": _sectors(ledger, fit),
        "notes": list(NOTES),
    }


def named(db: Connection, name: str) -> list[str]:
    """Ids of every entity that goes by a name, with all that are the same; none for an empty name."""
    hits = called(db, name) if name else []
    return [one for group in groups(db, [hit.entity_id for hit in hits]) for one in group.ids]


def actors_of(db: Connection, name: str) -> list[str]:
    """Whoever goes by a name; for a country also the actors that are confirmed to act from there."""
    asked = named(db, name)
    ids = [c.subject for c in about(db, asked) if c.predicate == "originates_from" and confirmed(c)]
    theirs = [one for group in groups(db, ids) for one in group.ids]
    return list(dict.fromkeys((*asked, *theirs)))


def fitting(ledger: Ledger, name: str, year: int, known: Mapping[str, Collection[str]]) -> list[Item]:
    """Entries with these words in their names, of a year, by ids of `actor`, `country` and `sector`; oldest first."""
    words = [folded(word) for word in name.split()]
    found = chosen(
        ledger, actors=known["actor"], year=year, countries=known["country"], sectors=known["sector"]
    )
    fit = [item for item in found if all(word in folded(item.label) for word in words)]
    return sorted(fit, key=lambda item: ((ledger.years(item) or (9999,))[0], item.label, item.key))


def _entry(ledger: Ledger, item: Item, teller: Teller, wholes: Sequence[str]) -> dict[str, Any]:
    """One incident: what people ask first, then every claim."""
    told = [claim for claim in item.claims if claim.subject in item.ids or claim.predicate == "victim_of"]
    return {
        "name": item.label,
        "kind": item.kind,
        "entity": item.key,
        "actors": [_attribution(teller, claim) for claim in ledger.actors(item)],
        "victims": _victims(ledger, item, teller),
        "victims_counted": [value(c) for c in item.said("count")],
        "countries": _labels(ledger, ledger.countries(item)),
        "sectors": _labels(ledger, ledger.sectors(item)),
        "when": sorted({as_of(c) for c in item.said("occurred_on")}),
        "amounts": [
            {"says": value(c), "unit": c.unit, "as_of": as_of(c), "hedge": c.hedge, "claim": c.claim_id}
            for c in item.said("amount")
        ],
        "outcome": sorted({c.value_text for c in item.said("outcome")}),
        "motive": sorted({teller.says(c).removeprefix(f"{item.label} is for ") for c in item.said("motive")}),
        "leads_to": _leak(item, teller),
        "inside": list(wholes),
        "sources": teller.sources.independent(told),
        "markings": list(strictest([{"markings": [c.tlp, c.pap]} for c in item.claims])),
        "claims": teller.rows(told),
    }


def _attribution(teller: Teller, claim: Claim) -> dict[str, str]:
    return {"name": teller.name(claim.object_entity), "hedge": claim.hedge, "of": teller.name(claim.subject)}


def _victims(ledger: Ledger, item: Item, teller: Teller) -> list[str]:
    """Who was harmed, with the word that says how sure it is where every source hedges."""
    told = [c for c in item.said("victim_of") if c.object_entity in item.ids]
    hedges = {one: {c.hedge for c in told if c.subject == one} for one in ledger.victims(item)}
    return [
        teller.name(one) + ("" if "" in words else f" ({', '.join(sorted(words))})")
        for one, words in hedges.items()
    ]


def _leak(item: Item, teller: Teller) -> list[str]:
    """Campaigns that an intrusion led to, or that none was observed, or that nobody said either."""
    told = [
        c
        for c in item.claims
        if c.predicate == "leads_to" and c.status == "confirmed" and c.subject in item.ids
    ]
    links = [teller.name(c.object_entity) for c in told if c.polarity == "asserted"]
    if links:
        return links
    none = any(c.polarity == "not_observed" for c in told)
    return [NONE_OBSERVED if none else NOT_RECORDED]


def _labels(ledger: Ledger, ids: Iterable[str]) -> list[str]:
    return [ledger.people[one].label for one in ids]


def _actors(ledger: Ledger, item: Item) -> list[str]:
    """Actors of an item, each once under one name, whatever it is called in the claim."""
    ids = [claim.object_entity for claim in ledger.actors(item)]
    if item.kind != KIND and not ids:
        ids = [item.key]
    return list(dict.fromkeys(_labels(ledger, [ledger.same.get(one, one) for one in ids])))


def _year(ledger: Ledger, item: Item) -> str:
    years = ledger.years(item)
    if years is None:
        return UNDATED
    return str(years[0]) if years[0] == years[1] else SEVERAL


def _by(
    ledger: Ledger, items: Sequence[Item], keys: Callable[[Item], Iterable[str]], title: str
) -> list[dict[str, Any]]:
    """One sum for each of some sorts of items; an item may be of several."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for key in keys(item):
            found.setdefault(key, []).append(item)
    shared = {item.key for item in items if title == "country" and len(set(keys(item))) > 1}
    return [{title: key} | _sum(ledger, some, key, shared) for key, some in sorted(found.items())]


def _sum(
    ledger: Ledger, items: Sequence[Item], actor: str = "", shared: Collection[str] = ()
) -> dict[str, Any]:
    """How many entries, and what their numbers come to; of what is `shared` with others any part may be meant."""
    units = sorted({unit for item in items for unit in ledger.numbers(item)})
    nearest = inside([item.key for item in items], ledger.within)
    sums = {}
    for unit in units:
        ranges = {item.key: _unsure(ledger, item, unit, actor, shared) for item in items}
        known = {key: one for key, one in ranges.items() if one}
        found = total(known, ledger.within)
        if found:
            sums[unit] = {
                "low": found.low,
                "high": found.high,
                "says": _says(ledger, items, unit, known, found),
            }
    return {
        "entries": len(items),
        "inside_others": sum(bool(wholes) for wholes in nearest.values()),
        "sums": sums,
        "left_out": sum(_suggested(item) for item in items),
    }


def _unsure(ledger: Ledger, item: Item, unit: str, actor: str, shared: Collection[str]) -> Range | None:
    """An item's number; it may be nothing where others share it, or where the actor is only alleged to have done it."""
    found = ledger.range(item, unit)
    by = [c for c in ledger.actors(item) if _labels(ledger, [ledger.same[c.object_entity]]) == [actor]]
    alleged = bool(by) and all(c.hedge for c in by)
    return Range(0.0, found.high) if found and (alleged or item.key in shared) else found


def _says(ledger: Ledger, items: Sequence[Item], unit: str, known: Mapping[str, Range], found: Range) -> str:
    """A sum in words; in a source's own where it is what one source says."""
    for item in items:
        said = ledger.numbers(item).get(unit, [])
        whole = all(Range(c.value_low or 0.0, c.value_high) == found for c in said)
        if known.get(item.key) == found and whole and len({value(c) for c in said}) == 1:
            return value(said[0])
    low = None if found.low == 0 else found.low
    return quantity(low, found.high, unit) if low is not None or found.high is not None else UNKNOWN


def _suggested(item: Item) -> int:
    """Numbers that nobody confirmed."""
    return sum(c.status == "suggested" and c.predicate in ("amount", "count") for c in item.claims)


def _sectors(ledger: Ledger, items: Sequence[Item]) -> list[dict[str, Any]]:
    """How many of each actor's incidents were in which sector, and for which motives by sources; no whole counts."""
    wholes = {whole for item in items for whole in ledger.within.surely.get(item.key, ())}
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if item.kind != KIND or item.key in wholes:
            continue
        for actor in _actors(ledger, item):
            row = found.setdefault(
                actor, {"incidents": 0, "known": 0, "sectors": Counter(), "motives": Counter()}
            )
            sectors = _labels(ledger, ledger.sectors(item))
            row["incidents"] += 1
            row["known"] += bool(sectors)
            row["sectors"].update(sectors)
            row["motives"].update({c.value_text for c in item.said("motive")})
    counted = ("sectors", "motives")
    return [
        {"actor": actor, **row} | {name: dict(row[name].most_common()) for name in counted}
        for actor, row in sorted(found.items())
    ]


INCIDENTS = View(
    "incidents",
    "Intrusions and thefts with actor, victims, outcome and amounts, and their sums without double counting",
    view,
    needs=(),
    parameters=(
        Parameter("name", "", "A part of an incident's name; all when empty."),
        Parameter("actor", "", "Only by this actor, under any of its names."),
        Parameter("year", 0, "Only of this year, or reaching into it; 0 for all."),
        Parameter("country", "", "Only in this country, or with victims there."),
        Parameter("sector", "", "Only in this sector."),
    ),
)
