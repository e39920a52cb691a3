"""What a user can ask about the work on a case."""

from __future__ import annotations

from floodwatch.model.units import Parameter, Verb

KINDS = ("question", "hypothesis", "lead", "dead_end", "decision", "note")
STATES = ("", "new", "doing", "waiting", "confirmed", "refused", "done")
BY = Parameter("by", "", "Who decides; the user of this machine when empty.")
REASON = Parameter("reason", "", "Why.")
WORK = (
    Verb(
        "queue",
        "List what waits for a person in a case: alerts, networks, forecasts due, suggested claims; or decide of some.",
        "floodwatch.centre.queue:queue",
        (
            Parameter("action", "list", "What to do.", choices=("list", "decide", "undo"), positional=True),
            Parameter("ref", (), "What is decided of, as the list shows it.", positional=True),
            Parameter("state", "", "Where it stands from now on.", choices=STATES),
            Parameter("owner", "", "Who has it."),
            Parameter("due", "", "Until when, as YYYY-MM-DD."),
            Parameter("number", (), "Numbers of decisions to take back (undo)."),
            Parameter("all", False, "What is confirmed, refused or done too (list)."),
            BY,
            REASON,
        ),
    ),
    Verb(
        "log",
        "Keep the log of a case: its question, hypotheses and what would refute them, leads, dead ends, decisions.",
        "floodwatch.centre.worklog:log",
        (
            Parameter(
                "action", "list", "What to do.", choices=("list", "add", "undo", "handover"), positional=True
            ),
            Parameter("text", "", "The words of a new line.", positional=True),
            Parameter("kind", "note", "What the line is.", choices=KINDS),
            Parameter("refutes", "", "What one would see if the hypothesis were wrong."),
            Parameter("about", (), "Refs of what it is about, such as network:n-12 or account:x/42."),
            Parameter("number", 0, "Number of a line to take back (undo)."),
            BY,
            REASON,
        ),
    ),
)
"""Part of `centre.verbs.VERBS`."""
