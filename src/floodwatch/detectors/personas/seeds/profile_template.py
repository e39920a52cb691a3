"""Proposes accounts whose profiles come from one mould: nearly the same bio, one name, or one picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.seeds.base import Proposal, Seed, bounds
from floodwatch.model.units import Engine, Example, Value

SHORTEST_BIO = 20
"""Characters; shorter bios are equal by chance."""
BIOS = f"""
    SELECT platform, account_id, bio FROM (
        SELECT platform, account_id,
               trim(regexp_replace(lower(bio), '(https?://\\S+)|[@#][\\pL\\pN_.]+|\\pN+|\\s+', ' ', 'g')) AS bio
        FROM accounts WHERE bio IS NOT NULL)
    WHERE length(bio) >= {SHORTEST_BIO} ORDER BY platform, account_id
"""
NAME, LEAST_LETTERS = "trim(regexp_replace(lower(name), '[^\\pL]+', ' ', 'g'))", 4
NAMES = f"""
    SELECT platform, account_id, name AS value FROM (
        SELECT platform, account_id, {NAME} AS name FROM accounts WHERE name IS NOT NULL)
    WHERE length(name) >= {LEAST_LETTERS}
"""
PICTURES = "SELECT platform, account_id, avatar AS value FROM accounts WHERE avatar <> ''"
SEVERAL = """
    WITH had AS ({had})
    SELECT value, platform, account_id FROM had
    WHERE value IN (SELECT value FROM had GROUP BY value HAVING count(*) BETWEEN {low} AND {high})
    ORDER BY value
"""
"""Those who have one value, where they are as many as a group may be."""


class ProfileTemplate(Seed):
    """Bios of shingle Jaccard ≥ .7, equal names once digits are dropped, and equal pictures."""

    name = "seeds/profile_template"
    version = 2
    description = "Accounts with copied bios, names or pictures."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """Groups by each of the three parts of a profile."""
        low, high, _ = bounds(settings)
        yield from _by_bio(engine)
        for had in (NAMES, PICTURES):
            yield from _by_value(engine, SEVERAL.format(had=had, low=low, high=high))

    def examples(self) -> Sequence[Example]:
        """Five accounts with one bio, and five of their own words."""
        words = ("Gärtner aus Leidenschaft", "Ik hou van fietsen en kaas", "Maman de trois garçons",
                 "Profesor de historia jubilado", "Lærer og fisker i nord")  # fmt: skip
        copied = [_account(n, f"Proud nurse and coffee drinker {n}") for n in range(5)]
        return (
            Example("one bio", True, {"accounts": copied}),
            Example("five bios", False, {"accounts": [_account(n, w) for n, w in enumerate(words)]}),
        )


def _by_bio(engine: Engine) -> Iterator[Proposal]:
    rows = engine.arrow(BIOS)
    for group in near_groups(rows.column("bio").to_pylist()):
        mine = rows.select(["platform", "account_id"]).take(group).to_pydict()
        yield Proposal(len(group), tuple(zip(mine["platform"], mine["account_id"], strict=True)))


def _by_value(engine: Engine, sql: str) -> Iterator[Proposal]:
    rows = zip(*engine.arrow(sql).to_pydict().values(), strict=True)
    for _, group in groupby(rows, key=lambda row: row[0]):
        accounts = tuple((platform, account_id) for _, platform, account_id in group)
        yield Proposal(len(accounts), accounts)


def _account(number: int, bio: str) -> dict[str, str]:
    return {
        "platform": "x",
        "account_id": str(number),
        "name": ["Ada", "Bo", "Cy", "Di", "El"][number],
        "bio": bio,
    }


PROFILE_TEMPLATE = ProfileTemplate()
