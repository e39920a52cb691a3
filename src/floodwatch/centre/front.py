"""What the first pages of the workbench show: the centre, its cases, one case, one network, the actors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import ANALYST
from floodwatch.model.errors import CentreError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.model.acting import Acting

MOST = 8
OPEN = "open"


def front(centre: Centre, acting: Acting, days: int) -> dict[str, Any]:
    """The cases, alerts that nobody answered, forecasts that are due, and votes within so many days."""
    from floodwatch.centre.call import call

    held = cases_held(centre, acting)
    alerts = [
        {**row, "case": one["case"]}
        for one in held
        for row in call("watch", centre.case(one["case"]), acting=acting, action="list")["alerts"]
        if row.get("state", OPEN) == OPEN
    ]
    told = call("forecast", centre, acting=acting)
    votes = call("election", centre, acting=acting)["elections"]
    today = datetime.now(UTC).date().isoformat()
    return {
        "cases": held[:MOST],
        "cases_total": len(held),
        "alerts": alerts[:MOST],
        "alerts_total": len(alerts),
        "due": [row for row in told["judgements"] if row.get("due")][:MOST],
        "due_total": told["due"],
        "elections": [row for row in votes if str(row["date"]) >= today][:MOST],
    }


def cases_held(centre: Centre, acting: Acting) -> list[dict[str, Any]]:
    """Every case that one may see: what was read, when, and what the last detection found."""
    from floodwatch.centre.allowed import existing, hidden

    return [_held(centre.case(name)) for name in sorted(existing(centre) - hidden(centre, acting))]


def begin(centre: Centre, acting: Acting, name: str) -> Case:
    """A new case with whoever asks as its member (NotAllowed, CentreError for a name that is taken or is none)."""
    from floodwatch.casebook.people import join
    from floodwatch.casebook.write import add_case
    from floodwatch.centre.allowed import existing, must_have_role
    from floodwatch.centre.noting import note

    must_have_role("new", acting, ANALYST)
    case = centre.case(name)
    if name in existing(centre):
        raise CentreError(f"A case cannot be called {name}", do="Choose another name.")
    add_case(centre.casebook, name)
    if not acting.local:
        join(centre.casebook, name, acting.user, acting.user)
    note(centre, case, acting, "new", {}, "done")
    return case


def _held(case: Case) -> dict[str, Any]:
    from floodwatch.lake.manifest import manifest, undetected

    told = manifest(case.folder, case.name)
    records = told["records"]
    return {
        "case": case.name,
        "posts": records.get("posts", 0),
        "accounts": records.get("accounts", 0),
        "inputs": len(told["inputs"]),
        "rejected": told["rows_rejected"],
        "state": undetected(case.folder) or "Detected",
    }


def case_held(case: Case, acting: Acting) -> dict[str, Any]:
    """What a case holds, the headline of what was found, its largest networks, and what is wrong with its data."""
    from floodwatch.centre.look import look
    from floodwatch.lake.manifest import manifest, undetected
    from floodwatch.views.headline import headline

    told = manifest(case.folder, case.name)
    state = undetected(case.folder)
    held: dict[str, Any] = {
        "records": told["records"],
        "state": state,
        "inputs": told["inputs"],
        "networks": [],
        "overview": None,
        "headline": (),
    }
    if state or not told["inputs"]:
        return held
    seen = look("overview", case, acting)
    found = look("networks", case, acting)
    tested = look("tested", case, acting)[0]
    return held | {
        "overview": seen,
        "networks": found[:MOST],
        "total": len(found),
        "headline": headline(seen, tested, found),
    }


def network_in_full(case: Case, acting: Acting, name: str) -> dict[str, Any]:
    """One network as its section in the report shows it, with how often its kind is right (CentreError if unknown)."""
    from floodwatch.assessment.prevalence import kinds
    from floodwatch.centre.look import look
    from floodwatch.centre.publish import shares
    from floodwatch.outputs import told
    from floodwatch.views.evidence import RULE
    from floodwatch.vocabulary.load import load

    found = look("network", case, acting, ids=(name,))
    if not found:
        raise CentreError(f"There is no network {name}", where=case.name, do="See the list of networks.")
    return {
        "x": found[0],
        "right": told.right(shares(kinds(load("calibration/kinds.yaml")))),
        "report": {"resembled": {}, "example_rule": RULE.format(seed=0, drawn=3)},
    }


def narratives_told(case: Case, acting: Acting, language: str, offset: int, most: int) -> dict[str, Any]:
    """Some of the narratives of a case, what each is called, and how much of all posts they tell of."""
    from floodwatch.centre.look import look
    from floodwatch.views.narratives import label

    found = look("narratives", case, acting, language=language)
    rows = [{**row, "id": row["narrative_id"], "label": label(row)} for row in found[offset : offset + most]]
    told = sum(row["posts"] for row in found)
    return {"narratives": rows, "total": len(found), "told": told, "offset": offset, "limit": most}


def account_known(case: Case, acting: Acting, account: str) -> dict[str, Any]:
    """Everything that a case knows of one account, and its part in the case."""
    from floodwatch.casebook.roles import Role, roles
    from floodwatch.centre.look import look
    from floodwatch.centre.role import row

    found = look("account", case, acting, account=account, posts=20)
    ref = str(found["account"])
    return {**found, "role": row(roles(case.centre.casebook, case.name).get(ref) or Role(ref, ""))}


def actors_known(centre: Centre, acting: Acting, words: str) -> dict[str, Any]:
    """The actors by name, or the entities that hold some words."""
    from floodwatch.casebook import claims
    from floodwatch.centre.starting import ready

    ready(centre.casebook)
    if words:
        return {"words": words, "actors": found(centre, words)}
    return {"words": "", "actors": [_entity(one) for one in claims.entities(centre.casebook, "actor")]}


def found(centre: Centre, words: str) -> list[dict[str, Any]]:
    """Entities and quotes that hold some words."""
    from floodwatch.casebook import claims

    hits = claims.search(centre.casebook, words)
    return [{**_entity(hit.entity), "quote": hit.claim.quote if hit.claim else ""} for hit in hits]


def _entity(one: Any) -> Mapping[str, Any]:
    return {"name": one.label, "kind": one.kind, "entity": one.entity_id}


def inputs(case: Case, acting: Acting) -> dict[str, Any]:
    """The files that were read into a case, and the reasons why rows were not used."""
    from floodwatch.lake.manifest import manifest, undetected

    told = manifest(case.folder, case.name)
    return {
        "inputs": told["inputs"],
        "rejects": told["rejects"],
        "warnings": told["warnings"],
        "records": told["records"],
        "state": undetected(case.folder),
    }
