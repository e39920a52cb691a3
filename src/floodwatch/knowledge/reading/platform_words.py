"""Which words are a service on which the public posts, messages or watches."""

from __future__ import annotations

from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words, phrases


def platform_at(row: Tokens, place: int) -> int:
    """How many words from here are a platform; a word of more than one meaning needs more around it."""
    token = row[place]
    if token.text in listed_words("platforms", "ambiguous"):
        return int(_spoken_of(row, place))
    found = phrases("platforms", "plain").at(row, place)
    if not found or (token.loud and not token.text.isupper()):
        return found[0] if found and not row[place].first else int(bool(found)) and found[0]
    return found[0]


def _spoken_of(row: Tokens, place: int) -> bool:
    """Whether a place, an account or another platform stands beside the word."""
    before = row[place - 1] if place else None
    behind = row[place + 1] if place + 1 < len(row) else None
    if behind and behind.text == "-" and behind.glued:
        return False
    if before and before.text in ("-", "."):
        return False
    if behind and not behind.cap and behind.low in listed_words("platforms", "behind"):
        return True
    if place > 1 and before and before.low == "in" and row[place - 2].low in grammar("cues_posted"):
        return True
    if before and before.low in listed_words("platforms", "before"):
        return not (behind and behind.cap and behind.word)
    if (
        behind
        and (row[place].first or token_text(before) in ",;")
        and behind.low in grammar("platform_words_acts")
    ):
        return True
    return _listed(row, place)


def token_text(token: Token | None) -> str:
    """The letters of a word; of none, those of no mark."""
    return token.text if token else "\0"


def _listed(row: Tokens, place: int) -> bool:
    """Whether it stands in a list with a platform: "Facebook, X and Threads", "X (formerly Twitter)"."""
    near = [n for n in range(max(0, place - 3), min(len(row), place + 4)) if n != place]
    plain = phrases("platforms", "plain")
    return any(plain.at(row, n) for n in near) and any(
        row[n].text in ",(/&" or row[n].low in ("and", "or") for n in near
    )
