"""What a casebook of 100,000 claims costs to fill and to ask, on SQLite or on a PostgreSQL server of one's own.

`python -m benchmarks.casebook [--claims N] [--postgres URL]`. Times are CPU of this process and of the
server's processes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record
from floodwatch.casebook.store import Book, connected
from floodwatch.model.claims import Claim, Entity, entity_id
from floodwatch.views import actor

TIMES = 60
SERVER: list[int] = []
NAMES = 4
"""Entities that are names of one actor."""
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "dra", "gon", "sto", "rm", "ph")


def main() -> None:
    """Fill a casebook, ask it, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--postgres", default="", help="address of an empty database")
    parser.add_argument("--only", default="", help="only questions whose name holds this")
    parser.add_argument("--kept", action="store_true", help="the database is filled already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book: Book = given.postgres or Path(folder) / "casebook.db"
        people, said = world(given.claims)
        measure(book)
        if not given.kept:
            filled(book, people, said)
        for name, question in questions(book, people, said).items():
            if given.only in name:
                middle, high = quantiles(question, 0.5, 0.95)
                print(f"{name}: p50 {middle:.0f} ms, p95 {high:.0f} ms of CPU", flush=True)


def filled(book: Book, people: list[Entity], said: list[Claim]) -> None:
    """Add everything and confirm half."""
    with cpu() as spent:
        record.add(book, people, said)
    print(f"add {len(said)} claims and {len(people)} entities: {spent():.1f} s of CPU", flush=True)
    with cpu() as spent:
        record.decide(book, [c.claim_id for c in said[::2]], "confirmed", "ada")
    print(f"confirm {len(said) // 2}: {spent():.1f} s of CPU", flush=True)


def world(number: int) -> tuple[list[Entity], list[Claim]]:
    """Entities and claims about them, as an importer would give them; a tenth of the claims is about one actor."""
    draw = random.Random(7)  # noqa: S311
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(6000)]
    labels = list(
        dict.fromkeys(" ".join(draw.choices(words, k=2)).title() for _ in range(max(number // 10, 2)))
    )
    people = [Entity(entity_id=entity_id("actor", label), kind="actor", label=label) for label in labels]
    place = {one.entity_id: position for position, one in enumerate(people)}
    said = [_claim(draw, words, people, place, n) for n in range(number)]
    return people, said


def _claim(
    draw: random.Random, words: list[str], people: list[Entity], place: dict[str, int], number: int
) -> Claim:
    subject = people[0] if number % 10 == 0 else draw.choice(people)
    quote = " ".join(draw.choices(words, k=draw.randint(12, 36)))
    start = number % 50 * 300
    told: dict[str, Any] = {"quote": quote, "span_start": start, "span_end": start + len(quote)}
    told |= {
        "subject": subject.entity_id,
        "source_document": f"{number // 50:064x}",
        "suggested_by": "reader@1",
    }
    if number % 3 == 0:
        first = place[subject.entity_id] // NAMES * NAMES
        others = [one.entity_id for one in people[first : first + NAMES] if one != subject]
        other = draw.choice(others or [people[0].entity_id])
        return Claim(predicate="alias_of", object_entity=other, value_text="same", **told)
    if number % 3 == 1:
        return Claim(predicate="count", value_low=float(number), unit="accounts", qualifier="over", **told)
    return Claim(predicate="known_as", value_text=" ".join(draw.choices(words, k=2)), **told)


def questions(book: Book, people: list[Entity], said: list[Claim]) -> dict[str, Callable[[int], object]]:
    """What is asked, each with the number of the time."""
    labels, quotes = [one.label for one in people], [one.quote.split() for one in said[:5000]]
    drawn = random.Random(11).choices(labels, k=TIMES)  # noqa: S311
    return {
        "search a name": lambda n: asked.search(book, labels[n]),
        "search a rare word": lambda n: asked.search(book, quotes[n][3]),
        "search two words": lambda n: asked.search(book, " ".join(quotes[n][:2])),
        "search what is not there": lambda n: asked.search(book, f"xylo{n}"),
        "card of the busiest actor": lambda n: actor.view(book, labels[0]),
        "card of an actor drawn at random": lambda n: actor.view(book, drawn[n]),
        "card of an unknown actor": lambda n: actor.view(book, f"xylo{n}"),
        "claims of the busiest actor": lambda n: asked.about(book, people[0].entity_id),
        "claims of an actor": lambda n: asked.about(book, people[n + 1].entity_id),
        "claims by predicate and status": lambda n: asked.claims(book, predicate="count", status="confirmed"),
        "suggested claims": lambda n: asked.claims(book, status="suggested"),
        "history of a claim": lambda n: asked.history(book, said[2 * n].claim_id),
        "what is said of one matter": lambda n: asked.side_by_side(book, people[0].entity_id, "count"),
    }


def quantiles(question: Callable[[int], object], *parts: float) -> list[float]:
    """Those quantiles of the milliseconds of CPU of asking, warm."""
    question(0)
    spent = sorted(_spent(question, number) for number in range(TIMES))
    return [1000 * spent[min(int(part * TIMES), TIMES - 1)] for part in parts]


def _spent(question: Callable[[int], object], number: int) -> float:
    with cpu() as spent:
        question(number)
    return spent()


@contextmanager
def cpu() -> Iterator[Callable[[], float]]:
    """Seconds of CPU that the block took: of this process and of the server's."""
    before = servers() + time.process_time()  # looking at the server's processes is no part of the work
    total = [0.0]
    yield lambda: total[0]
    total[0] = time.process_time() + servers() - before


def servers() -> float:
    """Seconds of CPU of the processes of the server that is measured, those that ended included."""
    return sum(_ticks(pid) for pid in SERVER and _family(SERVER[0])) / 100


def _family(first: int) -> list[int]:
    stats = [path.parent.name for path in Path("/proc").glob("[0-9]*/stat")]
    return [first, *(int(pid) for pid in stats if _stat(int(pid))[1:2] == [str(first)])]


def _ticks(pid: int) -> int:
    return sum(map(int, _stat(pid)[11:15]))


def _stat(pid: int) -> list[str]:
    """What the system says of a process from its state on; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def measure(book: Book) -> None:
    """Find the first process of a server on this machine: the parent of the one that answers."""
    with connected(book) as db:
        if db.dialect.name == "postgresql":
            backend = int(db.exec_driver_sql("SELECT pg_backend_pid()").scalar() or 0)
            SERVER[:] = [int(pid) for pid in _stat(backend)[1:2]]


if __name__ == "__main__":
    main()
