"""`floodwatch withdraw`: takes something back, says what rests on it and who has that, drafts the corrections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import FloodwatchError, ReportError, SettingError
from floodwatch.model.reports import DRAFT, GONE, OWNER_EXPORT, OWNER_PUBLICATION, OWNER_REPORT
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Case, Centre

KINDS = ("claim", "account", "network", "judgement", "weighing", "post", "narrative", "event")


def withdraw(
    centre: Centre, progress: Progress, ref: str = "", dry_run: bool = False, undo: int = 0, by: str = "",
    reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What was withdrawn; or one thing is withdrawn with all that follows, of which a dry run only tells."""
    who = person(by)
    if undo:
        return {"undone": _undone(centre.casebook, undo, who), **_listed(centre.casebook)}
    if not ref:
        return _listed(centre.casebook)
    if ref.partition(":")[0] not in KINDS:
        raise SettingError(f"{ref[:60]!r} cannot be withdrawn", do=f"Give a ref of: {', '.join(KINDS)}.")
    progress("looking for what rests on it", None)
    told = rests_on(centre, ref)
    if dry_run:
        return {"ref": ref, **told}
    if not reason.strip():
        raise SettingError("Why is it withdrawn?", do="Say it as reason; corrections print it.")
    number = _withdrawn(centre, ref, who, reason)
    return {"ref": ref, "number": number, **told, "drafted": corrections(centre, ref, reason, who)}


def rests_on(centre: Centre, ref: str) -> dict[str, Any]:
    """Every report with its places, every file that was handed over, every judgement, and whoever has any of it."""
    from floodwatch.casebook.reports import resting

    book = centre.casebook
    judged = _judged(book, ref)
    found = resting(book, {ref, *(one["ref"] for one in judged)})
    files = _handed(book, found)
    reports = _reports(centre, found)
    names = [one["to"] for row in (*reports, *files) for one in row["handed"] if one["to"]]
    return {
        "reports": reports, "files": files, "judgements": judged, "drafts": _drafts(centre, ref),
        "collections": _collections(book, ref),
        "recipients": list(dict.fromkeys(names)),
    }  # fmt: skip


def _judged(book: Book, ref: str) -> list[dict[str, str]]:
    """Judgements and forecasts of the casebook that rest on it or are it."""
    from floodwatch.casebook.judgements import judgements

    return [
        {"ref": f"judgement:{one.judgement_id}", "kind": one.kind, "says": one.statement, "status": one.status}
        for one in judgements(book) if ref in (*one.basis, *one.about, f"judgement:{one.judgement_id}")
    ]  # fmt: skip


def _reports(centre: Centre, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    from floodwatch.casebook.dissemination import handed
    from floodwatch.casebook.reports import elsewhere, lines, states

    book, made = centre.casebook, []
    own = [row for row in found if row["owner_kind"] == OWNER_REPORT]
    for name, draft in dict.fromkeys((row["owner"], row["draft"]) for row in own):
        about = elsewhere(book, name)
        if about is None:
            continue
        places = dict.fromkeys(
            (row["place_kind"], row["place"], row["words"])
            for row in own
            if (row["owner"], row["draft"]) == (name, draft)
        )
        whom = [h for h in handed(book) if h.name == f"{name}/{draft}" and not h.struck_by]
        made.append({
            "report": name, "title": about.title, "case": about.case_name, "version": draft,
            "state": states(lines(book, name), []).get(draft, DRAFT),
            "places": [{"kind": kind, "place": place, "words": said} for kind, place, said in places],
            "handed": [{"number": h.number, "to": h.to, "at": h.recorded_at} for h in whom],
        })  # fmt: skip
    return made


def _handed(book: Book, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Exports and publications that hold it, with the objects of each."""
    from floodwatch.casebook.dissemination import handed

    made = []
    own = [row for row in found if row["owner_kind"] in (OWNER_EXPORT, OWNER_PUBLICATION)]
    lines = {str(one.number): one for one in handed(book)}
    for owner in dict.fromkeys(row["owner"] for row in own):
        one = lines.get(owner)
        if one is not None:
            objects = [
                {"kind": r["place_kind"], "object": r["place"], "words": r["words"]}
                for r in own
                if r["owner"] == owner
            ]
            made.append({
                "number": one.number, "what": one.what, "name": one.name, "objects": objects,
                "handed": [{"number": one.number, "to": one.to, "at": one.recorded_at}],
            })  # fmt: skip
    return made


def _collections(book: Book, ref: str) -> list[dict[str, str]]:
    """Objects that others fetch from collections; the next `share update` revokes those of what does not stand."""
    from floodwatch.casebook.shared import last
    from floodwatch.centre.feed import seen
    from floodwatch.model.acting import acting

    names = {ref, ref.removeprefix("claim:")}
    return [
        {"collection": name, "object": one.object_id, "kind": one.object_type}
        for name in seen(acting()) for one in last(book, name).values()
        if not one.revoked and names.intersection(one.rests_on)
    ]  # fmt: skip


def _drafts(centre: Centre, ref: str) -> list[dict[str, Any]]:
    """Reports whose last version is a draft that names it."""
    from floodwatch.casebook import reports

    book, made = centre.casebook, []
    name = ref.partition(":")[2]
    for case in centre.cases:
        for about in reports.listed(book, case):
            last = reports.drafts(book, about.report_id)[-1]
            state = reports.states(reports.lines(book, about.report_id), []).get(last.draft, DRAFT)
            if state == DRAFT and (ref in last.content or (len(name) > 5 and name in last.content)):
                made.append({"report": about.report_id, "title": about.title, "version": last.draft})
    return made


def _withdrawn(centre: Centre, ref: str, by: str, reason: str) -> int:
    """Put it on record: a claim as withdrawn, a judgement as retracted, both and anything else out of all reports."""
    from floodwatch.casebook import judging, record, reports
    from floodwatch.casebook.write import decide

    book, (kind, _, name) = centre.casebook, ref.partition(":")
    if ref in reports.withdrawn(book):
        raise ReportError(f"{ref} is withdrawn already", do="See: floodwatch withdraw.")
    if kind == "claim":
        record.decide(book, [name], "withdrawn", by, reason)
    elif kind == "judgement":
        judging.retract(book, name, by, reason)
    return decide(book, reports.LOG, reports.TAKEN_BACK, {"ref": ref}, by, reason)


def _undone(book: Book, number: int, by: str) -> int:
    from floodwatch.casebook import reports
    from floodwatch.casebook.read import decisions_about
    from floodwatch.casebook.store import connected
    from floodwatch.casebook.write import undo

    with connected(book) as db:
        known = {one.number for one in decisions_about(db, reports.LOG) if not one.undone}
    if number not in known or not undo(book, number, by):
        raise SettingError(f"No withdrawal {number} stands", do="See: floodwatch withdraw.")
    return number


def _listed(book: Book) -> dict[str, Any]:
    from floodwatch.casebook import reports
    from floodwatch.casebook.read import decisions_about
    from floodwatch.casebook.store import connected

    with connected(book) as db:
        found = decisions_about(db, reports.LOG)
    return {"withdrawn": [
        {"number": one.number, "ref": one.content["ref"], "by": one.decided_by, "at": one.decided_at,
         "reason": one.reason, "undone": one.undone}
        for one in found
    ]}  # fmt: skip


def corrections(centre: Centre, ref: str, reason: str, by: str) -> list[dict[str, Any]]:
    """A new draft of every report that was frozen with it: sentences marked, figures evaluated anew without it."""
    from floodwatch.casebook import reports

    book, made = centre.casebook, []
    judged = [one["ref"] for one in _judged(book, ref)]
    found = [row for row in reports.resting(book, {ref, *judged}) if row["owner_kind"] == OWNER_REPORT]
    for name in dict.fromkeys(row["owner"] for row in found):
        about = reports.elsewhere(book, name)
        if about is None:
            continue
        versions = reports.drafts(book, name)
        last = versions[-1]
        state = reports.states(reports.lines(book, name), []).get(last.draft, DRAFT)
        text = marked(centre.case(about.case_name), about, last.content, ref)
        because = " ".join(
            filter(None, (last.because if state == DRAFT else "", f"Withdrawn: {reason.strip()}"))
        )
        if state == DRAFT and text == last.content:
            continue
        made.append(
            {"report": name, "title": about.title, "version": reports.write(book, about, text, by, because)}
        )
    return made


def marked(case: Case, about: Any, text: str, ref: str) -> str:
    """The text with a mark behind each ref whose evidence held what is withdrawn, and before each such block."""
    from floodwatch.centre.studio_rows import evaluated, read
    from floodwatch.outputs.studio.writing import INLINE

    asked = read(text).asked
    try:
        found = evaluated(case, about, asked, gone=(), free=True)
    except FloodwatchError:
        found = {}
    hit = {n for n, one in found.items() if ref in one.refs or not one.found}
    inline = [one.number for one in asked if one.inline]
    mark = f" {GONE} {ref}}}"
    numbers = iter(inline)
    text = INLINE.sub(lambda m: m[0] + (mark if next(numbers) in hit else ""), text)
    fences = iter(one.number for one in asked if not one.inline)
    return re.sub(
        r"^(`{3,}|~{3,})floodwatch\b", lambda m: f"{mark.strip()}\n\n{m[0]}" if next(fences, 0) in hit else m[0], text,
        flags=re.MULTILINE,
    )  # fmt: skip
