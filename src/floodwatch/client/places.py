"""The server and its cases, as another program works with them: verbs, views, files, jobs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from floodwatch.client.asking import Failed, Line, Refused
from floodwatch.client.verbs import CaseVerbs, CentreVerbs

TOP = "/api/v1"
ENDED = ("done", "failed", "cancelled")
POLL_S = (0.2, 5.0)
"""How long to wait before a job is asked about: at first, and at most."""
CHANGED = 410


class Client(CentreVerbs):
    """One server: `Client("https://watch.example.org", token).case("main").search(words="ballot")`.

    Methods are verbs, with the names and settings of the command line. What is done in the background is waited for,
    at most `patience` seconds. Refused is raised for a problem, Failed for a job that failed.
    """

    def __init__(self, address: str, token: str, seconds: float = 60, patience: float = 24 * 3600) -> None:
        self._line, self._patience = Line(address, token, seconds), patience

    def case(self, name: str) -> Case:
        """A case, which need not exist before something is read into it."""
        return Case(self, name)

    @property
    def cases(self) -> list[str]:
        """The cases that the token may see."""
        return cast("list[str]", self._line.json("GET", f"{TOP}/cases").values)

    @property
    def me(self) -> dict[str, Any]:
        """Whose token it is, and what it may."""
        return cast("dict[str, Any]", self._line.json("GET", f"{TOP}/me").values)

    def upload(self, path: str | Path) -> str:
        """Send a file; gives the id by which verbs take it."""
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return str(self._line.send(f"{TOP}/uploads", {"name": Path(path).name}, file, size)["upload"])

    def fetch(self, address: str) -> bytes:
        """The bytes of a file below the interface, such as `/cases/main/publications/latest/report.html`."""
        return self._line.ask("GET", f"{TOP}{address}")

    def begin(self, verb: str, case: str = "", **settings: Any) -> str:
        """Ask for a verb to be done in the background; gives the id of the job."""
        body = _given(settings)
        path = f"{_place(case)}/{verb}"
        return str(
            self._line.json("POST", path, values=body, headers={"Prefer": "respond-async"}).values["job"]
        )

    def job(self, job: str) -> dict[str, Any]:
        """How far a job is, and what came of it."""
        return cast("dict[str, Any]", self._line.json("GET", f"{TOP}/jobs/{quote(job, safe='')}").values)

    def stop(self, job: str) -> dict[str, Any]:
        """Stop a job at its next step."""
        return cast("dict[str, Any]", self._line.json("DELETE", f"{TOP}/jobs/{quote(job, safe='')}").values)

    def wait(self, job: str) -> dict[str, Any]:
        """The result of a job, when it is there (Failed, TimeoutError)."""
        until, pause = time.monotonic() + self._patience, POLL_S[0]
        while (found := self.job(job))["state"] not in ENDED:
            if time.monotonic() > until:
                raise TimeoutError(f"The job {job} is {found['state']} still")
            time.sleep(pause)
            pause = min(pause * 1.5, POLL_S[1])
        if found["state"] != "done":
            raise Failed(found)
        return cast("dict[str, Any]", found["result"])

    def view(self, name: str, **settings: Any) -> Any:
        """The answer of a view of the casebook; of one that is a list, every row."""
        return self._view("", name, settings)

    def _view(self, case: str, name: str, settings: Mapping[str, Any]) -> Any:
        path, query = f"{_place(case)}/views/{name}", _given(settings)
        told = self._line.json("GET", path, query).values
        if not isinstance(told, dict) or set(told) != {"total", "rows", "next"}:
            return told
        return list(self._rows(path, query, told))

    def _rows(self, path: str, query: Mapping[str, Any], first: Mapping[str, Any]) -> Iterator[Any]:
        told = first
        yield from told["rows"]
        while told["next"]:
            told = self._line.json("GET", path, {**query, "cursor": told["next"]}).values
            yield from told["rows"]

    def _do(self, verb: str, settings: Mapping[str, Any], case: str = "") -> dict[str, Any]:
        answer = self._line.json("POST", f"{_place(case)}/{verb}", values=_given(settings))
        told = cast("dict[str, Any]", answer.values)
        return self.wait(told["job"]) if answer.status == 202 else told


class Case(CaseVerbs):
    """One case of a server."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name = client, name

    def view(self, name: str, **settings: Any) -> Any:
        """The answer of a view of the case; of one that is a list, every row.

        With `rows` only that list of the answer, such as `view("graph", rows="nodes")`.
        """
        for left in (2, 1, 0):
            try:
                return self.client._view(self.name, name, settings)
            except Refused as problem:
                if problem.status != CHANGED or not left:
                    raise
        raise AssertionError

    def publications(self) -> list[dict[str, Any]]:
        """What was published, with the names of the files."""
        return cast(
            "list[dict[str, Any]]", self.client._line.json("GET", f"{_place(self.name)}/publications").values
        )

    def _do(self, verb: str, settings: Mapping[str, Any]) -> dict[str, Any]:
        return self.client._do(verb, settings, self.name)


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, under the names of the interface: a name that Python keeps for itself ends in _ here."""
    return {
        name.removesuffix("_"): list(value) if isinstance(value, tuple) else value
        for name, value in settings.items()
        if value is not None
    }


def _place(case: str) -> str:
    return f"{TOP}/cases/{quote(case, safe='')}" if case else TOP
