"""What centre.toml says about people: how long sessions last, and whether looking for somebody needs a reason."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """The table `people` of centre.toml."""

    idle_minutes: int = 120
    longest_hours: int = 24
    reasons: bool = False


def people_settings(centre: Centre) -> PeopleSettings:
    """What is set (SettingError for what makes no sense)."""
    from floodwatch.centre.engines import centre_settings

    told = centre_settings(centre.path).get("people", {})
    known = {one.name: type(one.default) for one in fields(PeopleSettings)}
    wrong = [name for name, value in told.items() if name not in known or type(value) is not known[name]]
    if wrong or any(type(value) is int and value < 1 for value in told.values()):
        raise SettingError(
            f"The setting people.{(wrong or list(told))[0]} makes no sense",
            where=str(centre.path / "centre.toml"),
            do=f"Known are: {', '.join(known)}.",
        )
    return PeopleSettings(**told)
