"""Do several accounts of a network have exactly the same numbers of followers and of accounts followed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.compared import commonest
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.seeds.identical_counts import SMALLEST
from floodwatch.model.units import Engine, Example, Value

COUNTS = "followers || ' followers and follow ' || following"
"""SQL: both counters as the sentence says them."""


class IdenticalCounts(Signal):
    """The most common pair of counters, binomial against the background, times the pairs looked at."""

    name = "signals/identical_counts"
    description = "Share of a network's accounts with one pair of follower and following counts."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which a pair of counters comes twice or more."""
        for found in commonest(engine, COUNTS, f"followers + following >= {SMALLEST}", "hits >= 2"):
            yield Finding(
                found.network_id, "identical_counts", found.hits / found.size, "share of accounts",
                f"{found.hits} of {found.size} accounts have {found.value}; customers of one follower seller "
                "come to equal counts too", found.baseline, found.chance, found.accounts,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Six equal pairs, and six different ones."""
        same = [{"followers": 31, "following": 208}] * 6
        return (
            Example("equal pairs", True, people(same, [{}] * 50)),
            Example("different pairs", False, people([{}] * 6, [{}] * 50)),
        )


IDENTICAL_COUNTS = IdenticalCounts()
