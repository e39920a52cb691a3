"""Evaluates the blocks of a report from its case, under the report's marking and without what was withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import InputError, ReportError
from floodwatch.model.markings import Marking
from floodwatch.model.reports import About, Asked, Evaluated

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.model.units import Parameter
    from floodwatch.outputs.studio.writing import Written

YES = ("yes", "true", "1")


def marking(about: About) -> Marking:
    """How a report is marked."""
    return Marking(about.tlp, about.pap)


def read(text: str) -> Written:
    """A text with the blocks that it asks for."""
    from floodwatch.outputs.studio.kinds import KINDS
    from floodwatch.outputs.studio.writing import written

    return written(text, KINDS)


def evaluated(
    case: Case,
    about: About,
    asked: Collection[Asked],
    gone: Collection[str] | None = None,
    free: bool = False,
) -> dict[int, Evaluated]:
    """Every block by its number. Nothing stricter than the report is read, unless `free`; `gone` is left out."""
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.casebook.marks import sources
    from floodwatch.casebook.reports import withdrawn
    from floodwatch.centre.consent import unasked

    book = case.centre.casebook
    left = frozenset(withdrawn(book) if gone is None else gone)
    answers: dict[str, Any] = {}
    if free:
        return {one.number: _evaluated(case, one, left, answers) for one in asked}
    with up_to(marking(about), unasked(sources(book))):
        return {one.number: _evaluated(case, one, left, answers) for one in asked}


def _evaluated(case: Case, one: Asked, gone: frozenset[str], answers: dict[str, Any]) -> Evaluated:
    from floodwatch.outputs.studio.kinds import KINDS

    kind = KINDS[one.kind]
    try:
        told = [_answer(case, name, settings, answers) for name, settings in kind.asks(one.settings)]
    except InputError:
        return Evaluated(one, (), (), False)
    rows = plain(kind.rows(told, one.settings))
    kept = tuple(row for row in rows if not gone.intersection((row["ref"], *row.get("rests", ()))))
    return Evaluated(one, kept, tuple(kind.numbers(kept, one.settings)), bool(kept))


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they will be read from a file again, so that figures are the same on both."""
    import json

    from floodwatch.centre.plain import as_json

    found: list[dict[str, Any]] = json.loads(as_json(rows))
    return found


def _answer(case: Case, name: str, settings: Mapping[str, Any], answers: dict[str, Any]) -> Any:
    from floodwatch.centre.look import look, view_named
    from floodwatch.model.acting import acting

    view = view_named(name)
    known = {p.name: p for p in view.parameters}
    given = {n: _typed(known[n], v) if n in known else v for n, v in settings.items()}
    key = repr((name, sorted(given.items(), key=str)))
    if key not in answers:
        answers[key] = look(name, case, acting(), **given)
    return answers[key]


def _typed(parameter: Parameter, told: Any) -> Any:
    """A setting as the view wants it; in a text everything is words."""
    default = parameter.default
    if not isinstance(told, str) or isinstance(default, str) or default is None:
        return told
    if isinstance(default, bool):
        return told.casefold() in YES
    if isinstance(default, tuple):
        return tuple(part for part in told.split(",") if part)
    try:
        return type(default)(told)
    except ValueError:
        raise ReportError(
            f"{parameter.name} cannot be {told[:40]!r}", do=f"Give a number: {parameter.help}"
        ) from None


def missing(found: Mapping[int, Evaluated]) -> list[str]:
    """Blocks of which nothing is found, as the text names them."""
    from floodwatch.outputs.studio.kinds import KINDS

    return [
        f"{one.asked.kind} {one.asked.settings.get(KINDS[one.asked.kind].subject or 'id', '')}".strip()
        for one in found.values() if not _there(one)
    ]  # fmt: skip


def _there(one: Evaluated) -> bool:
    """Whether a block has rows, and the figure that a sentence asks for."""
    from floodwatch.outputs.studio.kinds import KINDS

    if one.asked.kind == "table":
        return True
    return one.found and (not one.asked.inline or bool(KINDS[one.asked.kind].inline(one)))


def renamed(found: Mapping[int, Evaluated], asked: Mapping[int, Asked], people: Any) -> dict[int, Evaluated]:
    """The blocks with pseudonyms for private persons, their figures reckoned again from the renamed rows."""
    from floodwatch.outputs.studio.kinds import KINDS

    made = {}
    for number, one in found.items():
        rows = tuple(people.renamed(dict(row)) for row in one.rows)
        now = asked[number]
        made[number] = replace(
            one, asked=now, rows=rows, numbers=tuple(KINDS[now.kind].numbers(rows, now.settings))
        )
    return made
