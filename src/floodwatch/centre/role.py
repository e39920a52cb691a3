"""`floodwatch role`: which part voices have in a case; everybody is a bystander until a person says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model import refs
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.roles import Role
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Case
    from floodwatch.model.claims import Entity

NOTE = (
    "Who has no line here is a bystander. A role is a person's decision and can be taken back by its number."
)


def role(
    case: Case,
    progress: Progress,
    voice: str = "",
    part: str = "",
    undo: int = 0,
    by: str = "",
    reason: str = "",
) -> dict[str, Any]:
    """Give a voice its part, or take a decision back; then every part, or that of the voice."""
    from floodwatch.casebook import record
    from floodwatch.casebook.roles import Role, roles

    book, who, done = case.centre.casebook, person(by), list[dict[str, Any]]()
    if undo:
        done.append({"number": record.undo(book, undo, who, reason), "what": f"undid {undo}"})
    one = _voice(book, voice, who) if voice else None
    if part and one is None:
        raise SettingError("A part is somebody's", do="Name an account, such as account:x/42, or a person.")
    if part and one is not None:
        number = given(book, case.name, one, part, who, reason)
        done.append({"number": number, "what": part, "voice": one.label})
    known = roles(book, case.name)
    shown = list(known.values())
    if one is not None:
        shown = [known.get(one.label, Role(one.label, one.entity_id))]
    return {"decided": done, "roles": [row(role) for role in shown], "note": NOTE}


def given(book: Book, case: str, voice: Entity, part: str, by: str, reason: str) -> int:
    """Record the claim where it is new and confirm it; gives the number that undoes that."""
    from floodwatch.casebook import record
    from floodwatch.casebook.roles import case_entity, role_claim

    claim = role_claim(voice, case, part, by)
    record.add(book, [voice, case_entity(case, by)], [claim])
    return record.decide(book, [claim.claim_id], "confirmed", by, reason)[0]


def row(role: Role) -> dict[str, Any]:
    """A role as a row of a result."""
    return {
        "voice": role.voice, "role": role.role, "default": not role.number, "decision": role.number or None,
        "decided_by": role.by, "decided_at": role.at, "reason": role.reason,
    }  # fmt: skip


def _voice(book: Book, voice: str, by: str) -> Entity:
    """An account by its ref, or somebody whom the casebook knows by that name (SettingError)."""
    from floodwatch.casebook.claims import entity
    from floodwatch.casebook.naming import called
    from floodwatch.casebook.roles import ROLE, account_entity
    from floodwatch.casebook.store import connected
    from floodwatch.vocabulary.kinds import claim_kinds

    if voice.startswith("account:"):
        one = refs.parse(voice) if voice != "account:" else refs.Ref("account", "", "")
        if not (one.platform and one.id):
            raise SettingError(f"{voice!r} is no account", do="Write account:PLATFORM/ID.")
        return account_entity(refs.account(one.platform, one.id), by)
    kinds = claim_kinds()[ROLE].subjects
    with connected(book) as db:
        hits = {one.entity_id for one in called(db, voice) if one.kind in kinds and one.status != "suggested"}
    found = entity(book, next(iter(hits))) if len(hits) == 1 else None
    if found is None:
        many = f"{len(hits)} go" if hits else "Nobody goes"
        raise SettingError(f"{many} by the name {voice!r}", do="Give an account as account:PLATFORM/ID.")
    return found
