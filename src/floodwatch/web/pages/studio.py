"""Reports: the list, one report with its text, comments and gate, and what is withdrawn."""

from __future__ import annotations

from floodwatch.web.page import Asked, Page, Values


def reports(asked: Asked) -> Values:
    """The reports of the case, and what a new one may begin as."""
    from floodwatch.model.reports import TEMPLATES

    return {**asked.call("report"), "templates": TEMPLATES}


def report(asked: Asked) -> Values:
    """One version as it reads, what was said of it, and what is left before it may go out."""
    from floodwatch.model.reports import PARTS, QUESTIONS

    told = {"report": asked.path["report"], "version": asked.whole("version", 0, 10**6)}
    shown = asked.call("report", action="show", **told)
    began = shown.pop("template")
    return {
        **shown, "began_as": began, "gate": asked.call("report", action="gate", **told),
        "questions": QUESTIONS, "parts": PARTS, "changed": asked.call("report", action="changed", **told),
    }  # fmt: skip


def withdrawn(asked: Asked) -> Values:
    """What was withdrawn; and what rests on a ref that the address names."""
    ref = asked.query["ref"]
    told = asked.call("withdraw", ref=ref, dry_run=True) if ref else {}
    return {**asked.call("withdraw"), "ref": ref, "found": told}


PAGES = (
    Page("reports", "/c/{case}/reports", "Reports", reports, "Case", "reports"),
    Page("report", "/c/{case}/reports/{report}", "Report", report),
    Page("withdrawn", "/withdrawn", "Withdrawn", withdrawn, "Judged", "withdrawn"),
)
