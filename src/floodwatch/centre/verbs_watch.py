"""What a user can ask of the watch."""

from __future__ import annotations

from floodwatch.model.units import Parameter, Verb

WATCH = (
    Verb(
        "watch",
        "Evaluate watch rules on the latest detection, replay them over the past, and answer alerts.",
        "floodwatch.centre.watch:watch",
        (
            Parameter(
                "action",
                "run",
                "What to do.",
                choices=(
                    "run", "rules", "list", "dry-run", "calendar", "digest", "acknowledge", "snooze", "undo",
                ),
                positional=True,
            ),
            Parameter(
                "ids", (), "Ids of alerts, or their beginnings; numbers of decisions for undo.", positional=True
            ),
            Parameter("deliver", True, "Send new alerts (run) or the digest to the places of centre.toml."),
            Parameter("since", "", "First day of a dry run; that of the first post when empty."),
            Parameter("until", "", "Last day of a dry run; the end of a snooze."),
            Parameter("every", 24, "Time from one step of a dry run to the next.", "hours"),
            Parameter("hours", 24, "How far a digest looks back.", "hours"),
            Parameter("by", "", "Who answers; the user of this machine when empty."),
            Parameter("reason", "", "Why."),
            Parameter("seed", 1, "Seed of everything that is drawn at random in a dry run."),
        ),
    ),
)  # fmt: skip
