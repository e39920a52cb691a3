"""`floodwatch knowledge export`: what the casebook knows into a file for others, and on record what went out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.decisions import person
from floodwatch.model.errors import SettingError
from floodwatch.model.exchange import Knowledge, Lost
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.casebook.store import Book
    from floodwatch.centre.handles import Centre

LEFT = "not-carried.csv"


def export(
    centre: Centre, progress: Progress, names: tuple[str, ...], format: str, out: str, tlp: str, **asked: Any
) -> dict[str, Any]:
    """Write one file, and beside it what the format does not carry; note what went out, so that it can be taken back.

    Nothing that is marked stricter than the ceiling is written or counted anywhere, nor, without a reason, what is from
    a source whose originator wants to be asked and was not; `not_asked` names these, and is for this side alone.
    """
    from floodwatch.casebook.ceiling import up_to
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.casebook.exports import log_export
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import logged, titles, unasked
    from floodwatch.centre.studio_index import note_export
    from floodwatch.lake.files import whole
    from floodwatch.outputs.knowledge import FORMATS
    from floodwatch.views.exchange import Wanted, view

    form = next(one for one in FORMATS if one.name == format)
    place = Path(out) if out else centre.path / "exports" / form.file
    if place.is_dir():
        raise SettingError(
            "The export is one file, and this is a folder", where=str(place), do="Name a file."
        )
    progress("reading the casebook", None)
    why = str(asked["without_consent"]).strip()
    waiting = frozenset(unasked(sources(centre.casebook)))
    wanted = Wanted(
        ceiling=tlp, pap=asked["pap"], without=frozenset() if why else waiting, author=asked["source"],
        suggested=asked["include_suggested"],
    )  # fmt: skip
    with up_to(wanted.marking, wanted.without):  # which names are one is told by nothing stricter either
        wanted = replace(wanted, about=frozenset(_ids(centre.casebook, names)))
    known = view(centre.casebook, wanted)
    lost = [one for one in (*known.local, *form.lost(known)) if one.number]
    confirmed, suggested = (
        [c.claim_id for c in known.claims if c.status == s] for s in ("confirmed", "suggested")
    )
    judged = [one.judgement_id for one in known.judgements]
    with whole(place) as part:
        sha256 = _written(part, form.pieces(known))
        told = {"format": format, "file": place.name, "tlp": tlp, "pap": wanted.pap, "sha256": sha256}
        log_export(centre.casebook, person(asked["by"]), told, confirmed, suggested, judged)
    with whole(place.with_name(f"{place.name}.{LEFT}")) as part:
        part.write_bytes(_listed(lost))
    unheard = tuple(sorted(waiting & {one.source_document for one in known.claims}))
    handed = Handed(
        what="export", name=place.name, sha256=sha256, marking=wanted.marking, to=asked["to"],
        without_consent=why if unheard else "", sources=unheard,
    )  # fmt: skip
    number = logged(centre.casebook, handed, person(asked["by"]))
    note_export(centre.casebook, number, known.claims, judged)
    return {
        **told, "file": str(place), **_counted(known), "not_carried": [one._asdict() for one in lost],
        "not_asked": titles(centre.casebook, wanted.without), "handed": number,
    }  # fmt: skip


def _written(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file piece by piece; gives its SHA-256."""
    total = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            total.update(piece)
            file.write(piece)
    return total.hexdigest()


def _ids(book: Book, names: Iterable[str]) -> set[str]:
    """Entities that go by the names, and the further names under which they go (SettingError where there are none)."""
    from floodwatch.casebook.naming import called
    from floodwatch.casebook.resolution import groups
    from floodwatch.casebook.store import connected

    found: set[str] = set()
    with connected(book) as db:
        for name in names:
            hits = [one.entity_id for one in called(db, name) if one.status != "suggested"]
            if not hits:
                raise SettingError(f"Nothing goes by the name {name!r}", do="Check the spelling.")
            found.update(one for group in groups(db, hits) for one in group.ids)
    return found


def _listed(lost: Iterable[Lost]) -> bytes:
    lines = ["what,number,why", *(f'"{one.what}",{one.number},"{one.why}"' for one in lost)]
    return "".join(f"{line}\n" for line in lines).encode()


def _counted(known: Knowledge) -> dict[str, int]:
    waiting = sum(claim.status == "suggested" for claim in known.claims)
    return {
        "entities": len(known.entities), "claims": len(known.claims), "suggested": waiting,
        "taken_back": len(known.gone) + len(known.withdrawn), "judgements": len(known.judgements),
    }  # fmt: skip
