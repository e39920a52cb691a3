"""Turns whatever went wrong into one sentence and an exit code; a traceback only when asked for."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

import click

from floodwatch.cli.plain import plain
from floodwatch.model.errors import CentreError, EngineError, FloodwatchError, InputError, OutOfSpace

INTERRUPTED = 130
BROKEN_PIPE = 1  # as click has it
PAGE = "docs/errors.md"


def report(problem: BaseException, *, debug: bool = False) -> int:
    """Print what a user should read on standard error; gives the exit code."""
    if isinstance(problem, click.Abort) or _interrupted(problem):
        _say("Stopped. Nothing half-written was kept; run the same command again to go on.")
        return INTERRUPTED
    if isinstance(problem, BrokenPipeError):
        _hush()
        return BROKEN_PIPE
    if isinstance(problem, click.ClickException):
        return _usage(problem)
    known = expected(problem)
    if known is None:
        return _unexpected(problem, debug)
    _say(f"Error: {known.message()} [{PAGE}#{known.slug}]")
    if debug:
        _say(getattr(known, "sql", "") if isinstance(known, EngineError) else "")
        traceback.print_exception(problem)
    return known.exit_code


def _interrupted(problem: BaseException) -> bool:
    """Whether Ctrl-C is behind it: broken off within an import or a query, it comes as another error."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [problem]
    while waiting:
        one = waiting.pop()
        if isinstance(one, KeyboardInterrupt):
            return True
        if one is not None and not any(one is other for other in seen):
            seen.append(one)
            waiting += [one.__cause__, one.__context__]
    return False


def expected(problem: BaseException) -> FloodwatchError | None:
    """The problem as an error of ours, when it is one that a user can act on."""
    if isinstance(problem, FloodwatchError):
        return problem
    if isinstance(problem, MemoryError):
        return OutOfSpace("The memory is used up", do="Give --memory a lower value, such as 2GB.")
    if type(problem).__module__ == "sqlite3" and "disk is full" in str(problem):
        return OutOfSpace("The disk is full", do="Free space and run the same command again.")
    if type(problem).__module__ == "sqlite3":
        return CentreError(
            f"The casebook cannot be used: {problem}", do="Check free space and permissions of the centre."
        )
    return _of_the_system(problem) if isinstance(problem, OSError) else None


def _of_the_system(problem: OSError) -> FloodwatchError | None:
    """What the operating system refused."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutOfSpace("The disk is full", where=_file(problem), do="Free space and run it again.")
    if problem.errno and problem.filename:
        return InputError(
            f"{os.strerror(problem.errno)}", where=_file(problem), do="Check the path and its permissions."
        )
    return None


def _file(problem: OSError) -> str:
    return str(problem.filename or "")


def _usage(problem: click.ClickException) -> int:
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        _say(problem.format_message())
        return problem.exit_code
    context = getattr(problem, "ctx", None)
    advice = f" Run: {context.command_path} --help" if context else ""
    sentence = problem.format_message().rstrip(".")
    _say(f"Error: {sentence}.{advice} [{PAGE}#setting]")
    return problem.exit_code


def _unexpected(problem: BaseException, debug: bool) -> int:
    text = "".join(traceback.format_exception(problem))
    if debug:
        _say(text)
    first = str(problem).strip().splitlines()
    cause = f"{type(problem).__name__}: {first[0]}" if first else type(problem).__name__
    where = _kept(text)
    _say(f"Error: Something unexpected went wrong: {cause}.{where} [{PAGE}#unexpected]")
    return 70


def _kept(text: str) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix=f"floodwatch-{stamp}-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write(text)
        return f" The details are in {Path(log.name)}; --debug shows them."
    except OSError:
        return " Run it again with --debug to see the details."


def _say(sentence: str) -> None:
    if sentence:
        click.echo(plain(sentence), err=True)


def _hush() -> None:
    """Keep Python from complaining, at exit, about the pipe that is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
