"""Negations: that nothing was found or happened, and denials, with the clause that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from floodwatch.knowledge.reading.clauses import behind, judged
from floodwatch.knowledge.reading.sentences import Sentence, sentences
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample
from floodwatch.vocabulary.reading import either, word_set

_REQUEST = re.compile(r" (?:\w+ ){0,2}(?:requests?|questions?|calls?|messages?|immediately)\b")


class _Form(NamedTuple):
    polarity: str
    pattern: str
    after: bool
    """Whether it is about what follows it, not about its clause."""


class Negations:
    """Words that negate a finding, link, effect, name or act; negations of plain description are none."""

    name = "negations"
    description = "What was not found or did not happen, and denials, with what they are about."
    makes = ("negation",)
    needs = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every such place, the longest words of those that begin there."""
        for sentence in sentences(document):
            speech = _speech().search(sentence.text) is not None
            for found in _pattern().finditer(sentence.text):
                form = _forms()[int((found.lastgroup or "f0")[1:])]
                if not (form.polarity == "said" and not speech) and not _REQUEST.match(
                    sentence.text, found.end()
                ):
                    yield _mention(sentence, found, form)

    def examples(self) -> Sequence[ReadingExample]:
        """Findings that are not there, denials, and plain descriptions."""
        return (
            ReadingExample("We found no evidence that it is Russian.", ("We found no evidence",)),
            ReadingExample(
                "It has not been seen to delete backups. No victims known.",
                ("has not been seen", "No victims known"),
            ),
            ReadingExample(
                "The ministry denied the claim; Kelp Choir is not the same as Tide Choir.", ("denied", "not")
            ),
            ReadingExample("The embassy called this fiction. That is not true.", ("fiction", "not true")),
            ReadingExample(
                "The office is not in the centre, and we could not ask him. Not only that, it is not cheap.",
                (),
            ),
        )


def _mention(sentence: Sentence, found: re.Match[str], form: _Form) -> Mention:
    place = next((key for key in ("core", "core2") if found.groupdict().get(key)), 0)
    start, end = sentence.start + found.start(place), sentence.start + found.end(place)
    first, last = behind(sentence, start, end) if form.after else judged(sentence, start, end)
    polarity = "denied" if form.polarity == "said" else form.polarity
    told = {"polarity": polarity, "of": sentence.text[first - sentence.start : last - sentence.start]}
    return Mention("negation", start, end, sentence.text[start - sentence.start : end - sentence.start], told)


@cache
def _forms() -> tuple[_Form, ...]:
    nothing = (_Form("not_observed", pattern, False) for pattern in _not_observed())
    denials = (_Form("denied", pattern, False) for pattern in _said_untrue())
    objects = (_Form("denied", pattern, True) for pattern in _denied())
    never = _Form(
        "said", r"never (?:knew|met|worked|paid|ordered|hired|took|heard|received|had|saw|asked)(?!\w)", True
    )
    return (*objects, *denials, *nothing, never)


def _not_observed() -> tuple[str, ...]:
    """Nothing was found, or has happened; the words for it first where two begin at one place."""
    finding = rf"(?:{_any('adjectives')},? ){{0,2}}{_any('findings')}(?!\w)"
    have, soon = "(?:has|have|had)", "(?:yet |also |independently |been able to |be |clearly )?"
    unable = (
        r"(?:(?:could|can|did|do|does|has|have|had|was|were|would|is|are) not|cannot"
        r"|(?:could|did|do|does|has|have|was|were)n['’]t)"
    )
    saw = r"(?:found|saw|seen|sees?|finds?|identified|observed|detected|kn[eo]ws? of|recorded|reported)"
    happened = rf"(?:{have}|was|were) (?:been )?[\w-]{{2,30}}(?:ed|en|nd|wn)(?!\w)"
    return (
        rf"we have no {finding}",
        rf"(?:we )?(?:{have} )?{saw} no(?: {finding}(?: of(?!\w))?)?(?!\w)",
        rf"there (?:is|was|are|were|has been|have been) (?:currently |still |yet |so far )?no {finding}(?: that)?",
        rf"(?:we )?{unable} {soon}been {_any('done')}(?!\w)",
        rf"(?:not|never) been {_any('done')}(?!\w)",
        rf"(?:we )?{unable} {soon}{_any('verbs')}(?!\w)(?: on(?!\w))?",
        rf"no {finding}(?: that(?!\w))?",
        rf"no [\w-]{{2,30}}(?: known(?!\w)| {happened}|(?= of [^.;]{{2,60}} (?:was|were|{have}) ))",
        r"(?:we )?(?:prove[sd]?|found|finds?|shows?|showed|saw) nothing",
        r"nothing (?:links?|linked|connects?|ties|suggests?|indicates?|points?(?: to)?)(?!\w)",
        r"(?:(?<=has |had )|(?<=have ))no [a-z-]{3,30}(?!\w)",
        r"(?<=has |had )never [a-z]{3,30}ed(?!\w)",
        r"did not (?!answer|respond|reply|know|want|need|mean|ask|say|give|name)[a-z]{3,20}(?!\w)",
    )


def _denied() -> tuple[str, ...]:
    """Somebody denies what follows, or a name is said not to be what follows."""
    surely = "(?:flatly |firmly |strongly |repeatedly )?"
    other = rf"not(?= {_any('identity')}(?!\w)| (?-i:[A-Z]))"
    return (
        rf"(?:(?:has|have|had) )?{surely}{_any('deny')}(?!\w)",
        rf"(?<=is )not(?=[.;,])|(?:(?<=is )|(?<=are )|(?<=was )|(?<=were )){other}",
    )


def _said_untrue() -> tuple[str, ...]:
    """It is called untrue, or denied as a whole."""
    called = r"(?:call(?:s|ed|ing)?|(?:describ|dismiss)(?:es|ed) (?:it|this|that|them) as)"
    wholly = "(?:all |simply |entirely |completely |totally |wholly )?"
    return (
        r"no (?:connections?|links?|ties|relations?|relationship|intention|part|role|hand) (?:with|to|in|of)(?!\w)",
        rf"{called} (?:[^\s.;]+ ){{1,4}}[\"“‘']?(?P<core>{_any('untrue')})(?!\w)",
        rf"(?:is|are|was|were) {wholly}(?P<core2>{_any('untrue')})(?!\w)",
        rf"not {_any('truth')}(?!\w)(?! [a-z]+s?\b)",
        r"(?:made|makes|make) no such [a-z]{3,20}|nothing to do with|unrelated to|distinct from",
    )


def _any(key: str) -> str:
    return either(word_set("negations", key))


@cache
def _speech() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any('speech')}(?!\w)", re.I)


@cache
def _pattern() -> re.Pattern[str]:
    forms = "|".join(f"(?P<f{n}>{form.pattern})" for n, form in enumerate(_forms()))
    return re.compile(rf"(?<![\w-])(?:{forms})", re.I)


NEGATIONS = Negations()
