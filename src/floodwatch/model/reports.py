"""Reports as they are written and released: roles, states, questions; what a block holds when it is evaluated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TEMPLATES = ("warning", "full", "tip", "correction", "nothing_found")
DEVILS_ADVOCATE, SECOND_CODER, REVIEWER = "devils_advocate", "second_coder", "reviewer"
PARTS = (DEVILS_ADVOCATE, SECOND_CODER, REVIEWER)
"""Roles that somebody may have on a report, beside its authors."""
DRAFT, FROZEN, RELEASED, CORRECTED, WITHDRAWN = "draft", "frozen", "released", "corrected", "withdrawn"
COMMENT, RESOLVED, DISSENT, ASSIGNED, CODED, ANSWERED, REVIEWED, NAMED, RESTS = (
    "comment", "resolved", "dissent", "assigned", "coded", "answered", "reviewed", "named", "rests",
)  # fmt: skip
WHAT = (COMMENT, RESOLVED, DISSENT, ASSIGNED, CODED, ANSWERED, REVIEWED, NAMED, RESTS, FROZEN, RELEASED, CORRECTED,
        WITHDRAWN)  # fmt: skip
"""All that is put on record about a report."""
QUESTIONS: Mapping[str, str] = {
    "right_of_reply": "Were those whom it names asked to reply, and what did they say?",
    "notices": "Who is told before it is out: platforms, those who were targeted, officials?",
    "legal": "What does counsel, or whoever stands in for it, say?",
    "bystanders": "Whom could it harm who took no part, and what was done about that?",
    "operators_work": "Does publishing do the operator's work: does it spread or enlarge what it describes?",
}
"""What is answered in words before a release."""
OWNER_REPORT, OWNER_EXPORT, OWNER_PUBLICATION = "report", "export", "publication"
SENTENCE, FIGURE, PICTURE, JUDGEMENT, FORECAST, OBJECT = (
    "sentence", "figure", "picture", "judgement", "forecast", "object",
)  # fmt: skip
"""Places of a report that rest on something."""
GONE = "{withdrawn:"
"""Begins the mark that a sentence bears in a draft when what it rests on was withdrawn."""
Row = Mapping[str, Any]


class Use(NamedTuple):
    """A place that rests on a ref: its kind, where it is, its words, the ref."""

    place_kind: str
    place: str
    words: str
    ref: str


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of a block: what it is called, its value, the rule by which it follows from rows, and their refs."""

    name: str
    value: float | int | str | None
    rule: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A block as the text asks for it: `inline` where it stands within a sentence, whose `part` it gives."""

    number: int
    kind: str
    settings: Mapping[str, str]
    inline: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A block with the rows that it rests on, each of which has a `ref`, and the figures that follow from them."""

    asked: Asked
    rows: tuple[Row, ...]
    numbers: tuple[Number, ...]
    found: bool = True

    @property
    def refs(self) -> tuple[str, ...]:
        """Everything that it rests on, once each."""
        told = [str(row["ref"]) for row in self.rows] + [
            str(r) for row in self.rows for r in row.get("rests", ())
        ]
        return tuple(dict.fromkeys(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a report is, apart from its text."""

    report_id: str
    case_name: str
    title: str
    template: str
    language: str
    tlp: str
    pap: str
    series: str = ""
    issue: int = 1
    pseudonym_key: str = ""
    created_by: str = ""
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of a text."""

    report_id: str
    draft: int
    content: str
    author: str
    made_at: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was put on record about a report."""

    number: int
    report_id: str
    draft: int
    what: str
    content: Mapping[str, Any]
    undoes: int | None
    reason: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a frozen version says of itself: everything that a check must know beside its files."""

    about: Mapping[str, Any]
    blocks: tuple[Mapping[str, Any], ...]
    files: Mapping[str, str] = field(default_factory=dict)


def canonical(value: Any) -> str:
    """JSON in one spelling, so that its hash is the same each time."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def fingerprint(value: Any) -> str:
    """SHA-256 of a value in its one spelling."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()
