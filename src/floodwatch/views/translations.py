"""What does a post say in a language that I read? The original and its translations side by side.

A translation is for reading. It is no evidence: it stands in the casebook alone, and nothing is computed from it,
quoted from it or exported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from floodwatch.model import refs
from floodwatch.model.errors import InputError
from floodwatch.model.units import Parameter, Rows
from floodwatch.views.markings import strictest
from floodwatch.views.unit import Reader, View, grouped, has, literal, literals, rows

MOST_TEXT = 20_000
"""Characters of a post that are translated and shown; a longer one says so."""
MAY_LEAVE = ("TLP:CLEAR", "TLP:GREEN", "PAP:CLEAR", "PAP:GREEN", "PAP:AMBER")
NOTE = "Translations are for reading. They are no evidence and are quoted nowhere."


def view(reader: Reader, posts: Sequence[str] = (), made: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Each post with its text, the language told from it, and its translations, people's first.

    `made` is what the casebook holds; without `posts`, all posts that it names. `stale` marks a translation of a text
    that has changed since.
    """
    by = grouped(list(made), "ref")
    found = originals(reader, posts or sorted(by), skip=not posts)
    return {"posts": [_beside(post, by.get(post["ref"], [])) for post in found], "note": NOTE}


def originals(reader: Reader, posts: Sequence[str], skip: bool = False, marks: Sequence[str] = ()) -> Rows:
    """The posts in the order asked for: text, its hash, language, and the marking that keeps it here ('' if none does).

    InputError where there is no such post, unless such are to be skipped. `marks` are those of the whole case.
    """
    wanted = [_named(ref) for ref in dict.fromkeys(posts)]
    chosen = (
        " OR ".join(f"(platform = {literal(p)} AND post_id = {literal(i)})" for p, i in wanted) or "FALSE"
    )
    found = {(r["platform"], r["post_id"]): r for r in rows(reader, f"SELECT * FROM posts WHERE {chosen}")}
    missing = next((refs.post(*key) for key in wanted if key not in found), None)
    if missing and not skip:
        raise InputError(
            f"There is no post {missing}", do="Give a ref such as post:x/123; `search` shows them."
        )
    told = _languages(reader, chosen)
    kept, whole = _markings(reader, chosen), {"markings": marks}
    return [
        _original(found[k], told.get(k, ""), _stays([*kept.get(k, []), whole])) for k in wanted if k in found
    ]


def _named(ref: str) -> tuple[str, str]:
    try:
        named = refs.parse(ref if ref.startswith("post:") else f"post:{ref}")
    except ValueError:
        named = refs.Ref("post", "", ref)
    return named.platform, named.id


def _original(row: dict[str, Any], language: str, stays: str) -> dict[str, Any]:
    text = row["text"] or ""
    return {
        "ref": refs.post(row["platform"], row["post_id"]),
        "account": refs.account(row["platform"], row["account_id"]),
        "created_at": row["created_at"],
        "declared": row["language"] or "",
        "source": language or row["language"] or "auto",
        "text": text[:MOST_TEXT],
        "cut": len(text) > MOST_TEXT,
        "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "stays": stays,
    }


def _languages(reader: Reader, chosen: str) -> dict[tuple[str, str], str]:
    """The language told from each text, where it was and is one."""
    if not has(reader, "post_languages"):
        return {}
    sql = f"SELECT platform, post_id, language FROM post_languages WHERE ({chosen}) AND language <> 'und'"
    return {(r["platform"], r["post_id"]): r["language"] for r in rows(reader, sql)}


def _markings(reader: Reader, chosen: str) -> dict[tuple[str, str], Rows]:
    """The collections that each post came with, in any of its observations."""
    seen = "posts_observed" if has(reader, "posts_observed") else "posts"
    pairs = rows(reader, f"SELECT DISTINCT platform, post_id, collection_id FROM {seen} WHERE {chosen}")
    ids = literals(sorted({r["collection_id"] or "" for r in pairs}))
    known = {
        r["collection_id"]: r
        for r in rows(reader, f"SELECT * FROM collections WHERE collection_id IN ({ids})")
    }
    kept: dict[tuple[str, str], Rows] = {}
    for pair in pairs:
        if pair["collection_id"] in known:
            kept.setdefault((pair["platform"], pair["post_id"]), []).append(known[pair["collection_id"]])
    return kept


def _stays(collections: Rows) -> str:
    """The label that keeps a post on this machine; one of neither scheme does, since it cannot be understood."""
    return next((m for m in strictest(collections) if m not in MAY_LEAVE), "")


def _beside(post: dict[str, Any], made: Rows) -> dict[str, Any]:
    shown = {k: post[k] for k in ("ref", "account", "created_at", "declared", "source", "text", "cut")}
    return {**shown, "translations": list(_ordered(post["sha256"], made))}


def _ordered(sha256: str, made: Rows) -> Iterator[dict[str, Any]]:
    newest = sorted(made, key=lambda t: t["number"], reverse=True)
    for one in sorted(newest, key=lambda t: (t["sha256"] != sha256, t["made_by"] != "human")):
        kept = {k: one[k] for k in ("target", "text", "made_by", "author", "made_at")}
        yield {**kept, "stale": one["sha256"] != sha256}


TRANSLATIONS = View(
    "translations",
    "Posts and their translations for reading, machine-made ones marked",
    view,
    needs=("posts", "collections", "post_languages"),
    parameters=(Parameter("posts", (), "Refs of posts, such as post:x/123; all that have one when empty."),),
)
