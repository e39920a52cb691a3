"""What was read and rejected, how the data came to be, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from floodwatch.model.dossier import Overview, Rows
from floodwatch.views.mask import MASKED, Mask, mask
from floodwatch.views.unit import Reader, View, rows

COUNTS = """
SELECT count(*) AS posts, count(DISTINCT (platform, account_id)) AS authors,
  count(DISTINCT platform) AS platforms, count(DISTINCT language) AS languages,
  min(created_at) AS first_post, count(DISTINCT created_at) AS instants,
  coalesce(max(created_at) FILTER (WHERE created_at <= now()), max(created_at)) AS last_post,
  count(*) FILTER (extract(second FROM created_at) = 0) AS whole_minutes,
  count(*) FILTER (coalesce(trim(text), '') = '') AS without_text,
  count(*) FILTER (language IS NULL) AS without_language,
  count(*) FILTER (collection_id IS NULL) AS without_collection,
  count(*) FILTER (is_repost) AS shares,
  count(*) FILTER (is_repost AND repost_of IS NULL) AS unnamed_shares,
  count(*) FILTER (created_at > observed_at) AS in_the_future
FROM posts"""
OTHERS = """
SELECT (SELECT count(*) FROM accounts) AS profiles, (SELECT count(*) FROM follows) AS follows,
  (SELECT count(*) FROM events) AS events,
  (SELECT count(*) FROM (SELECT DISTINCT platform, account_id FROM posts) p
   ANTI JOIN accounts a ON a.platform = p.platform AND a.account_id = p.account_id) AS without_profile"""
COLLECTED = """
SELECT p.collection_id, p.posts, p.first_post, p.last_post,
  coalesce(c.method, 'unknown') AS method,
  c.platform, c.collection_query, c.from_at, c.to_at, c.known_gaps, c.released_by,
  c.identifiers_hashed, c.markings
FROM (SELECT collection_id, count(*) AS posts, min(created_at) AS first_post, max(created_at) AS last_post
      FROM posts GROUP BY collection_id) p
LEFT JOIN collections c ON c.collection_id = p.collection_id
ORDER BY p.posts DESC, p.collection_id"""
BY_LANGUAGE = """
SELECT coalesce(language, 'not declared') AS language, count(*) AS posts,
  count(DISTINCT (platform, account_id)) AS accounts
FROM posts GROUP BY 1 ORDER BY posts DESC, 1"""
BY_PLATFORM = """
SELECT platform, count(*) AS posts, count(DISTINCT (platform, account_id)) AS accounts
FROM posts GROUP BY 1 ORDER BY posts DESC, 1"""

REJECTS = """
SELECT regexp_replace(reason, $$('.*'|".*"|[(].*[)]|: .*)$$, '…', 'gs') AS reason, count(*) AS rejected
FROM rejects GROUP BY 1 ORDER BY rejected DESC, 1"""
"""Kinds of reasons: what a cell held stays in rejects.csv, since it may name anybody."""

_OPERATOR = re.compile(r"(?i)(?<!\w)((?:from|to|user|author|retweets_of|account)\s*[:=]\s*)@?([\w.\-]+)")

MOST_QUERY = 2000
"""Characters of a query that are shown."""
NO_BACKGROUND = ("takedown", "seed_accounts")
"""Ways of collecting that leave no ordinary accounts in the data to compare with."""


def view(reader: Reader, manifest: Mapping[str, Any] | None = None) -> Overview:
    """Counts, inputs, rejects, collections, and warnings about the data's quality.

    `manifest` is the run's manifest: `inputs` (file, sha256, format, rows_read, rows_rejected), and
    perhaps `warnings` (sentences). What it lacks is shown as unknown.
    """
    given = manifest or {}
    counts = rows(reader, COUNTS)[0] | rows(reader, OTHERS)[0]
    hidden = mask(reader)
    collections = [_collected(row, hidden) for row in rows(reader, COLLECTED)]
    inputs = [_input(i) for i in given.get("inputs") or ()]
    return Overview(
        counts=counts,
        inputs=inputs,
        rejects=rows(reader, REJECTS),
        rejected=int(given.get("rows_rejected") or sum(i["rows_rejected"] or 0 for i in inputs)),
        collections=collections,
        languages=rows(reader, BY_LANGUAGE),
        platforms=rows(reader, BY_PLATFORM),
        warnings=[
            *_warnings(counts, collections),
            *_replaced(given.get("records") or {}, counts["posts"] or 0),
            *(_said(w) for w in given.get("warnings") or ()),
        ],
    )


def _collected(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    """One collection; what was asked for is shown without people outside the networks."""
    query = row["collection_query"]
    if query and row["method"] == "seed_accounts":
        row["collection_query"] = "a list of accounts, which is not shown here"
    elif query:
        known = _OPERATOR.sub(lambda m: m[0] if hidden.knows(m[2]) else f"{m[1]}{MASKED}", query[:MOST_QUERY])
        row["collection_query"] = hidden.text(known) + (" …" if len(query) > MOST_QUERY else "")
    for key in ("known_gaps", "released_by"):
        row[key] = hidden.text(row[key]) or None
    return row


def _input(entry: Mapping[str, Any]) -> dict[str, Any]:
    """One input as it is shown: the file's name without folders, which may name a person."""
    name = str(entry.get("file") or entry.get("path") or "?")
    return {
        "file": PurePath(name).name,
        "format": entry.get("format") or "unknown",
        "sha256": entry.get("sha256") or "",
        "rows_read": entry.get("rows_read", entry.get("rows")),
        "rows_rejected": entry.get("rows_rejected", entry.get("rejected")),
    }


def _said(warning: Any) -> dict[str, Any]:
    return dict(warning) if isinstance(warning, Mapping) else {"what": str(warning), "so": ""}


def _replaced(read: Mapping[str, int], posts: int) -> Rows:
    """Posts that were given more than once, of which the latest observation counts."""
    twice = int(read.get("posts", posts)) - posts
    what = f"{twice:,} rows observe a post that is there already."
    return [{"what": what, "so": "The latest observation of each post counts."}] if twice > 0 else []


def _warnings(counts: Mapping[str, Any], collections: Rows) -> Rows:
    """What a reader must know about the data, with its share and what follows from it."""
    posts = counts["posts"] or 0
    if not posts:
        return [{"what": "No posts were read.", "so": "Nothing could be tested."}]
    shares = (
        ("without_text", 0.1, "have no text", "Tests on texts and languages see the others only."),
        ("without_language", 0.5, "declare no language", "Counts by language leave them out."),
        (
            "without_collection",
            0.01,
            "do not say how they were collected",
            "What the query left out is unknown.",
        ),
        (
            "in_the_future",
            0.0,
            "are dated after they were collected",
            "Clocks or time zones are wrong somewhere.",
        ),
    )
    found = [
        {"what": f"{counts[key]:,} of {posts:,} posts {words}.", "so": so}
        for key, least, words, so in shares
        if (counts[key] or 0) > least * posts
    ]
    return found + _times(counts, posts) + _shares(counts) + _people(counts) + _background(collections)


def _times(counts: Mapping[str, Any], posts: int) -> Rows:
    if counts["instants"] == 1 and posts > 1:
        return [
            {"what": "All posts carry the same time.", "so": "No test that uses time says anything here."}
        ]
    if counts["whole_minutes"] == posts and posts > 20:
        return [
            {"what": "Times are given to the minute.", "so": "Windows below one minute cannot be tested."}
        ]
    return []


def _shares(counts: Mapping[str, Any]) -> Rows:
    if not counts["unnamed_shares"]:
        return []
    what = f"{counts['unnamed_shares']:,} of {counts['shares']:,} reposts do not name the original post."
    return [
        {
            "what": what,
            "so": "They are matched by their text, so different originals with one text look the same.",
        }
    ]


def _people(counts: Mapping[str, Any]) -> Rows:
    if not counts["without_profile"]:
        return []
    what = (
        f"{counts['without_profile']:,} of {counts['authors']:,} accounts that posted come without a profile."
    )
    return [
        {"what": what, "so": "Signs that need profiles (names, creation dates, counters) do not cover them."}
    ]


def _background(collections: Rows) -> Rows:
    methods = sorted({str(c["method"]) for c in collections})
    if not collections or not set(methods) <= set(NO_BACKGROUND):
        return []
    what = f"All posts were collected by {' and '.join(m.replace('_', ' ') for m in methods)}."
    return [{"what": what, "so": "There is no background of ordinary accounts in the data to compare with."}]


OVERVIEW = View(
    "overview",
    "What was read and rejected, how it was collected, and warnings about its quality",
    view,
    needs=("posts", "accounts", "follows", "events", "collections", "rejects", "members"),
)
