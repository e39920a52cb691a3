"""`floodwatch judge`: judgements with likelihood, confidence and basis, reviewed, superseded, retracted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.judgements import JUDGEMENT
from floodwatch.model.markings import asked as marking
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre

Answer = dict[str, Any]


def judge(
    centre: Centre, progress: Progress, action: str = "list", words: tuple[str, ...] = (), **asked: Any
) -> Answer:
    """Do what is asked, then give what is on record of it."""
    from floodwatch.casebook import judging
    from floodwatch.views.judgements import view

    book, who = centre.casebook, person(asked["by"])
    if asked["undo"]:
        return {"decided": [undone(book, asked["undo"], who, asked["reason"])], **view(book, JUDGEMENT)}
    if action == "list":
        return under(asked, lambda: view(book, "", asked["topic"], asked["all"]))
    if action == "new":
        from floodwatch.casebook.judgement_rules import checked
        from floodwatch.centre.judged import judgement
        from floodwatch.centre.worded import wording

        one = judgement(centre, one_of(words, "the statement"), who, asked)
        mended = wording(checked(one), asked["anyway"])
        return shown(book, judging.add(book, one, mended, asked["reason"]))
    name = full(book, first(words), "")
    return acted(centre, book, name, action, words[1:], who, asked)


def acted(
    centre: Centre, book: Book, name: str, action: str, more: tuple[str, ...], who: str, asked: Any
) -> Answer:
    """Show or decide about a judgement that is there."""
    from floodwatch.casebook import judging

    if action == "supersede":
        from floodwatch.casebook.judgement_rules import checked
        from floodwatch.centre.judged import judgement
        from floodwatch.centre.worded import wording

        one = judgement(centre, one_of(more, "the new statement"), who, asked)
        mended = wording(checked(one), asked["anyway"])
        new, number = judging.supersede(book, name, one, asked["reason"], mended)
        return shown(book, new, [{"number": number, "what": "superseded", "judgement": name}])
    if action == "review":
        number = judging.review(book, name, asked["verdict"], who, asked["reason"])
        return shown(book, name, [{"number": number, "what": f"reviewed: {asked['verdict']}"}])
    if action == "retract":
        number = judging.retract(book, name, who, asked["reason"])
        return shown(book, name, [{"number": number, "what": "retracted"}])
    return under(asked, lambda: shown(book, name))


def shown(book: Book, name: str, decided: list[dict[str, Any]] | None = None) -> Answer:
    """One judgement or forecast with its history."""
    from floodwatch.views.judgements import one

    return {"decided": decided or [], **one(book, name)}


def under(asked: Any, view: Any) -> Answer:
    """An answer in which nothing is stricter than the marking that was asked for."""
    from floodwatch.casebook.ceiling import up_to

    with up_to(marking(asked["tlp"], asked["pap"])):
        found: Answer = view()
        return found


def undone(book: Book, number: int, who: str, reason: str) -> dict[str, Any]:
    """Take a decision back; gives what was done."""
    from floodwatch.casebook import judging

    return {"number": judging.undo(book, number, who, reason), "what": f"undid {number}"}


def full(book: Book, beginning: str, kind: str) -> str:
    """The whole id of a judgement or forecast."""
    from floodwatch.casebook.judgements import judgement

    return judgement(book, beginning, kind).judgement_id


def first(words: tuple[str, ...]) -> str:
    """The id that was given."""
    if not words:
        raise SettingError("This needs an id", do="See: floodwatch judge list.")
    return words[0]


def one_of(words: tuple[str, ...], what: str) -> str:
    """The one text that was given; more than one are most likely words that were not quoted."""
    if len(words) != 1:
        raise SettingError(f"This needs {what}, as one text", do='Put it between "quotes".')
    return words[0]
