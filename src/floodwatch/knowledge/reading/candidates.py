"""Where a proper name may stand: words with capitals in a row, parted where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from floodwatch.knowledge.reading.inverted import caseless_at, inverted_at
from floodwatch.knowledge.reading.reaching import LISTS, begins, end_of
from floodwatch.knowledge.reading.shapes import (
    OF,
    body_of_state,
    capital_at,
    eastern,
    own_kind,
    state_at,
    state_is_noun,
    title_at,
)
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import (
    by_word,
    given_name,
    grammar,
    known_names,
    listed_words,
    ordinary,
    phrases,
)

_TURN = re.compile(r"[QA]\d{1,3}")
_STOPS = {"THE": "The"}
_SMALL = frozenset(["and", "of", "the", "for", "in"])


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
        if aside := caseless_at(row, place):
            yield Candidate(number, place, place + aside)
            place += aside
            continue
        if turned := inverted_at(row, place):
            yield Candidate(number, place, place + turned, "person")
            place += turned
            continue
        office = title_at(row, place, len(row)) if row[place].cap else 0
        if not begins(row[place]) or office > 1:
            place += max(1, office)
            continue
        end = end_of(row, place)
        yield from _parted(row, number, place, end)
        place = end


def text_of(row: Tokens, first: int, last: int) -> str:
    """The words as one string, a space where there was one."""
    return "".join(
        ("" if token.glued or n == first else " ") + token.text
        for n, token in enumerate(row[first:last], first)
    )


def _parted(row: Tokens, number: int, first: int, last: int) -> Iterator[Candidate]:
    """A row of capitals parted at words that are no names, at titles, at states and at what is known."""
    titled = _titled_before(row, first)
    place = first + _label(row, first, last)
    while place < last:
        width, kind = _parting(row, place, last)
        if kind:
            if kind in KEPT and not _currency(row, place, width):
                yield Candidate(number, place, place + width, kind)
            titled = kind == "title"
            place += width
            continue
        end = place + 1
        while end < last and not _parting(row, end, last)[1] and not _body_begins(row, place, end, last):
            end += 1
        end = _whole(row, place, end, last)
        if any(token.word for token in row[place:end]) and not _currency(row, place, end - place):
            yield _made(row, number, place, end, titled)
        titled, place = False, end


def _label(row: Tokens, first: int, last: int) -> int:
    """How many words of a heading or label stand before a name without a mark: DEFENDANTS Farid Nazemi, Q44 Nolan."""
    if not row[first].first:
        return 0
    if row[first].text in grammar("candidates_inverted") and _is(row, first + 1):
        return 1
    if _TURN.fullmatch(row[first].text):
        return 1
    end = first
    while end < last and row[end].text.isupper() and (ordinary(row[end].low) or row[end].low in _SMALL):
        end += 1
    mixed = end < last and row[end].word and not row[end].text.isupper()
    return end - first if mixed and len(row[first].text) > 2 else 0


def _is(row: Tokens, place: int) -> bool:
    return place < len(row) and row[place].low in grammar("cues_linking")


def _currency(row: Tokens, place: int, width: int) -> bool:
    """The code of a currency beside a number."""
    if width > 1 or row[place].text not in currencies():
        return False
    beside = [row[n].text for n in (place - 1, place + 1) if 0 <= n < len(row)]
    return any(text[0].isdigit() or text in "₵¢$" for text in beside)


@cache
def currencies() -> frozenset[str]:
    """Codes and short signs of currencies."""
    from babel import Locale

    ours = ("KSh", "VT", "CFA", "FCFA", "GH", "RMB", "Sh", "Rs", "Rp", "kr", "Kč", "Ksh", "TSh", "USh")
    return frozenset(Locale("en").currencies) | set(ours)


def _numeral(row: Tokens, place: int) -> bool:
    """A number in letters that ends a name: Sentry One, Channel Nine."""
    before = row[place - 1] if place else None
    if row[place].text not in grammar("candidates_numerals") or before is None or not before.cap:
        return False
    if before.first and (ordinary(before.low) or given_name(before.text)):
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
        found = start >= 0 and known_names(*LISTS).at(row, start)
        if found and found[0] > 2:
            return True
    return False


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
    words = [token.text for token in row[place:end]]
    if end < last and _of_its_state(row, place, last):
        return last
    if end < last and state_at(row, end, last) == last - end and state_is_noun(row, end):
        return last if own_kind(words) == "organisation" else end
    if row[place].text in listed_words("names", "bodies") and end == place + 1 and end < last:
        return end + max(1, _parting(row, end, last)[0])
    return end


def _parting(row: Tokens, place: int, last: int) -> tuple[int, str]:
    """How many words from here stand by themselves within a row of capitals, and as what; nothing: (0, "")."""
    token = row[place]
    if stands_in := _stand_in(row, place) or _remark(row, place):
        return min(stands_in, last - place), "none"
    if not token.word or _tied(row, place, last) or _syllable(row, place) or _behind_and(row, place):
        return 0, ""
    if _STOPS.get(token.text, token.text) in listed_words("names", "stop") and not (
        _numeral(row, place) or _apposed(row, place) or _ordinal(row, place, last)
    ):
        return 1, "stop"
    state = 0 if _led_by_particle(row, place) else state_at(row, place, last)
    found = known_names(*LISTS).at(row, place)
    if found and found[0] == 1 and _only_word(row, place):
        found = None
    if found and state < found[0] <= last - place and not _goes_on(row, place, place + found[0], last):
        return found[0], _CLASS[found[1]]
    given = given_name(token.text) and place + 1 < last and row[place + 1].word
    given = given or (place + 1 < len(row) and row[place + 1].low in FAMILY)
    if state and (not given or state > 1) and not _goes_on(row, place, place + state, last):
        return state, "state"
    return _service_or_title(row, place, last)


def _service_or_title(row: Tokens, place: int, last: int) -> tuple[int, str]:
    """A service on which the public posts, or an office that is no word of a name."""
    service = phrases("platforms", "plain").at(row, place)
    if service and service[0] <= last - place and not _goes_on(row, place, place + service[0], last):
        return service[0], "platform"
    title = title_at(row, place, last)
    inner = _last_word(row, place, last) or (title == 1 and _of_body(row, place, last))
    return (title, "title") if title and not inner else (0, "")


def _led_by_particle(row: Tokens, place: int) -> bool:
    """Whether "de" and the like tie a place to the name before it: Journal de Brazzaville."""
    return place > 1 and row[place - 1].low in grammar("candidates_particles") and row[place - 2].cap


def _only_word(row: Tokens, place: int) -> bool:
    """Whether what is a name elsewhere is an ordinary word behind another here: National Democratic Congress."""
    before = row[place - 1] if place else None
    if (
        before is None
        or not (before.cap and before.word and ordinary(before.low))
        or not ordinary(row[place].low)
    ):
        return False
    return (
        not before.first
        and not before.loud
        and not row[place].text.isupper()
        and (before.text not in listed_words("names", "stop") and not title_at(row, place - 1, place))
    )


def _ordinal(row: Tokens, place: int, last: int) -> bool:
    """Whether a number in letters begins a code name of two words: Second Choir."""
    if row[place].text not in grammar("candidates_ordinals") or place + 2 != last or row[place].loud:
        return False
    return row[place + 1].cap and ordinary(row[place + 1].low) and not title_at(row, place + 1, last)


def _body_begins(row: Tokens, first: int, place: int, last: int) -> bool:
    """Whether a person's name ends where a body's begins without a mark: Ewa Roth | University of Bergen."""
    if place - first < 2 or place + 2 >= last or row[place + 1].low != "of":
        return False
    return given_name(row[first].text) and row[place].text in listed_words("names", "heads")


def _behind_and(row: Tokens, place: int) -> bool:
    """Whether "&" ties a word to the one before it, whatever it is elsewhere: Kite & Anchor."""
    return place > 1 and row[place - 1].text == "&" and row[place - 2].cap


def _of_body(row: Tokens, place: int, last: int) -> bool:
    """Whether an office is a word of a body: Directorate General, General Elections Commission, Data Ombudsman."""
    before = row[place - 1] if place else None
    if row[place].text == "General":
        rest = [token.text for token in row[place + 1 : last]]
        headed = before is not None and before.text in listed_words("names", "heads") and not before.first
        if rest and rest[0] in listed_words("names", "heads"):
            return True
        plain = len(rest) > 1 and all(ordinary(word.lower()) or word.lower() in OF for word in rest)
        return headed or (plain and own_kind(rest) == "organisation")
    return row[place].text == "Ombudsman" and place + 1 == last and before is not None and before.cap


def _apposed(row: Tokens, place: int) -> bool:
    """Whether a small word is a name because commas set it off behind what it is: "our insurer, If,"."""
    if place < 3 or place + 1 >= len(row) or row[place - 1].text != "," or row[place + 1].text not in ",.":
        return False
    said = row[place - 2]
    owned = row[place - 3].low in grammar("cues_owners")
    return owned and not said.cap and by_word("names", "kinds").get(said.low) == "organisation"


def _of_its_state(row: Tokens, place: int, last: int) -> bool:
    """Whether a body is called by its field and its state: Police Scotland, Environment Canada."""
    if row[place].text not in listed_words("names", "before_its_state") or place + 1 >= last:
        return False
    here = place + 1
    part = known_names("places").at(row, here)
    width = state_at(row, here, last) if state_is_noun(row, here) else part[0] if part else 0
    return width == last - here


def _stand_in(row: Tokens, place: int) -> int:
    """Words that stand for somebody whom a court does not name: Victim-1, Company 2, Individual-3."""
    if row[place].text in grammar("candidates_dockets"):
        return _numbers(row, place + 1)
    if row[place].low not in grammar("candidates_stand_ins") or place + 1 >= len(row):
        return 0
    width = 3 if row[place + 1].text == "-" and row[place + 1].glued else 2
    number = row[place + width - 1] if place + width <= len(row) else None
    counted = number is not None and number.text.isdigit() and len(number.text) < 3
    return width if counted and (width == 3 or row[place].low == "victim") else 0


def _syllable(row: Tokens, place: int) -> bool:
    """Whether the word is a syllable of an East Asian name, also where it looks like another word: Kim Do-yun."""
    for first in range(max(0, place - 3), place):
        widths = (3, 4) if row[first].text in grammar("somebody_families") else ()
        for width in widths:
            if first + width > place and eastern([token.text for token in row[first : first + width]]):
                return True
    return False


def _remark(row: Tokens, place: int) -> int:
    """An abbreviation that an editor put into square brackets: [Tr.]."""
    marks = [token.text for token in (*row[max(0, place - 1) : place], *row[place + 1 : place + 3])]
    return int(marks == ["[", ".", "]"])


def _numbers(row: Tokens, place: int) -> int:
    """The width of the letters of a docket with the numbers tied to them by hyphens: CR-24-0077."""
    end = place
    while end + 1 < len(row) and row[end].text == "-" and row[end].glued and row[end + 1].text.isdigit():
        end += 2
    return end - place + 1 if end > place else 0


def _last_word(row: Tokens, place: int, last: int) -> bool:
    """Whether an office in capitals is only the last word of a code name: SABLE ANCHOR."""
    before = row[place - 1] if place else None
    trade = by_word("people", "offices").get(row[place].low) in ("reporter", "expert", "person")
    return (
        trade and place + 1 == last and before is not None and before.word and before.cap and not before.first
    )


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
        return body_of_state(words, end - place, noun=state_is_noun(row, place)) or (
            capital_at(row, place) and _names(row, end, last)
        )
    found = known_names(*LISTS).at(row, place)
    if found and found[1] == "places":
        return _names(row, end, last) or own_kind(words) == "organisation"
    if (
        found
        and found[1] in BODIES
        and stop == 1
        and _names(row, end, last)
        and not ordinary(words[-1].lower())
    ):
        return not any(char.isdigit() for char in words[-1])
    return own_kind(words) in ("organisation", "actor")


def _names(row: Tokens, place: int, last: int) -> bool:
    """Whether the word goes on with a name behind a place: no person, state or other known name begins there."""
    if not row[place].word or given_name(row[place].text) or state_at(row, place, last):
        return False
    return row[place].text not in currencies() and known_names(*LISTS).at(row, place) is None


BODIES = ("organisations", "acronyms")


def _made(row: Tokens, number: int, first: int, last: int, titled: bool) -> Candidate:
    while last - first > 1 and not row[first].word:
        first += 1
    while last - first > 1 and row[last - 1].low in grammar("candidates_links"):
        last -= 1
    words = [token.text for token in row[first:last]]
    opens = row[first].first and last - first == 1
    kind = "organisation" if _of_its_state(row, first, last) else own_kind(words)
    return Candidate(number, first, last, kind, opens, titled)
