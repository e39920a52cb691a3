"""One narrative in full: where and when it was told, by whom first, in which words, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from floodwatch.model import refs
from floodwatch.model.decided import Decided
from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.model.units import Parameter
from floodwatch.views import narratives
from floodwatch.views.evidence import TEXT_LENGTH
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, literals, rows
from floodwatch.views.what import masked

FIRSTS = """
    SELECT f.aspect, f.value, f.posts, f.accounts, f.pushed, f.first_at, f.first_platform, f.first_post,
           f.example_platform, f.example_post, p.text, m.account_id AS member_id, p.platform, p.account_id
    FROM narrative_firsts f
    LEFT JOIN posts p ON p.platform = f.example_platform AND p.post_id = f.example_post
    LEFT JOIN (SELECT DISTINCT platform, account_id FROM members) m
      ON m.platform = p.platform AND m.account_id = p.account_id
    WHERE f.narrative_id IN ({ids}) ORDER BY f.aspect, f.posts DESC, f.first_at, f.value
"""
DAYS = """
    SELECT day_at, sum(posts) AS posts, sum(pushed) AS pushed, sum(texts) AS texts FROM narrative_days
    WHERE narrative_id IN ({ids}) GROUP BY day_at ORDER BY day_at
"""
ACCOUNTS = """
    SELECT part, platform, account_id, network_id, posts, texts, first_at FROM narrative_accounts
    WHERE narrative_id IN ({ids})
    ORDER BY part = 'later', part = 'amplifier', posts DESC, first_at, platform, account_id
"""
PARTS = """
    SELECT part, count(DISTINCT (platform, account_id)) AS accounts, sum(posts) AS posts,
           count(DISTINCT (platform, account_id)) FILTER (WHERE network_id IS NOT NULL) AS in_networks
    FROM narrative_accounts WHERE narrative_id IN ({ids}) GROUP BY part
    ORDER BY part = 'later', part = 'amplifier'
"""
MOST = {"language": 80, "platform": 40, "claim_id": 30}
MOST_ACCOUNTS = 30
MOST_DAYS = 180


def view(reader: Reader, decided: Sequence[Decided] = (), narrative: str = "") -> dict[str, Any]:
    """Everything about one narrative (by its id or that of its entity); empty when there is none."""
    listed = narratives.view(reader, decided, rejected=True)
    found = [r for r in listed if narrative in (r["narrative_id"], r["entity_id"])]
    return whole(reader, decided, found[0], mask(reader)) if found else {}


def whole(reader: Reader, decided: Sequence[Decided], row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    """A narrative of the list in full."""
    ids = literals(_parts(row["narrative_id"], decided))
    firsts, days = rows(reader, FIRSTS.format(ids=ids)), rows(reader, DAYS.format(ids=ids))
    return {
        **row,
        "label": narratives.label(row),
        "by_language": _firsts(firsts, "language", hidden),
        "by_platform": _firsts(firsts, "platform", hidden),
        "sub_narratives": _firsts(firsts, "claim_id", hidden),
        "sub_narratives_total": sum(f["aspect"] == "claim_id" for f in firsts),
        "days": days,
        "timeline": timeline(days),
        "parts": rows(reader, PARTS.format(ids=ids)),
        "tellers": _tellers(rows(reader, ACCOUNTS.format(ids=ids)), hidden),
        "history": [line for d in decided if d.entity_id == row["entity_id"] for line in d.history],
    }


def timeline(days: Rows) -> Rows:
    """Days with posts and those between them; where they are many, only the days around the greatest one."""
    if not days:
        return []
    counts = {row["day_at"]: row for row in days}
    peak = max(days, key=lambda row: (row["posts"], row["day_at"]))["day_at"]
    first = max(days[0]["day_at"], peak - timedelta(days=MOST_DAYS // 2))
    last = min(days[-1]["day_at"], first + timedelta(days=MOST_DAYS))
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    empty = {"posts": 0, "pushed": 0}
    return [{"began_at": day, **{n: int(counts.get(day, empty)[n]) for n in empty}} for day in every]


def _parts(narrative_id: str, decided: Sequence[Decided]) -> list[str]:
    """The findings that are shown as one."""
    shown = narratives.merged_into(decided)
    return [narrative_id, *sorted(name for name, root in shown.items() if root == narrative_id)]


def _firsts(found: Rows, aspect: str, hidden: Mask) -> Rows:
    chosen = [row for row in found if row["aspect"] == aspect]
    return [_first(row, hidden) for row in chosen[: MOST[aspect]]]


def _first(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    """A value with its first post, and an example: masked, and only a ref where its author is in a network."""
    text, was_cut = masked(row["text"], hidden, TEXT_LENGTH, row["example_platform"])
    return {
        "value": row["value"],
        "posts": row["posts"],
        "accounts": row["accounts"],
        "pushed": row["pushed"],
        "first_at": row["first_at"],
        "first": refs.post(row["first_platform"], row["first_post"]),
        "example": refs.post(row["example_platform"], row["example_post"]),
        "text": text,
        "cut": was_cut,
    }


def _tellers(found: Rows, hidden: Mask) -> Rows:
    """Who told it first and most; accounts outside the networks are not named."""
    named = [{**row, "account": hidden.account(row["platform"], row["account_id"])} for row in found]
    inside = [row for row in named if row["account"]][:MOST_ACCOUNTS]
    return [
        {
            "account": row["account"].ref if row["account"] else OUTSIDE,
            "part": row["part"],
            "network_id": row["network_id"],
            "posts": row["posts"],
            "texts": row["texts"],
            "first_at": row["first_at"],
        }
        for row in inside
    ]


NARRATIVE = View(
    "narrative",
    "One narrative in full: languages, platforms, days, first tellers, sub-narratives, decisions",
    view,
    needs=(*narratives.NARRATIVES.needs, "narrative_days", "posts"),
    parameters=(Parameter("narrative", "", "id of the narrative or of its entity"),),
)
