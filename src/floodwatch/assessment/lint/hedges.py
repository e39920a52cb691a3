"""Words of doubt that no vocabulary of estimates holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, before, behind, hit, whole
from floodwatch.assessment.lint.scales import of_others, rows_of
from floodwatch.assessment.lint.text import Text
from floodwatch.assessment.lint.who import another, is_common
from floodwatch.vocabulary.estimates import band, number, vocabularies, word
from floodwatch.vocabulary.linting import listed, word_set
from floodwatch.vocabulary.reading import either


class OutsideVocabulary:
    """`may`, `could`, `suggests`, `possibly` and their like, where the author guesses."""

    name = "outside_vocabulary"
    description = "Words of doubt to which no vocabulary of estimates gives a number."
    severity: Severity = "warning"
    why = "The word has no number, so readers take it for anything from hardly to nearly."
    remedy = "Say how likely it is with a word of the vocabulary, or what is known and what is not."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every hedge of the author's."""
        for sentence in text.sentences:
            if sentence.kind == "heading" and _asks().match(sentence.text):
                continue
            for found in hedges(sentence.text, text.vocabulary, text.language):
                yield hit(sentence, found, *_of_another(found.group(), text))

    def examples(self) -> Sequence[LintExample]:
        """A hedge of each kind, and words that only look like one."""
        return (
            LintExample("It may be one team, which suggests a plan.", ("may", "suggests")),
            LintExample("Users may not sell. In May he could not come; the army's might grew.", ()),
            LintExample('The mayor said that it might rain. "It may," she added.', ()),
        )


def hedges(text: str, vocabulary: str, language: str = "en") -> Iterator[re.Match[str]]:
    """The hedges of a sentence that are its author's own."""
    reported: bool | None = None
    if text.rstrip(" ·").endswith("?"):
        return
    if language == "fr":
        if not _french_said().search(text):
            yield from (one for one in _french(vocabulary).finditer(text) if not one.group("own"))
        return
    for found in _pattern(vocabulary).finditer(text):
        judge = _PLACES.get(found.group().lower())
        if found.group("own"):
            continue
        if judge is not None and not judge(text, found):
            continue
        reported = another(text) if reported is None else reported
        if reported:
            return
        yield found


def _of_another(words: str, text: Text) -> tuple[str, str]:
    """Why and what instead, of a word that another vocabulary has."""
    known = " ".join(words.casefold().replace("-", " ").split())
    other = of_others(text.vocabulary, text.language).get(known)
    low, high = band(known, other) if other else (None, None)
    if other is None or low is None or high is None:
        return "", ""
    own, theirs = vocabularies()[text.vocabulary], vocabularies()[other]
    near = word((low + high) / 2, text.vocabulary)
    why = (
        f"It is a word of {theirs.short} ({number(low, high)}), and this text keeps to those of {own.short}."
    )
    instead = f"Write: {near}" if near else f"Give the number, {number(low, high)}"
    return why, f"{instead}, or check with --vocabulary {other}."


def _may(text: str, found: re.Match[str]) -> bool:
    if found.group() == "May" and text[: found.start()].strip():
        return False
    ahead, following = before(text, found.start(), 8), behind(text, found.end(), 2)
    if found.group() == "May" and (not following or following[0][:1].isdigit()):
        return False
    allowed = word_set("hedges", "permitted")
    if following[:1] == ["only"] or (not _guesses(following) and _only().search(text[: found.start()])):
        return False
    if _guesses(following) and not (following[0] == "also" and allowed & set(ahead)):
        return True
    if ahead[:1] and ahead[0] in allowed:
        return False
    return not (
        allowed & set(ahead) and (following[:1] == ["also"] or _rules().search(text))
    ) and not _rule_for(ahead, following)


def _rule_for(ahead: Sequence[str], following: Sequence[str]) -> bool:
    """`A reader who wants to count may download`: somebody who is permitted opens the clause."""
    return bool(ahead) and bool(set(ahead[1:]) & {"who", "whoever"})


def _might(text: str, found: re.Match[str]) -> bool:
    ahead, following = before(text, found.start(), 1), behind(text, found.end(), 1)
    noun = bool(ahead) and (ahead[0] in word_set("hedges", "strength") or ahead[0].endswith(("'s", "’s")))
    return bool(following) and not noun


def _could(text: str, found: re.Match[str]) -> bool:
    ahead, following = before(text, found.start(), 2), behind(text, found.end(), 2)
    if not following or following[0] == "only" or _supposes().match(text):
        return False
    if following[0] == "not":
        return False
    if _able_to_be().search(text, max(0, found.start() - 60), found.end() + 30):
        return False
    if _guesses(following):
        return True
    if ahead[:1] in (["that"], ["so"], ["where"]):
        return False
    return not (ahead and (ahead[0] in word_set("hedges", "able") or _is_plural_person(ahead[0])))


def _is_plural_person(word: str) -> bool:
    return word.endswith(("ers", "ors", "ists", "ians")) and not is_common(word + "x")


def _guesses(following: Sequence[str]) -> bool:
    words = word_set("hedges", "guessing")
    return bool(following) and (following[0] in words or " ".join(following[:2]) in words)


def _suggests(text: str, found: re.Match[str]) -> bool:
    ahead, following = before(text, found.start(), 1), behind(text, found.end(), 1)
    word = found.group().lower()
    if not ahead or ahead[0] in word_set("hedges", "proposers"):
        return False
    if word == "suggested":
        return following[:1] == ["that"]
    return (
        bool(following)
        and following[0] not in word_set("hedges", "suggested")
        and ahead[0] not in word_set("hedges", "not_suggesting")
    )


def _appears(text: str, found: re.Match[str]) -> bool:
    if _LIKELY.match(text, found.end()):
        return False
    following = behind(text, found.end(), 2)
    words = word_set("hedges", "appearing")
    return bool(following) and (following[0] in words or " ".join(following) in words)


def _unsaid(text: str, found: re.Match[str]) -> bool:
    return before(text, found.start(), 1)[:1] not in (["falsely"], ["the"], ["is"], ["was"])


def _suspected(text: str, found: re.Match[str]) -> bool:
    return behind(text, found.end(), 1)[:1] not in (["of"], ["that"])


def _own(text: str, found: re.Match[str]) -> bool:
    """`We think it returns`, and not `we think it likely`, which says how likely it is."""
    return before(text, found.start(), 1)[:1] in (["we"], ["i"]) and not _LIKELY.match(text, found.end())


_LIKELY = re.compile(
    r"(?: \w+){0,3} (?:un)?likely\b|(?: \w+){0,3} (?:im)?probabl[ey]\b|(?: \w+){0,3} almost certain", re.I
)
_PLACES: dict[str, Callable[[str, re.Match[str]], bool]] = {
    "may": _may,
    "might": _might,
    "could": _could,
    "suspected": _suspected,
    **dict.fromkeys(("seem", "seems", "seemed"), lambda text, found: not _LIKELY.match(text, found.end())),
    "chances are": lambda text, found: not (behind(text, found.end(), 1) or [""])[0].endswith("ed"),
    "no doubt": lambda text, found: before(text, found.start(), 1)[:1] not in (["left"], ["have"], ["had"]),
    **dict.fromkeys(("suggest", "suggests", "suggested", "suggesting"), _suggests),
    **dict.fromkeys(("appear", "appears", "appeared"), _appears),
    **dict.fromkeys(("supposed", "alleged"), _unsaid),
    "presumed": lambda text, found: behind(text, found.end(), 1)[:1] != ["innocent"],
    **dict.fromkeys(
        ("believe", "think", "suspect", "assume", "presume", "guess", "suppose", "feel", "reckon"), _own
    ),
}
"""Words that are hedges only in some places."""


@cache
def _pattern(vocabulary: str) -> re.Pattern[str]:
    fixed = listed("hedges", "always", "unsaid")
    some = "|".join(sorted(_PLACES, key=len, reverse=True))
    others = either(of_others(vocabulary))
    inside = f"{fixed}|{others}|{some}"
    return whole(rf"(?P<own>{either(rows_of(vocabulary))})|(?:{inside})")


@cache
def _french(vocabulary: str) -> re.Pattern[str]:
    """Hedges of a text in French."""
    others = of_others(vocabulary, "fr")
    inside = "|".join((*([either(others)] if others else []), listed("hedges", "french")))
    return whole(rf"(?P<own>{either(rows_of(vocabulary))})|(?:{inside})")


@cache
def _french_said() -> re.Pattern[str]:
    """Who is named to say something, in French."""
    return whole(listed("hedges", "french_said"))


@cache
def _able_to_be() -> re.Pattern[str]:
    """`accounts that could be tested`, `no post could be linked`: what was possible, not what is guessed."""
    return re.compile(
        r"(?<!\w)(?:(?:that|which|how many \w+|where \w+|all that) could (?:not )?be \w+ed"
        r"|(?:that|which) could have been (?:found|seen|counted|tested|measured|compared|detected)"
        r"|(?:nothing|nobody|no one|none|none of \w+|no \w+) could|as far as (?:\w+ ){1,3}could)\b",
        re.I,
    )


@cache
def _asks() -> re.Pattern[str]:
    """A heading that names a question: `What it may have cost`."""
    return re.compile(r"\W*(?:what|how|who|whose|why|when|where|which|whether)\b", re.I)


@cache
def _only() -> re.Pattern[str]:
    """`Only X may`, `nothing but X may`: who is permitted and who is not."""
    return re.compile(r"(?<!\w)(?:only|nothing|nobody|none|no one|no [a-z]+) [^.;:]{0,60}\Z", re.I)


@cache
def _rules() -> re.Pattern[str]:
    return whole(listed("hedges", "rules"))


@cache
def _supposes() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{listed('hedges', 'supposing')})\b", re.I)
