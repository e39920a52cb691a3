"""Proposes accounts whose profiles come from one mould: nearly the same bio, one name, or one picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.seeds.base import Proposal, Seed
from floodwatch.model.units import Engine, Example, Value

ROWS = """
    SELECT platform, account_id,
           trim(regexp_replace(lower(coalesce(bio, '')),
                               '(https?://\\S+)|[@#][\\pL\\pN_.]+|\\pN+|\\s+', ' ', 'g')) AS bio,
           trim(regexp_replace(lower(coalesce(name, '')), '[^\\pL]+', ' ', 'g')) AS name, avatar
    FROM accounts ORDER BY platform, account_id
"""
SHORTEST_BIO = 20
"""Characters; shorter bios are equal by chance."""


class ProfileTemplate(Seed):
    """Bios of shingle Jaccard ≥ .7, equal names once digits are dropped, and equal pictures."""

    name = "seeds/profile_template"
    version = 2
    description = "Accounts with copied bios, names or pictures."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """Groups by each of the three parts of a profile."""
        rows = engine.arrow(ROWS).to_pydict()
        accounts = list(zip(rows["platform"], rows["account_id"], strict=True))
        yield from _by_bio(accounts, rows["bio"])
        yield from _by_value(accounts, [n if len(n) > 3 else None for n in rows["name"]])
        yield from _by_value(accounts, rows["avatar"])

    def examples(self) -> Sequence[Example]:
        """Five accounts with one bio, and five of their own words."""
        words = ("Gärtner aus Leidenschaft", "Ik hou van fietsen en kaas", "Maman de trois garçons",
                 "Profesor de historia jubilado", "Lærer og fisker i nord")  # fmt: skip
        copied = [_account(n, f"Proud nurse and coffee drinker {n}") for n in range(5)]
        return (
            Example("one bio", True, {"accounts": copied}),
            Example("five bios", False, {"accounts": [_account(n, w) for n, w in enumerate(words)]}),
        )


def _by_bio(accounts: Sequence[tuple[str, str]], bios: Sequence[str]) -> Iterator[Proposal]:
    long = [i for i, bio in enumerate(bios) if len(bio) >= SHORTEST_BIO]
    for group in near_groups([bios[i] for i in long]):
        members = tuple(accounts[long[i]] for i in group)
        yield Proposal(len(members), members)


def _by_value(accounts: Sequence[tuple[str, str]], values: Sequence[str | None]) -> Iterator[Proposal]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for account, value in zip(accounts, values, strict=True):
        if value:
            groups[value].append(account)
    for value in sorted(groups):
        yield Proposal(len(groups[value]), tuple(groups[value]))


def _account(number: int, bio: str) -> dict[str, str]:
    return {
        "platform": "x",
        "account_id": str(number),
        "name": ["Ada", "Bo", "Cy", "Di", "El"][number],
        "bio": bio,
    }


PROFILE_TEMPLATE = ProfileTemplate()
