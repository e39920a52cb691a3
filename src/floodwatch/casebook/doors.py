"""The doors of a centre: sessions, tokens, links that work once, attempts to enter, and whether all is locked.

Of every secret only a hash is kept, and it is looked up by that.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import unbounded
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.markings import Marking
from floodwatch.tools.secrets import digest, made, short

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table

LOCKED, UNLOCKED = "locked", "unlocked"
TOKEN = "fw"  # noqa: S105 - what a token begins with, so that it can be recognised where it was lost
DAY_S = 86_400
FREE = {"name": 5, "place": 30}
"""Attempts before the first wait."""
LONGEST_WAIT_S = 300
"""So that nobody can lock somebody else out for long."""
FORGOTTEN_S = DAY_S

Row = Mapping[str, Any]


def seconds() -> int:
    """This moment in seconds."""
    return int(time.time())


def open_session(db: Connection, name: str, place: str) -> str:
    """A new session; gives its secret, which is kept nowhere."""
    from floodwatch.casebook.tables_people import sessions

    secret, at = made(), seconds()
    row = {
        "session_hash": digest(secret),
        "user_name": name,
        "started_s": at,
        "seen_s": at,
        "place": place[:200],
    }
    db.execute(sessions.insert(), row)
    return secret


def session(db: Connection, secret: str) -> Row | None:
    """The session of a secret, whatever its age."""
    from floodwatch.casebook.tables_people import sessions

    return _one(db, sessions, "session_hash", digest(secret))


def touch(book: Book, session_hash: str) -> None:
    """Note that a session was used now."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import sessions

    with connected(book, writing=True) as db:
        db.execute(update(sessions).where(sessions.c.session_hash == session_hash).values(seen_s=seconds()))


def sessions_of(book: Book, name: str = "") -> list[Row]:
    """Sessions of a user, or of all, the newest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import sessions

    wanted = select(sessions).order_by(sessions.c.started_s.desc(), sessions.c.session_hash)
    with connected(book) as db:
        return [
            dict(r._mapping)
            for r in db.execute(wanted.where(sessions.c.user_name == name) if name else wanted)
        ]


def close(db: Connection, session_hash: str = "", name: str = "", but: str = "") -> int:
    """End one session, those of a user, or all, apart from one; gives how many."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import sessions

    which: list[ColumnElement[bool]] = [sessions.c.session_hash != but]
    which += [sessions.c.session_hash == session_hash] if session_hash else []
    which += [sessions.c.user_name == name] if name else []
    return int(db.execute(delete(sessions).where(*which)).rowcount)


def add_token(
    db: Connection,
    name: str,
    label: str,
    scope: str,
    cases: Sequence[str] | None,
    ceiling: Marking,
    expires_s: int,
) -> tuple[str, str]:
    """A new token; gives the secret, which is kept nowhere, and the prefix by which it is recognised."""
    from floodwatch.casebook.tables_people import tokens

    prefix = short()
    secret = f"{TOKEN}_{prefix}_{made()}"
    row = {
        "token_hash": digest(secret), "prefix": prefix, "user_name": name, "label": label[:200], "scope": scope,
        "cases": None if cases is None else json.dumps(list(cases)), "tlp": ceiling.tlp, "pap": ceiling.pap,
        "expires_s": expires_s, "used_on": "", "created_at": now(),
    }  # fmt: skip
    db.execute(tokens.insert(), row)
    return secret, prefix


def token(db: Connection, secret: str) -> Row | None:
    """The token of a secret, whatever has become of it."""
    from floodwatch.casebook.tables_people import tokens

    return _one(db, tokens, "token_hash", digest(secret))


def tokens_of(book: Book, name: str = "") -> list[Row]:
    """Tokens of a user, or of all, without what they are recognised by but the prefix."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import tokens

    kept = [c for c in tokens.c if c.name != "token_hash"]
    wanted = select(*kept).order_by(tokens.c.created_at, tokens.c.prefix)
    with unbounded(), connected(book) as db:
        return [
            dict(r._mapping) for r in db.execute(wanted.where(tokens.c.user_name == name) if name else wanted)
        ]


def used(book: Book, token_hash: str, day: str) -> None:
    """Note the day on which a token was used last."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import tokens

    with connected(book, writing=True) as db:
        db.execute(update(tokens).where(tokens.c.token_hash == token_hash).values(used_on=day))


def revoke(db: Connection, name: str = "", prefix: str = "") -> int:
    """Take back a token by its prefix, those of a user, or all; gives how many stood."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import tokens

    which: list[ColumnElement[bool]] = [tokens.c.revoked_at.is_(None)]
    which += [tokens.c.prefix == prefix] if prefix else []
    which += [tokens.c.user_name == name] if name else []
    return int(db.execute(update(tokens).where(*which).values(revoked_at=now())).rowcount)


def invite(db: Connection, what: str, name: str, by: str, lasts_s: int) -> str:
    """A link that works once; those for the same that were not used are void. Gives its secret."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import invitations

    again = (invitations.c.what == what) & (invitations.c.user_name == name) & invitations.c.used_at.is_(None)
    db.execute(delete(invitations).where(again))
    secret = made()
    row = {"link_hash": digest(secret), "what": what, "user_name": name, "made_by": by}
    db.execute(invitations.insert(), {**row, "expires_s": seconds() + lasts_s})
    return secret


def invited(db: Connection, what: str, secret: str) -> Row | None:
    """The link of a secret, if it still works."""
    from floodwatch.casebook.tables_people import invitations

    found = _one(db, invitations, "link_hash", digest(secret))
    fits = found is not None and found["what"] == what and not found["used_at"]
    return found if found is not None and fits and found["expires_s"] > seconds() else None


def use_up(db: Connection, link_hash: str) -> None:
    """A link works no longer."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import invitations

    db.execute(update(invitations).where(invitations.c.link_hash == link_hash).values(used_at=now()))


def attempt(db: Connection, whats: Mapping[str, str]) -> int:
    """Count an attempt by name and place before it is made; gives how long to wait instead, 0 where it may be made."""
    at = seconds()
    kept = {what: (digest(f"{what}:{value}"), FREE[what]) for what, value in whats.items() if value}
    known = {what: _attempts(db, key) for what, (key, _) in kept.items()}
    waits = [row["wait_until_s"] - at for row in known.values() if row]
    if any(wait > 0 for wait in waits):
        return int(max(waits))
    for what, (key, free) in kept.items():
        row = known[what]
        tries = (row["tries"] if row and at - row["last_s"] < FORGOTTEN_S else 0) + 1
        _count(db, key, tries, at, _pause(tries - free))
    return 0


def _pause(over: int) -> int:
    return min(1 << min(over, 20), LONGEST_WAIT_S) if over >= 0 else 0


def succeeded(db: Connection, name: str, place: str) -> None:
    """Somebody entered: his failed attempts count no longer, and this one not against the place."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import attempts

    db.execute(delete(attempts).where(attempts.c.what_hash == digest(f"name:{name}")))
    db.execute(delete(attempts).where(attempts.c.last_s < seconds() - FORGOTTEN_S))
    not_counted(db, {"place": place})


def not_counted(db: Connection, whats: Mapping[str, str]) -> None:
    """Take back that an attempt was counted."""
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import attempts

    for key in (digest(f"{what}:{value}") for what, value in whats.items() if value):
        fewer = {"tries": attempts.c.tries - 1, "wait_until_s": 0}
        db.execute(update(attempts).where(attempts.c.what_hash == key, attempts.c.tries > 0).values(fewer))


def _attempts(db: Connection, key: str) -> Row | None:
    from floodwatch.casebook.tables_people import attempts

    return _one(db, attempts, "what_hash", key)


def _count(db: Connection, key: str, tries: int, at: int, wait: int) -> None:
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import attempts

    db.execute(delete(attempts).where(attempts.c.what_hash == key))
    db.execute(attempts.insert(), {"what_hash": key, "tries": tries, "last_s": at, "wait_until_s": at + wait})


def say(db: Connection, what: str, by: str) -> None:
    """Lock or unlock the centre."""
    from floodwatch.casebook.tables_people import doors

    db.execute(doors.insert(), {"what": what, "by_name": by, "done_at": now()})


def locked(db: Connection) -> Row | None:
    """The line that locks the centre, where it is locked."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import doors

    last = db.execute(select(doors).order_by(doors.c.number.desc()).limit(1)).first()
    return dict(last._mapping) if last and last.what == LOCKED else None


def begin(db: Connection, nonce: str, verifier: str, lasts_s: int) -> str:
    """Note that an entry through another provider was begun; gives the state that comes back with it."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import pending

    secret = made()
    db.execute(delete(pending).where(pending.c.expires_s < seconds()))
    row = {
        "state_hash": digest(secret),
        "nonce": nonce,
        "verifier": verifier,
        "expires_s": seconds() + lasts_s,
    }
    db.execute(pending.insert(), row)
    return secret


def ended(db: Connection, state: str) -> Row | None:
    """What was noted when it was begun, once, and only in time."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import pending

    found = _one(db, pending, "state_hash", digest(state))
    db.execute(delete(pending).where(pending.c.state_hash == digest(state)))
    return found if found and found["expires_s"] > seconds() else None


def _one(db: Connection, table: Table, column: str, value: str) -> Row | None:
    from sqlalchemy import select

    row = db.execute(select(table).where(table.c[column] == value)).first()
    return dict(row._mapping) if row else None
