"""What centre.toml says about the server: how many questions a minute, how large and how slow a request may be."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The table `server` of centre.toml. Limits hold for each process of the server by itself.

    A request may take `slow_s` seconds to arrive, and as many more as it has times `LEAST_BYTES`.
    """

    per_minute: int = 600
    """Requests of one token or session."""
    burst: int = 120
    """Of those at once."""
    address_per_minute: int = 3000
    """Requests from one address, whoever sends them."""
    body_kb: int = 1024
    upload_mb: int = 4096
    depth: int = 32
    """Lists and objects inside one another."""
    slow_s: int = 20
    connections: int = 1000
    threads: int = 6
    """Questions that are worked on at once; as many engines stay open. More than that wait, in their order."""


LEAST_BYTES = 16_384
"""Bytes a second below which a request counts as too slow."""


def server_settings(centre: Centre) -> ServerSettings:
    """What is set (SettingError for what makes no sense)."""
    from floodwatch.centre.engines import centre_settings

    told = centre_settings(centre.path).get("server", {})
    known = [one.name for one in fields(ServerSettings)]
    wrong = [name for name, value in told.items() if name not in known or type(value) is not int or value < 1]
    if wrong:
        raise SettingError(
            f"The setting server.{wrong[0]} makes no sense",
            where="centre.toml",
            do=f"Give a whole number from 1 on; known are: {', '.join(known)}.",
        )
    return ServerSettings(**told)
