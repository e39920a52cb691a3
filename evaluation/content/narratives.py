"""Scores ways to group posts into narratives against the hand-made labels.

`python -m evaluation.content.narratives` groups all tweets of October 2016 with every method, chooses settings on the
posts of `dev` and scores those of `test`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.content.clusters import BCubed, Resampled, adjusted_rand, b_cubed, pair_f1
from evaluation.content.labelled import NONE, Label, labels, second
from evaluation.content.methods import SIMPLE, Groups, floodwatch, given
from evaluation.content.narratives_page import table
from evaluation.content.posts import IRA, Post, posts
from evaluation.measures import Estimate
from evaluation.run import write
from evaluation.stale import ROOT, code_hash

SEED = 22
OUT = ROOT / "evaluation" / "results" / "content"
LEVELS = {"narrative_id": "Floodwatch, narratives", "claim_id": "Floodwatch, claims"}
"""Columns of `narrative_posts`, and how their groups are called."""
Answer = Mapping[str, Hashable]
"""Group of each post, by ref."""


@dataclass(frozen=True, slots=True)
class Question:
    """Labels to score on, and what each post's true group is."""

    name: str
    refs: tuple[str, ...]
    truth: tuple[str, ...]

    def scored(self, answer: Answer) -> BCubed:
        """How well an answer does."""
        return b_cubed(self.truth, [answer[ref] for ref in self.refs])


def questions(found: Sequence[Label], split: str) -> dict[str, Question]:
    """What is asked of a split: narratives; those that several posts tell; with chatter as posts alone; topics."""
    of_split = [label for label in found if label.split == split]
    told = [label for label in of_split if label.narrative != NONE]
    names = [label.narrative for label in told]
    shared = [label for label in told if names.count(label.narrative) > 1]
    return {
        "narratives": _question("narratives", told, [label.narrative for label in told]),
        "shared": _question("shared", shared, [label.narrative for label in shared]),
        "chatter": _question("chatter", of_split, [_or_ref(label) for label in of_split]),
        "topics": _question("topics", told, [label.topic for label in told]),
    }


def _question(name: str, found: Sequence[Label], truth: Sequence[str]) -> Question:
    return Question(name, tuple(label.ref for label in found), tuple(truth))


def _or_ref(label: Label) -> str:
    return label.ref if label.narrative == NONE else label.narrative


def agreement(first: Sequence[Label], again: Mapping[str, str]) -> dict[str, Any]:
    """How far two readings of the same posts agree; `none` is a group of its own."""
    twice = [label for label in first if label.ref in again]
    groups = [label.ref if again[label.ref] == NONE else again[label.ref] for label in twice]
    return {"posts": len(twice), "f1": round(b_cubed([_or_ref(label) for label in twice], groups).f1(), 4)}


def simple(all_posts: Sequence[Post], dev: Question) -> dict[str, tuple[str, Answer]]:
    """Every simple method with the setting that does best on the posts for choosing."""
    return {name: _best(all_posts, dev, settings) for name, settings in SIMPLE.items()}


def _best(all_posts: Sequence[Post], dev: Question, settings: Sequence[Any]) -> tuple[str, Answer]:
    tried = [(said, _answer(all_posts, method(all_posts))) for said, method in settings]
    return max(tried, key=lambda one: dev.scored(one[1]).f1())


def _answer(all_posts: Sequence[Post], groups: Groups) -> Answer:
    return {post.ref: group for post, group in zip(all_posts, groups, strict=True)}


def measured(asked: Mapping[str, Question], answers: Mapping[str, tuple[str, Answer]]) -> dict[str, Any]:
    """All figures of every method, and Floodwatch's leads over the others where it is among them."""
    ours = [name for name in answers if name in LEVELS.values()]
    draws = {name: Resampled(question.truth, SEED) for name, question in asked.items()}
    scores = {m: {q: asked[q].scored(answer) for q in asked} for m, (_, answer) in answers.items()}
    return {
        "methods": {m: _figures(asked, *answers[m], scores[m], draws) for m in answers},
        "leads": {
            our: {
                m: {q: _listed(draws[q].difference(scores[our][q], scores[m][q])) for q in asked}
                for m in answers
                if m not in ours
            }
            for our in ours
        },
    }


def _figures(
    asked: Mapping[str, Question],
    setting: str,
    answer: Answer,
    scores: Mapping[str, BCubed],
    draws: Mapping[str, Resampled],
) -> dict[str, Any]:
    told, main = asked["narratives"], scores["narratives"]
    said = [answer[ref] for ref in told.refs]
    return {
        "setting": setting,
        "groups": len(set(answer.values())),
        "precision": round(float(main.precision.mean()), 4),
        "recall": round(float(main.recall.mean()), 4),
        "f1": {q: _listed(draws[q].estimate(scores[q])) for q in asked},
        "pair_f1": round(pair_f1(told.truth, said), 4),
        "adjusted_rand": round(adjusted_rand(told.truth, said), 4),
    }


def _listed(found: Estimate) -> list[float]:
    return [round(x, 4) for x in (found.value, found.low, found.high) if x is not None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Group, choose, score and write; what is scored on `dev`, or without some methods, is only printed."""
    options = _options(arguments)
    if not options.posts.exists():
        raise SystemExit(f"The labelled tweets are not at {options.posts}; say where with --posts.")
    all_posts, found = posts([options.posts]), labels()
    dev, asked = questions(found, "dev"), questions(found, options.on)
    answers: dict[str, tuple[str, Answer]] = {}
    if options.methods != "floodwatch":
        answers |= simple(all_posts, dev["narratives"])
    if options.methods != "simple":
        settings = dict(pair.split("=", 1) for pair in options.set)
        for level, groups in floodwatch(
            [options.posts], LEVELS, {k: float(v) for k, v in settings.items()}
        ).items():
            answers[LEVELS[level]] = ("", _answer(all_posts, given(all_posts, groups)))
    summary = {
        "code": code_hash(),
        "posts": len(all_posts),
        "on": options.on,
        "agreement": agreement(found, second()),
        "asked": _sizes(asked),
        **measured(asked, answers),
    }
    if (options.on, options.methods, options.set) == ("test", "all", []):
        write(options.out / "narratives.json", json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
        write(options.out / "narratives.md", table(summary))
    print(table(summary))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path, default=IRA, help="the tweets of October 2016")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--on", choices=("dev", "test"), default="test")
    parser.add_argument("--methods", choices=("all", "simple", "floodwatch"), default="all")
    parser.add_argument("--set", action="append", default=[], help="a setting of Floodwatch, as near=0.4")
    return parser.parse_args(arguments)


def _sizes(asked: Mapping[str, Question]) -> dict[str, list[int]]:
    return {name: [len(q.refs), len(set(q.truth))] for name, q in asked.items()}


if __name__ == "__main__":
    main()
