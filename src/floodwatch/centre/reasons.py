"""Looking for private persons needs a reason where the centre says so; it is kept in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

LOOKS_FOR = ("account", "search")
"""Verbs and views by which a person is looked for."""


def must_have_reason(name: str, acting: Acting, centre: Centre | None, settings: Mapping[str, Any]) -> None:
    """SettingError where a reason is asked for and none was given; never at the machine."""
    from floodwatch.centre.people_settings import people_settings

    if acting.local or centre is None or name not in LOOKS_FOR or str(settings.get("reason", "")).strip():
        return
    if people_settings(centre).reasons:
        raise SettingError("Looking for somebody needs a reason", do="Give one; it is kept in the audit log.")
