"""`floodwatch log`: the question of a case, what answers it, leads, dead ends, decisions; and a page to hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.worklog import Entry
    from floodwatch.centre.handles import Case

ACTIONS = ("list", "add", "undo", "handover")
PARTS = {
    "question": "questions", "hypothesis": "hypotheses", "lead": "leads", "dead_end": "dead_ends",
    "decision": "decisions",
}  # fmt: skip
LAST = 12
"""Lines of the log on a page to hand over, beside those that are open."""


def log(
    case: Case, progress: Progress, action: str = "list", text: str = "", kind: str = "note", refutes: str = "",
    about: tuple[str, ...] = (), number: int = 0, by: str = "", reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Add a line, take one back, or show them (SettingError); `handover` adds what waits and what was found."""
    from floodwatch.casebook import worklog

    book, who = case.centre.casebook, person(by)
    if action == "add":
        content = {"kind": kind, "text": _said(kind, text, refutes), "refutes": refutes, "about": list(about)}
        worklog.add(book, case.name, worklog.LINE, [content], who, reason)
    elif action == "undo":
        worklog.undo(book, case.name, worklog.LINE, [number], who)
    lines = [row(one) for one in worklog.entries(book, case.name, worklog.LINE)]
    return {"lines": lines} if action != "handover" else _handover(case, progress, lines)


def _said(kind: str, text: str, refutes: str) -> str:
    if not text.strip():
        raise SettingError("A line needs its words", do="Give them as text.")
    if kind == "hypothesis" and not refutes.strip():
        raise SettingError(
            "What would refute the hypothesis?", do="Say it as refutes: what one would then see."
        )
    return text.strip()


def row(one: Entry) -> dict[str, Any]:
    """A line as a row of a result."""
    return {
        "number": one.number, "at": one.at, "by": one.by, **one.content, "reason": one.reason, "stands": one.stands,
    }  # fmt: skip


def _handover(case: Case, progress: Progress, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What somebody who takes over needs: the question, hypotheses, open leads, the last lines, and what waits."""
    from floodwatch.centre.queue import queue

    held = [line for line in lines if line["stands"]]
    parts = {name: [x for x in held if x["kind"] == kind] for kind, name in PARTS.items()}
    waits = queue(case, progress)
    return {
        "case": case.name,
        **parts,
        "last": held[-LAST:],
        "waits": waits["waits"][:LAST],
        "waits_total": waits["total"],
    }
