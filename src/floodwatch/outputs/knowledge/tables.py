"""What a casebook knows as CSV, one row per claim, and as JSON lines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from floodwatch.model.claims import document_id
from floodwatch.model.exchange import Knowledge, Lost, plain
from floodwatch.outputs.knowledge import judged
from floodwatch.outputs.knowledge.base import text
from floodwatch.outputs.text import clean
from floodwatch.tools.cells import MARK, rows, writer

PLAIN = (
    "claim_id", "status", "subject_id", "object_id", "predicate", "polarity", "value_low", "value_high", "hedge_low",
    "hedge_high", "as_of_from", "as_of_to", "precision", "source_document", "span_start", "span_end", "said_by_id",
    "admiralty_source", "admiralty_information", "tlp", "pap", "recorded_at",
)  # fmt: skip
"""Columns that no stranger wrote."""
FREE = (
    "says", "subject", "subject_kind", "object", "object_kind", "value_text", "unit", "qualifier", "hedge", "said_by",
    "source", "quote", "consent", "suggested_by",
)  # fmt: skip
COLUMNS = (*FREE[:5], *PLAIN[:1], *FREE[5:], *PLAIN[1:])


def csv(known: Knowledge) -> Iterator[bytes]:
    """One row per claim; a cell that a spreadsheet could run has an apostrophe, and the last column names it."""
    out = io.StringIO()
    lines = writer(out)
    for row in chain([(*COLUMNS, MARK)], rows(_rows(known), COLUMNS, FREE)):
        lines.writerow(row)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def csv_lost(known: Knowledge) -> Iterator[Lost]:
    """What rows do not carry."""
    yield Lost("how claims stand to one another", len(known.relations), "rows stand alone; see jsonl")
    yield Lost("claims that were taken back", len(known.gone), "a table says what stands")
    yield Lost("judgements and forecasts", len(known.judgements), "rows are claims; see jsonl")
    texts = (str(cell) for row in _rows(known, raw=True) for name, cell in row.items() if name in FREE)
    yield Lost(
        "control characters in texts", sum(one != clean(one) for one in texts), "shown as signs; see jsonl"
    )


def jsonl(known: Knowledge) -> Iterator[bytes]:
    """A line per entity, claim, relation, and claim that was taken back."""
    return (f"{text(line, None)}\n".encode() for line in _lines(known))


def jsonl_lost(known: Knowledge) -> Iterable[Lost]:
    """Nothing."""
    return ()


def _lines(known: Knowledge) -> Iterator[dict[str, Any]]:
    for one in known.entities.values():
        yield {"entity": {"id": one.entity_id, "kind": one.kind, "label": one.label, "created_at": one.created_at}
               | ({"retired_at": one.retired_at} if one.retired_at else {})}  # fmt: skip
    for claim in known.claims:
        yield {"claim": {**plain(claim), "says": known.sentences.get(claim.claim_id, "")}}
    for related in known.relations:
        yield {"relation": related._asdict()}
    for told in known.judgements:
        yield {"judgement": {**judged.plain(known, told), "says": known.sentences.get(told.judgement_id, "")}}
    for gone in known.gone:
        yield {"gone": {"claim_id": gone.claim.claim_id, "at": gone.at}}


def _rows(known: Knowledge, raw: bool = False) -> Iterator[dict[str, Any]]:
    for claim in known.claims:
        told = plain(claim)
        row = {name: told.get(name) for name in COLUMNS} | {
            "status": claim.status, "polarity": claim.polarity, "precision": claim.precision,
            "subject_id": claim.subject, "object_id": claim.object_entity, "said_by_id": claim.said_by,
            "says": known.sentences.get(claim.claim_id, ""), "said_by": known.label(claim.said_by),
            "consent": ", ".join(claim.consent or ()),
            "source": known.label(document_id(claim.source_document)) if claim.source_document else "",
        }  # fmt: skip
        for end, name in (("subject", claim.subject), ("object", claim.object_entity)):
            row |= {end: known.label(name), f"{end}_kind": known.entities[name].kind if name else ""}
        yield (
            row
            if raw
            else {
                name: clean(cell) if name in FREE and isinstance(cell, str) else cell
                for name, cell in row.items()
            }
        )
