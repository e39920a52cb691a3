"""How far a row of capitals goes: hyphens, "of" and "and" within the name of a body, particles, initials, numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from string import ascii_uppercase

from floodwatch.knowledge.reading.shapes import eastern, own_kind, state_at, state_is_noun
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import given_name, grammar, known_names, listed_words, ordinary

FOREIGN = 4
"""Letters of a small word of another language within a name."""
MOST = 12
"""Words of one name at most."""
LISTS = ("none", "places", "always", "organisations", "actors", "tools", "acronyms")
"""What stands by itself wherever it is found."""
_FIRMS = frozenset({"Inc", "Ltd", "Corp", "Co", "Bros"})
_SHORTENED = _FIRMS | {"St", "Mt", "Jr", "Dr"}
_SENIOR = ("Jr", "Sr")
_YEAR = re.compile(r"(?:19|20)\d\d")


def begins(token: Token) -> bool:
    """Whether a name may begin with the word."""
    return (
        token.word
        and token.cap
        and not token.code
        and not token.loud
        and not token.text[0].isdigit()
        and not token.tail
    )


def end_of(row: Tokens, place: int) -> int:
    """Behind the last word of the row of capitals that begins here."""
    end = place + 1
    while end < len(row) and end - place < MOST:
        step = _step(row, place, end)
        if not step:
            break
        end += step
    if end < len(row) and row[end - 1].text in _SENIOR and row[end].text == "." and row[end].glued:
        end += 1
    return max([end, *(place + here + found[0] for here, found in _known(row, place, end))])


def _known(row: Tokens, first: int, last: int) -> Iterator[tuple[int, tuple[int, str]]]:
    """What a list has of the words from each place on: Unit 42, France 24, Microsoft 365."""
    for place in range(first, last):
        found = known_names(*LISTS).at(row, place)
        if found and (place == first or row[place - 1].text != "-"):
            yield place - first, found


def _step(row: Tokens, start: int, end: int) -> int:
    """By how many words a name that reached `end` goes on; 0 when it ends."""
    token, after = row[end], row[end + 1] if end + 1 < len(row) else None
    if row[end - 1].text in _SENIOR or begins(token):
        return int(row[end - 1].text not in _SENIOR)
    if token.text == "-" and token.glued and after and after.glued:
        return 2 * (
            begins(after) or after.text.rstrip(ascii_uppercase).isdigit() or _syllables(row, start, end)
        )
    if token.text in ("&", "'s", "’s") and after and begins(after) and _holds(row, start, end):
        return 2
    if token.text == "." and token.glued and (row[end - 1].text in _SHORTENED or _initial(row, end - 1)):
        return _stopped(row, start, end)
    if after and token.low in grammar("candidates_links") | grammar("candidates_particles"):
        return _linked(row, start, end)
    return _odd_step(row, start, end) or int(_numbered(row, start, end))


def _odd_step(row: Tokens, start: int, end: int) -> int:
    """A number in parentheses, small words of other languages, words in other scripts."""
    if row[end].text == "(" and row[end].glued and _in_parentheses(row, end):
        return 3
    if _foreign(row, start, end):
        return 2
    patronymic = row[end].low in grammar("candidates_patronymics") and begins(row[end - 1])
    return int(patronymic or _same_script(row, start, end))


def _foreign(row: Tokens, start: int, end: int) -> bool:
    """Whether a small word of another language stands within a body's name: Graon mo Jastis Party."""
    token, after = row[end], row[end + 1] if end + 1 < len(row) else None
    if after is None or not token.word or not token.text.isalpha() or len(token.text) > FOREIGN or token.cap:
        return False
    if ordinary(token.low) or token.low in grammar("weights_closed") or not begins(after) or row[start].first:
        return False
    return not ordinary(row[end - 1].low) and not ordinary(after.low)


def _in_parentheses(row: Tokens, place: int) -> bool:
    """A number in parentheses that is glued to a name which ends with a digit: NoName057(16)."""
    if place + 2 >= len(row) or not row[place - 1].text[-1].isdigit() or row[place + 2].text != ")":
        return False
    return row[place + 1].glued and row[place + 1].text.isdigit() and row[place + 2].glued


def _same_script(row: Tokens, start: int, end: int) -> bool:
    """Whether a name in other letters than Latin goes on in them, also with a small letter."""
    return row[end].word and all(other_script(row[place].text) for place in (start, end))


def other_script(text: str) -> bool:
    """Whether a word is written in other letters than Latin."""
    return text[0].isalpha() and not unicodedata.name(text[0], "").startswith("LATIN")


def _syllables(row: Tokens, start: int, end: int) -> bool:
    """Whether a hyphen and a syllable in small letters end a name as in Han Ji-won."""
    return end - start == 2 and eastern([token.text for token in row[start : end + 2]])


def _stopped(row: Tokens, start: int, stop: int) -> int:
    """Over the stop of an initial, of St or Inc, where the name or its sentence goes on behind it."""
    after = row[stop + 1] if stop + 1 < len(row) else None
    if row[stop - 1].text in _FIRMS:
        return int(after is not None and (after.text in ",(" or after.text[0].islower()))
    return int(after is not None and begins(after) and not _new_person(row, start, stop))


def _new_person(row: Tokens, start: int, stop: int) -> bool:
    """Whether another person's name begins behind the stop: "he told Dennik N. Maria Krasna agreed"."""
    names = [token.text for token in row[stop + 1 : stop + 3] if token.cap]
    return len(names) == 2 and given_name(names[0]) and not given_name(row[start].text)


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
        for found in [known_names("always", "organisations", "actors").at(row, place)]
    )


def _linked(row: Tokens, start: int, end: int) -> int:
    """ "of", "for the", "and" and the like within the name of a body."""
    skip = 2 if row[end].low in ("of", "for", "on") and row[end + 1].low == "the" else 1
    word = row[end].low
    if word in grammar("candidates_particles"):
        return _particles(row, end)
    if (
        end + skip >= len(row)
        or not begins(row[end + skip])
        or row[end + skip].text in listed_words("names", "stop")
    ):
        return 0
    if word == "and":
        return _joined(row, start, end)
    return _of(row, start, end, skip) if word in ("of", "for", "on") else 0


def _of(row: Tokens, start: int, end: int, skip: int) -> int:
    """ "of", "for" and "on" behind the head of a body, or behind its field where its state follows."""
    words = [token.text for token in row[start:end]]
    heads, last = listed_words("names", "heads"), words[-1]
    state = state_at(row, end + skip, len(row)) > 0
    if state and row[end].low == "of" and _whose_field(row, start, end) and state_is_noun(row, end + skip):
        return skip + 1
    if state and (
        (len(words) > 1 and last in listed_words("names", "before_state")) or _listed_body(row, start, end)
    ):
        return 0
    further = bool(heads & set(words)) and not state
    return skip + 1 if last in heads or (further and last not in listed_words("names", "suffixes")) else 0


def _joined(row: Tokens, start: int, end: int) -> int:
    """ "and" between two fields of one body."""
    words = [token.text for token in row[start:end]]
    heads, last = listed_words("names", "heads"), words[-1]
    fields = listed_words("names", "fields")
    body = heads & set(words) and len(words) > 1
    if last in fields and _body_follows(row, end + 1):
        return 2 if row[end + 1].text in fields or (len(words) > 1 and ordinary(row[end + 1].low)) else 0
    return 2 if body and (row[end + 1].text in fields or _science(row, end + 1)) else 0


def _whose_field(row: Tokens, start: int, end: int) -> bool:
    """Whether a body has its field with "of" already, so that a state ends its name: Ministry of Justice of Peru."""
    return row[start].text in listed_words("names", "of_states") and any(
        t.low in ("of", "for") for t in row[start:end]
    )


def _science(row: Tokens, place: int) -> bool:
    """Whether a field that no list has ends a name: Communication and Informatics."""
    ends = place + 1 >= len(row) or not row[place + 1].cap
    return ends and row[place].low.endswith(("ics", "ology", "graphy", "isation", "ization", "ulture"))


def _body_follows(row: Tokens, place: int) -> bool:
    """Whether the capitals from here end as a body does: "Cybersecurity and | Infrastructure Security Agency"."""
    end = place
    while end < len(row) and end - place < 5 and begins(row[end]):
        end += 1
    return end - place > 1 and row[end - 1].text in listed_words("names", "suffixes")


def _listed_body(row: Tokens, start: int, end: int) -> bool:
    """Whether the words are a body as a list has it, so that what follows is no part of the name."""
    found = known_names("always", "organisations").at(row, start)
    return found is not None and found[0] == end - start > 1


def _particles(row: Tokens, end: int) -> int:
    """ "van der", "de la" and the like before a name; a name of Romance or Germanic form goes on."""
    width = 1
    while (
        width < 3 and end + width < len(row) and row[end + width].low in listed_words("people", "particles")
    ):
        width += 1
    return width + 1 if end + width < len(row) and begins(row[end + width]) else 0


def _numbered(row: Tokens, start: int, end: int) -> bool:
    """A number at the end of a code name: "Harmattan 3", not "Facebook 40 pages"."""
    token = row[end]
    if token.text.isdigit() and row[end - 1].text in ("Unit", "Center", "Centre", "Bureau", "Station"):
        return not token.glued
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
