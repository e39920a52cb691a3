"""Where a proper name may stand: words with capitals in a row, parted where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from floodwatch.knowledge.reading.shapes import body_of_state, own_kind, state_at, title_at
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words, ordinary, phrases

MOST = 12
"""Words of one name at most."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (not counted) of sentence `row` that may be a name.

    `kind` is its class where its own letters say it, else empty. `opens` says that its capital may be only that of a
    sentence's first word. `titled`: an office or Mr stands before it.
    """

    row: int
    first: int
    last: int
    kind: str = ""
    opens: bool = False
    titled: bool = False


def candidates(row: Tokens, number: int) -> Iterator[Candidate]:
    """Every place of a sentence where a name may stand, in order."""
    place = 0
    while place < len(row):
        office = title_at(row, place, len(row)) if row[place].cap else 0
        if not _begins(row[place]) or office > 1:
            place += max(1, office)
            continue
        end = _end_of(row, place)
        yield from _parted(row, number, place, end)
        place = end


def text_of(row: Tokens, first: int, last: int) -> str:
    """The words as one string, a space where there was one."""
    return "".join(
        ("" if token.glued or n == first else " ") + token.text
        for n, token in enumerate(row[first:last], first)
    )


def _begins(token: Token) -> bool:
    return (
        token.word
        and token.cap
        and not token.code
        and not token.loud
        and not token.text[0].isdigit()
        and not token.tail
    )


def _end_of(row: Tokens, place: int) -> int:
    """Behind the last word of the row of capitals that begins here."""
    end = place + 1
    while end < len(row) and end - place < MOST:
        step = _step(row, place, end)
        if not step:
            break
        end += step
    return end


def _step(row: Tokens, start: int, end: int) -> int:
    """By how many words a name that reached `end` goes on; 0 when it ends."""
    token, after = row[end], row[end + 1] if end + 1 < len(row) else None
    if _begins(token):
        return 1
    if (
        token.text == "-"
        and token.glued
        and after
        and after.glued
        and (_begins(after) or after.text.isdigit())
    ):
        return 2
    if token.text in ("&", "'s", "’s") and after and _begins(after) and _holds(row, start, end):
        return 2
    if (
        token.text == "."
        and token.glued
        and (row[end - 1].text in ("St", "Mt", "Jr", "Dr") or _initial(row, end - 1))
    ):
        return 1 if after and _begins(after) else 0
    if token.low in grammar("candidates_links") and after:
        return _linked(row, start, end)
    return int(_numbered(row, start, end))


def _initial(row: Tokens, place: int) -> bool:
    """A letter between two words of a person's name."""
    return len(row[place].text) == 1 and row[place].text.isupper() and place > 0 and row[place - 1].cap


def _holds(row: Tokens, start: int, end: int) -> bool:
    """Whether "&" or 's is inside a name: the name is known, or "&" stands between two capitals."""
    if row[end].text == "&":
        return True
    return any(
        found is not None and found[0] > end - place
        for place in range(start, end)
        for found in [phrases("names", "always", "organisations", "actors").at(row, place)]
    )


def _linked(row: Tokens, start: int, end: int) -> int:
    """ "of", "for the", "and" and the like within the name of a body."""
    words = [token.text for token in row[start:end]]
    heads, last = listed_words("names", "heads"), words[-1]
    skip = 2 if row[end].low in ("of", "for", "on") and row[end + 1].low == "the" else 1
    if end + skip >= len(row) or not _begins(row[end + skip]):
        return 0
    word = row[end].low
    if word in ("of", "for", "on"):
        state = state_at(row, end + skip, len(row)) > 0
        if state and len(words) > 1 and last in listed_words("names", "before_state"):
            return 0
        further = bool(heads & set(words)) and not state
        return skip + 1 if last in heads or (further and last not in listed_words("names", "suffixes")) else 0
    if word == "and":
        body = heads & set(words) and len(words) > 1
        return 2 if body and row[end + 1].text in listed_words("names", "fields") else 0
    return 2 if word in ("de", "des", "del", "du", "da", "do", "von", "van", "der", "den") else 0


def _numbered(row: Tokens, start: int, end: int) -> bool:
    """A number at the end of a code name: "Harmattan 3", not "Facebook 40 pages"."""
    token = row[end]
    if not token.text.isdigit() or len(token.text) > 5 or _YEAR.fullmatch(token.text) or token.glued:
        return False
    words = {t.text for t in row[start:end]}
    if own_kind([t.text for t in row[start:end]]) == "organisation" or (
        row[start].first and end == start + 1
    ):
        return False
    if words & (
        listed_words("names", "stop") | listed_words("names", "none") | listed_words("platforms", "plain")
    ):
        return False
    after = row[end + 1] if end + 1 < len(row) else None
    closed = after is None or not after.word or after.low in grammar("candidates__closed_words") or after.cap
    return closed and not (after is not None and after.text in "%°$€£")


def _parted(row: Tokens, number: int, first: int, last: int) -> Iterator[Candidate]:
    """A row of capitals parted at words that are no names, at titles, at states and at what is known."""
    titled = _titled_before(row, first)
    place = first
    while place < last:
        width, kind = _parting(row, place, last)
        if kind:
            if kind in KEPT and not _currency(row, place, width):
                yield Candidate(number, place, place + width, kind)
            titled = kind == "title"
            place += width
            continue
        end = place + 1
        while end < last and not _parting(row, end, last)[1]:
            end += 1
        end = _whole(row, place, end, last)
        if not _currency(row, place, end - place):
            yield _made(row, number, place, end, titled)
        titled, place = False, end


def _currency(row: Tokens, place: int, width: int) -> bool:
    """The code of a currency beside a number."""
    if width > 1 or row[place].text not in currencies():
        return False
    beside = [row[n].text for n in (place - 1, place + 1) if 0 <= n < len(row)]
    return any(text[0].isdigit() for text in beside)


@cache
def currencies() -> frozenset[str]:
    """Codes and short signs of currencies."""
    from babel import Locale

    return frozenset(Locale("en").currencies) | {"KSh", "Sh", "Rs", "Rp", "kr", "Kč", "Ksh", "TSh", "USh"}


def _numeral(row: Tokens, place: int) -> bool:
    """A number in letters that ends a name: Sentry One, Channel Nine."""
    before = row[place - 1] if place else None
    if row[place].text not in grammar("candidates_numerals") or before is None or not before.cap:
        return False
    if before.first and (ordinary(before.low) or before.text in listed_words("people", "given")):
        return False
    return before.text not in listed_words("names", "stop")


def _tied(row: Tokens, place: int, last: int) -> bool:
    """Whether a hyphen ties the word to another with a capital, as in Fox-IT; a state is not tied."""
    here = row[place]
    before = (
        place > 1
        and here.glued
        and row[place - 1].text == "-"
        and row[place - 1].glued
        and row[place - 2].cap
    )
    behind = place + 2 < last and row[place + 1].text == "-" and row[place + 1].glued and row[place + 2].cap
    return (before or behind) and not state_at(row, place, last) and not _listed(row, place, last)


def _listed(row: Tokens, place: int, last: int) -> bool:
    """Whether a list has the word together with its hyphen."""
    for start in (place, place - 2):
        found = start >= 0 and phrases("names", *LISTS).at(row, start)
        if found and found[0] > 2:
            return True
    return False


LISTS = ("none", "places", "always", "organisations", "actors", "tools", "acronyms")

FAMILY = ("family", "brothers", "sisters")
KEPT = frozenset({"organisation", "actor", "tool", "platform"})


def _titled_before(row: Tokens, first: int) -> bool:
    """Whether an office in small letters stands right before: "editor Beate Lund"."""
    start = max(0, first - 3)
    if first - start > 1 and row[first - 1].text == ",":
        first -= 1  # "the mayor, Joana Prado"
    return any(title_at(row, place, first, small=True) == first - place for place in range(start, first))


def _whole(row: Tokens, place: int, end: int, last: int) -> int:
    """The end of a name in which an office or a known name is only a word: "Office of the Director of …"."""
    heads = listed_words("names", "heads")
    for here in range(place, end):
        if row[here].text in heads and here + 1 < last and row[here + 1].low in ("of", "for", "on"):
            return last
    if row[place].text in listed_words("names", "bodies") and end == place + 1 and end < last:
        return end + max(1, _parting(row, end, last)[0])
    return end


def _parting(row: Tokens, place: int, last: int) -> tuple[int, str]:
    """How many words from here stand by themselves within a row of capitals, and as what; nothing: (0, "")."""
    token = row[place]
    if not token.word or _tied(row, place, last):
        return 0, ""
    if token.text in listed_words("names", "stop") and not _numeral(row, place):
        return 1, "stop"
    found = phrases("names", *LISTS).at(row, place)
    if found and found[0] <= last - place and not _goes_on(row, place, place + found[0], last):
        return found[0], _CLASS[found[1]]
    given = token.text in listed_words("people", "given") and place + 1 < last and row[place + 1].word
    given = given or (place + 1 < len(row) and row[place + 1].low in FAMILY)
    if (state := state_at(row, place, last)) and not given and not _goes_on(row, place, place + state, last):
        return state, "state"
    service = phrases("platforms", "plain").at(row, place)
    if service and service[0] <= last - place and not _goes_on(row, place, place + service[0], last):
        return service[0], "platform"
    title = title_at(row, place, last)
    return (title, "title") if title else (0, "")


_CLASS = {"always": "organisation", "organisations": "organisation", "acronyms": "organisation", "actors": "actor",
          "tools": "tool", "none": "none", "places": "place"}  # fmt: skip


def _goes_on(row: Tokens, place: int, end: int, last: int) -> bool:
    """Whether what is known begins a longer name: "Microsoft Threat Analysis Center", "Philippine Coast Guard"."""
    rest = row[end:last]
    if not rest or rest[0].text in listed_words("names", "stop") or title_at(row, end, last):
        return False
    stop = next((n for n, t in enumerate(rest) if t.text in listed_words("names", "stop")), len(rest))
    words = [token.text for token in row[place : end + stop]]
    if state_at(row, place, last) == end - place:
        return body_of_state(words, end - place)
    return own_kind(words) in ("organisation", "actor")


def _made(row: Tokens, number: int, first: int, last: int, titled: bool) -> Candidate:
    while last - first > 1 and not row[first].word:
        first += 1
    while last - first > 1 and row[last - 1].low in grammar("candidates_links"):
        last -= 1
    words = [token.text for token in row[first:last]]
    opens = row[first].first and last - first == 1
    return Candidate(number, first, last, own_kind(words), opens, titled)
