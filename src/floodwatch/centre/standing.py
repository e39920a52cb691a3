"""Decisions on which matching rests: labels that are wrong, networks that are confirmed, cases that are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.centre.engines import engine_for
from floodwatch.centre.labels import as_claims
from floodwatch.model import refs
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case

Made = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody decides about what comes again in a case, and why."""

    case: Case
    by: str
    reason: str = ""

    def wrong(self, account: str, label: str) -> Made:
        """Mark labels of an account wrong: the one given, else all that it has, releases that hold it included."""
        from floodwatch.casebook import record

        ref = _account(account)
        known = dict(_labels(self.case, [ref]).get(ref, ()))
        chosen = [label] if label else list(known)
        if not chosen or not set(chosen) <= set(known):
            raise SettingError(
                f"{account} has no label" + (f" {label!r}" if label else ""),
                do=f"It has: {'; '.join(known)}." if known else "No platform, release or list labels it.",
            )
        entities, claims = as_claims([(ref, one, known[one]) for one in chosen])
        record.add(self.case.centre.casebook, entities, claims)
        ids = [claim.claim_id for claim in claims]
        numbers = record.decide(self.case.centre.casebook, ids, "refused", self.by, self.reason)
        return [
            {"number": number, "what": "marked wrong", "account": ref, "label": claim.value_text}
            for number, claim in zip(numbers, claims, strict=True)
        ]

    def undo(self, number: int) -> Made:
        """Take back that a label was marked wrong."""
        from floodwatch.casebook import record

        done = record.undo(self.case.centre.casebook, number, self.by, self.reason)
        return [{"number": done, "what": f"undid {number}"}]

    def confirm(self, network: str) -> Made:
        """Confirm a network of the latest detection: its members count in every later case."""
        from floodwatch.casebook.write import add_case, add_entity, decide
        from floodwatch.centre.tables import must_be_detected
        from floodwatch.lake.read import members

        must_be_detected(self.case)
        with engine_for(self.case) as engine:
            rows = [row for row in members(self.case.folder, engine) if row["network_id"] == network]
        if not rows:
            raise CentreError(
                f"The case has no network {network!r}", where=self.case.name, do="See findings/networks.csv."
            )
        anchors = {refs.account(row["platform"], row["account_id"]): row["score"] for row in rows}
        book, name = self.case.centre.casebook, self._network(network)
        add_case(book, self.case.name)
        add_entity(book, name, "network", self.case.name, anchors, self.by)
        number = decide(book, name, "confirmed", {"name": network}, self.by, self.reason)
        return [{"number": number, "what": "confirmed", "network": network, "members": len(anchors)}]

    def attribute(self, network: str, actor: str, progress: Progress) -> Made:
        """Confirm a network, what it did, and that it is attributed to an actor, whose profile it adds to."""
        from floodwatch.casebook import record
        from floodwatch.casebook.habits import HABITS, content
        from floodwatch.casebook.write import decide
        from floodwatch.centre.judged import entity
        from floodwatch.centre.tables import detected
        from floodwatch.model.claims import Claim
        from floodwatch.views.habits import view

        book, name = self.case.centre.casebook, self._network(network)
        known = entity(book, actor)
        done = self.confirm(network)
        with detected(self.case, progress) as engine:
            habits = view(engine, [network])[network]
        decide(book, name, HABITS, content(habits.features, network), self.by, self.reason)
        claim = Claim(subject=name, predicate="attributed_to", object_entity=known, suggested_by=self.by)
        record.add(book, claims=[claim])
        (number,) = record.decide(book, [claim.claim_id], "confirmed", self.by, self.reason)
        return [*done, {"number": number, "what": "attributed", "network": network, "to": actor}]

    def unconfirm(self, network: str) -> Made:
        """Take back that a network was confirmed."""
        from floodwatch.casebook.read import entities
        from floodwatch.casebook.write import undo

        book = self.case.centre.casebook
        found = [
            e for e in entities(book, self.case.name, "network") if e.entity_id == self._network(network)
        ]
        standing = [one for entity in found for one in entity.standing("confirmed")]
        if not standing:
            raise CentreError(f"The network {network!r} is not confirmed", where=self.case.name)
        for one in standing:
            undo(book, one.number, self.by)
        return [{"number": one.number, "what": "no longer confirmed", "network": network} for one in standing]

    def _network(self, network: str) -> str:
        return refs.content_id("network entity", self.case.name, network)

    def close(self, people: Sequence[str]) -> Made:
        """Close the case: others are only told to ask its owner, the first of the people; the rest may see it."""
        from floodwatch.casebook.recurring import CLOSED, case_id
        from floodwatch.casebook.write import add_case, decide

        self._may()
        book, told = self.case.centre.casebook, {"owner": people[0], "readers": list(people[1:])}
        add_case(book, self.case.name)
        number = decide(book, case_id(self.case.name), CLOSED, told, self.by, self.reason)
        return [{"number": number, "what": "closed", **told}]

    def open(self) -> Made:
        """Open the case again: everybody may be told where a value was seen in it."""
        from floodwatch.casebook.recurring import closings
        from floodwatch.casebook.write import undo

        self._may()
        standing = closings(self.case.centre.casebook, self.case.name)
        for one in standing:
            undo(self.case.centre.casebook, one.number, self.by)
        return [{"number": one.number, "what": "opened"} for one in standing]

    def _may(self) -> None:
        """Only the owner of a closed case changes who may see it."""
        from floodwatch.casebook.recurring import closed

        access = closed(self.case.centre.casebook, [self.case.name]).get(self.case.name)
        if access and access.owner != self.by:
            raise CentreError(f"The case is closed: ask its owner, {access.owner}", where=self.case.name)


def ceiling(tlp: str) -> str | None:
    """The strictest marking that may be told (SettingError for one that there is not); None for no limit."""
    from floodwatch.centre.suggesting import Given

    return Given(tlp=tlp).checked().tlp or None


def _labels(case: Case, accounts: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Labels that accounts have, with who says each: those kept as claims, and the releases that hold them."""
    from floodwatch.casebook.recurring import labels
    from floodwatch.centre.recurring import releases
    from floodwatch.knowledge.recurrence.placing import channel, release_label

    found: dict[str, list[tuple[str, str]]] = {}
    for account in accounts:
        kept = labels(case.centre.casebook, [channel(account)])
        found[account] = [(one.value, one.speaker) for one in kept]
        found[account] += [(release_label(who), who) for who in releases(case, account)]
    return found


def _account(text: str) -> str:
    try:
        ref = refs.parse(text)
    except ValueError:
        ref = None
    if ref is None or ref.kind != "account" or not ref.platform:
        raise SettingError(f"{text!r} is no ref of an account", do="Give one such as account:x/123.")
    return text
