"""How surely a named narrative is known again: `python -m evaluation.content.continuity`.

The narratives of the first six days of October 2016 are taken for named (anchors: their posts most like them); then
the seventh day is added, or the thresholds are changed, and the matching of `knowledge/continuity` is asked at several
least overlaps. *Same* is a match that shares its founding message with what was named, by id.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import MOST_ANCHORS
from floodwatch.knowledge.continuity import matched

if TYPE_CHECKING:
    import pyarrow as pa

TWEETS = Path("../shared/data/ira_tweets_oct2016/tweets.parquet")
OUT = Path("evaluation/results/content")
OVERLAPS = (0.3, 0.5, 0.7, 0.9)
CHANGES: Mapping[str, Mapping[str, float]] = {
    "a seventh day": {},
    "a seventh day, both thresholds 0.35": {"close": 0.35, "near": 0.35},
    "a seventh day, both thresholds 0.45": {"close": 0.45, "near": 0.45},
}
LAST_DAY = "2016-10-07"


def told(posts: pa.Table, settings: Mapping[str, float]) -> list[dict[str, Any]]:
    """Posts with their narrative and likeness, those of narratives only."""
    from floodwatch.centre.analysis import analysis

    made = analysis({"posts": posts}, {"seed": 1, **settings}, keep=("narrative_posts", "narrative_groups"))
    listed = set(made["narrative_groups"].column("narrative_id").to_pylist())
    return [row for row in made["narrative_posts"].to_pylist() if row["narrative_id"] in listed]


def anchors(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """For each narrative the posts most like it, with how like they are."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for row in rows:
        found[row["narrative_id"]].append((-row["likeness"], row["post_id"]))
    return {name: {p: -like for like, p in sorted(own)[:MOST_ANCHORS]} for name, own in found.items()}


def measured(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each least overlap: how many of the named are known again, and how many of these by their own founder."""
    named, now = anchors(before), {row["post_id"]: row["narrative_id"] for row in after}
    there = set(now.values())
    rows = []
    for least in OVERLAPS:
        found = matched(named, now, least=least)
        kept = [name for name in named if name in there]
        rows.append(
            {
                "least": least,
                "named": len(named),
                "known_again": len(found),
                "founder_there": len(kept),
                "same": sum(found.get(name) == name for name in kept),
                "other": sum(name in found and found[name] != name for name in kept),
            }
        )
    return rows


def tweets() -> pa.Table:
    """All posts, read as `floodwatch ingest` reads them."""
    import pyarrow as pa

    from floodwatch.sources import ReadOptions, read

    chunks = read([TWEETS], ReadOptions(), lambda reject: None)
    return pa.concat_tables([chunk.rows for chunk in chunks if chunk.table == "posts"])


def main() -> None:
    """Measure and write the table."""
    import pyarrow.compute as pc

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    posts = tweets()
    early = posts.filter(pc.less(pc.strftime(posts.column("created_at"), "%Y-%m-%d"), LAST_DAY))
    before = told(early, {})
    found = {name: measured(before, told(posts, settings)) for name, settings in CHANGES.items()}
    (out / "continuity.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (out / "continuity.md").write_text("\n".join(page(found)) + "\n", "utf-8")
    print(*page(found), sep="\n")


def page(found: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """The table as Markdown."""
    lines = [
        "# Known again",
        "",
        "Made by `python -m evaluation.content.continuity`: narratives of 1 to 6 October 2016, all taken for named, "
        "and what they are matched to after a change. *Founder there*: the run after the change has a narrative with "
        "the same founding message; *same*, it was the match; *other*, another narrative was.",
        "",
        "| change | least overlap | named | known again | founder there | same | other |",
        "|---|---|---|---|---|---|---|",
    ]
    return lines + [
        f"| {name} | {' | '.join(str(value) for value in r.values())} |"
        for name, rows in found.items()
        for r in rows
    ]


if __name__ == "__main__":
    main()
