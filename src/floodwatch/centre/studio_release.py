"""Releases a frozen version: one transaction puts on record what became of which version, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.centre.studio_content import MANIFEST, folder_of
from floodwatch.centre.studio_gate import gate
from floodwatch.model.errors import ReportError
from floodwatch.model.markings import Marking
from floodwatch.model.reports import CORRECTED, RELEASED, About, Draft, Said

if TYPE_CHECKING:
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.centre.handles import Case

REPORT, CORRECTION, STATE = "report", "correction", "state.json"
OWED = "to be sent: had an earlier issue"


def release(
    case: Case, about: About, one: Draft, said: Sequence[Said], drafts: Sequence[Draft], by: str,
    to: Sequence[str] = (), without_consent: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Release a version that passes every check (ReportError with what is left); gives numbers of the hand-overs.

    Whoever had an earlier issue is noted as one who is owed this one.
    """
    from floodwatch.casebook import reports
    from floodwatch.centre.hooks import told_of_release

    _must_pass(gate(case, about, one, said, drafts), about, without_consent)
    folder = folder_of(case, about, one.draft)
    _must_be_whole(folder, said, one.draft)
    owed = [name for name in recipients(case, about) if name not in to]
    lines = _lines(case, about, one, to, owed, without_consent)
    numbers = reports.release(case.centre.casebook, about, one.draft, {"to": [*to], "owed": owed}, lines, by)
    settle(case, about)
    told_of_release(case.centre, REPORT, f"{about.report_id}/{one.draft}", case.name, [about.tlp, about.pap])
    return {"released": one.draft, "folder": str(folder), "handed": numbers, "owed": owed}


def _must_pass(found: dict[str, Any], about: About, without_consent: str) -> None:
    passed = {"consent"} if without_consent.strip() else set()
    left = [one for one in found["checks"] if not one["passes"] and one["check"] not in passed]
    if left:
        listed = "; ".join(f"{one['says']}: {_first(one['left'])}" for one in left)
        raise ReportError(
            f"The report is not released. Left to do: {listed}",
            where=about.title,
            do="See: floodwatch report gate.",
        )


def _first(left: Sequence[Any]) -> str:
    told = [
        "; ".join(f"{k} {v}" for k, v in one.items() if v) if isinstance(one, dict) else str(one)
        for one in left[:8]
    ]
    more = f" (and {len(left) - 8} more)" if len(left) > 8 else ""
    return " | ".join(told) + more


def _must_be_whole(folder: Any, said: Sequence[Said], draft: int) -> None:
    """ReportError where a file of the frozen version is not what was frozen."""
    from floodwatch.lake.files import read_json
    from floodwatch.model.reports import fingerprint
    from floodwatch.outputs.studio.proof import problems

    manifest = read_json(folder / MANIFEST, None)
    noted = next(
        one.content["manifest"] for one in reversed(said) if one.what == "frozen" and one.draft == draft
    )

    def read(name: str) -> bytes | None:
        return (folder / name).read_bytes() if (folder / name).is_file() else None

    wrong = problems(manifest, read) if manifest and fingerprint(manifest) == noted else [{"where": MANIFEST}]
    if wrong:
        raise ReportError(
            f"What lies in the folder is not what was frozen: {wrong[0]['where']}", where=folder.name,
            do="Freeze a new version.",
        )  # fmt: skip


def recipients(case: Case, about: About) -> list[str]:
    """Everybody to whom an issue of the report was handed, once each."""
    from floodwatch.casebook.dissemination import handed

    found = handed(case.centre.casebook)
    own = [one for one in found if one.what in (REPORT, CORRECTION) and not one.struck_by]
    return list(dict.fromkeys(one.to for one in own if one.name.startswith(f"{about.report_id}/") and one.to))


def _lines(
    case: Case, about: About, one: Draft, to: Sequence[str], owed: Sequence[str], without_consent: str
) -> list[Handed]:
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.centre.consent import of_files

    folder = folder_of(case, about, one.draft)
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    marking = Marking(about.tlp, about.pap)
    whom = [(name, "") for name in (to or ("",))] + [(name, OWED) for name in owed]
    return [
        of_files(
            Handed(what=REPORT if not how else CORRECTION, name=f"{about.report_id}/{one.draft}", sha256="",
                   marking=marking, to=name, how=how, case_name=case.name, without_consent=without_consent),
            folder, names,
        )
        for name, how in whom
    ]  # fmt: skip


def settle(case: Case, about: About) -> None:
    """Write beside the versions what became of each, as the casebook has it."""
    from floodwatch.casebook import reports
    from floodwatch.lake.files import write_json

    found = reports.states(reports.lines(case.centre.casebook, about.report_id), [])
    told = {str(draft): state for draft, state in found.items()}
    by = {str(draft): max(n for n, s in found.items() if s == RELEASED) for draft, s in found.items()
          if s == CORRECTED and RELEASED in found.values()}  # fmt: skip
    place = case.folder.publications / about.report_id / STATE
    if place.parent.is_dir():
        write_json(place, {"versions": told, "corrected_by": by})
