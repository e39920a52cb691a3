"""A second factor: codes of an app that change every half minute, each of which works once; and recovery codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import ExtraMissing, Refused, SettingError, Throttled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from floodwatch.centre.handles import Centre

STEP_S = 30
AROUND = (-1, 0, 1)
"""Steps before and after now: clocks differ."""
RECOVERY = 10
WAITING = "?"
"""Stands before a secret that was made and not confirmed yet by a code."""


def begin(centre: Centre, user: str) -> dict[str, str]:
    """A new secret and the address that an app reads, shown this once; it counts when a code of it was given."""
    from floodwatch.casebook.people import change, row_of
    from floodwatch.casebook.store import connected

    secret = _pyotp().random_base32()
    with connected(centre.casebook, writing=True) as db:
        row = row_of(db, user)
        if row is None or (row["second_factor"] and not row["second_factor"].startswith(WAITING)):
            raise SettingError("There is a second factor already", do="Take it away first.")
        change(db, user, second_factor=WAITING + secret, last_step=0)
    address = _pyotp().TOTP(secret).provisioning_uri(name=user, issuer_name="Floodwatch")
    return {"secret": secret, "address": str(address)}


def confirm(centre: Centre, user: str, code: str) -> list[str]:
    """The second factor counts from now on; gives recovery codes, shown this once (Refused where the code is wrong)."""
    from sqlalchemy import delete

    from floodwatch.casebook.people import change, row_of
    from floodwatch.casebook.store import connected
    from floodwatch.casebook.tables_people import recovery_codes as table

    codes = list(_recovery())
    with connected(centre.casebook, writing=True) as db:
        row = row_of(db, user)
        secret = row["second_factor"] if row else ""
        step = _step(secret[1:], code, 0) if secret.startswith(WAITING) else None
        if step is None:
            raise Refused("This is not the code", do="Enter the one that the app shows now.")
        change(db, user, second_factor=secret[1:], last_step=step)
        db.execute(delete(table).where(table.c.user_name == user))
        rows = [{"user_name": user, "code_hash": _kept(one), "used_at": None} for one in codes]
        db.execute(table.insert(), rows)
    return codes


def end(centre: Centre, user: str, code: str) -> None:
    """Take one's own second factor away, with a code of it (Refused, Throttled)."""
    from floodwatch.casebook.doors import attempt, succeeded
    from floodwatch.casebook.store import connected

    with connected(centre.casebook, writing=True) as db:
        wait = attempt(db, {"name": user})
        fits = not wait and needed(db, user) and opens(db, user, code)
        if fits:
            take_away(db, user)
            succeeded(db, user, "")
    if wait:
        raise Throttled(wait)
    if not fits:
        raise Refused("This is not the code", do="Enter the one that the app shows now.")


def take_away(db: Connection, user: str) -> None:
    """No second factor any longer, and no recovery codes."""
    from sqlalchemy import delete

    from floodwatch.casebook.people import change
    from floodwatch.casebook.tables_people import recovery_codes as table

    change(db, user, second_factor="", last_step=0)
    db.execute(delete(table).where(table.c.user_name == user))


def needed(db: Connection, user: str) -> bool:
    """Whether a user has a second factor."""
    from floodwatch.casebook.people import row_of

    row = row_of(db, user)
    return bool(row and row["second_factor"] and not row["second_factor"].startswith(WAITING))


def opens(db: Connection, user: str, code: str) -> bool:
    """Whether a code or a recovery code fits; either then works no longer."""
    from floodwatch.casebook.people import change, row_of

    row = row_of(db, user)
    if row is None:
        return False
    step = _step(row["second_factor"], code, row["last_step"])
    if step is None:
        return _recovered(db, user, code)
    change(db, user, last_step=step)
    return True


def _step(secret: str, code: str, last: int) -> int | None:
    """The step whose code this is, if it comes after the last that was used."""
    from floodwatch.casebook.doors import seconds
    from floodwatch.tools.secrets import same

    plain, now = re.sub(r"\s", "", code), seconds() // STEP_S
    steps = [now + by for by in AROUND if now + by > last]
    fitting = [step for step in steps if same(_pyotp().HOTP(secret).at(step), plain)]
    return fitting[0] if fitting else None


def _recovered(db: Connection, user: str, code: str) -> bool:
    from sqlalchemy import update

    from floodwatch.casebook.tables_people import recovery_codes as table
    from floodwatch.casebook.write import now

    fits = (table.c.user_name == user, table.c.code_hash == _kept(code), table.c.used_at.is_(None))
    return bool(db.execute(update(table).where(*fits).values(used_at=now())).rowcount)


def _kept(code: str) -> str:
    from floodwatch.tools.secrets import digest

    return digest(re.sub(r"[\s-]", "", code).lower())


def _recovery() -> Iterator[str]:
    from floodwatch.tools.secrets import short

    for _ in range(RECOVERY):
        yield "-".join(re.findall("....", short(10)))


def _pyotp() -> Any:
    try:
        import pyotp
    except ImportError as missing:
        raise ExtraMissing("pyotp", "web") from missing
    return pyotp
