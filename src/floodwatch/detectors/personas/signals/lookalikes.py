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
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.profiles import core, own_words, skeleton
from floodwatch.detectors.personas.rows import COUNTED, Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Value
from floodwatch.tools.urls import is_shared_host

if TYPE_CHECKING:
    import pyarrow as pa

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

NAMED = "length(concat_ws('', p.handle, p.name)) > 0"
ROWS = f"""
    WITH edge AS (SELECT greatest(1000, coalesce(quantile_disc(followers, 0.98), 0)) AS least FROM personas),
    everybody AS (
        SELECT p.account_no, p.platform, p.account_id,
               p.verified OR coalesce(p.followers, 0) >= (SELECT least FROM edge) AS famous
        FROM personas p
        WHERE {NAMED} AND p.account_no NOT IN (SELECT account_no FROM persona_members)),
    sampled AS (
        SELECT account_no, famous, md5(platform || '/' || account_id) AS draw FROM everybody
        WHERE NOT famous ORDER BY draw, account_no LIMIT {SAMPLE}),
    chosen AS (
        SELECT '' AS network_id, account_no FROM everybody WHERE famous
        UNION ALL SELECT '' AS network_id, account_no FROM sampled
        UNION ALL SELECT network_id, account_no FROM persona_members)
    SELECT c.network_id, p.account_no, p.platform, p.account_id,
           coalesce(p.handle, '') AS handle, coalesce(p.name, '') AS name, coalesce(p.bio, '') AS bio,
           coalesce(p.avatar, '') AS avatar,
           p.verified OR coalesce(p.followers, 0) >= (SELECT least FROM edge) AS famous, p.background
    FROM chosen c JOIN personas p USING (account_no)
    WHERE {NAMED} ORDER BY c.network_id, p.account_no
"""
LINKED = "SELECT domain, count(*) AS links FROM post_links WHERE domain IS NOT NULL GROUP BY domain ORDER BY domain"
MINE = """
    SELECT m.network_id, l.domain, count(DISTINCT m.account_no) AS accounts
    FROM post_links l
    JOIN (SELECT m.network_id, p.account_no, p.platform, p.account_id
          FROM persona_members m JOIN personas p USING (account_no)) m USING (platform, account_id)
    WHERE l.domain IS NOT NULL GROUP BY m.network_id, l.domain ORDER BY m.network_id, l.domain
"""
OUTSIDE = """
    SELECT l.domain, count(DISTINCT p.account_no) AS accounts
    FROM post_links l JOIN personas p USING (platform, account_id)
    WHERE l.domain IN (SELECT domain FROM lookalikes_asked) AND p.background
    GROUP BY l.domain ORDER BY l.domain
"""
"""Accounts outside are counted only for domains that look like one that is linked often, and for those."""
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
        mine = columns(engine, MINE)
        linked = dict(zip(*columns(engine, LINKED).values(), strict=True))
        if asked := _asked(linked, set(mine["domain"])):
            engine.register("lookalikes_asked", _table(asked))
            outside = dict(zip(*columns(engine, OUTSIDE).values(), strict=True))
            engine.drop("lookalikes_asked")
            yield from _domains(mine, outside, dict(zip(*columns(engine, SIZES).values(), strict=True)))

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
    if not word.startswith(ADDED) and not word.endswith(ADDED):
        return word
    for extra in ADDED:
        rest = word.removesuffix(extra).removeprefix(extra)
        if len(rest) >= SHORTEST:
            word = rest
    return word


def _accounts(rows: dict[str, list[Any]]) -> Iterator[Finding]:
    traits = [_traits(rows, place) for place in range(len(rows["handle"]))]
    taken = {i for i, f in enumerate(rows["famous"]) if f and rows["background"][i]}
    known = _known(traits, taken)
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


def _known(traits: Sequence[Sequence[tuple[str, str]]], famous: set[int]) -> dict[tuple[str, str], set[int]]:
    """Which of the well-known have a trait, for the traits that anybody else has too: most others nobody asks for."""
    asked = {trait for place, own in enumerate(traits) if place not in famous for trait in own}
    known: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place in sorted(famous):
        for trait in asked.intersection(traits[place]):
            known[trait].add(place)
    return known


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
    alike = _alike(traits, known)
    for other, kinds in alike.items():
        if "handle" in kinds and series(rows["handle"][place], rows["handle"][other]):
            kinds.remove("handle")
    found = [(len(k), -o) for o, k in alike.items() if len(k) >= 2 and not _elsewhere(place, o, rows)]
    traits_alike, other = max(found, default=(0, 0))
    return (-other, traits_alike) if found else None


def _alike(
    traits: Sequence[tuple[str, str]], known: Mapping[tuple[str, str], set[int]]
) -> dict[int, set[str]]:
    """In which kinds of traits others are alike, for all who are in two or more.

    Who is alike in two kinds is so in one besides the kind that most share: those with nothing but a common bio are
    not gone through.
    """
    found: dict[str, list[set[int]]] = defaultdict(list)
    for trait in traits:
        if trait in known:
            found[trait[0]].append(known[trait])
    if len(found) < 2:
        return {}
    common = max(sorted(found), key=lambda kind: sum(map(len, found[kind])))
    alike: dict[int, set[str]] = defaultdict(set)
    for kind in found.keys() - {common}:
        for other in set().union(*found[kind]):
            alike[other].add(kind)
    for other, kinds in alike.items():
        if any(other in some for some in found[common]):
            kinds.add(common)
    return alike


def _elsewhere(place: int, other: int, rows: Mapping[str, Any]) -> bool:
    """Whether the two are one name on two platforms."""
    same_handle = rows["handle"][other].casefold() == rows["handle"][place].casefold()
    return bool(same_handle and rows["platform"][other] != rows["platform"][place])


def _asked(linked: Mapping[str, int], mine: set[str]) -> set[str]:
    """Domains that may imitate and those that they may imitate, by links alone; none where no network links any."""
    famous = _known_domains(linked)
    alike = {d: found for d in linked if (found := _like(d, famous))}
    return set().union(alike, *alike.values()) if mine & alike.keys() else set()


def _table(domains: Iterable[str]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"domain": pa.array(sorted(domains), pa.string())})


def _domains(
    rows: Mapping[str, Sequence[Any]], outside: Mapping[str, int], sizes: Mapping[str, int]
) -> Iterator[Finding]:
    links = list(zip(rows["network_id"], rows["domain"], rows["accounts"], strict=True))
    famous = _known_domains(outside)
    either = {*outside, *rows["domain"]}
    fakes = {d: model for d in either if (model := _model(d, famous, outside))}
    whole = max(1, sizes.get("", 0))
    seen = sum(outside.get(d, 0) for d in fakes)
    best: dict[str, tuple[int, str]] = {}
    for network_id, domain, accounts in links:
        if domain in fakes:
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
    return "" if outside.get(domain, 0) >= KNOWN_BY else min(_like(domain, famous), default="")


def _like(domain: str, famous: Mapping[str, set[str]]) -> set[str]:
    """Well-known domains that a domain is like."""
    if len(core(domain)) < SHORTEST:
        return set()
    return set().union(*(famous.get(n, set()) for n in nearby(stripped(core(domain))))) - {domain}


LOOKALIKES = Lookalikes()
