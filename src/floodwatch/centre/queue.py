"""`floodwatch queue`: everything that waits for a person in a case, in one list, with why it stands where it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.worklog import Entry
    from floodwatch.centre.handles import Case

ACTIONS = ("list", "decide", "undo")
CLOSED = ("confirmed", "refused", "done")
ORDER = ("alert", "covert network", "forecast due", "unclear network", "suggested claim", "overt network")
"""What comes first, and within each what is larger, more severe or due earlier."""
MOST_CLAIMS = 200
SEVERE = {"high": 0, "medium": 1, "low": 2}

Row = dict[str, Any]


def queue(
    case: Case, progress: Progress, action: str = "list", ref: tuple[str, ...] = (), state: str = "", owner: str = "",
    due: str = "", number: tuple[str, ...] = (), all: bool = False, by: str = "", reason: str = "",
) -> Row:  # fmt: skip
    """The list; or a decision about some of it first: `state`, `owner`, `due` for every `ref` (SettingError)."""
    from floodwatch.casebook import worklog

    book, who = case.centre.casebook, person(by)
    numbers: list[int] = []
    if action == "decide":
        content = _content(state, owner, due)
        lines = [{"ref": one, **content} for one in _named(ref)]
        numbers = worklog.add(book, case.name, worklog.WAITS, lines, who, reason)
    elif action == "undo":
        worklog.undo(book, case.name, worklog.WAITS, [int(one) for one in number if one.isdecimal()], who)
    decided = worklog.standing(book, case.name)
    found = [one | _stands(decided.get(one["ref"])) for part in PARTS for one in part(case)]
    found.sort(key=lambda one: (ORDER.index(one["what"]), one.pop("order"), one["ref"]))
    shown = [one for one in found if all or one["state"] not in CLOSED]
    return {"waits": shown, "total": len(shown), "closed": len(found) - len(shown), "decided": numbers}


def _named(ref: tuple[str, ...]) -> tuple[str, ...]:
    if not ref:
        raise SettingError("Nothing was chosen", do="Give the ref of what is decided, as the list shows it.")
    return ref


def _content(state: str, owner: str, due: str) -> dict[str, str]:
    """What is decided: one of the three at least, a day that is one."""
    from floodwatch.casebook.worklog import STATES

    if state and state not in STATES:
        raise SettingError(f"There is no state {state!r}", do=f"Choose one of: {', '.join(STATES)}.")
    if due:
        try:
            date.fromisoformat(due)
        except ValueError:
            raise SettingError(f"{due!r} is no day", do="Write it as 2026-05-01.") from None
    said = {name: value for name, value in (("state", state), ("owner", owner), ("due", due)) if value}
    if not said:
        raise SettingError("Nothing was decided", do="Give a state, an owner or a day.")
    return said


def _stands(decided: Entry | None) -> Row:
    if decided is None:
        return {"state": "new", "owner": "", "due": "", "decision": None, "decided_by": "", "reason": ""}
    told = decided.content
    own = {name: str(told.get(name) or "") for name in ("owner", "due")}
    return own | {
        "state": told.get("state") or "doing", "decision": decided.number, "decided_by": decided.by,
        "reason": decided.reason,
    }  # fmt: skip


def _networks(case: Case) -> Iterator[Row]:
    """Networks of the latest detection."""
    from floodwatch.centre.look import look
    from floodwatch.lake.manifest import undetected
    from floodwatch.model.acting import acting

    if undetected(case.folder):
        return
    for one in look("networks", case, acting()):
        why = (
            f"{one.members} accounts, {one.posts} posts, q {one.q_value:.1g}"
            if one.q_value is not None
            else ""
        )
        yield {
            "ref": one.ref, "what": f"{one.kind} network", "label": one.network_id, "why": why, "said": one.summary,
            "order": (-one.members,),
        }  # fmt: skip


def _alerts(case: Case) -> Iterator[Row]:
    """Alerts that nobody answered."""
    from floodwatch.casebook.alerts import told

    for one in told(case.centre.casebook, case.name):
        row = one.row()
        if row["state"] == "open":
            yield {
                "ref": f"alert:{row['alert_id']}", "what": "alert", "label": row["label"], "why": row["severity"],
                "said": row["said"], "order": (SEVERE.get(row["severity"], 9), row["at"]),
            }  # fmt: skip


def _forecasts(case: Case) -> Iterator[Row]:
    """Forecasts that are due."""
    from floodwatch.centre.call import call

    today = datetime.now(UTC).date().isoformat()
    for row in call("forecast", case.centre, action="due")["judgements"]:
        late = "overdue" if row["horizon"] < today else "due"
        yield {
            "ref": f"judgement:{row['judgement']}", "what": "forecast due",
            "label": row["question"] or row["statement"],
            "why": f"{late}: {row['horizon']}", "said": row["resolution_rule"], "order": (row["horizon"],),
        }  # fmt: skip


def _claims(case: Case) -> Iterator[Row]:
    """Claims that a reader suggested and nobody decided."""
    from floodwatch.casebook.claims import claims

    for one in claims(case.centre.casebook, status="suggested", limit=MOST_CLAIMS):
        yield {
            "ref": f"claim:{one.claim_id}", "what": "suggested claim", "label": one.quote or one.value_text,
            "why": f"{one.predicate}, suggested by {one.suggested_by}", "said": "", "order": (one.claim_id,),
        }  # fmt: skip


PARTS: tuple[Callable[[Case], Iterator[Row]], ...] = (_alerts, _networks, _forecasts, _claims)
"""Where things that wait come from."""
