"""One message in many languages, spread by accounts and websites that pass as independent of each other."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds import signs
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.lexicon import decoys, facts, render, titles
from floodwatch.worlds.outlets import domain_of, open_sites, outlet_name
from floodwatch.worlds.people import picture
from floodwatch.worlds.scene import Scene, same


def multilingual_sites(scene: Scene, *, domains: int = 0, languages: int = 0, each: int = 0) -> None:
    """Plant sites in several languages and accounts that spread them.

    `domains`, `languages` and `each` (accounts per language) are drawn from the plan's size when 0.
    """
    plan, rng = scene.plan, scene.rng
    scene.hide(1.0)
    spoken = _languages(scene, languages or max(4, plan.members // 3))
    count = each or max(plan.members // len(spoken), 2)
    tongues = texts([code for code in spoken for _ in range(count)])
    where = scene.draft.setting.platforms
    social = texts([p for p in where if p != "web"] or ["x"])
    cast = scene.cast(
        len(tongues), language=tongues, platform=social[np.minimum(rng.geometric(0.6, len(tongues)) - 1,
        len(social) - 1)]
    )  # fmt: skip
    sites = _sites(scene, domains or max(len(spoken), plan.members), spoken)
    told = facts(rng, plan.objects)
    _spread(scene, cast, sites, told)
    _look_likes(scene, told)
    planted = [
        signs.one_template(scene, cast, float(rng.uniform(0.4, 0.8))),
        signs.false_place(scene, cast, float(rng.uniform(0.7, 1.0))),
    ]
    members = cast if "web" not in where else np.concatenate((cast, _site_accounts(scene, sites)))
    scene.tell("operation", "covert", members, *planted)


def _languages(scene: Scene, count: int) -> list[str]:
    own = list(scene.draft.setting.languages)
    rest = [code for code in load("worlds/languages.yaml") if code not in own]
    more = [rest[i] for i in scene.rng.permutation(len(rest))]
    return (own + more)[:count]


def _sites(scene: Scene, count: int, spoken: list[str]) -> dict[str, list[str]]:
    """Domains by language; every language has at least one where there are enough."""
    sites: dict[str, list[str]] = {code: [] for code in spoken}
    for number in range(count):
        name = domain_of(scene.draft, scene.rng, outlet_name(scene.draft, scene.rng))
        sites[spoken[number % len(spoken)]].append(name)
    return {code: found or [sites[spoken[0]][0]] for code, found in sites.items()}


def _spread(scene: Scene, cast: Ints, sites: dict[str, list[str]], told: Ints) -> None:
    """Post every story in each member's language, half of the time in a large language as well."""
    draft, rng, plan = scene.draft, scene.rng, scene.plan
    starts = scene.moments(plan.objects)
    wave = scene.wave(cast, starts, lag_s=plan.lag_s * 2)
    again = np.flatnonzero(rng.random(len(wave.member)) < 0.5)
    rows = np.concatenate((np.arange(len(wave.member)), again))
    language = draft.people["language"][wave.member][rows]
    language[len(wave.member) :] = _common(list(sites), language[len(wave.member) :])
    second = wave.second[rows]
    second[len(wave.member) :] += scene.lags(len(again), plan.lag_s)
    order = rng.integers(8, size=len(rows)) if plan.reword else wave.thing[rows]
    pictures = same([picture(rng) for _ in starts], wave.thing[rows])
    draft.say(
        wave.member[rows],
        second,
        render(language, told[wave.thing[rows]], order),
        language=language,
        urls=_addresses(scene, wave.thing[rows], language, sites),
        media=np.where(rng.random(len(rows)) < 0.4, pictures, ""),
        outside=0.1,
    )


def _common(spoken: list[str], language: Texts) -> Texts:
    """For each row the large language that its members post in as well: one for every eighteen languages."""
    hubs = max(len(spoken) // 18, 1)
    return texts([spoken[spoken.index(str(code)) % hubs] for code in language])


def _look_likes(scene: Scene, told: Ints) -> None:
    """Let ordinary people write of other things on the same dates with the same amounts."""
    draft, rng = scene.draft, scene.rng
    crowd = np.flatnonzero((draft.people["daily"] > 0) & (draft.people["platform"] != "web"))
    author = crowd[rng.integers(len(crowd), size=2 * len(told))]
    words = render(draft.people["language"][author], decoys(rng, np.repeat(told, 2, axis=0)))
    draft.say(author, rng.permutation(scene.moments(len(author))), words)


def _addresses(scene: Scene, story: Ints, language: Texts, sites: dict[str, list[str]]) -> Texts:
    """The address of each story in each language: one page per story and language, on a site in turn."""
    made = []
    for thing, code in zip(story.tolist(), language, strict=True):
        own = sites[str(code)]
        made.append(f"https://{own[thing % len(own)]}/{thing + 1}{sum(map(ord, scene.group_id)):04d}.html")
    bare = scene.rng.random(len(made)) < 0.25
    return np.where(bare, "", texts(made)) if made else texts(made)


def _site_accounts(scene: Scene, sites: dict[str, list[str]]) -> Ints:
    """The websites as publishers on the platform `web`, with stories of their own and shared ones."""
    pairs = [(code, domain) for code, found in sites.items() for domain in sorted(set(found))]
    names = [d.removesuffix(".example").replace("-", " ").title() for _, d in pairs]
    who = open_sites(scene.draft, scene.rng, [d for _, d in pairs], names, texts([c for c, _ in pairs]))
    scene.draft.people.put("made", who, -scene.rng.integers(30 * DAY, 500 * DAY, len(who)))
    starts = scene.moments(12)
    told = facts(scene.rng, len(starts))
    wave = scene.wave(who, starts, lag_s=900, share=0.4)
    home = scene.draft.people["website"][wave.member]
    urls = [f"{site}/{thing + 1}.html" for site, thing in zip(home, wave.thing, strict=True)]
    spoken = scene.draft.people["language"][wave.member]
    scene.draft.say(wave.member, wave.second, titles(spoken, told[wave.thing]), urls=urls)
    return who
