"""Absences of which nobody can tell how hard was looked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, hit, whole
from floodwatch.assessment.lint.figures import _date
from floodwatch.assessment.lint.text import Text
from floodwatch.assessment.lint.who import another
from floodwatch.vocabulary.linting import listed


class NoEvidence:
    """`no evidence of`, without what was searched and what would have been found."""

    name = "no_evidence"
    description = "An absence without the scope of the search and what it would have found."
    severity = "warning"
    why = "Not seen means something only with {missing}; else it reads: not looked for."
    remedy = "Say what was searched, for which period, and what would have been found there; or: not looked for."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every absence of the author's own that its paragraph does not bound."""
        for sentence in text.sentences:
            found = _pattern().search(sentence.text)
            if not found or another(sentence.text) or _apart().search(sentence.text):
                continue
            missing = _missing(text.around(sentence))
            if missing:
                yield hit(sentence, found, self.why.format(missing=missing))

    def examples(self) -> Sequence[LintExample]:
        """A bare absence, a bounded one, and what was not looked for."""
        return (
            LintExample("There is no evidence of payment.", ("no evidence",)),
            LintExample(
                "In 9,000 posts of May 2024 we found no sign of it; a group of ten would have been found.", ()
            ),
            LintExample("Payment was not looked for.", ()),
        )


def _missing(around: str) -> str:
    scope = bool(_scope().search(around)) and bool(_date().search(around))
    lacks = [
        name
        for name, there in (
            ("the scope of the search", scope),
            ("the power to find it", bool(_power().search(around))),
        )
        if not there
    ]
    return " and ".join(lacks)


@cache
def _pattern() -> re.Pattern[str]:
    looked, present = listed("links", "looked"), listed("links", "present")
    return whole(
        rf"{listed('links', 'none')}|(?:have|has|had) not (?:yet )?(?:seen|found) (?:any|evidence|signs?|indications?|proof|traces?)|(?:have|has|had) not (?:yet )?(?:observed|detected|identified|uncovered|discovered|spotted)|did not (?:{present}) any(?: \w+)?"
        rf"|(?:{looked}) no (?:\w+ )?\w+|(?:{looked}) (?:nothing|none)|(?:was|were) not (?:{looked})"
    )


@cache
def _apart() -> re.Pattern[str]:
    return whole(listed("links", "not_absent") + "|if|whether")


@cache
def _scope() -> re.Pattern[str]:
    return whole(listed("links", "scope"))


@cache
def _power() -> re.Pattern[str]:
    return whole(listed("links", "power"))
