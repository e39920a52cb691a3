"""Do members claim one role more than people do, or play a set of personas too even or too uniform for chance?

`persona_cast`: the role that the background explains least; p is binomial against the share of the background's
accounts with a bio, of the members' languages, that claim it, times the roles looked for. `persona_spread`: the
effective number of personas (e to their entropy) against groups of as many accounts drawn from the background;
p is twice the smaller of the two tails of that Monte Carlo, too even or too uniform.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.cards.words import said
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

LEAST = 3
"""Members who must claim a role."""
OVERUSED = f"""
    SELECT * FROM persona_shares WHERE trait = 'role' AND members >= {LEAST}
    QUALIFY row_number() OVER (PARTITION BY network_id
        ORDER BY coalesce(p_value, 1.0), members DESC, value) = 1
    ORDER BY network_id
"""
SPREADS = "SELECT * FROM persona_casts WHERE effective IS NOT NULL ORDER BY network_id"


class PersonaCast(Signal):
    """Share of the members with a bio that claim the role which is over-used most, and the spread of personas."""

    name = "signals/persona_cast"
    description = "Whether a network's profiles over-use one role, or are a cast too even or too uniform."
    needs = ("persona_shares", "persona_casts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to two rows per network."""
        for row in engine.arrow(OVERUSED).to_pylist():
            yield _overused(row)
        for row in engine.arrow(SPREADS).to_pylist():
            yield from _spread(row)

    def examples(self) -> Sequence[Example]:
        """Four nurses among people who drink tea, and four people who drink tea."""
        tea = [{"bio": "Tea"}]
        return (
            Example("nurses", True, people([{"bio": "Nurse. Own views"}] * 4, tea * 20)),
            Example("no roles", False, people(tea * 4, tea * 20)),
        )


def _overused(row: Mapping[str, Any]) -> Finding:
    return Finding(
        row["network_id"], "persona_cast", row["share"], "share of accounts with a bio",
        f"{row['members']} of {row['size']} accounts with a bio call themselves {said(row['value'], many=True)}; "
        "professional associations, regional parties and alumni do too",
        row["baseline"], row["p_value"], tuple(row["accounts"].split("|")),
    )  # fmt: skip


def _spread(row: Mapping[str, Any]) -> Iterator[Finding]:
    chance = None if row["p_even"] is None else min(1.0, 2 * min(row["p_even"], row["p_uniform"]))
    even = row["expected"] is not None and row["effective"] > row["expected"]
    beside = "" if row["expected"] is None else f" where groups of the background have {row['expected']:.1f}"
    yield Finding(
        row["network_id"], "persona_spread", row["effective"], "effective personas",
        f"{row['declared']} accounts that declare a role, place or side are {row['effective']:.1f} effective "
        f"personas{beside}: {'more even' if even else 'more uniform' if beside else 'not compared'}; members of one "
        "profession, town or party are uniform too, and a club that admits one of each is even",
        row["expected"], chance,
    )  # fmt: skip


PERSONA_CAST = PersonaCast()
