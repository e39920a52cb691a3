"""What every page of the workbench costs the server, on a centre of one's own: CPU of this process, cold and warm.

`python -m benchmarks.pages CENTRE [--case main] [--claims 100000] [--times 20]`. Claims are added to the casebook where
it holds fewer; use a copy of a centre. Cold is the first time that a page is asked for, warm the 95th percentile of the
others, each after the caches of another page were used.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path
from typing import Any

LEAD, WORD = "lead", "words that measure pages"


def main() -> None:
    """Ask every page, print a table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("centre", type=Path)
    ask.add_argument("--case", default="main")
    ask.add_argument("--claims", type=int, default=100_000)
    ask.add_argument("--times", type=int, default=20)
    told = ask.parse_args()
    client, paths = opened(told.centre, told.case, told.claims)
    cold = {name: [spent(client, path)] for name, path in paths.items()}
    warm: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(told.times):
        for name, path in paths.items():
            warm[name].append(spent(client, path))
    print("| page | cold, ms of CPU | warm, p95 |\n|---|---|---|")
    for name in paths:
        print(f"| {name} | {cold[name][0]:.0f} | {high(warm[name]):.0f} |")
    every = [one for costs in warm.values() for one in costs]
    print(
        f"\nAll pages, warm: p95 {high(every):.0f} ms; pages above 100 ms: {sum(high(w) > 100 for w in warm.values())}"
    )


def opened(folder: Path, case: str, claims: int) -> tuple[Any, dict[str, str]]:
    """A client that has entered, and an address of every page that has something to show."""
    from starlette.testclient import TestClient

    from floodwatch.centre import entering
    from floodwatch.centre.handles import Centre
    from floodwatch.centre.warm import WARM
    from floodwatch.web.app import application

    centre = Centre.open(folder)
    filled(centre, claims)
    link = entering.set_up_link(centre)
    token = entering.set_up(centre, link, LEAD, WORD) if link else entering.enter(centre, LEAD, WORD)
    WARM.on = True
    client = TestClient(application(centre), base_url="http://centre", follow_redirects=False)
    client.cookies.set("floodwatch", token)
    return client, addresses(centre, case)


def filled(centre: Any, claims: int) -> None:
    """Add made claims until there are so many."""
    from sqlalchemy import func, select

    from benchmarks.casebook import world
    from floodwatch.casebook import record
    from floodwatch.casebook.store import connected
    from floodwatch.casebook.tables import claims as table
    from floodwatch.centre.starting import ready

    ready(centre.casebook)
    with connected(centre.casebook) as db:
        held = db.scalar(select(func.count()).select_from(table)) or 0
    if held < claims:
        people, said = world(claims - held)
        record.add(centre.casebook, people, said)
        record.decide(centre.casebook, [one.claim_id for one in said[::2]], "confirmed", "bench")


def addresses(centre: Any, name: str) -> dict[str, str]:
    """One address of each page; of pages about an account the one with most posts in a network."""
    from floodwatch.centre.look import look
    from floodwatch.web.pages import PAGES

    case = centre.case(name)
    networks, narratives = look("networks", case), look("narratives", case)
    detail = look("network", case, ids=(networks[0].network_id,))[0]
    pair = detail.edges[0] if detail.edges else None
    told = {
        "case": name, "network": networks[0].network_id, "narrative": narratives[0]["narrative_id"],
        "account:path": detail.accounts[0]["account"].ref, "name:path": "Storm-1376",
        "judgement": centre.judge()["judgements"][0]["judgement"],
    }  # fmt: skip
    query = {
        "search": "?words=the", "find": "?words=storm",
        "pair": f"?source={pair.source.ref}&target={pair.target.ref}" if pair else "",
    }  # fmt: skip
    fits = [p for p in PAGES if all(part in told for part in re.findall(r"{([^}]+)}", p.path))]
    return {
        p.name: re.sub(r"{([^}]+)}", lambda m: str(told[m[1]]), p.path) + query.get(p.name, "") for p in fits
    }


def spent(client: Any, path: str) -> float:
    """Milliseconds of CPU of this process, the engine's threads with it, that a page takes."""
    began = time.process_time()
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return 1000 * (time.process_time() - began)


def high(costs: list[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(costs)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


if __name__ == "__main__":
    main()
