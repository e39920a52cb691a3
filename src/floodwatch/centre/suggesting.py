"""Claims that documents suggest: they wait in the casebook until somebody accepts or refuses them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking, asked

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.knowledge.suggesting.offered import Offer
    from floodwatch.model.documents import Document
    from floodwatch.model.reading import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a user says of the documents where the files do not: day, publisher, markings."""

    published: str = ""
    publisher: str = ""
    tlp: str = ""
    pap: str = ""

    def checked(self) -> Given:
        """The same, with markings as they are written (SettingError where one is none)."""
        marking = asked(self.tlp, self.pap)
        try:
            date.fromisoformat(self.published or "2024-01-01")
        except ValueError:
            raise SettingError(f"{self.published!r} is no day", do="Write it as YYYY-MM-DD.") from None
        return replace(self, tlp=marking.tlp, pap=marking.pap)

    @property
    def marking(self) -> Marking:
        """The marking that the user gives."""
        return Marking(self.tlp, self.pap)


def suggested(
    book: Book,
    document: Document,
    label: str,
    given: Given,
    offer: Offer | None = None,
    marking: Marking | None = None,
    model: str = "model",
) -> dict[str, Any]:
    """Read a document for claims and keep those that are new; gives all that stand, and mentions that are none.

    They are marked with what the user gives, or with `marking` where the document was asked too. What only a model's
    mentions suggest names the `model` as who suggests it; nothing that the readers suggest is changed by it.
    """
    from floodwatch.casebook import record
    from floodwatch.knowledge.reading import mentions
    from floodwatch.knowledge.suggesting import UNIT, suggest
    from floodwatch.knowledge.suggesting.known import InBook
    from floodwatch.knowledge.suggesting.retold import as_claim, retold
    from floodwatch.views.suggested import view

    known = replace(
        document,
        published=document.published or given.published,
        publisher=document.publisher or given.publisher,
    )
    found, refused = dict(mentions(known)), dict[str, int]()
    marking = marking or given.marking
    made = suggest(known, found, InBook(book), marking, label)
    if offer is not None:
        from floodwatch.knowledge.suggesting.offered import added, with_offered

        more, refused = with_offered(known, found, offer, model)
        made = added(made, suggest(known, more, InBook(book), marking, label, f"{UNIT}+{model}"))
    again = retold(book, known, made.claims)
    new = [(one, as_claim(one, known, made.document, UNIT)) for one in again if not one.claim_id]
    retellings = [claim for _, claim in new]
    reasons = {one.claim_id: one.reasons for one in again} | {
        claim.claim_id: one.reasons for one, claim in new
    }
    record.add(book, [*made.entities, made.document, *_others(again)], [*made.claims, *retellings])
    notes = {**made.notes, **reasons}
    rows = [{**row, "notes": list(notes.get(row["claim"], ()))} for row in view(book, document.sha256)]
    return {
        "claims": rows,
        "mentions": [_row(m) for m in made.loose],
        "model_refused": refused,
    }


def _others(again: Sequence[Any]) -> list[Any]:
    """The texts that are retold, which may be cited and be no entities yet."""
    from floodwatch.model.claims import Entity, document_id

    return [
        Entity(entity_id=document_id(one.document), kind="document", label=one.document[:12]) for one in again
    ]


def _row(mention: Mention) -> dict[str, Any]:
    span = [mention.start, mention.end]
    return {"kind": mention.kind, "text": mention.text, "span": span, "fields": dict(mention.fields)}


def decided(
    book: Book, accept: Sequence[str], refuse: Sequence[str], undo: int, by: str, reason: str
) -> list[dict[str, Any]]:
    """Accept and refuse suggestions by the beginnings of their ids, or take a decision back; each with its number."""
    from floodwatch.casebook import record
    from floodwatch.knowledge.suggesting.known import full_ids

    ids = {"confirmed": full_ids(book, accept), "refused": full_ids(book, refuse)}
    both = set(ids["confirmed"]) & set(ids["refused"])
    if both:
        raise SettingError(f"The claim {min(both)[:12]} cannot be accepted and refused")
    made: list[dict[str, Any]] = []
    if undo:
        made.append({"number": record.undo(book, undo, by, reason), "what": f"undid {undo}"})
    for verdict, claims in ids.items():
        numbers = record.decide(book, claims, verdict, by, reason) if claims else ()
        made += [{"number": n, "what": verdict, "claim": c} for n, c in zip(numbers, claims, strict=True)]
    return made
