"""The sample case: three operations of published size and every benign control, on six platforms."""

from __future__ import annotations

from collections.abc import Callable

from floodwatch.worlds import background
from floodwatch.worlds.build import complete, crowd, plant
from floodwatch.worlds.controls import CONTROLS
from floodwatch.worlds.operations.multilingual_sites import multilingual_sites
from floodwatch.worlds.operations.rapid_response import rapid_response
from floodwatch.worlds.operations.reply_swarm import reply_swarm
from floodwatch.worlds.recipe import Recipe, World
from floodwatch.worlds.scene import Scene, tactics
from floodwatch.worlds.setting import stage

PLATFORMS = ("x", "telegram", "facebook", "bluesky", "mastodon", "web")
LANGUAGES = ("en", "es", "pt", "fr", "de", "tr", "id", "ar", "ja")
DOMAINS, TONGUES = 175, 58
"""Websites and languages of the largest operation, as published of a real one."""
LAWS = {"audiences": 30.0, "minutes": 0.0, "shocks": 6.0, "articles": 5.0}


def sample(seed: int = 1, *, accounts: int = 4500) -> World:
    """The sample case of a seed: `accounts` ordinary people, the operations and the controls among them.

    Newspapers whose accounts post what their own websites publish are told as groups of two.
    """
    recipe = Recipe(
        seed=seed,
        accounts=accounts,
        platforms=PLATFORMS,
        languages=LANGUAGES,
        controls=tuple(CONTROLS),
        regime=LAWS,
    )
    draft = stage(recipe)
    people = crowd(draft)
    pending = background.live(draft, draft.rng("life"), people)
    for name, (template, strength) in OPERATIONS.items():
        template(Scene(draft, name, 1, tactics(strength, "none")))
    plant(draft, recipe.controls, tactics("medium", "none"))
    return complete(draft, people, pending, f"sample-{seed}")


def _sites(scene: Scene) -> None:
    multilingual_sites(scene, domains=DOMAINS, languages=TONGUES, each=4)


def _swarm(scene: Scene) -> None:
    reply_swarm(scene, certain=True)


OPERATIONS: dict[str, tuple[Callable[[Scene], None], str]] = {
    "multilingual_sites": (_sites, "strong"),
    "rapid_response": (rapid_response, "strong"),
    "reply_swarm": (_swarm, "strong"),
}
"""What is planted in the sample: template and strength."""
