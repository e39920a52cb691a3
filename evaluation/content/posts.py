"""The posts that were labelled, read through the sources of Floodwatch so that their refs are its refs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evaluation.stale import ROOT
from floodwatch.model.refs import post
from floodwatch.sources import ReadOptions, read

IRA = ROOT.parent / "shared" / "data" / "ira_tweets_oct2016" / "tweets.parquet"
"""Tweets of the Internet Research Agency, 1 to 7 October 2016, where the collection lies beside the project."""


@dataclass(frozen=True, slots=True)
class Post:
    """What the methods and the sample see of one post."""

    ref: str
    account: str
    when: datetime
    text: str
    language: str
    hashtags: tuple[str, ...]


def posts(paths: Sequence[Path]) -> list[Post]:
    """Every post of the files, sorted by ref."""
    columns = ("platform", "post_id", "account_id", "created_at", "text", "language", "hashtags")
    found = []
    for chunk in read(paths, ReadOptions(), lambda reject: None):
        if chunk.table == "posts":
            found += [_post(*row) for row in zip(*(chunk.rows[c].to_pylist() for c in columns), strict=True)]
    return sorted(found, key=lambda p: p.ref)


def _post(
    platform: str,
    post_id: str,
    account: str,
    when: datetime,
    text: str | None,
    language: str | None,
    hashtags: list[str] | None,
) -> Post:
    tags = tuple(tag.casefold() for tag in hashtags or ())
    return Post(post(platform, post_id), account, when, text or "", language or "und", tags)
