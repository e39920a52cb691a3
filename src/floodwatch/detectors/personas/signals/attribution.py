"""Do the texts with links name the site that they link, as share buttons write them ("Title via @paper")?

No list of words is needed: a text names its link's site when its letters, without the link, hold the
memorable part of the domain or the handle of the account whose website that domain is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from floodwatch.detectors.personas.profiles import core, domains_of, skeleton
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.urls import is_shared_host

LINKS_EACH = 30
BACKGROUND = 1500
SHORTEST = 4
LEAST = 2
"""Links that an account must have posted for its habit to be seen."""

WANTED = Step(
    "attribution_wanted",
    f"""
    SELECT p.account_no, p.platform, p.account_id, p.background FROM personas p JOIN (
        SELECT account_no FROM (
            SELECT account_no, md5(platform || '/' || account_id) AS draw FROM personas
            WHERE posts > 0 AND background ORDER BY draw, account_no LIMIT {BACKGROUND}) drawn_by_ref
        UNION SELECT account_no FROM persona_members) c USING (account_no)
    WHERE p.posts > 0
    """,
)
LINKS = Step(
    "attribution_links",
    """
    SELECT w.account_no, w.platform, w.account_id, w.background, l.post_id, l.position, l.domain
    FROM attribution_wanted w JOIN post_links l USING (platform, account_id)
    WHERE NOT l.is_share AND l.domain IS NOT NULL
    """,
)
ROWS = f"""
    SELECT account_no, platform, account_id, background, domain,
           regexp_replace(text, '(https?://)?[\\w.-]+\\.\\w+/\\S*|https?://\\S+', ' ', 'g') AS text
    FROM (SELECT l.*, p.text FROM attribution_links l JOIN posts p USING (platform, post_id)
          WHERE p.text IS NOT NULL
          QUALIFY row_number() OVER (PARTITION BY l.account_no
              ORDER BY md5(l.platform || '/' || l.post_id), l.post_id, l.position) <= {LINKS_EACH})
    ORDER BY account_no, post_id, position
"""
SITES = """
    SELECT website, list(handle ORDER BY handle) AS handles FROM personas
    WHERE length(website) > 3 AND length(handle) > 3 GROUP BY website ORDER BY website"""
MEMBERS = "SELECT network_id, account_no FROM persona_members ORDER BY ALL"


class Attribution(Signal):
    """Share of members half of whose texts with links name the linked site, against the background's share."""

    name = "signals/attribution"
    description = "Whether a network's texts with links name the linked site, as share buttons do."
    needs = ("personas", "persona_members", "posts", "post_links")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network with a member who links that way."""
        engine.steps((WANTED, LINKS))
        rows = columns(engine, ROWS)
        engine.drop(WANTED.name, LINKS.name)
        keys = _keys(columns(engine, SITES))
        named: dict[int, list[bool]] = defaultdict(list)
        who: dict[int, tuple[str, str, bool]] = {}
        for number, platform, identity, outside, domain, text in zip(*rows.values(), strict=True):
            named[number].append(not is_shared_host(domain) and _names(text, keys(domain)))
            who[number] = (platform, identity, outside)
        habit = {n: sum(found) * 2 >= len(found) for n, found in named.items() if len(found) >= LEAST}
        others = [habit[n] for n in habit if who[n][2]]
        baseline = rate(sum(others), len(others)) if others else None
        members = columns(engine, MEMBERS)
        for network_id, numbers in _by_network(members):
            hits = [n for n in numbers if habit.get(n)]
            if hits:
                yield Finding(
                    network_id, "attributed_links", len(hits) / len(numbers), "share of accounts",
                    f"{len(hits)} of {len(numbers)} accounts post links with texts that name the linked site, as "
                    "share buttons write them; a text can be made to look so", baseline,
                    None if baseline is None else binomial(len(hits), len(numbers), baseline),
                    account_refs([who[n][0] for n in hits], [who[n][1] for n in hits]),
                )  # fmt: skip

    def examples(self) -> Sequence[Example]:
        """A button's texts, and plain titles."""
        button = [(n, n % 4, f"Title {n} via @leewaypost") for n in range(12)]
        plain = [(n, n % 4, f"Title {n}") for n in range(12)]
        return (
            Example("button texts", True, _tables(button)),
            Example("plain titles", False, _tables(plain)),
        )


def _tables(said: Sequence[tuple[int, int, str]]) -> dict[str, list[dict[str, object]]]:
    links: list[dict[str, object]] = [
        {"platform": "x", "post_id": f"p{n}", "account_id": f"{author:04d}", "position": 0,
         "domain": "leewaypost.com", "is_share": False}
        for n, author, _ in said
    ]  # fmt: skip
    posts: list[dict[str, object]] = [
        {"platform": "x", "post_id": f"p{n}", "account_id": f"{author:04d}", "text": text}
        for n, author, text in said
    ]
    return {**people([{}] * 4, [{}] * 20), "posts": posts, "post_links": links}


def _keys(sites: Mapping[str, Sequence[Any]]) -> Callable[[str], tuple[str, ...]]:
    """A function from a domain to the letters that name it."""
    handles: dict[str, set[str]] = defaultdict(set)
    for own, website in zip(sites["handles"], sites["website"], strict=True):
        for domain in domains_of(website):
            handles[domain].update(own)

    @cache
    def keys(domain: str) -> tuple[str, ...]:
        found = {core(domain), *map(skeleton, handles.get(domain, ()))}
        return tuple(sorted(k for k in found if len(k) >= SHORTEST))

    return keys


def _names(text: str, keys: Sequence[str]) -> bool:
    letters = skeleton(text)
    return any(key in letters for key in keys)


def _by_network(members: Mapping[str, Sequence[object]]) -> Iterable[tuple[str, list[int]]]:
    found: dict[str, list[int]] = defaultdict(list)
    for network_id, number in zip(members["network_id"], members["account_no"], strict=True):
        found[str(network_id)].append(int(str(number)))
    return found.items()


ATTRIBUTION = Attribution()
