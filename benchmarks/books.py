"""Parts of the benchmarks about the casebook: asking it on both databases, filling it from lists, exporting it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import casebook as bench
from benchmarks import exports as exported
from benchmarks.attack import bundle
from benchmarks.knowledge import imported
from floodwatch.casebook import record
from floodwatch.casebook.store import Book
from floodwatch.centre.starting import ready

CLAIMS = 100_000
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LISTS = {
    "misp-galaxy: actors, techniques": ("misp_galaxy",), "DISARM's bundle": ("disarm",),
    "Microsoft's names": ("microsoft_actor_names",),
}  # fmt: skip
"""Folders of public lists beside the project, where they are there."""


def casebook(folder: Path) -> Iterator[str]:
    """A casebook of 100,000 claims, a tenth of them about one actor, half confirmed: filling it and asking it 60 times.

    CPU, that of the database's server included. Actors are drawn at random; the busiest stands beside them.
    """
    yield "| database | | CPU s, or ms at the median | ms at the 95th percentile |"
    yield "|---|---|---|---|"
    people, said = bench.world(CLAIMS)
    with ExitStack() as open_:
        for name, book in _books(folder, open_).items():
            bench.measure(book)
            with bench.cpu() as spent:
                record.add(book, people, said)
            yield f"| {name} | add {len(said):,} claims | {spent():.1f} s | |"
            with bench.cpu() as spent:
                record.decide(book, [claim.claim_id for claim in said[::2]], "confirmed", "bench")
            yield f"| {name} | confirm {len(said) // 2:,} | {spent():.1f} s | |"
            for what, question in bench.questions(book, people, said).items():
                middle, high = bench.quantiles(question, 0.5, 0.95)
                yield f"| {name} | {what} | {middle:.0f} | {high:.0f} |"


def _books(folder: Path, open_: ExitStack) -> dict[str, Book]:
    """A casebook of each kind; PostgreSQL's only where it is installed."""
    from tests.postgres import missing, server

    found: dict[str, Book] = {"SQLite": folder / "casebook.db"}
    if not missing():
        found["PostgreSQL"] = open_.enter_context(server())
    return found


def knowledge(folder: Path) -> Iterator[str]:
    """Importing public lists, and a made-up bundle of the shape and size of ATT&CK's for enterprises, into SQLite.

    The second import of the same files finds nothing new. Lists that are not beside the project are left out.
    """
    attack = folder / "enterprise-attack.json"
    attack.write_text(json.dumps(bundle()), "utf-8")
    lists = {name: [SHARED / part for part in parts] for name, parts in LISTS.items()}
    public = [place for places in lists.values() for place in places if place.exists()]
    yield "| lists | first import, CPU s | second, CPU s |"
    yield "|---|---|---|"
    for name, places in (("public lists together", public), ("of ATT&CK's shape", [attack])):
        book = folder / f"{len(name)}.db"
        ready(book)
        turns = [_cpu(book, places) for _ in range(2)]
        yield f"| {name}: {', '.join(place.name for place in places)} | {turns[0]:.1f} | {turns[1]:.1f} |"


def _cpu(book: Book, places: list[Path]) -> float:
    start = time.process_time()
    imported(book, places)
    return time.process_time() - start


def exports(folder: Path) -> Iterator[str]:
    """`floodwatch knowledge export` of 100,000 confirmed claims, in each format, in a process of its own; read back.

    The bundle is read by `json`, and 2,000 of its objects, drawn at random, by `stix2`; all others whole.
    """
    yield from exported.measured(folder, CLAIMS)
