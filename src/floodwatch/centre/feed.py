"""What was shared, as it is handed out: in collections by marking, to whoever may see that marking."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from floodwatch.model.claims import NAMESPACE, PAP, TLP
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from floodwatch.casebook.shared import Shared
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

SPEC = "2.1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a collection: what was added after a moment and after a row, and which ids, types, versions."""

    added: str = ""
    limit: int = 100
    after: int = 0
    id: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    spec_version: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The rows, whether there are more, and whether the objects that were asked for are there at all."""

    rows: tuple[Shared, ...]
    more: bool
    known: bool


def seen(acting: Acting) -> tuple[str, ...]:
    """Names of the collections that somebody may see."""
    return tuple(name for name in TLP[1:] if Marking(name).within(Marking(acting.ceiling.tlp)))


def collection_id(name: str) -> str:
    """The id of a collection."""
    return str(uuid.uuid5(NAMESPACE, f"collection {name}"))


def feed(centre: Centre, acting: Acting, collection: str, asked: Asked) -> Found:
    """The objects of a collection, and on record that they were read."""
    from floodwatch.casebook import shared
    from floodwatch.centre.noting import note

    if asked.spec_version and SPEC not in asked.spec_version:
        return Found((), False, bool(asked.id))
    versions = tuple(
        one if one in (shared.FIRST, shared.LAST, shared.ALL) else _version(one) for one in asked.version
    )
    wanted = shared.Wanted(
        asked.added, asked.after, asked.id, asked.type, versions or (shared.LAST,), _paps(acting)
    )
    rows = shared.served(centre.casebook, collection, wanted, asked.limit + 1)
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    note(centre, None, acting, "feed", {"collection": collection}, "done", "view", len(rows))
    return Found(tuple(rows), more, bool(rows) or _known(centre, collection, asked.id, wanted.paps))


def _known(centre: Centre, collection: str, ids: tuple[str, ...], paps: tuple[str, ...] | None) -> bool:
    from floodwatch.casebook import shared

    if not ids:
        return True
    wanted = shared.Wanted(ids=ids, versions=(shared.ALL,), paps=paps)
    return bool(shared.served(centre.casebook, collection, wanted, 1))


def _paps(acting: Acting) -> tuple[str, ...] | None:
    ceiling = acting.ceiling.pap
    return PAP[: PAP.index(ceiling) + 1] if ceiling else None


def moment(text: str) -> str:
    """A moment as rows hold it (ValueError where it is none)."""
    found = datetime.fromisoformat(text)
    if "T" not in text.upper() or found.tzinfo is None:
        raise ValueError(text)
    return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def version(text: str) -> str:
    """The moment of a version to the millisecond, so that equal ones are equal texts."""
    return f"{moment(text)[:-4]}Z"


def _version(text: str) -> str:
    """A version that is asked for: of objects to the millisecond, or of what has none, when it was added."""
    try:
        whole = moment(text)
    except (ValueError, OverflowError):
        return text
    return f"{whole[:-4]}Z" if whole.endswith("000Z") else whole
