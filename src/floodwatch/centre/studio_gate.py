"""What must be true before a report is released: each check with what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.centre.studio_content import live, shown, state_of
from floodwatch.model.errors import ExtraMissing, FloodwatchError
from floodwatch.model.reports import (
    ANSWERED,
    COMMENT,
    DRAFT,
    GONE,
    QUESTIONS,
    RESOLVED,
    REVIEWED,
    About,
    Draft,
    Said,
    Use,
)

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case

VOCABULARY = "icd_203"
APPROVES = "approves"


def gate(
    case: Case, about: About, one: Draft, said: Sequence[Said], drafts: Sequence[Draft]
) -> dict[str, Any]:
    """Every check of a version, and whether all of them pass."""
    rests = uses(case, about, one, said)
    checks = [
        _frozen(one, said),
        _check(
            "withdrawn",
            "Sentences whose ground was withdrawn are rewritten",
            [GONE] if GONE in one.content else [],
        ),
        _check(
            "markings",
            f"Nothing is marked stricter than {about.tlp} {about.pap}",
            _markings(case, about, one, rests),
        ),
        _check("consent", "Sources that want to be asked have agreed", _consent(case, rests)),
        _check(
            "wording", "Findings about the wording are mended or answered", wording(case, about, one, said)
        ),
        _check("comments", "Every comment is resolved", open_comments(said)),
        _check("questions", "Every question is answered in words", unanswered(one, said)),
        _check("review", "Somebody who wrote none of it approves", _review(one, said, drafts)),
        _check("characters", "Every character can be printed", _characters(case, about, one, said)),
    ]
    return {"version": one.draft, "ready": all(c["passes"] for c in checks), "checks": checks}


def _check(name: str, says: str, left: Sequence[Any]) -> dict[str, Any]:
    return {"check": name, "says": says, "passes": not left, "left": list(left)}


def _frozen(one: Draft, said: Sequence[Said]) -> dict[str, Any]:
    state = state_of(said, one.draft)
    return _check(
        "frozen", "The version is frozen", [] if state == "frozen" else [f"version {one.draft} is {state}"]
    )


def uses(case: Case, about: About, one: Draft, said: Sequence[Said]) -> list[Use]:
    """What the places of a version rest on: as noted when it was frozen, else as the case answers now."""
    from floodwatch.casebook.reports import noted
    from floodwatch.outputs.studio.made import uses as of

    if state_of(said, one.draft) != DRAFT:
        return noted(case.centre.casebook, about.report_id, one.draft)
    return of(live(case, about, one, said, free=True))


def _markings(case: Case, about: About, one: Draft, rests: Sequence[Use]) -> list[dict[str, Any]]:
    from floodwatch.centre.studio_marks import copied, stricter

    told = "\n".join((one.content, about.title, about.series, one.because))
    return [*stricter(case, about, rests), *copied(case, about, told)]


def _consent(case: Case, rests: Sequence[Use]) -> list[dict[str, str]]:
    from floodwatch.centre.studio_marks import waiting

    return waiting(case, rests)


def wording(case: Case, about: About, one: Draft, said: Sequence[Said]) -> list[dict[str, Any]]:
    """What is to be mended in the author's own words and was not answered; live blocks are the program's words."""
    from floodwatch.centre.lint import examined
    from floodwatch.model.refs import content_id
    from floodwatch.outputs import document_html
    from floodwatch.outputs.studio.made import document
    from floodwatch.sources.documents.base import Given

    told = shown(case, about, one, said)
    page = document_html.render(document(_own_words(told)))
    found = examined(case.centre, Given(page.encode("utf-8"), "report.html"), VOCABULARY)["findings"]
    answered = {a.content["finding"] for a in said if a.what == ANSWERED and a.content.get("finding")}
    rows = [{"finding": f"{f['rule']}-{content_id(f['rule'], f['words'], length=8)}",
             **{name: f[name] for name in ("severity", "words", "why", "remedy")}} for f in found]  # fmt: skip
    return [row for row in rows if row["finding"] not in answered]


def _own_words(told: Any) -> Any:
    from dataclasses import replace

    from floodwatch.model.reports import Asked

    own = tuple(part for part in told.written.parts if not isinstance(part, Asked))
    return replace(told, written=replace(told.written, parts=own), kept=(), agreement=())


def open_comments(said: Sequence[Said]) -> list[dict[str, Any]]:
    """Comments that nobody resolved."""
    done = {one.content["comment"] for one in said if one.what == RESOLVED}
    return [
        {"number": one.number, "by": one.decided_by, **one.content}
        for one in said if one.what == COMMENT and one.number not in done
    ]  # fmt: skip


def unanswered(one: Draft, said: Sequence[Said]) -> list[dict[str, str]]:
    """Questions that were not answered for this version."""
    done = {a.content.get("question") for a in said if a.what == ANSWERED and a.draft == one.draft}
    return [{"question": name, "asks": text} for name, text in QUESTIONS.items() if name not in done]


def _review(one: Draft, said: Sequence[Said], drafts: Sequence[Draft]) -> list[str]:
    authors = {draft.author for draft in drafts}
    of_this = [r for r in said if r.what == REVIEWED and r.draft == one.draft]
    last = {r.decided_by: r for r in of_this if r.decided_by not in authors}
    against = [f"{who}: {r.content['text']}" for who, r in last.items() if r.content["verdict"] != APPROVES]
    if against:
        return against
    return [] if last else ["no review of this version by somebody who wrote none of the report"]


def _characters(case: Case, about: About, one: Draft, said: Sequence[Said]) -> list[str]:
    from floodwatch.outputs.glyphs import coverage
    from floodwatch.outputs.studio.made import document

    try:
        return [str(missing) for missing in coverage(document(shown(case, about, one, said))).missing]
    except ExtraMissing:
        return []  # no PDF is made here, and a page on a screen has other fonts
    except FloodwatchError as problem:
        return [str(problem)]
