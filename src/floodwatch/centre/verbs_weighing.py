"""The verb that weighs several explanations against the evidence. Loading this file must stay cheap."""

from __future__ import annotations

from floodwatch.model.units import Parameter, Verb

WEIGH = Verb(
    "weigh",
    "Weigh explanations against evidence from a file: what speaks against each, how likely each is, what turns it.",
    "floodwatch.centre.weigh:weigh",
    (
        Parameter("file", "", "A matrix as YAML or JSON; docs/weighing.md explains it.", positional=True),
        Parameter(
            "vocabulary",
            "icd_203",
            "Whose words for likelihoods are used.",
            choices=("icd_203", "kent", "nato", "french"),
        ),
        Parameter("seed", 1, "Seed of what is drawn for the intervals."),
        Parameter(
            "out", "", "Folder for a page with the pictures (weighed.html) and the values (weighed.json)."
        ),
        Parameter(
            "keep",
            "",
            "Folder of a centre that is to keep the file as evidence and what came of it on record; "
            "without a file, list what it keeps.",
        ),
        Parameter("undo", 0, "Number of a kept matrix to take back, as the answer shows it."),
        Parameter("tlp", "", "Marking of what is kept (TLP)."),
        Parameter("pap", "", "The same by what may be done with it (PAP)."),
        Parameter("by", "", "Who keeps it; the user of this machine when empty."),
        Parameter("reason", "", "Why it is kept."),
    ),
    on="nothing",
)
