"""Absences of which nobody can tell how hard was looked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, before, behind, hit, whole
from floodwatch.assessment.lint.figures import _date
from floodwatch.assessment.lint.text import Text
from floodwatch.assessment.lint.who import another, searcher
from floodwatch.vocabulary.linting import listed


class NoEvidence:
    """`no evidence of`, without what was searched and what would have been found."""

    name = "no_evidence"
    description = "An absence without the scope of the search and what it would have found."
    severity: Severity = "warning"
    why = "Not seen means something only with {missing}; else it reads: not looked for."
    remedy = (
        "Say what was searched, for which period, and what would have been found there; or: not looked for."
    )

    def find(self, text: Text) -> Iterator[Hit]:
        """Every absence of the author's own that its paragraph does not bound."""
        scope, known = _whole(text), dict[int, str]()
        for sentence in text.sentences:
            found = next(filter(_absent, _pattern().finditer(sentence.text)), None)
            if not found or another(sentence.text) or _apart().search(sentence.text):
                continue
            if searcher(sentence.text, found.start()) == "other":
                continue
            if sentence.block not in known:
                around = f"{text.blocks[sentence.block].text} \n{text.beside(sentence.block)}"
                known[sentence.block] = _missing(around, scope)
            if known[sentence.block]:
                yield hit(sentence, found, self.why.format(missing=known[sentence.block]))

    def examples(self) -> Sequence[LintExample]:
        """A bare absence, a bounded one, and what was not looked for."""
        return (
            LintExample("There is no evidence of payment.", ("no evidence",)),
            LintExample(
                "In 9,000 posts of May 2024 we found no sign of it; a group of ten would have been found.", ()
            ),
            LintExample("Payment was not looked for.", ()),
        )


def _absent(found: re.Match[str]) -> bool:
    """Whether something was not seen: not `it is no evidence`, `what was not seen`, `where no sign was`."""
    ahead = before(found.string, found.start(), 2)
    is_none = ahead[:1] and ahead[0] in ("is", "are", "was", "were", "be") and ahead[1:] != ["there"]
    itself = " ".join(behind(found.string, found.end(), 2)) in ("by itself", "in itself", "of itself")
    return not is_none and not itself and not {"what", "which", "where", "whoever"} & set(ahead[:1])


def _whole(text: Text) -> tuple[bool, bool]:
    """Whether the document says once what all of it looks at, and what would have been found there."""
    said = [s.text for s in text.sentences]
    dated = any(_all().search(s) and _date().search(s) for s in said)
    return dated, any(_would().search(s) and not _unmeasured().search(s) for s in said)


def _missing(around: str, whole: tuple[bool, bool]) -> str:
    scope = whole[0] or bool(_scope().search(around) and _date().search(around))
    lacks = [
        name
        for name, there in (
            ("the scope of the search", scope),
            ("the power to find it", whole[1] or bool(_power().search(around))),
        )
        if not there
    ]
    return " and ".join(lacks)


@cache
def _pattern() -> re.Pattern[str]:
    looked, present = listed("links", "looked"), listed("links", "present")
    return whole(
        rf"{listed('links', 'none')}|did not (?:{present}) any(?: \w+)?"
        r"|(?:have|has|had) not (?:yet )?(?:seen|found) (?:any|evidence|signs?|indications?|proof|traces?)"
        r"|(?:have|has|had) not (?:yet )?(?:observed|detected|identified|uncovered|discovered|spotted)"
        rf"|(?:{looked}) no (?:\w+ )?\w+|(?:{looked}) (?:nothing|none)|(?:was|were) not (?:{looked})"
    )


@cache
def _apart() -> re.Pattern[str]:
    return whole(listed("links", "not_absent") + "|if|whether")


@cache
def _scope() -> re.Pattern[str]:
    return whole(listed("links", "scope"))


@cache
def _all() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{listed('links', 'whole')})", re.I)


@cache
def _would() -> re.Pattern[str]:
    return whole(listed("links", "would"))


@cache
def _unmeasured() -> re.Pattern[str]:
    return re.compile(r"\b(?:not|never|cannot) (?:\w+ )?(?:measured|known|estimated)", re.I)


@cache
def _power() -> re.Pattern[str]:
    return whole(listed("links", "power"))
