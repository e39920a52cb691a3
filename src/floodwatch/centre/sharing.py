"""`floodwatch share`: what people confirmed goes into collections, from which others fetch it; or is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floodwatch.model.claims import TLP
from floodwatch.model.errors import NotAllowed, SettingError
from floodwatch.model.markings import Marking, asked
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.gathered import Gathered
    from floodwatch.centre.handles import Centre
    from floodwatch.model.units import Rows


def share(
    centre: Centre,
    progress: Progress,
    action: str = "list",
    tlp: str = "",
    pap: str = "PAP:CLEAR",
    source: str = "",
    without_consent: str = "",
    by: str = "",
) -> dict[str, Any]:
    """Bring the collections up to a marking up to date, or withdraw all of those from one on; then list them."""
    from floodwatch.casebook.shared import counts
    from floodwatch.centre.decisions import person
    from floodwatch.centre.feed import collection_id, seen
    from floodwatch.centre.gathered import Gathered, gathered
    from floodwatch.model.acting import acting

    changed: Rows = []
    if action != "list":
        if not tlp:
            raise SettingError("Up to which marking is not said", do="Give --tlp, such as --tlp green.")
        most = asked(tlp, pap)
        for name in _chosen(action, most):
            progress(f"{action} {name}", None)
            fits = action == "update"
            found = (
                gathered(centre, Marking(name, most.pap), source, without_consent.strip())
                if fits
                else Gathered()
            )
            changed.append(_changed(centre, name, found, person(by)))
    held = counts(centre.casebook)
    listed = [
        {"collection": name, "id": collection_id(name), **held.get(name, {"objects": 0, "withdrawn": 0})}
        for name in seen(acting())
    ]
    return {"collections": listed, **({"changed": changed} if action != "list" else {})}


def _chosen(action: str, most: Marking) -> tuple[str, ...]:
    """The collections up to a marking, or from one on; nobody changes those above what they may see (NotAllowed)."""
    from floodwatch.model.acting import acting

    at = TLP.index(most.tlp)
    chosen = TLP[1 : at + 1] if action == "update" else TLP[at:]
    ceiling = acting().ceiling
    if action == "update" and not most.within(ceiling):
        raise NotAllowed("This is above what you may see", do=f"Share up to {' '.join(ceiling.labels())}.")
    return chosen


def _changed(centre: Centre, name: str, found: Gathered, by: str) -> dict[str, Any]:
    """Put what is new or different into a collection, and withdraw what is no longer to be shared."""
    from floodwatch.casebook import shared
    from floodwatch.centre.versions import compared

    book = centre.casebook
    made = compared(name, found, shared.last(book, name), shared.resting(book, name))
    shared.hold_back(book, made.held_back)
    shared.add(book, [*made.new, *made.withdrawn], by)
    told = {
        "collection": name,
        "added": len(made.new),
        "withdrawn": made.gone,
        "not_asked": list(found.not_asked),
    }
    if made.new or made.gone:
        _logged(centre, name, found, by)
    return told


def _logged(centre: Centre, name: str, found: Gathered, by: str) -> None:
    """On record: which claims went out for the first time, and that the collection was handed to whoever reads it."""
    import hashlib

    from floodwatch.casebook.dissemination import Handed
    from floodwatch.casebook.exports import log_export
    from floodwatch.centre.consent import logged
    from floodwatch.centre.hooks import told_of_release

    digests = sorted(str(one["id"]) + str(one.get("modified", "")) for one, _ in found.objects)
    sha256 = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    told = {"format": "taxii", "file": name, "tlp": name, "pap": found.pap, "sha256": sha256}
    log_export(centre.casebook, by, told, found.claims, (), found.judgements)
    one = Handed(
        what="collection", name=name, sha256=sha256, marking=Marking(name, found.pap), to="whoever may read it",
        without_consent=found.without_consent,
    )  # fmt: skip
    logged(centre.casebook, one, by)
    told_of_release(centre, "collection", name, "", one.marking.labels())
