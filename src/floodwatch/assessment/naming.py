"""How far a state or sponsor may be named: similarity says "resembles", and more takes an independent source.

Behaviour and content can be imitated, and a profile that was made from the same reports as the evidence only agrees
with itself. So nobody is named above roughly even without an item from outside of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from floodwatch.assessment.evidence import RESPONSIBILITY, TOLD, Item, Matrix
from floodwatch.assessment.likelihood import TAKES_PART, Share, in_words
from floodwatch.vocabulary.estimates import FIRST, vocabularies
from floodwatch.vocabulary.load import load


@dataclass(frozen=True, slots=True)
class Named:
    """What may be said of a hypothesis: `low`, `high` and `words` are what may be stated, capped or not.

    `rests_on` are the independent items that allow to go above roughly even.
    """

    hypothesis: str
    low: float
    high: float
    words: str
    capped: bool
    why: str
    rests_on: tuple[str, ...] = ()


def named(matrix: Matrix, shares: Sequence[Share], vocabulary: str = FIRST) -> tuple[Named, ...]:
    """What may be stated of every hypothesis, in the order given."""
    return tuple(_named(matrix, share, vocabulary) for share in shares)


def ceiling(vocabulary: str = FIRST) -> float:
    """The highest probability that still reads as roughly even."""
    terms = vocabularies()[vocabulary].terms
    return next((one.high - 0.01 for one in terms if one.low <= 0.5 < one.high), 0.5)


def independent(item: Item, matrix: Matrix) -> str:
    """Why an item does not suffice to name somebody; empty where it does."""
    reasons = {
        f"is about {item.kind}": load(TOLD)["kinds"][item.kind].get("inside", False),
        f"is easily copied ({', '.join(item.copied)})": bool(item.copied),
        "has no source": not item.sources,
        "goes back to a source of the profile": bool(set(item.sources) & set(matrix.profile_sources)),
        "has low credibility": item.credibility == "low",
        "has no chances": not item.chances,
    }
    return "; ".join(why for why, so in reasons.items() if so)


def speaks_for(item: Item, names: Sequence[str], matrix: Matrix) -> bool:
    """Whether an item is likelier under one of these hypotheses than under every other one."""
    chances = {name: low * high for name, (low, high) in item.chances.items()}
    others = [chances[one.name] for one in matrix.hypotheses if one.name not in names]
    return bool(others) and max(chances[name] for name in names) > max(others)


def answers(asks: str) -> tuple[str, tuple[str, ...]]:
    """The question that is asked, and those that an answer to it leaves open."""
    questions: Mapping[str, str] = load(TOLD)["questions"]
    return questions.get(asks, asks), tuple(q for name, q in questions.items() if name != asks)


def _named(matrix: Matrix, share: Share, vocabulary: str) -> Named:
    accusing = {one.name for one in matrix.hypotheses if one.names_somebody}
    degrees, most = matrix.asks == RESPONSIBILITY, ceiling(vocabulary)
    plain = Named(share.hypothesis, share.low, share.high, share.words, False, "")
    accused = share.hypothesis in accusing or (degrees and share.hypothesis == TAKES_PART)
    if not accused or share.high <= most:
        return plain
    # Degrees of responsibility accuse the same state: what speaks for one of them speaks for its taking part.
    names = sorted(accusing) if degrees else [share.hypothesis]
    items = [i for i in matrix.items if not independent(i, matrix) and speaks_for(i, names, matrix)]
    if items:
        rests = tuple(item.name for item in items)
        why = f"rests on {', '.join(rests)}, from outside behaviour, content and the sources of the profile"
        return Named(share.hypothesis, share.low, share.high, share.words, False, why, rests)
    low, high = min(share.low, most), most
    return Named(share.hypothesis, low, high, in_words(low, high, vocabulary), True, _why(matrix, names))


def _why(matrix: Matrix, names: Sequence[str]) -> str:
    """What is missing, item by item for those that speak for it."""
    speaking = [i for i in matrix.items if i.chances and speaks_for(i, names, matrix)]
    said = "; ".join(f"{item.name} {independent(item, matrix)}" for item in speaking)
    needed = "above roughly even it takes an independent item from outside behaviour, content and the profile's sources"
    return f"{needed}: {said or 'no item speaks for it more than for any other'}"
