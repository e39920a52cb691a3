"""`floodwatch dissemination`: what was handed to whom, and hand-overs that no other verb saw."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking, asked, strictest
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.centre.handles import Centre

BY_HAND = "file"


def dissemination(
    centre: Centre,
    progress: Progress,
    file: str = "",
    to: str = "",
    on: str = "",
    how: str = "",
    tlp: str = "",
    pap: str = "",
    without_consent: str = "",
    undo: int = 0,
    by: str = "",
) -> dict[str, Any]:
    """Record that a file was handed over, or that a line was a mistake; then the whole log, newest first."""
    from floodwatch.casebook.dissemination import handed, strike
    from floodwatch.centre.consent import line, logged

    book, who = centre.casebook, person(by)
    if undo:
        strike(book, undo, who)
    done = {}
    if file:
        one = _told(centre, Path(file), to, on, how, asked(tlp, pap), without_consent)
        done = {"recorded": logged(book, one, who)}
    return {**done, "handed": [line(one) for one in reversed(handed(book))]}


def _told(
    centre: Centre, path: Path, to: str, on: str, how: str, given: Marking, without_consent: str
) -> Handed:
    """A file that was handed over, marked as strictly as what is known of it."""
    from floodwatch.casebook.dissemination import Handed, handed
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import must_be_asked
    from floodwatch.lake.evidence import fingerprint

    if not to.strip():
        raise SettingError("A hand-over is to somebody", do="Say to whom with --to.")
    if not path.is_file():
        raise SettingError("There is no such file", where=str(path), do="Its hash goes into the log.")
    sha256, known = fingerprint(path)[0], sources(centre.casebook)
    before = [one for one in handed(centre.casebook) if sha256 in (one.sha256, *one.files.values())]
    marks = [*(one.marking for one in before), *([known[sha256].marking] if sha256 in known else [])]
    marking = strictest([given, *marks])
    if not marking.tlp:
        raise SettingError("Nothing says how this file is marked", where=str(path), do="Give --tlp.")
    over = must_be_asked(sha256, known, (), without_consent)
    return Handed(
        what=before[-1].what if before else BY_HAND, name=path.name, sha256=sha256, marking=marking, to=to, how=how,
        case_name=before[-1].case_name if before else "", handed_on=_day(on),
        without_consent=without_consent if over else "", sources=(sha256,) if sha256 in known else (),
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise SettingError(f"{text!r} is no day", do="Write it as YYYY-MM-DD.") from None
