"""Which versions a collection gets: what is new or says something else, and a last one for what is withdrawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.casebook.shared import Shared
from floodwatch.centre.feed import version

if TYPE_CHECKING:
    from floodwatch.centre.gathered import Gathered

Object = dict[str, Any]
KEPT = (
    "type", "spec_version", "id", "created_by_ref", "created", "relationship_type", "source_ref", "target_ref",
    "context", "identity_class", "is_family", "pattern_type", "valid_from", "published", "opinion", "report_types",
)  # fmt: skip
"""What a withdrawn object still says: what STIX demands, and nothing that tells of anybody."""
SAID = "(withdrawn)"
NEUTRAL = {
    "name": SAID, "content": SAID, "explanation": SAID, "country": SAID, "pattern": "[x-withdrawn:value = 'withdrawn']",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """New versions, versions that withdraw, how many objects are withdrawn, and rows that are served no longer."""

    new: tuple[Shared, ...]
    withdrawn: tuple[Shared, ...]
    gone: int
    held_back: tuple[int, ...]


def compared(
    name: str, found: Gathered, before: Mapping[str, Shared], rows: Sequence[tuple[int, str, frozenset[str]]]
) -> Compared:
    """What changes in a collection, from what it is to hold and what it holds."""
    new = tuple(_new(name, found, before))
    now = {one["id"] for one, _ in found.objects}
    gone = [
        one for one in before.values()
        if one.served and not one.revoked and one.object_id not in now and not found.hidden & set(one.rests_on)
    ]  # fmt: skip
    withdrawn = tuple(_withdrawn(one) for one in gone if "modified" in one.content)
    return Compared(new, withdrawn, len(gone), tuple(_held_back(gone, found, rows)))


def _new(name: str, found: Gathered, before: Mapping[str, Shared]) -> Iterable[Shared]:
    seen = set[str]()
    for one, rests in found.objects:
        last = before.get(one["id"])
        if one["id"] in seen or (last is None and one.get("revoked")):
            continue
        seen.add(one["id"])
        digest = _digest(one, rests)
        if last is None or not last.served or last.sha256 != digest:
            yield _shared(name, _dated(one, last), digest, rests, found.pap)


def _digest(one: Object, rests: frozenset[str]) -> str:
    """A hash of what an object says; of one without versions also of what it rests on."""
    told = {key: value for key, value in one.items() if key not in ("modified", "created")}
    versioned = [] if "modified" in one else sorted(rests)
    return hashlib.sha256(json.dumps([told, versioned], sort_keys=True).encode()).hexdigest()


def _dated(one: Object, last: Shared | None) -> Object:
    """The object with its times to the millisecond, and later than the version before."""
    told: Object = {**one, **{key: version(one[key]) for key in ("created", "modified") if key in one}}
    if last is not None and "modified" in told and told["modified"] <= last.version:
        told["modified"] = _after(last.version)
    return told


def _after(before: str) -> str:
    """Now, or a millisecond after a version that is dated later than that."""
    now = datetime.now(UTC)
    least = datetime.fromisoformat(before) + timedelta(milliseconds=1)
    return version(max(now, least).isoformat())


def _shared(name: str, one: Object, digest: str, rests: Iterable[str], pap: str) -> Shared:
    return Shared(
        collection=name, object_id=one["id"], object_type=one["type"],
        version=one.get("modified") or one.get("created") or "", content=one, sha256=digest,
        rests_on=tuple(rests), pap=pap, revoked=bool(one.get("revoked")),
    )  # fmt: skip


def _withdrawn(last: Shared) -> Shared:
    """A last version that says that the object is revoked, and nothing more of it than STIX demands."""
    own = last.content
    kept: Object = {key: own[key] for key in KEPT if key in own}
    kept |= {key: said for key, said in NEUTRAL.items() if key in own}
    if "object_refs" in own:
        kept["object_refs"] = [own["created_by_ref"]]
    told = {**kept, "modified": _after(last.version), "revoked": True}
    if "object_marking_refs" in own:
        told["object_marking_refs"] = own["object_marking_refs"]
    return _shared(last.collection, told, _digest(told, frozenset()), (), last.pap)


def _held_back(
    gone: Sequence[Shared], found: Gathered, rows: Sequence[tuple[int, str, frozenset[str]]]
) -> Iterable[int]:
    """Rows that are served no longer.

    Those of networks, and of what has no versions or rests on nothing, when they are withdrawn; whatever tells of a
    claim that may not be seen any more at this marking; and all when nothing is to be shared.
    """
    ended = {one.object_id for one in gone if "modified" not in one.content or not _of_claims(one.rests_on)}
    for number, name, rests in rows:
        if rests & found.hidden:
            continue
        claims = {rest for rest in rests if not rest.startswith("case:")}
        if name in ended or not claims <= found.visible or not found.objects:
            yield number


def _of_claims(rests: Sequence[str]) -> bool:
    return bool(rests) and not any(one.startswith("network:") for one in rests)
