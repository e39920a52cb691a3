"""`python -m evaluation.reading.fit`: learn the weights by which the reader decides what a name is.

A multinomial logistic regression with a penalty on large weights, from the marked texts of all halves but the sealed
one. Signs of fewer than three texts are left out, so that nothing is learnt from one text alone.
`python -m evaluation.reading.cross` says how well it does on texts that were held back.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evaluation.reading.laid_out import document
from evaluation.reading.matching import span
from evaluation.reading.texts import Text, texts
from floodwatch.knowledge.reading.cast import gathered
from floodwatch.knowledge.reading.weighing import ALWAYS, CLASSES, said, signs_of
from floodwatch.model.documents import Document

HERE = Path(__file__).parent
HALVES = ("open", "fresh", "unseen", "unread")
FILE = HERE.parents[1] / "src/floodwatch/vocabulary/reading/weights.yaml"
LEAST_TEXTS = 3
PENALTY = 2.0
SMALL = 0.03
"""Weights that are left out of the file."""
OFTEN = 3
"""Places of a name that count; its weight is the root of their number."""
TURNS = 2000
HEAD = """# Weight of each sign for each class of a name, learnt from the marked texts of evaluation/reading by
# `python -m evaluation.reading.fit`, which writes this file. Not to be changed by hand.
"""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A name of a text with its signs, and what it is."""

    text: str
    signs: frozenset[str]
    points: tuple[float, ...]
    truth: str
    places: int


Weights = dict[str, dict[str, float]]


@cache
def examples(half: str) -> tuple[Example, ...]:
    """Every name of a half that the reader considers."""
    return tuple(one for text in texts(HERE / half) for one in of_text(text, document(text)))


def of_text(text: Text, read: Document) -> Iterator[Example]:
    """Every name of one text that the reader considers: what is marked at most of its places is the truth."""
    marked = [
        (span(item, read.text), str(item.get("class", item["kind"])))
        for item in text.items
        if item["kind"] in ("name", "person", "platform")
    ]
    for one in gathered(read).values():
        found = Counter(_marked(place, marked) for place in one.stands)
        if found:
            truth = found.most_common(1)[0][0]
            yield Example(text.path.stem, signs_of(one), tuple(said(one).values()), truth, one.places)


def _marked(place: tuple[int, int], marked: Sequence[tuple[tuple[int, int], str]]) -> str:
    """The class of the item at a place, else of one that shares some of it."""
    same = [kind for (start, end), kind in marked if (start, end) == place]
    near = [kind for (start, end), kind in marked if start < place[1] and place[0] < end]
    return next(iter(same + near), "")


def fitted(given: Sequence[Example]) -> Weights:
    """The weights that the examples teach."""
    where: dict[str, set[str]] = defaultdict(set)
    for one in given:
        for sign in one.signs:
            where[sign].add(one.text)
    known = sorted(sign for sign, seen in where.items() if len(seen) >= LEAST_TEXTS or sign == ALWAYS)
    learnt = _minimum(_matrix(given, known), given, [0.0 if sign == ALWAYS else PENALTY for sign in known])
    return {sign: row for sign, values in zip(known, learnt, strict=True) if (row := _row(values))}


def _row(values: Matrix) -> dict[str, float]:
    """The weights of one sign that are not small, none of them longer than two digits."""
    pairs = ((kind or "none", round(float(value), 2)) for kind, value in zip(CLASSES, values, strict=True))
    return {kind: value for kind, value in pairs if abs(value) > SMALL}


def _matrix(given: Sequence[Example], known: Sequence[str]) -> csr_matrix:
    number = {sign: n for n, sign in enumerate(known)}
    pairs = [(n, number[s]) for n, one in enumerate(given) for s in sorted(one.signs) if s in number]
    rows, columns = zip(*pairs, strict=True)
    return csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(given), len(known)))


def _minimum(matrix: csr_matrix, given: Sequence[Example], penalties: Sequence[float]) -> Matrix:
    """The weights with the least loss and penalty."""
    truth = np.eye(len(CLASSES))[[CLASSES.index(one.truth) for one in given]]
    counts = np.sqrt([min(OFTEN, one.places) for one in given])[:, None]
    points = np.array([one.points for one in given])
    held = np.asarray(penalties)[:, None] + 1e-3
    shape = (len(penalties), len(CLASSES))

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(shape)
        sums = matrix @ weights + points
        sums -= sums.max(axis=1, keepdims=True)
        logs = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        slope = matrix.T @ ((np.exp(logs) - truth) * counts) + held * weights
        return float(-(counts * truth * logs).sum() + (held * weights**2).sum() / 2), slope.ravel()

    bounds = {"maxiter": TURNS, "maxfun": 2 * TURNS, "ftol": 1e-12, "gtol": 1e-5}
    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options=bounds)
    return np.asarray(found.x.reshape(shape))


def written(weights: Weights) -> str:
    """The file that the reader loads."""
    lines = (
        f"  {_quoted(sign)}: {{{', '.join(f'{kind}: {value:g}' for kind, value in row.items())}}}"
        for sign, row in sorted(weights.items())
    )
    return HEAD + "weights:\n" + "\n".join(lines) + "\n"


def _quoted(sign: str) -> str:
    escaped = sign.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> None:
    """Fit, and write the file."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    given = [one for half in HALVES for one in examples(half)]
    weights = fitted(given)
    FILE.write_text(written(weights), "utf-8")
    print(f"{len(given)} names, {len(weights)} signs")


if __name__ == "__main__":
    main()
