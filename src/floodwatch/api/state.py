"""What the routes of one server share: the centre, the limits, and who asked how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from floodwatch.api.limits import Buckets
from floodwatch.centre.server_settings import ServerSettings, server_settings

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.requests import Request

    from floodwatch.centre.handles import Centre

SENDING = 40
"""Files that may come in at once."""


@dataclass(frozen=True)
class State:
    """One server's."""

    centre: Centre
    limits: ServerSettings
    people: Buckets
    addresses: Buckets
    sending: CapacityLimiter
    """Files that come in wait for their senders, and so take no turn of those who ask."""


def state_of(centre: Centre) -> State:
    """What a server begins with (SettingError for limits that make no sense)."""
    from anyio import CapacityLimiter

    told = server_settings(centre)
    return State(
        centre,
        told,
        Buckets(told.per_minute, told.burst),
        Buckets(told.address_per_minute, max(told.burst, told.address_per_minute / 5)),
        CapacityLimiter(SENDING),
    )


def of(request: Request) -> State:
    """The state of the server that a request came to."""
    return cast("State", request.app.state.shared)
