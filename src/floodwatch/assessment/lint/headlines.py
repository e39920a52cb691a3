"""Headlines, captions and texts of pictures that say more than the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from floodwatch.assessment.lint.base import Hit, LintExample, Severity, whole
from floodwatch.assessment.lint.hedges import hedges
from floodwatch.assessment.lint.scales import is_likely
from floodwatch.assessment.lint.text import Sentence, Text, body_of
from floodwatch.assessment.lint.who import another, author
from floodwatch.vocabulary.linting import listed, word_set

SHARED = 0.6
"""Share of the words of a headline that a sentence of the body must hold to speak of the same."""
FEWEST = 2
_WORD = re.compile(r"[^\W_][\w’'-]*")
_LABEL = re.compile(
    r"^(?:chart|figure|fig\.?|photo|picture|image|screenshot|table|map|graph|caption)(?: \d+)?[:.] ", re.I
)
_NAMED = re.compile(r"^[A-Z][\w .-]{1,40}: |, says | – says | — says |: [A-Z][\w. ]{1,40}$")


class Headline:
    """A headline that states what the body only holds likely."""

    name = "headline"
    description = "A headline, caption or text of a picture that states what the body hedges."
    severity: Severity = "error"
    why = "Most readers see no more than the headline, and it states what the body holds likely or disputed."
    remedy = "Give the headline the words of the body: who says it, and how likely it is."

    def find(self, text: Text) -> Iterator[Hit]:
        """Every headline that all sentences on the same matter hedge."""
        for title in text.titles:
            if not _states_fact(title, text.vocabulary):
                continue
            alike = _alike(title, body_of(text, title))
            if alike and all(_is_weak(s.text, text.vocabulary) for s in alike):
                yield Hit(title.start, title.end)

    def examples(self) -> Sequence[LintExample]:
        """A headline that is stronger, and one that is not."""
        return (
            LintExample(
                "# One team wrote both books\n\nIt is likely that one team wrote both books.",
                ("One team wrote both books",),
            ),
            LintExample(
                "# Both books likely by one team\n\nIt is likely that one team wrote both books.", ()
            ),
        )


def _states_fact(title: Sentence, vocabulary: str) -> bool:
    """Whether a headline says something as a fact, by nobody's word."""
    said = _LABEL.sub("", title.text.strip())
    words = _WORD.findall(said)
    if len(words) <= FEWEST or said.endswith("?") or words[0].lower() in word_set("headlines", "opens"):
        return False
    if _NAMED.search(said) or another(said) or author(said) or _weak().search(said):
        return False
    return not is_likely(said, vocabulary) and next(hedges(said, vocabulary), None) is None


def _alike(title: Sentence, body: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences of the body that speak of what a headline says, those that share the most words with it."""
    wanted = _stems(title.text)
    if len(wanted) < FEWEST:
        return ()
    shared = [len(wanted & _stems(s.text)) for s in body]
    most = max(shared, default=0)
    if most < max(FEWEST, SHARED * len(wanted)):
        return ()
    return [s for s, count in zip(body, shared, strict=True) if count == most]


def _is_weak(text: str, vocabulary: str) -> bool:
    if is_likely(text, vocabulary) or _weak().search(text):
        return True
    return next(hedges(text, vocabulary), None) is not None


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_forms(text))


def _forms(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        small = word.lower().removesuffix("'s").removesuffix("’s")
        if small not in word_set("headlines", "stopwords"):
            yield _stem(small)


def _stem(word: str) -> str:
    for end in ("ing", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(end) and len(word) - len(end) > 2:
            return word.removesuffix(end)
    return word


@cache
def _weak() -> re.Pattern[str]:
    return whole(rf"(?<!chance )would have|{listed('headlines', 'weak')}")
