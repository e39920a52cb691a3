"""Which texts mean something like this? Nearness of vectors, over the texts that have one and those with the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from floodwatch.model.units import Rows
from floodwatch.tools.embeddings import Embedder, embedded, embedder, remembered
from floodwatch.tools.embeddings import centred as without_language
from floodwatch.views.unit import Reader, rows

EMBEDDED = 100
"""Texts with the words, the rarest words first, that are given a vector for one search (about 0.05 s of CPU each)."""
READ = 20_000
"""Different texts, the most copied first, that are looked up among the vectors of earlier work."""

TEXTS = """
SELECT p.text, count(*) AS copies, min((p.created_at, p.platform, p.post_id)) AS earliest,
  min(coalesce(p.language, '')) AS language
FROM posts p WHERE {given} AND length(trim(p.text)) > 0
GROUP BY p.text ORDER BY copies DESC, earliest, p.text LIMIT {most}"""
NUMBER = "SELECT count(DISTINCT p.text) AS n FROM posts p WHERE {given} AND length(trim(p.text)) > 0"


def nearest(
    reader: Reader, words: str, given: str, named: Sequence[dict[str, Any]], model: Embedder | None = None
) -> tuple[Rows, dict[str, Any]]:
    """The texts nearest in meaning first, and what was compared of how many.

    `named`: posts that hold the words, with `text`, `language`, `created_at`, `platform`, `post_id`. A row has
    these of one post with the text, and `similarity`: a cosine without what a language's texts share.
    """
    chosen = model or embedder()
    known = rows(reader, TEXTS.format(given=given, most=READ))
    kept = [
        row for row, there in zip(known, remembered([r["text"] for r in known], chosen), strict=True) if there
    ]
    first = {row["text"]: row for row in reversed(named)}
    holding = [row for row in named if first[row["text"]] is row][:EMBEDDED]
    texts = {row["text"]: row for row in (*holding, *map(_one, kept))}
    found = list(texts.values())
    vectors = embedded([words, *(row["text"] for row in found)], chosen)
    plain = without_language(vectors, ["", *(row["language"] or "?" for row in found)])
    near = np.round((plain[1:] @ plain[0]).astype(float), 6).tolist()
    ranked = [{**row, "similarity": value} for row, value in zip(found, near, strict=True)]
    ranked.sort(key=lambda r: (-r["similarity"], r["created_at"], r["platform"], r["post_id"]))
    number = rows(reader, NUMBER.format(given=given))[0]["n"]
    return ranked, {"compared": len(found), "texts": number, "model": chosen.name[:16]}


def _one(row: dict[str, Any]) -> dict[str, Any]:
    created_at, platform, post_id = row["earliest"].values()
    return {
        "text": row["text"], "language": row["language"],
        "created_at": created_at, "platform": platform, "post_id": post_id,
    }  # fmt: skip
