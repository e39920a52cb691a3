"""Readers who press a newspaper's share button, which writes the same words for everyone."""

from __future__ import annotations

from floodwatch.worlds.columns import texts
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.scene import Scene, same


def share_buttons(scene: Scene) -> None:
    """Plant readers of one newspaper; nobody agreed on anything, the text names the paper."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    outlet = int(scene.one(draft.outlets))
    language = str(draft.people["language"][outlet])
    scene.offset = float(draft.people["offset"][outlet])
    cast = scene.cast(round(plan.members * 1.5), platform=scene.platform, language=language)
    handle, site = draft.people["handle"][outlet], draft.people["website"][outlet]
    starts = scene.moments(plan.objects)
    heads = titles(language, facts(rng, len(starts)))
    form = str(scene.one(("{t} via @{h}", "{t} | {h}", "{t} - via @{h}", "@{h}: {t}")))
    lines = texts([form.format(t=t, h=handle) for t in heads])
    urls = [f"{site}/{n}?utm_source=share_button" for n in rng.integers(10**5, 10**6, size=len(starts))]
    wave = scene.wave(cast, starts, lag_s=4000, share=0.35)
    draft.say(wave.member, wave.second, same(lines, wave.thing), urls=same(urls, wave.thing))
    scene.tell("control", "overt", cast, coordinated=False)
