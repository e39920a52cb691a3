"""What can be seen of a name and around its places, as plain signs that weights are learnt for."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.reading.around import QUOTES, by_class, kind_of
from floodwatch.knowledge.reading.candidates import Candidate
from floodwatch.knowledge.reading.reaching import other_script
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import by_word, given_name, grammar, listed_words, ordinary

ENDING = 3
"""Letters of the end of a strange word that are a sign: -sen, -ova, -ing."""
SYLLABLES = 4
"""Letters from which a word has such an end."""
LONGEST = 4
"""Words of a name from which it is only long."""


def around_signs(row: Tokens, one: Candidate) -> Iterator[str]:
    """What stands beside one place."""
    before, behind = _beside(row, one.first, -1), _beside(row, one.last, 1)
    yield "before: " + (_of_token(before) if before else "start")
    yield "behind: " + (_of_token(behind) if behind else "end")
    if before is not None and before.low in ("the", "a", "an"):
        earlier = _beside(row, one.first - 1, -1)
        yield f"before {before.low}: " + (_of_token(earlier) if earlier else "start")
    if behind is not None and behind.text in ",(" and one.last + 1 < len(row):
        yield f"behind {behind.text} " + _of_token(row[one.last + 1])
    if one.titled:
        yield "a title before it"
    if one.first and row[one.first - 1].text in QUOTES:
        yield "in quotes"
    if any(token.loud for token in row[one.first : one.last]):
        yield "among capitals"


def _beside(row: Tokens, place: int, step: int) -> Token | None:
    """The next token to one side that is no quote mark."""
    here = place - 1 if step < 0 else place
    while 0 <= here < len(row) and row[here].text in QUOTES:
        here += step
    return row[here] if 0 <= here < len(row) else None


def _of_token(token: Token) -> str:
    """A word of grammar or a mark by itself, any other word by what it is."""
    if not token.word or token.low in grammar("weights_closed"):
        return token.low
    if token.text[0].isdigit():
        return "number"
    kind = kind_of(token.low)
    return f"noun of {kind}" if kind else _of_list(token)


def _of_list(token: Token) -> str:
    """The list that has a word, else what its letters show."""
    for key in ("say", "body_verbs", "actor_verbs", "body_behind", "actor_behind"):
        if token.low in listed_words("cues", key):
            return key
    if token.low in by_word("people", "offices"):
        return "office"
    ending = "-ed" if token.low.endswith("ed") else "-s" if token.low.endswith("s") else "word"
    return "capital" if token.cap else ending


def name_signs(words: tuple[str, ...]) -> Iterator[str]:
    """What the letters of a name show."""
    real = [word for word in words if word != "-"]
    plain = [ordinary(word.lower()) for word in real]
    width = f"{min(len(real), LONGEST)} words"
    yield width
    yield f"{width}: {'ordinary' if all(plain) else 'strange' if not any(plain) else 'mixed'}"
    if len(real) > 1:
        yield f"first {_of_word(real[0])}, last {_of_word(real[-1])}"
    else:
        yield f"alone {_of_word(real[0])}"
    yield from _marks(words, real)
    for word in {real[0], real[-1]}:
        if word in listed_words("names", "suffixes"):
            yield "last word of a body" if word == real[-1] else "first word of a body"
    if real[-1].lower() in by_class():
        yield f"last word a noun of {kind_of(real[-1].lower())}"
    if not plain[-1] and len(real[-1]) >= SYLLABLES and real[-1].isalpha():
        yield f"{'-' if len(real) > 1 else 'alone -'}{real[-1].lower()[-ENDING:]}"
        yield f"{'-' if len(real) > 1 else 'alone -'}{real[-1].lower()[-ENDING + 1 :]}"


def _of_word(word: str) -> str:
    if given_name(word) or given_name(word.title()):
        return "given name"
    shape = "letters" if word.isupper() and len(word) > 1 else ""
    shape = shape or ("inner capitals" if any(c.isupper() for c in word[1:]) else "")
    shape = shape or ("digits" if any(c.isdigit() for c in word) else "initial" if len(word) == 1 else "")
    return f"{shape} {'ordinary' if ordinary(word.lower()) else 'strange'}".strip()


def _marks(words: tuple[str, ...], real: list[str]) -> Iterator[str]:
    """Hyphens, particles, "of", foreign letters, digits."""
    if "-" in words:
        yield "hyphen"
    if any(word in listed_words("people", "particles") for word in real[1:]):
        yield "particle"
    if any(word in ("of", "for", "on") for word in real):
        yield "of"
    if any(word in ("&", "and") for word in real):
        yield "and"
    letters = "".join(real)
    if any(other_script(word) for word in real):
        yield "other script"
    elif any(ord(c) > 127 for c in letters):
        yield "foreign letters"
    if all(word.isupper() for word in real):
        yield "all capitals"
    if any(c.isdigit() for c in letters):
        yield "digits"
