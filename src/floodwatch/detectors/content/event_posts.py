"""Which posts are about which event? By the words of its title, and by what these posts share with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.tokens import tokens

if TYPE_CHECKING:
    import pyarrow as pa

WITHIN_H = 72
"""Hours after its start in which a post counts as a reaction to an event."""
COMMON = 0.1
"""Share of posts from which on a word says nothing about a title."""
RAREST = 150
"""One post in so many: a word rarer than that weighs no more, or one that nobody says would outweigh the others."""
LEAST = 2
"""Words of a title that a post must hold, where the title has so many."""

READ = f"""
    SELECT DISTINCT p.platform, p.post_id, p.text FROM posts p JOIN events e
      ON p.created_at >= e.started_at AND p.created_at <= e.started_at + INTERVAL {WITHIN_H} HOUR
    WHERE length(p.text) > 0"""
FORM = """
    CASE WHEN coalesce(p.is_repost, FALSE) OR p.repost_of IS NOT NULL THEN 'repost'
         WHEN p.reply_to IS NOT NULL OR p.reply_to_account IS NOT NULL THEN 'reply'
         WHEN len(p.media) > 0 THEN 'original_media' ELSE 'original_text' END"""

NAMED = Step(
    "event_posts_named",
    f"""
    SELECT t.event_id, w.platform, w.post_id, sum(t.weight) AS score
    FROM event_posts_words w JOIN event_posts_terms t USING (term)
    JOIN events e ON e.event_id = t.event_id
    JOIN posts p ON p.platform = w.platform AND p.post_id = w.post_id
    WHERE p.created_at >= e.started_at AND p.created_at <= e.started_at + INTERVAL {WITHIN_H} HOUR
    GROUP BY t.event_id, w.platform, w.post_id, t.least
    HAVING count(*) >= t.least AND sum(t.weight) >= {{share}} * 1000000""",
)
KEYS = Step(
    "event_posts_keys",
    """
    SELECT DISTINCT platform, post_id, account_id, created_at, kind, value FROM (
        SELECT platform, post_id, account_id, created_at, 'hashtag' AS kind,
            unnest(list_transform(hashtags, lambda h: lower(h))) AS value FROM posts
        UNION ALL SELECT platform, post_id, account_id, created_at, 'media', unnest(media) FROM posts
        UNION ALL SELECT platform, post_id, account_id, created_at, 'link', url FROM post_links)
    WHERE value IS NOT NULL AND value <> ''""",
)
OWN_KEYS = Step(
    "event_posts_own",
    """
    SELECT n.event_id, k.kind, k.value FROM event_posts_keys k
    JOIN event_posts_named n ON n.platform = k.platform AND n.post_id = k.post_id
    JOIN (SELECT kind, value, count(*) AS uses FROM event_posts_keys GROUP BY ALL) u
      ON u.kind = k.kind AND u.value = k.value
    GROUP BY n.event_id, k.kind, k.value, u.uses
    HAVING count(DISTINCT (k.platform, k.account_id)) >= 2 AND count(*) >= 3 AND 2 * count(*) >= u.uses""",
)
SHARED = Step(
    "event_posts_shared",
    f"""
    SELECT n.event_id, n.platform, n.post_id, 'title' AS linked_by, n.score FROM event_posts_named n
    UNION ALL
    SELECT o.event_id, k.platform, k.post_id, o.kind, 0 FROM event_posts_own o
    JOIN event_posts_keys k ON k.kind = o.kind AND k.value = o.value
    JOIN events e ON e.event_id = o.event_id
    WHERE k.created_at >= e.started_at AND k.created_at <= e.started_at + INTERVAL {WITHIN_H} HOUR""",
)
ANSWERS = Step(
    "event_posts_answers",
    f"""
    SELECT * FROM event_posts_shared
    UNION ALL
    SELECT s.event_id, p.platform, p.post_id, 'conversation', 0
    FROM (SELECT DISTINCT event_id, platform, post_id FROM event_posts_shared) s
    JOIN (SELECT platform, post_id, created_at, repost_of AS other FROM posts WHERE repost_of IS NOT NULL
          UNION ALL SELECT platform, post_id, created_at, reply_to FROM posts WHERE reply_to IS NOT NULL
          UNION ALL SELECT platform, post_id, created_at, quote_of FROM posts WHERE quote_of IS NOT NULL) p
      ON p.platform = s.platform AND p.other = s.post_id
    JOIN events e ON e.event_id = s.event_id
    WHERE p.created_at >= e.started_at AND p.created_at <= e.started_at + INTERVAL {WITHIN_H} HOUR""",
)
MADE = Step(
    "event_posts",
    f"""
    SELECT a.event_id, p.platform, p.post_id, p.account_id, p.created_at, {FORM} AS form,
           CAST(epoch(p.created_at) - epoch(e.started_at) AS DOUBLE) AS latency_s, a.linked_by,
           CAST(a.score AS DOUBLE) / 1000000 AS score
    FROM (SELECT event_id, platform, post_id, linked_by, score FROM event_posts_answers
          QUALIFY row_number() OVER (PARTITION BY event_id, platform, post_id
              ORDER BY score DESC, CASE linked_by WHEN 'conversation' THEN 2 ELSE 1 END, linked_by) = 1) a
    JOIN posts p ON p.platform = a.platform AND p.post_id = a.post_id
    JOIN events e ON e.event_id = a.event_id""",
)
STEPS = (NAMED, KEYS, OWN_KEYS, SHARED, ANSWERS)


def held(terms: frozenset[str], rows: pa.RecordBatch) -> pa.RecordBatch:
    """For each post the different terms that its text holds."""
    import pyarrow as pa

    known: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {"platform": [], "post_id": [], "term": []}
    for platform, post_id, text in zip(*(rows.column(c).to_pylist() for c in range(3)), strict=True):
        if text not in known:
            known[text] = sorted(terms.intersection(tokens(text)))
        for term in known[text]:
            columns["platform"].append(platform)
            columns["post_id"].append(post_id)
            columns["term"].append(term)
    return pa.RecordBatch.from_pydict(columns, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(n, pa.string()) for n in ("platform", "post_id", "term")])


class EventPosts:
    """Posts in the three days after an event that are about it, each with how it was linked and how late it came."""

    name = "event_posts"
    description = (
        "Posts about each event in the 72 hours after it: by its title, by what they share, or as answers."
    )
    version = 1
    parameters = (
        Parameter(
            "title_share",
            0.4,
            "Least share of a title's weight (rare words weigh more) that a post must hold.",
        ),
    )
    needs = ("events", "posts", "post_links")
    makes = ("event_posts",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `event_posts`; a post may be about several events."""
        titles = engine.arrow("SELECT event_id, title FROM events WHERE title IS NOT NULL ORDER BY event_id")
        words = {e: set(tokens(t)) for e, t in zip(*(c.to_pylist() for c in titles.columns), strict=True)}
        every = frozenset(term for terms in words.values() for term in terms)
        engine.map("event_posts_words", READ, partial(held, every), _schema())
        engine.register("event_posts_terms", _weights(engine, words))
        share = float(str(settings["title_share"]))
        engine.steps([Step(s.name, s.sql.format(share=share)) if s is NAMED else s for s in STEPS])
        engine.table(MADE)
        engine.drop("event_posts_words", "event_posts_terms", *(s.name for s in STEPS))

    def examples(self) -> Sequence[Example]:
        """A post with the title's words after the event, and one before it."""
        noon = datetime(2024, 5, 1, 12, tzinfo=UTC)
        event = {"event_id": "e1", "title": "Bridge closed in Ohio", "kind": "accident", "started_at": noon}
        said = [
            _post(n, noon + timedelta(hours=n), t)
            for n, t in enumerate(("the bridge of Ohio is closed", "tea", "rain", "sun"))
        ]
        early = [{**post, "created_at": noon - timedelta(hours=1)} for post in said]
        return (
            Example("words of the title", True, {"events": [event], "posts": said}),
            Example("before it", False, {"events": [event], "posts": early}),
        )


def _weights(engine: Engine, words: Mapping[str, set[str]]) -> pa.Table:
    """For every event its words, each with millionths of the title's weight, and how many a post must hold."""
    import pyarrow as pa

    read = engine.arrow(f"SELECT count(*) AS n FROM ({READ})").to_pylist()[0]["n"]
    seen = engine.arrow("SELECT term, count(*) AS n FROM event_posts_words GROUP BY term")
    posts = dict(zip(seen.column("term").to_pylist(), seen.column("n").to_pylist(), strict=True))
    rows = []
    for event, terms in sorted(words.items()):
        rare = sorted(t for t in terms if posts.get(t, 0) <= max(COMMON * read, LEAST)) or sorted(terms)
        weights = np.log(np.minimum((read + 2) / (np.array([posts.get(t, 0) for t in rare]) + 1), RAREST))
        least = min(LEAST, len(rare))
        shares = np.round(1_000_000 * weights / weights.sum()).astype(int).tolist()
        rows += [(event, t, w, least) for t, w in zip(rare, shares, strict=True)]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    kinds = (pa.string(), pa.string(), pa.int64(), pa.int64())
    names = ("event_id", "term", "weight", "least")
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})


def _post(number: int, when: datetime, text: str) -> dict[str, object]:
    return {
        "platform": "x",
        "post_id": str(number),
        "account_id": str(number),
        "created_at": when,
        "text": text,
    }


EVENT_POSTS = EventPosts()
