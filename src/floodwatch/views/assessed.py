"""What people made of a case: judgements, forecasts and kept matrices about it, what others say, and its alerts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook import alerts as log
from floodwatch.casebook.gathering import about, labels, sources
from floodwatch.casebook.judgements import read
from floodwatch.casebook.rows import entities
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.weighings import Weighing, weighings
from floodwatch.model import refs
from floodwatch.model.claims import Claim
from floodwatch.model.judgements import FORECAST, STANDING, Judgement
from floodwatch.model.units import Parameter
from floodwatch.views.judgements import rows
from floodwatch.views.said import Teller
from floodwatch.views.unit import View
from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    from sqlalchemy import Connection

ATTRIBUTES = {
    "attributed_to": ("subject",), "sponsored_by": ("subject",), "originates_from": ("subject",),
    "operates": ("object_entity",), "denies": ("object_entity",), "alias_of": ("subject", "object_entity"),
}  # fmt: skip
"""Claims by which others say who is behind something, or that they are not, and the end at which that stands."""
MOST_ALERTS, MOST_SAID = 20, 60
NAMES_OUTSIDERS = "accounts"
"""What alerts are about whose labels may name somebody outside the networks."""
TOLD = "weighing/attribution.yaml"


def view(book: Book, case: str = "main") -> dict[str, Any]:
    """Everything that stands about a case, as far as it may be read now; of alerts the latest."""
    kept = [one for one in weighings(book) if _networks(one.content["refs"], case) is not None]
    with connected(book) as db:
        found = [one for one in read(db) if one.status == STANDING]
        found = [one for one in found if _is_about(one, case, {w.ref for w in kept})]
        told = [_judged(one, row, case, kept) for one, row in zip(found, rows(db, found), strict=True)]
        named = {name for one in found for name in one.about}
        named |= {str(name) for one in kept for name in one.content["about"]}
        said = attributions(db, named | _entities(db, case, kept, found))
    weighed = [_weighed(one, case) for one in kept]
    return {
        "judgements": [one for one in told if one["kind"] != FORECAST],
        "forecasts": [one for one in told if one["kind"] == FORECAST],
        "weighings": weighed, "questions": questions(weighed), "attributions": said, **alerts(book, case),
    }  # fmt: skip


def questions(weighed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The questions on who is behind something, each with what the matrices that weigh it let be stated."""
    told: Mapping[str, str] = load(TOLD)["questions"]
    return [
        {"name": name, "asks": asks, "weighed": [w for w in weighed if w["question_of"] == name]}
        for name, asks in told.items()
    ]


def attributions(db: Connection, ids: Collection[str]) -> list[dict[str, Any]]:
    """By whom it is about, what each source says of who is behind it, side by side; denials too."""
    told = [c for c in about(db, ids) if c.predicate in ATTRIBUTES and c.status == "confirmed"]
    found = [(c, one) for c in told for one in (_of(c, ids),) if one][:MOST_SAID]
    told = [claim for claim, _ in found]
    teller = Teller(labels(db, told), sources(db, told), {})
    groups: dict[str, list[dict[str, Any]]] = {}
    for claim, one in found:
        groups.setdefault(teller.name(one), []).append(teller.row(claim))
    return [{"of": name, "said": said, "sources": len(_speakers(said))} for name, said in groups.items()]


def alerts(book: Book, case: str) -> dict[str, Any]:
    """The latest alerts of a case, and how many there are; those that may name outsiders are counted only."""
    told = [one.row() for one in log.told(book, case)]
    shown = [one for one in told if one["over"] != NAMES_OUTSIDERS]
    return {"alerts": shown[::-1][:MOST_ALERTS], "alerts_total": len(told)}


def _of(claim: Claim, ids: Collection[str]) -> str:
    """Whom it attributes, of these; empty where it is about what they did."""
    ends = (str(getattr(claim, end)) for end in ATTRIBUTES[claim.predicate])
    return next((one for one in ends if one in ids), "")


def _speakers(said: Iterable[Mapping[str, Any]]) -> set[str]:
    return {one["said_by"] or one["source"] for one in said}


def _networks(named: Iterable[str], case: str) -> list[str] | None:
    """Ids of the findings of a case among some refs; None where there is none."""
    parsed = (refs.parse(one) for one in named)
    return [one.id for one in parsed if one.kind == "finding" and one.platform == case] or None


def _is_about(one: Judgement, case: str, kept: Collection[str]) -> bool:
    """Whether it rests on a finding of the case, or on a matrix that is about one."""
    return _networks(one.basis, case) is not None or not set(kept).isdisjoint(one.basis)


def _entities(db: Connection, case: str, kept: Sequence[Weighing], found: Sequence[Judgement]) -> set[str]:
    """Ids of what lasts of the networks that are judged or weighed, where somebody confirmed them."""
    named = [*(w.content["refs"] for w in kept), *(one.basis for one in found)]
    ids = {name for listed in named for name in _networks(listed, case) or ()}
    return set(entities(db, [refs.content_id("network entity", case, one) for one in sorted(ids)]))


def _judged(one: Judgement, row: Mapping[str, Any], case: str, kept: Sequence[Weighing]) -> dict[str, Any]:
    resting = [w for w in kept if w.ref in one.basis]
    over = [warning for w in resting for warning in _above(one, w)]
    ids = [
        *(_networks(one.basis, case) or ()),
        *(n for w in resting for n in _networks(w.content["refs"], case) or ()),
    ]
    return {**row, "networks": list(dict.fromkeys(ids)), "warnings": [*row["warnings"], *over]}


def _above(one: Judgement, weighing: Weighing) -> Iterable[str]:
    """That a judgement says more than the matrix under it lets be stated of one who is named."""
    capped = [s for s in weighing.content["stated"] if s["capped"]]
    high = one.likelihood.high
    if capped and high is not None and high > max(s["high"] for s in capped):
        names = ", ".join(s["hypothesis"] for s in capped)
        yield (
            f"It is likelier than the matrix {weighing.number} on which it rests lets be stated of whoever is "
            f"named ({names}): {capped[0]['why']}."
        )


def _weighed(one: Weighing, case: str) -> dict[str, Any]:
    """A kept matrix with a row for each explanation, the likeliest first."""
    told = {
        name: {row["hypothesis"]: row for row in one.content[name]}
        for name in ("shares", "stated", "against")
    }
    texts = {row["name"]: row["text"] for row in one.content["hypotheses"]}
    names = list(dict.fromkeys([*told["shares"], *told["against"], *texts]))
    explained = [
        {
            "hypothesis": name,
            "text": texts.get(name, ""),
            **{key: rows.get(name) for key, rows in told.items()},
        }
        for name in names
    ]
    return {
        **one.content, "number": one.number, "at": one.at, "networks": _networks(one.content["refs"], case) or [],
        "explained": explained, "markings": one.marking.labels(),
    }  # fmt: skip


ASSESSED = View(
    "assessed",
    "What people made of a case: judgements, forecasts, kept matrices, attributions by others, alerts",
    view,
    needs=(),
    parameters=(Parameter("case", "main", "The name of the case."),),
)
