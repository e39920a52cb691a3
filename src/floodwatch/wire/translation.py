"""Machine translation, for reading: a local program, or an endpoint that speaks LibreTranslate's JSON.

Both are functions `(text, source, target) -> translation`; `source` is `auto` where it is not known. What comes back
is a stranger's text: it is cut off at a size, refused where it is not text, and never run or followed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from floodwatch.model.errors import TranslationError

Translate = Callable[[str, str, str], str]
"""Text, its language or `auto`, and the language that is wanted, to the translation."""

MOST_BYTES = 1_000_000
"""Of an answer; a post's translation has some thousands."""
AT_ONCE = 16_384
HOME = ("127.0.0.1", "::1", "localhost")
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "XDG_DATA_HOME", "XDG_CACHE_HOME")
"""What a program is told of the environment: no keys of anything else."""
SAID = 200
"""Characters of a refusal that are repeated."""


def by_command(command: Sequence[str], seconds: float) -> Translate:
    """A program that reads the text on its input and writes the translation on its output, in UTF-8.

    `{source}` and `{target}` in its arguments become the languages. It is no shell's line; it and what it started
    are ended after `seconds`.
    """

    def translate(text: str, source: str, target: str) -> str:
        line = [part.replace("{source}", source).replace("{target}", target) for part in command]
        with tempfile.TemporaryFile() as given:
            given.write(text.encode("utf-8", "replace"))
            given.seek(0)
            return _text(_output(line, given, seconds), command[0])

    return translate


def by_endpoint(address: str, key: str, seconds: float) -> Translate:
    """An address to which the text is sent as JSON (`q`, `source`, `target`, `format`, `api_key`).

    Nothing is sent anywhere else: an answer that leads to another address is refused. The answer must have come
    whole after `seconds`. Neither the key nor the text stands in any message.
    """
    host = urllib.parse.urlsplit(address).hostname or address
    opener = urllib.request.build_opener(
        _NoOther, *([urllib.request.ProxyHandler({})] if host in HOME else [])
    )

    def translate(text: str, source: str, target: str) -> str:
        asked = {"q": text, "source": source, "target": target, "format": "text"} | (
            {"api_key": key} if key else {}
        )
        body = json.dumps(asked).encode("utf-8", "replace")
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "floodwatch",
        }
        request = urllib.request.Request(address, body, headers)  # noqa: S310 (the settings allow http and https only)
        with _said_once(host, key, seconds):
            return _answer(_within(seconds, lambda: _read(opener, request, time.monotonic() + seconds)), host)

    return translate


def _within(seconds: float, read: Callable[[], bytes]) -> bytes:
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


def _read(opener: Any, request: Any, until: float) -> bytes:
    """The answer's bytes: not more than wanted, and not longer than wanted, however slowly they drip."""
    parts, size = [], 0
    try:
        opened = opener.open(request, timeout=max(until - time.monotonic(), 0.01))
    except urllib.error.HTTPError as problem:
        with problem:
            raise _Refused(problem.code, problem.read(AT_ONCE).decode("utf-8", "replace")) from None
    with opened as answer:
        while part := answer.read1(AT_ONCE):
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES:
                raise _failed("answered with more than a translation can be", request.host)
            if time.monotonic() > until:
                raise TimeoutError
    return b"".join(parts)


def _answer(body: bytes, host: str) -> str:
    try:
        told = json.loads(body)
        text = told["translatedText"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _failed("did not answer with a translation in JSON", host) from None
    if not isinstance(text, str) or not text.strip():
        raise _failed("answered without a translation", host)
    return text.encode("utf-8", "replace").decode()


@contextmanager
def _said_once(host: str, key: str, seconds: float) -> Iterator[None]:
    """Every way in which a connection fails as one kind of error, which holds no key and no text."""
    try:
        yield
    except TranslationError:
        raise
    except _Refused as problem:
        raise _failed(f"refused (HTTP {problem.code}){_reason(problem.words, key)}", host) from None
    except TimeoutError:
        raise _failed(f"did not answer within {seconds:g} seconds", host) from None
    except (OSError, ValueError) as problem:
        slow = isinstance(getattr(problem, "reason", None), TimeoutError)
        words = (
            f"did not answer within {seconds:g} seconds" if slow else f"cannot be reached ({_kind(problem)})"
        )
        raise _failed(words, host) from None
    except Exception:
        raise _failed("broke off", host) from None


def _kind(problem: Exception) -> str:
    reason = getattr(problem, "reason", problem)
    return getattr(reason, "strerror", None) or type(reason).__name__


def _reason(words: str, key: str) -> str:
    """What the endpoint says of its refusal, short and without the key."""
    try:
        told = str(json.loads(words)["error"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f": {(told.replace(key, '…') if key else told)[:SAID]}"


def _output(line: Sequence[str], given: IO[bytes], seconds: float) -> bytes:
    name = line[0]
    own = {k: v for k, v in os.environ.items() if k in KEPT}
    try:
        program = subprocess.Popen(  # noqa: S603 (what the settings of this centre name)
            line,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own,
            start_new_session=True,
        )
    except (OSError, ValueError) as problem:
        raise _failed(f"cannot be started ({_kind(problem)})", name) from None
    late = threading.Event()

    def stop() -> None:
        late.set()
        _end(program)

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        body = program.stdout.read(MOST_BYTES + 1) if program.stdout else b""
        if len(body) > MOST_BYTES:
            raise _failed("answered with more than a translation can be", name)
        code = program.wait()
    finally:
        timer.cancel()
        if program.poll() is None:
            _end(program)
        if program.stdout:
            program.stdout.close()
        program.wait()
    if late.is_set():
        raise _failed(f"did not answer within {seconds:g} seconds", name)
    if code:
        raise _failed(f"ended with code {code}", name)
    return body


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()


def _text(body: bytes, name: str) -> str:
    try:
        text = body.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise _failed("did not answer with text", name) from None
    if not text or "\x00" in text:
        raise _failed("did not answer with a translation", name)
    return text


def _failed(what: str, name: str) -> TranslationError:
    return TranslationError(
        f"The translator {what}", where=name, do="See docs/how-to/languages-and-translation.md."
    )


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
