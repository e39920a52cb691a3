"""Which narrative each text tells: messages grouped online into claims, and claims into narratives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.detectors.content import samples
from floodwatch.detectors.content.labels import labels
from floodwatch.detectors.content.told import Given, Texts, Told, by_chance, novelty, told
from floodwatch.model.units import Engine, Example, Parameter, Rows, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

MOST = 1000
"""Characters of a text that are read."""
SURE = 0.9
"""From this confidence on the language told from a text counts, below it the declared one where there is one."""

KEYS = Step(
    "narrative_keys",
    """
    SELECT k.text_key, coalesce(c.copy_id, k.text_key) AS copy_key
    FROM (SELECT DISTINCT text_key FROM post_texts WHERE text_key IS NOT NULL) k
    LEFT JOIN (SELECT DISTINCT text_key, copy_id FROM copies__texts) c ON c.text_key = k.text_key
    """,
)
TOLD = Step(
    "narrative_told",
    f"""
    SELECT k.copy_key, min(t.created_at) AS first_at, count(*) AS posts,
           substr(arg_min(p.text, (t.created_at, t.platform, t.post_id)), 1, {MOST}) AS said
    FROM post_texts t JOIN narrative_keys k ON k.text_key = t.text_key
    JOIN posts p ON p.platform = t.platform AND p.post_id = t.post_id
    WHERE p.text IS NOT NULL AND t.created_at IS NOT NULL
    GROUP BY k.copy_key
    """,
)
MESSAGES = """
    SELECT t.copy_key, coalesce(m.message_id, t.copy_key) AS message, t.said, t.posts,
           min(t.first_at) OVER (PARTITION BY coalesce(m.message_id, t.copy_key)) AS first_at
    FROM narrative_told t
    LEFT JOIN (SELECT copy_key, min(message_id) AS message_id FROM copies__translations GROUP BY copy_key) m
      ON m.copy_key = t.copy_key
    ORDER BY first_at, message, t.copy_key
"""
GIVEN = """
    SELECT g.entity_id, g.example_text, k.copy_key FROM given__narratives g
    LEFT JOIN post_texts t ON t.platform = g.platform AND t.post_id = g.post_id
    LEFT JOIN narrative_keys k ON k.text_key = t.text_key
    ORDER BY CASE WHEN g.reason = 'split' THEN 1 ELSE 0 END, g.entity_id, g.example_text, k.copy_key
"""
POSTS = Step(
    "narrative_posts",
    f"""
    SELECT s.platform, s.post_id, s.account_id, s.created_at, s.is_share,
           coalesce(x.language, s.language) AS language,
           f.copy_key, f.claim_id, f.narrative_id, f.likeness
    FROM (SELECT t.platform, t.post_id, t.account_id, t.created_at, t.is_share,
                 CASE WHEN l.language <> 'und' AND (l.confidence >= {SURE} OR p.language IS NULL) THEN l.language
                      ELSE coalesce(lower(p.language), 'und') END AS language,
                 coalesce(o.text_key, t.text_key) AS text_key
          FROM post_texts t
          JOIN posts p ON p.platform = t.platform AND p.post_id = t.post_id
          LEFT JOIN post_languages l ON l.platform = t.platform AND l.post_id = t.post_id
          LEFT JOIN post_texts o ON o.platform = p.platform AND o.post_id = p.repost_of) s
    JOIN narrative_keys k ON k.text_key = s.text_key
    LEFT JOIN (SELECT text_key, min(language) AS language FROM copies__translations GROUP BY text_key) x
      ON x.text_key = s.text_key
    JOIN narrative_found f ON f.copy_key = k.copy_key
    """,
)


class NarrativePosts:
    """Claims and narratives over the words of messages; a message is one text with its copies and translations."""

    name = "narrative_posts"
    description = (
        "The claim and the narrative that each post's text belongs to, across languages and platforms."
    )
    version = 1
    parameters = (
        Parameter("close", 0.45, "Least cosine of a message with the claim that it joins"),
        Parameter("near", 0.38, "Least cosine of a claim with the narrative that it joins"),
        Parameter("least_posts", 5, "Posts that a group must have to be called a narrative", "posts"),
    )
    needs = (
        "posts",
        "post_texts",
        "post_languages",
        "copies/texts",
        "copies/translations",
        "given/narratives",
    )
    makes = ("narrative_posts", "narrative_groups")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `narrative_posts`, a row per post with a text, and `narrative_groups`, a row per narrative."""
        engine.steps((KEYS, TOLD))
        said = engine.arrow(MESSAGES).to_pydict()
        close, near = (float(str(settings[name])) for name in ("close", "near"))
        found = told(Texts(*(said[n] for n in ("said", "copy_key", "message"))), _given(engine), close, near)
        engine.register("narrative_found", _found(said, found))
        engine.register("narrative_groups", _groups(said, found, settings))
        engine.table(POSTS)
        engine.drop("narrative_found", KEYS.name, TOLD.name)

    def examples(self) -> Sequence[Example]:
        """Wordings of two reports, and posts without words."""
        return (
            Example("two reports", True, {"posts": samples.posts((*samples.BRIDGE, *samples.LIBRARY) * 2)}),
            Example("no words", False, {"posts": samples.posts((None, "", "😀"))}),
        )


def _given(engine: Engine) -> Given:
    """Narratives that people gave, in the order of their ids."""
    rows = engine.arrow(GIVEN).to_pylist()
    ids = tuple(sorted({row["entity_id"] for row in rows}))
    place = {name: number for number, name in enumerate(ids)}
    examples = tuple((place[r["entity_id"]], r["example_text"]) for r in rows if r["example_text"])
    return Given(ids, examples, {r["copy_key"]: place[r["entity_id"]] for r in rows if r["copy_key"]})


def _found(said: Mapping[str, Any], found: Told) -> pa.Table:
    """Claim, narrative and likeness of each text."""
    import pyarrow as pa

    claim, narrative = found.claim[found.message].tolist(), found.narrative[found.message].tolist()
    return pa.table(
        {
            "copy_key": pa.array(said["copy_key"], pa.string()),
            "claim_id": pa.array([found.claim_ids[c] for c in claim], pa.string()),
            "narrative_id": pa.array([found.narrative_ids[n] for n in narrative], pa.string()),
            "likeness": pa.array(np.round(found.likeness[found.message], 6), pa.float64()),
        }
    )


def _groups(said: Mapping[str, Any], found: Told, settings: Mapping[str, Value]) -> pa.Table:
    """Narratives of at least `least_posts` posts, and those that people gave."""
    import pyarrow as pa

    posts = np.bincount(
        found.narrative[found.message], weights=said["posts"], minlength=len(found.narrative_ids)
    )
    least = int(str(settings["least_posts"]))
    chosen = np.flatnonzero((posts >= least) | (np.arange(len(posts)) < found.given)).tolist()
    rows = _rows(said["said"], found, chosen, int(str(settings["seed"])))
    return pa.Table.from_pylist(rows, schema=_schema())


def _rows(texts: Sequence[str], found: Told, chosen: Sequence[int], seed: int) -> Rows:
    of_text = found.narrative[found.message]
    order = np.argsort(of_text, kind="stable")
    cuts = np.searchsorted(of_text[order], np.arange(len(found.narrative_ids) + 1))
    places = {n: order[cuts[n] : cuts[n + 1]].tolist() for n in chosen}
    words = labels(texts, {str(n): places[n] for n in chosen})
    size = np.bincount(found.narrative, minlength=len(found.narrative_ids))
    like = np.bincount(found.narrative, weights=found.likeness, minlength=len(size)) / np.maximum(size, 1)
    claims = {n: len(set(found.claim[found.message[places[n]]].tolist())) for n in chosen}
    chance = by_chance(found, seed)
    return [
        {
            "narrative_id": found.narrative_ids[n],
            "given": n < found.given,
            "words": "|".join(words[str(n)]),
            "messages": int(size[n]),
            "claims": claims[n],
            "coherence": round(float(like[n]), 6),
            "coherence_by_chance": round(chance, 6),
            "novelty": round(new, 6),
        }
        for n, new in zip(chosen, novelty(found, chosen), strict=True)
    ]


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {"given": pa.bool_(), "messages": pa.int64(), "claims": pa.int64()}
    texts = ("narrative_id", "words")
    names = (
        "narrative_id",
        "given",
        "words",
        "messages",
        "claims",
        "coherence",
        "coherence_by_chance",
        "novelty",
    )
    return pa.schema([(n, kinds.get(n, pa.string() if n in texts else pa.float64())) for n in names])


NARRATIVE_POSTS = NarrativePosts()
