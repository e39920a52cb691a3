"""Measures the lists of harmful terms: hand-labelled sentences, and false alarms on text that holds no harm.

`python -m evaluation.content.terms` scores `terms.tsv` (dev: the lists were corrected with it; held: they were not)
and reads the Universal Declaration of Human Rights in all its versions and the filler of the synthetic worlds.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.run import write
from evaluation.stale import ROOT, code_hash
from floodwatch.features.post_probes import probes
from floodwatch.tools.rates import Rate
from floodwatch.tools.terms import Hit, found
from floodwatch.vocabulary.load import load

OUT = ROOT / "evaluation" / "results" / "content"
UDHR = ROOT.parent / "shared" / "data" / "udhr" / "udhr.jsonl"
SENTENCES = Path(__file__).with_suffix(".tsv")
PARTS = ("held", "dev")
FILLER = 100
"""Filler posts per language."""
LEAST = 5
"""Sentences of a language for which it has a row of its own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; `label` is people, state or none, `mark` how the term is meant."""

    part: str
    pair: str
    language: str
    category: str
    label: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence and what the lists found in it."""

    asked: Sentence
    hits: tuple[Hit, ...]

    def has(self, label: str) -> bool:
        """Whether a term of that label was found."""
        return any(h.label == label for h in self.hits)

    @property
    def counted(self) -> bool:
        """Whether the sentence would count: a term about people, used."""
        return any(h.label == "people" and h.mark == "used" for h in self.hits)

    @property
    def must_count(self) -> bool:
        """Whether it should."""
        return self.asked.label == "people" and self.asked.mark == "used"


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """The labelled sentences, in their order."""
    lines = path.read_text("utf-8").splitlines()
    return [Sentence(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def scores(answers: Sequence[Answer]) -> dict[str, Any]:
    """Precision and recall of what is found and of what counts, with exact bounds."""
    people = [a for a in answers if a.asked.label == "people"]
    meant = [a for a in people if a.has("people")]
    return {
        "sentences": len(answers),
        "people": _pair(answers, lambda a: a.asked.label == "people", lambda a: a.has("people")),
        "counted": _pair(answers, lambda a: a.must_count, lambda a: a.counted),
        "state": _pair(answers, lambda a: a.asked.label == "state", lambda a: a.has("state")),
        "category": _rate(sum(a.asked.category in {h.category for h in a.hits} for a in meant), len(meant)),
        "mark": _rate(sum({h.mark for h in a.hits} == {a.asked.mark} for a in meant), len(meant)),
        "innocent_alarms": _alarms(a for a in answers if a.asked.label == "none"),
        "criticism_taken_for_hatred": _alarms(a for a in answers if a.asked.label == "state"),
    }


def _alarms(answers: Iterable[Answer]) -> list[float | int | None]:
    given = list(answers)
    return _rate(sum(a.has("people") for a in given), len(given))


def _pair(answers: Sequence[Answer], true: Any, said: Any) -> dict[str, list[float | int | None]]:
    right = sum(true(a) and said(a) for a in answers)
    return {
        "precision": _rate(right, sum(map(said, answers))),
        "recall": _rate(right, sum(map(true, answers))),
    }


def _rate(hits: int, of: int) -> list[float | int | None]:
    """The share, its 95% bounds, and what it is a share of."""
    rate = Rate(hits, of)
    low, high = rate.bounds()
    share = rate.share
    return [None if share is None else round(share, 4), round(low, 4), round(high, 4), hits, of]


def by(answers: Sequence[Answer], field: str) -> dict[str, list[int]]:
    """By language or category: sentences, those about people, found of these, false alarms."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[getattr(answer.asked, field)].append(answer)
    told = {}
    for name in sorted(groups):
        own = groups[name]
        people = [a for a in own if a.asked.label == "people"]
        alarms = sum(a.has("people") for a in own if a.asked.label != "people")
        told[name] = [len(own), len(people), sum(a.has("people") for a in people), alarms]
    return told


def hard_pairs(given: Iterable[Sentence]) -> int:
    """Pairs with sentences on both sides of the line: a term that counts, and one or a text that does not."""
    sides = defaultdict(set)
    for one in given:
        sides[one.pair].add(one.label == "people" and one.mark == "used")
    return sum(len(s) == 2 for s in sides.values())


def declaration(path: Path) -> Iterator[tuple[str, str]]:
    """Language and text of each passage of the Declaration."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        for text in (row["title"], *(row["preamble"] or ()), *row["articles"]):
            if text:
                yield row["bcp47"], text


def filler() -> Iterator[tuple[str, str]]:
    """Language and text of the worlds' neutral posts."""
    from floodwatch.worlds.lexicon import facts, render

    for number, code in enumerate(sorted(load("worlds/languages.yaml"))):
        rng = np.random.default_rng(number)
        yield from (
            (code, str(text)) for text in render(code, facts(rng, FILLER), rng.integers(0, 9, FILLER))
        )


def alarms(texts: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Every term and probe in text that holds none, by language."""
    seen, languages = 0, set()
    hits: Counter[tuple[str, str, str]] = Counter()
    for language, text in texts:
        seen += 1
        languages.add(language)
        hits.update({(language, h.label, h.term) for h in found(text)})
        hits.update({(language, "probe", topic) for topic, _, _ in probes(text)})
    people = sum(n for (_, label, _), n in hits.items() if label == "people")
    return {
        "texts": seen,
        "languages": len(languages),
        "people": _rate(people, seen),
        "found": [[*key, n] for key, n in sorted(hits.items())],
    }


def evaluated(udhr: Path) -> dict[str, Any]:
    """All figures."""
    given = sentences()
    answers = [Answer(one, found(one.text)) for one in given]
    parts = {part: [a for a in answers if a.asked.part == part] for part in PARTS}
    return {
        "code": code_hash(),
        "hard_pairs": hard_pairs(given),
        "languages": len({s.language for s in given}),
        "scores": {part: scores(own) for part, own in parts.items()},
        "by_language": {part: by(own, "language") for part, own in parts.items()},
        "by_category": {part: by(own, "category") for part, own in parts.items()},
        "wrong_held": [
            [a.asked.pair, a.asked.language, a.asked.label, a.asked.mark, [[*h[:4]] for h in a.hits]]
            for a in parts["held"]
            if a.has("people") != (a.asked.label == "people") or a.counted != a.must_count
        ],
        "declaration": alarms(declaration(udhr)) if udhr.exists() else None,
        "filler": alarms(filler()),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write `terms.json` and `terms.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--udhr", type=Path, default=UDHR)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(arguments)
    told: Mapping[str, Any] = evaluated(asked.udhr)
    from evaluation.content.terms_page import page

    write(asked.out / "terms.json", json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    write(asked.out / "terms.md", page(told))


if __name__ == "__main__":
    main()
