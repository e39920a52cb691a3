"""`floodwatch account`: everything that a case knows of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def account(case: Case, progress: Progress, account: str = "", posts: int = 10) -> dict[str, Any]:
    """What the view `account` answers (SettingError where none is named)."""
    from floodwatch.centre.tables import opened
    from floodwatch.views.account import view

    if not account:
        raise SettingError(
            "An account is needed", do="Give its id, its handle, or a ref such as account:x/123."
        )
    progress("reading the case", None)
    with opened(case) as engine:
        return view(engine, account, posts)
