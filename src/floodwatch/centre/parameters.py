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
