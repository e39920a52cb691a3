"""Measures how translations are found: articles of the Universal Declaration of Human Rights, and the sample case.

`python -m evaluation.content.translations` writes `evaluation/results/content/translations.{json,md}`. The rule for
meanings was set on articles with even numbers; what is quoted comes from the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from evaluation.content.translations_page import page
from evaluation.stale import ROOT
from floodwatch.copies import meanings
from floodwatch.copies.agreement import Floats, Ints, Named, agreement, facts
from floodwatch.copies.neighbours import BY_FACTS, Nearest, Rule, candidates, mutual
from floodwatch.copies.neighbours import nearest as by_facts
from floodwatch.tools.anchors import Anchor, anchors
from floodwatch.tools.embeddings import Embedder, centred, embedded, embedder

UDHR = ROOT.parent / "shared" / "data" / "udhr" / "udhr.jsonl"
OUT = ROOT / "evaluation" / "results" / "content"
LANGUAGES = (
    "ar", "bn", "cs", "de-1996", "el-monoton", "en", "es", "fa", "fi", "fr", "hi", "hu", "id", "it", "ja", "ko", "nl",
    "pl", "pt-BR", "ru", "sv", "sw", "ta", "th", "tr", "uk", "vi",
)  # fmt: skip
LONGEST = 280
"""Characters of an article that are compared: those of a post."""
RULES = [
    replace(meanings.BY_MEANING, fewest=fewest, margin=margin)
    for fewest in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
    for margin in (0.0, 0.05, 0.1, 0.15)
]
"""Rules that were tried on the even articles, half of each language's left out so that many have no translation."""
PRECISION = 0.98
"""What a rule must reach; of those that do the one with most recall is taken."""


@dataclass(frozen=True, slots=True)
class Half:
    """Texts of some articles in every language: number of the language and of the article of each."""

    texts: list[str]
    language: Ints
    article: Ints


def halves(path: Path) -> tuple[Half, Half]:
    """The articles with even numbers, and the others."""
    known: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        known.setdefault(row["bcp47"], row["articles"])
    return _half(known, 0), _half(known, 1)


def _half(known: Mapping[str, Sequence[str]], odd: int) -> Half:
    found = [
        (" ".join(article.split())[:LONGEST], n, number)
        for n, code in enumerate(LANGUAGES)
        for number, article in enumerate(known[code], 1)
        if number % 2 == odd and article
    ]
    texts, language, article = zip(*found, strict=True)
    return Half(list(texts), np.array(language, np.int64), np.array(article, np.int64))


def thinned(half: Half) -> Half:
    """About half of the articles of each language, drawn alone: what is there in one may be missing in another."""
    kept = np.flatnonzero(np.random.default_rng(11).random(len(half.texts)) < 0.5)
    return Half([half.texts[n] for n in kept], half.language[kept], half.article[kept])


def named(found: Sequence[Sequence[Anchor]]) -> Named:
    """What texts name, in numbers."""
    things = sorted({a for own in found for a in own if a.kind != "tongue"})
    place = {thing: n for n, thing in enumerate(things)}
    pairs = sorted({(n, place[a]) for n, own in enumerate(found) for a in own if a in place})
    owner, anchor = np.array(pairs, np.int64).reshape(-1, 2).T
    return Named(owner, anchor, [t.kind for t in things], [t.value for t in things], len(found))


def by_anchors(half: Half) -> tuple[Nearest, tuple[Ints, Ints]]:
    """The nearest text of each other language by shared bits of anchors, and the pairs that facts accept."""
    given = facts(named([anchors(text) for text in half.texts]))
    count = len(half.texts)
    first, second = np.triu_indices(count, 1)
    _, bits = agreement(given, first.astype(np.int64), given, second.astype(np.int64))
    score = np.zeros((count, count))
    score[first, second] = score[second, first] = bits
    pairs = candidates(given)
    accepted = mutual(by_facts(pairs, half.language, count), half.language, count, BY_FACTS, given.least)
    return _first(score, half), accepted


def _first(score: Floats, half: Half) -> Nearest:
    """The best of each other language for each text; a tie for the first place is no answer (-1)."""
    source, target = [], []
    for spoken in np.unique(half.language):
        there = np.flatnonzero(half.language == spoken)
        others = np.flatnonzero(half.language != spoken)
        near = score[np.ix_(others, there)]
        best = near.max(axis=1)
        sure = ((near == best[:, None]).sum(axis=1) == 1) & (best > 0)
        source.append(others)
        target.append(np.where(sure, there[near.argmax(axis=1)], -1))
    whole = np.concatenate(source)
    zeros = np.zeros(len(whole))
    return Nearest(whole, np.concatenate(target), zeros, zeros, zeros)


def by_meaning(half: Half, model: Embedder, rule: Rule) -> tuple[Nearest, tuple[Ints, Ints]]:
    """The nearest by meaning, and the pairs that a rule accepts."""
    vectors = centred(embedded(half.texts, model), [LANGUAGES[n] for n in half.language])
    near = meanings.nearest(vectors, half.language)
    return near, mutual(near, half.language, len(half.texts), rule)


def scored(half: Half, near: Nearest, accepted: tuple[Ints, Ints]) -> dict[str, Any]:
    """Recall at one of the nearest, precision and recall of accepted pairs, over all and by pair of languages."""
    right = np.where(near.target >= 0, half.article[near.source] == half.article[near.target], False)
    good = half.article[accepted[0]] == half.article[accepted[1]]
    asked = _pairs_there(half)
    by: dict[tuple[int, int], list[int]] = {}
    for source, target, hit in zip(near.source.tolist(), near.target.tolist(), right.tolist(), strict=True):
        if target >= 0:
            _count(by, half, source, target, 0, int(hit))
    for first, second, hit in zip(*(a.tolist() for a in accepted), good.tolist(), strict=True):
        _count(by, half, first, second, 2, int(hit))
    return {
        "recall_at_1": _share(int(right.sum()), len(near.source)),
        "precision": _share(int(good.sum()), len(good)),
        "recall": _share(int(good.sum()), asked),
        "accepted": len(good),
        "by_pair": {f"{LANGUAGES[a]} {LANGUAGES[b]}": _pair(n, half, a) for (a, b), n in sorted(by.items())},
    }


def _pairs_there(half: Half) -> int:
    """Pairs of texts of one article in two languages."""
    times = np.bincount(half.article)
    return int((times * (times - 1) // 2).sum())


def _count(by: dict[tuple[int, int], list[int]], half: Half, one: int, other: int, at: int, hit: int) -> None:
    a, b = sorted((int(half.language[one]), int(half.language[other])))
    own = by.setdefault((a, b), [0, 0, 0, 0])
    own[at] += hit
    own[at + 1] += 1


def _pair(counts: Sequence[int], half: Half, language: int) -> dict[str, float | None]:
    articles = int((half.language == language).sum())
    return {
        "recall_at_1": _share(counts[0], 2 * articles),
        "precision": _share(counts[2], counts[3]),
        "recall": _share(counts[2], articles),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def chosen(half: Half, model: Embedder) -> tuple[Rule, list[dict[str, Any]]]:
    """The rule with most recall among those that are precise enough, and what each gave."""
    tried = []
    for rule in RULES:
        found = scored(half, *by_meaning(half, model, rule))
        tried.append({"fewest": rule.fewest, "margin": rule.margin, **_totals(found)})
    fit = [n for n, t in enumerate(tried) if (t["precision"] or 0) >= PRECISION]
    best = max(fit, key=lambda n: (tried[n]["recall"], -n)) if fit else 0
    return RULES[best], tried


def _totals(found: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in found.items() if k != "by_pair"}


def declaration(path: Path, model: Embedder | None) -> dict[str, Any]:
    """Figures of the Declaration: by anchors alone, and by meaning."""
    even, odd = halves(path)
    result: dict[str, Any] = {
        "languages": len(LANGUAGES),
        "articles": len(np.unique(odd.article)),
        "anchors": scored(odd, *by_anchors(odd)),
    }
    if model is not None:
        rule, tried = chosen(thinned(even), model)
        result["rule"] = {"fewest": rule.fewest, "margin": rule.margin, "tried": tried}
        result["shipped"] = {"fewest": meanings.BY_MEANING.fewest, "margin": meanings.BY_MEANING.margin}
        result["meanings"] = scored(odd, *by_meaning(odd, model, meanings.BY_MEANING))
        few = thinned(odd)
        result["thinned"] = _totals(scored(few, *by_meaning(few, model, meanings.BY_MEANING)))
    return result


def sample() -> dict[str, Any]:
    """Figures of the sample case with every declared language blank."""
    from evaluation.content.translations_sample import measured
    from floodwatch.worlds.sample import sample as world

    made = world()
    posts = made.tables["posts"]
    spoken = posts.column("language")
    place = posts.column_names.index("language")
    blank = posts.set_column(place, "language", pa.nulls(posts.num_rows, pa.string()))
    return measured(made, blank, spoken.to_pylist())


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and write both files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--udhr", type=Path, default=UDHR)
    options.add_argument("--out", type=Path, default=OUT)
    options.add_argument("--without-embeddings", action="store_true")
    given = options.parse_args(argv)
    model = None if given.without_embeddings else embedder()
    result = {"udhr": declaration(given.udhr, model), "sample": sample()}
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "translations.json").write_text(
        json.dumps(result, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    (given.out / "translations.md").write_text(page(result), encoding="utf-8")


if __name__ == "__main__":
    main()
