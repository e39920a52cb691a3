"""Bots that were never tested, people reached that are followers, and minds that were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, before, hit, whole
from floodwatch.assessment.lint.scales import is_likely
from floodwatch.assessment.lint.states import states
from floodwatch.assessment.lint.text import Text
from floodwatch.vocabulary.linting import listed, word_set
from floodwatch.vocabulary.reading import either, words_of


class Bots:
    """`bots` for a network of accounts."""

    name = "bots"
    description = "Bots for a network of accounts, which says that they are programs."
    severity: Severity = "warning"
    why = "A bot is a program; that accounts act together does not show that nobody types."
    remedy = "Write: accounts, network; and show the automation where it was measured."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every bot that is no chatbot, crawler or service."""
        for sentence in text.sentences:
            for found in _bots().finditer(sentence.text):
                if _is_crowd(sentence.text, found):
                    yield hit(sentence, found)

    def examples(self) -> Sequence[LintExample]:
        """A crowd, and programs that are what they are called."""
        return (
            LintExample("Bots pushed it, and a bot army replied.", ("Bots", "bot army")),
            LintExample("A Telegram bot, a chatbot and a botnet. Whether they are bots was not tested.", ()),
        )


def _is_crowd(text: str, found: re.Match[str]) -> bool:
    ahead = before(text, found.start(), 2)
    if set(ahead) & word_set("effects", "no_bots") or _purpose().search(text):
        return False
    return not re.search(r"(?<!\w)(?:whether|if|not|no) [^,;.]{0,40}\Z", text[: found.start()], re.I)


class SummedReach:
    """`reached N people`, where followers were added up."""

    name = "summed_reach"
    description = "A number of people reached, where followers or views were added up."
    severity: Severity = "error"
    why = "Followers overlap, sleep or do not exist, and a view is no person: a sum of them is no audience."
    remedy = (
        "Write: N followers in all, as of a date, or so many views; how many people that is stays unknown."
    )

    def find(self, text: Text) -> Iterator[Hit]:
        """Every audience that is given as a number of people."""
        for sentence in text.sentences:
            if not _measured().search(sentence.text):
                yield from (hit(sentence, found) for found in _reach().finditer(sentence.text))

    def examples(self) -> Sequence[LintExample]:
        """A number of people, and what was counted."""
        return (
            LintExample("It reached 4.2 million people.", ("reached 4.2 million people",)),
            LintExample("Its pages had 4.2 million followers in May 2024.", ()),
        )


class Effect:
    """`swayed`: an effect on minds or votes told as a fact."""

    name = "effect"
    description = "An effect on minds or votes, told as a fact."
    severity: Severity = "error"
    why = "Posts are seen, minds are not: exposure is no effect, and what happened later has other causes."
    remedy = "Say what was attempted and what was measured (views, shares, pick-up), and that the effect is not known."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every effect that is neither an aim nor a question."""
        for sentence in text.sentences:
            if is_likely(sentence.text, text.vocabulary):
                continue
            for found in _effects().finditer(sentence.text):
                if not _tried().search(sentence.text[_clause(sentence.text, found) : found.start()]):
                    yield hit(sentence, found)
                    break

    def examples(self) -> Sequence[LintExample]:
        """An effect, an aim and a question."""
        return (
            LintExample("The posts swayed the vote.", ("swayed the vote",)),
            LintExample("They tried to sway the vote. Whether they swayed it was not measured.", ()),
        )


def _clause(text: str, found: re.Match[str]) -> int:
    """Where the clause begins that holds a match."""
    cuts = list(re.finditer(r"[;:]|, and |, but ", text[: found.start()]))
    return cuts[-1].end() if cuts else 0


@cache
def _bots() -> re.Pattern[str]:
    return whole(listed("effects", "bot_words"))


@cache
def _purpose() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{listed('effects', 'bot_purpose')})(?!\w)", re.I)


@cache
def _measured() -> re.Pattern[str]:
    return whole(listed("effects", "measured"))


@cache
def _reach() -> re.Pattern[str]:
    number = (
        r"(?:(?:over|about|some|nearly|almost|around|up to|at least|more than|an estimated|roughly) )?"
        r"(?:\d[\d,.]*(?:[ -](?:thousand|million|billion|m|k|bn))?|(?:half )?a million"
        r"|(?:tens of |hundreds of )?(?:thousands|millions) of"
        rf"|(?:{either(words_of('numbers')['units'])}|twenty|thirty|fifty)(?: hundred)?(?: thousand| million| billion))"
    )
    people = rf"(?:[a-z]+ ){{0,2}}?(?:{listed('effects', 'audience')}|{states()})"
    return whole(
        rf"(?:{listed('effects', 'reaching')}) {number} {people}"
        rf"|(?:{listed('effects', 'reaching')}) (?:an? )?(?:[a-z]+ )?audience of {number}(?: {people})?"
        rf"|(?:combined |total |joint |overall )?(?:{listed('effects', 'bulk')}) {number}(?: {people})?"
    )


@cache
def _effects() -> re.Pattern[str]:
    minds = listed("effects", "minds")
    return whole(
        rf"(?:{listed('effects', 'always')})(?: (?:the |a |many |some )?(?:{minds}))?"
        rf"|(?:{listed('effects', 'verbs')})(?: (?:{listed('effects', 'between')})){{0,3}} (?:{minds})(?: against)?"
        rf"|(?:{listed('effects', 'succeeding')}) (?:{listed('effects', 'base')})(?: the \w+)?"
    )


@cache
def _tried() -> re.Pattern[str]:
    return whole(listed("effects", "trying"))
