"""Prints the card of an actor: its names with who says each, then what is said of it, each line with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from floodwatch.cli.judged import judgement
from floodwatch.cli.plain import isolated, one_line

Row = Mapping[str, Any]
SECTIONS = (
    "origin", "sponsor", "motive", "incidents", "targets", "allies", "methods", "numbers", "activity", "impact",
    "forecasts", "statements", "other", "denials", "negative_findings",
)  # fmt: skip
CLAIMS = {"kept_apart": "kept apart", "denied": "said not to be the same, or no link seen"}


def acted(result: Row) -> Iterator[str]:
    """What was decided, a card for each who goes by the name, and near names where nobody does."""
    yield from decided(result.get("decided", ()))
    if "found" not in result:
        return
    if not result["found"]:
        yield f"Nobody goes by the name {isolated(one_line(result['asked']))}."
    sources = Sources()
    for card in result["found"]:
        yield from _card(card, sources)
        yield ""
    yield from sources.listed()
    for name, title in (("near", "near names"), ("also_called_so", "also called so")):
        if result[name]:
            listed = ", ".join(f"{one_line(one['name'])} ({one['kind']})" for one in result[name])
            yield f"{title}: {isolated(listed)}"
    yield from result["notes"]


def decided(made: Sequence[Row]) -> Iterator[str]:
    """Decisions, each with the number that undoes it."""
    for one in made:
        denied = " (that they are not the same)" if one.get("polarity") == "denied" else ""
        yield f"{one['what']}{denied}: decision {one['number']}, which --undo {one['number']} takes back"


class Sources:
    """Numbers the sources of an answer, so that each line can name its own in a word."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> str:
        """The number of a source, empty where there is none."""
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]" if source else ""

    def listed(self) -> Iterator[str]:
        """Every source that was named, by its number."""
        for source, number in self._numbers.items():
            yield f"[{number}] {isolated(one_line(source))}"


def line(row: Row, sources: Sources, indent: str = "   ", more: Sequence[str] = ()) -> str:
    """One claim with what a reader needs to weigh it."""
    status = "" if row["status"] == "confirmed" else row["status"]
    how = (row["as_of"], _speaker(row), sources.number(row["source"]), row["grade"], status, *more)
    told = "; ".join(one_line(part) for part in how if part)
    return f"{indent}{isolated(one_line(row['says']))}" + (f"  ({isolated(told)})" if told else "")


def section(title: str, rows: Sequence[Row], sources: Sources) -> Iterator[str]:
    """Claims under a title, nothing where there are none."""
    if rows:
        yield click.style(title.replace("_", " "), bold=True)
        yield from (line(row, sources) for row in rows)


def _speaker(row: Row) -> str:
    return f"says {row['said_by']}" if row["said_by"] else f"entered by {row['entered_by']}"


def _card(card: Row, sources: Sources) -> Iterator[str]:
    marks = f"  {' '.join(card['markings'])}" if card["markings"] else ""
    names, behind = len(card["names"]), card["sources"]
    counted = (
        f"{names} name{'s' if names != 1 else ''}, {behind} independent source{'s' if behind != 1 else ''}"
    )
    yield click.style(f"{isolated(one_line(card['label']))}  {card['kind']}, {counted}{marks}", bold=True)
    for name in card["names"]:
        yield from _name(name, sources)
    yield from _vendors(card["by_vendor"])
    for part, title in CLAIMS.items():
        yield from section(title, card[part], sources)
    for one in card["disputed"]:
        yield from section("disputed: joins nothing", one["says"], sources)
        yield from section("against it", one["against"], sources)
    yield from _suggested(card["suggested"])
    for part in SECTIONS:
        yield from section(part, card[part], sources)
    if card["judgements"]:
        yield click.style("judgements and forecasts", bold=True)
    for one in card["judgements"]:
        yield from judgement(one, in_full=False)
    yield from _parts(card["parts"], sources)
    yield from disagreeing(card["conflicts"])
    for predicate, count in card["totals"].items():
        yield f"{count:,} claims of {predicate}; --most {count} shows all"


def _name(name: Row, sources: Sources) -> Iterator[str]:
    since = f"since {name['since']}" if name["since"] else "undated"
    unsure = "" if name["status"] == "confirmed" else f"  {name['status']}"
    vendors = f"  {', '.join(map(one_line, name['vendors']))}" if name["vendors"] else ""
    yield f"   {isolated(one_line(name['name']))}  {since}{vendors}{unsure}"
    if name["family"]:
        yield f"      {_form(name['family'], sources)}"
    for step in name["path"]:
        yield from (_step(claim, sources) for claim in step["claims"])
    yield from (_step(claim, sources) for claim in name["also"])


def _step(claim: Row, sources: Sources) -> str:
    number = f"decision {claim['decision']}" if claim["decision"] else ""
    who = f"confirmed by {claim['decided_by']}" if claim["decided_by"] else ""
    return line(claim, sources, "      ", (who, number))


def _form(family: Row, sources: Sources) -> str:
    says = f"an actor of {family['country_name']}" if family["country"] else family["means"]
    return f"{family['word']}: {says}  (says {family['said_by']}; {sources.number(family['source'])})"


def _vendors(by_vendor: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if any(by_vendor):
        yield click.style("by vendor", bold=True)
        for vendor, names in by_vendor.items():
            order = " → " if vendor else ", "
            yield f"   {one_line(vendor) or 'others, or not said'}: {isolated(one_line(order.join(names)))}"


def _suggested(found: Sequence[Row]) -> Iterator[str]:
    if found:
        yield click.style("may be the same: --same NAME confirms, --not-same NAME refuses", bold=True)
    for one in found:
        yield f"   {isolated(one_line(one['name']))}: {isolated(one_line('; '.join(one['reasons'])))}"


def _parts(parts: Sequence[Row], sources: Sources) -> Iterator[str]:
    for part in parts:
        yield from section(f"of {isolated(one_line(part['name']))}", part["claims"], sources)


def disagreeing(found: Sequence[Row]) -> Iterator[str]:
    """Matters on which sources do not agree, side by side."""
    for one in found:
        yield click.style(f"sources do not agree: {one_line(one['matter']).replace('_', ' ')}", bold=True)
        for side in one["sides"]:
            who = f" ({isolated(one_line(', '.join(side['said_by'])))})" if side["said_by"] else ""
            yield f"   {side['sources']} source{'s' if side['sources'] != 1 else ''}{who}: " + isolated(
                one_line("; ".join(side["says"]))
            )
