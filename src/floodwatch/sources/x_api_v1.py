"""Tweet objects of the X (Twitter) API v1.1 -> posts and accounts, the shared and quoted ones inside too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

FORM = "x_api_v1"
Record = tuple[str, dict[str, Any]]
_TAG = re.compile(r"<[^<>]*>")


def fits(row: Mapping[str, Any]) -> bool:
    """Whether the object is a tweet with its user, or a user."""
    tweet = isinstance(row.get("user"), dict) and ("text" in row or "full_text" in row)
    return tweet or ("screen_name" in row and "followers_count" in row)


def records(row: Mapping[str, Any]) -> Iterator[Record]:
    """The records in one object."""
    if isinstance(row.get("user"), dict):
        yield from _tweet(row)
    elif "screen_name" in row:
        yield "accounts", account(row)


def _tweet(row: Mapping[str, Any]) -> Iterator[Record]:
    for inner in (row.get("retweeted_status"), row.get("quoted_status")):
        if isinstance(inner, dict) and isinstance(inner.get("user"), dict):
            yield from _tweet(inner)
    yield "posts", post(row)
    yield "accounts", account(row["user"])


def post(row: Mapping[str, Any]) -> dict[str, Any]:
    """One tweet in our columns."""
    extended = row.get("extended_tweet") or {}
    return {
        "post_id": identifier(row),
        "account_id": identifier(row["user"]),
        "created_at": row.get("created_at"),
        "text": extended.get("full_text") or row.get("full_text") or row.get("text"),
        "language": row.get("lang"),
        "client": _TAG.sub("", row.get("source") or ""),
        **_relations(row),
        **_entities({**row, **extended}),
        "likes": row.get("favorite_count"),
        "reposts": row.get("retweet_count"),
        "replies": row.get("reply_count"),
        "quotes": row.get("quote_count"),
    }


def _relations(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the tweet shares, answers or quotes. A share of a quote is a share."""
    shared = row.get("retweeted_status")
    quoted = {} if shared else row.get("quoted_status") or {}
    return {
        "is_repost": bool(shared),
        "repost_of": identifier(shared or {}),
        "repost_of_account": identifier((shared or {}).get("user") or {}),
        "reply_to": row.get("in_reply_to_status_id_str") or row.get("in_reply_to_status_id"),
        "reply_to_account": row.get("in_reply_to_user_id_str") or row.get("in_reply_to_user_id"),
        "quote_of": None if shared else row.get("quoted_status_id_str") or identifier(quoted),
        "quote_of_account": identifier(quoted.get("user") or {}),
    }


def _entities(row: Mapping[str, Any]) -> dict[str, Any]:
    marks = row.get("entities") or {}
    media = (row.get("extended_entities") or marks).get("media") or []
    return {
        "urls": [expanded(u) for u in marks.get("urls") or []],
        "hashtags": [h.get("text") for h in marks.get("hashtags") or []],
        "mentions": [identifier(m) or f"@{m.get('screen_name')}" for m in marks.get("user_mentions") or []],
        "media": [m.get("media_url_https") or m.get("media_url") for m in media],
    }


def expanded(url: Mapping[str, Any]) -> str | None:
    """The longest known form of a shortened link."""
    unwound = url.get("unwound")
    final = unwound.get("url") if isinstance(unwound, dict) else url.get("unwound_url")
    return final or url.get("expanded_url") or url.get("url")


def account(user: Mapping[str, Any]) -> dict[str, Any]:
    """One user in our columns."""
    links = ((user.get("entities") or {}).get("url") or {}).get("urls") or [{}]
    return {
        "account_id": identifier(user),
        "handle": user.get("screen_name"),
        "name": user.get("name"),
        "bio": user.get("description"),
        "location": user.get("location"),
        "website": expanded(links[0]) or user.get("url"),
        "created_at": user.get("created_at"),
        "followers": user.get("followers_count"),
        "following": user.get("friends_count"),
        "post_count": user.get("statuses_count"),
        "avatar": user.get("profile_image_url_https") or user.get("profile_image_url"),
        "language": user.get("lang"),
        "verified": user.get("verified"),
        "status": "protected" if user.get("protected") is True else None,
    }


def identifier(thing: Mapping[str, Any]) -> str | None:
    """The id as text."""
    return thing.get("id_str") or thing.get("id")
