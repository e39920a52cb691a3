"""Fifty users at once against a real server on this machine: how long they wait, and whether anything fails."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

USERS, SECONDS, PAUSE_S = 50, 60, 1.0
HEAD = "platform,post_id,account_id,created_at,text,urls\n"
LIMITS = "[server]\nper_minute = 100000\nburst = 1000\naddress_per_minute = 1000000\n"
ASKED = (
    ("view networks", "/api/v1/cases/main/views/networks"),
    ("view overview", "/api/v1/cases/main/views/overview"),
    ("view graph, 100 rows", "/api/v1/cases/main/views/graph?rows=nodes&limit=100"),
    ("search", "/api/v1/cases/main/search?words=read&limit=20"),
    ("account", "/api/v1/cases/main/account?account=c1"),
    ("actor", "/api/v1/actor?name=Sandworm"),
    ("election", "/api/v1/election"),
    ("cases", "/api/v1/cases"),
)


def server(folder: Path) -> Iterator[str]:
    """Fifty users for a minute, each with a token of his own, who ask at random and then read for a second on average.

    One process of the server; a case of 3,000 posts in which a crowd moves together; SQLite. The load runs on the same
    machine. Times are from sending a request to having its answer whole; every answer that is not 200 is an error.
    """
    seconds = int(os.environ.get("FLOODWATCH_SECONDS", SECONDS))
    tokens = prepared(folder / "centre")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = [
        sys.executable,
        "-m",
        "floodwatch",
        "serve",
        "--centre",
        str(folder / "centre"),
        "--port",
        str(port),
    ]
    with subprocess.Popen(told, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            times, failed = asyncio.run(asked(f"http://127.0.0.1:{port}", tokens, seconds))
        finally:
            process.terminate()
    yield f"{USERS} users, {seconds} s, {sum(map(len, times.values())):,} answers, {sum(failed.values())} errors"
    yield ""
    yield "| asked | answers | median ms | p95 ms | p99 ms | errors |"
    yield "|---|---|---|---|---|---|"
    every = {**times, "all": [one for some in times.values() for one in some]}
    for name, some in every.items():
        wrong = failed[name] if name != "all" else sum(failed.values())
        shares = " | ".join(f"{1000 * share(some, part):.0f}" for part in (0.5, 0.95, 0.99))
        yield f"| {name} | {len(some):,} | {shares} | {wrong} |"


def share(times: list[float], part: float) -> float:
    """The time within which that share of answers came."""
    return sorted(times)[min(int(part * len(times)), len(times) - 1)] if times else 0.0


def prepared(place: Path) -> list[str]:
    """A centre with a detected case and a token for each user."""
    from floodwatch.casebook.doors import add_token
    from floodwatch.casebook.people import add, join
    from floodwatch.casebook.store import connected
    from floodwatch.centre.handles import Centre
    from floodwatch.model.markings import Marking

    centre = Centre.init(place)
    with (place / "centre.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{LIMITS}")
    file = place / "posts.csv"
    file.write_text(HEAD + "".join(_posts()), "utf-8")
    centre.case("main").ingest(file)
    centre.case("main").detect(power=False)
    tokens = []
    for number in range(USERS):
        name = f"user{number}"
        with connected(centre.casebook, writing=True) as db:
            add(db, name, name, "reader", Marking(), "root")
            tokens.append(add_token(db, name, "bench", "read", None, Marking(), 4_000_000_000)[0])
        join(centre.casebook, "main", name, "root")
    return tokens


def _posts() -> Iterator[str]:
    for k in range(20):
        for n in range(30):
            yield f"x,c{n}-{k},c{n},2024-05-{k + 1:02}T10:00:{n:02}Z,read this now,https://e.org/{k}\n"
    for k in range(8):
        for n in range(300):
            at = f"2024-05-{k + 1:02}T{n % 24:02}:{n * 13 % 60:02}:00Z"
            yield f"x,r{n}-{k},r{n},{at},my day {n} {k},https://o.org/{n}/{k}\n"


async def asked(
    address: str, tokens: list[str], seconds: float
) -> tuple[dict[str, list[float]], Counter[str]]:
    """What every user waited, by what he asked, and what failed."""
    import httpx

    times: dict[str, list[float]] = {name: [] for name, _ in ASKED}
    failed: Counter[str] = Counter()
    async with httpx.AsyncClient(
        base_url=address, timeout=60, limits=httpx.Limits(max_connections=USERS)
    ) as client:
        await _ready(client)
        until = time.perf_counter() + seconds
        users = (_user(client, token, n, until, times, failed) for n, token in enumerate(tokens))
        await asyncio.gather(*users)
    return times, failed


async def _ready(client: object) -> None:
    import httpx

    assert isinstance(client, httpx.AsyncClient)  # noqa: S101
    for _ in range(200):
        try:
            if (await client.get("/healthz")).status_code == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    raise SystemExit("the server does not answer")


async def _user(
    client: object, token: str, seed: int, until: float, times: dict[str, list[float]], failed: Counter[str]
) -> None:
    import httpx

    assert isinstance(client, httpx.AsyncClient)  # noqa: S101
    drawn = random.Random(seed)  # noqa: S311
    await asyncio.sleep(drawn.random() * PAUSE_S)
    while time.perf_counter() < until:
        name, path = drawn.choice(ASKED)
        began = time.perf_counter()
        try:
            answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
            failed[name] += answer.status_code != 200
        except httpx.TransportError:
            failed[name] += 1
        times[name].append(time.perf_counter() - began)
        await asyncio.sleep(drawn.expovariate(1 / PAUSE_S))
