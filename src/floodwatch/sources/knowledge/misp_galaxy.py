"""A cluster file of MISP's galaxies: each value an entity, its synonyms aliases, its fields claims.

A synonym that two clusters of one file share, or that is the name of another cluster, joins nothing: the galaxy keeps
them apart, so both only overlap with that name. Source: https://github.com/MISP/misp-galaxy.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from floodwatch.model.batches import Batch
from floodwatch.model.claims import canonical, country_id, technique_id
from floodwatch.sources import countries
from floodwatch.sources.knowledge.base import Known, Loaded, part, parts, text, texts
from floodwatch.sources.knowledge.making import Making
from floodwatch.sources.knowledge.origins import origin
from floodwatch.vocabulary.load import load

RULES = "knowledge/galaxies.yaml"
MOST_REFERENCES = 200
"""Addresses of one cluster; the rest is counted."""
_LIKELY = re.compile(r'estimative-language:likelihood-probability="([a-z -]{1,40})"')
_DATE = re.compile(r"(\d{4})(-\d\d(-\d\d)?)?")


class MispGalaxy:
    """Reads clusters of a MISP galaxy."""

    name = "misp_galaxy"
    description = "A cluster file of a MISP galaxy: threat actors, techniques, countries, sectors, agencies"

    def recognises(self, file: Loaded) -> bool:
        """A list of values with a type and a name."""
        told = part(file.json)
        return isinstance(told.get("values"), list) and bool(
            text(told.get("type")) and text(told.get("name"))
        )

    def collect(self, file: Loaded, known: Known) -> None:
        """The uuids of clusters and the entities that they are."""
        made = _making(file)
        for value in parts(file.json["values"]):
            one = _entity(made, value, _rule(file))
            if one and text(value.get("uuid")):
                known.add(value["uuid"], made.entities[one])

    def read(self, file: Loaded, known: Known) -> Batch:
        """All clusters."""
        made, rule = _making(file), _rule(file)
        clusters = list(_clusters(made, file.json["values"]))
        shared = _shared(clusters)
        for value in clusters:
            one = _entity(made, value, rule)
            if not one:
                continue
            meta = part(value.get("meta"))
            if text(value.get("uuid")):
                made.say(one, "code", value=value["uuid"])
            if text(value.get("description")):
                made.say(one, "described_as", value=value["description"])
            _names(made, one, value, shared)
            _dates(made, one, meta)
            for name, told in meta.items():
                _field(made, one, str(name), told, rule)
            for related in parts(value.get("related")):
                _related(made, one, related, known)
        return made.batch()


def _making(file: Loaded) -> Making:
    told = file.json
    kind = text(told.get("type"))
    credits = (
        "disarm"
        if kind.startswith("disarm")
        else "tidal"
        if kind in ("groups", "campaigns")
        else "misp-galaxy"
    )
    publisher = "" if credits != "misp-galaxy" else "MISP Project"
    label = f"MISP galaxy {' '.join(text(told.get('name')).split())[:100]}"
    version = told.get("version")
    return Making(
        key=f"misp-galaxy {kind}", label=label, unit="misp_galaxy@1", credits=credits, publisher=publisher,
        version=str(version) if isinstance(version, int) else "",
    )  # fmt: skip


def _rule(file: Loaded) -> Mapping[str, str]:
    known: Mapping[str, Mapping[str, str]] = load(RULES)["types"]
    return known.get(text(file.json.get("type")), {})


def _clusters(made: Making, values: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Objects with a name, each uuid once."""
    seen: set[str] = set()
    for value in values:
        made.read += 1
        if not isinstance(value, dict) or not text(value.get("value")):
            made.rejected["a cluster without a name"] += 1
        elif text(value.get("uuid")) in seen:
            made.rejected["a cluster with the uuid of another"] += 1
        else:
            if text(value.get("uuid")):
                seen.add(value["uuid"])
            yield value


def _entity(made: Making, value: Mapping[str, Any], rule: Mapping[str, str]) -> str:
    """The entity of a cluster: countries and techniques by their codes, all others by name."""
    kind, name, meta = rule.get("kind", ""), text(value.get("value")), part(value.get("meta"))
    if not kind:
        made.rejected["a cluster of a galaxy that is not known"] += 1
        return ""
    if kind == "country":
        code = next(
            filter(None, map(countries.code, [*texts(meta.get("ISO")), *texts(meta.get("iso-code")), name])),
            "",
        )
        if not code:
            made.rejected["a country or territory that ISO 3166-1 does not have"] += 1
            return ""
        return made.entity(kind, countries.name(code), country_id(code))
    code = text(meta.get("external_id"))
    own = (
        technique_id(rule["catalogue"], code) if kind == "technique" and code and "catalogue" in rule else ""
    )
    return made.entity(kind, name, own)


def _shared(clusters: list[Mapping[str, Any]]) -> set[str]:
    """Names that more than one cluster goes by."""
    count: Counter[str] = Counter()
    for value in clusters:
        count.update(
            {canonical(name) for name in (value["value"], *texts(part(value.get("meta")).get("synonyms")))}
        )
    return {name for name, number in count.items() if number > 1}


def _names(made: Making, one: str, value: Mapping[str, Any], shared: set[str]) -> None:
    """Synonyms: of actors and campaigns claims on another entity, of all else further names."""
    kind = made.entities[one].kind
    for name in texts(part(value.get("meta")).get("synonyms")):
        if canonical(name) == canonical(value["value"]):
            continue
        if kind not in ("actor", "campaign", "malware", "tool"):
            made.say(one, "known_as", value=name)
        elif other := made.entity(kind, name):
            both = canonical(name) in shared or canonical(value["value"]) in shared
            made.say(one, "alias_of", other, value="overlaps" if both else "same")


def _dates(made: Making, one: str, meta: Mapping[str, Any]) -> None:
    first, last = (_date(text(meta.get(name))) for name in ("first_seen", "last_seen"))
    since = first or _date(text(meta.get("since")))
    if (since or last) and not (since and last and since > last):
        made.say(one, "active", since=since, until=last)


def _date(given: str) -> str:
    found = _DATE.match(given)
    return found.group(0) if found else ""


def _field(made: Making, one: str, name: str, told: Any, rule: Mapping[str, str]) -> None:
    """What one field of `meta` says."""
    rules = load(RULES)
    how = rules["meta"].get(name)
    if name in rules["elsewhere"]:
        return
    if how is None:
        if name in rules["left"]:
            made.left[f"the field {name}"] += 1
            return
        for value in texts(told)[:MOST_REFERENCES]:
            made.say(one, "described_as", value=f"{name[:80]}: {value}")
        return
    given = texts(told)
    wrong = [one for one in (told if isinstance(told, list) else [told]) if not isinstance(one, str)]
    made.rejected.update(f"a value of the field {name[:60]} that is no text" for _ in wrong)
    if len(given) > MOST_REFERENCES:
        made.left[f"more than {MOST_REFERENCES} of the field {name}"] += len(given) - MOST_REFERENCES
    for value in given[:MOST_REFERENCES]:
        READ[how["as"]](made, one, value, {**how, "name": name}, rule)


def _country(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    says = rule.get("country", how["says"]) if how["says"] == "originates_from" else how["says"]
    if value.casefold() == "unknown":
        return
    if not _by_country(made, one, says, value):
        made.say(one, "described_as", value=f"{how['name']}: {value}")


def _by_country(made: Making, one: str, says: str, value: str) -> bool:
    country = made.country(value)
    return bool(country and made.say(one, says, country))


def _sector(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    if sector := made.entity("sector", value):
        made.say(one, how["says"], sector)


def _motive(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    motive = load(RULES)["motives"].get(value.casefold().rstrip("."))
    if motive:
        made.say(one, "motive", value=motive)
    else:
        made.say(one, "described_as", value=f"{how['name']}: {value}")


def _code(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    catalogue = how.get("catalogue") or rule.get("catalogue", "")
    made.say(one, "code", value=f"{catalogue} {value}".strip())


def _text(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    made.say(one, how["says"], value=value)


def _origin(made: Making, one: str, value: str, how: Mapping[str, str], rule: Mapping[str, str]) -> None:
    origin(made, one, value)


READ = {
    "country": _country,
    "sector": _sector,
    "motive": _motive,
    "code": _code,
    "text": _text,
    "origin": _origin,
}


def _related(made: Making, one: str, related: Mapping[str, Any], known: Known) -> None:
    """A reference to another cluster, where that one is known."""
    kind, other = text(related.get("type")), known.entity(text(related.get("dest-uuid")))
    how = load(RULES)["related"].get(kind)
    if how is None or not other:
        made.left[
            f"a reference ({kind[:40]}) " + ("of no known type" if how is None else "to what is in no file")
        ] += 1
        return
    likely = next(
        (m.group(1).replace("-", " ") for tag in texts(related.get("tags")) if (m := _LIKELY.search(tag))), ""
    )
    there = made.note(other)
    ends = (there, one) if how.get("back") else (one, there)
    made.say(ends[0], how["says"], ends[1], value=how.get("value", ""), hedge=likely)
