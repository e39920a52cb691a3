"""Do the network's handles share one machine-made shape more often than the background's do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.rows import Finding, Signal, binomial, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.seeds.handle_shape import SHAPE
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value

ROWS = f"""
    WITH shaped AS (
        SELECT account_no, platform, account_id, background, {SHAPE.format("handle")} AS shape
        FROM personas WHERE handle IS NOT NULL AND handle <> ''),
    mine AS (
        SELECT m.network_id, s.shape, count(*) AS hits, list(s.platform ORDER BY s.account_no) AS platforms,
               list(s.account_id ORDER BY s.account_no) AS ids
        FROM persona_members m JOIN shaped s USING (account_no) GROUP BY ALL),
    sizes AS (SELECT network_id, sum(hits)::BIGINT AS size, count(*) AS shapes FROM mine GROUP BY ALL),
    others AS (SELECT shape, count(*) AS n FROM shaped WHERE background GROUP BY ALL)
    SELECT mine.*, sizes.size, sizes.shapes, coalesce(others.n, 0) AS seen,
           (SELECT count(*) FROM shaped WHERE background) AS whole
    FROM mine JOIN sizes USING (network_id) LEFT JOIN others USING (shape)
    WHERE regexp_matches(mine.shape, '000') AND sizes.size >= 3
    QUALIFY row_number() OVER (PARTITION BY network_id ORDER BY hits DESC, mine.shape) = 1
    ORDER BY network_id
"""


class HandleShape(Signal):
    """The most common shape with a run of three digits or more, binomial against the background."""

    name = "signals/handle_shape"
    description = "Share of a network's handles that have one machine-made shape."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network that has such handles."""
        for row in engine.arrow(ROWS).to_pylist():
            baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
            chance = None if baseline is None else binomial(row["hits"], row["size"], baseline, row["shapes"])
            evidence = tuple(refs.account(p, a) for p, a in zip(row["platforms"], row["ids"], strict=True))
            yield Finding(
                row["network_id"], "handle_shape", row["hits"] / row["size"], "share of accounts",
                f"{row['hits']} of {int(row['size'])} handles have the shape {row['shape']}; platforms propose "
                "such handles to everybody who signs up and does not choose", baseline, chance, evidence,
            )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Six default handles among chosen ones, and six chosen ones."""
        made = [{"handle": f"Ann{81726354 + n}"} for n in range(6)]
        return (
            Example("default handles", True, people(made, [{}] * 50)),
            Example("chosen handles", False, people([{}] * 6, [{}] * 50)),
        )


HANDLE_SHAPE = HandleShape()
