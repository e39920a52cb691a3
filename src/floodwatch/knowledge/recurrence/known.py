"""What the casebook knows of the accounts, sites and indicators of a case: confirmed claims, and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from floodwatch.casebook import recurring
from floodwatch.knowledge.recurrence.kinds import BY_NUMBER
from floodwatch.model import refs
from floodwatch.model.claims import entity_id
from floodwatch.model.recurrence import Seen

if TYPE_CHECKING:
    from floodwatch.casebook.recurring import Statement
    from floodwatch.casebook.store import Book

Known = Mapping[tuple[int, int], tuple["Statement", ...]]
WORDS = {
    "part_of": "is part of", "attributed_to": "is attributed to", "operates": "is run by",
    "member_of": "is a member of", "described_as": "is described as", "indicator": "is an indicator of",
}  # fmt: skip


def known(book: Book, own: Iterable[Seen]) -> Known:
    """What confirmed claims say of values of a case, by kind and key. The work grows with the values of the case."""
    asked: dict[str, list[tuple[int, int]]] = {}
    found: dict[tuple[int, int], list[Statement]] = {}
    indicators = _indicators(book)
    for one in own:
        for name in _entities(one):
            asked.setdefault(name, []).append((one.kind, one.key))
        for said in indicators.get(_plain(one), ()):
            found.setdefault((one.kind, one.key), []).append(said)
    for said in recurring.said_of(book, list(asked)):
        for where in asked.get(said.subject, ()):
            found.setdefault(where, []).append(said)
    return {where: tuple(_once(those)) for where, those in found.items()}


def sentence(one: Statement) -> str:
    """A statement in words, with who says it."""
    what = one.other or one.value.partition(":")[0]
    if one.predicate == "described_as":
        what = one.value
    by = f", says {one.speaker}" if one.speaker else ""
    return f"{WORDS[one.predicate]} {what}{by} (claim {one.claim_id[:12]})"


def _entities(one: Seen) -> list[str]:
    """Entities that a value would be in the casebook: a site, or a channel by id or handle."""
    name = BY_NUMBER[one.kind].name
    if name == "site":
        return [entity_id("site", one.shown)]
    if name in ("account", "handle"):
        platform = refs.parse(one.who[0]).platform if one.who else ""
        return [entity_id("channel", f"{platform}/{one.shown}")] if platform else []
    return []


def _indicators(book: Book) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for said in recurring.indicators(book):
        found.setdefault(said.value.partition(":")[2].strip().casefold(), []).append(said)
    return found


def _plain(one: Seen) -> str:
    """A value as indicators write it: without its type, or the mark of a handle."""
    name = BY_NUMBER[one.kind].name
    if name == "indicator":
        return one.shown.partition(": ")[2].casefold()
    return {"site": one.shown, "link": one.shown, "handle": f"@{one.shown}"}.get(name, "\x00").casefold()


def _once(those: Sequence[Statement]) -> list[Statement]:
    return list({one.claim_id: one for one in those}.values())
