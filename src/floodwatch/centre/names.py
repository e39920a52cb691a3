"""Decisions about names: that two are one actor or are not, each kept as a claim that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record
from floodwatch.casebook.naming import called, near
from floodwatch.casebook.resolution import Group, groups
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim
from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from sqlalchemy import Connection

KINDS = ("actor",)


def named(book: Book, name: str, kinds: Sequence[str] = KINDS) -> Group:
    """The one group that goes by a name (SettingError where there is none, or more than one)."""
    with connected(book) as db:
        hits = called(db, name)
        fitting = [one for one in hits if one.kind in kinds and one.status != "suggested"]
        found = groups(db, [name] if not hits else [one.entity_id for one in fitting])
        if len(found) == 1:
            return found[0]
        raise _unclear(db, name, found, kinds)


def _unclear(db: Connection, name: str, found: Sequence[Group], kinds: Sequence[str]) -> SettingError:
    if found:
        ids = ", ".join(f"{group.members[0].entity.label} ({group.ids[0]})" for group in found)
        return SettingError(f"{len(found)} go by the name {name!r}", do=f"Give the id of one: {ids}.")
    like = ", ".join(one.label for one in near(db, name, kinds))
    return SettingError(
        f"Nobody goes by the name {name!r}", do=f"Near ones: {like}." if like else "Check the spelling."
    )


def decide(
    book: Book, one: Group, other: Group, same: bool, by: str, reason: str = ""
) -> list[dict[str, Any]]:
    """Confirm or refuse what is suggested between the two, and where that says nothing, claim it.

    A refusal is a claim too, so that it is remembered whatever is suggested later.
    """
    waiting = _waiting(book, one, other)
    made = [(claim, "confirmed" if same else "refused") for claim in waiting]
    if not same or not waiting:
        claim = Claim(
            subject=one.ids[0], predicate="alias_of", object_entity=other.ids[0], value_text="same",
            polarity="asserted" if same else "denied", suggested_by=by,
        )  # fmt: skip
        record.add(book, claims=[claim])
        made.append((claim, "confirmed"))
    found = []
    for claim, verdict in made:
        (number,) = record.decide(book, [claim.claim_id], verdict, by, reason)
        found.append({"number": number, "what": verdict, "claim": claim.claim_id, "polarity": claim.polarity})
    return found


def _waiting(book: Book, one: Group, other: Group) -> list[Claim]:
    """Suggestions that a name of the one is a name of the other."""
    ends = [(one.ids, other.ids), (other.ids, one.ids)]
    return [
        claim
        for subjects, objects in ends
        for subject in subjects
        for claim in asked.claims(book, subject=subject, predicate="alias_of", status="suggested")
        if claim.object_entity in objects and claim.value_text == "same" and claim.polarity == "asserted"
    ]


NONE = "none"
CAMPAIGNS = ("campaign", "event", "incident")


def link(book: Book, incident: str, campaign: str, by: str, reason: str = "") -> list[dict[str, Any]]:
    """Claim that an intrusion led to a campaign, or, for `none`, that no such campaign was observed."""
    one = named(book, incident, ("incident",))
    other = "" if campaign.casefold() == NONE else named(book, campaign, CAMPAIGNS).ids[0]
    claim = Claim(
        subject=one.ids[0], predicate="leads_to", object_entity=other, suggested_by=by,
        polarity="asserted" if other else "not_observed",
    )  # fmt: skip
    record.add(book, claims=[claim])
    (number,) = record.decide(book, [claim.claim_id], "confirmed", by, reason)
    return [{"number": number, "what": "confirmed", "claim": claim.claim_id, "polarity": claim.polarity}]
