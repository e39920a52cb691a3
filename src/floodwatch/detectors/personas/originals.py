"""What members and background accounts post, and from which app: counted once for every signal that asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.timelines import ACT
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

KINDS = ("reposts", "replies", "quotes", "polls", "media", "texts")
EACH = ", ".join(f"count(*) FILTER (WHERE act = {act}) AS {kind}" for act, kind in enumerate(KINDS))
SUMMED = ", ".join(f"CAST(sum({kind}) AS BIGINT) AS {kind}" for kind in KINDS)

SAID = Step(
    "originals_said",
    f"""
    SELECT a.account_no, a.background, s.client, {", ".join(f"s.{kind}" for kind in KINDS)}
    FROM (
        SELECT platform, account_id, client, {EACH}
        FROM (SELECT p.platform, p.account_id, p.client, {ACT} AS act FROM posts p)
        GROUP BY platform, account_id, client) s
    JOIN personas a USING (platform, account_id)
    WHERE a.background OR a.account_no IN (SELECT account_no FROM persona_members)
    """,
)
"""Posts are read once, for acts and for apps."""
ACTS = Step(
    "persona_acts",
    f"SELECT account_no, background, {SUMMED} FROM originals_said GROUP BY account_no, background",
)
CLIENTS = Step(
    "persona_clients",
    f"""
    SELECT account_no, background, client FROM originals_said WHERE client IS NOT NULL AND client <> ''
    QUALIFY row_number() OVER (PARTITION BY account_no ORDER BY {" + ".join(KINDS)} DESC, client) = 1
    """,
)
ORIGINALS = Step(
    "persona_originals",
    """
    SELECT account_no, background, posts FROM (
        SELECT account_no, background, replies + quotes + polls + media + texts AS posts FROM persona_acts)
    WHERE posts > 0
    """,
)


class Originals:
    """One row per member or background account that wrote anything itself."""

    name = "persona_originals"
    description = (
        "How many posts of their own, of each kind, and from which app members and background accounts wrote."
    )
    version = 2
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "personas", "persona_members")
    makes = ("persona_originals", "persona_acts", "persona_clients")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `persona_originals`, `persona_acts` (posts of each kind), `persona_clients` (the commonest app)."""
        engine.steps((SAID, ACTS, CLIENTS, ORIGINALS))
        engine.drop(SAID.name)

    def examples(self) -> Sequence[Example]:
        """A post counts, a repost does not."""
        who = people([{}] * 2)
        return (
            Example("a post", True, {**who, "posts": [post(0, 0, "rain")]}),
            Example("a repost", False, {**who, "posts": [post(0, 0, repost_of="p9")]}),
        )


PERSONA_ORIGINALS = Originals()
