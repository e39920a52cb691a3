"""Which earlier texts a document retells: the same words, the same rare figures and quotations, "a report by X".

Retellings of one report are one source. That they are retellings is only suggested, with the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.casebook.gathering import labels
from floodwatch.casebook.rows import chunks, claim_of, select_claims
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity, document_id
from floodwatch.model.documents import Document
from floodwatch.model.markings import Marking, strictest
from floodwatch.tools.shingles import shingles

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIGURES = ("count", "amount", "reach")
WORDS = ("states", "denies", "rebuts")
SMALL = 12
"""Numbers up to which many texts agree by chance."""
RARE = 4
"""Texts that may share a figure before it says nothing."""
MOST_TEXTS = 200
MOST_WORDS = 200_000
"""Characters of a document that are compared with the quotes of earlier ones."""
LEAST_QUOTED, ALIKE = 300, 0.6
"""Characters that are quoted of an earlier text, and how much of them must stand in this one."""
LEAST_WORDS = 6
OTHER_WAY = "the other way round"
Figure = tuple[float | None, float | None, str]


@dataclass(frozen=True, slots=True)
class Retelling:
    """That a document retells an earlier one, why, and the claim of this document that shows it best.

    `claim_id` is that of the claim that says so already, empty where none does. `marking` is the strictest of both.
    """

    document: str
    claim_id: str
    reasons: tuple[str, ...]
    shown_by: Claim
    marking: Marking


def retold(book: Book, document: Document, claims: Sequence[Claim]) -> list[Retelling]:
    """Earlier texts that this one and they have too much in common with to be two sources, the likest first."""
    if not claims:
        return []
    with connected(book) as db:
        earlier = _earlier(db, document.sha256, claims)
        people = labels(db, [claim for said in earlier.values() for claim in said])
        stated = _stated(db, document.sha256)
    common, bodies = _common(claims, earlier), {name: one.label for name, one in people.items()}
    found = [
        _compared(document, claims, name, said, common, bodies, stated.get(document_id(name), ""))
        for name, said in earlier.items()
        if stated.get(document_id(name)) != OTHER_WAY
    ]
    return sorted(
        (one for one in found if one is not None), key=lambda one: (-len(one.reasons), one.document)
    )


def as_claim(one: Retelling, document: Document, by: Entity, unit: str) -> Claim:
    """The suggestion that the document retells the other, at the passage that shows it best."""
    shown = one.shown_by
    return Claim(
        subject=document_id(document.sha256), predicate="derived_from", object_entity=document_id(one.document),
        source_document=document.sha256, span_start=shown.span_start, span_end=shown.span_end, quote=shown.quote,
        said_by=by.entity_id, tlp=one.marking.tlp, pap=one.marking.pap, suggested_by=unit,
    )  # fmt: skip


def _earlier(db: Connection, own: str, claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """The claims of other texts that share a figure or a quotation with this one, by text."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims as table

    said = sorted({c.value_text for c in claims if c.predicate in WORDS and _long(c.value_text)})
    lows = sorted(
        {n for low, high, _ in map(_figure, _figures(claims)) for n in (low, high) if n is not None}
    )
    found: set[str] = set()
    asked: tuple[tuple[Any, Sequence[Any], tuple[str, ...]], ...] = (
        (table.c.value_low, lows, FIGURES), (table.c.value_high, lows, FIGURES), (table.c.value_text, said, WORDS),
    )  # fmt: skip
    for column, values, kinds in asked:
        for part in chunks(values):
            wanted = select(table.c.source_document).where(column.in_(part), table.c.predicate.in_(kinds))
            found.update(
                db.scalars(wanted.where(table.c.source_document != own).distinct().limit(MOST_TEXTS))
            )
    texts: dict[str, list[Claim]] = {}
    for part in chunks(sorted(found - {""})[:MOST_TEXTS]):
        for row in db.execute(select_claims(table.c.source_document.in_(part))):
            texts.setdefault(row.source_document, []).append(claim_of(row))
    return texts


def _stated(db: Connection, own: str) -> dict[str, str]:
    """By the other text the claim that this one retells it, or `OTHER_WAY` where it is said to retell this one.

    Whatever was decided about such a claim, the question is not asked again.
    """
    from sqlalchemy import or_, select

    from floodwatch.casebook.tables import claims as table

    here = document_id(own)
    either = or_(table.c.subject == here, table.c.object_entity == here)
    wanted = select(table.c.subject, table.c.object_entity, table.c.claim_id)
    rows = db.execute(wanted.where(table.c.predicate == "derived_from", either).order_by(table.c.number))
    return {other if one == here else one: name if one == here else OTHER_WAY for one, other, name in rows}


def _figures(claims: Sequence[Claim]) -> list[Claim]:
    """Claims on numbers that are not small."""
    return [c for c in claims if c.predicate in FIGURES and max(c.value_low or 0, c.value_high or 0) > SMALL]


def _figure(claim: Claim) -> Figure:
    return claim.value_low, claim.value_high, claim.unit


def _long(text: str) -> bool:
    return len(text.split()) >= LEAST_WORDS


def _common(claims: Sequence[Claim], earlier: Mapping[str, Sequence[Claim]]) -> set[Figure]:
    """Figures that so many texts share that they say nothing."""
    own = {_figure(c) for c in _figures(claims)}
    shared = {
        figure: sum(figure in {_figure(c) for c in said} for said in earlier.values()) for figure in own
    }
    return {figure for figure, texts in shared.items() if texts > RARE}


def _compared(
    document: Document,
    claims: Sequence[Claim],
    name: str,
    said: Sequence[Claim],
    common: set[Figure],
    bodies: Mapping[str, str],
    known: str,
) -> Retelling | None:
    theirs = {_figure(c) for c in _figures(said)} - common
    figures = {_figure(c): c for c in reversed(_figures(claims)) if _figure(c) in theirs}
    words = {c.value_text for c in said if c.predicate in WORDS and _long(c.value_text)}
    quoted = {c.value_text: c for c in reversed(claims) if c.predicate in WORDS and c.value_text in words}
    cited = _cited(claims, said, bodies)
    alike = _alike(document.text, [c.quote for c in said])
    enough = (
        alike >= ALIKE or len(figures) > 1 or (quoted and (figures or len(quoted) > 1)) or (cited and figures)
    )
    shown = next(iter((*reversed(figures.values()), *reversed(quoted.values()))), None)
    if not enough or shown is None:
        return None
    reasons = tuple(_reasons(list(figures.values()), len(quoted), cited, alike))
    return Retelling(name, known, reasons, shown, strictest((c.tlp, c.pap) for c in (shown, *said)))


def _reasons(figures: Sequence[Claim], quoted: int, cited: str, alike: float) -> Iterator[str]:
    if figures:
        yield "the same figures: " + "; ".join(sorted({_words(c) for c in figures}))
    if quoted:
        yield f"the same quotations: {quoted}"
    if cited:
        yield f"both rest on {cited}"
    if alike >= ALIKE:
        yield f"{alike:.0%} of what is quoted of the other stands here in the same words"


def _words(claim: Claim) -> str:
    ends = dict.fromkeys(f"{n:,.0f}" for n in (claim.value_low, claim.value_high) if n is not None)
    return " ".join(part for part in (claim.qualifier, " to ".join(ends), claim.unit) if part)


def _cited(claims: Sequence[Claim], said: Sequence[Claim], bodies: Mapping[str, str]) -> str:
    """A body whose report both cite, or that speaks in the one and is cited by the other."""
    ours = {c.object_entity for c in claims if c.predicate == "cites"}
    theirs = {c.object_entity for c in said if c.predicate == "cites"} | {c.said_by for c in said}
    return next((bodies[one] for one in sorted(ours & theirs) if one in bodies), "")


def _alike(text: str, quotes: Sequence[str]) -> float:
    """Which share of the runs of letters of some quotes stand in a text."""
    passages = " ".join(dict.fromkeys(quotes)).casefold()
    if len(passages) < LEAST_QUOTED:
        return 0.0
    sets = shingles([passages[:MOST_WORDS], text[:MOST_WORDS].casefold()])
    first, second = (sets.hashes[sets.starts[n] : sets.starts[n + 1]] for n in (0, 1))
    return float(np.isin(first, second).mean()) if len(first) else 0.0
