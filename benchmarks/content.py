"""Cost of what is read out of texts: `python -m benchmarks.content PARQUET all|UNIT [POSTS]`.

With a number the posts are made and written to the file; without, the file is read and the units run over it, so that
making posts is no part of what is measured.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.children import own_cpu

if TYPE_CHECKING:
    import pyarrow as pa

SEED = 20_240_501
UNITS = (
    "post_languages",
    "post_texts",
    "post_anchors",
    "copies/texts",
    "copies/translations",
    "narrative_posts",
)
LANGUAGES = ("en", "es", "pt", "ar", "ru", "ja", "tr", "id", "fr", "hi", "de", "it", "ko", "fa", "th", "pl", "nl", "vi",
             "uk", "el", "cs", "ro", "sv", "hu", "he", "bn", "sr", "bg", "ta", "zh")  # fmt: skip
STARTED = int(datetime(2024, 5, 1, tzinfo=UTC).timestamp())


def texts(count: int) -> list[str]:
    """Short texts in 30 languages, common ones more often: three fifths new, a fifth repeated, a fifth edited."""
    from floodwatch.worlds.lexicon import facts, render

    rng = np.random.default_rng(SEED)
    new = count * 3 // 5
    rank = np.minimum(rng.zipf(1.4, new) - 1, len(LANGUAGES) - 1)
    language = np.array(LANGUAGES, dtype=object)[rank]
    said = render(language, facts(rng, new), rng.integers(8, size=new)).tolist()
    again = [said[i] for i in rng.integers(new, size=(count - new) // 2).tolist()]
    chosen = rng.integers(new, size=count - new - len(again)).tolist()
    return [*said, *again, *(edited(said[i], rng) for i in chosen)]


def edited(text: str, rng: np.random.Generator) -> str:
    """The text with two letters changed and a number at its end."""
    letters = list(text)
    for place in rng.integers(len(letters), size=2).tolist():
        letters[place] = letters[int(rng.integers(len(letters)))]
    return "".join(letters) + f" {rng.integers(10_000)}"


def posts(count: int) -> pa.Table:
    """The texts as posts, by a twentieth as many accounts, in a mixed order."""
    import pyarrow as pa

    from floodwatch.model.records import POSTS
    from floodwatch.tools.arrow import conform

    rng = np.random.default_rng(SEED + 1)
    said = pa.array(texts(count), pa.string()).take(pa.array(rng.permutation(count)))
    authors = rng.integers(max(count // 20, 1), size=count)
    return conform(
        POSTS,
        pa.table(
            {
                "platform": pa.array(["x"] * count),
                "post_id": pa.array([str(n) for n in range(count)]),
                "account_id": pa.array([f"a{n}" for n in authors.tolist()]),
                "created_at": pa.array(
                    (STARTED + np.arange(count)) * 1_000_000, pa.timestamp("us", tz="UTC")
                ),
                "text": said,
            }
        ),
    )


def main(path: str, wanted: str, count: str = "") -> None:
    """Make the posts; or print, unit by unit, CPU seconds, megabytes held at most so far, and rows made, as JSON."""
    if count:
        import pyarrow.parquet as pq

        pq.write_table(posts(int(count)), path)
        return
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import leading_to, ordered, run_one
    from floodwatch.model.records import TABLES
    from floodwatch.model.units import Step
    from floodwatch.tools.arrow import empty

    given = [t.name for t in TABLES]
    names = UNITS if wanted == "all" else (wanted,)
    chosen = {u.name: u for name in names for u in leading_to(every(False), name, given)}
    tables: dict[str, object] = {}
    told = []
    with DuckDB(memory="2GB") as engine:
        for table in TABLES:
            engine.register(table.name, empty(table))
        engine.scan("posts_held", [Path(path)])
        engine.drop("posts")
        engine.view(Step("posts", "SELECT * FROM posts_held"))
        for unit in ordered(list(chosen.values()), given):
            began = own_cpu()
            ran = run_one(engine, unit, {"seed": 1}, tables)
            tables.update(dict.fromkeys(unit.makes, unit.name))
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            told.append(
                {"unit": unit.name, "cpu": own_cpu() - began, "mb": held, "rows": sum(ran.rows.values())}
            )
    print(json.dumps([row for row in told if wanted == "all" or row["unit"] == wanted]))


if __name__ == "__main__":
    main(*sys.argv[1:])
