"""The `floodwatch` program."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from floodwatch.cli.commands import program
from floodwatch.cli.problems import report


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; gives the exit code."""
    if not arguments:
        arguments = ["--help"]
    try:
        code = program().main(list(arguments), "floodwatch", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except click.exceptions.Exit as left:
        return left.exit_code
    except (Exception, KeyboardInterrupt) as problem:
        return report(problem, debug="--debug" in arguments)
