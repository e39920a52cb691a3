"""What do the network's profiles say openly: bot, owner, official, medium, fan, campaign, congregation …?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.compared import members_and_drawn
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Step, Value

TOPICS = ("bot", "owner", "official", "outlet", "fan", "campaign", "community", "commercial", "moved",
          "independence", "staff")  # fmt: skip
OPEN = ("bot", "official", "fan", "campaign")
"""Topics that each declare a common purpose by themselves; together they make `declared_open`."""
BACKGROUND = 6000
"""Background profiles read at most, drawn by the MD5 of their ref."""

PROFILE = """concat_ws(' ', name, bio, regexp_replace(regexp_replace(coalesce(handle, ''),
    '(\\p{Ll})(\\p{Lu})', '\\1 \\2', 'g'), '[_.\\d]+', ' ', 'g'))"""
"""SQL: name, bio and the words that a handle is made of."""

GIVEN = "length(concat_ws('', name, bio)) > 0"
TEXTS = Step(
    "declarations_texts",
    f"""
    SELECT account_no, platform, account_id, background, {PROFILE} AS profile
    FROM personas
    WHERE account_no IN ({members_and_drawn(GIVEN, BACKGROUND)}) AND {GIVEN}
    """,
)


def _flags() -> Step:
    columns = ", ".join(f"{clause(topic, 'profile')} AS {topic}_said" for topic in TOPICS)
    either = f"{clause(OPEN, 'profile')} AS open_said"
    return Step(
        "declarations_flags",
        f"SELECT account_no, platform, account_id, background, {columns}, {either} FROM declarations_texts",
    )


def _counts(topic: str) -> str:
    return f"""
        SELECT '{topic}' AS topic, m.network_id, count(*) AS size,
               count(*) FILTER (WHERE f.{topic}_said) AS hits,
               list(f.platform ORDER BY f.account_no) FILTER (WHERE f.{topic}_said) AS platforms,
               list(f.account_id ORDER BY f.account_no) FILTER (WHERE f.{topic}_said) AS ids,
               (SELECT count(*) FROM declarations_flags WHERE background) AS whole,
               (SELECT count(*) FROM declarations_flags WHERE background AND {topic}_said) AS seen
        FROM persona_members m LEFT JOIN declarations_flags f USING (account_no)
        GROUP BY m.network_id
    """


class Declarations(Signal):
    """Share of members whose name, bio or handle holds a phrase of each topic, against the background."""

    name = "signals/declarations"
    description = "What a network's profiles say openly about who is behind them."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row `declared_<topic>` per network and topic that any member's profile speaks of."""
        engine.steps((TEXTS, _flags()))
        topics = (*TOPICS, "open")
        rows = engine.arrow(" UNION ALL ".join(_counts(t) for t in topics)).to_pylist()
        engine.drop("declarations_texts", "declarations_flags")
        for row in rows:
            if row["hits"]:
                baseline = rate(row["seen"], row["whole"]) if row["whole"] else None
                yield Finding(
                    row["network_id"], f"declared_{row['topic']}", row["hits"] / row["size"],
                    "share of accounts",
                    f"{row['hits']} of {row['size']} profiles use words of the topic '{row['topic']}'; a "
                    "profile can also say what is not so", baseline,
                    None if baseline is None else binomial(row["hits"], row["size"], baseline),
                    account_refs(row["platforms"], row["ids"]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """Weather bots that say so, and people who say nothing."""
        bots = [{"bio": f"Automated weather warnings, region {n}"} for n in range(4)]
        return (
            Example("bots that say so", True, people(bots, [{}] * 20)),
            Example("silent profiles", False, people([{}] * 4, [{}] * 20)),
        )


DECLARATIONS = Declarations()
