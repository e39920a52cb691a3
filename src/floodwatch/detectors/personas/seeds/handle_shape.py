"""Proposes accounts whose handles have one seldom seen shape, and that were created in one month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.seeds.base import Proposal, Seed
from floodwatch.model.units import Engine, Example, Value

SHAPE = (
    "regexp_replace(regexp_replace(regexp_replace({0}, '\\p{{Lu}}', 'A', 'g'), "
    "'[\\p{{Ll}}\\p{{Lo}}\\p{{M}}]+', 'a', 'g'), '\\pN', '0', 'g')"
)
"""SQL: `Maria_K1977` becomes `Aa_A0000`: runs of small letters count once, digits are kept one by one."""

ROWS = f"""
    WITH shaped AS (
        SELECT platform, account_id, {SHAPE.format("handle")} AS shape,
               coalesce(strftime(created_at, '%Y-%m'), '') AS made_in
        FROM accounts WHERE handle IS NOT NULL AND handle <> ''),
    shapes AS (SELECT platform, shape, count(*) AS n FROM shaped GROUP BY ALL),
    months AS (SELECT platform, made_in, count(*) AS n FROM shaped GROUP BY ALL),
    whole AS (SELECT platform, count(*) AS n FROM shaped GROUP BY ALL)
    SELECT s.platform, s.shape, s.made_in, list(s.account_id ORDER BY s.account_id) AS ids,
           any_value(shapes.n)::DOUBLE * any_value(months.n) / any_value(whole.n) AS expected
    FROM shaped s JOIN shapes USING (platform, shape) JOIN months USING (platform, made_in)
    JOIN whole USING (platform)
    WHERE regexp_matches(s.shape, '0000|_.*_|[^a-zA-Z0_]')
    GROUP BY ALL HAVING count(*) >= 3 ORDER BY ALL
"""


class HandleShape(Seed):
    """Shapes with long digit runs or several separators, by month of creation, against independence."""

    name = "seeds/handle_shape"
    description = "Accounts whose handles have the same unusual shape."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """One proposal per shape and month that holds more accounts than the two together explain."""
        for row in engine.arrow(ROWS).to_pylist():
            surprise = len(row["ids"]) - row["expected"]
            if surprise > 0.5 * len(row["ids"]) ** 0.5 or len(row["ids"]) == row["expected"]:
                yield Proposal(surprise, tuple((row["platform"], a) for a in row["ids"]))

    def examples(self) -> Sequence[Example]:
        """Five default handles, and five chosen ones."""
        made = [_account(n, f"Anna{81726354 + n}") for n in range(5)]
        chosen = [_account(n, h) for n, h in enumerate(("ada", "Bob7", "cyclist", "d1", "Eve_B"))]
        return (
            Example("default handles", True, {"accounts": made}),
            Example("chosen handles", False, {"accounts": chosen}),
        )


def _account(number: int, handle: str) -> dict[str, str]:
    return {"platform": "x", "account_id": str(number), "handle": handle}


HANDLE_SHAPE = HandleShape()
