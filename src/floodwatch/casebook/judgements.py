"""Reads judgements and forecasts as they stand, each as strictly marked as what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from floodwatch.casebook.ceiling import SourceMark, marks_in, seen
from floodwatch.casebook.ceiling import standing as marked
from floodwatch.casebook.judgement_rows import JudgementLine, judgement_of, line_of
from floodwatch.casebook.rows import chunks
from floodwatch.casebook.store import Book, connected
from floodwatch.model import refs
from floodwatch.model.errors import JudgementError
from floodwatch.model.judgements import FORECAST, JUDGEMENT, STANDING, Judgement
from floodwatch.model.markings import Marking, strictest

if TYPE_CHECKING:
    from sqlalchemy import Connection

CLAIM, FINDING = "claim", "finding"
Links = Mapping[str, Mapping[str, Sequence[str]]]


def judgements(book: Book, kind: str = "") -> list[Judgement]:
    """All of a kind, or all, in the order in which they were recorded; superseded and retracted ones too."""
    with connected(book) as db:
        return read(db, kind=kind)


def judgement(book: Book, beginning: str, kind: str = "") -> Judgement:
    """The one whose id begins so (JudgementError where there is none, or more than one)."""
    what, verb = (kind, "forecast") if kind == FORECAST else (JUDGEMENT, "judge")
    with connected(book) as db:
        found = [one for one in read(db, kind=kind) if beginning and one.judgement_id.startswith(beginning)]
    if len(found) != 1:
        told = f"{len(found)} {what}s begin" if found else f"No {what} begins"
        raise JudgementError(f"{told} with {beginning!r}", do=f"See: floodwatch {verb} list.")
    return found[0]


def history(book: Book, judgement_id: str) -> tuple[JudgementLine, ...]:
    """All that was decided about a judgement, oldest first, what was undone included."""
    with connected(book) as db:
        return tuple(lines_of(db, [judgement_id])[judgement_id])


def read(db: Connection, kind: str = "", about: Collection[str] = ()) -> list[Judgement]:
    """Those of a kind, and about some entities, that may be read now."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import judgements as table

    rows = list(db.execute(select(table).order_by(table.c.number)))
    ids = [row.judgement_id for row in rows]
    linked, lines = links_of(db, ids), lines_of(db, ids)
    found = [judgement_of(row, linked[row.judgement_id], lines[row.judgement_id]) for row in rows]
    visible = {one.judgement_id: one for one in _visible(db, found)}
    return [
        replace(one, status=STANDING, superseded_by="") if one.superseded_by not in {"", *visible} else one
        for one in visible.values()
        if (not kind or one.kind == kind) and (not about or set(about) & set(one.about))
    ]


def lines_of(db: Connection, ids: Sequence[str]) -> dict[str, list[JudgementLine]]:
    """All that was decided about each of the judgements, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import judgement_lines as table

    found: dict[str, list[JudgementLine]] = {one: [] for one in ids}
    for part in chunks(list(found)):
        wanted = select(table).where(table.c.judgement_id.in_(part)).order_by(table.c.number)
        for line in map(line_of, db.execute(wanted)):
            found[line.judgement_id].append(line)
    return found


def links_of(db: Connection, ids: Sequence[str]) -> Links:
    """On what each of the judgements rests, and whom it is about, in the order that its author gave."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import judgement_links as table

    found: dict[str, dict[str, list[str]]] = {one: {} for one in ids}
    for part in chunks(list(found)):
        wanted = select(table).where(table.c.judgement_id.in_(part)).order_by(table.c.place)
        for row in db.execute(wanted):
            found[row.judgement_id].setdefault(row.what, []).append(row.ref)
    return found


def claims_in(basis: Iterable[str]) -> list[str]:
    """Ids of the claims among what a judgement rests on."""
    return [one.id for one in map(refs.parse, basis) if one.kind == CLAIM]


def cases_in(basis: Iterable[str]) -> list[str]:
    """Names of the cases whose findings are among what a judgement rests on."""
    return [one.platform for one in map(refs.parse, basis) if one.kind == FINDING]


def _visible(db: Connection, found: Sequence[Judgement]) -> Iterator[Judgement]:
    """Those of which everything may be read, each with the strictest marking of all that it rests on."""
    sources = marked(marks_in(db))
    labels = labels_of(db, {name for one in found for name in claims_in(one.basis)})
    known = _known(db, {name for one in found for name in (*one.about, one.said_by) if name})
    for one in found:
        rests, names = claims_in(one.basis), {*one.about, one.said_by} - {""}
        whence = [one.source_document, *(f"case:{name}" for name in cases_in(one.basis))]
        if not labels.keys() >= set(rests) or not names <= known:
            continue  # something of it is above the ceiling
        marking = strictest([(one.tlp, one.pap), *(labels[name] for name in rests), *_of(sources, whence)])
        if seen(marking, whence):
            yield replace(one, tlp=marking.tlp, pap=marking.pap)


def _of(sources: Mapping[str, SourceMark], names: Iterable[str]) -> list[Marking]:
    return [sources[name].marking for name in names if name in sources]


def labels_of(db: Connection, claim_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Markings of claims; those that may not be read now are not among them."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import claims as table

    found: dict[str, tuple[str, str]] = {}
    for part in chunks(sorted(claim_ids)):
        wanted = select(table.c.claim_id, table.c.tlp, table.c.pap).where(table.c.claim_id.in_(part))
        found |= {name: (tlp, pap) for name, tlp, pap in db.execute(wanted)}
    return found


def _known(db: Connection, entity_ids: Collection[str]) -> set[str]:
    from sqlalchemy import select

    from floodwatch.casebook.tables import entities as table

    found: set[str] = set()
    for part in chunks(sorted(entity_ids)):
        found.update(db.scalars(select(table.c.entity_id).where(table.c.entity_id.in_(part))))
    return found
