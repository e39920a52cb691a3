"""Who works in a centre: users with role, ceiling and cases. Of passwords only hashes are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.ceiling import unbounded
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import now
from floodwatch.model.acting import ADMIN, ROLES, Acting
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class User:
    """A person as the others may see him: no hash and no secret. `second` says whether a second factor is set up."""

    user_name: str
    shown_name: str
    alias: str
    role: str
    ceiling: Marking
    disabled: bool
    second: bool
    entered: bool
    email: str
    subject: str
    created_by: str
    created_at: str
    cases: tuple[str, ...]

    def acting(self, **more: Any) -> Acting:
        """This person at work; an administrator is in every case."""
        cases = None if self.role == ADMIN else self.cases
        return Acting(self.user_name, self.shown_name, self.role, self.ceiling, cases, self.alias, **more)


def login(name: str) -> str:
    """A login name as it is kept (SettingError for one that cannot be)."""
    told = name.strip().casefold()
    if not _NAME.fullmatch(told):
        raise SettingError(
            "This cannot be a login name", do="Use up to 64 small letters without accents, digits, and . _ -"
        )
    return told


def role_named(role: str) -> str:
    """A role (SettingError for one that there is not)."""
    if role not in ROLES:
        raise SettingError(f"There is no role {role!r}", do=f"Choose one of: {', '.join(ROLES)}.")
    return role


def users(book: Book) -> list[User]:
    """Everybody, by name."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import users as table

    with unbounded(), connected(book) as db:
        rows = db.execute(select(table).order_by(table.c.user_name)).all()
        cases = _cases(db)
        return [_user(dict(row._mapping), cases.get(row.user_name, ())) for row in rows]


def user(book: Book, name: str) -> User | None:
    """One of them."""
    with unbounded(), connected(book) as db:
        return user_in(db, name)


def user_in(db: Connection, name: str) -> User | None:
    """One of them, on a connection."""
    row = row_of(db, name)
    return _user(row, _cases(db, name).get(name, ())) if row else None


def known(book: Book, name: str) -> User:
    """One of them (SettingError where there is none)."""
    found = user(book, login(name))
    if found is None:
        raise SettingError(f"There is no user {name!r}", do="See: floodwatch user list")
    return found


def row_of(db: Connection, name: str) -> Mapping[str, Any] | None:
    """The whole row, with what may never be shown."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import users as table

    row = db.execute(select(table).where(table.c.user_name == name)).first()
    return dict(row._mapping) if row else None


def add(
    db: Connection, name: str, shown: str, role: str, ceiling: Marking, by: str, password: str = ""
) -> None:
    """A new user (SettingError where the name is taken); `password` is a hash, empty until the link was used."""
    from floodwatch.casebook.tables_people import users as table
    from floodwatch.tools.secrets import short

    if row_of(db, name) is not None:
        raise SettingError(f"There is a user {name!r}", do="Choose another login name.")
    row = {
        "user_name": name, "shown_name": shown or name, "alias": f"desk-{short(3)}", "role": role_named(role),
        "tlp": ceiling.tlp, "pap": ceiling.pap, "password": password, "second_factor": "", "last_step": 0,
        "disabled": 0, "email": "", "subject": "", "created_by": by, "created_at": now(),
    }  # fmt: skip
    db.execute(table.insert(), row)


def change(db: Connection, name: str, **values: Any) -> None:
    """Change what is kept of a user; somebody who may administer always remains (SettingError)."""
    from sqlalchemy import func, select, update

    from floodwatch.casebook.tables_people import users as table

    able = select(func.count()).select_from(table).where(table.c.role == ADMIN, table.c.disabled == 0)
    before = db.scalar(able)
    db.execute(update(table).where(table.c.user_name == name).values(**values))
    if before and not db.scalar(able):
        raise SettingError("Nobody would be left who may administer", do="Make somebody else admin first.")


def _user(row: Mapping[str, Any], cases: tuple[str, ...]) -> User:
    return User(
        row["user_name"], row["shown_name"], row["alias"], row["role"], Marking(row["tlp"], row["pap"]),
        bool(row["disabled"]), bool(row["second_factor"]) and not row["second_factor"].startswith("?"),
        bool(row["password"] or row["subject"]), row["email"], row["subject"], row["created_by"], row["created_at"],
        cases,
    )  # fmt: skip


def _cases(db: Connection, name: str = "") -> dict[str, tuple[str, ...]]:
    """Cases by member."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import members as table

    wanted = select(table.c.user_name, table.c.case_name).order_by(table.c.case_name)
    found: dict[str, tuple[str, ...]] = {}
    for who, case in db.execute(wanted.where(table.c.user_name == name) if name else wanted):
        found[who] = (*found.get(who, ()), case)
    return found


def members(book: Book, case: str) -> list[str]:
    """Login names of those who work on a case; administrators see it beside them."""
    from sqlalchemy import select

    from floodwatch.casebook.tables_people import members as table

    with unbounded(), connected(book) as db:
        wanted = select(table.c.user_name).where(table.c.case_name == case)
        return list(db.scalars(wanted.order_by(table.c.user_name)))


def join(book: Book, case: str, name: str, by: str) -> None:
    """Let somebody work on a case."""
    from floodwatch.casebook.tables_people import members as table
    from floodwatch.casebook.write import once

    with connected(book, writing=True) as db:
        once(db, table, {"case_name": case, "user_name": name, "added_by": by, "added_at": now()})


def part(book: Book, case: str, name: str) -> None:
    """Let somebody work on a case no longer."""
    from sqlalchemy import delete

    from floodwatch.casebook.tables_people import members as table

    with connected(book, writing=True) as db:
        db.execute(delete(table).where(table.c.case_name == case, table.c.user_name == name))
