"""Parameters of verbs that have many. Loading this file must stay cheap."""

from __future__ import annotations

from floodwatch.model.claims import PAP, TLP
from floodwatch.model.units import Parameter

CONSENT = Parameter(
    "without_consent",
    "",
    "Why something goes out whose originator wanted to be asked and was not; kept in the log.",
)
TO = Parameter("to", "", "To whom it is handed, for the log of hand-overs.")
CEILING = (
    Parameter(
        "tlp", "", "Leave out, and count nowhere, what is marked stricter (TLP); everything when empty."
    ),
    Parameter("pap", "", "The same by what may be done with it (PAP)."),
)
"""Of what is shown from the casebook."""
METHODS = (
    "", "sample", "firehose", "keyword", "seed_accounts", "takedown", "export", "manual", "unknown",
)  # fmt: skip
READING = (
    Parameter("format", "", "Name of the format, or a mapping file; recognised by content when empty."),
    Parameter("platform", "", "Platform of records that do not say it, as a lower-case slug."),
    Parameter("map", (), "A column as ours=theirs, for tables in no known format."),
    Parameter(
        "method",
        "",
        "How the data was collected; it decides what can be said about chance.",
        choices=METHODS,
    ),
    Parameter("query", "", "What was asked for when the data was collected."),
)
"""Of files that are read."""
MARKING = (
    Parameter(
        "tlp",
        "",
        "Marking of the files, which the case, its findings and its report inherit: clear, green, amber, "
        "amber+strict or red.",
    ),
    Parameter("pap", "", "What may be done with them (PAP), inherited too."),
)
"""Of files that are read into a case."""
KNOWLEDGE = (
    Parameter("action", "list", "What to do.", choices=("list", "show", "import", "export"), positional=True),
    Parameter(
        "inputs",
        (),
        "Files or folders to import; names of sources to show; names to export, all when empty.",
        positional=True,
    ),
    Parameter("dry_run", False, "Only say what is different (import)."),
    Parameter("as", "", "Name of the format; recognised by content when empty (import)."),
    Parameter(
        "source",
        "",
        "Name of the source for all its versions, where it does not say that (import); who sends it (export).",
    ),
    Parameter(
        "format",
        "stix",
        "What to write (export).",
        choices=("stix", "misp", "csv", "jsonl", "ftm"),
    ),
    Parameter("out", "", "File to write; in the centre's folder exports when empty (export)."),
    Parameter("tlp", "TLP:CLEAR", "The strictest marking that goes out (export).", choices=TLP[1:]),
    Parameter("pap", "PAP:CLEAR", "The same by what may be done with it (export).", choices=PAP[1:]),
    TO,
    CONSENT,
    Parameter("include_suggested", False, "What nobody has confirmed too, each marked as that (export)."),
    Parameter("by", "", "Who vouches for the import, or exports; the user of this machine when empty."),
)
"""Of `knowledge`."""

RECURRENCE = (
    Parameter("most", 100, "How many hits to show, the strongest first; 0 for all.", "hits"),
    Parameter(
        "tlp",
        "",
        "The strictest marking that is told: clear, green, amber, amber+strict or red; no limit when empty.",
    ),
    Parameter("wrong", "", "Mark the labels of this account wrong, given as its ref: they count no longer."),
    Parameter("label", "", "Only this label of that account; all of them when empty."),
    Parameter("confirm", "", "Id of a network of the latest detection to confirm: its members count from now on."),
    Parameter("attribute_to", "", "Actor to whom you attribute the network that is confirmed: what it did adds to the "
              "actor's profile."),
    Parameter("unconfirm", "", "Id of a confirmed network that is to count no longer."),
    Parameter("close", (), "Close the case: its owner, then others who may see it; the rest is told to ask."),
    Parameter("open", False, "Open the case again to everybody."),
    Parameter("undo", 0, "Number of a decision about a label to take back, as the answer shows it."),
    Parameter("by", "", "Who decides and looks; the user of this machine when empty."),
    Parameter("reason", "", "Why."),
)  # fmt: skip
"""Of `recurrence`."""
RUNNING = (
    Parameter(
        "memory",
        "",
        "Memory to stay within, such as 2GB; what is over goes to disk. Less than 600MB is too little.",
    ),
    Parameter("spill", "", "Folder to spill into; the case's own when empty."),
)
DECIDING = (
    Parameter("by", "", "Who decides; the user of this machine when empty."),
    Parameter("reason", "", "Why."),
)
