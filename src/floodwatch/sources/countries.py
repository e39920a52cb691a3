"""Names of countries, as lists write them in English -> ISO 3166-1 alpha-2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from floodwatch.vocabulary.load import load

_NOT_COUNTRIES = frozenset(("EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"))
_ASIDE = re.compile(r"\([^()]*\)")
_BEHIND = re.compile(r"(?P<name>[^(),]+)(?:\((?P<aside>[^(),]+)\)|, (?P<last>[^(),]+))\s*")
LONGEST = 200
"""Letters of a name of a country that are read."""


@lru_cache(maxsize=10_000)
def code(name: str | None) -> str | None:
    """The code of a country's name, in English or as the gazetteer has it; a code stays; None where it is neither."""
    given = (name or "")[:LONGEST].strip()
    if re.fullmatch(r"[A-Za-z]{2}", given) and given.upper() in set(_names().values()):
        return given.upper()
    return next((found for one in _readings(given) if (found := _names().get(one))), None)


def _readings(name: str) -> Iterator[str]:
    """How a name may be meant: with what stands behind it before it (`Congo (Democratic Republic)`), then without.

    An aside that is another country's name is only that country where its names hold this one: `Congo (DRC)` is, and
    `Hong Kong (China)` is not.
    """
    bare, aside = _folded(name), ""
    if found := _BEHIND.fullmatch(name):
        bare, aside = _folded(found["name"]), _folded(found["aside"] or found["last"])
    if aside:
        whole = re.sub(r" of( the)?$", "", aside)
        yield from (f"{whole}{word} {bare}" for word in ("", " of", " of the"))
        yield f"{bare}-{whole}"
        other = _names().get(aside)
        if other and any(bare in one.split() for one, code in _names().items() if code == other):
            yield aside
    yield bare


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for territory, name in sorted(Locale("en").territories.items()):
        if len(territory) == 2 and territory.isalpha() and territory not in _NOT_COUNTRIES:
            found.setdefault(_folded(str(name)), territory)
    for others in (load("gazetteer.yaml")["places"], load("state_media.yaml")["countries"]):
        found |= {_folded(str(name)): territory for territory, names in others.items() for name in names}
    return found


def _folded(name: str) -> str:
    """A name without accents, asides in parentheses, articles, and with one form of `and` and of quotes."""
    letters = unicodedata.normalize("NFKD", _ASIDE.sub(" ", name)).replace("’", "'").replace("&", "and")
    plain = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join(plain.split()).removeprefix("the ")


@cache
def name(territory: str) -> str:
    """The English name of a country by its code, as CLDR has it."""
    from babel import Locale

    return str(Locale("en").territories.get(territory, territory))
