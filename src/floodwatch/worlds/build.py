"""Builds a world from a recipe: the stage, the crowd, the planted groups, and then everybody's reactions."""

from __future__ import annotations

import numpy as np

from floodwatch.model.errors import SettingError
from floodwatch.worlds import background, drift, outlets, reactions, silence
from floodwatch.worlds.background import Pending
from floodwatch.worlds.columns import Ints
from floodwatch.worlds.controls import CONTROLS
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.finish import finish
from floodwatch.worlds.operations import OPERATIONS
from floodwatch.worlds.people import add_people
from floodwatch.worlds.personas import PERSONA_CONTROLS, PERSONA_OPERATIONS
from floodwatch.worlds.recipe import EVASIONS, STRENGTHS, Recipe, World
from floodwatch.worlds.scene import Scene, Tactics, tactics
from floodwatch.worlds.setting import stage

__all__ = ["CONTROLS", "OPERATIONS", "PERSONA_CONTROLS", "PERSONA_OPERATIONS", "build"]
PERSONAS = PERSONA_OPERATIONS | PERSONA_CONTROLS


def build(recipe: Recipe) -> World:
    """The world of a recipe: equal recipes give equal worlds.

    Where a template of personas is planted, accounts are observed over time and everybody's profile changes.
    Raises SettingError for a template, strength or evasion that does not exist.
    """
    _check(recipe)
    draft = stage(recipe)
    draft.history.kept = bool(PERSONAS.keys() & {*recipe.operations, *recipe.controls})
    people = crowd(draft)
    pending = background.live(draft, draft.rng("life"), people)
    plant(draft, recipe.operations, tactics(recipe.strength, recipe.evasion, recipe.size))
    plant(draft, recipe.controls, tactics("medium", "none", recipe.size))
    return complete(draft, people, pending, name(recipe))


def plant(draft: Draft, names: tuple[str, ...], plan: Tactics) -> None:
    """Plant one group for each name, numbered where a name comes again."""
    known = {**OPERATIONS, **CONTROLS, **PERSONAS}
    for place, template in enumerate(names):
        number = names[:place].count(template) + 1
        known[template](Scene(draft, template, number, plan))


def complete(draft: Draft, people: Ints, pending: Pending, title: str) -> World:
    """Let the planted accounts live, let shocks happen, let everybody react, and close the books."""
    cast = np.arange(int(people.max(initial=-1)) + 1, len(draft.people))
    later = background.live(draft, draft.rng("cover"), cast)
    rng, kept = draft.rng("reactions"), draft.history.kept
    for number in range(round(draft.setting.laws["shocks"])):
        reactions.shock(draft, rng, number)
    every = _joined(pending, later, *(Pending(*given) for given in draft.history.moments))
    if kept:
        drift.lives(draft, draft.rng("drift"))
        every = silence.hush(draft, every)
    reactions.react(draft, rng, every)
    reactions.befriend(draft, draft.rng("follows"))
    if kept:
        silence.follow_silence(draft)
        drift.words(draft, draft.rng("words"))
    return finish(draft, title)


def _joined(*parts: Pending) -> Pending:
    return Pending(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("author", "second", "kind")))


def name(recipe: Recipe) -> str:
    """A short name for a recipe's world."""
    planted = len(recipe.operations), len(recipe.controls)
    return f"world-{recipe.seed}-{recipe.strength}-{recipe.evasion}-{planted[0]}op-{planted[1]}ctl"


def crowd(draft: Draft) -> Ints:
    """Fill the stage with newspapers and ordinary people; returns the people."""
    rng = draft.rng("crowd")
    outlets.open_outlets(draft, rng)
    return add_people(draft, rng, draft.setting.recipe.accounts)


def _check(recipe: Recipe) -> None:
    known = {"operations": OPERATIONS | PERSONA_OPERATIONS, "controls": CONTROLS | PERSONA_CONTROLS}
    for field, templates in known.items():
        wrong = set(getattr(recipe, field)) - templates.keys()
        if wrong:
            raise SettingError(
                f"No such {field}: {', '.join(sorted(wrong))}", do=f"Choose from {', '.join(templates)}."
            )
    if recipe.strength not in STRENGTHS or recipe.evasion not in EVASIONS:
        raise SettingError(f"No such strength or evasion: {recipe.strength}, {recipe.evasion}")
