"""Checks the language of reports and judgements: one rule or group of rules per file, listed here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from floodwatch.assessment.lint.absence import NoEvidence
from floodwatch.assessment.lint.accused import AttributionAsFact
from floodwatch.assessment.lint.base import LintExample, Remark, Rule
from floodwatch.assessment.lint.crowds import Bots, Effect, SummedReach
from floodwatch.assessment.lint.estimates import ConfidenceWithLikelihood, MixedRows
from floodwatch.assessment.lint.figures import BareFigure
from floodwatch.assessment.lint.headlines import Headline
from floodwatch.assessment.lint.hedges import OutsideVocabulary
from floodwatch.assessment.lint.links import UnsaidLink
from floodwatch.assessment.lint.quoted import BLANK
from floodwatch.assessment.lint.retold import OneSource
from floodwatch.assessment.lint.text import Text
from floodwatch.model.documents import Document
from floodwatch.model.units import listed

RULES: tuple[Rule, ...] = listed(
    "assessment/lint",
    (
        Headline(),
        ConfidenceWithLikelihood(),
        AttributionAsFact(),
        SummedReach(),
        Effect(),
        OneSource(),
        NoEvidence(),
        UnsaidLink(),
        Bots(),
        MixedRows(),
        OutsideVocabulary(),
        BareFigure(),
    ),
)
"""Every rule. Where two speak of the same words, the one that stands first is heard."""


LANGUAGES: dict[str, frozenset[str]] = {
    "en": frozenset(rule.name for rule in RULES),
    "fr": frozenset({"outside_vocabulary", "confidence_with_likelihood"}),
}
"""The languages that are checked, and the rules that read each."""


def lint(
    document: Document, vocabulary: str = "icd_203", apart: tuple[tuple[int, int], ...] = ()
) -> tuple[Remark, ...]:
    """What is to be mended in the language of a document, in the order of its text.

    `apart` are the places, in order, that the file sets apart as code or as the words of others. Nothing is found in a
    language that is not one of `LANGUAGES`.
    """
    text = Text(document, vocabulary, apart)
    spoken = LANGUAGES.get(text.language, frozenset())
    taken: list[Remark] = []
    for rule in (rule for rule in RULES if rule.name in spoken):
        taken += _new(_remarks(rule, text), taken)
    taken = [one for one in taken if not _foreign(text, one)]
    return tuple(sorted(taken, key=lambda one: (one.start, one.end, one.rule)))


SHORTEST, MOST, SURE = 40, 500, 0.9
"""Characters of a block by which its language is told, and how sure that must be."""


def _foreign(text: Text, one: Remark) -> bool:
    """Whether a finding stands in a block of another language than the document."""
    at = bisect_right(text.blocks, one.start, key=lambda block: block.start) - 1
    block = text.blocks[at]
    return block.end - block.start >= SHORTEST and _spoken(block.text[:MOST]) not in ("", text.language)


@lru_cache(maxsize=500)
def _spoken(block: str) -> str:
    from floodwatch.tools.language import identify

    found = identify(block.replace(BLANK, " "))
    return found.language.partition("-")[0] if found.confidence >= SURE else ""


def _remarks(rule: Rule, text: Text) -> Iterator[Remark]:
    for hit in rule.find(text):
        yield Remark(
            rule.name,
            rule.severity,
            hit.start,
            hit.end,
            text.written(hit.start, hit.end),
            hit.why or rule.why,
            hit.remedy or rule.remedy,
        )


def _new(found: Iterator[Remark], taken: list[Remark]) -> list[Remark]:
    """Those whose words no rule has spoken of yet."""
    spans = sorted((one.start, one.end) for one in taken)
    return [one for one in found if not _covered(one, spans)]


def _covered(one: Remark, spans: list[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (one.end, -1))
    return any(end > one.start for _, end in spans[max(0, at - 8) : at])


__all__ = ["LANGUAGES", "RULES", "LintExample", "Remark", "Rule", "lint"]
