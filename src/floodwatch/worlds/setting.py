"""The stage of a world: its languages, platforms, audiences and their tags, drawn from the seed."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Texts, texts
from floodwatch.worlds.draft import Draft, Setting
from floodwatch.worlds.lexicon import codes, lexicon
from floodwatch.worlds.recipe import Recipe
from floodwatch.worlds.regime import draw

MONDAY = 1_767_571_200  # 2026-01-05T00:00:00Z
PLATFORMS = ("x", "telegram", "facebook", "bluesky", "mastodon", "tiktok", "youtube")


def stage(recipe: Recipe) -> Draft:
    """An empty world for a recipe."""
    rng = np.random.default_rng([recipe.seed, zlib.crc32(b"setting")])
    laws = draw(rng, recipe.regime)
    languages = recipe.languages or _languages(rng)
    platforms = recipe.platforms or _platforms(rng)
    share = 1 / np.arange(1, int(laws["audiences"]) + 1) ** laws["size_slope"]
    share /= share.sum()
    spoken = _spoken(rng, languages, share)
    return Draft(
        Setting(
            recipe,
            MONDAY + 7 * DAY * int(rng.integers(0, 40)),
            laws,
            languages,
            platforms,
            spoken,
            share,
            tuple(_tags(rng, str(language)) for language in spoken),
        )
    )


def _languages(rng: np.random.Generator) -> tuple[str, ...]:
    known: dict[str, Any] = load("worlds/languages.yaml")
    weight = np.array([float(row["weight"]) for row in known.values()])
    count = int(rng.integers(4, 10))
    chosen = rng.choice(len(known), size=count, replace=False, p=weight / weight.sum())
    return tuple(list(known)[i] for i in chosen)


def _platforms(rng: np.random.Generator) -> tuple[str, ...]:
    count = int(rng.integers(1, 5))
    others = rng.permutation(np.array(PLATFORMS[1:], dtype=object))[: count - 1]
    return ("x", *(str(p) for p in others))


def _spoken(rng: np.random.Generator, languages: tuple[str, ...], share: Any) -> Texts:
    """A language for each audience: every language has one, the first ones have more."""
    weight = 1 / np.arange(1, len(languages) + 1)
    more = rng.choice(len(languages), size=max(len(share) - len(languages), 0), p=weight / weight.sum())
    order = np.concatenate((np.arange(len(languages)), more))[: len(share)]
    return texts(list(languages))[order]


def _tags(rng: np.random.Generator, language: str) -> tuple[str, ...]:
    """Sixteen hashtags that an audience uses: territories and teams of its own."""
    names = [lexicon(language).territories[i] for i in rng.integers(len(codes()), size=16)]
    return tuple(
        sorted({"".join(c for c in n if c.isalnum()) + str(int(rng.integers(26, 99))) for n in names})
    )
