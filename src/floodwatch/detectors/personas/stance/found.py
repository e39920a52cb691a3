"""Targets that nobody gave: names that the networks' own posts hold most often beside words that take sides."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from floodwatch.detectors.personas import places
from floodwatch.detectors.personas.stance.lexicon import languages
from floodwatch.detectors.personas.stance.names import Names, Target, plain
from floodwatch.detectors.personas.stance.reading import MENTION, stances
from floodwatch.tools.folding import is_unspaced

LOOKED_AT = 40
LEAST_ACCOUNTS = 3
LEAST_SIDED, SIDED = 3, 0.1
"""Posts that must take sides, and their least share of the posts that name it."""
CAPITALS = 0.4
"""Share of a text's words with a capital from which capitals say nothing: headlines, shouting."""
NOUNS = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""
LEAST_LETTERS = 3

_RUN = re.compile(
    r"(?<![\w#@'’.&])(?:[^\W\d_a-zà-ÿа-яё][\w’-]{1,30})(?: [^\W\d_a-zà-ÿа-яё][\w’-]{1,30}){0,2}"
)
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"[#@][^\s#@.,:;!?…()\"'|/]{3,40}")
_BEGINS = re.compile(r"(?:^|[.!?:;…“”\"\n|]|\s[-–—])[\s\"“'‘(]*$")


def found(posts: Sequence[Mapping[str, Any]], given: Sequence[Target], most: int) -> list[Target]:
    """At most `most` targets of posts with `account_no`, `text` and `language`, none of them among `given`."""
    known = Names(given)
    accounts: dict[str, set[int]] = defaultdict(set)
    for post in posts:
        for name in candidates(post["text"], post["language"]):
            accounts[name].add(post["account_no"])
    often = sorted(accounts, key=lambda n: (-len(accounts[n]), n))
    chosen = [n for n in often if len(accounts[n]) >= LEAST_ACCOUNTS and not known.hits(plain(n))]
    targets = _joined(chosen[:LOOKED_AT])
    sided = _sided(posts, (*given, *targets))
    return [t for t in sorted(targets, key=lambda t: (-sided[t.name], t.name)) if sided[t.name]][:most]


def candidates(text: str, language: str) -> set[str]:
    """@mentions, capitalised names that begin no sentence, hashtags without capitals, and countries, of one text."""
    names = {
        sign.lstrip("#")
        for sign in map(str.lower, _SIGN.findall(text))
        if sign[0] == "@" or sign == sign.upper()
    }
    words = _WORD.findall(text)
    capitals = sum(w[0].isupper() for w in words)
    if language not in NOUNS and capitals <= CAPITALS * len(words):
        names |= set(_runs(text))
    return names | {place for name in names if (place := places.countries().get(name.casefold()))}


def _runs(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        name = match.group()
        plainly = name[0].isupper() and len(name) >= LEAST_LETTERS and not any(map(is_unspaced, name))
        if plainly and not _BEGINS.search(text, 0, match.start()) and name.casefold() not in _calendar():
            yield name


def _joined(names: Sequence[str]) -> list[Target]:
    """One target for a name and for longer names that end in it; countries with their names in many languages."""
    keys = {plain(n): n for n in reversed(names)}
    longer: dict[str, list[str]] = defaultdict(list)
    for key, name in sorted(keys.items()):
        last = key.rpartition(" ")[2]
        longer[keys.get(last, name)].append(name)
    made = (_target(name, others) for name, others in sorted(longer.items()))
    return list({one.name: one for one in made}.values())


def _target(name: str, others: Sequence[str]) -> Target:
    code = places.countries().get(name.casefold(), name if re.fullmatch("[A-Z]{2}", name) else "")
    if code:
        names = country_names(code)
        if names:
            return Target(names[0], names[1:], found=True)
    return Target(name, tuple(o for o in others if o != name), found=True)


@cache
def country_names(code: str) -> tuple[str, ...]:
    """A country's names in the languages of the rules, English first; names of three letters or fewer are left out."""
    from babel import Locale

    held = [
        Locale.parse("fil" if c == "tl" else c).territories.get(code) for c in ("en", *sorted(languages()))
    ]
    clear = [n for n in held if n and (len(n) > LEAST_LETTERS or any(map(is_unspaced, n)))]
    return tuple(dict.fromkeys(n for n in clear if places.countries().get(n.casefold()) == code))


def _sided(posts: Sequence[Mapping[str, Any]], targets: Sequence[Target]) -> Counter[str]:
    """Posts that take sides toward each target, none where they are few or a small share."""
    names = Names(targets)
    taken, named = Counter[str](), Counter[str]()
    for post in posts:
        for who, side in stances(post["text"], names).items():
            named[who] += 1
            taken[who] += side != MENTION
    return Counter({n: k for n, k in taken.items() if k >= LEAST_SIDED and k >= SIDED * named[n]})


@cache
def _calendar() -> frozenset[str]:
    """Names of months and days in the languages of the rules."""
    from babel import Locale

    names: set[str] = set()
    for code in sorted(languages()):
        locale = Locale.parse("fil" if code == "tl" else code)
        for table in (locale.months["format"]["wide"], locale.days["format"]["wide"]):
            names |= {str(n).casefold() for n in table.values()}
    return frozenset(names)
