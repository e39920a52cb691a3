"""Published data sets: counted against what is known of them. Skipped where they are absent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.sources.reading_helpers import Result

DATA = Path(__file__).parents[3] / "shared" / "data"


def published(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return Result([path])


def test_tweets_of_the_internet_research_agency():
    result = published("ira_tweets_oct2016/tweets.parquet")
    posts = result.table("posts")
    assert result.rejects == []
    assert posts.num_rows == 34_429
    assert Counter(posts["is_repost"].to_pylist()) == {True: 27_548, False: 6_881}
    assert len(set(posts["post_id"].to_pylist())) == 34_429
    assert len(set(result.table("accounts")["account_id"].to_pylist())) == 313
    assert {"en", "ru", "fa", "vi"} <= set(posts["language"].to_pylist())
    assert posts["language"].null_count == 0
    assert result.rows("collections")[0]["method"] == "takedown"


def test_russian_set_of_coortweet():
    result = published("coortweet/russian_coord_tweets.parquet")
    posts = result.table("posts")
    assert (posts.num_rows, result.rejects) == (35_125, [])
    assert posts["repost_of"].null_count == 0
    assert posts["platform"].unique().to_pylist() == ["x"]


def test_german_set_of_coortweet():
    result = published("coortweet/german_elections.parquet")
    posts = result.table("posts")
    assert result.rejects == []
    assert posts.num_rows == 194_326
    assert Counter(posts["platform"].to_pylist()).keys() == {"facebook", "x"}
    pairs = {
        (account, post, time, url)
        for account, post, time, urls in zip(
            *(posts[c].to_pylist() for c in ("account_id", "post_id", "created_at", "urls")), strict=True
        )
        for url in urls
        if ":url:" in url
    }
    assert len(pairs) == 41_100
