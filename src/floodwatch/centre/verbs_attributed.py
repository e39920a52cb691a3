"""Verbs about likeness to known actors, impact and frameworks, in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.parameters import CEILING
from floodwatch.model.units import Parameter, Verb

NETWORK = Parameter(
    "network", "", "Id of a network, or the beginning of it; all when empty.", positional=True
)

ATTRIBUTED: tuple[Verb, ...] = (
    Verb(
        "resembles",
        "Show which known actors each network resembles, why, how common each reason is; or that it resembles none.",
        "floodwatch.centre.resemblance:resembles",
        (NETWORK, Parameter("most", 3, "So many profiles of each network.", "profiles"), *CEILING),
    ),
    Verb(
        "framework",
        "Show a network or an actor in the diamond models, ABCDE, DISARM and ATT&CK, and what to consider against it.",
        "floodwatch.centre.framework:framework",
        (
            Parameter("network", "", "Id of a network, or the beginning of it.", positional=True),
            Parameter("actor", "", "Name of an actor or campaign, in any spelling, instead of a network."),
            Parameter("suggested", False, "Claims that nobody has confirmed too, each marked."),
            Parameter("out", "", "HTML file to write as well."),
            *CEILING,
        ),
    ),
    Verb(
        "impact",
        "Show how far a network broke out, how much of its engagement was its own, how its posts stand among others.",
        "floodwatch.centre.impact:impact",
        (
            Parameter("network", "", "Id of a network, or the beginning of it.", positional=True),
            Parameter(
                "sightings",
                "",
                "CSV of what was seen besides: kind, on, ref, platform, community, by, attitude, after.",
            ),
            Parameter(
                "looked", (), "A kind of evidence and until when it was looked for, as media=2026-02-01."
            ),
            Parameter(
                "detected", 0.5, "Least share of its true members that is taken to be detected.", "share"
            ),
            Parameter(
                "before",
                "",
                "What changed since: a day of this case (as many days before as from it on), or CASE/NETWORK.",
            ),
        ),
    ),
)
