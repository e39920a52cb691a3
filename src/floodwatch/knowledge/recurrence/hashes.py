"""Ids that a release holds as hashes: they meet other hashes of that release's publisher, and ids by a known scheme.

A hash is never taken for an id. Without the scheme and its salt nothing can be said of which account it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from floodwatch.knowledge.recurrence.base import Kind, Said, rules
from floodwatch.model.errors import SettingError
from floodwatch.tools.folding import folded

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
OF = ("account", "handle", "name")
WRITTEN = ("hex", "base64", "base64url")
SALTED = ("before", "after")
SHORTEST = 27
"""Characters of the shortest form of a hash."""
DEFAULTS = {
    "of": "account", "algorithm": "sha256", "salt": "", "salted": "before", "written": "hex", "lower": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How a publisher made hashes of ids: what of, by which algorithm, with which salt on which side, written how."""

    released_by: str
    of: str
    algorithm: str
    salt: str
    salted: str
    written: str
    lower: bool

    def of_id(self, plain: str) -> str:
        """The hash that an id has in what this publisher releases."""
        text = plain.lower() if self.lower else plain
        salted = self.salt + text if self.salted == "before" else text + self.salt
        digest = hashlib.new(self.algorithm, salted.encode("utf-8", "surrogatepass")).digest()
        if self.written == "hex":
            return digest.hex()
        coded = base64.b64encode(digest) if self.written == "base64" else base64.urlsafe_b64encode(digest)
        return coded.decode("ascii")


def schemes(given: Sequence[Mapping[str, Any]]) -> tuple[Scheme, ...]:
    """The schemes that somebody knows (SettingError where one is not of the form)."""
    return tuple(map(_scheme, given))


def _scheme(told: Mapping[str, Any]) -> Scheme:
    known = {"released_by": "", **DEFAULTS}
    whole = {**known, **told}
    choices = {"of": OF, "algorithm": ALGORITHMS, "salted": SALTED, "written": WRITTEN}
    wrong = next((name for name in told if name not in known), "") or next(
        (name for name, allowed in choices.items() if whole[name] not in allowed), ""
    )
    if wrong or not str(whole["released_by"]).strip():
        raise SettingError(
            f"A scheme of hashes cannot be read: {wrong or 'released_by'}",
            do=f"It has: {', '.join(known)}; of is {', '.join(OF)}; written is {', '.join(WRITTEN)}.",
        )
    return Scheme(**whole)


def is_hash(text: str) -> bool:
    """Whether an id or name has the form of a hash."""
    return len(text) >= SHORTEST and any(form.fullmatch(text) for form in _forms())


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in rules()["hashes"])


def hashed(kind: Kind, said: Said, released_by: str) -> Said:
    """A hash as it is compared: with hashes of the same publisher, of the same sort of thing."""
    value = said.shown.rstrip("=")
    return Said(f"{kind.name}|{folded(released_by)}|{value}", f"hash {said.shown}")


def as_hashes(kind: Kind, said: Said, known: Sequence[Scheme]) -> Iterator[Said]:
    """The hashes under which an id would stand in releases of which the scheme is known."""
    for scheme in known:
        if scheme.of == kind.name:
            made = hashed(kind, Said("", scheme.of_id(said.shown)), scheme.released_by)
            yield Said(made.canonical, said.shown)
