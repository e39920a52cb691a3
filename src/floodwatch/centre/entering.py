"""The doors of a centre: the first link, entering, sessions and tokens. Whoever is asked, no secret is shown twice.

Refusals are all alike: whether a name is known, disabled, or the password wrong cannot be told from words or time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import ADMIN, EDITOR, READER, Acting, narrower
from floodwatch.model.errors import CodeNeeded, Refused, Throttled
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from floodwatch.casebook.people import User
    from floodwatch.centre.handles import Centre

SETUP, INVITED = "setup", "invited"
LINK_S = 24 * 3600
TOUCH_S = 60
"""A session is noted as used at most so often."""
CSRF = "csrf"
NO = "This does not open the door"


def set_up_link(centre: Centre) -> str | None:
    """The secret of a link by which the first administrator is made, within a day; None when there is a user."""
    from floodwatch.casebook.doors import invite
    from floodwatch.casebook.store import connected

    with connected(centre.casebook, writing=True) as db:
        return None if _anybody(db) else invite(db, SETUP, "", "", LINK_S)


def set_up(centre: Centre, token: str, name: str, password: str, place: str = "") -> str:
    """Make the first administrator by that link; gives his session (Refused, SettingError)."""
    from floodwatch.casebook.doors import invited, use_up
    from floodwatch.casebook.people import add, login
    from floodwatch.casebook.store import connected
    from floodwatch.tools.secrets import checked, hashed

    with connected(centre.casebook) as db:
        if invited(db, SETUP, token) is None:
            raise no()  # before a hash is made, which costs something
    who = login(name)
    kept = hashed(checked(password, who))
    with connected(centre.casebook, writing=True) as db:
        link = invited(db, SETUP, token)
        if link is None or _anybody(db):
            raise no()
        use_up(db, link["link_hash"])
        add(db, who, name.strip(), ADMIN, Marking(), who, kept)
        return opened(db, who, place, "set up")


def accept(centre: Centre, token: str, password: str, place: str = "") -> str:
    """Choose a password by the link of an invitation or a reset; gives a session (Refused, SettingError)."""
    from floodwatch.casebook.doors import close, invited, use_up
    from floodwatch.casebook.people import change, user_in
    from floodwatch.casebook.store import connected
    from floodwatch.tools.secrets import checked, hashed

    with connected(centre.casebook) as db:
        link = invited(db, INVITED, token)
    if link is None:
        raise no()
    kept = hashed(checked(password, link["user_name"]))
    with connected(centre.casebook, writing=True) as db:
        link = invited(db, INVITED, token)
        found = user_in(db, link["user_name"]) if link else None
        if link is None or found is None or not open_to(db, found):
            raise no()
        use_up(db, link["link_hash"])
        change(db, found.user_name, password=kept)
        close(db, name=found.user_name)
        return opened(db, found.user_name, place, "accept")


def enter(centre: Centre, name: str, password: str, code: str = "", place: str = "", before: str = "") -> str:
    """A new session (Refused, Throttled, CodeNeeded); the one `before` ends with it."""
    from floodwatch.casebook.doors import attempt
    from floodwatch.casebook.people import row_of
    from floodwatch.casebook.store import connected
    from floodwatch.tools.secrets import right

    who = name.strip().casefold()[:64]
    with connected(centre.casebook, writing=True) as db:
        wait = attempt(db, {"name": who, "place": place})
        row = row_of(db, who)
    if wait:
        raise Throttled(wait)
    fits = right(row["password"] if row else "", password)
    with connected(centre.casebook, writing=True) as db:
        told = _checked(db, who, row, fits, code, place)
        if told is None:
            return _entered(db, who, place, password, before)
    raise told


def _checked(
    db: Connection, who: str, row: Mapping[str, Any] | None, fits: bool, code: str, place: str
) -> Exception | None:
    """Why somebody does not enter. What it changes is kept also where he does not: codes work once."""
    from floodwatch.casebook.doors import not_counted
    from floodwatch.casebook.people import row_of, user_in
    from floodwatch.centre.second_factor import needed, opens

    found, now = user_in(db, who), row_of(db, who)
    same = row is not None and now is not None and now["password"] == row["password"]
    if not (fits and same and found is not None and open_to(db, found)):
        noted(db, who if found else "", "enter", "Refused", place)
        return no()
    if needed(db, who) and not code.strip():
        not_counted(db, {"name": who, "place": place})
        return CodeNeeded("The code of the second factor is wanted too", do="Enter it, or a recovery code.")
    if needed(db, who) and not opens(db, who, code):
        noted(db, who, "enter", "Refused", place)
        return no()
    return None


def _entered(db: Connection, who: str, place: str, password: str, before: str) -> str:
    from floodwatch.casebook.doors import close, succeeded
    from floodwatch.casebook.people import change, row_of
    from floodwatch.tools.secrets import digest, hashed, normal, outgrown

    row = row_of(db, who)
    if row and outgrown(row["password"]):
        change(db, who, password=hashed(normal(password)))
    succeeded(db, who, place)
    if before:
        close(db, digest(before))
    return opened(db, who, place, "enter")


def who(centre: Centre, session: str, place: str = "") -> Acting | None:
    """Who a session belongs to, as he stands now; None where it is none, is over, or the door is locked."""
    from floodwatch.casebook import doors
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.casebook.people import user_in
    from floodwatch.casebook.store import connected

    if not session:
        return None
    with unbounded(), connected(centre.casebook) as db:
        row = doors.session(db, session)
        found = user_in(db, row["user_name"]) if row else None
    if row is None or found is None or found.disabled:
        return None
    if _over(centre, row, doors.seconds()):
        leave(centre, session)
        return None
    if doors.seconds() - row["seen_s"] >= TOUCH_S:
        doors.touch(centre.casebook, row["session_hash"])
    return found.acting(place=place or row["place"], session=row["session_hash"])


def _over(centre: Centre, row: Mapping[str, Any], at: int) -> bool:
    from floodwatch.centre.people_settings import people_settings

    told = people_settings(centre)
    return bool(
        at - row["seen_s"] >= told.idle_minutes * 60 or at - row["started_s"] >= told.longest_hours * 3600
    )


def csrf(centre: Centre, session: str) -> str:
    """What a form of this session carries, so that no other page can send it: bound to the session's own secret."""
    from floodwatch.tools.secrets import keyed

    return keyed(session, CSRF)


def csrf_right(centre: Centre, session: str, given: str) -> bool:
    """Whether a form was made for this session."""
    from floodwatch.tools.secrets import same

    return bool(session) and same(csrf(centre, session), given)


def leave(centre: Centre, session: str) -> None:
    """End a session."""
    from floodwatch.casebook.doors import close
    from floodwatch.casebook.store import connected
    from floodwatch.tools.secrets import digest

    with connected(centre.casebook, writing=True) as db:
        close(db, digest(session))


def leave_everywhere(centre: Centre, user: str) -> int:
    """End every session of a user; gives how many there were."""
    from floodwatch.casebook.doors import close
    from floodwatch.casebook.store import connected

    if not user:
        return 0
    with connected(centre.casebook, writing=True) as db:
        return close(db, name=user)


def sessions(centre: Centre, user: str, session: str = "") -> list[dict[str, Any]]:
    """The sessions of a user that are not over, and which of them is his own; `id` names one for `leave_one`."""
    from floodwatch.casebook.doors import seconds, sessions_of
    from floodwatch.tools.secrets import digest

    mine, at = digest(session) if session else "", seconds()
    return [
        {
            "id": row["session_hash"][:16], "started": _day(row["started_s"]), "seen": _day(row["seen_s"]),
            "place": row["place"], "own": row["session_hash"] == mine,
        }
        for row in sessions_of(centre.casebook, user) if user and not _over(centre, row, at)
    ]  # fmt: skip


def leave_one(centre: Centre, user: str, id: str) -> bool:
    """End one session of a user by its id; whether there was one."""
    from floodwatch.casebook.doors import close, sessions_of
    from floodwatch.casebook.store import connected

    found = [r["session_hash"] for r in sessions_of(centre.casebook, user) if r["session_hash"][:16] == id]
    with connected(centre.casebook, writing=True) as db:
        return bool(user) and any([close(db, one, user) for one in found])


def bearer(centre: Centre, token: str, scope: str, place: str = "") -> Acting | None:
    """Who a token stands for, where it is for that scope: never more than its owner may now.

    What may write may read; the feed of releases needs a token of its own. No token is for the matters of people.
    """
    import json

    from floodwatch.casebook import doors
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.casebook.people import user_in
    from floodwatch.casebook.store import connected

    with unbounded(), connected(centre.casebook) as db:
        row = doors.token(db, token)
        found = user_in(db, row["user_name"]) if row else None
    if (
        row is None
        or found is None
        or found.disabled
        or row["revoked_at"]
        or row["expires_s"] <= doors.seconds()
    ):
        return None
    if scope != row["scope"] and (scope, row["scope"]) != ("read", "write"):
        return None
    today = datetime.now(UTC).date().isoformat()
    if row["used_on"] != today:
        doors.used(centre.casebook, row["token_hash"], today)
    own = found.acting(place=place, session=row["token_hash"], scope=scope)
    cases = None if row["cases"] is None else tuple(json.loads(row["cases"]))
    return replace(
        own,
        role=_role(own.role, scope),
        ceiling=narrower(own.ceiling, Marking(row["tlp"], row["pap"])),
        cases=_both(own.cases, cases),
    )


def _role(role: str, scope: str) -> str:
    if scope != "write":
        return READER
    return EDITOR if role == ADMIN else role


def _both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(name for name in one if name in other)


def change_password(centre: Centre, acting: Acting, old: str, new: str) -> None:
    """Choose another password (Refused, Throttled, SettingError); every other session of the person ends."""
    from floodwatch.casebook.doors import attempt, close, succeeded
    from floodwatch.casebook.people import change, row_of
    from floodwatch.casebook.store import connected
    from floodwatch.tools.secrets import checked, hashed, right

    with connected(centre.casebook, writing=True) as db:
        wait = attempt(db, {"name": acting.user})
        row = row_of(db, acting.user)
    if wait:
        raise Throttled(wait)
    if acting.scope or row is None or not right(row["password"], old):
        raise no()
    kept = hashed(checked(new, acting.user))
    with connected(centre.casebook, writing=True) as db:
        succeeded(db, acting.user, "")
        change(db, acting.user, password=kept)
        close(db, name=acting.user, but=acting.session)
        noted(db, acting.user, "change password", "done", acting.place)


def opened(db: Connection, who: str, place: str, how: str) -> str:
    """A session, in the log; gives its secret."""
    from floodwatch.casebook.doors import open_session

    noted(db, who, how, "done", place)
    return open_session(db, who, place)


def noted(db: Connection, who: str, what: str, outcome: str, place: str) -> None:
    """Say in the log who came to a door, and what came of it."""
    from floodwatch.casebook.chain import Entry, append

    append(db, Entry(who, what, outcome=outcome, kind="door", place=place[:200]))


def open_to(db: Connection, found: User) -> bool:
    """Whether somebody may enter now."""
    from floodwatch.casebook.doors import locked

    return not found.disabled and locked(db) is None


def _anybody(db: Connection) -> bool:
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import users

    return db.execute(select(users.c.user_name).limit(1)).first() is not None


def no() -> Refused:
    """What is said to whoever does not get in, whatever the reason."""
    return Refused(NO, do="Check what was entered; whoever administers this centre can make a new link.")


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
