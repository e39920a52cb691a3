"""A state's hand told as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, hit
from floodwatch.assessment.lint.hedges import hedges
from floodwatch.assessment.lint.scales import is_likely
from floodwatch.assessment.lint.states import adjectives, bodies, nouns, states
from floodwatch.assessment.lint.text import Text
from floodwatch.assessment.lint.who import another, author
from floodwatch.vocabulary.linting import listed


class AttributionAsFact:
    """`Russia is behind it`, with nobody who says so and no likelihood."""

    name = "attribution_as_fact"
    description = "A state, its services or its people said to be behind something, told as a fact."
    severity: Severity = "error"
    why = "Who is behind an operation is a judgement; told as a fact it hides who makes it, on what, and how sure."
    remedy = "Name who attributes it and where, or give your judgement with its likelihood and its basis."

    def find(self, text: Text) -> Iterator[Hit]:
        """The first accusation of each sentence that nobody answers for."""
        for sentence in text.sentences:
            found = _accuses(sentence.text)
            if found and not _answered(sentence.text, text.vocabulary):
                yield hit(sentence, found)

    def examples(self) -> Sequence[LintExample]:
        """An accusation, one that somebody answers for, and what a state does openly."""
        return (
            LintExample("Iran is behind the pages.", ("Iran is behind",)),
            LintExample("Mandiant attributes the pages to Iran. It is likely that Iran runs them.", ()),
            LintExample("Iran held an election, and its state media reported it.", ()),
        )


def _answered(text: str, vocabulary: str) -> bool:
    """Whether somebody says it, or it is a judgement, a question, a condition, a likeness, a denial."""
    if another(text) or author(text) or is_likely(text, vocabulary) or text.rstrip().endswith("?"):
        return True
    return bool(_apart().search(text)) or next(hedges(text, vocabulary), None) is not None


def _accuses(text: str) -> re.Match[str] | None:
    return next((found for pattern in _patterns() if (found := pattern.search(text))), None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    agents, schemes = listed("accusing", "agents"), listed("accusing", "schemes")
    title = rf"(?: [A-Z][\w-]+(?: (?:of|for|and))?){{0,6}}(?: (?:{agents}))?"
    men = listed("accusing", "men")
    who = (
        rf"(?:(?:(?:T|t)he )?(?:{nouns()})(?:['’]s?{title})?"
        rf"|(?:(?:T|t)he )?(?:{adjectives()}) (?:\w+ )?(?:{agents}|{bodies()})"
        rf"|(?:(?:T|t)he )?(?:{bodies()})"
        rf"|(?:(?:T|t)he )?(?:{men}) of (?:the )?(?:{bodies()}|{nouns()}))"
    )
    adverb = rf"(?: (?:{listed('accusing', 'adverbs')})){{0,4}}"
    acts, doings = listed("accusing", "acts"), listed("accusing", "doings")
    trade = listed("accusing", "trade")
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?<![\w-]){who}{adverb} (?:{listed('accusing', 'behind')}|{acts})(?![\w-])",
            rf"(?<![\w-]){who}{adverb} (?:{doings})(?: [\w'’-]+){{0,5}}? (?:for )?(?:{trade})(?![\w-])",
            rf"(?<![\w-])(?:{listed('accusing', 'done_by')})(?: \w+)? by (?:an? )?{who}(?!\w)",
            rf"(?<![\w-])(?:{listed('accusing', 'whose')}) (?:an? )?{who}(?!\w)",
            rf"(?<![\w-])(?:is|are|was|were) (?:an? |the )?{states()} (?:state |government )?(?:{schemes})(?![\w-])",
            rf"(?<![\w-]){who}{adverb} (?:paid|pays|pay|asked) for it(?![\w-])",
            rf"(?<![\w-])sponsor(?: [\w'’-]+){{0,4}} is {who}",
            rf"(?<![\w-])(?:{adjectives()}) (?:{men}) (?:[a-z]+ed|stole|broke|sent|ran|run|wrote)(?![\w-])",
        )
    )


@cache
def _apart() -> re.Pattern[str]:
    words = (
        r"(?:said|says|claimed|claims|alleged|alleges|wrote|writes|insisted|told)(?: \w+){0,2} that|"
        "whether|if|unless|resembl\\w+|deni\\w+|similar to|no evidence|not|never|accus\\w+|indicted|charged"
    )
    return re.compile(rf"(?<![\w-])(?:{words}|{listed('accusing', 'open')})(?![\w-])", re.I)
