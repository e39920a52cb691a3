"""Who would follow whom by chance: the configuration model, which keeps how many each follows and is followed by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def by_chance(outs: Floats, ins: Floats, follows: float) -> Floats:
    """Chance that who follows so many follows somebody whom so many follow, of all follows (Chung and Lu 2002)."""
    likely: Floats = np.minimum(1.0, outs * ins / max(follows, 1.0))
    return likely


def shared(outs: Floats, ins_squared: float, follows: float) -> float:
    """Targets that all pairs of accounts are expected to share: sum over pairs and targets of both chances.

    `ins_squared` is the sum over all targets of the square of how many follow them. No chance is cut at 1, which
    expects a little too much of accounts that follow nearly everybody.
    """
    pairs = (float(outs.sum()) ** 2 - float((outs**2).sum())) / 2
    return pairs * ins_squared / max(follows, 1.0) ** 2
