"""What a kind of value is that may come again, and the key by which equal values meet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from floodwatch.vocabulary.load import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Row = Mapping[str, Any]
LONGEST = 160
"""Characters of a value that are kept to be shown."""


class Said(NamedTuple):
    """A value as one record has it: the form in which it is equal to others, as shown, and as near ones compare it."""

    canonical: str
    shown: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """How near values of a kind are found: by equal `bands` of their forms, and then by `likeness`, exactly."""

    bands: Callable[[Sequence[str]], NDArray[np.uint32]]
    likeness: Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of value. `columns`: what it reads of which table of records. `number` is its place in the index.

    A `single` value belongs to one thing, so it cannot be common however often that thing is seen. `identity`: releases
    may hold it as a hash.
    """

    name: str
    number: int
    description: str
    innocent: str
    columns: Mapping[str, tuple[str, ...]]
    said: Callable[[str, Row], Iterator[Said]]
    fires: tuple[str, Row]
    silent: tuple[str, Row]
    single: bool = False
    identity: bool = False
    near: Near | None = None


def key(kind: int, canonical: str) -> int:
    """The number by which equal values of a kind meet: 64 bits, signed, as databases hold them."""
    digest = hashlib.blake2b(f"{kind}\x1f{canonical}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def cut(text: str) -> str:
    """A value as it is kept to be shown: on one line, not longer than `LONGEST`, without half characters."""
    line = " ".join(text.replace("\x00", " ").split())
    whole = line if len(line) <= LONGEST else f"{line[: LONGEST - 2]} …"
    return whole.encode("utf-8", "replace").decode("utf-8")


@cache
def rules() -> Mapping[str, Any]:
    """`vocabulary/knowledge/recurrence.yaml`."""
    found: Mapping[str, Any] = load("knowledge/recurrence.yaml")
    return found


def least(name: str) -> int:
    """Letters and digits that a value of a kind must have."""
    return int(rules()["letters"][name])


def enough(text: str, name: str) -> bool:
    """Whether a text has the letters and digits that its kind must have."""
    return sum(map(str.isalnum, text)) >= least(name)
