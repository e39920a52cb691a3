"""Forms of verbs, made from their parameters, and what browsers send with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Verb

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

MOST_FIELDS, MOST_PART = 500, 1024 * 1024


async def fields(request: Request) -> dict[str, str]:
    """The texts of a form, the last of each name."""
    return {name: value for name, value in (await form(request)).multi_items() if isinstance(value, str)}


async def form(request: Request, files: int = 0) -> FormData:
    """What a form holds, within limits, with at most so many files."""
    return await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=MOST_PART)


def right(request: Request, given: Mapping[str, Any]) -> bool:
    """Whether a form carries the token of the session that sends it."""
    from floodwatch.centre import entering
    from floodwatch.centre.headers import COOKIE

    token = request.cookies.get(COOKIE, "")
    return entering.csrf_right(request.app.state.centre, token, str(given.get("csrf", "")))


def local(address: str) -> str:
    """An address of this server, or the first page where it would lead elsewhere."""
    fits = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if fits and address.isprintable() else "/"


def settings(verb: Verb, given: FormData) -> dict[str, Any]:
    """What a form says of a verb's parameters, each with the type of its default (SettingError); the rest keeps it."""
    said = {
        p.name: _value(p, [str(v) for v in given.getlist(p.name)]) for p in verb.parameters if p.name in given
    }
    return {name: value for name, value in said.items() if value is not None}


def _value(parameter: Parameter, given: list[str]) -> Any:
    """The value of one field, or None where it was left empty."""
    texts = [text for text in (one.strip() for one in given) if text]
    default = parameter.default
    if isinstance(default, bool):
        return bool(texts) and texts[-1] in {"yes", "on", "true", "1"}
    if isinstance(default, tuple):
        return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip()) or None
    if not texts:
        return None
    if isinstance(default, int | float):
        return _number(parameter.name, texts[-1], type(default))
    return texts[-1]


def _number(name: str, text: str, kind: type) -> float:
    try:
        found: float = kind(text)
    except ValueError:
        raise SettingError(f"{name} must be a number, not {text!r}") from None
    return found


def control(parameter: Parameter) -> str:
    """The kind of field that fits a parameter: tick, list, choice, number, or text."""
    default = parameter.default
    if isinstance(default, bool):
        return "tick"
    if isinstance(default, tuple):
        return "list"
    if parameter.choices:
        return "choice"
    return "number" if isinstance(default, int | float) else "text"
