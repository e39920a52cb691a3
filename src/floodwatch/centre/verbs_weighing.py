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
        Parameter("keep", "", "Folder of a centre that is to keep the file as evidence."),
    ),
    on="nothing",
)
