"""Seeded synthetic cases: a population that lives its days, operations and benign groups planted in it.

`build(recipe)` makes a world in memory, `sample(seed)` the sample case, `write(world, folder)` leaves CSV
files. The texts are neutral lists of dates, territories and amounts in real languages, made from CLDR.
"""

from floodwatch.worlds.build import CONTROLS, OPERATIONS, PERSONA_CONTROLS, PERSONA_OPERATIONS, build
from floodwatch.worlds.recipe import EVASIONS, STRENGTHS, Recipe, World
from floodwatch.worlds.sample import sample
from floodwatch.worlds.write import write

__all__ = [
    "CONTROLS", "EVASIONS", "OPERATIONS", "PERSONA_CONTROLS", "PERSONA_OPERATIONS", "STRENGTHS", "Recipe", "World",
    "build", "sample", "write",
]  # fmt: skip
