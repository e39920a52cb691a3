"""Writes open declarations into profiles and posts, in many wordings and languages."""

from __future__ import annotations

from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.people import place_in
from floodwatch.worlds.scene import Scene


def line(scene: Scene, topic: str, kind: str, language: str, **slots: Any) -> str:
    """One wording of a kind of statement, in a language (English where the vocabulary has none)."""
    known: dict[str, list[str]] = load(f"worlds/{topic}.yaml")[kind]
    return str(scene.one(known.get(language, known["en"]))).format(**slots)


def lines(scene: Scene, topic: str, kind: str, languages: Texts, **slots: Any) -> Texts:
    """One wording for each row; a slot may be one value for all or one per row."""
    made = []
    for row, language in enumerate(languages):
        here = {k: v if isinstance(v, str) else v[row] for k, v in slots.items()}
        made.append(line(scene, topic, kind, str(language), **here))
    return texts(made)


def in_bios(scene: Scene, kind: str, cast: Ints, share: float = 1.0, **slots: Any) -> Ints:
    """Let a share of the members say in their profile what they are part of; returns those who do."""
    people, rng = scene.draft.people, scene.rng
    tells = rng.random(len(cast)) < share
    if len(cast) and not tells.any():
        tells[0] = True
    some = cast[tells]
    places = [str(p) or place_in(rng, str(c)) for p, c in _places(scene, some)]
    given = {k: v if isinstance(v, str) else texts(list(v))[tells] for k, v in slots.items()}
    given.setdefault("name", people["name"][some])
    said = lines(scene, "declared", kind, people["language"][some], place=places, **given)
    private = people["bio"][some]
    both = (
        (rng.random(len(some)) < 0.25)
        & (private != "")
        & (kind in ("fan", "campaign", "same_person", "parish"))
    )
    people.put("bio", some, np.where(both, said + " | " + private, said))
    return some


def _places(scene: Scene, some: Ints) -> list[tuple[str, str]]:
    people = scene.draft.people
    return list(zip(people["location"][some], people["country"][some], strict=True))


def named(scene: Scene, *parts: str) -> str:
    """A made-up name from parts of `vocabulary/worlds/outlets.yaml`, such as `first`, `team`."""
    words = load("worlds/outlets.yaml")
    return " ".join(str(scene.one(words[part])) for part in parts)


def tag_of(name: str, number: int) -> str:
    """A hashtag made of a name and a number."""
    return f"{name.replace(' ', '')}{number}"
