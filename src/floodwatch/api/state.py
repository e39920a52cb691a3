"""What the routes of one server share: the centre, the limits, and who asked how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from floodwatch.api.limits import Buckets
from floodwatch.centre.server_settings import ServerSettings, server_settings

if TYPE_CHECKING:
    from starlette.requests import Request

    from floodwatch.centre.handles import Centre


@dataclass(frozen=True)
class State:
    """One server's."""

    centre: Centre
    limits: ServerSettings
    people: Buckets
    addresses: Buckets


def state_of(centre: Centre) -> State:
    """What a server begins with (SettingError for limits that make no sense)."""
    told = server_settings(centre)
    return State(
        centre,
        told,
        Buckets(told.per_minute, told.burst),
        Buckets(told.address_per_minute, max(told.burst, told.address_per_minute / 5)),
    )


def of(request: Request) -> State:
    """The state of the server that a request came to."""
    return cast("State", request.app.state.shared)
