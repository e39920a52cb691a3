"""Lists of accounts that are to follow one another, and the mutual follows after them."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import asking
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.history import NEVER
from floodwatch.worlds.personas.hours import Desk
from floodwatch.worlds.personas.marks import moments, tell
from floodwatch.worlds.scene import Scene
from floodwatch.worlds.tables import DELAY_S


def trains(scene: Scene, cast: Ints, desk: Desk | None, number: int, back: float) -> None:
    """`follow_train`, `mutual`: lists of members with words of follow-back; `back` of the pairs named meet."""
    draft, rng = scene.draft, scene.rng
    author = cast[rng.integers(len(cast), size=number)]
    second = np.sort(moments(scene, desk, number, 0.03, 0.8))
    named = [rng.permutation(cast[cast != a])[: int(rng.integers(5, 14))] for a in author]
    words = [asking.call(rng, str(c)) for c in draft.people["language"][author]]
    handles = ["|".join(f"@{h}" for h in draft.people["handle"][some]) for some in named]
    draft.say(author, second, texts(words), mentions=handles)
    tell(scene, "follow_train", author, second, [float(len(n)) for n in named])
    for row, some in enumerate(named):
        _follow(scene, np.append(some, author[row]), int(second[row]), back)
    tell(scene, "mutual", None, None, float(mutual_pairs(scene, cast)))


def _follow(scene: Scene, named: Ints, second: int, back: float) -> None:
    """Within days after a list most of those on it follow one another, both ways or one."""
    rng, count = scene.rng, len(named)
    met = np.triu(rng.random((count, count)) < back, 1)
    one, other = np.nonzero(met)
    for left, right in ((one, other), (other, one)):
        made = rng.random(len(left)) < 0.92
        when = second + 600 + rng.exponential(DAY, len(left)).astype(np.int64)
        scene.draft.history.follows.append((named[left[made]], named[right[made]], when[made]))


def mutual_pairs(scene: Scene, cast: Ints) -> int:
    """Pairs of members that follow one another among the dated follows that the collected days hold."""
    last = scene.draft.setting.length + DELAY_S
    pairs = {
        (int(a), int(b))
        for one, other, when in scene.draft.history.follows
        for a, b, s in zip(one, other, when, strict=True)
        if s <= last
    }
    inside = set(cast.tolist())
    return sum((b, a) in pairs for a, b in pairs if a < b and a in inside and b in inside)


def shared_targets(scene: Scene, cast: Ints, share: float, since: int = 0) -> Ints:
    """`shared_target`: nearly all members follow the same few little-known accounts, from about a second on."""
    draft, rng = scene.draft, scene.rng
    people = draft.people
    little = np.flatnonzero(
        (people["platform"] == scene.platform)
        & (people["fame"] < np.median(people["fame"]))
        & (people["gone"] == NEVER)
    )
    little = np.setdiff1d(little, draft.history.members())
    targets = np.sort(rng.permutation(little)[: int(rng.integers(4, 10))])
    one, other = np.nonzero(rng.random((len(cast), len(targets))) < share)
    when = since + rng.integers(0, 3 * DAY, len(one))
    draft.history.follows.append((cast[one], targets[other], when))
    if len(targets):
        tell(scene, "shared_target", None, since, None, about=targets[:1])
        for row in range(1, len(targets)):
            tell(scene, "shared_target", None, since, None, about=targets[row : row + 1])
    return targets
