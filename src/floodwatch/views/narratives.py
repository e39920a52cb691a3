"""The narratives of a case, larger ones first, with what people decided about them laid over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from floodwatch.model import refs
from floodwatch.model.decided import Decided
from floodwatch.model.dossier import Rows
from floodwatch.model.units import Parameter
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, literal, parts, rows

SQL = "SELECT * FROM narratives ORDER BY posts DESC, narrative_id"
COVERAGE = """
    SELECT count(*) AS posts, count(g.narrative_id) AS told, count(DISTINCT g.narrative_id) AS narratives,
           avg(p.likeness) FILTER (WHERE g.narrative_id IS NOT NULL) AS coherence,
           max(g.coherence_by_chance) AS coherence_by_chance
    FROM narrative_posts p LEFT JOIN narrative_groups g ON g.narrative_id = p.narrative_id
"""
MERGED = """
    WITH shown AS (SELECT * FROM (VALUES {pairs}) AS v(narrative_id, shown_id))
    SELECT s.shown_id, count(DISTINCT (a.platform, a.account_id)) AS accounts,
           count(DISTINCT (a.platform, a.account_id)) FILTER (WHERE a.network_id IS NOT NULL) AS pushed_accounts,
           (SELECT string_agg(DISTINCT f.value, '|' ORDER BY f.value) FROM narrative_firsts f
            JOIN shown t ON t.narrative_id = f.narrative_id
            WHERE t.shown_id = s.shown_id AND f.aspect = 'language') AS languages,
           (SELECT string_agg(DISTINCT f.value, '|' ORDER BY f.value) FROM narrative_firsts f
            JOIN shown t ON t.narrative_id = f.narrative_id
            WHERE t.shown_id = s.shown_id AND f.aspect = 'platform') AS platforms
    FROM narrative_accounts a JOIN shown s ON s.narrative_id = a.narrative_id GROUP BY s.shown_id
"""
SUMS = ("posts", "reposts", "texts", "messages", "claims", "pushed_posts")
UNTESTED = ("p_value", "q_value", "expected_accounts", "coherence", "novelty", "peak_at", "peak_posts", "usual_posts",
            "followers", "views")  # fmt: skip
BY_HAND = "put together by hand: not tested"


def view(
    reader: Reader, decided: Sequence[Decided] = (), language: str = "", rejected: bool = False, most: int = 0
) -> Rows:
    """A row per narrative, merged ones as one; rejected ones only when asked for.

    `language`: only what is told in it too. `most`: so many at most (0 for all).
    """
    hidden = mask(reader)
    found = [_row(row, hidden) for row in rows(reader, SQL)]
    told = _merged(reader, found, merged_into(decided))
    over = {d.found: d for d in decided if d.found and not d.into}
    shown = [{**row, **_said(over.get(row["narrative_id"]))} for row in told]
    gone = [_gone(d) for d in decided if not d.found and not d.into]
    kept = [r for r in (*shown, *gone) if rejected or not r["rejected"]]
    kept = [r for r in kept if not language or language in r["languages"]]
    return sorted(kept, key=lambda r: (-r["posts"], r["narrative_id"]))[: most or None]


def coverage(reader: Reader) -> dict[str, Any]:
    """How much of what was written is in narratives, and how alike their messages are, against chance."""
    row = rows(reader, COVERAGE)[0]
    return {**row, "share": row["told"] / row["posts"] if row["posts"] else 0.0}


def is_peak(row: Mapping[str, Any]) -> bool:
    """Whether its greatest day is at least ten times its usual one, where a month around it is known."""
    return bool(row["usual_posts"]) and row["peak_posts"] >= 10 * row["usual_posts"]


def _row(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    words = [hidden.text(word) for word in parts(row["words"])]
    lists = {name: list(parts(row[name])) for name in ("platforms", "languages", "networks")}
    return {**row, **lists, "words": words, "together": 1}


def merged_into(decided: Sequence[Decided]) -> dict[str, str]:
    """For each finding that was merged into another: the finding under which it is shown."""
    by_id = {d.entity_id: d for d in decided}
    shown = {}
    for one in decided:
        seen, root = {one.entity_id}, one
        while root.into in by_id and root.into not in seen:
            root = by_id[root.into]
            seen.add(root.entity_id)
        if one.into and one.found and root.found and root.found != one.found:
            shown[one.found] = root.found
    return shown


def _merged(reader: Reader, found: Rows, shown: Mapping[str, str]) -> Rows:
    """The rows with merged ones put together under the one that they were merged into."""
    by_id = {row["narrative_id"]: row for row in found}
    into = {name: root for name, root in shown.items() if name in by_id and root in by_id}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        name = str(row["narrative_id"])
        groups.setdefault(into.get(name, name), []).append(row)
    pairs = {**into, **{root: root for root in into.values()}}
    counts = _counts(reader, pairs) if pairs else {}
    return [
        _together(by_id[name], own, counts[name]) if len(own) > 1 else own[0] for name, own in groups.items()
    ]


def _counts(reader: Reader, pairs: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    values = ", ".join(f"({literal(name)}, {literal(root)})" for name, root in sorted(pairs.items()))
    return {row["shown_id"]: row for row in rows(reader, MERGED.format(pairs=values))}


def _together(root: dict[str, Any], own: Rows, counts: Mapping[str, Any]) -> dict[str, Any]:
    sums = {name: sum(int(row[name] or 0) for row in own) for name in SUMS}
    return {
        **root,
        **sums,
        **dict.fromkeys(UNTESTED),
        "accounts": counts["accounts"],
        "pushed_accounts": counts["pushed_accounts"],
        "languages": list(parts(counts["languages"])),
        "platforms": list(parts(counts["platforms"])),
        "networks": sorted({n for row in own for n in row["networks"]}),
        "first_seen": min(row["first_seen"] for row in own),
        "last_seen": max(row["last_seen"] for row in own),
        "pushed_share": sums["pushed_posts"] / max(sums["posts"], 1),
        "explanation": BY_HAND,
        "together": len(own),
    }


def _said(decided: Decided | None) -> dict[str, Any]:
    one = decided or Decided("")
    return {
        "ref": refs.entity("entity", one.entity_id) if decided else "",
        "entity_id": one.entity_id,
        "name": one.name,
        "status": one.status,
        "rejected": one.rejected,
        "tracked": one.tracked,
        "rebuttals": list(one.rebuttals),
        "state": "found",
    }


def _gone(decided: Decided) -> dict[str, Any]:
    """An entity that the latest run has no match for: it is told so, never deleted."""
    empty: dict[str, Any] = dict.fromkeys(
        ("first_seen", "last_seen", "pushed_share", "explanation", *UNTESTED)
    )
    zero: dict[str, Any] = dict.fromkeys((*SUMS, "accounts", "pushed_accounts"), 0)
    lists: dict[str, Any] = {name: [] for name in ("platforms", "languages", "networks", "words")}
    told = {**_said(decided), "state": "not found in the latest run"}
    return {"narrative_id": decided.entity_id, **empty, **zero, **lists, **told, "together": 0}


def label(row: Mapping[str, Any]) -> str:
    """What a narrative is called: the name that a person gave, else its words."""
    return str(row["name"] or ", ".join(_first(row["words"])) or row["narrative_id"])


def _first(words: Iterable[str]) -> list[str]:
    return list(words)[:4]


NARRATIVES = View(
    "narratives",
    "What is being said: every narrative with its spread, the part of networks, and what people decided",
    view,
    needs=("narratives", "narrative_posts", "narrative_groups", "narrative_accounts", "narrative_firsts", "members",
           "accounts"),
    parameters=(
        Parameter("language", "", "only what is told in this language too"),
        Parameter("rejected", False, "with those that a person rejected"),
        Parameter("most", 0, "so many at most, 0 for all"),
    ),
)  # fmt: skip
