"""Does one network speak for two sides that exclude each other?

Simple and honest: only what members say of themselves counts. Profiles and hashtags that take sides (partisan
words in many languages, or opposed prefixes on one stem, such as ProX and AntiX) are read; where members form
two camps, each with its own name, that hardly any account inside or outside joins, the smaller camp's share
is the value. Everything else is not measured.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from floodwatch.detectors.personas.compared import members_and_drawn
from floodwatch.detectors.personas.profiles import skeleton
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, rate
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.signals.shared_name import terms
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Step, Value

CAMP = 0.2
"""Least share of the members in each camp."""
BOTH = 0.05
"""Greatest share of the smaller camp that may hold both names."""
SIDED, WORN = 0.6, 0.5
"""Shares of a camp whose profiles take sides in known words, or wear its name in profile and hashtag."""
SHORTEST = 4
RARE = 0.1
LIMIT = 40
SAMPLE = 3000
OPPOSED = (("pro", "anti"), ("yes", "no"), ("vote", "never"), ("support", "stop"), ("free", "jail"),
           ("save", "stop"), ("keep", "fire"), ("elect", "reject"))  # fmt: skip

PROFILES = Step(
    "both_sides_profiles",
    f"""
    SELECT p.account_no, p.platform, p.account_id, p.background, concat_ws(' · ', p.name, p.bio) AS profile
    FROM personas p WHERE p.account_no IN ({members_and_drawn("true", SAMPLE)})
    """,
)
SIDES = Step(
    "both_sides_sides",
    f"SELECT *, {clause('partisan', 'profile')} AS sided FROM both_sides_profiles",
)
TAGS = Step(
    "both_sides_tags",
    """
    SELECT s.account_no, list(DISTINCT tag ORDER BY tag) AS tags FROM (
        SELECT b.account_no, unnest(list_transform(p.hashtags, lambda h: lower(h))) AS tag
        FROM both_sides_profiles b JOIN posts p USING (platform, account_id) WHERE len(p.hashtags) > 0) s
    GROUP BY ALL
    """,
)
ROWS = """
    SELECT coalesce(m.network_id, '') AS network_id, s.account_no, s.platform, s.account_id, s.profile, s.sided,
           coalesce(t.tags, []) AS tags
    FROM both_sides_sides s LEFT JOIN persona_members m USING (account_no)
    LEFT JOIN both_sides_tags t USING (account_no)
    ORDER BY network_id, s.account_no
"""


class BothSides(Signal):
    """Share of members in the smaller of two camps that exclude each other."""

    name = "signals/both_sides"
    description = "Whether one network speaks for two opposed sides."
    needs = ("personas", "persona_members", "posts")

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network that has two camps."""
        engine.steps((PROFILES, SIDES, TAGS))
        rows = columns(engine, ROWS)
        engine.drop(PROFILES.name, SIDES.name, TAGS.name)
        places: dict[str, list[int]] = defaultdict(list)
        for place, network_id in enumerate(rows["network_id"]):
            places[network_id].append(place)
        outside = [_names(rows, i) for i in places.pop("", [])]
        for network_id, mine in places.items():
            yield from _network(network_id, mine, rows, outside)

    def examples(self) -> Sequence[Example]:
        """Voters of two parties in one network, voters of one, and voters of one who say so in two sentences."""
        two = [{"bio": f"Voting for {'Alderon' if n % 2 else 'Brightmoor'}. Number {n}"} for n in range(8)]
        one = [{"bio": f"Voting for Alderon. Number {n}"} for n in range(8)]
        same = [{"bio": f"Alderon {'voter' if n % 2 else 'all the way'}. Number {n}"} for n in range(8)]
        said, worn = ([post(n, n, "x", hashtags=[tag]) for n in range(8)] for tag in ("rain", "Alderon2026"))
        return (
            Example("two parties", True, {**people(two, [{}] * 20), "posts": said}),
            Example("one party", False, {**people(one, [{}] * 20), "posts": said}),
            Example("one party, two sentences", False, {**people(same, [{}] * 20), "posts": worn}),
        )


def _names(rows: Mapping[str, Sequence[Any]], place: int) -> frozenset[str]:
    """Terms of a partisan profile, and hashtags."""
    tags = rows["tags"][place]
    said = terms(str(rows["profile"][place])) if rows["sided"][place] else frozenset()
    return said | {f"#{t}" for t in tags}


def _network(
    network_id: str, mine: list[int], rows: dict[str, list[str]], outside: list[frozenset[str]]
) -> Iterator[Finding]:
    held = [_names(rows, i) for i in mine]
    counts = Counter(t for found in held for t in found)
    common = Counter(t for found in outside for t in found)
    large = [
        t for t, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
        if max(2, CAMP * len(mine)) <= n <= 0.8 * len(mine) and common[t] <= RARE * max(1, len(outside))
    ][:LIMIT]  # fmt: skip
    camps = {t: frozenset(i for i, found in enumerate(held) if t in found) for t in large}
    pairs = [
        (min(len(camps[a]), len(camps[b])), a, b) for a, b in combinations(large, 2)
        if _apart(camps[a], camps[b]) and _opposed(a, b, camps, rows, mine, outside)
    ]  # fmt: skip
    if not pairs:
        return
    size, one, other = max(pairs, key=lambda p: (p[0], p[1], p[2]))
    rarer = min(common[one], common[other])
    baseline = rate(rarer, len(outside)) if outside else None
    chosen = sorted(camps[one] | camps[other])
    yield Finding(
        network_id, "both_sides", size / len(mine), "share of accounts in the smaller camp",
        f"{len(camps[one])} of {len(mine)} accounts speak for '{one}' and {len(camps[other])} others for "
        f"'{other}'; debating clubs and services for hire do too", baseline,
        None if baseline is None else binomial(size, len(mine), baseline, max(1, len(large)) ** 2),
        account_refs([rows["platform"][mine[i]] for i in chosen], [rows["account_id"][mine[i]] for i in chosen]),
    )  # fmt: skip


def _apart(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) <= BOTH * min(len(one), len(other))


def _opposed(
    one: str,
    other: str,
    camps: Mapping[str, frozenset[int]],
    rows: Mapping[str, Sequence[Any]],
    mine: Sequence[int],
    outside: Sequence[frozenset[str]],
) -> bool:
    """Opposed by their prefixes, or names of two camps most of whose profiles take sides and that nobody joins."""
    stems = _stem(one), _stem(other)
    if stems[0] and stems[1] and stems[0][0] == stems[1][0] and {stems[0][1], stems[1][1]} == {0, 1}:
        return True
    if any(one in found and other in found for found in outside):
        return False
    if _same_colours((camps[one], camps[other]), rows, mine):
        return False
    sided = [sum(bool(rows["sided"][mine[i]]) for i in camps[t]) / len(camps[t]) for t in (one, other)]
    if min(sided) >= SIDED or _one_frame((one, other), camps, rows, mine):
        return True
    return max(sided) >= SIDED and _both_worn((one, other), camps, rows, mine)


def _one_frame(
    names: tuple[str, str],
    camps: Mapping[str, frozenset[int]],
    rows: Mapping[str, Sequence[Any]],
    mine: Sequence[int],
) -> bool:
    """Whether half of each camp says of its name what the other camp says of the other name, word for word."""
    frames = []
    for name in names:
        bare = name.strip("#0123456789")
        bios = [str(rows["profile"][mine[i]]).casefold().partition(" · ")[2] for i in camps[name]]
        frames.append([b.replace(bare, "_").strip() for b in bios if len(bare) >= SHORTEST and bare in b])
    common = {f for f in frames[0] if len(f) > SHORTEST} & set(frames[1])
    return all(
        sum(f in common for f in said) >= WORN * len(camps[name])
        for name, said in zip(names, frames, strict=True)
    )


def _same_colours(
    camps: Sequence[frozenset[int]], rows: Mapping[str, Sequence[Any]], mine: Sequence[int]
) -> bool:
    """Whether half of either camp wear one name in profile and hashtag: then both speak for that one."""
    worn = [Counter(name for i in camp for name in _worn(rows, mine[i])) for camp in camps]
    return any(
        worn[1][name] >= WORN * len(camps[1]) and n >= WORN * len(camps[0]) for name, n in worn[0].items()
    )


def _worn(rows: Mapping[str, Sequence[Any]], place: int) -> set[str]:
    """Hashtags, without the numbers at their end, that stand in the profile as well."""
    profile = skeleton(str(rows["profile"][place]))
    names = {skeleton(tag.rstrip("0123456789")) for tag in rows["tags"][place]}
    return {name for name in names if len(name) >= SHORTEST and name in profile}


def _both_worn(
    names: tuple[str, str],
    camps: Mapping[str, frozenset[int]],
    rows: Mapping[str, Sequence[Any]],
    mine: Sequence[int],
) -> bool:
    """Whether each camp wears its name both in profiles and as a hashtag."""
    for name in names:
        key = skeleton(name.rstrip("0123456789"))
        worn = [
            key in skeleton(str(rows["profile"][mine[i]]))
            and any(key in skeleton(t) for t in rows["tags"][mine[i]])
            for i in camps[name]
        ]
        if len(key) < SHORTEST or sum(worn) < WORN * len(worn):
            return False
    return True


def _stem(tag: str) -> tuple[str, int] | None:
    for index, (plus, minus) in enumerate(OPPOSED):
        for side, prefix in enumerate((plus, minus)):
            found = re.fullmatch(rf"#{prefix}(\w{{3,}})", tag)
            if found:
                return f"{index}{found.group(1)}", side
    return None


BOTH_SIDES = BothSides()
