"""What the words of a name say by themselves: bodies, families and codes of actors, places, offices, states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from floodwatch.knowledge.reading.states import state_words
from floodwatch.knowledge.reading.tokens import Token
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words, ordinary

_CODE_NAME = re.compile(r"([A-Za-z]{1,10}(?:-[A-Z]{1,4})?-?)\d{1,5}[A-Za-z]?")
_SYLLABLE = re.compile(
    r"(?:[bcdfghjklmnprstwyxz]|[chkpst]h|hs|zh|ts)?[iwyu]?[aeiou]{1,2}(?:ng|[nkmlpth])?", re.I
)
OF = ("of", "for", "on")
_SENIOR = ("Jr", "Sr", "Jr.", "Sr.", ".", "II", "III", "IV")


def own_kind(words: Sequence[str]) -> str:
    """The class that the words of a name say themselves; empty when they do not."""
    if coded(words) or family(words):
        return "actor"
    if " ".join(words) in listed_words("names", "none"):
        return ""
    if len(words) < 2:
        return ""
    if _body(words) or _team(words):
        return "organisation"
    if words[-1] in listed_words("names", "place_last") or words[0] in listed_words("names", "place_first"):
        return "place"
    return "campaign" if words[0] in ("Operation", "Project") else ""


def _body(words: Sequence[str]) -> bool:
    heads = listed_words("names", "heads")
    if any(word in heads and words[n + 1].lower() in OF for n, word in enumerate(words[:-1])):
        return True
    if len(words) > 1 and words[-1].isdigit():  # Unit 29155
        words = words[:-1]
    return words[-1] in listed_words("names", "suffixes") or words[0] in listed_words("names", "bodies")


def _team(words: Sequence[str]) -> bool:
    """Whether a team of a known body is meant: Google Threat Intelligence Group."""
    if words[-1] not in listed_words("names", "teams"):
        return False
    known = listed_words("names", "organisations") | listed_words("names", "acronyms")
    return any(" ".join(words[:width]) in known for width in range(1, len(words)))


def family(words: Sequence[str]) -> bool:
    """Whether a name is of a family that vendors use for actors: Volt Typhoon, Fancy Bear, Earth Lusca."""
    if len(words) != 2 or not all(word[0].isupper() for word in words):
        return False
    first, last = (word.title() if word.isupper() else word for word in words)
    return last in listed_words("names", "family_last") or first in listed_words("names", "family_first")


def coded(words: Sequence[str]) -> bool:
    """Whether a name is a code of letters and a number: APT41, UNC1151, Storm-1376, BT-40."""
    found = _CODE_NAME.fullmatch("".join(words)) if len(words) <= 5 else None
    if not found or (len(words) == 2 and words[1] != "-"):
        return False
    letters = found.group(1).rstrip("-")
    if letters in listed_words("names", "not_codes"):
        return False
    prefixed = letters in listed_words("names", "code_prefixes")
    return prefixed or ("-" in words and letters.isupper() and 2 <= len(letters) <= 4)


def state_at(row: Sequence[Token], place: int, last: int) -> int:
    """How many words from here are a state's name, adjective or capital."""
    found = state_words().at(row, place)
    return found[0] if found and found[0] <= last - place else 0


def capital_at(row: Sequence[Token], place: int) -> bool:
    """Whether the words from here are the capital of a state."""
    found = state_words().at(row, place)
    return found is not None and found[1][1] == "capital"


def state_is_noun(row: Sequence[Token], place: int) -> bool:
    """Whether the words from here are the name of a state."""
    found = state_words().at(row, place)
    return found is not None and found[1][1] == "noun"


def body_of_state(words: Sequence[str], width: int, *, noun: bool = False) -> bool:
    """Whether a state's word belongs to the name of a body that goes on: Philippine Coast Guard, China Telecom."""
    rest = words[width:]
    if not _body(words):
        return False
    if any(word.lower() in OF for word in rest):
        return noun or rest[0] not in listed_words("names", "behind_state")
    return noun or all(ordinary(word.lower()) or word in listed_words("names", "suffixes") for word in rest)


def title_at(row: Sequence[Token], place: int, last: int, small: bool = False) -> int:
    """How many words from here are an office or Mr; with `small` also one in small letters."""
    token = row[place]
    honorifics = listed_words("people", "honorifics")
    if token.text in honorifics or (token.text.isupper() and token.text.title() in honorifics):
        return 2 if place + 1 < last and row[place + 1].text == "." else 1
    if token.low not in _first_words():
        return 0
    offices = by_word("people", "offices")
    for width in (5, 3, 2, 1):
        words = row[place : min(place + width, last)]
        if len(words) < width or not (small or words[0].cap):
            continue
        if width == 1 and (ranked := _ranked(row, place, last)):
            return ranked
        role = offices.get("-".join(t.low for t in words if t.text != "-"), "")
        if role and (small or role != "person"):
            return width
    return 0


def _ranked(row: Sequence[Token], place: int, last: int) -> int:
    """An office of several words that begins with a rank: Chief Electoral Officer, High Representative."""
    if row[place].text not in listed_words("people", "ranks"):
        return 0
    offices = by_word("people", "offices")
    for end in range(min(place + 4, last) - 1, place, -1):
        held = offices.get(row[end].low) in ("official", "expert")
        if held and all(t.cap and t.word and ordinary(t.low) for t in row[place + 1 : end]) and row[end].cap:
            return end + 1 - place
    return 0


@cache
def _first_words() -> frozenset[str]:
    """The words with which an office may begin."""
    ranks = {rank.lower() for rank in listed_words("people", "ranks")}
    return frozenset(office.partition("-")[0] for office in by_word("people", "offices")) | ranks


def eastern(words: Sequence[str]) -> bool:
    """Whether words are a family name of East Asia and two syllables: Park Jin Hyok, Han Ji-won."""
    plain = [word for word in words if word != "-"]
    if len(plain) != 3 or plain[0] not in grammar("somebody_families"):
        return False
    return all(_SYLLABLE.fullmatch(word) for word in plain[1:]) and not plain[1].isupper()


def without_senior(words: Sequence[str]) -> Sequence[str]:
    """The words of a person's name without Jr., Sr. or a number behind it."""
    end = len(words)
    while end > 1 and words[end - 1] in _SENIOR:
        end -= 1
    return words[:end]
