"""`floodwatch report`: a report from its first draft to its release; every step is put on record."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import ReportError, SettingError
from floodwatch.model.reports import (
    ANSWERED,
    ASSIGNED,
    COMMENT,
    DISSENT,
    DRAFT,
    NAMED,
    RESOLVED,
    REVIEWED,
    About,
    Draft,
    Said,
)
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case


@dataclass(frozen=True, slots=True)
class Desk:
    """One report with a version of it, and who works on it."""

    case: Case
    about: About
    drafts: Sequence[Draft]
    one: Draft
    said: Sequence[Said]
    by: str
    asked: Mapping[str, Any]

    def note(self, what: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Put a line on record; gives it with its number."""
        from floodwatch.casebook.reports import say

        book = self.case.centre.casebook
        number = say(book, self.about, self.one.draft, what, content, self.by, str(self.asked["reason"]))
        return {
            "report": self.about.report_id,
            "version": self.one.draft,
            "number": number,
            "what": what,
            **content,
        }

    def needs(self, name: str, why: str) -> str:
        """A setting that must say something."""
        value = str(self.asked[name]).strip()
        if not value:
            raise SettingError(why, do=f"Give it as {name}.")
        return value


def report(
    case: Case, progress: Progress, action: str = "list", report: str = "", **asked: Any
) -> dict[str, Any]:
    """List reports, begin one, or do one thing with one (ReportError, SettingError)."""
    if action == "list":
        return {"reports": _listed(case)}
    if action == "new":
        return _new(case, asked)
    return ACTIONS[action](_desk(case, report, asked))


def _listed(case: Case) -> list[dict[str, Any]]:
    from floodwatch.casebook import reports

    book, made = case.centre.casebook, []
    for about in reports.listed(book, case.name):
        versions = reports.drafts(book, about.report_id)
        found = reports.states(reports.lines(book, about.report_id), versions)
        made.append({
            "report": about.report_id, "title": about.title, "template": about.template, "series": about.series,
            "markings": [about.tlp, about.pap], "version": versions[-1].draft, "state": found[versions[-1].draft],
            "changed_at": versions[-1].made_at,
        })  # fmt: skip
    return made


def _new(case: Case, asked: Mapping[str, Any]) -> dict[str, Any]:
    from floodwatch.casebook import reports
    from floodwatch.casebook.write import add_case
    from floodwatch.model.markings import asked as marked
    from floodwatch.model.runs import must_be_language
    from floodwatch.vocabulary.reports import template

    marking = marked(asked["tlp"], asked["pap"])
    if not asked["title"].strip() or not marking.tlp:
        raise SettingError("A new report needs a title and a marking", do="Give --title and --tlp.")
    must_be_language(asked["language"])
    about = About(
        report_id=secrets.token_hex(8), case_name=case.name, title=asked["title"].strip(), tlp=marking.tlp,
        pap=marking.pap or "PAP:CLEAR", pseudonym_key=secrets.token_hex(16),
        **{name: asked[name] for name in ("template", "language", "series", "issue")},
    )  # fmt: skip
    text = _text(asked) or template(about.template)
    add_case(case.centre.casebook, case.name)
    reports.begin(case.centre.casebook, about, _readable(text), person(asked["by"]))
    return {"report": about.report_id, "title": about.title, "version": 1, "markings": [about.tlp, about.pap]}


def _text(asked: Mapping[str, Any]) -> str:
    from floodwatch.model.errors import InputError

    if not asked["file"]:
        return str(asked["text"])
    path = Path(asked["file"])
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise InputError("The text is not in UTF-8", where=path.name, do="Save it as UTF-8.") from None


def _readable(text: str) -> str:
    """The text, when its blocks can be understood (ReportError)."""
    from floodwatch.centre.studio_rows import read

    read(text)
    return text


def _desk(case: Case, name: str, asked: Mapping[str, Any]) -> Desk:
    from floodwatch.casebook import reports

    book = case.centre.casebook
    about = reports.report(book, case.name, name)
    drafts = reports.drafts(book, about.report_id)
    wanted = asked["version"] or drafts[-1].draft
    one = next((draft for draft in drafts if draft.draft == wanted), None)
    if one is None:
        raise ReportError(
            f"There is no version {wanted}", where=about.title, do=f"The last one is {drafts[-1].draft}."
        )
    said = reports.lines(book, about.report_id)
    return Desk(case, about, drafts, one, said, person(asked["by"]), asked)


def _show(desk: Desk) -> dict[str, Any]:
    """The version as it reads now, what was said of it, and who has which part."""
    from floodwatch.casebook.reports import states
    from floodwatch.centre.studio_content import shown
    from floodwatch.centre.studio_people import agreements, shown_lines
    from floodwatch.centre.studio_rows import missing
    from floodwatch.outputs.studio.flat import markdown
    from floodwatch.outputs.studio.made import document

    told = shown(desk.case, desk.about, desk.one, desk.said)
    found = states(desk.said, desk.drafts)
    public = {name: value for name, value in asdict(desk.about).items() if name != "pseudonym_key"}
    return {
        **public, "version": desk.one.draft, "state": found[desk.one.draft], "text": desk.one.content,
        "shown": markdown(document(told)), "missing": missing(told.evaluated),
        "versions": [{"version": d.draft, "author": d.author, "at": d.made_at, "because": d.because,
                      "state": found[d.draft]} for d in desk.drafts],
        "comments": comments(desk), "lines": [asdict(one) for one in shown_lines(desk.said, desk.by)],
        "agreement": agreements(desk.said) if desk.by not in _blind(desk) else [],
    }  # fmt: skip


def _blind(desk: Desk) -> set[str]:
    """Second coders who have not coded everything yet."""
    from floodwatch.centre.studio_people import second_coders, shown_lines

    waiting = desk.by in second_coders(desk.said) and len(shown_lines(desk.said, desk.by)) < len(desk.said)
    return {desk.by} if waiting else set()


def comments(desk: Desk) -> list[dict[str, Any]]:
    """Open comments, each with where its words stand in this version now; -1 where they are gone."""
    from floodwatch.centre.studio_gate import open_comments

    return [one | {"stands_at": _nearest(desk.one.content, one)} for one in open_comments(desk.said)]


def _nearest(text: str, one: Mapping[str, Any]) -> int:
    """Where the words of a comment stand: of several places that nearest to where they stood."""
    quote, before = str(one["quote"]), int(one["offset"])
    places, place = [], text.find(quote) if quote else -1
    while place >= 0:
        places.append(place)
        place = text.find(quote, place + 1)
    return min(places, key=lambda p: abs(p - before), default=-1)


def _edit(desk: Desk) -> dict[str, Any]:
    from floodwatch.casebook.reports import write

    text = _readable(_text(desk.asked))
    if not text.strip():
        raise SettingError("A version needs a text", do="Give it as text or as file.")
    latest, reason = desk.drafts[-1], str(desk.asked["reason"])
    because = latest.because if _of(desk, latest) == DRAFT else ""
    draft = write(desk.case.centre.casebook, desk.about, text, desk.by, reason or because)
    return {"report": desk.about.report_id, "version": draft}


def _of(desk: Desk, one: Draft) -> str:
    from floodwatch.casebook.reports import states

    return states(desk.said, desk.drafts)[one.draft]


def _comment(desk: Desk) -> dict[str, Any]:
    text, quote = desk.needs("text", "A comment needs words"), str(desk.asked["quote"])
    offset = desk.one.content.find(quote)
    if offset < 0:
        raise SettingError("The words that the comment is about are not in the text", do="Copy them from it.")
    return desk.note(COMMENT, {"text": text, "quote": quote, "offset": offset})


def _resolve(desk: Desk) -> dict[str, Any]:
    from floodwatch.centre.studio_gate import open_comments

    number = desk.asked["number"]
    if number not in {one["number"] for one in open_comments(desk.said)}:
        raise SettingError(f"No comment {number} is open", do="See: floodwatch report show.")
    return desk.note(RESOLVED, {"comment": number, "text": str(desk.asked["text"])})


def _dissent(desk: Desk) -> dict[str, Any]:
    return desk.note(DISSENT, {"text": desk.needs("text", "What is seen otherwise?")})


def _assign(desk: Desk) -> dict[str, Any]:
    told = {name: desk.needs(name, "Who has which part?") for name in ("part", "who")}
    if told["part"] == "reviewer" and told["who"] in {draft.author for draft in desk.drafts}:
        raise SettingError("A reviewer wrote none of the report", do="Name somebody else.")
    return desk.note(ASSIGNED, told)


def _code(desk: Desk) -> dict[str, Any]:
    from floodwatch.model.reports import CODED

    codes = _codes(desk) or {desk.needs("unit", "What is coded?"): desk.needs("code", "As what?")}
    return desk.note(CODED, {"codes": codes, **({"coder": who} if (who := str(desk.asked["who"])) else {})})


def _codes(desk: Desk) -> dict[str, str]:
    """Codes from a file with the columns unit and code."""
    import csv

    if not desk.asked["file"]:
        return {}
    rows = list(csv.DictReader(_text(desk.asked).splitlines()))
    if not rows or not {"unit", "code"} <= rows[0].keys():
        raise SettingError("The file has no columns unit and code", do="Give them in its first line.")
    return {row["unit"]: row["code"] for row in rows if row["unit"] and row["code"]}


def _answer(desk: Desk) -> dict[str, Any]:
    text = desk.needs("text", "An answer needs words")
    told = {name: str(desk.asked[name]) for name in ("question", "finding") if desk.asked[name]}
    if len(told) != 1:
        raise SettingError("Say which question or which finding is answered", do="Give one of the two.")
    return desk.note(ANSWERED, {**told, "text": text})


def _review(desk: Desk) -> dict[str, Any]:
    if desk.by in {draft.author for draft in desk.drafts}:
        raise SettingError(
            "Whoever wrote of a report does not review it", do="Ask somebody who wrote none of it."
        )
    return desk.note(REVIEWED, {"verdict": str(desk.asked["verdict"]), "text": str(desk.asked["text"])})


def _name(desk: Desk) -> dict[str, Any]:
    from floodwatch.model.refs import is_ref

    desk.needs("reason", "Why is somebody named who took no part?")
    ref = desk.needs("ref", "Who is named?")
    if not (ref.startswith("account:") and is_ref(ref)):
        raise SettingError(f"{ref[:60]!r} is no account", do="Give a ref such as account:x/42.")
    return desk.note(NAMED, {"ref": ref})


def _freeze(desk: Desk) -> dict[str, Any]:
    from floodwatch.centre.studio_freeze import freeze

    return freeze(desk.case, desk.about, desk.one, desk.said, desk.by)


def _gate(desk: Desk) -> dict[str, Any]:
    from floodwatch.centre.studio_gate import gate

    return {"report": desk.about.report_id, **gate(desk.case, desk.about, desk.one, desk.said, desk.drafts)}


def _changed(desk: Desk) -> dict[str, Any]:
    """What differs between this version and the issue that was released last."""
    from floodwatch.centre.studio_changes import compared

    return compared(desk.case, desk.about, desk.one, desk.said)


def _release(desk: Desk) -> dict[str, Any]:
    from floodwatch.centre.studio_release import release

    to, why = tuple(desk.asked["to"]), str(desk.asked["without_consent"])
    return release(desk.case, desk.about, desk.one, desk.said, desk.drafts, desk.by, to, why)


def _pack(desk: Desk) -> dict[str, Any]:
    from floodwatch.centre.studio_pack import pack

    return pack(desk.case, desk.about, desk.one, desk.said)


ACTIONS: Mapping[str, Callable[[Desk], dict[str, Any]]] = {
    "show": _show, "edit": _edit, "comment": _comment, "resolve": _resolve, "dissent": _dissent, "assign": _assign,
    "code": _code, "answer": _answer, "review": _review, "name": _name, "freeze": _freeze, "gate": _gate,
    "changed": _changed, "release": _release, "pack": _pack,
}  # fmt: skip
