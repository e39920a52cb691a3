"""A matrix as people write it down, read and weighed in both ways: what speaks against, and how likely.

docs/weighing.md explains the file. What is written wrongly is a ValueError that says where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from floodwatch.assessment import hypotheses, likelihood, naming
from floodwatch.assessment.evidence import Hypothesis, Item, Matrix, Range, offered
from floodwatch.vocabulary.estimates import FIRST

MOST = 200
"""Hypotheses, and items, that one matrix may have."""
OF_MATRIX = (
    "question",
    "asks",
    "hypotheses",
    "evidence",
    "prior",
    "prior_reason",
    "profile_sources",
    "milestones",
    "about",
)
OF_ITEM = (
    "name",
    "text",
    "kind",
    "group",
    "sources",
    "refs",
    "credibility",
    "relevance",
    "copied",
    "cells",
    "chances",
)
WORDS = ("text", "kind", "group", "credibility", "relevance")
LISTS = ("sources", "refs", "copied")


def read(told: Any) -> Matrix:
    """The matrix of a file's content; the explanations that are always offered are added."""
    given = _mapping(told, "the file", OF_MATRIX)
    asks = _text(given.get("asks", "operator"), "asks")
    known = tuple(
        _hypothesis(name, one) for name, one in _mapping(given.get("hypotheses", {}), "hypotheses").items()
    )
    priors = _mapping(given.get("prior", {}), "prior")
    return Matrix(
        _text(given.get("question", ""), "question"),
        asks,
        offered(known, asks),
        tuple(_item(one, f"evidence {n}") for n, one in enumerate(_list(given.get("evidence", []), "evidence"), 1)),
        {name: _range(value, f"prior of {name}") for name, value in priors.items()},
        _text(given.get("prior_reason", ""), "prior_reason"),
        _texts(given.get("profile_sources", []), "profile_sources"),
        _texts(given.get("milestones", []), "milestones"),
        _texts(given.get("about", []), "about"),
    )  # fmt: skip


def weighed(matrix: Matrix, seed: int = 1, vocabulary: str = FIRST) -> dict[str, Any]:
    """Everything that follows from a matrix, as plain values; a half is None where nothing was put in for it."""
    rated = any(item.cells for item in matrix.items)
    judged = any(item.chances for item in matrix.items)
    odds = likelihood.odds(matrix, seed, vocabulary) if judged else None
    shares = (*odds.shares, *odds.together) if odds else ()
    asked, left_open = naming.answers(matrix.asks)
    return {
        "question": matrix.question,
        "asks": asked,
        "question_of": matrix.asks,
        "about": list(matrix.about),
        "left_open": list(left_open),
        "hypotheses": [asdict(one) for one in matrix.hypotheses],
        "evidence": [_evidence(item, matrix) for item in matrix.items],
        "milestones": list(matrix.milestones),
        "against": asdict(hypotheses.weigh(matrix)) if rated else None,
        "odds": asdict(odds) if odds else None,
        "stated": [asdict(one) for one in naming.named(matrix, shares, vocabulary)],
        "vocabulary": vocabulary,
        "seed": seed,
    }


def _evidence(item: Item, matrix: Matrix) -> dict[str, Any]:
    return {**asdict(item), "not_independent": naming.independent(item, matrix)}


def _hypothesis(name: str, told: Any) -> Hypothesis:
    if isinstance(told, str):
        return Hypothesis(name, told)
    given = _mapping(told or {}, f"hypothesis {name}", ("text", "kind"))
    return Hypothesis(name, **{key: _text(value, f"{key} of {name}") for key, value in given.items()})


def _item(told: Any, where: str) -> Item:
    given = _mapping(told, where, OF_ITEM)
    name = _text(given.get("name", ""), f"name of {where}")
    if not name:
        raise ValueError(f"{where} has no name")
    words = {key: _text(given[key], f"{key} of {name}") for key in WORDS if key in given}
    lists = {key: _texts(given[key], f"{key} of {name}") for key in LISTS if key in given}
    cells = {
        h: _text(c, f"cell {h} of {name}")
        for h, c in _mapping(given.get("cells", {}), f"cells of {name}").items()
    }
    chances = _mapping(given.get("chances", {}), f"chances of {name}")
    ranges = {h: _range(value, f"chance {h} of {name}") for h, value in chances.items()}
    more: dict[str, Any] = {**words, **lists}
    return Item(name, cells=cells, chances=ranges, **more)


def _mapping(told: Any, where: str, keys: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(told, dict) or not all(isinstance(key, str) for key in told):
        raise ValueError(f"{where}: names with values are needed")
    if len(told) > MOST:
        raise ValueError(f"{where}: more than {MOST}")
    unknown = [key for key in told if keys and key not in keys]
    if unknown:
        raise ValueError(f"{where}: {unknown[0]!r} is none of {', '.join(keys)}")
    return told


def _list(told: Any, where: str) -> list[Any]:
    if not isinstance(told, list) or len(told) > MOST:
        raise ValueError(f"{where}: a list is needed, of {MOST} at most")
    return told


def _text(told: Any, where: str) -> str:
    if not isinstance(told, str):
        raise ValueError(
            f"{where}: text is needed, not {type(told).__name__}; quote words such as no and numbers"
        )
    return told.strip()


def _texts(told: Any, where: str) -> tuple[str, ...]:
    return tuple(_text(one, where) for one in _list([told] if isinstance(told, str) else told, where))


def _range(told: Any, where: str) -> Range:
    """One number, or the least and the most that it may be."""
    ends = told if isinstance(told, list) else [told]
    if len(ends) not in (1, 2) or any(isinstance(e, bool) or not isinstance(e, int | float) for e in ends):
        raise ValueError(f"{where}: a number such as 0.2 or a range such as [0.1, 0.3] is needed")
    return float(ends[0]), float(ends[-1])
