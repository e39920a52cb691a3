"""Ties that nobody is named to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, before, hit, whole
from floodwatch.assessment.lint.scales import is_likely
from floodwatch.assessment.lint.states import bodies, states
from floodwatch.assessment.lint.text import Text
from floodwatch.assessment.lint.who import author, ties
from floodwatch.vocabulary.linting import listed, word_set


class UnsaidLink:
    """`linked to`, `tied to`, `Russia-linked`, where nobody is named who says so."""

    name = "unsaid_link"
    description = "Linked, tied, connected or affiliated, without who says so."
    severity: Severity = "warning"
    why = "The word holds everything from a shared hyperlink to an order; without a source it cannot be weighed."
    remedy = "Say who links them, by what, and what kind of tie it is."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every tie of a sentence in which neither another nor the author with a reason says it."""
        for sentence in text.sentences:
            found = next(_tied(sentence.text), None)
            if found and not _answered(sentence.text, text.vocabulary):
                yield hit(sentence, found)

    def examples(self) -> Sequence[LintExample]:
        """A tie, one that somebody says, and a hyperlink."""
        return (
            LintExample("The page is linked to a party.", ("linked to",)),
            LintExample("Meta linked the page to a party. We tie both to one owner.", ()),
            LintExample("The post linked to an article.", ()),
        )


def _answered(text: str, vocabulary: str) -> bool:
    if ties(text) or author(text) or is_likely(text, vocabulary):
        return True
    return bool(_reasons().search(text))


def _tied(text: str) -> Iterator[re.Match[str]]:
    for found in _pattern().finditer(text):
        if found.group("suffix"):
            if not _owned().match(text, found.start()):
                yield found
        elif _binds(text, found):
            yield found


def _binds(text: str, found: re.Match[str]) -> bool:
    """Whether the tie is one of people or bodies, not of pages, wires, graphs or causes."""
    small = found.group().lower()
    ahead = before(text, found.start(), 4)
    end = [word.lower() for word in re.findall(r"[^\W_][\w'’-]*", text[found.end() : found.end() + 60])][:4]
    if not end or {"not", "no"} & set(ahead[:2]):
        return False
    if small in ("related to", "close to", "working with", "aligned with", "connection to"):
        return bool(_somebody().match(text, found.end()))
    if ahead[:1] and (ahead[0] in word_set("links", "causes") or _between_states(text, found)):
        return False
    if small in ("links to", "links with") and not (set(ahead[:1]) & word_set("links", "having")):
        return False
    if ahead[:1] and ahead[0] in word_set("links", "aimed_at") and _aims().search(text):
        return False
    return not _is_thing(text[found.end() :]) and _is_agent(text[found.end() :])


def _is_agent(rest: str) -> bool:
    """Whether what it is tied to is somebody: a name, a state, a party, a company, a group."""
    phrase = re.split(r"[,.;:()]|\b(?:that|which|who|when|within)\b", rest, maxsplit=1)[0]
    words = re.findall(r"[\w'’-]+", phrase)[:12]
    return any(word[0].isupper() or word.lower() in word_set("links", "agents") for word in words)


@cache
def _aims() -> re.Pattern[str]:
    """A sentence about whom somebody aims at, where a tie only says who the victims are."""
    return whole(r"target\w*|victims?|aim\w*|attack\w*|lures?|phish\w*|against|spied|spies|sp(?:y|ied) on")


def _between_states(text: str, found: re.Match[str]) -> bool:
    """`Palau's ties with Taiwan`: what states have with one another openly."""
    owner = re.search(rf"{states()}['’]s? (?:\w+ )?\Z", text[: found.start()])
    return bool(owner and _somebody().match(text, found.end()))


def _is_thing(rest: str) -> bool:
    """Whether what it is tied to, up to its first noun phrase, is a thing."""
    phrase = re.split(
        r"[,.;:()]|\b(?:in|on|of|for|that|which|who|and|when|within|from|called)\b", rest, maxsplit=1
    )[0]
    phrase = phrase or rest[:40]
    words = [word.lower().removesuffix("'s").removesuffix("’s") for word in re.findall(r"[\w'’-]+", phrase)]
    things = word_set("links", "things")
    return bool(words) and (words[-1] in things or " ".join(words[-2:]) in things or words[0] in things)


@cache
def _pattern() -> re.Pattern[str]:
    head = rf"(?:{states()}|{bodies()}|state|government|party|military|regime)"
    return re.compile(
        rf"(?<![\w-])(?:(?P<suffix>{head}-(?:{listed('links', 'suffixes')}))|(?i:{listed('links', 'ties')}))(?![\w-])"
    )


@cache
def _somebody() -> re.Pattern[str]:
    return re.compile(rf" (?:the )?(?:{states()}|{bodies()})")


@cache
def _owned() -> re.Pattern[str]:
    """`state-run television`: whose a medium or a firm is by law, which is no tie that somebody draws."""
    return re.compile(
        r"(?:state|government|party|military)-(?:owned|run|controlled|funded)"
        rf" (?:\w+ ){{0,3}}(?:{listed('links', 'owned')})(?!\w)",
        re.I,
    )


@cache
def _reasons() -> re.Pattern[str]:
    return whole(rf"{listed('links', 'reasons')}|whether|not confirmed|unconfirmed")
