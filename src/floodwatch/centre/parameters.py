"""Parameters of verbs that have many. Loading this file must stay cheap."""

from __future__ import annotations

from floodwatch.model.claims import TLP
from floodwatch.model.units import Parameter

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
    Parameter("include_suggested", False, "What nobody has confirmed too, each marked as that (export)."),
    Parameter("by", "", "Who vouches for the import, or exports; the user of this machine when empty."),
)
"""Of `knowledge`."""
