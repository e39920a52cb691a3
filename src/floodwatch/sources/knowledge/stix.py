"""STIX 2.1: DISARM's and ATT&CK's bundles, which are whole, and bundles of anybody, which may be parts.

What is asked of the casebook's lists (kinds, relationships) stands in vocabulary/kinds; what is read beside that in
vocabulary/knowledge/stix.yaml. An object of a type that is neither is counted by its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from floodwatch.model.batches import Batch
from floodwatch.model.claims import TLP
from floodwatch.sources.knowledge import own
from floodwatch.sources.knowledge.base import Known, Loaded, part, parts, text, texts
from floodwatch.sources.knowledge.making import Making
from floodwatch.sources.knowledge.stix_objects import Bundle, noted, said
from floodwatch.vocabulary.load import load

RULES = "knowledge/stix.yaml"
UNIT = "stix@2"
Item = Mapping[str, Any]


class Profile(NamedTuple):
    """Whose bundle it is: a catalogue that is brought out whole, or anybody's."""

    key: str
    label: str
    credits: str
    catalogue: str
    whole: bool


class Stix:
    """Reads a bundle of STIX 2.1 objects."""

    name = "stix"
    description = "A STIX 2.1 bundle: DISARM, ATT&CK, or anybody's"

    def recognises(self, file: Loaded) -> bool:
        """A bundle, or a list of objects with STIX ids."""
        objects = parts(_objects(file))
        whole = part(file.json).get("type") == "bundle"
        return (whole and "objects" in file.json) or bool(objects and "--" in text(objects[0].get("id")))

    def collect(self, file: Loaded, known: Known) -> None:
        """Ids of objects and the entities that they are."""
        made, bundle = _opened(file)
        for item in bundle.items.values():
            if not revoked(item) and (one := _entity(made, bundle, item)):
                known.add(item["id"], made.entities[one])

    def read(self, file: Loaded, known: Known) -> Batch:
        """All objects."""
        made, bundle = _opened(file)
        bundle.tactics = dict(_tactics(made, bundle))
        ours = {name for name, item in bundle.items.items() if own.extension(item)}
        for name in sorted(ours):
            _entity(made, bundle, bundle.items[name])
        for name, item in bundle.items.items():
            if name in ours:
                own.stix_said(made, item)
                continue
            made.taking_back = revoked(item)
            made.tlp = _tlp(made, item, bundle)
            said(made, bundle, item, known)
        made.taking_back = False
        return made.batch()


def _entity(made: Making, bundle: Bundle, item: Item) -> str:
    """The entity that an object is, with us or with anybody; empty where it is none."""
    if told := own.extension(item):
        return own.stix_entities(made, item) if "entity" in told else ""
    return noted(made, bundle, item)


def revoked(item: Item) -> bool:
    """Whether whoever made the object has taken it back."""
    return item.get("revoked") is True or item.get("x_mitre_deprecated") is True


def _objects(file: Loaded) -> Any:
    return file.json.get("objects") if isinstance(file.json, dict) else file.json


def _opened(file: Loaded) -> tuple[Making, Bundle]:
    items = parts(_objects(file))
    profile = _profile(file, items)
    made = Making(
        key=profile.key, label=profile.label, unit=UNIT, credits=profile.credits, whole=profile.whole,
        version=_version(items), shared=any(own.extension(item) for item in items),
    )  # fmt: skip
    given = _objects(file)
    made.read = len(given) if isinstance(given, list) else 0
    if made.read > len(items):
        made.rejected["an object that is none"] += made.read - len(items)
    return made, Bundle(dict(_latest(made, items)), profile.catalogue)


def _latest(made: Making, items: Iterable[Item]) -> Iterator[tuple[str, Item]]:
    """Objects by id, of several versions the last."""
    found: dict[str, Item] = {}
    for item in items:
        name = text(item.get("id"))
        if "--" not in name or not name.startswith(f"{text(item.get('type'))}--"):
            made.rejected["an object without an id of its type"] += 1
        elif name in found:
            made.left["another version of an object"] += 1
            found[name] = max(found[name], item, key=lambda one: text(one.get("modified")))
        else:
            found[name] = item
    return iter(found.items())


def _profile(file: Loaded, items: Iterable[Item]) -> Profile:
    for item in items:
        kind, name = text(item.get("type")), text(item.get("name"))
        if kind in ("identity", "x-mitre-matrix") and name.startswith("DISARM"):
            return Profile("disarm stix", "DISARM framework (STIX)", "disarm", "DISARM", True)
        if kind in ("x-mitre-collection", "x-mitre-matrix") and (
            "ATT&CK" in name or "x_mitre_domains" in item
        ):
            domain = next(iter(texts(item.get("x_mitre_domains"))), name)
            return Profile(f"attack {domain}", f"ATT&CK ({domain[:60]})", "attack", "ATT&CK", True)
    senders = (text(own.extension(item).get("author")) for item in items)
    name = file.source or next(filter(None, senders), "")[:200] or PurePath(file.name).stem
    return Profile(f"stix {name}", f"STIX bundle {name}"[:200], "", "", False)


def _version(items: Iterable[Item]) -> str:
    return next(
        (text(i.get("x_mitre_version"))[:20] for i in items if i.get("type") == "x-mitre-collection"), ""
    )


def _tactics(made: Making, bundle: Bundle) -> Iterator[tuple[str, str]]:
    for item in bundle.items.values():
        if item["type"] == "x-mitre-tactic" and not revoked(item) and (one := noted(made, bundle, item)):
            yield text(item.get("x_mitre_shortname")), one


def _tlp(made: Making, item: Item, bundle: Bundle) -> str:
    """The strictest marking of an object; one that nobody here knows is taken for the strictest there is."""
    default = "TLP:CLEAR" if made.whole else ""
    found = [_marking(made, ref, bundle) for ref in texts(item.get("object_marking_refs"))]
    return max([default, *found], key=TLP.index)


def _marking(made: Making, ref: str, bundle: Bundle) -> str:
    rules = load(RULES)
    uuid = ref.rpartition("--")[2]
    if uuid in rules["markings"]:
        return str(rules["markings"][uuid])
    marking = bundle.items.get(ref)
    if marking is None:
        made.left["a marking that is not in the file: its objects are taken for TLP:RED"] += 1
        return "TLP:RED"
    told = text(part(marking.get("definition")).get("tlp")) or _extended(marking)
    return str(rules["tlp_1"].get(told.casefold(), "TLP:RED" if told else ""))


def _extended(marking: Item) -> str:
    extensions = part(marking.get("extensions")).values()
    return next((text(part(one).get("tlp_2_0")) for one in extensions if "tlp_2_0" in part(one)), "")
