"""Ways to group all posts of a collection: simple ones, and what Floodwatch makes of the same posts.

Each gives one group per post, in the order of the posts; posts that a method leaves out are alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from evaluation.content.posts import Post
from evaluation.content.tfidf import grouped, vectors
from floodwatch.model.units import Value
from floodwatch.tools.text import measured

Groups = Sequence[Hashable]
Method = Callable[[Sequence[Post]], Groups]
COSINES = (0.2, 0.25, 0.275, 0.3, 0.325, 0.35, 0.4)


def alone(posts: Sequence[Post]) -> Groups:
    """Every post by itself."""
    return [post.ref for post in posts]


def exact_text(posts: Sequence[Post]) -> Groups:
    """Posts of the same text but for case, links, mentions and spaces."""
    keys = (measured(post.text).key for post in posts)
    return _or_alone(posts, keys)


def hashtags(posts: Sequence[Post], most_used: bool) -> Groups:
    """Posts by one of their hashtags, the most used or the least used one that another post holds too."""
    used = Counter(tag for post in posts for tag in set(post.hashtags))
    chosen = []
    for post in posts:
        tags = sorted(
            (used[tag] * (-1 if most_used else 1), tag) for tag in set(post.hashtags) if used[tag] > 1
        )
        chosen.append(tags[0][1] if tags else None)
    return _or_alone(posts, chosen)


def tf_idf(posts: Sequence[Post], least: float) -> Groups:
    """Posts whose words are alike, in the order in which they were posted."""
    order = sorted(range(len(posts)), key=lambda i: (posts[i].when, posts[i].ref))
    found = grouped(vectors([posts[i].text for i in order]), least).tolist()
    place = {i: group for i, group in zip(order, found, strict=True)}
    return [place[i] for i in range(len(posts))]


SIMPLE: Mapping[str, Sequence[tuple[str, Method]]] = {
    "each post alone": (("", alone),),
    "exact text": (("", exact_text),),
    "hashtag": (
        ("most used", partial(hashtags, most_used=True)),
        ("least used", partial(hashtags, most_used=False)),
    ),
    "TF-IDF": tuple((f"cosine ≥ {least}", partial(tf_idf, least=least)) for least in COSINES),
}
"""The simple methods, each with its settings; the setting is chosen on `dev`."""


def floodwatch(
    paths: Sequence[Path], levels: Iterable[str], settings: Mapping[str, Value]
) -> dict[str, dict[str, str]]:
    """Group of each post by Floodwatch on the same files, per level (a column of `narrative_posts`)."""
    import pyarrow as pa

    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import compute, leading_to
    from floodwatch.model.records import TABLES
    from floodwatch.model.refs import post
    from floodwatch.sources import ReadOptions, read
    from floodwatch.tools.arrow import empty

    chunks = list(read(paths, ReadOptions(), lambda reject: None))
    with DuckDB() as engine:
        for table in TABLES:
            rows = [chunk.rows for chunk in chunks if chunk.table == table.name]
            engine.register(table.name, pa.concat_tables(rows) if rows else empty(table))
        compute(engine, leading_to(every(power=False), "narrative_posts", ()), settings)
        found = engine.arrow("SELECT * FROM narrative_posts").to_pylist()
    return {level: {post(r["platform"], r["post_id"]): r[level] for r in found} for level in levels}


def given(posts: Sequence[Post], groups: Mapping[str, Hashable]) -> Groups:
    """The groups of posts by ref."""
    return _or_alone(posts, [groups.get(post.ref) for post in posts])


def _or_alone(posts: Sequence[Post], groups: Iterable[Hashable | None]) -> Groups:
    return [("alone", p.ref) if group is None else group for p, group in zip(posts, groups, strict=True)]
