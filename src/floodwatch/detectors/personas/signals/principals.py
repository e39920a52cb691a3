"""Whom does a network relay, and do its profiles say so?

A principal is an account that members repost or quote, or a domain that they link. A profile names it when
its letters contain the principal's handle, name or the memorable part of the domain. Naming is openness in
any language, without a list of words; relaying somebody above all and not saying so is its opposite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.profiles import core, domains_of, skeleton
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Step, Value
from floodwatch.tools.urls import is_shared_host

TOP = 12
KEY = 4
"""Shortest key, in letters, that a profile is searched for."""
LEAST_RELAYS, MAIN_SHARE, MAIN_MEMBERS = 15, 0.5, 0.6
NAMED_AT_MOST = 0.15
SAMPLE = 3000

RELAYS = Step(
    "principals_relays",
    """
    SELECT account_no, 'account' AS kind, platform, target_id AS principal, count(*) AS n
    FROM engagements
    WHERE form IN ('repost', 'quote') AND account_no IN (SELECT account_no FROM persona_members) GROUP BY ALL
    UNION ALL
    SELECT p.account_no, 'domain', '', l.domain, count(DISTINCT l.post_id)
    FROM post_links l JOIN personas p USING (platform, account_id)
    WHERE l.domain IS NOT NULL AND NOT l.is_share AND p.account_no IN (SELECT account_no FROM persona_members)
    GROUP BY ALL
    """,
)
"""Whom and what members relay. Of everybody else only those are read who relay what a network mostly does."""

TOPS = f"""
    WITH mine AS (
        SELECT m.network_id, r.kind, r.platform, r.principal, count(DISTINCT r.account_no) AS members,
               sum(r.n)::BIGINT AS relays
        FROM persona_members m JOIN principals_relays r USING (account_no) GROUP BY ALL),
    sizes AS (
        SELECT m.network_id, r.kind, sum(r.n)::BIGINT AS total
        FROM persona_members m JOIN principals_relays r USING (account_no) GROUP BY ALL),
    everybody AS (SELECT network_id, count(*) AS size FROM persona_members GROUP BY network_id),
    chosen AS (
        SELECT mine.*, sizes.total FROM mine JOIN sizes USING (network_id, kind)
        WHERE mine.members >= 2
        QUALIFY row_number() OVER (PARTITION BY network_id, kind
                ORDER BY mine.members DESC, mine.relays DESC, mine.platform, mine.principal) <= {TOP}),
    main AS (
        SELECT DISTINCT c.kind, c.platform, c.principal FROM chosen c JOIN everybody USING (network_id)
        WHERE c.total >= {LEAST_RELAYS} AND c.relays >= CAST({MAIN_SHARE} AS DOUBLE) * c.total
          AND c.members >= CAST({MAIN_MEMBERS} AS DOUBLE) * everybody.size),
    readers AS (
        SELECT 'account' AS kind, e.platform, e.target_id AS principal, p.account_no, p.background
        FROM engagements e JOIN personas p USING (account_no)
        WHERE e.form IN ('repost', 'quote') AND e.target_id IN (SELECT principal FROM main WHERE kind = 'account')
        UNION ALL
        SELECT 'domain', '', l.domain, p.account_no, p.background
        FROM post_links l JOIN personas p USING (platform, account_id)
        WHERE NOT l.is_share AND l.domain IN (SELECT principal FROM main WHERE kind = 'domain')),
    audience AS (
        SELECT r.kind, r.platform, r.principal, count(DISTINCT r.account_no) AS people,
               count(DISTINCT r.account_no) FILTER (WHERE r.background) AS outsiders
        FROM readers r
        SEMI JOIN main ON main.kind = r.kind AND main.platform = r.platform AND main.principal = r.principal
        GROUP BY ALL)
    SELECT c.*, coalesce(a.people, 0) AS people, coalesce(a.outsiders, 0) AS outsiders, t.handle, t.name,
           t.account_no AS principal_no
    FROM chosen c LEFT JOIN audience a USING (kind, platform, principal)
    LEFT JOIN personas t ON c.kind = 'account' AND t.platform = c.platform
         AND (t.account_id = c.principal)
    ORDER BY c.network_id, c.kind, c.members DESC, c.relays DESC, c.platform, c.principal
"""
"""Readers are counted of what most members mostly relay: of nothing else are they told."""

PROFILES = beside_background(
    "coalesce(p.name, '') AS name, coalesce(p.bio, '') AS bio, coalesce(p.website, '') AS website, "
    "coalesce(p.handle, '') AS handle",
    "true",
    SAMPLE,
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whom a network relays: how many members do, how often, and who else does."""

    label: str
    keys: tuple[str, ...]
    kind: str
    members: int
    relays: int
    total: int
    people: int
    outsiders: int
    account_no: int | None

    def shown(self, mine: Iterable[Profile]) -> str:
        """The domain, or on which side the account stands: people outside networks are not named in sentences."""
        if self.kind == "domain":
            return self.label
        inside = any(p.account_no == self.account_no for p in mine)
        return "one account of the network" if inside else "one account outside the network"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one account says of itself, as letters only, and the domains that it names."""

    ref: str
    letters: str
    domains: frozenset[str]
    account_no: int

    def names(self, principal: Principal) -> bool:
        """Whether the profile names the principal; nobody names himself."""
        return self.account_no != principal.account_no and (
            principal.label in self.domains or any(key in self.letters for key in principal.keys)
        )


class Principals(Signal):
    """`named_principal`, `undeclared_relay`, `profile_domain` and `own_domain` per network."""

    name = "signals/principals"
    description = "Whom a network relays, and whether its profiles say so."
    needs = ("personas", "persona_members", "engagements", "post_links")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Rows for every network whose members share a principal or a domain in their profiles."""
        engine.steps((RELAYS,))
        principals = _principals(columns(engine, TOPS))
        profiles = _profiles(columns(engine, PROFILES))
        engine.drop("principals_relays")
        outside = profiles.pop("", [])
        for network_id in sorted(profiles):
            mine, known = profiles[network_id], principals.get(network_id, [])
            yield from _named(network_id, mine, outside, known)
            yield from _relayed(network_id, mine, outside, known)
            yield from _sites(network_id, mine, outside, known)

    def examples(self) -> Sequence[Example]:
        """Titles that name the house whose site they link, and people who link nothing together."""
        titles = [{"bio": f"Town {n} news. A Leeway Press title", "name": f"Town{n}"} for n in range(4)]
        links = [
            {"platform": "x", "post_id": f"p{n}", "account_id": f"{n % 4:04d}", "created_at": None, "position": 0,
             "url": f"https://leewaypress.com/{n}", "domain": "leewaypress.com", "is_share": False}
            for n in range(24)
        ]  # fmt: skip
        alone = [{**link, "domain": f"site{n}.com"} for n, link in enumerate(links)]
        nobody = [{"account_no": 99, "target_no": 98, "platform": "x", "target_id": "z", "form": "reply"}]
        return (
            Example("a named house", True,
                    {**people(titles, [{}] * 20), "post_links": links, "engagements": nobody}),
            Example("everybody's own", False,
                    {**people([{}] * 4, [{}] * 20), "post_links": alone, "engagements": nobody}),
        )  # fmt: skip


def _principals(rows: Mapping[str, Sequence[Any]]) -> dict[str, list[Principal]]:
    found: dict[str, list[Principal]] = defaultdict(list)
    for row in (dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)):
        if row["kind"] == "account" or not is_shared_host(row["principal"]):
            found[row["network_id"]].append(
                Principal(
                    row["principal"], _keys(row), row["kind"], row["members"], row["relays"], row["total"],
                    row["people"], row["outsiders"], row["principal_no"],
                )
            )  # fmt: skip
    return found


def _keys(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Letters that name a principal: the memorable part of a domain, or handle, name and id of an account."""
    if row["kind"] == "domain":
        words = [core(row["principal"])]
    else:
        words = [skeleton(row[k]) for k in ("handle", "name", "principal")]
    return tuple(dict.fromkeys(w for w in words if len(w) >= KEY))


def _profiles(rows: Mapping[str, Sequence[Any]]) -> dict[str, list[Profile]]:
    found: dict[str, list[Profile]] = defaultdict(list)
    for network_id, number, platform, identity, name, bio, website, handle in zip(
        *(rows[c] for c in ("network_id", "account_no", "platform", "account_id", "name", "bio", "website", "handle")),
        strict=True,
    ):  # fmt: skip
        letters = skeleton(f"{name} {bio} {website} {handle}")
        (reference,) = account_refs([str(platform)], [str(identity)])
        domains = frozenset(domains_of(str(website), str(bio)))
        found[str(network_id)].append(Profile(reference, letters, domains, int(str(number))))
    return found


def _named(
    network_id: str, mine: list[Profile], outside: list[Profile], known: list[Principal]
) -> Iterator[Finding]:
    """The principal that most members name, among those that many of them relay."""
    counted = [(sum(p.names(k) for p in mine), k) for k in known if k.keys and k.members >= 0.3 * len(mine)]
    hits, principal = max(counted, key=lambda c: (c[0], c[1].label), default=(0, None))
    if principal is None or hits < 2:
        return
    yield _share(
        network_id, "named_principal", [p for p in mine if p.names(principal)], mine,
        sum(p.names(principal) for p in outside), len(outside),
        f"of {len(mine)} profiles name {principal.shown(mine)}, which the network relays; naming somebody is not "
        "proof of belonging to it",
    )  # fmt: skip


def _relayed(
    network_id: str, mine: list[Profile], outside: list[Profile], known: list[Principal]
) -> Iterator[Finding]:
    """The principal behind most of what the network relays, where hardly any profile names it."""
    for principal in known:
        main = principal.relays >= MAIN_SHARE * principal.total and principal.total >= LEAST_RELAYS
        if not main or principal.members < MAIN_MEMBERS * len(mine) or not principal.keys:
            continue
        if sum(p.names(principal) for p in mine) > max(1, NAMED_AT_MOST * len(mine)):
            continue
        baseline = rate(principal.outsiders, len(outside)) if outside else None
        chance = None if baseline is None else binomial(principal.members, len(mine), min(1.0, baseline))
        inside = principal.people - principal.outsiders
        yield Finding(
            network_id, f"undeclared_{principal.kind}", principal.relays / principal.total,
            "share of what the network relays",
            f"{principal.members} of {len(mine)} accounts relay mostly {principal.shown(mine)}, which "
            f"{principal.outsiders} accounts outside and {inside} inside a network relay, and hardly a "
            "profile names it; admirers of one source do the same", baseline, chance,
            tuple(p.ref for p in mine),
        )  # fmt: skip


def _sites(
    network_id: str, mine: list[Profile], outside: list[Profile], known: list[Principal]
) -> Iterator[Finding]:
    """The domain that most profiles name, and how many of those who name it belong to a network linking it."""
    counts: dict[str, int] = defaultdict(int)
    for profile in mine:
        for domain in profile.domains:
            counts[domain] += 1
    if not counts or max(counts.values()) < 2:
        return
    domain = min(counts, key=lambda d: (-counts[d], d))
    linked = any(k.label == domain and k.members >= 0.3 * len(mine) for k in known)
    yield _share(
        network_id, "own_domain" if linked else "profile_domain", [p for p in mine if domain in p.domains],
        mine, sum(domain in p.domains for p in outside), len(outside),
        f"of {len(mine)} profiles point to {domain}"
        + (", which the network's posts link too" if linked else ", which the network's posts do not link")
        + "; readers of a site also name it",
    )  # fmt: skip


def _share(
    network_id: str, signal: str, hits: list[Profile], mine: list[Profile], seen: int, whole: int, said: str
) -> Finding:
    baseline = rate(seen, whole) if whole else None
    chance = None if baseline is None else binomial(len(hits), len(mine), baseline, TOP)
    return Finding(
        network_id, signal, len(hits) / len(mine), "share of accounts", f"{len(hits)} {said}",
        baseline, chance, tuple(p.ref for p in hits),
    )  # fmt: skip


PRINCIPALS = Principals()
