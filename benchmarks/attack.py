"""A bundle of the shape and size of ATT&CK's for enterprises, made up: nothing of it is ATT&CK's own.

Objects by type, codes, parts of techniques, aliases (two of them of two groups), objects that were revoked, with what
took their place, or are deprecated, properties that only ATT&CK has, and its statement of copyright as a marking.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

Object = dict[str, Any]
WHOLE = {
    "x-mitre-tactic": 14, "attack-pattern": 800, "intrusion-set": 165, "campaign": 35, "malware": 700, "tool": 90,
    "course-of-action": 290, "x-mitre-data-source": 40, "x-mitre-data-component": 110,
}  # fmt: skip
"""How many of each type, about as in the releases of 2024."""
LINKS = {
    ("uses", "intrusion-set", "attack-pattern"): 4000, ("uses", "malware", "attack-pattern"): 8500,
    ("uses", "tool", "attack-pattern"): 800, ("uses", "intrusion-set", "malware"): 900,
    ("uses", "campaign", "attack-pattern"): 800, ("attributed-to", "campaign", "intrusion-set"): 25,
    ("mitigates", "course-of-action", "attack-pattern"): 1400,
    ("detects", "x-mitre-data-component", "attack-pattern"): 2000,
}  # fmt: skip
CODES = {
    "x-mitre-tactic": "TA", "attack-pattern": "T", "intrusion-set": "G", "campaign": "C", "malware": "S", "tool": "S",
    "course-of-action": "M", "x-mitre-data-source": "DS",
}  # fmt: skip
FIRST = {"tool": 5000}
"""From which number on the codes of a type count, where another type has the same letter."""
STAMP = "2024-01-02T00:00:00.000Z"
MAKER = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"
RIGHTS = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168"
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dra", "gon", "sto", "rm")


def bundle(share: float = 1.0, seed: int = 1) -> Object:
    """The bundle, or a smaller one of the same shape."""
    draw = random.Random(seed)  # noqa: S311
    found = {kind: [*_things(draw, kind, max(4, round(n * share)))] for kind, n in WHOLE.items()}
    objects = [*_head(), *(one for those in found.values() for one in those)]
    objects += _within(draw, found["attack-pattern"])
    objects += [
        one for (link, *ends), n in LINKS.items() for one in _links(draw, found, link, ends, n * share)
    ]
    return {"type": "bundle", "id": f"bundle--{_id(draw)}", "objects": objects}


def _head() -> Iterator[Object]:
    yield _thing("identity", MAKER, name="The makers of the benchmark", identity_class="organization")
    yield {
        "type": "marking-definition", "spec_version": "2.1", "id": RIGHTS, "created": STAMP,
        "definition_type": "statement", "definition": {"statement": "Made up for a benchmark."},
    }  # fmt: skip
    shared = {"x_mitre_version": "15.1", "x_mitre_domains": ["enterprise-attack"], "x_mitre_contents": []}
    collection = f"x-mitre-collection--{uuid.UUID(int=1)}"
    yield _thing("x-mitre-collection", collection, name="Enterprise ATT&CK", **shared)


def _thing(kind: str, one: str, /, **told: Any) -> Object:
    return {
        "type": kind, "spec_version": "2.1", "id": one, "created": STAMP, "modified": STAMP, "created_by_ref": MAKER,
        "object_marking_refs": [RIGHTS], **told,
    }  # fmt: skip


def _things(draw: random.Random, kind: str, number: int) -> Iterator[Object]:
    shared = ["".join(draw.choices(SYLLABLES, k=4)).title() for _ in range(2)]
    for n in range(number):
        name = f"{''.join(draw.choices(SYLLABLES, k=3)).title()} {n}"
        told: Object = {
            "name": name,
            "description": _words(draw, 120),
            "x_mitre_version": "1.0",
            "x_mitre_domains": ["enterprise-attack"],
            "x_mitre_attack_spec_version": "3.2.0",
            "x_mitre_modified_by_ref": MAKER,
        }
        if kind in CODES:
            told["external_references"] = _references(draw, kind, n)
        if kind in ("attack-pattern", "malware", "tool"):
            told["x_mitre_platforms"] = ["Windows", "Linux"]
        if kind == "x-mitre-tactic":
            told["x_mitre_shortname"] = f"tactic-{n}"
        if kind == "attack-pattern":
            told |= {"kill_chain_phases": [{"kill_chain_name": "mitre-attack", "phase_name": f"tactic-{n % 14}"}],
                     "x_mitre_is_subtechnique": n % 5 > 1, "x_mitre_detection": _words(draw, 60)}  # fmt: skip
        if kind in ("malware", "tool"):
            told |= {"x_mitre_aliases": [name, f"{name} loader"], "is_family": True}
        if kind == "intrusion-set":
            told["aliases"] = [name, *(f"{name} {word}" for word in ("Panda", "Bear")), *shared[: n < 2]]
        if kind == "campaign":
            told |= {"first_seen": "2023-01-01T00:00:00.000Z", "last_seen": "2023-06-01T00:00:00.000Z",
                     "x_mitre_first_seen_citation": "(Citation: made up)"}  # fmt: skip
        told |= {"revoked": True} if n % 10 == 8 else {"x_mitre_deprecated": True} if n % 10 == 9 else {}
        yield _thing(kind, f"{kind}--{_id(draw)}", **told)


def _references(draw: random.Random, kind: str, number: int) -> list[Object]:
    """The code of an object first, then texts that are cited; three of five techniques are parts of another."""
    code = f"{CODES[kind]}{FIRST.get(kind, 1000) + number:04d}"
    if kind == "attack-pattern" and number % 5 > 1:
        code = f"{CODES[kind]}{1000 + number - number % 5:04d}.{number % 5:03d}"
    cited = [
        {"source_name": f"text {draw.randrange(10**6)}", "description": _words(draw, 12),
         "url": f"https://text.example/{draw.randrange(10**6)}"}
        for _ in range(3)
    ]  # fmt: skip
    return [
        {"source_name": "mitre-attack", "external_id": code, "url": f"https://attack.example/{code}"},
        *cited,
    ]


def _within(draw: random.Random, techniques: list[Object]) -> Iterator[Object]:
    """Parts of techniques, and what took the place of those that were revoked."""
    for number, one in enumerate(techniques):
        if one.get("revoked"):
            yield _link(draw, "revoked-by", one, techniques[number - 1])
        elif number % 5 > 1:
            yield _link(draw, "subtechnique-of", one, techniques[number - number % 5])


def _links(
    draw: random.Random, found: Mapping[str, list[Object]], kind: str, ends: list[str], number: float
) -> Iterator[Object]:
    for _ in range(max(3, round(number))):
        yield _link(draw, kind, *(draw.choice(found[end]) for end in ends))


def _link(draw: random.Random, kind: str, one: Object, other: Object) -> Object:
    return _thing(
        "relationship", f"relationship--{_id(draw)}", relationship_type=kind, source_ref=one["id"],
        target_ref=other["id"], description=_words(draw, 25), x_mitre_version="1.0",
        x_mitre_modified_by_ref=MAKER, x_mitre_attack_spec_version="3.2.0",
    )  # fmt: skip


def _words(draw: random.Random, number: int) -> str:
    return " ".join("".join(draw.choices(SYLLABLES, k=2)) for _ in range(number)) + " (Citation: made up)"


def _id(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))
