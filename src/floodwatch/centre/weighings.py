"""Matrices that a centre keeps: the file as evidence, what came of it in the log, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.markings import asked as marking

if TYPE_CHECKING:
    from floodwatch.casebook.weighings import Weighing
    from floodwatch.centre.handles import Centre

HERE = ("finding:", "claim:")
"""What a matrix may name of this centre; files and documents elsewhere need not be here."""
OF_ALL = ("file", "ref", "question", "asks", "question_of", "left_open", "hypotheses", "stated", "milestones")
OF_SCORE = ("hypothesis", "against", "rank")
OF_SHARE = ("hypothesis", "prior", "probability", "low", "high")
OF_ITEM = ("name", "text", "kind", "group", "sources", "copied", "not_independent")


def kept(centre: Centre, file: Path, result: Mapping[str, Any], by: str, asked: Mapping[str, str]) -> int:
    """Keep the file as evidence, and what came of it in the log; gives the number that takes that back."""
    from floodwatch.casebook.weighings import keep
    from floodwatch.lake import evidence

    content = digest(centre, result) | marking(asked["tlp"], asked["pap"])._asdict()
    evidence.keep(centre.path, file)
    return keep(centre.casebook, content, by, asked["reason"])


def listed(centre: Centre, undo: int, by: str) -> dict[str, Any]:
    """Every matrix that is kept, after one is taken back where a number is given."""
    from floodwatch.casebook.weighings import undo as take_back
    from floodwatch.casebook.weighings import weighings

    if undo:
        take_back(centre.casebook, undo, by)
    done = [{"number": undo, "what": "taken back"}] if undo else []
    return {"decided": done, "weighings": [row(one) for one in weighings(centre.casebook, undone=True)]}


def row(one: Weighing) -> dict[str, Any]:
    """A kept matrix as plain values."""
    told = {name: getattr(one, name) for name in ("number", "by", "at", "reason", "undone")}
    return {**one.content, **told, "markings": one.marking.labels()}


def digest(centre: Centre, result: Mapping[str, Any]) -> dict[str, Any]:
    """What stays on record of a matrix: the answer and how it came about, and the refs of what it is about."""
    import json

    against, odds = result["against"] or {}, result["odds"] or {}
    shares = [*odds.get("shares", ()), *odds.get("together", ())]
    told = {
        **_some(result, (*OF_ALL, "vocabulary", "seed")),
        **{name: against.get(name, ()) for name in ("leaders", "flips")},
        "refs": _refs(centre, result), "about": _entities(centre, result["about"]),
        "against": [_some(one, OF_SCORE) for one in against.get("scores", ())],
        "shares": [_some(one, OF_SHARE) for one in shares],
        "evidence": [_some(one, OF_ITEM) for one in result["evidence"]],
    }  # fmt: skip
    plain: dict[str, Any] = json.loads(json.dumps(told))  # as it will be read again
    return plain


def _refs(centre: Centre, result: Mapping[str, Any]) -> list[str]:
    """Whole refs of what it is about (JudgementError where that is not there), and of what its items name of here."""
    from floodwatch.centre.judged import resting

    about = [one for one in result["about"] if one.startswith(HERE)]
    named = [ref for item in result["evidence"] for ref in (*item["refs"], *item["sources"])]
    return list(dict.fromkeys([*resting(centre, about), *_there(centre, named)]))


def _there(centre: Centre, named: Iterable[str]) -> Iterator[str]:
    """Those that this centre has; others may be somebody else's, or may have gone with a detection."""
    from floodwatch.centre.judged import resting
    from floodwatch.model.errors import FloodwatchError

    for one in named:
        if one.startswith(HERE):
            with suppress(FloodwatchError):
                yield from resting(centre, [one])


def _entities(centre: Centre, about: Iterable[str]) -> list[str]:
    """Ids of those whom it is about by name."""
    from floodwatch.centre.judged import entity

    return [entity(centre.casebook, one) for one in about if not one.startswith(HERE)]


def _some(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: told[name] for name in names}
