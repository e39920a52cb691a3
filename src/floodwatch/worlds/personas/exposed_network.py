"""A network that a report names: most of it disappears, some come back under nearly the same profile."""

from __future__ import annotations

from typing import Any

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import DAY, HOUR
from floodwatch.worlds.columns import Ints, texts
from floodwatch.worlds.history import NEVER
from floodwatch.worlds.outlets import domain_of, outlet_name
from floodwatch.worlds.people import taken
from floodwatch.worlds.personas import marks
from floodwatch.worlds.personas.acts import again, copies, links, reposts
from floodwatch.worlds.personas.concealed import concealment
from floodwatch.worlds.personas.follow_trains import shared_targets
from floodwatch.worlds.personas.hours import Desk, far_desk, work
from floodwatch.worlds.scene import Scene


def exposed_network(scene: Scene) -> None:
    """Plant a network, the report on it, and what happened to accounts and sites afterwards."""
    plan, rng, draft = scene.plan, scene.rng, scene.draft
    language = scene.language()
    desk = far_desk(scene, 0.4)
    when = int(rng.uniform(0.55, 0.65) * draft.setting.length)
    cast = marks.cast(scene, plan.members, language=language)
    domains = [domain_of(draft, rng, outlet_name(draft, rng)) for _ in range(int(rng.integers(2, 5)))]
    event = _report(scene, when, len(cast))
    gone = _vanish(scene, cast, _name(scene, cast, event, domains), when)
    letters = _persona(scene, cast, desk, np.setdiff1d(cast, gone), when)
    targets = shared_targets(scene, cast, 0.8, -200 * DAY)
    links(scene, cast, desk, domains)
    acted = (copies if marks.drawn(scene, 0.5) else reposts)(scene, cast, desk)
    _close(scene, [d for d in domains if _linked(scene, cast, d)], when)
    if marks.drawn(scene, 0.8) and len(gone) > 1:
        heirs = _succeed(scene, gone, acted, targets, when)
        if desk:
            work(scene, heirs, desk, when + 2 * DAY)
        cast = np.concatenate((cast, heirs))
    scene.tell("operation", concealment(scene), cast, *letters)


def _report(scene: Scene, when: int, size: int) -> dict[str, Any]:
    """`exposure`: the event by which the network is named."""
    kind = str(scene.one(("exposure", "takedown")))
    event = {
        "title": f"Report on {size} accounts ({scene.group_id})",
        "kind": kind,
        "second": when,
        "number": 700,
    }
    scene.draft.events.append(event)
    marks.tell(scene, "exposure", None, when, str(event["title"]))
    return event


def _name(scene: Scene, cast: Ints, event: dict[str, Any], domains: list[str]) -> Ints:
    """`listed`: most members and all sites stand in the report's list."""
    rows, when = scene.draft.history.listed, event["second"]
    named = cast[scene.rng.random(len(cast)) < scene.rng.uniform(0.75, 0.95)]
    common = {"event": event, "listing_role": "exposed", "source": "made up", "second": when}
    rows += [{"account": int(row), **common} for row in named]
    rows += [{"kind": "site", "platform": "web", "subject_id": d, **common} for d in domains]
    marks.tell(scene, "listed", named, when)
    return named


def _vanish(scene: Scene, cast: Ints, named: Ints, when: int) -> Ints:
    """`vanished`: most of those who are named go within days, and some of the others."""
    rng, people = scene.rng, scene.draft.people
    odds = np.where(np.isin(cast, named), rng.uniform(0.7, 0.95), 0.3)
    gone = cast[rng.random(len(cast)) < odds]
    away = when + 2 * HOUR + rng.exponential(0.8 * DAY, len(gone)).astype(np.int64)
    fates = texts(["suspended", "deleted", "missing"])[rng.choice(3, size=len(gone), p=(0.6, 0.25, 0.15))]
    people.put("gone", gone, away)
    people.put("status", gone, fates)
    told = gone[(fates == "suspended") & (rng.random(len(gone)) < (0.6 if marks.drawn(scene, 0.7) else 0.0))]
    notice = str(scene.one(load("worlds/personas.yaml")["notices"]))
    people.put("notice", told, notice)
    scene.draft.history.shy.append(cast)
    marks.tell(scene, "vanished", gone, away, fates)
    return gone


def _persona(scene: Scene, cast: Ints, desk: Desk | None, left: Ints, when: int) -> list[str]:
    """Places, hours, bios and creation of the members; those who are left work on after the report."""
    rng, letters = scene.rng, []
    if desk:
        letters.append(marks.false_place(scene, cast, float(rng.uniform(0.6, 1.0))))
        marks.clock(scene, cast, desk, 0, when)
        work(scene, left, desk, when)
    if marks.drawn(scene, 0.7) or not desk:
        letters.append(marks.frame(scene, cast, float(rng.uniform(0.6, 1.0))))
    if marks.drawn(scene, 0.5):
        marks.batch(scene, cast, float(rng.integers(1, 6)))
    return letters


def _linked(scene: Scene, cast: Ints, domain: str) -> bool:
    """Whether a post of the cast that can be seen links a domain."""
    posts = scene.draft.posts
    rows = np.flatnonzero(np.isin(posts["author"], cast) & posts["visible"])
    return any(domain in str(posts["urls"][row]) for row in rows)


def _close(scene: Scene, domains: list[str], when: int) -> None:
    """`site_gone`: some of the linked sites go away as well."""
    rng, history = scene.rng, scene.draft.history
    for domain in domains:
        away = when + int(rng.exponential(2 * DAY)) if marks.drawn(scene, 0.6) else NEVER
        fate, notice = (("missing", ""), ("suspended", "this domain has been seized"))[int(rng.integers(2))]
        history.sites.append((domain, away, fate, notice))
        if away < scene.draft.setting.length:
            marks.tell(scene, "site_gone", None, away, domain)


def _succeed(scene: Scene, gone: Ints, acted: Ints, targets: Ints, when: int) -> Ints:
    """`successor`: new accounts with nearly the profile, the words and the follows of accounts that went."""
    draft, rng = scene.draft, scene.rng
    people, posts = draft.people, draft.posts
    count = min(max(round(len(gone) * rng.uniform(0.1, 0.25)), 2), len(gone))
    old = np.sort(rng.permutation(gone)[:count])
    made = people["gone"][old] + rng.integers(6 * HOUR, max(draft.setting.length // 10, DAY // 2), count)
    kept = {f: people[f][old] for f in ("country", "audience", "language", "location", "offset")}
    alike = {f: np.where(rng.random(count) < 0.85, people[f][old], "") for f in ("avatar", "bio")}
    heirs = marks.cast(
        scene, count, made=made, name=texts([_near(scene, str(n), " ") for n in people["name"][old]]),
        followers=rng.integers(0, 80, count), before=0, **kept, **alike,
    )  # fmt: skip
    near = [_near(scene, str(h), "_") for h in people["handle"][old]]
    people.put("handle", heirs, taken(draft, near, scene.platform))
    one, other = np.nonzero(rng.random((count, len(targets))) < 0.8)
    draft.history.follows.append((heirs[one], targets[other], made[one] + rng.integers(600, DAY, len(one))))
    source = acted[(posts["repost"][acted] < 0)]
    row = np.repeat(np.arange(count), 8)
    second = made[row] + rng.integers(1800, 4 * DAY, len(row))
    again(scene, heirs[row], second, source[rng.integers(len(source), size=len(row))])
    marks.tell(scene, "successor", heirs, made, None, about=old)
    return heirs


def _near(scene: Scene, name: str, gap: str) -> str:
    """The same name, or one that differs by a sign at the end."""
    if gap == " ":
        return str(scene.one((name, name, f"{name} 2", f"{name}.")))
    return str(
        scene.one((f"{name}_", f"{name}2", f"{name}1", f"_{name}", f"{name[:-1]}{int(name[-1:].isdigit())}"))
    )
