"""Which new accounts may be lost ones come back: suggested with reasons, never more than a suggestion.

New: made, or first seen posting, after the date. A pair's score is the decimal logarithm of the odds that the new
account is the lost one's successor if any of the new ones is: the sum over reasons of log10(1 / rate among
strangers), reasons of one part together at most 3 (names 2), less log10 of the number of new accounts. It counts
reasons as independent, so it ranks and does not prove. Strangers: up to 300 controls that were not lost, compared with
the same new accounts; of those only that say what the reason is about. Where they say nothing of it, a likeness is
held to come once in 200 pairs of strangers. A new account is suggested for the lost one that it is most like, and for
no other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import log10
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.lifecycle.reasons import (
    CAPS,
    COMMON,
    PARTS,
    Alike,
    profiles,
    rates,
    telling,
)
from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.model import refs
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

DECOYS = 300
MOST_NEW = 100_000
"""New accounts that are looked at for one event, drawn by the MD5 of their refs."""
CROWD = 200
"""Accounts from which on following the same one says nothing."""
FEWEST_FOLLOWED, ALIKE_FOLLOWED = 3, 0.2
COLUMNS = ("event_id", "lost_account", "candidate_account", "score", "reasons")

FIRSTS = Step(
    "successors_firsts",
    """
    SELECT platform, account_id, min(created_at) AS first_at FROM posts
    WHERE EXISTS (
        SELECT 1 FROM lifecycle_fates f
        JOIN lifecycle_groups g ON g.event_id = f.event_id AND g.account_no = f.account_no WHERE f.fate = 'lost')
    GROUP BY platform, account_id
    """,
)
PEOPLE = f"""
    WITH lost AS (
        SELECT DISTINCT f.event_id, f.account_no FROM lifecycle_fates f
        JOIN lifecycle_groups g ON g.event_id = f.event_id AND g.account_no = f.account_no WHERE f.fate = 'lost'),
    dates AS (SELECT event_id, started_at FROM events WHERE event_id IN (SELECT event_id FROM lost)),
    decoys AS (
        SELECT event_id, account_no FROM lifecycle_fates
        WHERE control AND fate <> 'lost' AND event_id IN (SELECT event_id FROM lost)
        QUALIFY row_number() OVER (PARTITION BY event_id
            ORDER BY md5(platform || '/' || account_id), account_no) <= {DECOYS}),
    fresh AS (
        SELECT d.event_id, p.account_no FROM dates d CROSS JOIN personas p
        LEFT JOIN successors_firsts s ON s.platform = p.platform AND s.account_id = p.account_id
        WHERE coalesce(p.created_at > d.started_at, false) OR coalesce(s.first_at > d.started_at, false)
        QUALIFY row_number() OVER (PARTITION BY d.event_id
            ORDER BY md5(p.platform || '/' || p.account_id), p.account_no) <= {MOST_NEW})
    SELECT event_id, account_no, 'lost' AS part FROM lost
    UNION ALL SELECT event_id, account_no, 'decoy' FROM decoys
    UNION ALL SELECT f.event_id, f.account_no, 'new' FROM fresh f
    WHERE NOT EXISTS (SELECT 1 FROM lost o WHERE o.event_id = f.event_id AND o.account_no = f.account_no)
      AND NOT EXISTS (SELECT 1 FROM decoys o WHERE o.event_id = f.event_id AND o.account_no = f.account_no)"""
EVENTS = Step(
    "successors_events",
    """
    SELECT event_id, row_number() OVER (ORDER BY event_id) AS event_no
    FROM (SELECT DISTINCT event_id FROM successors_people) d
    """,
)
PROFILES = """
    SELECT s.part, p.account_no, p.platform, p.account_id, p.handle, p.name, p.bio, p.avatar, p.website
    FROM successors_events e JOIN successors_people s USING (event_id) JOIN personas p USING (account_no)
    WHERE e.event_no = {event_no} ORDER BY s.part, p.account_no"""
WHO = Step(
    "successors_who",
    """
    SELECT s.event_id, s.part, s.account_no, p.platform, p.account_id
    FROM successors_people s JOIN personas p USING (account_no)
    """,
)
SAID = Step(
    "successors_said",
    """
    SELECT DISTINCT s.event_id, s.part, s.account_no, t.text_key
    FROM post_texts t JOIN successors_who s ON s.platform = t.platform AND s.account_id = t.account_id
    WHERE NOT t.is_share AND t.text_key IS NOT NULL
    """,
)
FOLLOWED = Step(
    "successors_followed",
    """
    SELECT DISTINCT s.event_id, s.part, s.account_no, f.platform, f.followed_id
    FROM follows f JOIN successors_who s ON s.platform = f.platform AND s.account_id = f.follower_id
    """,
)
"""What they say and whom they follow is read once, for likenesses and for how many say or follow anything."""
TEXTS = f"""
    WITH both_sides AS (
        SELECT DISTINCT text_key FROM (
            SELECT text_key FROM successors_said GROUP BY event_id, text_key
            HAVING sum(CASE WHEN part = 'new' THEN 1 ELSE 0 END) BETWEEN 1 AND count(*) - 1) g),
    rare AS (
        SELECT t.text_key FROM post_texts t JOIN both_sides b ON b.text_key = t.text_key WHERE NOT t.is_share
        GROUP BY t.text_key HAVING count(DISTINCT t.platform || '/' || t.account_id) <= {COMMON}),
    said AS (SELECT o.* FROM successors_said o JOIN rare r ON r.text_key = o.text_key)
    SELECT a.event_id, a.account_no AS old_no, b.account_no AS new_no, count(*) AS shared
    FROM said a JOIN said b ON b.event_id = a.event_id AND b.text_key = a.text_key
    WHERE a.part <> 'new' AND b.part = 'new' GROUP BY ALL ORDER BY ALL"""
FOLLOWS = f"""
    WITH followed AS (
        SELECT *, count(*) OVER (PARTITION BY event_id, account_no) AS follows FROM successors_followed),
    crowded AS (
        SELECT event_id, platform, followed_id FROM followed
        GROUP BY event_id, platform, followed_id HAVING count(*) > {CROWD}),
    own AS (
        SELECT f.* FROM followed f
        LEFT JOIN crowded c ON c.event_id = f.event_id AND c.platform = f.platform AND c.followed_id = f.followed_id
        WHERE c.event_id IS NULL)
    SELECT a.event_id, a.account_no AS old_no, b.account_no AS new_no, count(*) AS shared
    FROM own a JOIN own b ON b.event_id = a.event_id AND b.platform = a.platform AND b.followed_id = a.followed_id
    WHERE a.part <> 'new' AND b.part = 'new'
    GROUP BY a.event_id, a.account_no, b.account_no, a.follows, b.follows
    HAVING count(*) >= {FEWEST_FOLLOWED} AND count(*) >= {ALIKE_FOLLOWED} * (a.follows + b.follows - count(*))
    ORDER BY a.event_id, old_no, new_no"""
ABLE = """
    SELECT event_id, part, count(DISTINCT account_no) AS accounts FROM {table}
    GROUP BY event_id, part ORDER BY event_id, part"""


@dataclass(slots=True)
class Told:
    """What posts and follows say of one event: likenesses, and how many accounts of each part could be alike at all."""

    found: list[Alike] = field(default_factory=list)
    able: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class Successors:
    """Pairs of a lost account and a new one that is like it, with the reasons."""

    name = "successors"
    description = "New accounts that may be lost ones come back after an exposure or takedown, with reasons."
    version = 2
    parameters = (
        Parameter("least_score", 2.0, "Least score of a suggestion: decimal logarithm of the odds"),
        Parameter("most", 3, "Suggestions for one lost account at most", "accounts"),
    )
    needs = ("lifecycle_fates", "lifecycle_groups", "personas", "events", "posts", "post_texts", "follows")
    makes = ("successors",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `successors`: event, lost account, candidate, score, reasons (separated by `|`)."""
        least, most = float(str(settings["least_score"])), int(str(settings["most"]))
        engine.steps((FIRSTS, Step("successors_people", PEOPLE), EVENTS))
        events = engine.arrow(
            "SELECT event_id, event_no FROM successors_events ORDER BY event_no"
        ).to_pylist()
        told = _told(engine) if events else {}
        found: Rows = []
        for event in events:
            name = event["event_id"]
            found += _suggested(name, _parts(engine, event["event_no"]), told[name], least, most)
        engine.drop("successors_firsts", "successors_people", EVENTS.name)
        engine.register("successors", table(found))

    def examples(self) -> Sequence[Example]:
        """A lost account whose picture, name and bio come back, and one after which only strangers come."""
        return (
            Example("come back", True, _tables({"name": "Silver Cat", "avatar": "cat.jpg"})),
            Example("strangers", False, _tables({"name": "Someone Else", "avatar": "dog.jpg"})),
        )


def table(found: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The suggestions, the best of each lost account first."""
    import pyarrow as pa

    schema = pa.schema([(c, pa.float64() if c == "score" else pa.string()) for c in COLUMNS])
    return pa.Table.from_pylist(list(found), schema=schema)


def scored(
    found: Iterable[Alike], chances: Mapping[str, float], candidates: int
) -> dict[tuple[int, int], float]:
    """The score of every pair that is alike in any way."""
    parts: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for one in found:
        parts[one.old, one.new][PARTS[one.reason]] += -log10(chances[one.reason])
    return {
        pair: round(
            sum(min(CAPS[part], worth) for part, worth in each.items()) - log10(max(candidates, 1)), 3
        )
        for pair, each in parts.items()
    }


def _suggested(
    event_id: str, parts: Mapping[str, Rows], told: Told, least: float, most: int
) -> Iterator[dict[str, Any]]:
    lost, decoys, new = (parts.get(p, []) for p in ("lost", "decoy", "new"))
    strangers = {one["account_no"] for one in decoys}
    every = [*profiles(lost, decoys, new), *told.found]
    found = [one for one in every if one.old not in strangers]
    chance = [one for one in every if one.old in strangers]
    usual = rates(chance, telling(decoys) | told.able["decoy"], telling(new) | told.able["new"])
    scores = scored(found, usual, len(new))
    why: dict[tuple[int, int], list[Alike]] = defaultdict(list)
    for one in found:
        why[one.old, one.new].append(one)
    who = {row["account_no"]: refs.account(row["platform"], row["account_id"]) for row in (*lost, *new)}
    likeliest: dict[int, tuple[int, int]] = {}
    for pair in sorted(scores, key=lambda p: (-scores[p], p)):
        likeliest.setdefault(pair[1], pair)
    ranked = sorted(
        (pair for pair in likeliest.values() if scores[pair] >= least), key=lambda p: (p[0], -scores[p], p[1])
    )
    for place, (old, candidate) in _places(ranked):
        if place < most:
            yield {
                "event_id": event_id, "lost_account": who[old], "candidate_account": who[candidate],
                "score": scores[old, candidate],
                "reasons": "|".join(_said(one, usual) for one in why[old, candidate]),
            }  # fmt: skip


def _places(ranked: Iterable[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Every pair with its place among those of the same lost account."""
    taken: dict[int, int] = defaultdict(int)
    for pair in ranked:
        yield taken[pair[0]], pair
        taken[pair[0]] += 1


def _said(one: Alike, usual: Mapping[str, float]) -> str:
    return f"{one.said} (one pair of strangers in {1 / usual[one.reason]:,.0f})"


def _parts(engine: Engine, event_no: int) -> dict[str, Rows]:
    """Profiles of one event by part: there may be many, so that those of one event are held at a time."""
    found: dict[str, Rows] = defaultdict(list)
    for row in engine.arrow(PROFILES.format(event_no=event_no)).to_pylist():
        found[row["part"]].append(row)
    return found


def _told(engine: Engine) -> dict[str, Told]:
    """Likenesses of what accounts say and whom they follow, by event."""
    engine.steps((WHO, SAID, FOLLOWED))
    found: dict[str, Told] = defaultdict(Told)
    for pairs, able, reason, said in (
        (TEXTS, SAID, "texts", "{} of its texts posted"),
        (FOLLOWS, FOLLOWED, "follows", "{} of the same accounts followed"),
    ):
        for row in engine.arrow(pairs).to_pylist():
            one = Alike(row["old_no"], row["new_no"], reason, said.format(row["shared"]))
            found[row["event_id"]].found.append(one)
        for row in engine.arrow(ABLE.format(table=able.name)).to_pylist():
            found[row["event_id"]].able[row["part"]][reason] = row["accounts"]
    engine.drop(WHO.name, SAID.name, FOLLOWED.name)
    return found


def _tables(later: Mapping[str, Any]) -> dict[str, Rows]:
    """One lost account, forty strangers, and five accounts made later, the first of them as told."""
    old = {"name": "Silver Cat", "avatar": "cat.jpg", "handle": "h"}
    when = {"created_at": NOON + timedelta(days=30)}
    fresh: Rows = [{**when, **later}, *({**when} for _ in range(4))]
    fate = {"event_id": "r1", "platform": "x", "fate": "alive", "control": True}
    fates = [
        {**fate, "account_no": n, "account_id": f"{n:04d}"}
        | ({"fate": "lost", "control": False} if n == 0 else {})
        for n in range(41)
    ]
    return {
        **people([old], [*({} for _ in range(40)), *fresh]),
        "lifecycle_fates": fates,
        "lifecycle_groups": [{"event_id": "r1", "group_id": "n-1", "account_no": 0}],
        "events": [
            {
                "event_id": "r1",
                "title": "A report",
                "kind": "exposure",
                "started_at": NOON + timedelta(days=9),
            }
        ],
    }


SUCCESSORS = Successors()
