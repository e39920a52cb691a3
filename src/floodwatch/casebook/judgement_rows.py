"""Judgements to rows of the casebook and back, and what stands of them by the log of what was decided."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.states import standing
from floodwatch.model.history import HistoryRate
from floodwatch.model.judgements import (
    FORECAST,
    RETRACTED,
    STANDING,
    SUPERSEDED,
    Estimate,
    Forecast,
    Judgement,
    Likelihood,
    Review,
    Search,
    Wording,
)

if TYPE_CHECKING:
    from sqlalchemy import Row

REVIEWED, ESTIMATED, RESOLVED, WARNED, UNDONE = "reviewed", "estimated", "resolved", "warned", "undone"
WHAT = (REVIEWED, SUPERSEDED, RETRACTED, ESTIMATED, RESOLVED, WARNED, UNDONE)
"""All that can be decided about a judgement; `warned`: it was entered although its words are to be mended."""
LISTS = ("assumptions", "alternatives", "would_change")
PLAIN = (
    "judgement_id", "kind", "statement", "confidence", "confidence_reason", "topic", "author", "source_document",
    "made_at", "supersedes", "tlp", "pap",
)  # fmt: skip
ASKED = ("question", "resolution_rule", "horizon")
"""What only a forecast has."""
BASIS, ABOUT = "basis", "about"


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """One line of a judgement's history."""

    number: int
    judgement_id: str
    what: str
    content: Mapping[str, Any]
    undoes: int | None
    reason: str
    decided_by: str
    decided_at: str


def judgement_row(one: Judgement, number: int, recorded_at: str) -> dict[str, Any]:
    """A judgement as it is recorded, without what is decided about it."""
    likely = one.likelihood
    row = {name: getattr(one, name) for name in PLAIN} | {name: getattr(one, name, "") for name in ASKED}
    return row | {
        "number": number, "likelihood_low": likely.low, "likelihood_high": likely.high, "word": likely.word,
        "vocabulary": likely.vocabulary, "said_by": one.said_by or None, "recorded_at": recorded_at,
        "lists": _json({name: getattr(one, name) for name in LISTS}), "search": _json(asdict(one.search)),
        "base_rate": _json(asdict(one.base_rate)) if isinstance(one, Forecast) and one.base_rate else None,
    }  # fmt: skip


def link_rows(one: Judgement) -> list[dict[str, Any]]:
    """On what it rests and whom it is about."""
    listed = ((BASIS, one.basis), (ABOUT, one.about))
    return [
        {"judgement_id": one.judgement_id, "what": what, "ref": ref, "place": place}
        for what, refs in listed
        for place, ref in enumerate(dict.fromkeys(refs))
    ]


def line_of(row: Row[Any]) -> JudgementLine:
    """A line from its row."""
    told = {name: getattr(row, name) for name in JudgementLine.__dataclass_fields__}
    return JudgementLine(**{**told, "content": json.loads(row.content)})


def judgement_of(
    row: Row[Any], links: Mapping[str, Sequence[str]], lines: Sequence[JudgementLine]
) -> Judgement:
    """A judgement as it stands, from its row, its links, and all that was decided about it."""
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN if name != "kind"}
    told |= {name: tuple(listed) for name, listed in json.loads(row.lists).items()}
    told |= {name: tuple(links.get(name, ())) for name in (BASIS, ABOUT)}
    told |= {
        "likelihood": Likelihood(row.likelihood_low, row.likelihood_high, row.word, row.vocabulary),
        "search": Search(**json.loads(row.search)), "said_by": row.said_by or "", **_state(lines),
    }  # fmt: skip
    if row.kind != FORECAST:
        return Judgement(**told)
    first = Estimate(told["likelihood"], row.made_at, row.author)
    asked: dict[str, Any] = {name: getattr(row, name) for name in ASKED}
    past = _history_rate(row.base_rate)
    return Forecast(**told, **asked, **_outcome(lines), history=(first, *_estimates(lines)), base_rate=past)


def _history_rate(written: str | None) -> HistoryRate | None:
    if not written:
        return None
    told = json.loads(written)
    return HistoryRate(**{**told, **{name: tuple(told[name]) for name in ("counted", "notes")}})


def _state(lines: Sequence[JudgementLine]) -> dict[str, Any]:
    left = standing(lines)
    ends = [line for line in left if line.what in (SUPERSEDED, RETRACTED)]
    after = [str(line.content["by"]) for line in ends if line.what == SUPERSEDED]
    reviews = (
        Review(line.decided_by, line.content["verdict"], line.reason, line.decided_at, line.number)
        for line in left if line.what == REVIEWED
    )  # fmt: skip
    status = ends[-1].what if ends else STANDING
    wording = tuple(
        Wording(**one, entered_by=line.decided_by, reason=line.reason)
        for line in left if line.what == WARNED for one in line.content["wording"]
    )  # fmt: skip
    return {
        "status": status, "superseded_by": after[-1] if after else "", "reviews": tuple(reviews), "wording": wording,
    }  # fmt: skip


def _estimates(lines: Sequence[JudgementLine]) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(Likelihood(**line.content), line.decided_at, line.decided_by, line.reason, line.number)
        for line in standing(lines) if line.what == ESTIMATED
    )  # fmt: skip


def _outcome(lines: Sequence[JudgementLine]) -> dict[str, Any]:
    """What a forecast came to; it is decided once, so at most one such line stands."""
    for line in standing(lines):
        if line.what == RESOLVED:
            return {
                "outcome": line.content["outcome"], "resolved_at": line.content["on"],
                "resolved_by": line.decided_by, "resolution": line.reason,
            }  # fmt: skip
    return {}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
