"""Alerts and digests in words, as they are sent. No text of a post is in them: whoever is told looks in the centre."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from floodwatch.model.watching import Alert

Message = tuple[str, str, dict[str, Any]]
"""A subject line, the text, and the same as values."""
CLOSING = "An alert says that a threshold was passed, not that somebody did something wrong."


def message(case: str, alerts: Sequence[Alert], held_back: str = "") -> Message:
    """New alerts; `held_back` is the marking that forbids to say more than how many there are."""
    subject = f"Floodwatch: {_number(alerts)} in {_plain(case)}"
    if held_back:
        text = f"{_number(alerts)}. The case is marked {held_back}; see it in the centre."
        return subject, f"{text}\n", {"case": case, "alerts": len(alerts), "marked": held_back}
    lines = [line for one in alerts for line in _lines(one)]
    return subject, "\n".join([*lines, CLOSING, ""]), {"case": case, "alerts": [one.row() for one in alerts]}


def digest(
    case: str,
    recent: Sequence[Alert],
    waiting: Sequence[Alert],
    votes: Sequence[Mapping[str, Any]],
    held_back: str = "",
) -> Message:
    """What was told lately, what waits for an answer, and which votes come."""
    subject = f"Floodwatch: digest of {_plain(case)}, {_number(recent)}"
    _, text, values = message(case, recent, held_back)
    if held_back:
        return subject, text, values
    lines = [text, f"Waiting for an answer from before: {len(waiting)}"]
    lines += [f"  {one.at:%Y-%m-%d} {one.severity} {one.rule}: {_plain(one.label)}" for one in waiting]
    lines += ["", "Elections:" if votes else "No election is in its campaign, vote or the 48 hours after it."]
    lines += [
        f"  {row['day']} {_plain(row['name'])}: {row['phase']}, {_days(int(row['days']))}" for row in votes
    ]
    return subject, "\n".join([*lines, ""]), {
        **values, "waiting": [one.row() for one in waiting], "elections": [dict(row) for row in votes],
    }  # fmt: skip


def _lines(one: Alert) -> Iterator[str]:
    yield f"[{one.severity}] {one.rule}: {_plain(one.label)}" + (", grown" if one.earlier else "")
    yield f"  because: {_plain(one.said)}"
    yield f"  by chance: {_plain(one.chance)}" if one.chance else "  by chance: not tested"
    yield f"  it may be innocent: {_plain(one.innocent)}"
    if one.would_change:
        yield f"  would change the view: {_plain(one.would_change)}"
    yield f"  evidence: {len(one.evidence)} records; alert {one.alert_id}"
    yield ""


def _number(alerts: Sequence[Alert]) -> str:
    return f"{len(alerts)} new alert{'' if len(alerts) == 1 else 's'}"


def _days(number: int) -> str:
    return f"in {number} days" if number > 0 else "today" if number == 0 else f"{-number} days ago"


def _plain(text: str) -> str:
    """One line without characters that move the cursor or the direction of writing."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
