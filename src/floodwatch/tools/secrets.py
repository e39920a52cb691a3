"""Passwords, tokens and codes: made at random, kept as hashes, compared in equal time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from floodwatch.model.errors import ExtraMissing, SettingError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

COST: dict[str, int] = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}
"""Of argon2id: what RFC 9106 recommends where memory is shared (section 4, second choice). Only ever raise it."""
LEAST, MOST = 12, 1024
"""Characters of a password."""
BYTES = 32


def made() -> str:
    """A new secret of 256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(BYTES)


def short(length: int = 5) -> str:
    """A few random letters by which something is recognised; no secret."""
    return secrets.token_hex(length)


def digest(secret: str) -> str:
    """What is kept of a secret that was made here: it is long, so that a plain hash cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def keyed(key: str, text: str) -> str:
    """A text under a key (HMAC-SHA-256)."""
    return hmac.new(key.encode("utf-8", "surrogatepass"), text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(*(text.encode("utf-8", "surrogatepass") for text in (one, other)))


def checked(password: str, name: str) -> str:
    """A password that may be chosen, in the form in which it is hashed (SettingError)."""
    told = normal(password)
    if not LEAST <= len(told) <= MOST:
        raise SettingError(
            f"A password has {LEAST} characters or more, and {MOST} at most", do="Several words are good."
        )
    if len(name) > 3 and name.casefold() in told.casefold():
        raise SettingError("The name may not be in the password", do="Choose another one.")
    return told


def normal(password: str) -> str:
    """A password as it is hashed, however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password[: MOST + 1])


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its salt and cost."""
    return _hasher(tuple(COST.items())).hash(_bytes(password))


def right(kept: str, password: str) -> bool:
    """Whether a password is that of a hash; without one the same work is done for nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = _hasher(tuple(COST.items()))
    try:
        return hasher.verify(kept or _nobodys(tuple(COST.items())), _bytes(normal(password))) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outgrown(kept: str) -> bool:
    """Whether a hash was made at a lower cost than is asked for now."""
    return _hasher(tuple(COST.items())).check_needs_rehash(kept)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _hasher(cost: tuple[tuple[str, int], ...]) -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as missing:
        raise ExtraMissing("argon2-cffi", "web") from missing
    told = dict(cost)
    return PasswordHasher(told["time_cost"], told["memory_cost"], told["parallelism"])


@lru_cache(maxsize=4)
def _nobodys(cost: tuple[tuple[str, int], ...]) -> str:
    """A hash that belongs to nobody: an unknown name costs as much as a known one."""
    return _hasher(cost).hash(secrets.token_bytes(BYTES))
