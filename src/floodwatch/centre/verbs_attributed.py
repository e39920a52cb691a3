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
)
