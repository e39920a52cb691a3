"""Decisions about what lasts of a case: entities are made of findings, and the casebook keeps what was said of them."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.model import refs
from floodwatch.model.acting import acting
from floodwatch.model.errors import SettingError
from floodwatch.model.given import LABELS, NARRATIVES

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.casebook.read import Entity
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine
    from floodwatch.model.decided import Decided

MOST_ANCHORS = 500
"""Posts by which a narrative is known again: those most like it."""
ANCHORS = f"""
    SELECT platform, post_id, likeness FROM narrative_posts WHERE narrative_id = '{{name}}'
    ORDER BY likeness DESC, platform, post_id LIMIT {MOST_ANCHORS}
"""
FOUND = "SELECT narrative_id FROM narratives ORDER BY narrative_id"
NEXT = "from the next detection"
HELD = ("tracked", "pinned", "split")
"""Decisions that computation knows; all others are laid over what it found."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody decides about the narratives of a case, and why."""

    case: Case
    engine: Engine
    by: str
    reason: str = ""

    def entities(self) -> tuple[Entity, ...]:
        """The narratives about which somebody decided something."""
        return entities(self.case)

    def found(self) -> list[str]:
        """Ids of the narratives of the latest run."""
        ids: list[str] = self.engine.arrow(FOUND).column("narrative_id").to_pylist()
        return ids

    def decided(self) -> tuple[Decided, ...]:
        """What stands, as views lay it over what was found."""
        from floodwatch.views.decided import decided

        return decided(self.entities(), set(self.found()))

    def full(self, name: str) -> str:
        """The whole id of a narrative or entity of which a beginning is given."""
        known = {*self.found(), *(e.entity_id for e in self.entities())}
        fit = [name] if name in known else sorted(k for k in known if k.startswith(name))
        if len(fit) != 1 or not name:
            what = f"{len(fit)} narratives begin" if fit else "No narrative begins"
            raise SettingError(
                f"{what} with {name!r}", do="Give more of its id; see: floodwatch narrative list."
            )
        return fit[0]

    def entity(self, name: str) -> str:
        """The entity of a narrative, made of what is seen of it now when there is none."""
        full = self.full(name)
        for one in self.decided():
            if full in (one.entity_id, one.found):
                return one.entity_id
        rows = self.engine.arrow(ANCHORS.format(name=full)).to_pylist()
        return self.add(full, {refs.post(r["platform"], r["post_id"]): r["likeness"] for r in rows}, full)

    def add(self, name: str, anchors: Mapping[str, float], seen_as: str = "") -> str:
        """Make an entity whose id follows from a name; `seen_as` is the finding that it is now."""
        from floodwatch.casebook.write import add_case, add_entity

        entity_id = refs.content_id("narrative entity", self.case.name, name)
        add_case(self.case.centre.casebook, self.case.name)
        add_entity(self.case.centre.casebook, entity_id, "narrative", self.case.name, anchors, self.by)
        if seen_as:
            self.decide(entity_id, "seen_as", {"finding": seen_as})
        return entity_id

    def decide(self, entity_id: str, what: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Note a decision; gives it with its number."""
        from floodwatch.casebook.write import decide

        number = decide(self.case.centre.casebook, entity_id, what, content, self.by, self.reason)
        when = {"holds": NEXT} if what in HELD else {}
        return {"number": number, "entity": entity_id, "what": what, **content, **when}


def person(name: str) -> str:
    """Who decides: over the network whoever acts; at the machine the name given, else that of the user."""
    if not acting().local:
        return acting().pseudonym
    if name:
        return name
    try:
        return getpass.getuser()
    except Exception:
        return "unknown"


def entities(case: Case) -> tuple[Entity, ...]:
    """The narratives of a case about which somebody decided something."""
    from floodwatch.casebook.read import entities as known

    return known(case.centre.casebook, case.name, "narrative")


@contextmanager
def frozen(case: Case) -> Iterator[None]:
    """The decisions that computation may know stand frozen beside the case while the block runs, and after."""
    import pyarrow as pa

    from floodwatch.centre.labels import wrong_labels
    from floodwatch.lake.given import freeze
    from floodwatch.tools.arrow import schema

    wrong = pa.Table.from_pylist(wrong_labels(case), schema=schema(LABELS))
    freeze(case.folder, {**given(entities(case)), LABELS.name: wrong})
    yield


def given(known: Iterable[Entity]) -> dict[str, pa.Table]:
    """The decisions that computation may know, as the tables that are frozen before a run."""
    import pyarrow as pa

    from floodwatch.tools.arrow import schema

    rows = [row for one in known for row in _given(one)]
    return {NARRATIVES.name: pa.Table.from_pylist(rows, schema=schema(NARRATIVES))}


def _given(one: Entity) -> list[dict[str, Any]]:
    reasons = [d.what for what in HELD for d in one.standing(what)]
    if not reasons or one.standing("rejected"):
        return []
    texts = [str(d.content["text"]) for d in one.standing("tracked") if d.content.get("text")]
    left = {ref for d in one.standing("pinned") for ref in d.content.get("without", ())}
    posts = [refs.parse(ref) for ref in one.anchors if ref not in left]
    shared = {"entity_id": one.entity_id, "reason": reasons[-1]}
    return [
        *({**shared, "example_text": text} for text in texts),
        *({**shared, "platform": post.platform, "post_id": post.id} for post in posts),
    ]


def remember(case: Case, engine: Engine) -> int:
    """Say of each entity which narrative of this run it is, where that is not what it was; gives how many."""
    from floodwatch.casebook.write import decide
    from floodwatch.knowledge.continuity import matched

    known = entities(case)
    if not known:
        return 0
    now = _now(engine, known)
    refused = frozenset(
        (d.entity_id, str(d.content["finding"]))
        for one in known for d in one.decisions if d.what == "seen_as" and d.undone
    )  # fmt: skip
    found = matched({one.entity_id: one.anchors for one in known}, now, refused)
    new = {e: f for e, f in found.items() if f != e and f != _last(known, e)}
    for entity_id, finding in sorted(new.items()):
        decide(case.centre.casebook, entity_id, "seen_as", {"finding": finding}, "floodwatch")
    return len(new)


def _now(engine: Engine, known: Sequence[Entity]) -> dict[str, str]:
    """The narrative that each anchor is in now."""
    import pyarrow as pa

    anchors = sorted({ref for one in known for ref in one.anchors})
    posts = [refs.parse(ref) for ref in anchors]
    rows = {"ref": anchors, "platform": [p.platform for p in posts], "post_id": [p.id for p in posts]}
    engine.register("decided_anchors", pa.table({n: pa.array(v, pa.string()) for n, v in rows.items()}))
    found = engine.arrow(
        "SELECT a.ref, p.narrative_id FROM decided_anchors a "
        "JOIN narrative_posts p ON p.platform = a.platform AND p.post_id = a.post_id ORDER BY a.ref"
    ).to_pylist()
    engine.drop("decided_anchors")
    return {row["ref"]: row["narrative_id"] for row in found}


def _last(known: Sequence[Entity], entity_id: str) -> str:
    standing = [d for one in known if one.entity_id == entity_id for d in one.standing("seen_as")]
    return str(standing[-1].content["finding"]) if standing else ""
