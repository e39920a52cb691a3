"""Did accounts become other people's between two looks at them: two of name, handle, bio, picture, place replaced?

Compared with background accounts that were seen about as often over about as long (both by powers of two), since the
chance of a change grows with both. Null: within such a stratum, members were replaced no more often than others
(stratified hypergeometric). What a look does not say has not changed, and a field that was emptied was not replaced.
A bio that names what the account was called before ("formerly …") tells of the change and hides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from floodwatch.detectors.personas.profiles import own_words, skeleton
from floodwatch.detectors.personas.rows import Finding, Signal
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.detectors.personas.turned import DAY_S, WEEK_S, Life, shares
from floodwatch.detectors.personas.watched import watch
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value
from floodwatch.tools.folding import is_unspaced

FIELDS = ("name", "handle", "bio", "avatar", "location")
FEWEST = 2
"""Fields that must be replaced."""
_WORD = re.compile(r"[^\W\d_]{2,}")
RUN = 4
"""Characters of the runs by which bios are compared."""
SHORTEST = 12
"""Characters of a bio that can be compared at all."""

CHANGES = " + ".join(f"CASE WHEN min(o.{f}) <> max(o.{f}) THEN 1 ELSE 0 END" for f in FIELDS)
TWICE = Step(
    "drift_twice",
    """
    SELECT p.account_no FROM personas p JOIN (
        SELECT platform, account_id FROM accounts_observed WHERE observed_at IS NOT NULL
        GROUP BY platform, account_id HAVING min(observed_at) <> max(observed_at)) o USING (platform, account_id)
    """,
)
"""Everybody who was seen more than once; what was seen is counted of those only who are watched."""
OBSERVED = Step(
    "drift_observed",
    f"""
    SELECT w.account_no, o.observed_at, {", ".join(f"o.{f}" for f in FIELDS)}
    FROM accounts_observed o JOIN drift_watched w USING (platform, account_id) WHERE o.observed_at IS NOT NULL
    """,
)
SEEN = Step(
    "drift_seen",
    f"""
    SELECT o.account_no, count(DISTINCT o.observed_at) AS seen,
        CAST(epoch(max(o.observed_at)) - epoch(min(o.observed_at)) AS BIGINT) AS span_s, {CHANGES} AS changed
    FROM drift_observed o GROUP BY o.account_no
    """,
)
LIVES = """
    SELECT w.account_no, w.platform, w.account_id, w.background, s.seen, s.span_s
    FROM drift_watched w JOIN drift_seen s USING (account_no) ORDER BY w.account_no"""
LOOKS = f"""
    SELECT o.account_no, epoch(o.observed_at) AS seen_s, {", ".join(f"o.{f}" for f in FIELDS)}
    FROM drift_observed o JOIN drift_seen s USING (account_no) WHERE s.changed >= {FEWEST}
    ORDER BY o.account_no, seen_s, o.name, o.handle, o.bio, o.avatar, o.location"""
SAID = (
    "{who} of {size} accounts that were seen more than once became another person's between two looks (at least two "
    "of name, handle, bio, picture and place replaced), {together} of them within one week; people rebrand, marry, "
    "change sides and tidy up too"
)

Profile = dict[str, Any]


class PersonaDrift(Signal):
    """Share of members whose profile became another person's, against others seen as often and as long."""

    name = "signals/persona_drift"
    version = 2
    description = "Share of a network's accounts whose profile became another person's between observations."
    needs = ("personas", "persona_members", "accounts_observed")
    parameters = (
        Parameter("alike", 0.6, "Similarity of two names or handles below which one replaced the other"),
        Parameter(
            "alike_bio", 0.2, "Share of common runs of characters below which one bio replaced the other"
        ),
    )

    def findings(self, engine: Engine, settings: Mapping[str, Value]) -> Iterable[Finding]:
        """One row per network in which any member drifted."""
        bounds = Bounds(float(str(settings["alike"])), float(str(settings["alike_bio"])))
        engine.table(TWICE)
        watch(engine, "drift_watched", "p.account_no IN (SELECT account_no FROM drift_twice)")
        engine.steps((OBSERVED, SEEN))
        when = dict(_drifts(engine, bounds))
        lives = {row["account_no"]: _life(row, when) for row in engine.arrow(LIVES).to_pylist()}
        engine.drop("drift_twice", "drift_watched", "drift_observed", "drift_seen")
        for one in shares(engine, lives):
            said = SAID.format(who=len(one.who), size=one.size, together=one.together)
            yield one.finding("persona_drift", "share of accounts seen more than once", said)

    def examples(self) -> Sequence[Example]:
        """Three accounts that change hands among thirty that do not, and one that corrects a letter."""
        kept = _looked(range(3, 33), "Anna Berg", "Anna Berg")
        return (
            Example("sold accounts", True, _tables(_looked(range(3), "Anna Berg", "Crypto News 24") + kept)),
            Example("a letter", False, _tables(_looked(range(3), "Anna Berg", "Anna Bergh") + kept)),
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Similarities below which a field was replaced."""

    names: float
    bios: float


def drifted_at(looks: Sequence[Profile], bounds: Bounds) -> float | None:
    """When the profile was first seen as another person's, in seconds; None if it never was.

    Every look is compared with the one before and with the earliest of the seven days before, so that one change of
    hands that took some days counts as one.
    """
    known: list[Profile] = []
    for look in looks:
        now = {**(known[-1] if known else {}), **{k: v for k, v in _folded(look).items() if v}}
        now["seen_s"] = float(look["seen_s"])
        recent = next((p for p in known if now["seen_s"] - p["seen_s"] <= WEEK_S), None)
        earlier = [p for p in (known[-1], recent) if p] if known else []
        if any(_replaced(p, now, bounds) >= FEWEST and not _told(p, now) for p in earlier):
            return float(look["seen_s"])
        known.append(now)
    return None


def _drifts(engine: Engine, bounds: Bounds) -> Iterator[tuple[int, float | None]]:
    found = engine.arrow(LOOKS).to_pylist()
    for account_no, looks in groupby(found, key=lambda row: int(row["account_no"])):
        yield account_no, drifted_at(list(looks), bounds)


def _life(row: Mapping[str, Any], when: Mapping[int, float | None]) -> Life:
    stratum = (int(row["seen"]).bit_length(), (row["span_s"] // DAY_S).bit_length())
    who = (row["platform"], row["account_id"], row["background"])
    return Life(*who, stratum, when.get(row["account_no"]))


def _folded(look: Profile) -> Profile:
    words = own_words(look["bio"])
    runs = {words[i : i + RUN] for i in range(len(words) - RUN + 1)} if len(words) >= SHORTEST else None
    names = {f: skeleton(look[f]) for f in ("name", "handle", "location")}
    return {
        **names,
        "bio": runs,
        "avatar": look["avatar"],
        "called": words_of(look["name"]),
        "says": look["bio"],
    }


def words_of(text: str | None) -> frozenset[str]:
    """Words of two letters or more, in lower case."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def _told(before: Profile, after: Profile) -> bool:
    """Whether the new bio names the old name: at least half of the letters of what the new name no longer holds."""
    gone = before.get("called", frozenset()) - after.get("called", frozenset())
    says, bio = words_of(after.get("says")), (after.get("says") or "").casefold()
    named = [w for w in gone if w in says or (any(map(is_unspaced, w)) and w in bio)]
    return bool(named) and 2 * sum(map(len, named)) >= sum(map(len, gone))


def _replaced(before: Profile, after: Profile, bounds: Bounds) -> int:
    """How many fields are another person's."""
    from rapidfuzz.fuzz import ratio

    both = [f for f in FIELDS if before.get(f) and after.get(f) and before[f] != after[f]]
    return sum(
        f == "avatar"
        or (f == "bio" and len(before[f] & after[f]) < bounds.bios * len(before[f] | after[f]))
        or (f in ("name", "handle", "location") and ratio(before[f], after[f]) < 100 * bounds.names)
        for f in both
    )


def _looked(numbers: Iterable[int], before: str, after: str) -> Rows:
    """Two looks, a month apart, at accounts of that name; the picture goes with the name."""
    return [
        {"platform": "x", "account_id": f"{n:04d}", "name": name, "avatar": name[:4] + name[5:9], "observed_at": at}
        for n in numbers
        for name, at in ((before, NOON), (after, NOON + timedelta(days=30)))
    ]  # fmt: skip


def _tables(looked: Rows) -> dict[str, Rows]:
    return {**people([{}] * 3, [{}] * 30), "accounts_observed": looked}


PERSONA_DRIFT = PersonaDrift()
