"""The same text again, with small edits: near-duplicates in any language and script.

Texts are compared as sets of short runs of characters after `tools.lookalikes.bare` has folded what an eye
passes over. A copy is a leader, the text with most near-duplicates, and those that share at least `likeness`
of their runs with it: nobody joins by likeness to another member, so copies do not drift along a chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from floodwatch.model.refs import content_id
from floodwatch.model.units import Engine, Example, Parameter, Step, Value
from floodwatch.tools.lookalikes import bare
from floodwatch.tools.shingles import Ints, bands, candidates, jaccard
from floodwatch.tools.text import normalised

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

LEAST = 8
"""Letters and digits that a text must have to be compared."""
MOST = 4000
"""Characters of a text that are compared."""
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)

DISTINCT = f"""
    SELECT t.text_key, min(substr(p.text, 1, {MOST})) AS said
    FROM post_texts t JOIN posts p USING (platform, post_id)
    WHERE NOT t.is_share AND t.text_key IS NOT NULL
    GROUP BY t.text_key ORDER BY t.text_key
"""
MADE = Step(
    "copies__texts",
    """
    SELECT t.platform, t.post_id, t.account_id, t.created_at, t.text_key, c.copy_id, c.distance
    FROM post_texts t JOIN copies_found c USING (text_key) WHERE NOT t.is_share
    """,
)


class Texts:
    """Clusters of near-duplicate texts."""

    name = "copies/texts"
    description = "Posts whose text is that of others with small edits, by cluster, in any script."
    version = 1
    parameters = (
        Parameter(
            "likeness", 0.7, "Least Jaccard index with the leader of a cluster, over runs of characters"
        ),
    )
    needs = ("posts", "post_texts")
    makes = ("copies/texts",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `copies/texts`: a row for each post of a cluster of at least two texts."""
        keys, texts = _texts(engine)
        forms, form_of = np.unique(np.array(texts, dtype=object), return_inverse=True)
        said = forms.tolist()
        leader, distance = clusters(said, float(str(settings["likeness"])), int(str(settings["seed"])))
        alone = (leader < 0) & (np.bincount(form_of, minlength=len(said)) > 1)
        leader[alone] = np.flatnonzero(alone)
        engine.register("copies_found", _table(keys, said, leader[form_of], distance[form_of]))
        engine.table(MADE)
        engine.drop("copies_found")

    def examples(self) -> Sequence[Example]:
        """A text with a letter changed and an emoji added, and two that only begin alike."""
        said = "The bridge over the river opens again on Monday at nine"
        return (
            Example("an edit", True, _posts(said, said.replace("nine", "n1ne") + " 🌉")),
            Example(
                "another text", False, _posts(said, "The bridge over the sea is closed for the whole summer")
            ),
        )


def clusters(texts: Sequence[str], likeness: float, seed: int = 1) -> tuple[Ints, NDArray[np.float64]]:
    """For each of some distinct texts the place of its leader (-1 for none), and its distance from it."""
    pairs = candidates(bands(texts, seed))
    alike = jaccard(texts, pairs[:, 0], pairs[:, 1])
    near = alike >= likeness
    return led(len(texts), pairs[near], alike[near])


def led(count: int, pairs: Ints, alike: NDArray[np.float64]) -> tuple[Ints, NDArray[np.float64]]:
    """Leaders by falling number of near-duplicates, and everybody else with the closest leader.

    `pairs` (n, 2) are places of near-duplicates, `alike` how near they are.
    """
    both = np.concatenate((pairs, pairs[:, ::-1]))
    worth = np.concatenate((alike, alike))
    order = np.lexsort((both[:, 1], both[:, 0]))
    both, worth = both[order], worth[order]
    degree = np.bincount(both[:, 0], minlength=count)
    starts = np.concatenate(([0], np.cumsum(degree)))
    heads = np.zeros(count, bool)
    taken = np.zeros(count, bool)
    for place in np.lexsort((np.arange(count), -degree)).tolist():
        if degree[place] and not taken[place]:
            heads[place] = True
            taken[both[starts[place] : starts[place + 1], 1]] = True
    return _joined(count, heads, both, worth)


def _joined(
    count: int, heads: NDArray[np.bool_], both: Ints, worth: NDArray[np.float64]
) -> tuple[Ints, NDArray[np.float64]]:
    leader, distance = np.full(count, -1, np.int64), np.zeros(count)
    joins = heads[both[:, 1]] & ~heads[both[:, 0]]
    member, head, near = both[joins, 0], both[joins, 1], worth[joins]
    order = np.lexsort((head, -near, member))
    first = order[np.append(True, member[order][1:] != member[order][:-1])[: len(order)]]
    leader[member[first]], distance[member[first]] = head[first], 1 - near[first]
    followed = np.unique(head[first])
    leader[followed] = followed
    return leader, distance


def _texts(engine: Engine) -> tuple[pa.ChunkedArray, list[str]]:
    """Distinct texts long enough to be compared: their keys, and their bare forms."""
    import pyarrow as pa

    keys: list[pa.Array] = []
    texts: list[str] = []
    with engine.batches(DISTINCT) as reader:
        for batch in reader:
            made = [bare(normalised(said)) for said in batch.column("said").to_pylist()]
            kept = [len(form) >= LEAST for form in made]
            keys.append(batch.column("text_key").filter(pa.array(kept)))
            texts += [form for form, enough in zip(made, kept, strict=True) if enough]
    return pa.chunked_array(keys, pa.string()), texts


def _table(
    keys: pa.ChunkedArray, forms: Sequence[str], leader: Ints, distance: NDArray[np.float64]
) -> pa.Table:
    """Text keys that have a leader, the id of their copy, and how far they are from its leader."""
    import pyarrow as pa

    led = leader >= 0
    ids = {place: content_id("text", forms[place]) for place in np.unique(leader[led]).tolist()}
    return pa.table(
        {
            "text_key": keys.filter(pa.array(led)),
            "copy_id": pa.array([ids[place] for place in leader[led].tolist()], pa.string()),
            "distance": pa.array(distance[led], pa.float64()),
        }
    )


def _posts(*said: str) -> dict[str, list[dict[str, Any]]]:
    posts = [
        {"platform": "x", "post_id": str(n), "account_id": f"a{n}", "created_at": NOON, "text": t}
        for n, t in enumerate(said)
    ]
    kept = ("platform", "post_id", "account_id", "created_at")
    return {
        "posts": posts,
        "post_texts": [
            {**{k: p[k] for k in kept}, "text_key": normalised(str(p["text"])), "is_share": False}
            for p in posts
        ],
    }


TEXTS = Texts()
