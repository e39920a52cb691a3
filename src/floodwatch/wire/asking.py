"""One question as JSON to the address that the settings name: bounded in time and size, with one kind of error.

What comes back is a stranger's: it is cut off at a size, and never run or followed. No message holds the key or what
was sent.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from floodwatch.model.errors import FloodwatchError

AT_ONCE = 16_384
HOME = ("127.0.0.1", "::1", "localhost")
SAID = 200
"""Characters of a refusal that are repeated."""


class Endpoint:
    """An address that takes JSON. Nothing is sent anywhere else: an answer that leads to another address is refused.

    `failed` makes the error of words and host; `too_much` are those for an answer of more than `most` bytes. `secret`
    is kept out of every message.
    """

    def __init__(
        self,
        address: str,
        seconds: float,
        failed: Callable[[str, str], FloodwatchError],
        *,
        most: int,
        too_much: str,
        secret: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.host = urllib.parse.urlsplit(address).hostname or address
        self._address, self._seconds, self._failed = address, seconds, failed
        self._most, self._too_much, self._secret = most, too_much, secret
        self._headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "floodwatch",
            **(headers or {}),
        }
        home = [urllib.request.ProxyHandler({})] if self.host in HOME else []
        self._opener = urllib.request.build_opener(_NoOther, *home)

    def ask(self, question: Mapping[str, Any]) -> bytes:
        """The answer's bytes, which have come whole after `seconds` (the error that `failed` makes)."""
        body = json.dumps(question).encode("utf-8", "replace")
        request = urllib.request.Request(self._address, body, self._headers)  # noqa: S310 (http and https only, by the settings)
        until = time.monotonic() + self._seconds
        with self._said_once():
            return within(self._seconds, lambda: self._read(request, until))

    def _read(self, request: Any, until: float) -> bytes:
        """The answer's bytes: not more than wanted, and not longer than wanted, however slowly they drip."""
        parts, size = [], 0
        try:
            opened = self._opener.open(request, timeout=max(until - time.monotonic(), 0.01))
        except urllib.error.HTTPError as problem:
            with problem:
                raise _Refused(problem.code, problem.read(AT_ONCE).decode("utf-8", "replace")) from None
        with opened as answer:
            while part := answer.read1(AT_ONCE):
                parts.append(part)
                size += len(part)
                if size > self._most:
                    raise self._failed(self._too_much, self.host)
                if time.monotonic() > until:
                    raise TimeoutError
        return b"".join(parts)

    @contextmanager
    def _said_once(self) -> Iterator[None]:
        """Every way in which a connection fails as one kind of error, which holds no key and no text."""
        late = f"did not answer within {self._seconds:g} seconds"
        try:
            yield
        except FloodwatchError:
            raise
        except _Refused as problem:
            told = f"refused (HTTP {problem.code}){_reason(problem.words, self._secret)}"
            raise self._failed(told, self.host) from None
        except TimeoutError:
            raise self._failed(late, self.host) from None
        except (OSError, ValueError) as problem:
            slow = isinstance(getattr(problem, "reason", None), TimeoutError)
            raise self._failed(late if slow else f"cannot be reached ({kind(problem)})", self.host) from None
        except Exception:
            raise self._failed("broke off", self.host) from None


def within(seconds: float, read: Callable[[], bytes]) -> bytes:
    """What `read` gives or raises, given up after `seconds`: names and headers can be slow where no socket tells."""
    done: list[bytes | Exception] = []

    def run() -> None:
        try:
            done.append(read())
        except Exception as problem:
            done.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        raise TimeoutError
    if isinstance(done[0], Exception):
        raise done[0]
    return done[0]


def kind(problem: Exception) -> str:
    """What a problem of the system is, in words without data."""
    reason = getattr(problem, "reason", problem)
    return getattr(reason, "strerror", None) or type(reason).__name__


def _reason(words: str, key: str) -> str:
    """What the endpoint says of its refusal, short and without the key."""
    try:
        told = json.loads(words)["error"]
        told = str(told["message"] if isinstance(told, dict) else told)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f": {(told.replace(key, '…') if key else told)[:SAID]}"


class _Refused(Exception):
    """An answer that is an error: its code and its words."""

    def __init__(self, code: int, words: str) -> None:
        self.code, self.words = code, words
        super().__init__(str(code))


class _NoOther(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the text goes to the address of the settings and nowhere else."""

    def redirect_request(self, *given: Any, **named: Any) -> None:
        """Leave the answer as it is: an error of its own."""
        return None
