"""stub"""

from __future__ import annotations
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Acting:
    user: str
    name: str
    role: str
    cases: tuple[str, ...] | None = None


LOCAL = Acting("local", "local", "admin")
