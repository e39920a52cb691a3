"""Pages and single posts of the X API v2 -> posts and accounts, those under `includes` too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floodwatch.sources.x_api_v1 import Record, expanded

FORM = "x_api_v2"
_SIGNS = frozenset(
    {"public_metrics", "referenced_tweets", "edit_history_tweet_ids", "conversation_id", "entities"}
)


def fits(row: Mapping[str, Any]) -> bool:
    """Whether the object is a page of answers, or a post on its own."""
    inside = _several(row.get("data"))
    if inside:
        return "id" in inside[0] and ("text" in inside[0] or "username" in inside[0])
    return "id" in row and "text" in row and "author_id" in row and not _SIGNS.isdisjoint(row)


def records(row: Mapping[str, Any]) -> Iterator[Record]:
    """The records in one page or post."""
    page = row if _several(row.get("data")) else {"data": row, "includes": row.get("includes") or {}}
    included = page.get("includes") or {}
    seen = (row.get("__twarc") or {}).get("retrieved_at")
    things = [*_several(included.get("tweets")), *_several(page.get("data"))]
    for thing in things:
        if "text" in thing:
            yield "posts", {**_post(thing, _Lookup(included, things)), "observed_at": seen}
            if isinstance(thing.get("author"), dict):
                yield "accounts", {**_account(thing["author"]), "observed_at": seen}
    for user in [*_several(included.get("users")), *(t for t in things if "username" in t)]:
        yield "accounts", {**_account(user), "observed_at": seen}


def _several(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [i for i in items if isinstance(i, dict) and i]


class _Lookup:
    """Finds what a post refers to by key."""

    def __init__(self, included: Mapping[str, Any], posts: list[dict[str, Any]]) -> None:
        self.authors = {p.get("id"): p.get("author_id") for p in posts}
        self.media = {m.get("media_key"): m for m in _several(included.get("media"))}
        self.polls = {p.get("id"): p for p in _several(included.get("polls"))}


def _post(row: Mapping[str, Any], known: _Lookup) -> dict[str, Any]:
    counts = row.get("public_metrics") or {}
    longer = row.get("note_tweet") or {}
    return {
        "post_id": row.get("id"),
        "account_id": row.get("author_id"),
        "created_at": row.get("created_at"),
        "text": longer.get("text") or row.get("text"),
        "language": row.get("lang"),
        "conversation_id": row.get("conversation_id"),
        "client": row.get("source"),
        **_relations(row, known),
        **_entities(row, longer, known),
        "likes": counts.get("like_count"),
        "reposts": counts.get("retweet_count"),
        "replies": counts.get("reply_count"),
        "quotes": counts.get("quote_count"),
        "views": counts.get("impression_count"),
    }


def _relations(row: Mapping[str, Any], known: _Lookup) -> dict[str, Any]:
    kinds = {r.get("type"): r for r in _several(row.get("referenced_tweets"))}
    found = {kind: (thing.get("id"), _author(thing, known)) for kind, thing in kinds.items()}
    nothing = (None, None)
    shared, answered, quoted = (found.get(k, nothing) for k in ("retweeted", "replied_to", "quoted"))
    if shared[0]:
        quoted = nothing
    return {
        "is_repost": bool(shared[0]),
        "repost_of": shared[0],
        "repost_of_account": shared[1],
        "reply_to": answered[0],
        "reply_to_account": row.get("in_reply_to_user_id") or answered[1],
        "quote_of": quoted[0],
        "quote_of_account": quoted[1],
    }


def _author(thing: Mapping[str, Any], known: _Lookup) -> Any:
    return thing.get("author_id") or known.authors.get(thing.get("id"))


def _entities(row: Mapping[str, Any], longer: Mapping[str, Any], known: _Lookup) -> dict[str, Any]:
    marks = {**(row.get("entities") or {}), **(longer.get("entities") or {})}
    attached = row.get("attachments") or {}
    media = [known.media.get(key, {"media_key": key}) for key in attached.get("media_keys") or []]
    polls = [known.polls.get(key) or {} for key in attached.get("poll_ids") or []]
    return {
        "urls": [expanded(u) for u in marks.get("urls") or [] if not u.get("media_key")],
        "hashtags": [h.get("tag") for h in marks.get("hashtags") or []],
        "mentions": [m.get("id") or f"@{m.get('username')}" for m in marks.get("mentions") or []],
        "media": [m.get("url") or m.get("preview_image_url") or m.get("media_key") for m in media],
        "poll_options": [o.get("label") for poll in polls for o in poll.get("options") or []],
    }


def _account(user: Mapping[str, Any]) -> dict[str, Any]:
    counts = user.get("public_metrics") or {}
    links = ((user.get("entities") or {}).get("url") or {}).get("urls") or [{}]
    return {
        "account_id": user.get("id"),
        "handle": user.get("username"),
        "name": user.get("name"),
        "bio": user.get("description"),
        "location": user.get("location"),
        "website": expanded(links[0]) or user.get("url"),
        "created_at": user.get("created_at"),
        "followers": counts.get("followers_count"),
        "following": counts.get("following_count"),
        "post_count": counts.get("tweet_count"),
        "avatar": user.get("profile_image_url"),
        "verified": user.get("verified"),
        "status": "protected" if user.get("protected") is True else None,
    }
