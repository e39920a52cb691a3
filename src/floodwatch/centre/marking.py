"""`floodwatch marking`: how sources are marked, who wants to be asked, and who agreed to what."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre

_BEGINNING = re.compile(r"[0-9a-f]{6,64}")


def marking(
    centre: Centre,
    progress: Progress,
    source: str = "",
    tlp: str = "",
    pap: str = "",
    anew: bool = False,
    asks: str = "",
    consent: str = "",
    on: str = "",
    text: str = "",
    undo: int = 0,
    by: str = "",
    reason: str = "",
) -> dict[str, Any]:
    """Decide what is asked for, then show how the sources stand, or the one that is named, with its history."""
    from floodwatch.casebook.marks import mark, marks, shown, sources, unmark

    book, who, done = centre.casebook, person(by), list[dict[str, Any]]()
    if undo:
        unmark(book, undo, who)
        done.append({"number": undo, "what": "undone"})
    decisions = _decisions(tlp, pap, anew, reason, asks, consent, on, text)
    if decisions and not source:
        raise SettingError("A marking needs a source", do="Name a document, a file, or case:NAME.")
    chosen = found(book, source) if source else ""
    if chosen in sources(book) and chosen not in shown(book):
        raise _none(0, source)
    for what, content in decisions:
        done.append({"number": mark(book, chosen, what, content, who, reason), "what": what})
    stands = {name: one for name, one in shown(book).items() if name == (chosen or name)}
    rows = [_row(book, name, one) for name, one in sorted(stands.items())]
    history = [_line(one) for one in marks(book) if one.source == chosen] if chosen else []
    return {"decided": done, "sources": rows, "history": history}


def _decisions(
    tlp: str, pap: str, anew: bool, reason: str, asks: str, consent: str, on: str, text: str
) -> list[tuple[str, dict[str, Any]]]:
    """What is to be put on record."""
    from floodwatch.casebook.ceiling import ASKS, CONSENTED, MARKED
    from floodwatch.model.markings import asked

    given, made = asked(tlp, pap), list[tuple[str, dict[str, Any]]]()
    if anew and not (given.labels() and reason.strip()):
        raise SettingError("A marking anew needs the marking and a reason", do="Give --tlp and --reason.")
    if given.labels():
        made.append((MARKED, {**given._asdict(), **({"anew": True} if anew else {})}))
    if asks:
        made.append((ASKS, {"who": asks}))
    if consent:
        made.append((CONSENTED, {"who": consent, "when": _day(on), "text": _words(text)}))
    return made


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise SettingError(f"{text!r} is no day", do="Say when with --on, as YYYY-MM-DD.") from None


def _words(text: str) -> str:
    if not text.strip():
        raise SettingError("Consent is kept with its words", do="Give them with --text.")
    return text.strip()


def found(book: Book, source: str) -> str:
    """A source by its case, its file, its hash or the beginning of that, or its title (SettingError)."""
    from floodwatch.casebook.marks import documents, titled
    from floodwatch.lake.evidence import fingerprint

    if source.startswith("case:") and len(source) > len("case:"):
        return source
    if Path(source).is_file():
        return fingerprint(Path(source))[0]
    if re.fullmatch(r"[0-9a-f]{64}", source):
        return source
    begin = documents(book, source) if _BEGINNING.fullmatch(source) else []
    fit = begin or titled(book, source)
    if len(fit) != 1:
        raise _none(len(fit), source)
    return fit[0]


def _none(count: int, source: str) -> SettingError:
    many = f"{count} sources are" if count else "No source is"
    return SettingError(
        f"{many} called {source!r}", do="Give a file, a document's SHA-256 or its title, or case:NAME."
    )


def _row(book: Book, name: str, one: Any) -> dict[str, Any]:
    from floodwatch.centre.consent import titles
    from floodwatch.centre.marked_case import names

    title = names(book, [name]).get(name) or (name if name.startswith("case:") else titles(book, [name])[0])
    agreed = one.consent._asdict() if one.consent else {}
    return {
        "source": name,
        "title": title,
        "markings": one.marking.labels(),
        "asks": one.asks,
        "consent": agreed,
    }


def _line(one: Any) -> dict[str, Any]:
    return {
        "number": one.number, "what": one.what, "content": dict(one.content), "reason": one.reason,
        "decided_by": one.decided_by, "decided_at": one.decided_at, "undone": one.undone,
    }  # fmt: skip
