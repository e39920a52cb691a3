"""Do accounts or linked websites imitate well-known ones outside the network?

An account imitates when its handle or name looks like that of a verified or much followed account outside
its network (letters that look alike folded, one letter more, less or other) without being the same person's
declared double. A linked domain imitates when its memorable part equals, or is one letter from, that of a
domain that many accounts outside link, under another ending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from floodwatch.detectors.personas.profiles import core, skeleton
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value
from floodwatch.tools.urls import is_shared_host

SHORTEST = 6
FAMOUS_SHARE = 0.02
"""Share of the accounts with the most followers that count as well known, besides the verified ones."""
KNOWN_BY = 8
"""Accounts outside the network that must link a domain for it to count as well known."""
ADDED = ("news", "official", "real", "the", "tv", "online", "live", "media", "press", "info", "daily", "hq")

ROWS = """
    SELECT coalesce(m.network_id, '') AS network_id, p.account_no, p.platform, p.account_id,
           coalesce(p.handle, '') AS handle, coalesce(p.name, '') AS name,
           p.verified OR coalesce(p.followers, 0) >= greatest(1000, (
               SELECT coalesce(quantile_disc(followers, 0.98), 0) FROM personas)) AS famous, p.background
    FROM personas p LEFT JOIN persona_members m USING (account_no)
    WHERE length(concat_ws('', p.handle, p.name)) > 0
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
    """`lookalike_accounts` and `lookalike_domains`: shares of members, against the background's own share."""

    name = "signals/lookalikes"
    description = "Whether a network's names or linked websites imitate well-known ones."
    needs = ("personas", "persona_members", "post_links")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """Up to two rows per network."""
        yield from _accounts(columns(engine, ROWS))
        sizes = dict(zip(*columns(engine, SIZES).values(), strict=True))
        yield from _domains(columns(engine, DOMAINS), sizes)

    def examples(self) -> Sequence[Example]:
        """Three doubles of a newspaper, and three names of their own."""
        famous = {"handle": "GlobeCourier", "name": "Globe Courier", "verified": True}
        doubles = [{"handle": h} for h in ("G1obeCourier", "GlobeCourierr", "GlobeCouriier")]
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


def stripped(word: str) -> str:
    """The word without an added title such as `news` or `official` at either end."""
    for extra in ADDED:
        rest = word.removesuffix(extra).removeprefix(extra)
        if len(rest) >= SHORTEST:
            word = rest
    return word


def _accounts(rows: dict[str, list[str]]) -> Iterator[Finding]:
    known: dict[str, set[int]] = defaultdict(set)
    originals: dict[int, tuple[str, str]] = {}
    forms = [(skeleton(h), skeleton(n)) for h, n in zip(rows["handle"], rows["name"], strict=True)]
    for place, famous in enumerate(rows["famous"]):
        if famous and rows["background"][place]:
            originals[place] = (rows["handle"][place], rows["name"][place])
            for form in forms[place]:
                if len(form) >= SHORTEST:
                    for near in nearby(stripped(form)):
                        known[near].add(place)
    imitates = [
        not (famous and outside) and _imitates(forms[place], place, known, rows)
        for place, (famous, outside) in enumerate(zip(rows["famous"], rows["background"], strict=True))
    ]
    outside = [i for i, b in enumerate(rows["background"]) if b and i not in originals]
    baseline = rate(sum(imitates[i] for i in outside), len(outside)) if outside else None
    mine: dict[str, list[int]] = defaultdict(list)
    for place, network_id in enumerate(rows["network_id"]):
        if network_id:
            mine[network_id].append(place)
    for network_id, chosen in mine.items():
        hits = [i for i in chosen if imitates[i]]
        if len(hits) >= 2:
            yield Finding(
                network_id, "lookalike_accounts", len(hits) / len(chosen), "share of accounts",
                f"{len(hits)} of {len(chosen)} accounts carry a handle or name like that of a well-known account "
                "outside; parody, fan and regional accounts do too", baseline,
                None if baseline is None else binomial(len(hits), len(chosen), baseline),
                account_refs([rows["platform"][i] for i in hits], [rows["account_id"][i] for i in hits]),
            )  # fmt: skip


def _imitates(
    forms: tuple[str, str], place: int, known: Mapping[str, set[int]], rows: dict[str, list[str]]
) -> bool:
    """Whether either form is one edit from a famous one, on a handle that is not the famous one's own."""
    for form in forms:
        if len(form) < SHORTEST:
            continue
        for near in nearby(stripped(form)):
            for other in known.get(near, ()):
                same_handle = rows["handle"][other].casefold() == rows["handle"][place].casefold()
                if other != place and not (
                    same_handle and rows["platform"][other] != rows["platform"][place]
                ):
                    return True
    return False


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
