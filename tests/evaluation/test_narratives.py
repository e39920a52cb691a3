"""Ways to group posts, on posts so few that the groups are plain; and what is said of them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from evaluation.content.labelled import Label
from evaluation.content.methods import alone, exact_text, given, hashtags, tf_idf
from evaluation.content.narratives import LEVELS, agreement, main, measured, questions
from evaluation.content.narratives_page import table
from evaluation.content.posts import Post
from evaluation.content.tfidf import grouped, vectors

TEXTS = (
    "The bridge over the river is closed until May",
    "The bridge over the river is closed until MAY https://example.org/a",
    "Bridge closed: the river crossing is shut until May #bridge #news",
    "New library opens in the old station #library #news",
    "The old station houses the new library #library",
    "😀",
)


def made(texts):
    start = datetime(2024, 5, 1, tzinfo=UTC)
    return [
        Post(
            f"post:x/{i}",
            "a",
            start + timedelta(hours=i),
            text,
            "en",
            tuple(word[1:] for word in text.split() if word.startswith("#")),
        )
        for i, text in enumerate(texts)
    ]


POSTS = made(TEXTS)


def sets(groups):
    return sorted(tuple(i for i, g in enumerate(groups) if g == group) for group in set(groups))


def test_exact_text_joins_what_differs_by_case_and_links_only():
    assert sets(exact_text(POSTS)) == [(0, 1), (2,), (3,), (4,), (5,)]
    assert len(set(alone(POSTS))) == len(POSTS)


def test_a_hashtag_joins_by_the_most_or_the_least_used_that_is_shared():
    posts = made(["#news #library", "#news #library", "#news", "#alone"])
    assert sets(hashtags(posts, most_used=True)) == [(0, 1, 2), (3,)]
    assert sets(hashtags(posts, most_used=False)) == [(0, 1), (2,), (3,)]


def test_tf_idf_joins_by_words_and_leaves_what_has_none_alone():
    assert sets(tf_idf(POSTS, 0.3)) == [(0, 1, 2), (3, 4), (5,)]
    assert sets(tf_idf(POSTS, 1.01)) == [(i,) for i in range(6)]


def test_tf_idf_joins_the_nearest_group_across_blocks(monkeypatch):
    rows = vectors(TEXTS)
    whole = grouped(rows, 0.3)
    monkeypatch.setattr("evaluation.content.tfidf.BLOCK", 1)
    assert sets(grouped(rows, 0.3).tolist()) == sets(whole.tolist())
    assert np.allclose(rows.multiply(rows).sum(axis=1)[:5], 1)


def test_posts_that_a_method_leaves_out_are_alone():
    assert sets(given(POSTS, {"post:x/1": "g", "post:x/4": "g"})) == [(0,), (1, 4), (2,), (3,), (5,)]


TOLD = [("bridge", "town")] * 3 + [("library", "town")] * 2 + [("none", "none")]
LABELS = (
    *(Label(f"post:x/{i}", narrative, topic, "test") for i, (narrative, topic) in enumerate(TOLD)),
    Label("post:x/9", "bridge", "town", "dev"),
)


def test_what_is_asked_of_a_split():
    asked = questions(LABELS, "test")
    assert [len(asked[name].refs) for name in ("narratives", "shared", "chatter", "topics")] == [5, 5, 6, 5]
    assert len(set(asked["chatter"].truth)) == 3
    assert set(asked["topics"].truth) == {"town"}
    assert len(questions(LABELS, "dev")["shared"].refs) == 0


def test_a_perfect_answer_leads_and_the_table_says_so():
    ours = LEVELS["narrative_id"]
    perfect = {label.ref: label.narrative for label in LABELS}
    separate = {label.ref: label.ref for label in LABELS}
    summary = measured(questions(LABELS, "test"), {"each post alone": ("", separate), ours: ("", perfect)})
    assert summary["methods"][ours]["f1"]["narratives"][0] == 1
    assert summary["methods"]["each post alone"]["recall"] == pytest.approx(0.4)
    assert summary["leads"][ours]["each post alone"]["narratives"][1] > 0
    said = table(
        summary
        | {
            "posts": 6,
            "code": "c",
            "agreement": {"posts": 2, "f1": 1.0},
            "on": "test",
            "asked": {"narratives": [5, 2]},
        }
    )
    assert f"| {ours} | 3 | 1.000 | 1.000 |" in said
    assert "lead in F1" in said


def test_two_readings_agree_by_what_they_put_together_not_by_names():
    assert (
        agreement(LABELS, {"post:x/0": "a", "post:x/1": "a", "post:x/3": "b", "post:x/5": "none"})["f1"] == 1
    )
    apart = agreement(LABELS, {"post:x/0": "a", "post:x/1": "b"})
    assert (apart["posts"], apart["f1"]) == (2, pytest.approx(2 / 3, abs=1e-4))


def test_without_the_tweets_it_says_so_and_ends(tmp_path):
    with pytest.raises(SystemExit, match="--posts"):
        main(["--posts", str(tmp_path / "none.parquet"), "--out", str(tmp_path)])
