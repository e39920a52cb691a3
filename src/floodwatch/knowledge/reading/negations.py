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

_OWN = re.compile(r"(?<!\w)(?:I|[Ww]e)(?!\w)")
_PAST = (
    r"(?:[a-z]{2,20}ed|knew|met|took|heard|had|saw|been|gave|sold|sent|wrote|said|told|bought|spoke|held|left|made|lost|did"
    r"|seen|known|taken|given|sold|written|spoken)"
)
_DONE = (
    r"(?:[a-z]{2,20}(?:ed|wn|en)|found|paid|met|had|sold|sent|lost|left|made|done|built|held|led|bought"
    r"|taught|known|run|set|put|cut|shut|hit|read)"
)
_TOLD = re.compile(r"(?:\A|\A\W+|\(\w\) |\b[Pp]lease )\Z")
_REQUEST = re.compile(r" (?:\w+ ){0,2}(?:requests?|questions?|immediately)\b")


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
            speech = _OWN.search(sentence.text) is not None or _speech().search(sentence.text) is not None
            for found in _pattern().finditer(sentence.text):
                form = _forms()[int((found.lastgroup or "f0")[1:])]
                asked = _REQUEST.match(sentence.text, found.end()) or _ordered(sentence.text, found)
                if not (form.polarity == "said" and not speech) and not asked:
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


def _ordered(text: str, found: re.Match[str]) -> bool:
    """Whether a reader is told not to do something: "Do not pay", "(c) do not pay"."""
    return found.group().lower().startswith(("do not", "don't")) and bool(
        _TOLD.search(text, 0, found.start())
    )


def _mention(sentence: Sentence, found: re.Match[str], form: _Form) -> Mention:
    place = next((key for key, text in found.groupdict().items() if text and key.startswith("core")), 0)
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
    first = (_Form(polarity, pattern, False) for polarity, pattern in _plain_ones())
    never = _Form("said", rf"never(?= {_PAST}(?!\w))", False)
    more = (_Form("denied", pattern, False) for pattern in (*_corrected(), *_acts()))
    lacking = (_Form("not_observed", pattern, False) for pattern in _lacking())
    return (*first, *objects, *denials, *nothing, *lacking, never, *more)


def _plain_ones() -> tuple[tuple[str, str], ...]:
    """Forms that hold the negating word alone, or with the noun or verb that it negates."""
    finding = rf"(?:{_any('adjectives')},? ){{0,2}}{_any('findings')}(?!\w)"
    of_noun = r"(?:of|with|from|to|between|in) [^.;]{2,60} "
    kinds = "(?:teams?|groups?|actors?|networks?|campaigns?|crews?|operations?|people|things)"
    been = "(?:was|were|has been|have been|had been)"
    is_not, unless = (
        r"(?:(?<=is )|(?<=are )|(?<=was )|(?<=were ))not",
        r"(?! (?:\w+ )?(?:as|with|to) (?-i:[A-Z]))",
    )
    being, borne_out = "(?:is|are|was|were)", "(?:supported|proven|proved|corroborated|substantiated)"
    to_it = "(?= to (?:it|them|each))"
    knew = r"(?=[.,]| (?:who|how|why|what|where|of) )"
    holds = "(?:(?<=lists )|(?<=holds )|(?<=shows ))"
    return (
        (
            "not_observed",
            rf"no {finding}(?= {of_noun}(?:has|have|had|was|were) (?:been )?{_any('done')}(?!\w))",
        ),
        ("not_observed", rf"no (?!one )[a-z-]{{3,30}}(?: [a-z-]{{3,30}})?(?= {been} (?!shown){_DONE}(?!\w))"),
        ("not_observed", rf"no (?!one )[a-z-]{{3,30}}(?= {of_noun}(?:stands?|appears?|exists?) )"),
        ("denied", r"no [a-z-]{3,30} [a-z-]{3,30}(?= (?:went|got|came|leaked|left) )"),
        ("not_observed", rf"(?:(?<=we )|(?<!\w)(?<=i ))(?:do not|don['’]t) know{knew}"),
        (
            "not_observed",
            rf"{holds}nothing|nothing(?= (?:could|can|was|has|had) (?:be |been )?{_DONE}(?!\w))",
        ),
        ("not_observed", r"nobody(?= (?:seems|appears|has been|had been|was|were) )"),
        ("denied", rf"(?:they|these) are (?:two )?(?P<core_unlike>different)(?= {kinds}(?!\w))"),
        ("denied", r"(?:there (?:is|was|are|were) )(?P<core_such>no such [a-z-]{3,30})"),
        (
            "denied",
            rf"{being} (?:probably|likely|almost certainly|certainly|apparently) (?P<core_hedged>not)(?= )",
        ),
        ("denied", rf"(?:(?<=was )|(?<=were ))not(?= (?:an? )?{_any('not_being')}(?!\w))"),
        ("denied", r"(?:is|was) not(?= (?:another name|(?-i:[A-Z][a-z]+ (?-i:[A-Z]))))"),
        (
            "denied",
            rf"{is_not} (?:the same|identical{to_it}|one (?:body|group|actor|and the same))(?!\w){unless}",
        ),
        ("not_observed", rf"(?:(?<=is )|(?<=are )|(?<=but ))not (?:yet )?{borne_out}(?!\w)"),
        ("denied", r"never(?= (?:in danger|at risk|in doubt)(?!\w))"),
        ("denied", r"(?:(?-i:(?<=We ))|(?<=who ))never(?= [a-z]{3,20}(?!\w))"),
        ("not_observed", rf"(?:(?<=has )|(?<=had )|(?<=have ))never(?= been {_DONE}(?!\w))"),
        ("not_observed", rf"(?:has|have|had) not been (?!used|asked|invited){_DONE}(?!\w)"),
    )


def _lacking() -> tuple[str, ...]:
    """Other words for a finding that is not there."""
    finding = rf"(?:{_any('adjectives')},? ){{0,2}}{_any('findings')}(?!\w)"
    return (
        rf"zero {finding}|not (?:a|one) (?:single )?(?:shred|trace|scrap|hint|sign|piece) of {finding}",
        rf"nor (?:is|was|are|were) there (?:any )?{finding}",
        r"nor (?:do|does|did|has|have|had|is|was|are|were|can|could)(?= )",
        rf"(?:lacks?|lacked|lacking|without)(?: any| clear)? {finding}|fail(?:s|ed) to {_any('verbs')}(?!\w)",
        r"unaware(?= of any| that)|not aware(?= of any| that)",
        r"(?:stop(?:s|ped)|fell|falls) short of(?= [a-z]+ing)",
        rf"(?<!\w)there (?:is|was|are|were) no(?! {_any('no_more')}(?!\w))(?= )",
        r"(?<=know of )nothing",
        rf"{_any('lists')} (?P<core4>no(?! {_any('no_more')}(?!\w))(?: {_any('adjectives')})? [a-z-]{{3,30}})",
        rf"(?:{_any('findings')}(?:,[^,.;]{{1,30}},)? (?:is|are|was|were|remains?) (?:[a-z]+ ){{0,3}})"
        r"(?P<core3>lacking|missing|absent)(?!\w)",
    )


def _corrected() -> tuple[str, ...]:
    """What is put right, and answers of one word."""
    number = "one|two|three|four|five|six|seven|eight|nine|ten"
    return (
        rf"(?<=, )not(?= (?:\d|(?-i:[A-Z][a-z])|(?:a|an|the|since|in|from|by|against|{number}) ))",
        r"(?-i:(?<=: )No|\A(?:Nope|No|Not at all|Not so))(?=[.,!] ?(?:\Z|(?-i:[A-Z])))",
        r"(?-i:\ANot)(?= (?-i:[A-Z]))",
        r"\A(?:false|untrue|fake|misleading)(?=\W*\Z| turned out)|(?<=verdict )false|(?<=verdict: )false",
        r"(?:should |is |are )?not (?:to )?be (?:confused|mistaken|conflated) (?:with|for)",
        r"something else entirely|a different (?:group|actor|network|campaign) altogether",
        r"(?:(?<=is )|(?<=are )|(?<=was )|(?<=been ))excluded(?= ?[.,;]|\Z)",
    )


def _acts() -> tuple[str, ...]:
    """What somebody says that he did not do, or that is not so."""
    silent = rf"(?! {_any('silent')}(?!\w))"
    other = rf"(?! (?:{_any('identity')}|{_any('truth')})(?!\w)| (?-i:[A-Z]))"
    addressed = r"(?<!please )(?<!you )(?<!\) )(?!\A)"
    nothing = rf"no(?! {_any('no_more')}(?!\w))(?: {_any('adjectives')})? [a-z-]{{3,30}}"
    opens = r"(?:\A|(?<=[^\w\s] )|(?<=[\"“„‘«(])|(?<=that )|(?<=and )|(?<=but ))"
    had = "(?:have|has|had|is|are|was|were)"
    been = r"(?:was|were|is|are|has|have|had|took|will|would)"
    return (
        rf"{addressed}(?:(?:do|does|did|will|shall) not|(?:do|does|did|wo)n['’]t){silent} [a-z]{{3,20}}(?!\w)",
        rf"(?:{had} not|{had}n['’]t){silent}{other} {_DONE}(?!\w)",
        r"(?:do|did|does) not know(?= (?:him|her|them|this|that|these|those|the|any|of) )",
        rf"none(?= of [^.;]{{2,60}} (?:{been}|[a-z]+ed) )",
        rf"{opens}{nothing}(?= (?:[^.;]{{0,60}} )?{been} )",
        rf"(?<= ){_any('did_nothing')} nothing(?! else| but| new)(?!\w)",
        r"not on the table|is not ours(?!\w)|not(?= the (?:final|whole|only|first|end)(?!\w))",
    )


def _not_observed() -> tuple[str, ...]:
    """Nothing was found, or has happened; the words for it first where two begin at one place."""
    finding = rf"(?:{_any('adjectives')},? ){{0,2}}{_any('findings')}(?!\w)"
    have, soon = "(?:has|have|had)", "(?:yet |also |independently |been able to |be |clearly )?"
    unable = (
        r"(?:(?:could|can|did|do|does|has|have|had|was|were|would|is|are) not|cannot"
        r"|(?:could|did|do|does|has|have|was|were)n['’]t)"
    )
    saw = r"(?:found|saw|seen|sees?|finds?|identified|observed|detected|kn[eo]ws? of|recorded|reported)"
    we = "(?-i:We )"
    there = "(?:is|was|are|were|has been|have been)"
    happened = rf"(?:{have}|was|were) (?:been )?[\w-]{{2,30}}(?:ed|en|nd|wn)(?!\w)"
    return (
        rf"we have no {finding}",
        rf"(?:we (?:{have} )?|{have} ){saw} no (?:{_any('adjectives')},? ){{0,2}}{_any('proofs')}(?: of(?!\w))?(?!\w)",
        rf"{saw} (?P<core5>no(?! {_any('no_more')}(?!\w))(?: {_any('adjectives')})? [a-z-]{{3,30}})(?!\w)",
        rf"(?-i:There) {there} (?:currently |still |yet |so far )?no {finding}(?: that)?",
        rf"there {there} (?P<core_there>no {finding}(?: (?:of|to)(?!\w))?)",
        rf"(?:{we})?{unable} {soon}been {_any('done')}(?!\w)",
        rf"(?:not|never) been {_any('done')}(?!\w)",
        rf"(?:{we}(?!{unable} (?:yet )?(?:pa(?:y|id)|to check)))?{unable} {soon}{_any('verbs')}(?!\w)(?: on(?!\w))?",
        rf"no {finding}(?: that(?!\w))?",
        rf"no [\w-]{{2,30}}(?: known(?!\w)| {happened}|(?= of [^.;]{{2,60}} (?:was|were|{have}) ))",
        r"(?:we )?(?:prove[sd]?|found|finds?|shows?|showed|saw) nothing",
        r"nothing (?:links?|linked|connects?|ties|suggests?|indicates?|points?(?: to)?)(?!\w)",
        rf"(?:(?<=has |had )|(?<=have ))no(?! {_any('no_more')}(?!\w)) [a-z-]{{3,30}}(?!\w)",
        r"(?<=has |had )never(?= [a-z]{3,30}ed(?!\w))",
        r"did not (?!answer|respond|reply|know|want|need|mean|ask|say|give|name)[a-z]{3,20}(?!\w)",
    )


def _denied() -> tuple[str, ...]:
    """Somebody denies what follows, or a name is said not to be what follows."""
    surely = "(?:flatly |firmly |strongly |repeatedly )?"
    other = rf"not(?= {_any('identity')}(?!\w)| (?-i:[A-Z]))"
    return (
        rf"(?<!who were )(?<!who was ){surely}{_any('deny')}(?!\w)",
        rf"(?<=is )not(?=[.;,])|(?:(?<=is )|(?<=are )|(?<=was )|(?<=were )){other}",
    )


def _said_untrue() -> tuple[str, ...]:
    """It is called untrue, or denied as a whole."""
    named = (
        r"(?:describ|characteri[sz]|brand|label|denounc|ridicul)(?:e|es|ed|s|led|ing) (?:[^\s.;]+ ){1,6}as"
    )
    called = rf"(?:call(?:s|ed|ing)? (?:[^\s.;]+ ){{1,5}}|{named} )"
    untrue = either(word_set("negations", "untrue") | word_set("negations", "said_of_untrue"))
    falsehood = _any("falsehoods")
    surely = r"(?:(?:completely|totally|entirely|wholly|simply|utterly|absolutely|clearly|plainly) )?"
    wholly = "(?:all |simply |entirely |completely |totally |wholly )?"
    return (
        r"no (?:connections?|links?|ties|relations?|relationship|intention|part|role|hand) (?:with|to|in|of)(?!\w)",
        rf"{called}[\"“‘']?{surely}(?:(?P<core>{untrue})|an? (?P<core_called>{falsehood}))(?!\w)",
        rf"(?:is|are|was|were) {wholly}(?:(?P<core2>{_any('untrue')})|an? (?P<core_story>{falsehood}))(?!\w)",
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
