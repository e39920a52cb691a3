"""Do accounts or linked websites imitate well-known ones outside the network?

An account imitates when its handle or name looks like that of a verified or much followed account outside
its network (letters that look alike folded, one letter more, less or other) without being the same person's
declared double. A linked domain imitates when its memorable part equals, or is one letter from, that of a
domain that many accounts outside link, under another ending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.detectors.personas.profiles import COMMON_HOSTS, core, skeleton
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.model.units import Engine, Example, Value

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
    SELECT coalesce(m.network_id, '') AS network_id, l.domain, count(DISTINCT p.account_no) AS accounts,
           list(DISTINCT p.platform ORDER BY p.platform) AS platforms, min(p.account_id) AS account_id
    FROM post_links l JOIN personas p USING (platform, account_id)
    LEFT JOIN persona_members m USING (account_no)
    WHERE l.domain IS NOT NULL AND (m.network_id IS NOT NULL OR p.background)
    GROUP BY m.network_id, l.domain ORDER BY network_id, l.domain
"""
SIZES = """
    SELECT m.network_id, count(DISTINCT p.account_no) AS size
    FROM persona_members m JOIN personas p USING (account_no) GROUP BY m.network_id
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


def _domains(rows: dict[str, list[str]], sizes: Mapping[str, int]) -> Iterator[Finding]:
    famous: dict[str, set[str]] = defaultdict(set)
    outside = {
        d: n for w, d, n in zip(rows["network_id"], rows["domain"], rows["accounts"], strict=True) if not w
    }
    for domain, accounts in outside.items():
        if int(accounts) >= KNOWN_BY and domain not in COMMON_HOSTS and len(core(domain)) >= SHORTEST:
            for near in nearby(stripped(core(domain))):
                famous[near].add(domain)
    best: dict[str, tuple[int, str, str, int]] = {}
    for place, (network_id, domain, accounts) in enumerate(
        zip(rows["network_id"], rows["domain"], rows["accounts"], strict=True)
    ):
        if not network_id or int(outside.get(domain, 0)) >= KNOWN_BY or len(core(domain)) < SHORTEST:
            continue
        models = set().union(*(famous.get(n, set()) for n in nearby(stripped(core(domain))))) - {domain}
        if models:
            best[network_id] = max(
                best.get(network_id, (0, "", "", 0)), (int(accounts), domain, min(models), place)
            )
    for network_id, (accounts, domain, model, place) in best.items():
        yield Finding(
            network_id, "lookalike_domains", accounts / sizes[network_id], "share of accounts",
            f"{accounts} of {sizes[network_id]} accounts link {domain}, which looks like {model}; publishers "
            "also own addresses like that", rate(int(outside.get(domain, 0)), sum(map(int, outside.values()))),
            binomial(accounts, sizes[network_id],
                     rate(int(outside.get(domain, 0)), sum(map(int, outside.values())))),
            account_refs(rows["platforms"][place][:1], [rows["account_id"][place]]),
        )  # fmt: skip


LOOKALIKES = Lookalikes()
