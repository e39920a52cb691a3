"""`floodwatch compare`: two copies of a message side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


def compare(case: Case, progress: Progress, left: str = "", right: str = "") -> dict[str, Any]:
    """What the view `compare` answers (SettingError where a post is not named)."""
    from floodwatch.centre.tables import opened
    from floodwatch.views.compare import view

    if not (left and right):
        raise SettingError("Two posts are needed", do="Give two refs, such as post:x/1 post:x/2.")
    with opened(case, computed=False) as engine:
        return view(engine, left, right)
