"""Judgements and forecasts for people: how likely, how sure of that, on what it rests, and what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.gathering import Sources, labels, sources
from floodwatch.casebook.judgement_rules import reads_not_looked_for
from floodwatch.casebook.judgements import claims_in, lines_of, read
from floodwatch.casebook.rows import chunks, claim_of, entities, select_claims
from floodwatch.casebook.states import standing
from floodwatch.casebook.store import Book, connected
from floodwatch.model import refs
from floodwatch.model.claims import Claim, document_id
from floodwatch.model.history import HistoryRate
from floodwatch.model.judgements import (
    FORECAST,
    NOT_LOOKED_FOR,
    STANDING,
    SUPERSEDED,
    Forecast,
    Judgement,
    Likelihood,
    Search,
)
from floodwatch.model.units import Parameter
from floodwatch.views.said import Teller
from floodwatch.views.unit import View
from floodwatch.vocabulary.estimates import number, vocabularies, wording

if TYPE_CHECKING:
    from sqlalchemy import Connection

LISTS = ("assumptions", "alternatives", "would_change")
NOTES = (
    "A likelihood says how likely it is, a confidence how good the sources and the logic are: two things, never one.",
)


def view(book: Book, kind: str = "", topic: str = "", all: bool = False) -> dict[str, Any]:
    """Judgements, forecasts or both, in the order in which they were entered; what was taken back only where `all`."""
    with connected(book) as db:
        found = [
            one for one in read(db, kind=kind)
            if (all or one.status == STANDING) and topic.casefold() in one.topic.casefold()
        ]  # fmt: skip
        return {"judgements": rows(db, found), "notes": list(NOTES)}


def one(book: Book, judgement_id: str) -> dict[str, Any]:
    """One judgement or forecast, with all that was decided about it."""
    with connected(book) as db:
        found = [one for one in read(db) if one.judgement_id == judgement_id]
        lines = lines_of(db, [judgement_id])[judgement_id]
        left = {line.number for line in standing(lines)}
        history = [
            {"number": line.number, "what": line.what, "content": dict(line.content), "undoes": line.undoes,
             "reason": line.reason, "decided_by": line.decided_by, "decided_at": line.decided_at,
             "stands": line.number in left}
            for line in lines if found
        ]  # fmt: skip
        return {"judgements": rows(db, found), "history": history, "notes": list(NOTES)}


def rows(db: Connection, found: Sequence[Judgement]) -> list[dict[str, Any]]:
    """Each with the words of the claims that it rests on, and what its reader should be warned of."""
    claims = _claims(db, {name for one in found for name in claims_in(one.basis)})
    people = entities(
        db, {name for one in found for name in (*one.about, one.said_by, _text(one), *_counted(one)) if name}
    )
    teller = Teller({**labels(db, claims.values()), **people}, sources(db, claims.values()), {})
    return [row(one, claims, teller) for one in found]


def _counted(one: Judgement) -> Iterable[str]:
    """Ids of what the base rate of a forecast was counted from."""
    rate = one.base_rate if isinstance(one, Forecast) else None
    return (refs.parse(ref).id for ref in rate.counted) if rate else ()


def about(db: Connection, ids: Collection[str]) -> list[dict[str, Any]]:
    """Those that stand about some entities."""
    return rows(db, [one for one in read(db, about=ids) if one.status == STANDING])


def row(one: Judgement, claims: Mapping[str, Claim], teller: Teller) -> dict[str, Any]:
    """One judgement or forecast as plain values."""
    resting = [claims[name] for name in claims_in(one.basis)]
    told = {
        "judgement": one.judgement_id, "kind": one.kind, "says": says(one), "statement": one.statement,
        "likelihood": likely(one.likelihood, bool(one.said_by)), "low": one.likelihood.low, "high": one.likelihood.high,
        "word": one.likelihood.word, "vocabulary": one.likelihood.vocabulary, "confidence": one.confidence,
        "confidence_reason": one.confidence_reason, "reads": NOT_LOOKED_FOR if reads_not_looked_for(one) else "",
        "search": _search(one.search), **{name: list(getattr(one, name)) for name in LISTS},
        "basis": [*(_claim(one, teller) for one in resting), *_others(one.basis)],
        "sources": teller.sources.independent(resting),
        "warnings": [*_warnings(one, resting, teller.sources), *_wording(one)],
        "wording": [{name: getattr(w, name) for name in w.__dataclass_fields__} for w in one.wording],
        "about": [teller.name(name) for name in one.about], "topic": one.topic, "author": one.author,
        "said_by": teller.name(one.said_by), "source": teller.name(_text(one)), "made_at": one.made_at,
        "status": one.status, "supersedes": one.supersedes, "superseded_by": one.superseded_by,
        "reviewers": list(one.reviewers),
        "reviews": [{name: getattr(r, name) for name in r.__dataclass_fields__} for r in one.reviews],
        "markings": [mark for mark in (one.tlp, one.pap) if mark],
    }  # fmt: skip
    return told | (_foreseen(one, teller) if isinstance(one, Forecast) else {})


def says(one: Judgement) -> str:
    """The judgement in a line: how likely, and what; its confidence never stands in it."""
    likelihood = one.now if isinstance(one, Forecast) else one.likelihood
    before = f"{NOT_LOOKED_FOR}, so far as it says: " if reads_not_looked_for(one) else ""
    told = likely(likelihood, bool(one.said_by))
    return f"{before}{told}: {one.statement}" if told else f"{before}{one.statement}"


def likely(one: Likelihood, cited: bool = False) -> str:
    """A likelihood in words with its number and its vocabulary; the number alone where there is no word.

    Those who are cited need not have meant the vocabulary by which their words are read.
    """
    if one.low is None or one.high is None:
        return f"“{one.word}”, a word without a number" if one.word else ""
    told, shown = number(one.low, one.high), vocabularies()[one.vocabulary]
    word = one.word or wording(one.low, one.high, one.vocabulary)
    if one.word and cited:
        return f"“{one.word}” ({told} as {shown.short} has it)"
    return f"{word} ({told}, {shown.short})" if word else told


def _search(one: Search) -> dict[str, str]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def base_rate(db: Connection, rate: HistoryRate) -> dict[str, Any]:
    """A base rate as plain values; `counted` has the names of what was counted, as far as they may be read."""
    ids = [refs.parse(ref).id for ref in rate.counted]
    people = entities(db, ids)
    return _rate(rate, Teller(people, Sources({}, {}), {}))


def _rate(rate: HistoryRate, teller: Teller) -> dict[str, Any]:
    counted = [{"ref": ref, "name": teller.name(refs.parse(ref).id)} for ref in rate.counted]
    return asdict(rate) | {"counted": counted, "notes": list(rate.notes)}


def _foreseen(one: Forecast, teller: Teller) -> dict[str, Any]:
    history = [
        {"likelihood": likely(e.likelihood), "low": e.likelihood.low, "high": e.likelihood.high, "made_at": e.made_at,
         "made_by": e.made_by, "reason": e.reason, "number": e.number}
        for e in one.history
    ]  # fmt: skip
    return {
        "question": one.question, "resolution_rule": one.resolution_rule, "horizon": one.horizon, "history": history,
        "outcome": one.outcome, "resolved_at": one.resolved_at, "resolved_by": one.resolved_by,
        "resolution": one.resolution, "base_rate": _rate(one.base_rate, teller) if one.base_rate else None,
    }  # fmt: skip


def _claim(claim: Claim, teller: Teller) -> dict[str, Any]:
    told = teller.row(claim)
    shown = {name: told[name] for name in ("says", "said_by", "source", "as_of", "status", "grade")}
    return {"ref": refs.entity("claim", claim.claim_id), **shown}


def _others(basis: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Findings and kept files."""
    for ref in basis:
        one = refs.parse(ref)
        if one.kind == "finding":
            yield {"ref": ref, "says": f"finding {one.id} of the case {one.platform}", "status": "found"}
        elif one.kind == "sha256":
            yield {"ref": ref, "says": f"the file {one.id[:12]}… that is kept as evidence", "status": "kept"}


def _warnings(one: Judgement, resting: Sequence[Claim], known: Sources) -> Iterable[str]:
    if not one.basis:
        yield "It rests on nothing that is named."
    if resting and len(resting) == len(one.basis) and known.independent(resting) == 1:
        yield _one_source({claim.source_document for claim in resting}, known)
    for status in ("refused", "withdrawn"):
        if count := sum(claim.status == status for claim in resting):
            yield f"Of the claims that it rests on {count} {'was' if count == 1 else 'were'} {status}."
    if count := sum(claim.status == "suggested" for claim in resting):
        yield f"Of the claims that it rests on {count} {'is' if count == 1 else 'are'} confirmed by nobody."
    if count := sum(bool(claim.superseded_by) for claim in resting):
        yield f"Other claims took the place of {count} that it rests on."


def _wording(one: Judgement) -> Iterator[str]:
    """What is to be mended in its words, which it was entered with all the same."""
    yield from (f"It says «{each.words}» ({each.part}). {each.why}" for each in one.wording)


def _one_source(texts: set[str], known: Sources) -> str:
    retold = {text for text in texts if text and known.origins.get(text) not in ("", None, document_id(text))}
    if retold and retold == texts:
        return (
            f"It rests only on retellings of one source, in {len(texts)} text{'s' if len(texts) > 1 else ''}."
        )
    return "It rests on one source alone."


def _text(one: Judgement) -> str:
    return document_id(one.source_document) if one.source_document else ""


def _claims(db: Connection, ids: Collection[str]) -> dict[str, Claim]:
    from floodwatch.casebook.tables import claims as table

    return {
        row.claim_id: claim_of(row)
        for part in chunks(sorted(ids))
        for row in db.execute(select_claims(table.c.claim_id.in_(part)))
    }


JUDGEMENTS = View(
    "judgements",
    "Judgements and forecasts that stand, with likelihood, confidence, basis, reviews and warnings",
    view,
    needs=(),
    parameters=(
        Parameter("kind", "", "Only these.", choices=("", "judgement", FORECAST)),
        Parameter("topic", "", "Only those with these words in their topic."),
        Parameter("all", False, f"Retracted and {SUPERSEDED} ones too."),
    ),
)
