"""The laws of a background, drawn from the seed so that nobody tunes to one world."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from floodwatch.model.errors import SettingError

Range = tuple[float, float]

LAWS: dict[str, Range] = {
    "audiences": (6, 60),  # groups of shared taste: few big ones or many small ones
    "size_slope": (0.4, 1.3),  # Zipf exponent of their sizes
    "activity_sigma": (0.9, 1.7),  # spread of log activity
    "session": (1.2, 5.0),  # posts in one sitting
    "gap_s": (40, 400),  # seconds between them
    "homophily": (0.55, 0.92),  # share of reactions to one's own audience
    "loyalty": (0.1, 0.45),  # share of reactions to one's favourite authors
    "reach_s": (900, 30_000),  # median age of what is reacted to
    "reach_sigma": (0.7, 1.6),
    "fame": (1.1, 2.2),  # Pareto exponent of an object's appeal: small is viral
    "reposts": (0.2, 0.5),  # shares of what is done
    "replies": (0.08, 0.25),
    "quotes": (0.01, 0.06),
    "links": (0.15, 0.4),  # share of originals with a link
    "tags": (0.12, 0.35),  # share of originals with hashtags
    "tag_runs": (0.2, 0.7),  # share of those in the usual order
    "small_talk": (0.03, 0.12),  # share of originals that many others write too
    "buttons": (0.2, 0.7),  # share of links posted with the headline as the button gives it
    "shocks": (2, 7),  # events that many react to within minutes
    "shock_share": (0.02, 0.12),  # share of an audience's accounts that do
    "shock_s": (90, 1500),  # median reaction to them
    "articles": (3, 14),  # articles per outlet and day
    "default_handles": (0.04, 0.14),
    "minutes": (0, 1),  # above 0.9 the platforms' clocks show minutes only
    "creation_wave": (0.02, 0.1),  # share of accounts made in a benign wave
}
_LOG = {"audiences", "reach_s", "gap_s", "shock_s", "session"}


def draw(rng: np.random.Generator, fixed: Mapping[str, float]) -> dict[str, float]:
    """One value for each law; those in `fixed` are taken as given (SettingError for an unknown law)."""
    unknown = sorted(fixed.keys() - LAWS.keys())
    if unknown:
        raise SettingError(
            f"No such law of the background: {', '.join(unknown)}", do=f"Choose from {', '.join(LAWS)}."
        )
    drawn = {name: _one(rng, name, low, high) for name, (low, high) in LAWS.items()}
    return drawn | {name: float(value) for name, value in fixed.items()}


def _one(rng: np.random.Generator, name: str, low: float, high: float) -> float:
    if name in _LOG:
        return float(np.exp(rng.uniform(np.log(low), np.log(high))))
    return float(rng.uniform(low, high))
