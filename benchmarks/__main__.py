"""`make bench`: measures and writes benchmarks/results.md. Arguments: names of parts (all when none are given)."""

from __future__ import annotations

import csv
import inspect
import itertools
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import books, generator, islands, server, sizes
from benchmarks.children import Cost, cost
from benchmarks.sizes import SEED

if TYPE_CHECKING:
    import pyarrow as pa

SIZES = (10_000, 100_000, 1_000_000)
TOOLKIT = str(Path(__file__).parent / "toolkit.py")
FLOODWATCH = str(Path(sys.executable).parent / "floodwatch")
RESULTS = Path(__file__).parent / "results.md"
WINDOW = "60"
LISTED_S = 3
"""CPU seconds from which on a unit is listed by name."""


def toolkit(folder: Path) -> Iterator[str]:
    """The `ctk` preset against the tool itself: file in, edge file out, edges equal; run in turns, three times.

    CPU is that of the cheapest run of each; the last column has the ratio of these and, behind it, the median of
    the turns' own ratios.
    """
    yield "| law | posts | least weight | edges | toolkit CPU s | MB | floodwatch CPU s | MB | times less CPU |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for law, posts in itertools.product(generator.LARGEST_SHARE, SIZES):
        given = folder / f"{law}_{posts}.csv"
        generator.write_toolkit_csv(generator.actions(posts, SEED, law), given)
        for least in (1, 2):
            turns = [costs(given, least, folder) for _ in range(3)]
            edges = same_edges(folder / "theirs.csv", folder / "ours" / "edges.csv")
            theirs, ours = (min(runs, key=lambda run: run.cpu) for runs in zip(*turns, strict=True))
            median = statistics.median(one.cpu / other.cpu for one, other in turns)
            yield (
                f"| {law} | {posts:,} | {least} | {edges:,} | {theirs.cpu:.2f} | {theirs.mb:.0f} "
                f"| {ours.cpu:.2f} | {ours.mb:.0f} | {theirs.cpu / ours.cpu:.1f} ({median:.1f}) |"
            )
    yield ""
    load = os.getloadavg()[1]
    yield f"Load of the machine in the last five minutes of these runs: {load:.1f} on {os.cpu_count()} cores."


def costs(given: Path, least: int, folder: Path) -> tuple[Cost, Cost]:
    """Cost of the toolkit and, right after it, of Floodwatch on one file."""
    theirs = cost(
        sys.executable, TOOLKIT, str(given), str(folder / "theirs.csv"), WINDOW, str(least), folder=folder
    )
    ours = cost(
        FLOODWATCH, "coordinate", str(given), "--preset", "ctk", "--window", WINDOW,
        "--min-weight", str(least), "--out", str(folder / "ours"), folder=folder,
    )  # fmt: skip
    return theirs, ours


def same_edges(theirs: Path, ours: Path) -> int:
    """Number of edges, when both files hold the same (AssertionError otherwise)."""
    with theirs.open(newline="") as one, ours.open(newline="") as other:
        wanted, found = sorted(csv.reader(one)), sorted(csv.reader(other))
    if wanted != found:
        raise AssertionError(f"the edges differ: {len(wanted) - 1} by the toolkit, {len(found) - 1} here")
    return len(found) - 1


def toolkit_viral(folder: Path) -> Iterator[str]:
    """The same comparison with one object of 80,000 shares in a day on top of 10,000 posts of the calm law."""
    yield "| least weight | edges | toolkit CPU s | MB | floodwatch CPU s | MB | times less CPU |"
    yield "|---|---|---|---|---|---|---|"
    given = folder / "viral.csv"
    generator.write_toolkit_csv(generator.with_viral(10_000, 80_000, SEED), given)
    for least in (1, 2):
        theirs, ours = costs(given, least, folder)
        edges = same_edges(folder / "theirs.csv", folder / "ours" / "edges.csv")
        yield (
            f"| {least} | {edges:,} | {theirs.cpu:.2f} | {theirs.mb:.0f} | {ours.cpu:.2f} | {ours.mb:.0f} "
            f"| {theirs.cpu / ours.cpu:.1f} |"
        )


def investigate(folder: Path) -> Iterator[str]:
    """The whole of `floodwatch investigate`: the same posts as reposts in Floodwatch's own columns."""
    yield "| posts | CPU s | MB |"
    yield "|---|---|---|"
    for posts in SIZES:
        given = folder / f"own_{posts}.csv"
        generator.write_posts_csv(generator.actions(posts, SEED), given)
        used = cost(FLOODWATCH, "investigate", str(given), "--out", str(folder / f"c{posts}"), folder=folder)
        yield f"| {posts:,} | {used.cpu:.1f} | {used.mb:.0f} |"


def grow(folder: Path) -> Iterator[str]:
    """The last `detect` of a case that was detected before its tenth file came (grown), against one that read all ten.

    200,000 posts in ten files by time. The findings of the two are equal; power is not measured.
    """
    yield from fed(folder / "tenth", 200_000, 10)


def grow_nightly(folder: Path) -> Iterator[str]:
    """The same for 1,000,000 posts in fifty files, of which the last is added, as a nightly feed would be."""
    yield from fed(folder / "nightly", 1_000_000, 50)


def fed(folder: Path, posts: int, parts: int) -> Iterator[str]:
    """Lines about a case to which the last of its files, by time, is added after the others were detected."""
    folder.mkdir()
    tables = by_time(generator.actions(posts, SEED), parts)
    paths = [folder / f"part_{number}.csv" for number in range(parts)]
    for number, (table, path) in enumerate(zip(tables, paths, strict=True)):
        generator.write_posts_csv(table, path, number * table.num_rows)
    for name, portions in (("grown", (paths[:-1], paths[-1:])), ("fresh", (paths,))):
        cost(FLOODWATCH, "init", str(folder / name), folder=folder)
        for number, portion in enumerate(portions, 1):
            add = cost(
                FLOODWATCH, "ingest", *map(str, portion), "--centre", str(folder / name), folder=folder
            )
            if number < len(portions):
                cost(FLOODWATCH, "detect", "--no-power", "--centre", str(folder / name), folder=folder)
        yield f"`ingest` of the last files, {name}: {add.cpu:.1f} CPU s."
    grown, fresh = (detected(folder / name, folder) for name in ("grown", "fresh"))
    if grown["findings"] != fresh["findings"]:
        raise AssertionError("the findings of the grown case differ from those of the fresh one")
    yield ""
    yield from grown_rows(grown["units"], fresh["units"])


def by_time(actions: pa.Table, parts: int) -> list[pa.Table]:
    """A table of actions in equal parts, earliest first."""
    size = actions.num_rows // parts
    ordered = actions.sort_by("acted_s")
    return [ordered.slice(number * size, size) for number in range(parts)]


def detected(centre: Path, folder: Path) -> dict[str, Any]:
    """What a detection cost, by unit, and a hash of what it found."""
    told = cost(sys.executable, "-m", "benchmarks.grow", str(centre), folder=folder).out
    found: dict[str, Any] = json.loads(told)
    return found


def grown_rows(grown: list[dict[str, Any]], fresh: list[dict[str, Any]]) -> Iterator[str]:
    """Lines of the table: units that grew, one by one and together, those that ran whole, and all."""
    yield "| unit | fresh CPU s | grown CPU s | rows | of them made |"
    yield "|---|---|---|---|---|"
    cpu = {unit["unit"]: unit["cpu"] for unit in fresh}
    grew = [unit for unit in grown if unit["state"] == "grew"]
    for unit in grew:
        rows, added = sum(unit["rows"].values()), sum(unit["added"].values())
        if rows:
            yield f"| {unit['unit']} | {cpu[unit['unit']]:.2f} | {unit['cpu']:.2f} | {rows:,} | {added:,} |"
    others = [unit for unit in grown if unit["state"] != "grew"]
    for name, units in (("all that grow", grew), ("all that run whole", others), ("all", grown)):
        before, after = sum(cpu[u["unit"]] for u in units), sum(u["cpu"] for u in units)
        yield f"| {name} | {before:.2f} | {after:.2f} | | |"


def content(folder: Path) -> Iterator[str]:
    """What is said: languages, anchors, copies and narratives of 100,000 posts, and copies of a million short texts.

    Posts are filler in 30 languages, a fifth of them copies, a fifth edits of earlier ones. CPU of each unit; memory
    is the most that the process had held by then. The million includes reading their normalised texts.
    """
    yield "| posts | unit | CPU s | ms a post | MB | rows |"
    yield "|---|---|---|---|---|---|"
    for posts, units in ((100_000, "all"), (1_000_000, "copies/texts")):
        run = (sys.executable, "-m", "benchmarks.content", str(folder / "posts.parquet"), units)
        cost(*run, str(posts), folder=folder)
        out = cost(*run, folder=folder).out
        for unit in json.loads(out):
            yield (
                f"| {posts:,} | {unit['unit']} | {unit['cpu']:.1f} | {1000 * unit['cpu'] / posts:.3f} "
                f"| {unit['mb']:.0f} | {unit['rows']:,} |"
            )


def personas(folder: Path) -> Iterator[str]:
    """What is measured about networks: a million accounts with three looks each, ten million posts, 200 networks of 30.

    CPU of each unit of the room, those of three seconds and more by name; the seeds, which propose groups to the test
    of groups, are also told together, and so are the signals with all that makes tables for them. Memory is the most
    that the process had held by then, with 1,500 MB for the engine. One account and one post in twenty and a third of
    the sites were looked at again after two reports.
    """
    yield "| accounts | posts | unit | CPU s | MB | rows |"
    yield "|---|---|---|---|---|---|"
    for accounts in (100_000, 1_000_000):
        place = folder / f"personas-{accounts}"
        run = (sys.executable, "-m", "benchmarks.personas", str(place))
        cost(*run, str(accounts), folder=folder)
        units = json.loads(cost(*run, folder=folder).out)
        size = f"{accounts:,} | {10 * accounts:,}"
        for unit in sorted(units, key=lambda u: -u["cpu"]):
            if unit["cpu"] >= LISTED_S:
                yield f"| {size} | {unit['unit']} | {unit['cpu']:.1f} | {unit['mb']:.0f} | {unit['rows']:,} |"
        seeds = [u for u in units if u["unit"].startswith("seeds/")]
        signals = [u for u in units if u["of_signals"]]
        for name, some in (("seeds", seeds), ("units of signals", signals), ("units", units)):
            total, most = sum(u["cpu"] for u in some), max(u["mb"] for u in some)
            rows = sum(u["rows"] for u in some)
            yield f"| {size} | all {len(some)} {name} | {total:.1f} | {most:.0f} | {rows:,} |"


PARTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "toolkit": toolkit,
    "toolkit_viral": toolkit_viral,
    "kernel": sizes.kernel,
    "limit": sizes.limit,
    "viral": sizes.viral,
    "investigate": investigate,
    "grow": grow,
    "grow_nightly": grow_nightly,
    "content": content,
    "personas": personas,
    "casebook": books.casebook,
    "knowledge": books.knowledge,
    "exports": books.exports,
    "islands": islands.islands,
    "server": server.server,
}


def machine() -> str:
    """The machine, without its name."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def main(names: list[str]) -> None:
    """Run the parts and write results.md, leaving the parts that were not run as they stand there."""
    kept = sections(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(PARTS):
            lines = [
                f"## {name}",
                "",
                f"`python -m benchmarks {name}`",
                "",
                inspect.cleandoc(PARTS[name].__doc__ or ""),
                "",
            ]
            for line in PARTS[name](Path(folder)):
                print(line, flush=True)
                lines.append(line)
            kept[name] = "\n".join(lines)
            RESULTS.write_text(report(kept), "utf-8")


def sections(text: str) -> dict[str, str]:
    """The parts of a results file by name."""
    parts = text.split("\n## ")[1:]
    return {part.split("\n", 1)[0]: "## " + part.rstrip() for part in parts}


def report(parts: dict[str, str]) -> str:
    """The results file."""
    head = (
        f"# Benchmarks\n\nWritten by `make bench`. Machine: {machine()}. CPU is user and system time of the process"
        " and its children, start included;\nmemory that of the largest process. Small sizes: the cheapest of three"
        f" runs. Seed {SEED}.\n\nLaw of the posts: {generator.LAW}\n"
    )
    return "\n\n".join([head.rstrip(), *(parts[name] for name in PARTS if name in parts)]) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
