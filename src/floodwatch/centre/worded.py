"""The words of judgements and forecasts under the linter: before they are entered, and those that stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from floodwatch.model.documents import Block, Document
from floodwatch.model.errors import JudgementError
from floodwatch.model.judgements import Forecast, Judgement, Wording
from floodwatch.vocabulary.estimates import vocabularies
from floodwatch.vocabulary.estimates.texts import negative

if TYPE_CHECKING:
    from floodwatch.assessment.lint import Remark
    from floodwatch.casebook.store import Book

AGAINST = frozenset({"confidence_with_likelihood", "mixed_rows"})
"""Rules whose breach contradicts the record; they are refused, whoever insists."""
RESTED = frozenset({"attribution_as_fact", "unsaid_link", "bare_figure", "one_source"})
"""Rules that ask on what something rests, by whom and as of when: a judgement with a basis says so beside its words."""
SUPPOSED = frozenset({"outside_vocabulary", "effect", "no_evidence", *RESTED})
"""Rules of what is told as so; assumptions, alternatives and what would change it are not told as so."""
PARTS = {"assumption": "assumptions", "alternative": "alternatives", "would change it": "would_change"}
_WORD = re.compile(r"\w")


class Found(NamedTuple):
    """What is to be mended in one text of a judgement: the part that it is, and where in it."""

    part: str
    remark: Remark


def to_be_mended(one: Judgement) -> tuple[Found, ...]:
    """What the linter finds in the texts of a judgement of the centre's own, less what its other fields answer."""
    return tuple(Found(part, remark) for part, text in _texts(one) for remark in _remarks(one, part, text))


def wording(one: Judgement, anyway: bool) -> tuple[Wording, ...]:
    """What stays on record of its words; JudgementError where they are to be mended and nobody insists."""
    if one.said_by:
        return ()
    found = to_be_mended(one)
    against = [each for each in found if each.remark.rule in AGAINST]
    if against:
        raise JudgementError(
            f"The words contradict what is recorded beside them:\n{_lines(against)}\nNothing was entered"
        )
    if found and not anyway:
        raise JudgementError(
            f"The words are to be mended:\n{_lines(found)}\nNothing was entered",
            do="Say it in other words; or add --anyway, which enters it and keeps this beside it.",
        )
    return tuple(
        Wording(each.part, each.remark.words, each.remark.rule, each.remark.why, each.remark.remedy)
        for each in found
    )


def standing(book: Book) -> Iterator[dict[str, Any]]:
    """The centre's own judgements and forecasts that stand, with what is to be mended in each."""
    from floodwatch.casebook.judgements import judgements

    for one in judgements(book):
        if one.status == "standing" and not one.said_by:
            yield {
                "file": f"{one.kind} {one.judgement_id[:8]}",
                "form": one.kind,
                "sha256": "",
                "vocabulary": one.likelihood.vocabulary,
                "language": _language(one),
                "checked": True,
                "lines_of": "text",
                "findings": [_row(each) for each in to_be_mended(one)],
            }


def _texts(one: Judgement) -> Iterator[tuple[str, str]]:
    yield "statement", one.statement
    if isinstance(one, Forecast):
        yield from (("rule", one.resolution_rule),)
        if one.question != one.statement:
            yield "question", one.question
    yield "reason of the confidence", one.confidence_reason
    yield from ((part, text) for part, name in PARTS.items() for text in getattr(one, name))


def _remarks(one: Judgement, part: str, text: str) -> Iterator[Remark]:
    from floodwatch.assessment.lint import lint

    if not _WORD.search(text):
        return
    blocks = tuple(Block(found.start(), found.end(), "paragraph") for found in re.finditer(r"[^\n]+", text))
    document = Document(sha256="", form="judgement", text=text, blocks=blocks, language=_language(one))
    answered = _answered(one, part)
    yield from (each for each in lint(document, one.likelihood.vocabulary) if each.rule not in answered)


def _answered(one: Judgement, part: str) -> frozenset[str]:
    """The rules whose question other fields answer: the basis, the search, that a part is only supposed."""
    if part in PARTS or part == "question":
        return SUPPOSED
    rested = RESTED if one.basis else frozenset[str]()
    searched = not one.search.missing() and negative(one.statement)
    return rested | (frozenset({"no_evidence"}) if searched else frozenset[str]())


def _language(one: Judgement) -> str:
    return vocabularies()[one.likelihood.vocabulary].language


def _lines(found: tuple[Found, ...] | list[Found]) -> str:
    return "\n".join(
        f"  {part}:{each.start + 1}: {each.rule}: «{each.words}». {each.why} {each.remedy}"
        for part, each in found
    )


def _row(found: Found) -> dict[str, Any]:
    part, one = found
    return {
        "part": part, "line": 1, "column": one.start + 1, "page": None, "span": [one.start, one.end], "rule": one.rule,
        "severity": one.severity, "words": one.words, "why": one.why, "remedy": one.remedy,
    }  # fmt: skip
