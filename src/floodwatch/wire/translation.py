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
from collections.abc import Callable, Sequence
from typing import IO

from floodwatch.model.errors import TranslationError
from floodwatch.wire.asking import Endpoint, kind

Translate = Callable[[str, str, str], str]
"""Text, its language or `auto`, and the language that is wanted, to the translation."""

MOST_BYTES = 1_000_000
"""Of an answer; a post's translation has some thousands."""
TOO_MUCH = "answered with more than a translation can be"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "SYSTEMROOT", "XDG_DATA_HOME", "XDG_CACHE_HOME")
"""What a program is told of the environment: no keys of anything else."""


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
    endpoint = Endpoint(address, seconds, _failed, most=MOST_BYTES, too_much=TOO_MUCH, secret=key)

    def translate(text: str, source: str, target: str) -> str:
        asked = {"q": text, "source": source, "target": target, "format": "text"} | (
            {"api_key": key} if key else {}
        )
        return _answer(endpoint.ask(asked), endpoint.host)

    return translate


def _answer(body: bytes, host: str) -> str:
    try:
        told = json.loads(body)
        text = told["translatedText"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _failed("did not answer with a translation in JSON", host) from None
    if not isinstance(text, str) or not text.strip():
        raise _failed("answered without a translation", host)
    return text.encode("utf-8", "replace").decode()


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
        raise _failed(f"cannot be started ({kind(problem)})", name) from None
    late = threading.Event()

    def stop() -> None:
        late.set()
        _end(program)

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        body = program.stdout.read(MOST_BYTES + 1) if program.stdout else b""
        if len(body) > MOST_BYTES:
            raise _failed(TOO_MUCH, name)
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
