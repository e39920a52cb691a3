"""A client of the interface for programs, of nothing but the standard library: `Client("https://…", token)`."""

from __future__ import annotations

from floodwatch.client.asking import Failed, Refused
from floodwatch.client.places import Case, Client

__all__ = ["Case", "Client", "Failed", "Refused"]
