"""Matrices that were weighed and kept: lines of the log, which an undoing marks and nothing removes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from floodwatch.casebook.ceiling import marks_in, seen
from floodwatch.casebook.ceiling import standing as marked
from floodwatch.casebook.judgements import cases_in, claims_in, labels_of
from floodwatch.casebook.read import Decision, decisions_about
from floodwatch.casebook.store import Book, connected
from floodwatch.casebook.write import decide
from floodwatch.casebook.write import undo as take_back
from floodwatch.model.claims import NAMESPACE
from floodwatch.model.errors import JudgementError
from floodwatch.model.markings import Marking, strictest

if TYPE_CHECKING:
    from sqlalchemy import Connection

WEIGHED = "weighed"
LOG = str(uuid5(NAMESPACE, "weighings"))
"""What stands for the entity in decisions that are about kept matrices."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A kept matrix: what `content` says came of it, by whom, when, and whether that was taken back."""

    number: int
    content: Mapping[str, Any]
    marking: Marking
    by: str
    at: str
    reason: str
    undone: bool

    @property
    def ref(self) -> str:
        """The file, as it is kept as evidence."""
        return str(self.content["ref"])


def keep(book: Book, content: Mapping[str, Any], by: str, reason: str = "") -> int:
    """Put a kept matrix on record, once as long as it stands; gives the number that takes it back."""
    same = [one for one in weighings(book) if one.content == content]
    return same[-1].number if same else decide(book, LOG, WEIGHED, content, by, reason)


def weighings(book: Book, undone: bool = False) -> list[Weighing]:
    """Those that stand and may be read, oldest first; what was taken back too where `undone`."""
    with connected(book) as db:
        found = [one for one in decisions_about(db, LOG) if undone or not one.undone]
        return list(_visible(db, found))


def undo(book: Book, number: int, by: str) -> None:
    """Take back that a matrix was kept; the file stays as evidence (JudgementError where no such line stands)."""
    if number not in {one.number for one in weighings(book)} or not take_back(book, number, by):
        raise JudgementError(f"No kept matrix {number} stands", do="See: floodwatch weigh --keep FOLDER.")


def _visible(db: Connection, found: Sequence[Decision]) -> Iterator[Weighing]:
    """Those that may be read, each with the strictest marking of its own and of what it names."""
    sources = marked(marks_in(db))
    for one in found:
        rests = [str(ref) for ref in one.content["refs"]]
        claims = labels_of(db, claims_in(rests))
        cases = [f"case:{name}" for name in cases_in(rests)]
        if not claims.keys() >= set(claims_in(rests)):
            continue  # something of it is above the ceiling
        own = (str(one.content["tlp"]), str(one.content["pap"]))
        marking = strictest([own, *claims.values(), *(sources[n].marking for n in cases if n in sources)])
        if seen(marking, cases):
            yield Weighing(
                one.number, one.content, marking, one.decided_by, one.decided_at, one.reason, one.undone
            )
