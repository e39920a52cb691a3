"""The judgements and forecasts that come with the product: each is somebody else's, and rests on claims.

A row says in which text (`in`), by whom (`by`) and when (`at`) something was judged (`says`), the `word` of likelihood
as written, `about` whom, and its `basis`: subjects with the predicates that the same speaker says of them there. One
that `asks` is a forecast, with its last day (`until`) and what `came` of it where that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from floodwatch.model import refs
from floodwatch.model.claims import Claim
from floodwatch.model.judgements import Forecast, Judgement, Likelihood
from floodwatch.vocabulary.estimates import FIRST, band
from floodwatch.vocabulary.knowledge.starting import BY, TLP, contents, document, handles, starting

KEY = "judged"


class Judged(NamedTuple):
    """What others judged, and by id what became of those that came out: outcome, day, and why."""

    judgements: tuple[Judgement, ...]
    outcomes: Mapping[str, Mapping[str, str]]


@cache
def judged() -> Judged:
    """What the files say; a wrong handle, or a basis that no claim has, is a KeyError."""
    rows = [row for content in contents() for row in content.get(KEY, ())]
    made = [_judgement(row) for row in rows]
    outcomes = {
        one.own_id(): {
            "outcome": row["came"]["outcome"], "on": str(row["came"]["at"]),
            "reason": f"{row['came']['why']} ({handles()['text-' + row['came']['in']].label})",
        }
        for one, row in zip(made, rows, strict=True) if "came" in row
    }  # fmt: skip
    return Judged(tuple(made), outcomes)


def _judgement(row: Mapping[str, Any]) -> Judgement:
    told: dict[str, Any] = {
        "statement": row["says"], "likelihood": _likelihood(str(row.get("word", ""))), "topic": row["topic"],
        "about": tuple(handles()[name].entity_id for name in row["about"]), "basis": tuple(dict.fromkeys(_basis(row))),
        "alternatives": tuple(row.get("alternatives", ())), "author": BY, "said_by": handles()[row["by"]].entity_id,
        "source_document": document(row["in"]), "made_at": str(row["at"]), "tlp": TLP,
    }  # fmt: skip
    if "asks" not in row:
        return Judgement(**told)
    return Forecast(**told, question=row["asks"], horizon=str(row.get("until", "")))


def _likelihood(word: str) -> Likelihood:
    """The word as written, with a band where the usual vocabulary has it."""
    low, high = band(word)
    return Likelihood(low, high, word, FIRST if low is not None else "")


def _basis(row: Mapping[str, Any]) -> Iterator[str]:
    """Refs of the claims: those with an object that the judgement is about, else those with none, else all."""
    about = {handles()[name].entity_id for name in row["about"]}
    speaker, text = handles()[row["by"]].entity_id, document(row["in"])
    for subject, predicates in row["basis"].items():
        for told in predicates:
            predicate, _, other = told.partition(" ")
            found = [
                claim for claim in starting().claims
                if claim.subject == handles()[subject].entity_id and claim.predicate == predicate
                and (claim.source_document, claim.said_by) == (text, speaker)
                and (not other or claim.object_entity == handles()[other].entity_id)
            ]  # fmt: skip
            if not found:
                raise KeyError(f"{row['by']} says nothing in {row['in']} that is {told!r} of {subject}")
            yield from (refs.entity("claim", one.claim_id) for one in _fitting(found, about))


def _fitting(found: list[Claim], about: set[str]) -> list[Claim]:
    aimed = [one for one in found if one.object_entity in about]
    return aimed or [one for one in found if not one.object_entity] or found
