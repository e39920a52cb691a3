"""Families of names: what a vendor's last word says of an actor, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from floodwatch.vocabulary.load import load

FILE = "knowledge/families.yaml"


class Family(NamedTuple):
    """A family, or a form of names: the country where the vendor says one, else what it means."""

    word: str
    vendor: str
    country: str
    means: str
    source: str
    developing: bool = False
    """Whether such a name is given until more is known."""


@cache
def families() -> Mapping[str, Family]:
    """Every family by its word, in lower case."""
    told = load(FILE)
    return MappingProxyType(
        {
            word.casefold(): Family(
                word, told["vendor"], row.get("country", ""), row.get("means", ""), row.get("source", told["source"])
            )
            for word, row in told["families"].items()
        }
    )  # fmt: skip


def family(name: str) -> Family | None:
    """What the form of a name says: two words of which the last is a family, or a name in development or of old."""
    words = name.split()
    if len(words) == 2 and (found := families().get(words[1].casefold())):
        return found
    told = load(FILE)
    for form in (told["in_development"], *told["before"]):
        if name in form.get("names", (name,)) and re.fullmatch(form["pattern"], name):
            developing = "development" in form["means"] or form is told["in_development"]
            return Family(form["pattern"], told["vendor"], "", form["means"], told["source"], developing)
    return None
