"""Sends requests to a server: with the token, safely again where a line broke, and to no other address."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

HOME = ("127.0.0.1", "::1", "localhost")
TRIES = 4
WAIT_S, LONGEST_S = 0.5, 60.0
AGAIN = (429, 502, 503, 504)


class Refused(Exception):
    """An answer that is a problem: its status, what is wrong, what to do, and the whole of it."""

    def __init__(self, status: int, told: Mapping[str, Any]) -> None:
        self.status, self.told = status, dict(told)
        self.what, self.do = str(told.get("title", f"HTTP {status}")), str(told.get("do", ""))
        super().__init__(f"{self.what}. {self.do}".strip())


class Failed(Exception):
    """A job that failed or was stopped; `job` is what is known of it."""

    def __init__(self, job: Mapping[str, Any]) -> None:
        self.job = dict(job)
        super().__init__(str(job.get("problem") or f"The job {job.get('state')}"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, the values, and the tag by which the same answer is recognised."""

    status: int
    values: Any
    tag: str = ""


class Line:
    """A way to one server. Without TLS it leads only to this machine, as the token would be read by others."""

    def __init__(self, address: str, token: str, seconds: float = 60) -> None:
        told = urllib.parse.urlsplit(address)
        if told.scheme != "https" and not (told.scheme == "http" and told.hostname in HOME):
            raise ValueError("The address must begin with https://, or be of this machine")
        self._top, self._token, self._seconds = address.rstrip("/"), token, seconds
        home = [urllib.request.ProxyHandler({})] if told.hostname in HOME else []
        self._opener = urllib.request.build_opener(_NoOther, *home)

    def ask(
        self, method: str, path: str, query: Mapping[str, Any] | None = None, body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        """The bytes of an answer (Refused)."""
        return self._sent(self._request(method, path, query, body, headers or {}), again=True)[1]

    def json(
        self, method: str, path: str, query: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """A question and its answer as JSON; what changes something carries a key, and is done once."""
        body = None if values is None else json.dumps(values).encode()
        told = dict(headers or {})
        if values is not None:
            told |= {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        return self._json(method, path, query, body, told)

    def _json(
        self, method: str, path: str, query: Any, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        status, told, tag = self._sent(self._request(method, path, query, body, headers), again=True)
        return Answer(status, json.loads(told), tag)

    def send(self, path: str, query: Mapping[str, Any], file: IO[bytes], size: int) -> Any:
        """Send a file."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        return json.loads(self._sent(self._request("POST", path, query, file, headers), again=False)[1])

    def _request(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: Any, headers: Mapping[str, str]
    ) -> urllib.request.Request:
        told = urllib.parse.urlencode(_texts(query or {}), doseq=True)
        address = f"{self._top}{path}" + (f"?{told}" if told else "")
        own = {"Authorization": f"Bearer {self._token}", "Accept": "*/*", "User-Agent": "floodwatch-client"}
        return urllib.request.Request(address, body, {**own, **headers}, method=method)  # noqa: S310 - see __init__

    def _sent(self, request: urllib.request.Request, again: bool) -> tuple[int, bytes, str]:
        for left in range(TRIES if again else 1, 0, -1):
            try:
                with self._opener.open(request, timeout=self._seconds) as answer:
                    return answer.status, answer.read(), answer.headers.get("ETag", "")
            except urllib.error.HTTPError as problem:
                with problem:
                    wait = _wait(problem.headers.get("Retry-After", ""))
                    if problem.code not in AGAIN or left == 1:
                        raise Refused(problem.code, _told(problem.read())) from None
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                wait = WAIT_S
                if left == 1:
                    raise
            time.sleep(wait)
        raise AssertionError


def _texts(query: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a query has them; what is not given is left out."""
    return {
        name: ("true" if value else "false") if isinstance(value, bool) else value
        for name, value in query.items()
        if value is not None
    }


def _wait(told: str) -> float:
    return min(float(told), LONGEST_S) if told.isascii() and told.isdigit() else WAIT_S


def _told(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _NoOther(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the token goes to the server that was named and nowhere else."""

    def redirect_request(self, *given: Any, **named: Any) -> None:
        """Leave the answer as it is: a problem of its own."""
        return None
