"""Proposes accounts whose profiles point to one and the same seldom named website."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from floodwatch.detectors.personas.profiles import domains_of
from floodwatch.detectors.personas.seeds.base import Account, Proposal, Seed
from floodwatch.model.units import Engine, Example, Value

ROWS = """
    SELECT platform, account_id, website, bio FROM (
        SELECT platform, account_id, website, bio, concat_ws(' ', website, bio) AS told FROM accounts)
    WHERE contains(told, '.') OR contains(told, '://') ORDER BY platform, account_id
"""
"""Without either nothing is a domain, and most profiles name none."""


class SharedDomain(Seed):
    """Groups by the registrable domain in the website field or the bio; large hosts fall to the size bound."""

    name = "seeds/shared_domain"
    description = "Accounts whose profiles name the same rare domain."

    def proposals(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Proposal]:
        """One proposal per domain, the less known ones first."""
        rows = engine.arrow(ROWS).to_pydict()
        groups: dict[str, list[Account]] = defaultdict(list)
        named = zip(rows["platform"], rows["account_id"], rows["website"], rows["bio"], strict=True)
        for platform, account_id, website, bio in named:
            for domain in domains_of(website, bio):
                groups[domain].append((platform, account_id))
        for domain in sorted(groups):
            yield Proposal(1.0 / len(groups[domain]), tuple(groups[domain]))

    def examples(self) -> Sequence[Example]:
        """Four profiles with one site, and four with four."""
        same = [_account(n, "https://www.newsfront24.com/") for n in range(4)]
        return (
            Example("one site", True, {"accounts": same}),
            Example("four sites", False, {"accounts": [_account(n, f"https://s{n}.org") for n in range(4)]}),
        )


def _account(number: int, website: str) -> dict[str, str]:
    return {"platform": "x", "account_id": str(number), "website": website}


SHARED_DOMAIN = SharedDomain()
