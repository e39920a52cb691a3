"""Entering through another provider: only for people whom an administrator made known to it beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from floodwatch.casebook.people import User
    from floodwatch.centre.handles import Centre
    from floodwatch.wire.oidc import Identity, Provider

LASTS_S = 600
HOW = "enter elsewhere"


def elsewhere(centre: Centre) -> Provider | None:
    """The provider that centre.toml names; None where it names none."""
    from floodwatch.centre.engines import centre_settings
    from floodwatch.wire.oidc import provider

    told = centre_settings(centre.path).get("oidc")
    return provider(told) if told else None


def begin(centre: Centre) -> tuple[str, str]:
    """Where to send somebody, and the state that his browser keeps and brings back (Refused without a provider)."""
    from floodwatch.casebook import doors
    from floodwatch.casebook.store import connected
    from floodwatch.centre.entering import no
    from floodwatch.tools.secrets import made
    from floodwatch.wire.oidc import address

    one, nonce, verifier = elsewhere(centre), made(), made()
    if one is None:
        raise no()
    with connected(centre.casebook, writing=True) as db:
        state = doors.begin(db, nonce, verifier, LASTS_S)
    return address(one, state, nonce, verifier), state


def finish(centre: Centre, state: str, kept: str, code: str, place: str = "", before: str = "") -> str:
    """The session of who came back (Refused): `state` came with him, `kept` is what his browser kept."""
    from floodwatch.casebook import doors
    from floodwatch.casebook.store import connected
    from floodwatch.centre.entering import no, noted, open_to, opened
    from floodwatch.tools.secrets import digest, same
    from floodwatch.wire.oidc import identity

    one = elsewhere(centre)
    with connected(centre.casebook, writing=True) as db:
        begun = doors.ended(db, state) if state and same(state, kept) else None
    if one is None or begun is None:
        raise no()
    who = identity(one, code, begun["nonce"], begun["verifier"])
    with connected(centre.casebook, writing=True) as db:
        found = _known(db, who)
        if found and open_to(db, found):
            if before:
                doors.close(db, digest(before))
            return opened(db, found.user_name, place, HOW)
        noted(db, found.user_name if found else "", HOW, "Refused", place)
    raise no()


def _known(db: Connection, who: Identity) -> User | None:
    """The user of that subject; or of that verified address, who from then on is known by the subject alone."""
    from sqlalchemy import select

    from floodwatch.casebook.people import change, user_in
    from floodwatch.casebook.tables_people import users

    name = db.scalar(select(users.c.user_name).where(users.c.subject == who.subject, users.c.subject != ""))
    if name is None and who.email:
        new = (users.c.email == who.email, users.c.subject == "")
        name = db.scalar(select(users.c.user_name).where(*new))
        if name is not None:
            change(db, name, subject=who.subject)
    return user_in(db, name) if name is not None else None
