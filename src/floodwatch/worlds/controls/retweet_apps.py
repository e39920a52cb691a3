"""Accounts that let a named application repost everything that carries a hashtag."""

from __future__ import annotations

import numpy as np

from floodwatch.worlds import declare
from floodwatch.worlds.background import sentences
from floodwatch.worlds.scene import Scene

APPS = ("Retweet Bot", "AutoRepost for {t}", "Round Robin App", "{t} Repost Robot", "IFTTT")


def retweet_apps(scene: Scene) -> None:
    """Plant users of a repost application; some say so in their profile too."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    topic = declare.tag_of(declare.named(scene, "first"), int(rng.integers(10, 99)))
    cast = scene.cast(plan.members, platform=scene.platform, language=language)
    writers = scene.cast(8, platform=scene.platform, language=language)
    starts = scene.moments(plan.objects * 2)
    author = writers[rng.integers(len(writers), size=len(starts))]
    posts = draft.say(author, starts, sentences(draft, rng, author), hashtags=topic)
    wave = scene.wave(cast, starts, lag_s=20, share=0.6)
    app = str(scene.one(APPS)).format(t=topic)
    draft.pass_on(wave.member, posts[wave.thing], wave.second, client=app)
    declare.in_bios(scene, "bot", cast, 0.45, owner=app, what=f"#{topic}")
    scene.tell("control", "overt", np.asarray(cast))
