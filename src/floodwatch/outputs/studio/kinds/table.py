"""Any list that a view answers, as a table: which columns, how many rows; what is summed can be summed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from floodwatch.model.document import OBSERVED, Block, Table
from floodwatch.model.errors import ReportError
from floodwatch.model.reports import Evaluated, Number, Row
from floodwatch.model.runs import words
from floodwatch.model.units import Parameter
from floodwatch.outputs import text
from floodwatch.outputs.studio.kinds.base import (
    Settings,
    View,
    count,
    named_in,
    nothing,
    own_ref,
    total,
    value,
)
from floodwatch.outputs.studio.kinds.network import shown

OWN = ("view", "list", "columns", "most", "sum", "caption", "source", "as_of")


class AnyView:
    """A table of what a view answers."""

    name = "table"
    description = "rows of any view as a table; other settings are the view's own"
    parameters = (
        Parameter("view", "", "Which view."),
        Parameter("list", "", "Which list of its answer, where it has several."),
        Parameter("columns", "", "Which columns, with commas between; the first six when empty."),
        Parameter("most", "25", "How many rows are shown; all of them are evidence."),
        Parameter("sum", "", "Columns whose sum is a figure, with commas between."),
        Parameter("caption", "", "What stands above it."),
        Parameter("source", "", "From where it is."),
        Parameter("as_of", "", "Until when the figures hold."),
    )
    subject = ""
    free = True

    def asks(self, settings: Settings) -> Sequence[View]:
        """The view, with the settings that are its own."""
        return [(settings["view"], {name: value for name, value in settings.items() if name not in OWN})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The rows of the list, each with a ref of its own and those that it names."""
        found = _list(answers[0], settings)
        made = []
        for number, one in enumerate(found, 1):
            own = own_ref(one, settings["view"], number)
            rests = [ref for ref in dict.fromkeys(named_in(one)) if ref != own]
            made.append({**one, "ref": own, "rests": rests})
        return made

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """How many rows, and the sums that were asked for."""
        sums = [name for name in settings["sum"].split(",") if name]
        return [
            count("rows", rows, "rows of the table"),
            *(total(name, rows, name, f"sum of {name} over the rows") for name in sums),
        ]

    def blocks(self, one: Evaluated) -> list[Block]:
        """The table, with what it leaves out and what it sums in words."""
        if not one.rows:
            return nothing(one, "The table")
        told = one.asked.settings
        columns = [name for name in told["columns"].split(",") if name] or [
            name
            for name, cell in one.rows[0].items()
            if name not in ("ref", "rests") and not isinstance(cell, list | dict)
        ][:6]
        most = int(told["most"])
        rows = tuple(tuple(words(_cell(row.get(name))) for name in columns) for row in one.rows[:most])
        caption = told["caption"] or f"{told['view']}: {text.number(value(one, 'rows'))} rows"
        left = len(one.rows) - most
        more = f" {text.number(left)} more rows are in the evidence." if left > 0 else ""
        sums = "".join(
            f" {name}: {shown(value(one, name))} in all." for name in told["sum"].split(",") if name
        )
        return [
            Table(tuple(words(name.replace("_", " ")) for name in columns), rows, f"{caption}{sums}{more}", (),
                  told["source"], told["as_of"], voice=OBSERVED, refs=one.refs)
        ]  # fmt: skip

    def inline(self, one: Evaluated) -> str:
        """Never within a sentence."""
        return ""


def _list(answer: Any, settings: Settings) -> list[dict[str, Any]]:
    """The rows that are meant (ReportError where the answer has no such list)."""
    told = _plain(answer)
    if isinstance(told, list):
        return [one for one in told if isinstance(one, dict)]
    lists = {
        name: one
        for name, one in told.items()
        if isinstance(one, list) and all(isinstance(r, dict) for r in one)
    }
    name = settings["list"] or next(iter(lists), "")
    if name not in lists:
        raise ReportError(
            f"The view {settings['view']} has no list {name!r}", do=f"It has: {', '.join(lists) or 'none'}."
        )
    return lists[name]


def _plain(told: Any) -> Any:
    if is_dataclass(told) and not isinstance(told, type):
        return _plain(asdict(told))
    if isinstance(told, Mapping):
        return {str(name): _plain(one) for name, one in told.items()}
    if isinstance(told, list | tuple | set | frozenset):
        return [_plain(one) for one in told]
    return told


def _cell(told: Any) -> str:
    if told is None:
        return "–"
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, int | float):
        return shown(told)
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told)


TABLE = AnyView()
