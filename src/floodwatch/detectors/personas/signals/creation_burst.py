"""Were the network's accounts created in a burst that the background's creation dates do not explain?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np

from floodwatch.detectors.personas.bursts import Others
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, columns, grouped
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.model.units import Engine, Example, Value

SMALLEST = 3
DRAWS = 300_000
"""Creation dates drawn for one network at most; the number of rounds is this divided by its size."""

MEMBERS = """
    SELECT m.network_id, epoch(p.created_at)::BIGINT AS created_s, p.platform, p.account_id
    FROM persona_members m JOIN personas p USING (account_no)
    WHERE p.created_at IS NOT NULL ORDER BY m.network_id, created_s, m.account_no
"""
BACKGROUND = """
    SELECT epoch(created_at)::BIGINT AS created_s FROM personas
    WHERE background AND created_at IS NOT NULL ORDER BY created_s
"""


class CreationBurst(Signal):
    """Scan statistic of creation dates over 1, 3 and 7 days (`bursts`)."""

    name = "signals/creation_burst"
    description = "Share of a network's accounts created within days of each other."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with three creation dates or more."""
        rows = columns(engine, MEMBERS)
        background = Others(engine.arrow(BACKGROUND)["created_s"].to_numpy().astype(np.int64))
        known, seed = len(background.moments), int(str(settings.get("seed", 0)))
        places = np.arange(len(rows["network_id"]))
        created = np.array(rows["created_s"], dtype=np.int64)
        for network_id, chosen in grouped(rows["network_id"], places):
            if len(chosen) < SMALLEST:
                continue
            found = background.scan(created[chosen])
            rounds = int(np.clip(DRAWS // len(chosen), 99, 999))
            tested = known >= SMALLEST
            chance = background.chance(found.llr, len(chosen), rounds, seed) if tested else None
            days, inside = found.days, chosen[found.first : found.last]
            evidence = account_refs(
                [rows["platform"][i] for i in inside], [rows["account_id"][i] for i in inside]
            )
            expected = float(background.share(created[inside[:1]], days)[0]) if known else None
            yield Finding(
                network_id, "creation_burst", len(inside) / len(chosen), f"share of accounts within {days} d",
                f"{len(inside)} of {len(chosen)} accounts were created within {days} days; people also join "
                "together when a platform opens, closes or is in the news", expected, chance, evidence,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A batch of one day among dates spread over a year, and a network spread likewise."""
        batch = [{"created_at": NOON + timedelta(hours=n)} for n in range(6)]
        return (
            Example("a batch", True, people(batch, [{}] * 200)),
            Example("two accounts", False, people(batch[:2], [{}] * 200)),
        )


CREATION_BURST = CreationBurst()
