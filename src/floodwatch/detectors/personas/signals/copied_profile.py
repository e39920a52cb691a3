"""Are the network's bios copies of one template, or its pictures one picture?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from floodwatch.detectors.personas.compared import beside_background
from floodwatch.detectors.personas.likeness import near_groups
from floodwatch.detectors.personas.places import country_of, zones_of
from floodwatch.detectors.personas.profiles import own_words
from floodwatch.detectors.personas.rows import Finding, Signal, account_refs, binomial, columns, grouped, rate
from floodwatch.detectors.personas.samples import people
from floodwatch.detectors.personas.wording import clause
from floodwatch.model.units import Engine, Example, Value

SAMPLE = 6000
"""Background profiles that are compared at most."""
SHORTEST = 20
"""Characters of a bio that are the person's own; shorter bios are equal by chance."""

LEAST = 3
"""Copies of one another that are needed: two profiles alike can be one person's."""

NEARLY, SHARED, SEEN = 0.45, 0.8, 0
"""Jaccard and share of copies that must hold a word, and background profiles that may, for it to be a name."""
VOCABULARY = 200
"""Background profiles from which on a word that none of them holds can be taken for a name."""
OPEN = ("bot", "official", "owner", "campaign", "community", "moved", "commercial", "staff")
"""Topics of bios that say what the account is: copies of those pass nobody off as a stranger."""

BIOS = beside_background(
    f"p.bio, {clause(OPEN, 'p.bio')} AS says_what, p.avatar, p.name",
    "length(concat_ws('', p.bio, p.avatar)) > 0",
    SAMPLE,
)


class CopiedProfile(Signal):
    """Members with a near copy of their bio inside the network; members with the network's commonest picture."""

    name = "signals/copied_profile"
    version = 2
    description = "Share of a network's accounts whose bio or picture another member has too."

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """`alike_profile` (all bios), `copied_profile` (those that do not say what they are) and `same_avatar`."""
        rows = columns(engine, BIOS)
        outside = [i for i, n in enumerate(rows["network_id"]) if not n]
        every = [own_words(bio) for bio in rows["bio"]]
        words = ["" if known else w for w, known in zip(every, rows["says_what"], strict=True)]
        pair_rate = _pair_rate([every[i] for i in outside])
        known = Counter(w for i in outside for w in set(every[i].split()))
        pictures = Counter(a for i in outside if (a := rows["avatar"][i]))
        for network_id, chosen in grouped(rows["network_id"], np.arange(len(words))):
            if network_id and len(chosen) >= 3:
                mine = [int(i) for i in chosen]
                yield from _bios(
                    "copied_profile",
                    network_id,
                    mine,
                    _nameless(mine, words, known) if len(outside) >= VOCABULARY else words,
                    rows,
                    pair_rate,
                )
                yield from _bios("alike_profile", network_id, mine, every, rows, pair_rate)
                yield from _avatars(network_id, mine, rows, pictures)

    def examples(self) -> Sequence[Example]:
        """Five bios with one word changed, and five without a word in common."""
        jobs = ("nurse", "baker", "pilot", "coach", "clerk")
        copies = [{"bio": f"Proud {j}, lover of dogs and strong black coffee in the morning"} for j in jobs]
        own = ("Gärtner aus Leidenschaft, Vater", "Ik hou van fietsen en van kaas", "Maman de trois garçons",
               "Profesor de historia jubilado", "Lærer og fisker langt mot nord")  # fmt: skip
        others = [{"bio": f"{b} {c}"} for c in "ab" for b in own]
        return (
            Example("one template", True, people(copies, others)),
            Example("five people", False, people([{"bio": b} for b in own], others)),
        )


def _nameless(mine: Sequence[int], words: list[str], known: Counter[str]) -> list[str]:
    """Bios without the copies that share a word that hardly any other profile has, unless it is a place.

    Such a word is a name: people who all name one parish, class or firm do not pass as strangers.
    """
    kept = list(words)
    for group in near_groups([words[i] for i in mine], NEARLY):
        chosen = [mine[int(i)] for i in group if words[mine[int(i)]]]
        counts = Counter(w for i in chosen for w in set(words[i].split()))
        names = [
            w for w, n in counts.items() if n >= SHARED * len(chosen) and known[w] <= SEEN and len(w) > 3
        ]
        if any(not zones_of(w) and not country_of(w) for w in names):
            for i in chosen:
                kept[i] = ""
    return kept


def _pair_rate(words: Sequence[str]) -> float | None:
    """Share of pairs of background bios that are near copies; null when there is no background."""
    long = [w for w in words if len(w) >= SHORTEST]
    if len(long) < 2:
        return None if not words else 0.01
    alike = sum(len(g) * (len(g) - 1) / 2 for g in near_groups(long))
    return rate(int(alike), len(long) * (len(long) - 1) // 2)


def _bios(
    signal: str,
    network_id: str,
    mine: list[int],
    words: list[str],
    rows: dict[str, list[str]],
    pair_rate: float | None,
) -> Iterator[Finding]:
    long = [i for i in mine if len(words[i]) >= SHORTEST]
    copied = [long[i] for g in near_groups([words[i] for i in long]) for i in g]
    names = {rows["name"][i] for i in copied}
    if len(copied) < LEAST or len(names) < 2:
        return
    expected = None if pair_rate is None else 1 - (1 - pair_rate) ** (len(long) - 1)
    yield Finding(
        network_id, signal, len(copied) / len(mine), "share of accounts",
        f"{len(copied)} of {len(mine)} profiles are near copies of another member's under other names; "
        "members of one club or employer also write the same line", expected,
        None if expected is None else binomial(len(copied), len(long), expected),
        account_refs([rows["platform"][i] for i in copied], [rows["account_id"][i] for i in copied]),
    )  # fmt: skip


def _avatars(
    network_id: str, mine: list[int], rows: dict[str, list[str]], pictures: Counter[str]
) -> Iterator[Finding]:
    seen = Counter(a for i in mine if (a := rows["avatar"][i]))
    if not seen or max(seen.values()) < 2:
        return
    best, hits = min(seen.items(), key=lambda item: (-item[1], item[0]))
    whole = sum(pictures.values())
    chance = rate(pictures[best], whole) if whole else None
    chosen = [i for i in mine if rows["avatar"][i] == best]
    yield Finding(
        network_id, "same_avatar", hits / len(mine), "share of accounts",
        f"{hits} of {len(mine)} accounts have one picture; supporters of one cause often wear its badge",
        chance, None if chance is None else binomial(hits, sum(seen.values()), chance, len(seen)),
        account_refs([rows["platform"][i] for i in chosen], [rows["account_id"][i] for i in chosen]),
    )  # fmt: skip


COPIED_PROFILE = CopiedProfile()
