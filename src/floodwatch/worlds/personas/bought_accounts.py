"""Old accounts of strangers that wake together with other names, faces and languages."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import background
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.drift import before, fresh
from floodwatch.worlds.people import YEAR, countries
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import copies, reposts
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.hours import far_desk
from floodwatch.worlds.scene import Scene

REPLACED = ("name", "handle", "bio", "avatar")


def bought_accounts(scene: Scene) -> None:
    """Plant accounts that lived elsewhere, and that act together from one moment on."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    length, language = draft.setting.length, scene.language()
    desk = far_desk(scene, 0.6)
    age = rng.integers(3 * YEAR, 11 * YEAR, plan.members)
    cast = marks.cast(
        scene, plan.members, language=language, made=-age, before=rng.integers(40, 4000, plan.members)
    )
    wakes, span = int(rng.uniform(0.45, 0.62) * length), min(2 * DAY, length // 14)
    woken = wakes + rng.integers(0, span, len(cast))
    dormant, drifts, switches = (marks.drawn(scene, p) for p in (0.75, 0.7, 0.6))
    drifts |= not (dormant or switches)
    spoken = _earlier_tongues(scene, cast) if switches else draft.people["language"][cast].copy()
    if desk:
        marks.clock(scene, cast, desk, wakes + span)
        _live_before(scene, cast, spoken, wakes)
    if dormant:
        _sleep(scene, cast, woken)
    letters = [marks.frame(scene, cast, float(rng.uniform(0.6, 1.0)))] if marks.drawn(scene, 0.6) else []
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.6, 1.0))))
    if switches:
        _switch(scene, cast, woken, spoken, language)
    if drifts:
        _replace(scene, cast, woken, spoken)
    act = copies if marks.drawn(scene, 0.5) else reposts
    act(scene, cast, desk, (wakes + span) / length)
    scene.tell("operation", concealment(scene), cast, *letters)


def _earlier_tongues(scene: Scene, cast: Ints) -> Texts:
    """Languages that the accounts' first owners wrote, none of them the one they are bought for."""
    language = str(scene.draft.people["language"][cast[0]])
    known = [c for c in (*scene.draft.setting.languages, "en", "es", "tr", "id") if c != language]
    return texts([str(scene.one(known)) for _ in cast])


def _live_before(scene: Scene, cast: Ints, spoken: Texts, until: int) -> None:
    """What the first owners wrote, at the hours of where their language is spoken."""
    rng = scene.rng
    home = np.array([scene.hours_of(str(c)) for c in countries(rng, spoken)])
    each = rng.poisson(0.8 * until / DAY, len(cast))
    row = np.repeat(np.arange(len(cast)), each)
    hour = 7.5 + 15.5 * rng.beta(1.6, 1.4, len(row)) - home[row]
    second = (rng.integers(0, max(until // DAY, 1), len(row)) * DAY + hour * HOUR).astype(np.int64)
    fits = (second >= 0) & (second < until)
    background.write(scene.draft, rng, cast[row[fits]], second[fits])


def _sleep(scene: Scene, cast: Ints, woken: Ints) -> None:
    """`dormancy`: silence since the first days, or since before the world began."""
    rng = scene.rng
    early = rng.uniform(0, 0.12) * scene.draft.setting.length
    since = np.where(rng.random(len(cast)) < 0.5, 0, rng.uniform(0, max(early, 1), len(cast))).astype(
        np.int64
    )
    scene.draft.history.silence(cast, since, woken)
    marks.tell(scene, "dormancy", cast, woken, ((woken - since) / DAY).round(2).tolist())


def _switch(scene: Scene, cast: Ints, woken: Ints, spoken: Texts, language: str) -> None:
    """`language_switch`: another language before the accounts woke than after it."""
    history = scene.draft.history
    history.speak(cast, 0, woken, spoken, 1.0)
    before(scene.draft, cast, woken, {"language": spoken})
    marks.tell(scene, "language_switch", cast, woken, [f"{a}|{language}" for a in spoken])


def _replace(scene: Scene, cast: Ints, woken: Ints, spoken: Texts) -> None:
    """`drift`: name, handle, bio and picture were a stranger's until shortly before the accounts woke."""
    draft, rng = scene.draft, scene.rng
    second = woken - rng.integers(0, HOUR * 6, len(cast))
    fields = (*REPLACED, "location") if marks.drawn(scene, 0.5) else REPLACED
    before(draft, cast, second, {f: fresh(draft, rng, f, cast, spoken) for f in fields})
    marks.tell(scene, "drift", cast, second, "|".join(fields))
