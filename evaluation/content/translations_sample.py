"""Runs the units behind translations over a world, and compares what they join with what was planted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from floodwatch.copies.texts import TEXTS
from floodwatch.copies.translations import TRANSLATIONS
from floodwatch.engine import DuckDB
from floodwatch.features.post_anchors import POST_ANCHORS
from floodwatch.features.post_languages import POST_LANGUAGES
from floodwatch.features.post_texts import POST_TEXTS
from floodwatch.model.units import settings_of
from floodwatch.tools.urls import canonical, domain
from floodwatch.worlds.recipe import World
from floodwatch.worlds.sample import DOMAINS, TONGUES

UNITS = (POST_TEXTS, POST_LANGUAGES, POST_ANCHORS, TEXTS, TRANSLATIONS)
FOUND = """
    SELECT t.platform, t.post_id, t.account_id, m.message_id, m.language
    FROM copies__translations m JOIN post_texts t ON t.text_key = m.text_key WHERE NOT t.is_share
    ORDER BY ALL"""
DECOYS = """
    WITH numbers AS (
        SELECT t.platform, t.post_id, t.text_key, string_agg(a.kind || a.anchor, '|' ORDER BY a.kind, a.anchor) AS told,
            count(*) AS things
        FROM post_texts t JOIN post_anchors a ON a.platform = t.platform AND a.post_id = t.post_id
        WHERE NOT t.is_share AND a.kind IN ('number', 'date') GROUP BY t.platform, t.post_id, t.text_key),
    joined AS (SELECT DISTINCT n.told FROM numbers n JOIN copies__translations m ON m.text_key = n.text_key)
    SELECT count(*) AS decoys FROM numbers n JOIN joined j ON j.told = n.told AND n.things > 2
    LEFT JOIN copies__translations m ON m.text_key = n.text_key WHERE m.text_key IS NULL"""


def measured(world: World, posts: pa.Table, spoken: Sequence[str]) -> dict[str, Any]:
    """Figures of the operation `multilingual_sites` in a world whose posts have no declared language."""
    members = {
        (r["platform"], r["account_id"])
        for r in world.members.to_pylist()
        if r["group_id"].startswith("multilingual_sites")
    }
    times: dict[str, float] = {}
    with DuckDB() as engine:
        engine.register("posts", posts)
        for unit in UNITS:
            started = time.process_time()
            unit.run(engine, settings_of(unit, {}))
            times[unit.name] = round(time.process_time() - started, 1)
        found = engine.arrow(FOUND).to_pylist()
        decoys = engine.arrow(DECOYS).column("decoys")[0].as_py()
    rows = {(r["platform"], r["post_id"]): (r, s) for r, s in zip(posts.to_pylist(), spoken, strict=True)}
    return {**_figures(found, rows, members), "decoys_left_out": decoys, "seconds_cpu": times}


def _figures(
    found: Sequence[Mapping[str, Any]],
    rows: Mapping[tuple[str, str], tuple[Mapping[str, Any], str]],
    members: set[tuple[str, str]],
) -> dict[str, Any]:
    own = {r["message_id"] for r in found if (r["platform"], r["account_id"]) in members}
    joined = [r for r in found if r["message_id"] in own]
    posts = [rows[r["platform"], r["post_id"]] for r in joined]
    planted = {s for p, s in rows.values() if (p["platform"], p["account_id"]) in members}
    return {
        "posts": len(rows),
        "messages": len({r["message_id"] for r in found}),
        "messages_of_the_operation": len(own),
        "posts_joined": len(joined),
        "posts_of_others_joined": sum((r["platform"], r["account_id"]) not in members for r in joined),
        "most_languages_of_one_message": max(
            (len({r["language"] for r in joined if r["message_id"] == m}) for m in own), default=0
        ),
        "languages_told": len({r["language"] for r in joined}),
        "languages_planted": len(planted),
        "languages_wanted": TONGUES,
        "domains_told": len(_domains(p for p, _ in posts)),
        "domains_wanted": DOMAINS,
    }


def _domains(posts: Iterable[Mapping[str, Any]]) -> set[str | None]:
    return {domain(canonical(url)) for post in posts for url in post["urls"] or ()} - {None}
