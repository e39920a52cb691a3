"""Judgements and forecasts as others read them: STIX notes with the opinions of reviewers, and objects of MISP.

A level of confidence is STIX's `confidence`, by the scale of low, medium and high of its appendix A. A likelihood never
is: it stands in words with its number and vocabulary, since the same words have other bands on STIX's own scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from floodwatch.model import refs
from floodwatch.model.claims import document_id
from floodwatch.model.exchange import A_PERSON, Knowledge
from floodwatch.model.history import HistoryRate
from floodwatch.model.judgements import Forecast, Judgement, Likelihood, Review
from floodwatch.outputs.knowledge.base import Object, latest, moment, own_id
from floodwatch.outputs.knowledge.stix_things import extended, ref
from floodwatch.outputs.text import clean
from floodwatch.vocabulary.estimates import FIRST, place, word
from floodwatch.vocabulary.load import load

SURE = {"low": 15, "moderate": 50, "high": 85}
"""Confidence as STIX 2.1, appendix A, numbers low, medium and high."""
FRENCH = "french"
LISTS = {"assumptions": "Assumes", "alternatives": "Or else", "would_change": "Would change it"}


def objects(known: Knowledge, author: str, claims: Mapping[str, str]) -> Iterator[Object]:
    """Each as a note, with an opinion for each review; `claims` are the ids of the objects of claims."""
    for one in known.judgements:
        marks = {"marks": [mark for mark in (one.tlp, one.pap) if mark]}
        yield _note(known, one, author, claims) | marks
        yield from (_opinion(one, review, author) | marks for review in one.reviews)
    for gone in known.withdrawn:
        made = _head("note", note_id(gone.judgement_id), author, moment(when(gone.made_at)))
        yield made | {
            "modified": latest([when(gone.made_at), gone.at]), "revoked": True, "content": "Taken back.",
            "object_refs": [author], "marks": [mark for mark in (gone.tlp, gone.pap) if mark],
        }  # fmt: skip


def _opinion(one: Judgement, review: Review, author: str) -> Object:
    """What a reviewer says, without who that is."""
    name = f"opinion--{own_id('review', one.judgement_id, str(review.number))}"
    text = {"explanation": clean(review.text)} if review.text.strip() else {}
    told = {"opinion": review.verdict, "object_refs": [note_id(one.judgement_id)], **text}
    return _head("opinion", name, author, moment(review.reviewed_at)) | told


def _head(kind: str, name: str, author: str, at: str) -> Object:
    shared = {
        "type": kind,
        "spec_version": "2.1",
        "id": name,
        "created_by_ref": author,
        "created": at,
        "modified": at,
    }
    return shared | {"extensions": extended(shown=True)}


def note_id(judgement_id: str) -> str:
    """The id of a judgement's note."""
    return f"note--{own_id('judgement', judgement_id)}"


def _note(known: Knowledge, one: Judgement, author: str, claims: Mapping[str, str]) -> Object:
    made = moment(when(one.made_at))
    times = [made, *(moment(at) for at in _changes(one))]
    about = [ref(known, name) for name in one.about if name in known.entities]
    rests = [claims[told.id] for told in map(refs.parse, one.basis) if told.id in claims]
    note: Object = _head("note", note_id(one.judgement_id), author, made) | {
        "modified": max(times), "abstract": f"A {one.kind}", "content": content(known, one),
        "object_refs": [*about, *rests] or [author], "labels": [one.kind, *(["cited"] if one.said_by else [])],
        "extensions": extended(shown=True, judgement=plain(known, one)),
    }  # fmt: skip
    if one.said_by:
        note["authors"] = [clean(known.label(one.said_by))]
    if one.confidence:
        note["confidence"] = SURE[one.confidence]
    if title := clean(known.label(document_id(one.source_document))) if one.source_document else "":
        note["external_references"] = [{"source_name": title, "description": "the text that says so"}]
    return note


def _changes(one: Judgement) -> list[str]:
    times = [review.reviewed_at for review in one.reviews]
    if isinstance(one, Forecast):
        times += [entry.made_at for entry in one.history[1:]]
        times += [f"{one.resolved_at}T00:00:00+00:00"] if one.resolved_at else []
    return times


def content(known: Knowledge, one: Judgement) -> str:
    """All of it in words, a line each, so that a likelihood and a confidence never share one."""
    lines = [known.sentences.get(one.judgement_id, one.statement)]
    lines += [f"Confidence: {one.confidence}, {one.confidence_reason}"] if one.confidence else []
    lines += [f"{title}: {text}" for name, title in LISTS.items() for text in getattr(one, name)]
    lines += [f"Looked through, {name}: {text}" for name, text in asdict(one.search).items() if text]
    if isinstance(one, Forecast):
        told = (("Question", one.question), ("Decided by", one.resolution_rule), ("Last day", one.horizon))
        lines += [f"{title}: {text}" for title, text in told if text]
        if rate := one.base_rate:
            lines += [f"Base rate as of {rate.as_of}: {rate.sentence} ({rate.reference}, since {rate.since})"]
        lines += [f"Came out: {one.outcome} on {one.resolved_at}, {one.resolution}"] if one.outcome else []
    return "\n".join(clean(line) for line in lines)


def plain(known: Knowledge, one: Judgement) -> dict[str, Any]:
    """As plain values; what is empty is left out, and so are names of colleagues."""
    told: dict[str, Any] = {
        "judgement_id": one.judgement_id, "kind": one.kind, "statement": one.statement,
        "likelihood": _likely(one.likelihood), "confidence": one.confidence,
        "confidence_reason": one.confidence_reason, "topic": one.topic,
        **{name: list(getattr(one, name)) for name in LISTS},
        "search": {name: text for name, text in asdict(one.search).items() if text},
        "author": "" if one.said_by else A_PERSON, "said_by": clean(known.label(one.said_by)), "made_at": one.made_at,
    }  # fmt: skip
    if isinstance(one, Forecast):
        told |= {
            name: getattr(one, name)
            for name in ("question", "resolution_rule", "horizon", "outcome", "resolved_at")
        }
        history = [{"made_at": entry.made_at, **_likely(entry.likelihood)} for entry in one.history]
        told["history"] = history if len(history) > 1 else []
        told["base_rate"] = _base_rate(one.base_rate) if one.base_rate else {}
    return {name: value for name, value in told.items() if value}


def _base_rate(one: HistoryRate) -> dict[str, Any]:
    """Without the refs of what was counted, which are of this casebook."""
    return {name: value for name, value in asdict(one).items() if name != "counted" and value not in ("", ())}


def _likely(one: Likelihood) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if value not in (None, "")}


def tags(one: Judgement) -> list[str]:
    """Tags of MISP: a likelihood by the taxonomy of its vocabulary, where it has one, and the confidence by its own."""
    found = [mark for mark in (one.tlp.lower(), one.pap) if mark]
    if likely := likelihood_tag(one.now if isinstance(one, Forecast) else one.likelihood):
        found.append(likely)
    if one.confidence:
        found.append(f'estimative-language:confidence-in-analytic-judgment="{one.confidence}"')
    return found


def likelihood_tag(one: Likelihood) -> str:
    """The tag of a likelihood: of a word its step, of a number the step that it falls into; of a range none."""
    name, told = (
        one.vocabulary or FIRST,
        one.word or (word(one.point, one.vocabulary) if one.point is not None else ""),
    )
    values: Mapping[str, list[str]] = load("knowledge/exchange.yaml")["misp"]["steps"]
    found = place(told, name) if name in values else None
    if found is None:
        return ""
    scale = "estimative-language:likelihood-probability"
    if name == FRENCH:
        scale = "vocabulaire-des-probabilites-estimatives:degré-de-probabilité"
    return f'{scale}="{values[name][found.step]}"'


def when(told: str) -> str:
    """A month as its first day, so that it is a time."""
    return f"{told}-01" if len(told) == 7 else told
