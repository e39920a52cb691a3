"""Made-up newspapers of a world: accounts that post their own articles, and the articles people link to."""

from __future__ import annotations

import numpy as np

from floodwatch.vocabulary.load import load
from floodwatch.worlds.clock import DAY
from floodwatch.worlds.columns import Ints, Texts, texts
from floodwatch.worlds.draft import Draft, Group
from floodwatch.worlds.lexicon import facts, titles
from floodwatch.worlds.people import add_people

TAILS = ("/{y}/{n}", "/news/{n}.html", "/a/{n}", "/story?id={n}", "/{n}/")


def outlet_name(draft: Draft, rng: np.random.Generator) -> str:
    """A name such as `Cobalt Ledger` that nobody in the world has yet."""
    words = load("worlds/outlets.yaml")
    for _ in range(1000):
        name = f"{_one(rng, words['first'])} {_one(rng, words['second'])}"
        if name not in draft.names:
            break
    draft.names.add(name)
    return name


def domain_of(draft: Draft, rng: np.random.Generator, name: str) -> str:
    """A domain of a name that nobody in the world has yet, under the reserved `.example`."""
    dashed = name.lower().replace(" ", "-")
    joined = dashed.replace("-", "")
    form = _one(rng, [dashed, dashed, joined, joined, f"the{joined}", f"{dashed}-online", f"my{joined}"])
    number = 1
    while f"{form}{number if number > 1 else ''}.example" in draft.names:
        number += 1
    domain = f"{form}{number if number > 1 else ''}.example"
    draft.names.add(domain)
    return domain


def open_outlets(draft: Draft, rng: np.random.Generator) -> Ints:
    """Add the crowd's newspapers: a few per language, with an account, a domain and articles."""
    languages = [code for code in draft.setting.languages for _ in range(int(rng.integers(3, 9)))]
    names = [outlet_name(draft, rng) for _ in languages]
    domains = [domain_of(draft, rng, name) for name in names]
    bios = load("worlds/bios.yaml")["outlet"]
    chosen = [
        _one(rng, bios.get(code, bios["en"])).format(name=n) for code, n in zip(languages, names, strict=True)
    ]
    who = add_people(
        draft, rng, len(languages), language=texts(languages), name=names, bio=chosen, daily=0.0,
        handle=[n.replace(" ", "") for n in names], website=[f"https://{d}" for d in domains],
        fame=rng.pareto(1.2, len(languages)) * 8 + 4, followers=rng.integers(2000, 400_000, len(languages)),
        verified=rng.random(len(languages)) < 0.6, client="",
    )  # fmt: skip
    homes = open_sites(draft, rng, domains, names, texts(languages))
    for row, domain in enumerate(domains):
        _publish(draft, rng, int(who[row]), domain, int(homes[row]) if len(homes) else -1)
    for row in range(len(homes)):
        pair = np.array([who[row], homes[row]])
        draft.groups.append(
            Group(f"newspaper-{row + 1:02d}", "control", "newspaper", "overt", (), True, pair)
        )
    draft.outlets = who
    return who


def open_sites(
    draft: Draft, rng: np.random.Generator, domains: list[str], names: list[str] | Texts, language: Texts
) -> Ints:
    """Add websites as publishers on the platform `web`; none where the world does not collect it."""
    if "web" not in draft.setting.platforms:
        return np.zeros(0, dtype=np.int64)
    return add_people(
        draft, rng, len(domains), platform="web", language=language, daily=0.0, bio="", location="",
        avatar="",
        handle=[d.removesuffix(".example") for d in domains], name=texts(list(names)), followers=0,
        following=0,
        website=[f"https://{d}" for d in domains], verified=False, client="",
    )  # fmt: skip


def publish(
    draft: Draft, rng: np.random.Generator, domain: str, language: Texts, second: Ints
) -> tuple[Texts, Texts]:
    """Addresses and headlines of new articles on a domain, one per row."""
    numbers = rng.integers(10**5, 10**7, size=len(second))
    tail = TAILS[int(rng.integers(len(TAILS)))]
    urls = texts([f"https://{domain}{tail.format(y=2026, n=n)}" for n in numbers])
    return urls, titles(language, facts(rng, len(second)))


def _publish(draft: Draft, rng: np.random.Generator, account: int, domain: str, home: int) -> None:
    """Fill a newspaper's week: articles for everybody to link, the site's own pages, the account's posts."""
    people, book = draft.people, draft.articles
    count = 1 + int(rng.poisson(draft.setting.laws["articles"] * draft.setting.recipe.days))
    local = rng.uniform(6, 22, count) - people["offset"][account]
    second = ((rng.integers(0, draft.setting.recipe.days, count) + local / 24) * DAY).astype(np.int64)
    second = np.sort(second % draft.setting.length)
    language = np.full(count, people["language"][account], dtype=object)
    urls, heads = publish(draft, rng, domain, language, second)
    book.url += urls.tolist()
    book.title += heads.tolist()
    book.language += language.tolist()
    book.second += second.tolist()
    book.audience += [int(people["audience"][account])] * count
    book.appeal += (rng.pareto(draft.setting.laws["fame"], count) + 0.05).tolist()
    if home >= 0:
        draft.say(np.full(count, home), second, heads, urls=urls, appeal=0.1)
    lag = np.minimum(rng.exponential(240, count), 3000).astype(np.int64)
    draft.say(np.full(count, account), second + lag, heads, urls=urls, appeal=0.3 + rng.pareto(1.5, count))


def _one(rng: np.random.Generator, values: list[str]) -> str:
    return str(values[int(rng.integers(len(values)))])
