"""How well near-duplicates are found: against an exact comparison of all pairs, in one language per script.

`python -m evaluation.content.copies` cuts the Declaration of Human Rights (../shared/data/udhr) into texts of 40 to
140 characters, edits each as people do, and compares what `copies/texts` finds with every pair of Jaccard ≥ 0.7.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from floodwatch.copies.texts import clusters
from floodwatch.tools.lookalikes import bare
from floodwatch.tools.shingles import bands, candidates, jaccard, shingles
from floodwatch.tools.text import normalised

UDHR = Path("../shared/data/udhr/udhr.jsonl")
OUT = Path("evaluation/results/content")
LANGUAGES = ("en", "ru", "el-monoton", "hy", "ka", "he", "ar", "am", "hi", "bn", "pa", "gu", "ta", "te", "kn", "ml",
             "si", "th", "lo", "my", "km", "bo", "ko", "ja", "zh", "zh-Hant", "dv", "chr", "iu")  # fmt: skip
"""One language for each script, as the collection names them."""
LIKENESS, EDITS, SEED = 0.7, 6, 11
SIGNS = "🔥🌊✅🚨👀‼️➡️"


def texts(version: dict[str, Any], rng: np.random.Generator) -> Iterator[tuple[int, str]]:
    """Texts with the number of their original: pieces of the articles, and edits of each."""
    number = 0
    for article in version["articles"]:
        said = article or ""
        while len(said) >= 40:
            length = int(rng.integers(40, 141))
            piece, said = said[:length], said[length:]
            if len(piece) >= 40:
                yield from ((number, text) for text in (piece, *(edited(piece, rng) for _ in range(EDITS))))
                number += 1


def edited(text: str, rng: np.random.Generator) -> str:
    """The text with one to four changes: a letter, a sign, a link, a word moved to the front."""
    letters = list(text)
    for _ in range(int(rng.integers(1, 5))):
        place = int(rng.integers(len(letters)))
        match int(rng.integers(6)):
            case 0:
                letters[place] = letters[int(rng.integers(len(letters)))]
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, letters[int(rng.integers(len(letters)))])
            case 3:
                letters.append(SIGNS[int(rng.integers(len(SIGNS)))])
            case 4:
                letters += f" https://example.org/{rng.integers(9999)}"
            case 5:
                letters = letters[-6:] + letters[:-6]
    return "".join(letters)


def exact(forms: Sequence[str]) -> set[tuple[int, int]]:
    """All pairs of places whose sets of runs have Jaccard's index of at least `LIKENESS`, by comparing them all."""
    from scipy.sparse import csr_matrix, triu

    sets = shingles(forms)
    _, run = np.unique(sets.hashes, return_inverse=True)
    owner = np.repeat(np.arange(len(forms)), sets.sizes)
    holds = csr_matrix((np.ones(len(owner)), (owner, run)), shape=(len(forms), int(run.max()) + 1))
    shared = triu(holds @ holds.T, 1).tocoo()
    index = shared.data / (sets.sizes[shared.row] + sets.sizes[shared.col] - shared.data)
    near = index >= LIKENESS
    return set(zip(shared.row[near].tolist(), shared.col[near].tolist(), strict=True))


def measured(version: dict[str, Any]) -> dict[str, Any]:
    """Counts for one language: pairs that are there, found, rightly found; edits that are with their original."""
    rng = np.random.default_rng(SEED)
    origin: dict[str, int] = {}
    for number, text in texts(version, rng):
        origin.setdefault(bare(normalised(text)), number)
    forms = sorted(origin)
    there = exact(forms)
    pairs = candidates(bands(forms))
    like = jaccard(forms, pairs[:, 0], pairs[:, 1])
    found = set(map(tuple, pairs[like >= LIKENESS].tolist()))
    leader, _ = clusters(forms, LIKENESS)
    own = np.array([origin[form] for form in forms])
    led = leader >= 0
    return {
        "language": version["bcp47"],
        "name": version["name"],
        "texts": len(forms),
        "pairs": len(there),
        "found": len(found),
        "right": len(found & there),
        "grouped": int(led.sum()),
        "with_their_original": int((own[led] == own[leader[led]]).sum()),
    }


def main() -> None:
    """Measure every language and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    versions = {v["bcp47"]: v for v in map(json.loads, UDHR.read_text("utf-8").splitlines())}
    rows = [measured(versions[code]) for code in LANGUAGES if code in versions]
    out.mkdir(parents=True, exist_ok=True)
    (out / "copies.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (out / "copies.md").write_text("\n".join(page(rows)) + "\n", "utf-8")
    print(*page(rows), sep="\n")


def page(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The table as Markdown."""
    total = {
        key: sum(row[key] for row in rows)
        for key in ("pairs", "found", "right", "grouped", "with_their_original")
    }
    lines = [
        "# Near-duplicate texts",
        "",
        "Made by `python -m evaluation.content.copies`. Pieces of the Declaration of Human Rights (40 to 140 "
        f"characters), each with {EDITS} edits of one to four changes (a letter, a sign, a link, the last letters "
        "moved to the front)."
        f" Truth: every pair of texts whose sets of runs of characters have Jaccard's index of at least {LIKENESS}.",
        "",
        "| language | texts | pairs | recall | precision | in a cluster | led by their own original |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['name']} ({r['language']}) | {r['texts']:,} | {r['pairs']:,} | {r['right'] / r['pairs']:.4f} | "
        f"{r['right'] / max(r['found'], 1):.4f} | {r['grouped']:,} | "
        f"{r['with_their_original'] / max(r['grouped'], 1):.4f} |"
        for r in rows
    ]
    all_ = f"{total['right'] / total['pairs']:.4f} | {total['right'] / total['found']:.4f}"
    led = f"{total['with_their_original'] / total['grouped']:.4f}"
    return [*lines, f"| all {len(rows)} | | {total['pairs']:,} | {all_} | {total['grouped']:,} | {led} |"]


if __name__ == "__main__":
    main()
