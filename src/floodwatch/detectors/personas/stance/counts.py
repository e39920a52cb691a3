"""Posts that support, attack or mention each target, counted by account, and how often the rules were right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from floodwatch.model import refs
from floodwatch.model.units import Engine
from floodwatch.vocabulary.load import load

EACH = 10
"""Posts shown for each side."""

COUNTS = """
    SELECT coalesce(m.network_id, '') AS network_id, s.target, s.account_no, a.platform, a.account_id,
           count(*) FILTER (WHERE s.stance = 'support') AS supports,
           count(*) FILTER (WHERE s.stance = 'attack') AS attacks,
           count(*) FILTER (WHERE s.stance = 'mention') AS mentions
    FROM stances s JOIN personas a USING (account_no) LEFT JOIN persona_members m USING (account_no)
    WHERE m.network_id IS NOT NULL OR a.background
    GROUP BY ALL ORDER BY ALL
"""
EXAMPLES = f"""
    SELECT m.network_id, s.target, s.stance, s.platform, s.post_id
    FROM stances s JOIN persona_members m USING (account_no) WHERE s.stance <> 'mention'
    QUALIFY row_number() OVER (PARTITION BY m.network_id, s.target, s.stance
        ORDER BY s.platform, s.post_id) <= {EACH}
    ORDER BY m.network_id, s.target, s.stance, s.platform, s.post_id
"""


@dataclass(slots=True)
class Tally:
    """Posts of some accounts about one target: per account those that support, attack and mention."""

    accounts: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def totals(self) -> tuple[int, int, int]:
        """Posts that support, attack, mention."""
        rows = np.array(list(self.accounts.values()), dtype=np.int64).reshape(-1, 3)
        supports, attacks, mentions = rows.sum(axis=0).tolist()
        return supports, attacks, mentions

    def balance(self) -> float:
        """(support - attack) / all posts that name the target; 0 where none does."""
        supports, attacks, mentions = self.totals()
        return (supports - attacks) / max(1, supports + attacks + mentions)

    def each(self) -> NDArray[np.float64]:
        """The balance of every account."""
        return np.array([(s - a) / (s + a + m) for s, a, m in self.accounts.values()], dtype=np.float64)


Tallies = Mapping[str, Mapping[str, Tally]]
"""By network (the background as '') and target."""


def tallies(engine: Engine) -> tuple[Tallies, dict[int, str]]:
    """The counts, and the refs of the accounts that they are of."""
    found: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    who: dict[int, str] = {}
    for row in engine.arrow(COUNTS).to_pylist():
        counts = row["supports"], row["attacks"], row["mentions"]
        found[row["network_id"]][row["target"]].accounts[row["account_no"]] = counts
        who[row["account_no"]] = refs.account(row["platform"], row["account_id"])
    return found, who


def examples(engine: Engine) -> dict[tuple[str, str], tuple[str, ...]]:
    """Refs of posts by network and target: those that attack, then those that support."""
    shown: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in engine.arrow(EXAMPLES).to_pylist():
        shown[row["network_id"], row["target"]].append(refs.post(row["platform"], row["post_id"]))
    return {key: tuple(posts) for key, posts in shown.items()}


@cache
def accuracy() -> dict[str, Any]:
    """How often the rules were right on labelled posts, as `evaluation.content.stance` measured it."""
    measured: dict[str, Any] = load("calibration/stance.yaml")
    return measured


def accuracy_said() -> str:
    """The same as half a sentence."""
    m = accuracy()
    return (
        f"rules of this kind were right in {m['right']} of {m['labelled']} labelled posts, and in {m['sided_right']} "
        f"of the {m['sided']} that they held for attack or support"
    )
