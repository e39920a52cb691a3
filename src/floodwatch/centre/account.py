"""`floodwatch account`: everything that a case knows of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def account(
    case: Case, progress: Progress, account: str = "", posts: int = 10, reason: str = ""
) -> dict[str, Any]:
    """What the view `account` answers, with its role in the case (SettingError where none is named).

    The reason is for the log, which the door keeps.
    """
    from floodwatch.casebook.roles import Role, roles
    from floodwatch.centre.role import row
    from floodwatch.centre.tables import opened
    from floodwatch.views.account import view

    if not account:
        raise SettingError(
            "An account is needed", do="Give its id, its handle, or a ref such as account:x/123."
        )
    progress("reading the case", None)
    with opened(case) as engine:
        found = view(engine, account, posts)
    ref = str(found["account"])
    known = roles(case.centre.casebook, case.name).get(ref) or Role(ref, "")
    return {**found, "role": row(known)}
