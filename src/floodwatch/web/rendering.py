"""Renders templates: the workbench's own, and the parts of reports that pages show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from floodwatch.web.files import is_there
from floodwatch.web.page import GROUPS

if TYPE_CHECKING:
    from jinja2 import Environment

    from floodwatch.web.page import Asked, Page


def render(template: str, **values: Any) -> str:
    """A template with these values; every text in them is escaped."""
    asked: Asked | None = values.get("asked")
    pages: Sequence[Page] = values.get("pages") or ()
    shown = {"menu": menu(asked, pages) if asked else [], **values}
    return environment().get_template(template).render(links="defanged", **shown)


@cache
def environment() -> Environment:
    """The templates of the workbench and of reports."""
    from jinja2 import FunctionLoader

    from floodwatch.centre.dress import templates

    made = templates(FunctionLoader(_file))
    made.globals["is_there"] = is_there
    made.filters |= {"path": lambda text: quote(str(text), safe=""), "query": _query, "human": _human}
    return made


def menu(asked: Asked, pages: Sequence[Page]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The navigation: groups of titles and addresses; those of a case where there is one."""
    shown = [p for p in pages if p.group and (asked.case or not p.of_case) and asked.acting.may(p.least)]
    found = {group: [(p.title, _address(p, asked)) for p in shown if p.group == group] for group in GROUPS}
    return [(group, entries) for group, entries in found.items() if entries]


def _address(page: Page, asked: Asked) -> str:
    return page.path.replace("{case}", quote(asked.case.name) if asked.case else "")


def _file(name: str) -> str | None:
    found = files("floodwatch.web").joinpath("templates", name)
    return found.read_text("utf-8") if found.is_file() else None


def _query(values: dict[str, Any], **more: Any) -> str:
    """The query of an address with some values changed; those that are empty are left out."""
    return urlencode({name: value for name, value in {**values, **more}.items() if value not in ("", None)})


def _human(name: object) -> str:
    """A name of the program in words, with a capital: `first_seen` is First seen."""
    words = str(name).replace("_", " ")
    return words[:1].upper() + words[1:]
