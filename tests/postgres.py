"""A PostgreSQL server of one's own: in a temporary folder, reached through a socket in it, gone after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

WHERE = "/usr/lib/postgresql"
USERS = ("postgres", "nobody")
"""Whose the server is when root runs the tests: it refuses to be root's."""
NUMBER = count(1)
"""Of databases without a name of their own."""
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def programs() -> Path | None:
    """The folder with PostgreSQL's programs, the newest where there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path(WHERE).glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    return versions[-1].parent if versions else None


def missing() -> str:
    """Why there can be no server, empty when there can."""
    if programs() is None:
        return "PostgreSQL is not installed: scripts/postgres.sh"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed: pip install 'floodwatch[postgres]'"
    return ""


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the address of its first database."""
    bin_ = programs()
    assert bin_ is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="fw-pg-"))
    who = user()
    try:
        if who:
            shutil.chown(folder, who["user"], who["group"])
        data = folder / "data"
        run(
            bin_ / "initdb",
            "-D",
            data,
            "-U",
            "fw",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
            **who,
        )
        options = f"-k {folder} {FAST}"
        run(bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start", **who)
        try:
            yield f"postgresql://fw@/postgres?host={folder}"
        finally:
            run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", **who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def user() -> dict[str, Any]:
    """Another user for the server, when root runs the tests."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(names[name] for name in USERS if name in names)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def run(*command: object, **who: Any) -> None:
    """Run a program of PostgreSQL to its end."""
    # pg_ctl's server keeps what it is given open, so what is said goes to a file and not into a pipe.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            list(map(str, command)),
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            cwd="/",
            check=False,
            **who,
        )
        said.seek(0)
        assert done.returncode == 0, said.read()


@contextmanager
def database(first: str, name: str = "", like: str = "template0") -> Iterator[str]:
    """A new database on a server, a copy of another one to which nobody is connected; gives its address."""
    import psycopg

    name = name or f"book_{next(NUMBER)}"
    with psycopg.connect(first, autocommit=True) as db:
        how = "STRATEGY FILE_COPY" if db.info.server_version >= 150_000 else ""  # before, the only one
        db.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" {how}')
        yield first.replace("/postgres?", f"/{name}?")
        db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
