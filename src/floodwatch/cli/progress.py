"""What the user sees while a verb runs: a bar on a terminal, lines when asked, nothing otherwise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from floodwatch.cli.plain import plain
from floodwatch.model.units import Progress
from floodwatch.model.units import quiet as silent


@contextmanager
def shown(*, quiet: bool = False, verbose: bool = False) -> Iterator[Progress]:
    """A `Progress` that draws on standard error while the block runs."""
    if quiet:
        yield silent
    elif verbose:
        yield lines()
    elif sys.stderr.isatty():
        with bar() as progress:
            yield progress
    else:
        yield silent


def lines() -> Progress:
    """A `Progress` that prints each new step once."""
    last = ""

    def progress(what: str, share: float | None = None) -> None:
        nonlocal last
        if what != last:
            print(plain(what), file=sys.stderr, flush=True)
            last = what

    return progress


@contextmanager
def bar() -> Iterator[Progress]:
    """A `Progress` that draws one bar, gone when the work is done."""
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def progress(what: str, share: float | None = None) -> None:
            known = share is not None
            bars.update(
                task, description=plain(what), total=1.0 if known else None, completed=share if known else 0
            )

        yield progress
