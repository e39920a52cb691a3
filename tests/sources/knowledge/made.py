"""Small files of every format of knowledge, and what reading them gives."""

from __future__ import annotations

import json
import uuid

from floodwatch.sources.knowledge import Read, read

ACTORS = [str(uuid.UUID(int=n)) for n in range(1, 6)]
TECHNIQUE = str(uuid.UUID(int=99))


def galaxy(*values, kind="threat-actor", name="Threat Actor", version=1):
    return {
        "type": kind,
        "name": name,
        "version": version,
        "values": list(values),
        "uuid": str(uuid.UUID(int=7)),
    }


def cluster(name, number=1, synonyms=(), related=(), description="", **meta):
    return {
        "value": name, "uuid": ACTORS[number - 1], "description": description,
        "meta": {"synonyms": list(synonyms), **meta}, "related": list(related),
    }  # fmt: skip


GALAXY = galaxy(
    cluster("Grey Heron", 1, ["Wader", "TA-77"], country="PT", refs=["https://blog.example/heron"],
            related=[{"dest-uuid": TECHNIQUE, "type": "uses"}]),
    cluster("Blue Tit", 2, ["TA-77", "Paridae"], since="2019", motive="Espionage",
            related=[{"dest-uuid": ACTORS[0], "type": "similar",
                      "tags": ['estimative-language:likelihood-probability="likely"']},
                     {"dest-uuid": str(uuid.UUID(int=1234)), "type": "similar"}]),
)  # fmt: skip
TECHNIQUES = galaxy(
    {"value": "Flood the zone", "uuid": TECHNIQUE, "meta": {"external_id": "T0049", "kill_chain": ["tactics:Drive"]}},
    kind="disarm-techniques", name="Techniques",
)  # fmt: skip
MAPPING = [
    {"Threat actor name": "Umber Flood", "Origin/Threat": "Russia, Influence operations",
     "Other names": "Storm-9001, Ink"},
    {"Threat actor name": "Dun Sleet", "Origin/Threat": "North Korea", "Other names": ""},
]  # fmt: skip
STAMP = "2024-01-02T00:00:00.000Z"


def thing(kind, number, **told):
    return {
        "type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.UUID(int=number)}", "created": STAMP,
        "modified": STAMP, **told,
    }  # fmt: skip


def relation(number, kind, one, other, **told):
    return thing(
        "relationship", number, relationship_type=kind, source_ref=one["id"], target_ref=other["id"], **told
    )


MAKER = thing("identity", 20, name="A Lab", identity_class="organization")
GROUP = thing("intrusion-set", 21, name="Grey Heron", aliases=["Wader"], created_by_ref=MAKER["id"])
WIPER = thing("malware", 22, name="Scrub", is_family=False, created_by_ref=MAKER["id"])
PLACE = thing("location", 23, country="PT", created_by_ref=MAKER["id"])
USES = relation(
    24, "uses", GROUP, WIPER, created_by_ref=MAKER["id"], description="seen in May", confidence=85
)
TARGETS = relation(25, "targets", GROUP, PLACE, created_by_ref=MAKER["id"])
PAPER = thing("report", 26, name="On herons", published=STAMP, object_refs=[GROUP["id"], WIPER["id"]])
ODD = thing("x-acme-widget", 27, name="a widget")


def bundle(*objects):
    return {"type": "bundle", "id": f"bundle--{uuid.UUID(int=1)}", "objects": list(objects)}


BUNDLE = bundle(MAKER, GROUP, WIPER, PLACE, USES, TARGETS, PAPER, ODD)
EVENT = {
    "Event": {
        "uuid": str(uuid.UUID(int=50)), "info": "Herons in May", "date": "2024-05-06", "Orgc": {"name": "A CERT"},
        "Tag": [{"name": "tlp:amber"}, {"name": 'misp-galaxy:threat-actor="Grey Heron"'}],
        "Attribute": [
            {"type": "domain", "value": "heron.example", "comment": "C2", "first_seen": "2024-05-01T00:00:00Z"},
            {"type": "link", "value": "https://blog.example/heron"},
            {"type": "hat-size", "value": "7"},
            {"type": "sha256", "value": "00" * 32, "deleted": True},
        ],
        "Object": [{"name": "narrative", "Attribute": [{"type": "text", "value": "a story"}]}],
    }
}  # fmt: skip
CSV = {
    "technique.csv": "id,disarm_id,tactic_id,name,summary\n1,T0049,TA11,Flood the zone,Much of it\n",
    "counter.csv": "id,disarm_id,tactic_id,metatechnique_id,name,summary\n1,C00006,TA11,M1,Ask for money,\n",
    "counter_technique.csv": "id,counter_id,technique_id,summary\n1,C00006,T0049,N/A\n2,C00006,All,N/A\n",
    "incident.csv": "id,disarm_id,name,summary,year_started,attributions_seen,found_in_country,objecttype\n"
    "1,I00001,A page,It was fake,2016,Russia,USA,incident\n2,I00002,Ghost,,,,,tactic\n",
    "incident_technique.csv": "id,disarm_id,name,summary,incident_id,technique_id\n"
    "1,IT1,x,,I00001,T0049\n2,IT2,x,,I9,T0049\n",
    "domains.csv": "operation,domain,matchType,reason_fr,source,reportUrl,identifiedDate\n"
    "Heronry,heron.org,exact,Un site,A lab,https://lab.example/r,2024-01-02\n"
    "Heronry,.*heron.*,pattern,,A lab,https://lab.example/r,\nHeronry,not a domain,exact,,,,\n",
    "sites.csv": "Threat Actor,Domain,Name,Source\n,https://heron.org,,A list\n,https://paper.org,,Wikidata All News\n",
    "indicators.csv": "indicator_type,indicator_content,domain_name\nga_id,UA-1,heron.org\nip,192.0.2.1,\n",
    "matrix.csv": "Region,Country,Media company,Main assets,URL,Typology,Status,Notes,Instagram Link,Twitter Link,"
    "Facebook Link,Youtube Link,Telegram Link\n"
    "Europe,Portugal,Heron Corp,Heron News,https://heron.org,SC,,,,https://twitter.com/heronnews,,,\n",
}  # fmt: skip
JSON = {
    "actors.json": GALAXY,
    "techniques.json": TECHNIQUES,
    "mapping.json": MAPPING,
    "bundle.json": BUNDLE,
    "event.json": EVENT,
}
FORMS = {
    "actors.json": "misp_galaxy", "techniques.json": "misp_galaxy", "mapping.json": "microsoft_mapping",
    "bundle.json": "stix", "event.json": "misp_event", "technique.csv": "disarm_csv", "counter.csv": "disarm_csv",
    "counter_technique.csv": "disarm_csv", "incident.csv": "disarm_csv", "incident_technique.csv": "disarm_csv",
    "domains.csv": "operation_domains", "sites.csv": "sites_of_concern", "indicators.csv": "site_indicators",
    "matrix.csv": "outlets",
}  # fmt: skip


def written(folder, name, content=None):
    """A file of that name with the content, or with its own."""
    path = folder / name
    given = content if content is not None else JSON.get(name, CSV.get(name))
    path.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
    return path


def batch(folder, content, name="given.json", known=None):
    """The one batch that a file gives."""
    (one,) = read([written(folder, name, content)], known or {})
    assert isinstance(one, Read)
    return one.batch


def sentences(given):
    """Claims of a batch as triples of words."""
    names = {one.entity_id: one.label for one in given.entities}
    return {(names[c.subject], c.predicate, names.get(c.object_entity) or c.value_text) for c in given.claims}
