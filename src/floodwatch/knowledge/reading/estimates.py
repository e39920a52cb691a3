"""Words of likelihood, confidence and doubt, and the clause that they judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from floodwatch.knowledge.reading.clauses import judged
from floodwatch.knowledge.reading.sentences import Sentence, sentences
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample
from floodwatch.vocabulary.estimates import band, words
from floodwatch.vocabulary.reading import either, word_set, words_of

_NEAR = 30
_TWO_BACK = re.compile(r"((?:[\w’'-]+ )?[\w’'-]+) \Z")
_WORD_ON = re.compile(r"[ ,]+([^\W\d_]+)")


class Estimates:
    """Hedges as they are written, with the band of ICD 203 where its table has the words."""

    name = "estimates"
    description = "Words of likelihood, confidence and doubt, with the clause that they judge."
    makes = ("estimate",)
    needs = ("indicator",)

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every hedge that is no permission, no month, no verb of another meaning."""
        names = {(m.start, m.end) for kind in (*self.needs, "name") for m in before.get(kind, ())}
        starts = {place for start, end in names for place in range(start, min(end, start + 120))}
        for sentence in sentences(document):
            for found in _pattern().finditer(sentence.text):
                start, end = sentence.start + found.start(), sentence.start + found.end()
                if start not in starts and _hedges(sentence.text, found):
                    yield _mention(sentence, start, end)

    def examples(self) -> Sequence[ReadingExample]:
        """Each vocabulary, and words that only look like a hedge."""
        return (
            ReadingExample(
                "It is very likely that it will try; a remote chance remains.", ("very likely", "remote")
            ),
            ReadingExample(
                "We assess with moderate confidence that it is probably Russian.",
                ("moderate confidence", "probably"),
            ),
            ReadingExample(
                "The group may have paid, is believed to be small and appears to work from home.",
                ("may", "believed", "appears"),
            ),
            ReadingExample(
                "Who did it remains unknown; allegedly it could return.",
                ("remains unknown", "allegedly", "could"),
            ),
            ReadingExample(
                "You may open accounts in May; as soon as possible it appeared on a remote site and could not return.",
                (),
            ),
        )


def _mention(sentence: Sentence, start: int, end: int) -> Mention:
    written = sentence.text[start - sentence.start : end - sentence.start]
    first, last = judged(sentence, start, end)
    told: dict[str, Any] = {"judges": sentence.text[first - sentence.start : last - sentence.start]}
    small = written.lower()
    if bounds := _bands().get(small):
        told |= {"vocabulary": "icd203", "band": list(bounds)}
    else:
        told["vocabulary"] = "confidence" if "confiden" in small else "everyday"
    return Mention("estimate", start, end, written, told)


def _hedges(text: str, found: re.Match[str]) -> bool:
    """Whether the words judge how likely something is in this place."""
    judge = _PLACES.get(found.group().lower())
    if judge is None:
        return True
    back = _TWO_BACK.search(text, max(0, found.start() - _NEAR), found.start())
    on = _WORD_ON.match(text, found.end())
    ahead, behind = (back.group(1).lower() if back else ""), (on.group(1).lower() if on else "")
    return judge(ahead, ahead.rpartition(" ")[2], behind) and found.group() != "May"


def _may(_: str, ahead: str, __: str) -> bool:
    return ahead not in word_set("estimates", "permitted")


def _could(_: str, ahead: str, behind: str) -> bool:
    return behind != "not" and ahead not in ("you", "nobody", "never")


def _remote(_: str, __: str, behind: str) -> bool:
    return behind in word_set("estimates", "remote")


def _appears(_: str, __: str, behind: str) -> bool:
    return bool(behind) and behind not in word_set("estimates", "appear_places")


def _alleged(_: str, ahead: str, behind: str) -> bool:
    return ahead != "falsely" and behind != "that"


def _believed(_: str, ahead: str, behind: str) -> bool:
    return behind == "to" or ahead in word_set("estimates", "passive")


def _possible(two: str, ahead: str, _: str) -> bool:
    return not {ahead, two} & word_set("estimates", "never_possible")


def _unknown(_: str, ahead: str, behind: str) -> bool:
    return ahead not in ("a", "an", "the") or not behind or behind in ("whether", "who", "how", "why", "if")


def _doubt(_: str, ahead: str, behind: str) -> bool:
    sown = ahead in word_set("estimates", "doubt_nouns") or behind in ("on", "about", "among", "over")
    return bool(ahead) and not sown


_PLACES: dict[str, Callable[[str, str, str], bool]] = {
    "may": _may,
    "could": _could,
    "remote": _remote,
    "alleged": _alleged,
    "possible": _possible,
    "unknown": _unknown,
    **dict.fromkeys(("appear", "appears", "appeared"), _appears),
    **dict.fromkeys(("believed", "thought", "understood", "assumed"), _believed),
    **dict.fromkeys(("doubt", "doubts", "doubted"), _doubt),
}
"""Words that are hedges by what stands in front of them (two words, one word) and behind."""


@cache
def _bands() -> dict[str, tuple[int, int]]:
    bands = {word: band(word) for word in words()}
    return {word: (round(100 * (low or 0)), round(100 * (high or 0))) for word, (low, high) in bands.items()}


@cache
def _pattern() -> re.Pattern[str]:
    listed = words_of("estimates")
    fixed = either([*_bands(), *listed["confidence"], *listed["everyday"]])
    some = "|".join((*_PLACES, "(?<=I )(?:suppose|guess)", "(?<=we )(?:suspect|believe|assume|presume)"))
    remains = "remain(?:s|ed)? (?:unknown|unclear|uncertain|possible|doubtful)"
    return re.compile(rf"(?<![\w-])(?:{remains}|{fixed}|{some})(?![\w-]\w|\w)", re.I)


ESTIMATES = Estimates()
