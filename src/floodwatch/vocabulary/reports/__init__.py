"""What a new report begins as: one Markdown file for each kind of report."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def template(name: str) -> str:
    """The text that a report of that kind begins as."""
    return files(__name__).joinpath(f"{name}.md").read_text("utf-8")
