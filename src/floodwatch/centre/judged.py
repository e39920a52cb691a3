"""A judgement or forecast from what a user asks for: names, claims and findings are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.model import refs
from floodwatch.model.errors import JudgementError
from floodwatch.model.judgements import Forecast, Judgement, Search
from floodwatch.model.markings import asked as marking

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre

FINDINGS = (("networks", "network_id"), ("narratives", "narrative_id"))
"""Tables of a case whose rows a judgement may rest on."""


def made(
    centre: Centre, statement: str, likelihood: str, author: str, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of a judgement."""
    from floodwatch.casebook.write import now
    from floodwatch.centre.marking import found
    from floodwatch.vocabulary.estimates.asked import likelihood as read

    book, cites = centre.casebook, asked["said_by"]
    if not likelihood.strip() and not cites:
        raise JudgementError(
            "It needs to be said how likely it is", do="Give a word or a number, such as 70%."
        )
    names = {"scope", "period", "collection", "power"}
    return {
        "statement": statement.strip(), "likelihood": read(likelihood, asked["vocabulary"]), "author": author,
        "confidence": asked["confidence"], "confidence_reason": asked["because"].strip(),
        "basis": tuple(dict.fromkeys(resting(centre, asked["basis"]))), "assumptions": asked["assumption"],
        "alternatives": asked["alternative"], "would_change": asked["would_change"], "topic": asked["topic"].strip(),
        "about": tuple(dict.fromkeys(entity(book, name) for name in asked["about"])),
        "search": Search(**{name: asked[name].strip() for name in names}),
        **marking(asked["tlp"], asked["pap"])._asdict(), "said_by": entity(book, cites) if cites else "",
        "source_document": found(book, asked["source"]) if asked["source"] else "", "made_at": now(),
    }  # fmt: skip


def judgement(centre: Centre, statement: str, author: str, asked: Mapping[str, Any]) -> Judgement:
    """A judgement as it is asked for."""
    return Judgement(**made(centre, statement, asked["likelihood"], author, asked))


def forecast(centre: Centre, question: str, author: str, asked: Mapping[str, Any]) -> Forecast:
    """A forecast as it is asked for."""
    told = made(centre, asked["statement"] or question, asked["probability"], author, asked)
    rule = asked["rule"].strip()
    return Forecast(**told, question=question.strip(), resolution_rule=rule, horizon=asked["horizon"].strip())


def entity(book: Book, name: str) -> str:
    """The one entity that goes by a name or has that id (JudgementError where there is none, or more than one)."""
    from floodwatch.casebook.claims import entity as known
    from floodwatch.casebook.naming import called
    from floodwatch.casebook.store import connected

    if known(book, name):
        return name
    with connected(book) as db:
        hits = [one for one in called(db, name) if one.status != "suggested"]
    own = [one for one in hits if not one.claim_id] or hits
    found = {one.entity_id: f"{one.label} ({one.kind}, {one.entity_id})" for one in own}
    if len(found) != 1:
        told = f"{len(found)} go by the name {name!r}" if found else f"Nobody goes by the name {name!r}"
        raise JudgementError(
            told, do=f"Give the id of one: {'; '.join(found.values())}." if found else "Check it."
        )
    return next(iter(found))


def resting(centre: Centre, given: Iterable[str]) -> Iterable[str]:
    """Whole refs of claims, findings and kept files that are there (JudgementError), of whose ids beginnings do."""
    from floodwatch.knowledge.suggesting.known import full_ids

    for one in given:
        if one.startswith("finding:"):
            yield _finding(centre, one)
        elif one.startswith("sha256:"):
            yield _kept(centre, one)
        else:
            yield refs.entity("claim", full_ids(centre.casebook, [one.removeprefix("claim:")])[0])


def _kept(centre: Centre, given: str) -> str:
    """The ref of a file that the centre keeps as evidence, such as a matrix that was weighed."""
    from floodwatch.lake.layout import evidence_file

    try:
        name = refs.parse(given).id
    except ValueError:
        name = ""
    if not name or not evidence_file(centre.path, name).is_file():
        raise JudgementError(f"The centre keeps no file {given!r}", do="See: floodwatch weigh --keep.")
    return f"sha256:{name}"


def _finding(centre: Centre, given: str) -> str:
    """The ref of a finding of a case, of whose id the beginning is enough."""
    from floodwatch.centre.tables import table
    from floodwatch.model.errors import CentreError

    case, _, name = given.removeprefix("finding:").partition("/")
    found: set[str] = set()
    if case in centre.cases and name:
        for part, key in FINDINGS:
            try:
                ids = table(centre.case(case), part).column(key).to_pylist()
            except CentreError:
                continue  # the case was not detected, or has none of these
            found |= {one for one in ids if str(one).startswith(name)}
    if len(found) != 1:
        what = f"{len(found)} findings fit" if found else "There is no finding"
        raise JudgementError(
            f"{what} {given!r}", do="Write finding:CASE/ID, with the id of a network or narrative."
        )
    return refs.ref("finding", case, found.pop())
