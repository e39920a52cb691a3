"""How many of a network's accounts does the platform itself label as an institution, a medium or a machine?

Only labels that platforms are known to give count (`vocabulary/phrases/labels.yaml`), never a column that
somebody else filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Value

LABELLED = f"len(labels) > 0 AND len(list_filter(labels, lambda l: {clause('labels', 'l')})) > 0"
"""Most accounts have no label at all: phrases are looked for with the others only."""

ROWS = f"""
    SELECT m.network_id, count(*) AS size, count(*) FILTER (WHERE {LABELLED}) AS hits,
           list(p.platform ORDER BY p.account_no) FILTER (WHERE {LABELLED}) AS platforms,
           list(p.account_id ORDER BY p.account_no) FILTER (WHERE {LABELLED}) AS ids,
           (SELECT count(*) FROM personas WHERE background) AS whole,
           (SELECT count(*) FROM personas WHERE background AND {LABELLED}) AS seen
    FROM persona_members m JOIN personas p USING (account_no)
    GROUP BY m.network_id HAVING count(*) FILTER (WHERE {LABELLED}) > 0 ORDER BY m.network_id
"""


class PlatformLabels(Signal):
    """Share of members with a label of the platform, such as state-media, government or automated."""

    name = "signals/platform_labels"
    description = "Share of a network's accounts that the platform labels."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with a labelled account."""
        for row in engine.arrow(ROWS).to_pylist():
            baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
            yield Finding(
                row["network_id"], "platform_label", row["hits"] / row["size"], "share of accounts",
                f"the platform labels {row['hits']} of {row['size']} accounts; labels come late and not "
                "everywhere", baseline,
                None if baseline is None else binomial(row["hits"], row["size"], baseline),
                account_refs(row["platforms"], row["ids"]),
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Labelled broadcasters, and accounts without labels."""
        return (
            Example("labelled", True, people([{"labels": ["state-media"]}] * 3, [{}] * 20)),
            Example("not labelled", False, people([{}] * 3, [{}] * 20)),
        )


PLATFORM_LABELS = PlatformLabels()
