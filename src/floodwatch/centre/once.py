"""Does what came with a key once: who sends the same again gets the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

Answer = tuple[int, bytes]
MOST_KEY = 200
SECRET = ("token", "user", "people")
"""Verbs whose answers hold secrets that are shown once: they are kept nowhere."""


class Busy(SettingError):
    """The same request is being done."""


class Another(SettingError):
    """A key that was used for another request."""


def once(
    centre: Centre, acting: Acting, key: str, what: str, body: bytes, do: Callable[[], Answer]
) -> Answer:
    """The kept answer, or that of doing it now; `what` names the request, of which `body` is the rest.

    Busy while it is being done; Another where the key was used for something else. What fails is not kept.
    """
    from floodwatch.casebook import kept

    if not key.isprintable() or len(key) > MOST_KEY or not key.strip():
        raise SettingError("This cannot be a key", do=f"Use up to {MOST_KEY} printable characters.")
    name, told = _hash(acting.user, acting.session, key), _hash(what, body.hex())
    before = kept.begin(centre.casebook, name, told)
    if before is None:
        return _done(centre, name, do)
    if before.request_hash != told:
        raise Another("This key was used for another request", do="Use a new key for a new request.")
    if not before.status:
        raise Busy("The same request is being done", do="Ask again in a moment.")
    return before.status, before.answer.encode()


def _done(centre: Centre, name: str, do: Callable[[], Answer]) -> Answer:
    from floodwatch.casebook import kept

    try:
        status, answer = do()
    except BaseException:
        kept.drop(centre.casebook, name)
        raise
    kept.end(centre.casebook, name, status, answer.decode())
    return status, answer


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
