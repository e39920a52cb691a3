"""Which words are a service on which the public posts, messages or watches."""

from __future__ import annotations

from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words, phrases


def platform_at(row: Tokens, place: int) -> int:
    """How many words from here are a platform; a word of more than one meaning needs more around it."""
    token = row[place]
    if token.text in listed_words("platforms", "ambiguous"):
        return int(_spoken_of(row, place))
    found = phrases("platforms", "plain").at(row, place)
    return found[0] if found else 0


def _spoken_of(row: Tokens, place: int) -> bool:
    """Whether a place, an account or another platform stands beside the word."""
    before = row[place - 1].low if place else ""
    behind = row[place + 1] if place + 1 < len(row) else None
    word = behind.low if behind else ""
    if before in ("-", ".") or (word == "-" and behind and behind.glued):
        return False
    if behind and not behind.cap and word in listed_words("platforms", "behind"):
        return True
    if place > 1 and before == "in" and row[place - 2].low in grammar("cues_posted"):
        return True
    if before in listed_words("platforms", "before"):
        return not (behind and behind.cap and behind.word)
    opens = row[place].first or before in (",", ";")
    return (opens and word in grammar("platform_words_acts")) or _listed(row, place)


def _listed(row: Tokens, place: int) -> bool:
    """Whether it stands in a list with a platform: "Facebook, X and Threads", "X (formerly Twitter)"."""
    near = [n for n in range(max(0, place - 3), min(len(row), place + 4)) if n != place]
    joined = any(row[n].text in ",(/&" or row[n].low in ("and", "or") for n in near)
    plain, others = phrases("platforms", "plain"), listed_words("platforms", "ambiguous")
    beside = any(row[n].text in others and n and row[n - 1].low in ("on", "via") for n in near)
    return joined and (beside or any(plain.at(row, n) for n in near))
