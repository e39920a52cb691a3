"""Small crowds without coordination, drawn from differing laws, and operations to plant among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

DAY = 86_400
START = 1_714_521_600


@dataclass(frozen=True)
class Law:
    """How a crowd lives. `audiences` share taste; `loyal` is the share of acts within one's own audience."""

    accounts: int = 600
    objects: int = 1500
    acts: int = 12_000
    days: int = 7
    spread: float = 1.2
    fame: float = 1.0
    audiences: int = 1
    loyal: float = 0.0
    rhythm: float = 0.0
    life_s: float = 8 * 3600
    flash: float = 0.0
    fast: float = 0.0
    one_day: float = 0.0
    sitting: float = 0.0


LAWS = {
    "independent": Law(),
    "audiences": Law(audiences=15, loyal=0.8, rhythm=0.7),
    "small audiences": Law(audiences=40, loyal=0.7, rhythm=0.7, life_s=3 * 3600),
    "flash": Law(audiences=8, loyal=0.6, flash=0.3, rhythm=0.7),
    "fast few": Law(audiences=10, loyal=0.7, fast=0.1, rhythm=0.5),
    "one day": Law(audiences=5, loyal=0.5, one_day=0.3, rhythm=0.5),
    "heavy": Law(spread=2.0, fame=1.4, audiences=6, loyal=0.5, rhythm=0.8),
    "sittings": Law(audiences=12, loyal=0.75, rhythm=0.8, sitting=0.6, life_s=4 * 3600),
}


def crowd(law: Law, seed: int) -> dict[str, np.ndarray]:
    """Acts of a crowd: account, object, second (sorted)."""
    rng = np.random.default_rng(seed)
    weight = rng.lognormal(0, law.spread, law.accounts)
    account = rng.choice(law.accounts, law.acts, p=weight / weight.sum())
    home = rng.integers(0, law.audiences, law.accounts)
    fame = rng.pareto(law.fame, law.objects) + 0.05
    theme = rng.integers(0, law.audiences, law.objects)
    born = rng.uniform(0, law.days * DAY, law.objects)
    life = law.life_s * rng.lognormal(0, 1.0, law.objects)
    life = np.where(rng.random(law.objects) < law.flash, 240.0, life)
    thing = _choose(rng, law, account, home, theme, fame)
    quick = np.where(rng.random(law.accounts) < law.fast, 0.02, 1.0)
    second = born[thing] + rng.exponential(life[thing]) * quick[account]
    keep = rng.random(law.acts) < _awake(law, rng, home, account, second)
    dies = rng.random(law.accounts) < law.one_day
    only = rng.integers(0, law.days, law.accounts)
    keep &= ~dies[account] | (second // DAY == only[account])
    account, thing, second = account[keep], thing[keep], second[keep]
    if law.sitting:
        second = _sit(rng, law, account, second)
    return {"account": account, "object": thing, "second": second.astype(np.int64)}


def _choose(rng, law, account, home, theme, fame):
    everyone = np.argsort(theme, kind="stable")
    thing = rng.choice(law.objects, account.size, p=fame / fame.sum())
    loyal = rng.random(account.size) < law.loyal
    for one in range(law.audiences):
        mine = np.flatnonzero(theme == one)
        acts = np.flatnonzero(loyal & (home[account] == one))
        if mine.size and acts.size:
            thing[acts] = rng.choice(mine, acts.size, p=fame[mine] / fame[mine].sum())
    del everyone
    return thing


def _awake(law, rng, home, account, second):
    zone = rng.integers(0, 24, law.audiences)
    hour = (second / 3600 + zone[home[account]]) % 24
    return 1 - law.rhythm * (0.5 + 0.5 * np.cos(hour / 24 * 2 * np.pi))


def _sit(rng, law, account, second):
    """Most acts move to the start of the account's next sitting (two a day), a minute apart."""
    first = rng.uniform(0, DAY / 2, law.accounts)
    wait = (first[account] - second) % (DAY / 2)
    sits = rng.random(account.size) < law.sitting
    return second + np.where(sits, wait + rng.exponential(200, account.size), 0)


def operation(
    size: int, events: int, jitter: float, take: float, days: int, seed: int, base: int = 10_000, own: int = 5
):
    """Acts of `size` accounts that each join a share `take` of `events`, plus `own` acts alone."""
    rng = np.random.default_rng([seed, 99])
    rows = []
    for event in range(events):
        start = rng.uniform(0, days * DAY)
        for member in range(size):
            if rng.random() < take:
                rows.append((base + member, 1_000_000 + event, start + rng.exponential(jitter)))
    for member in range(size):
        for _ in range(own):
            rows.append((base + member, int(rng.integers(0, 1500)), rng.uniform(0, days * DAY)))
    table = np.array(rows)
    return {
        "account": table[:, 0].astype(int),
        "object": table[:, 1].astype(int),
        "second": table[:, 2].astype(np.int64),
    }


def actions(*parts: dict[str, np.ndarray], trace: str = "url", platform: str = "x") -> pa.Table:
    """Acts as the table `actions`."""
    joined = {k: np.concatenate([p[k] for p in parts]) for k in ("account", "object", "second")}
    n = joined["account"].size
    return pa.table(
        {
            "trace": pa.array([trace] * n, pa.string()),
            "platform": pa.array([platform] * n, pa.string()),
            "account_id": [f"a{i:06d}" for i in joined["account"]],
            "object_id": [f"o{i:07d}" for i in joined["object"]],
            "acted_at": pa.array((joined["second"] + START) * 1_000_000, pa.timestamp("us", tz="UTC")),
            "post_id": [f"{trace}{i}" for i in range(n)],
        }
    )
