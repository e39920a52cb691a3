"""Frameworks as one page that opens offline: slots with what fills them, matrices by tactic, what to consider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.outputs import html


def page(made: Mapping[str, Any]) -> str:
    """The page; every ingested text in it is escaped, and no script is in it."""
    return html.page("frameworks.html.j2", m=made)
