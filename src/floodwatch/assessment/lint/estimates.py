"""Words of the vocabulary used against its rules: two rows mixed, confidence and likelihood in one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, hit
from floodwatch.assessment.lint.text import Sentence, Text
from floodwatch.assessment.lint.who import another
from floodwatch.vocabulary.estimates.texts import Word, level, likelihoods

_SAME = re.compile(r"\b(?:mean|means|are used for|stand for|denote) the same\b|\bsynonym", re.I)


class MixedRows:
    """Words of both rows of a vocabulary in one document."""

    name = "mixed_rows"
    description = "Words of two rows of one vocabulary in one document."
    severity: Severity = "warning"
    why = "Each step of the scale has two words; who meets both in one text looks for a difference."
    remedy = "Keep to one row, or say once that the rows mean the same."

    def find(self, text: Text) -> Iterator[Hit]:
        """The first word of the row that is used less, or later."""
        if any(_SAME.search(s.text) for s in text.sentences):
            return
        used = [(s, word) for s in text.sentences if not another(s.text) for word in _words(s, text)]
        counts = Counter(word.row for _, word in used)
        for row in sorted(counts, key=lambda one: (-counts[one], _first(used, one)))[1:]:
            sentence, word = next((s, w) for s, w in used if w.row == row)
            yield Hit(sentence.start + word.start, sentence.start + word.end)

    def examples(self) -> Sequence[LintExample]:
        """Two rows, and one."""
        return (
            LintExample("It is likely old. It is highly probable that it returns.", ("highly probable",)),
            LintExample("It is likely old. It is very likely that it returns.", ()),
        )


def _words(sentence: Sentence, text: Text) -> Iterator[Word]:
    return likelihoods(sentence.text, text.vocabulary)


def _first(used: Sequence[tuple[Sentence, Word]], row: int) -> int:
    return next(number for number, (_, word) in enumerate(used) if word.row == row)


class ConfidenceWithLikelihood:
    """How sure one is of the sources, and how likely the thing is, said in one breath."""

    name = "confidence_with_likelihood"
    description = "A level of confidence and a likelihood in one sentence."
    severity: Severity = "error"
    why = "Confidence is about sources and reasoning, likelihood about the thing; together they are read as one number."
    remedy = "Say the likelihood in one sentence, and the confidence and its reason in another."

    def find(self, text: Text) -> Iterator[Hit]:
        """The words of confidence where a likelihood stands beside them."""
        for sentence in text.sentences:
            found = level(sentence.text)
            if found and next(_words(sentence, text), None):
                yield hit(sentence, found)

    def examples(self) -> Sequence[LintExample]:
        """Together, and apart."""
        return (
            LintExample("With high confidence it is likely one team.", ("high confidence",)),
            LintExample("It is likely one team. We hold this with high confidence.", ()),
        )
