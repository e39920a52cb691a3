"""Do accounts or linked websites imitate well-known ones outside the network?

An account imitates when two of its handle, name, picture and bio are those of one verified or much followed
account outside its network (handles and names: letters that look alike folded, one letter more, less or
other) and it is not that account's namesake on another platform. Handles that differ in their number alone are a
series, not an imitation. A linked domain imitates when its memorable part equals, or is one letter from, that
of a domain that many accounts outside link, under another ending.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.profiles import core, own_words, skeleton
from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value
from floodwatch.tools.urls import is_shared_host

_NUMBER = re.compile(r"\d+")
SHORTEST = 6
LONG_BIO = 15
SAMPLE = 5000
"""Background accounts that are compared at most, besides the well-known ones."""
KNOWN_BY = 8
"""Accounts outside the network that must link a domain for it to count as well known."""
MOST_ALONE = 20
"""Accounts of one network that get a row of their own at most; those alike in most traits first."""
ADDED = ("news", "official", "real", "the", "tv", "online", "live", "media", "press", "info", "daily", "hq")

ROWS = f"""
    SELECT coalesce(m.network_id, '') AS network_id, p.account_no, p.platform, p.account_id,
           coalesce(p.handle, '') AS handle, coalesce(p.name, '') AS name, coalesce(p.bio, '') AS bio,
           coalesce(p.avatar, '') AS avatar,
           p.verified OR coalesce(p.followers, 0) >= greatest(1000, (
               SELECT coalesce(quantile_disc(followers, 0.98), 0) FROM personas)) AS famous, p.background
    FROM personas p LEFT JOIN persona_members m USING (account_no)
    WHERE length(concat_ws('', p.handle, p.name)) > 0
    QUALIFY famous OR m.network_id IS NOT NULL
         OR row_number() OVER (PARTITION BY m.network_id, famous
                               ORDER BY md5(p.platform || '/' || p.account_id), p.account_no) <= {SAMPLE}
    ORDER BY network_id, p.account_no
"""
DOMAINS = """
    SELECT coalesce(m.network_id, '') AS network_id, l.domain, count(DISTINCT p.account_no) AS accounts
    FROM post_links l JOIN personas p USING (platform, account_id)
    LEFT JOIN persona_members m USING (account_no)
    WHERE l.domain IS NOT NULL AND (m.network_id IS NOT NULL OR p.background)
    GROUP BY m.network_id, l.domain ORDER BY network_id, l.domain
"""
SIZES = """
    SELECT network_id, count(*) AS size FROM persona_members GROUP BY network_id
    UNION ALL SELECT '', count(*) FROM personas WHERE background AND posts > 0
"""


class Lookalikes(Signal):
    """`lookalike_accounts` and `lookalike_domains`: shares of members, against the background's own share.

    Every look-alike account and site also has a row of its own, `lookalike_account` and `lookalike_domain`: an
    imitation is a fact about one account and its model, as few measures are.
    """

    name = "signals/lookalikes"
    version = 2
    description = "Whether a network's names or linked websites imitate well-known ones."
    needs = ("personas", "persona_members", "post_links")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to two rows per network, and one for each look-alike."""
        yield from _accounts(columns(engine, ROWS))
        sizes = dict(zip(*columns(engine, SIZES).values(), strict=True))
        yield from _domains(columns(engine, DOMAINS), sizes)

    def examples(self) -> Sequence[Example]:
        """Three doubles of a newspaper, and three names of their own."""
        famous = {"handle": "GlobeCourier", "name": "Globe Courier", "verified": True}
        doubles = [
            {"handle": h, "name": "Globe Courier"} for h in ("G1obeCourier", "GlobeCourierr", "GlobeCouriier")
        ]
        link = {"platform": "x", "post_id": "p", "account_id": "0009", "domain": "e.org"}
        return (
            Example("doubles", True, {**people(doubles, [famous, *[{}] * 20]), "post_links": [link]}),
            Example("own names", False, {**people([{}] * 3, [famous, *[{}] * 20]), "post_links": [link]}),
        )


def nearby(word: str) -> Iterator[str]:
    """The word and every form with one letter left out: two words one edit apart have one in common."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def series(one: str, other: str) -> bool:
    """Whether both are numbered and differ in their numbers alone: `Met101` and `Met108` are colleagues."""
    bare = _NUMBER.sub("0", one.casefold())
    return "0" in bare and bare == _NUMBER.sub("0", other.casefold()) and one.casefold() != other.casefold()


def stripped(word: str) -> str:
    """The word without an added title such as `news` or `official` at either end."""
    for extra in ADDED:
        rest = word.removesuffix(extra).removeprefix(extra)
        if len(rest) >= SHORTEST:
            word = rest
    return word


def _accounts(rows: dict[str, list[Any]]) -> Iterator[Finding]:
    traits = [_traits(rows, place) for place in range(len(rows["handle"]))]
    famous = [i for i, f in enumerate(rows["famous"]) if f and rows["background"][i]]
    known: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place in famous:
        for trait in traits[place]:
            known[trait].add(place)
    taken = set(famous)
    imitates = [
        None if place in taken else _model_of(place, traits[place], known, rows)
        for place in range(len(traits))
    ]
    outside = [i for i, b in enumerate(rows["background"]) if b and i not in taken]
    baseline = rate(sum(imitates[i] is not None for i in outside), len(outside)) if outside else None
    mine: dict[str, list[int]] = defaultdict(list)
    for place, network_id in enumerate(rows["network_id"]):
        if network_id:
            mine[network_id].append(place)
    for network_id, chosen in mine.items():
        hits = [i for i in chosen if imitates[i]]
        if len(hits) >= 2:
            yield Finding(
                network_id, "lookalike_accounts", len(hits) / len(chosen), "share of accounts",
                f"{len(hits)} of {len(chosen)} accounts look like well-known accounts outside in two of handle, "
                "name, picture and bio; parody, fan and regional accounts do too", baseline,
                None if baseline is None else binomial(len(hits), len(chosen), baseline),
                account_refs([rows["platform"][i] for i in hits], [rows["account_id"][i] for i in hits]),
            )  # fmt: skip
            yield from _alone(network_id, {i: found for i in hits if (found := imitates[i])}, rows, baseline)


def _alone(
    network_id: str, models: Mapping[int, tuple[int, int]], rows: dict[str, list[Any]], baseline: float | None
) -> Iterator[Finding]:
    """One row per look-alike account, with its model as evidence."""
    for place, (model, traits) in sorted(models.items(), key=lambda item: (-item[1][1], item[0]))[
        :MOST_ALONE
    ]:
        pair = place, model
        mine, theirs = account_refs(
            [rows["platform"][i] for i in pair], [rows["account_id"][i] for i in pair]
        )
        yield Finding(
            network_id, "lookalike_account", traits, "traits alike",
            f"{traits} of its handle, name, picture and bio are those of one well-known account outside the "
            "network, or nearly; parody, fan and regional accounts look alike too",
            baseline, baseline, (theirs,), subject=mine,
        )  # fmt: skip


def _traits(rows: Mapping[str, Sequence[Any]], place: int) -> list[tuple[str, str]]:
    """What an account looks like: near forms of handle and name, picture, words of the bio."""
    found = []
    for field in ("handle", "name"):
        form = stripped(skeleton(rows[field][place]))
        if len(form) >= SHORTEST:
            found += [(field, near) for near in nearby(form)]
    bio = own_words(rows["bio"][place])
    found += [("avatar", rows["avatar"][place])] if rows["avatar"][place] else []
    return found + ([("bio", bio)] if len(bio) >= LONG_BIO else [])


def _model_of(
    place: int,
    traits: Sequence[tuple[str, str]],
    known: Mapping[tuple[str, str], set[int]],
    rows: Mapping[str, Any],
) -> tuple[int, int] | None:
    """The well-known account that an account looks like in two traits or more, and in how many; not its own double."""
    alike: dict[int, set[str]] = defaultdict(set)
    for kind, trait in traits:
        for other in known.get((kind, trait), ()):
            if kind != "handle" or not series(rows["handle"][place], rows["handle"][other]):
                alike[other].add(kind)
    found = [(len(k), -o) for o, k in alike.items() if len(k) >= 2 and not _elsewhere(place, o, rows)]
    traits_alike, other = max(found, default=(0, 0))
    return (-other, traits_alike) if found else None


def _elsewhere(place: int, other: int, rows: Mapping[str, Any]) -> bool:
    """Whether the two are one name on two platforms."""
    same_handle = rows["handle"][other].casefold() == rows["handle"][place].casefold()
    return bool(same_handle and rows["platform"][other] != rows["platform"][place])


def _domains(rows: dict[str, list[Any]], sizes: Mapping[str, int]) -> Iterator[Finding]:
    links = list(zip(rows["network_id"], rows["domain"], rows["accounts"], strict=True))
    outside = {domain: accounts for network_id, domain, accounts in links if not network_id}
    famous = _known_domains(outside)
    fakes = {d: model for _, d, _ in links if (model := _model(d, famous, outside))}
    whole = max(1, sizes.get("", 0))
    seen = sum(outside.get(d, 0) for d in fakes)
    best: dict[str, tuple[int, str]] = {}
    for network_id, domain, accounts in links:
        if network_id and domain in fakes:
            best[network_id] = max(best.get(network_id, (0, "")), (accounts, domain))
    for network_id, (accounts, domain) in best.items():
        size, baseline = sizes[network_id], rate(min(seen, whole), whole)
        yield Finding(
            network_id, "lookalike_domains", accounts / size, "share of accounts",
            f"{accounts} of {size} accounts link {domain}, which looks like {fakes[domain]}; publishers also own "
            "addresses like that", baseline, binomial(accounts, size, baseline),
        )  # fmt: skip
        yield Finding(
            network_id, "lookalike_domain", accounts, "accounts that link it",
            f"{domain} looks like {fakes[domain]}; publishers also own addresses like that", untested=COUNTED,
            subject=refs.entity("site", domain),
        )  # fmt: skip


def _known_domains(outside: Mapping[str, int]) -> dict[str, set[str]]:
    """Near forms of the memorable parts of domains that many accounts outside link."""
    famous: dict[str, set[str]] = defaultdict(set)
    for domain, accounts in outside.items():
        if accounts >= KNOWN_BY and not is_shared_host(domain) and len(core(domain)) >= SHORTEST:
            for near in nearby(stripped(core(domain))):
                famous[near].add(domain)
    return famous


def _model(domain: str, famous: Mapping[str, set[str]], outside: Mapping[str, int]) -> str:
    """The well-known domain that a domain imitates; empty when it is known itself or like none."""
    if len(core(domain)) < SHORTEST or outside.get(domain, 0) >= KNOWN_BY:
        return ""
    found = set().union(*(famous.get(n, set()) for n in nearby(stripped(core(domain))))) - {domain}
    return min(found, default="")


LOOKALIKES = Lookalikes()
