"""What a rule finds in a text: a statement about an entity, the words that make it, and the mentions that it used."""

from __future__ import annotations

from dataclasses import dataclass

from floodwatch.model.claims import Claim, Entity, Value
from floodwatch.model.reading import Mention

PLAIN = Value()
MOST_LABEL = 200
"""Characters of the name of a story or of what has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement about a subject, in the characters `start` to `end`.

    What is empty follows from the place: polarity and hedge from the clause, the date from the sentence, the speaker
    from who is said to say it. `dated` False takes no date, `plain` no hedge and no denial of the clause. `used` are
    the mentions that are a claim now.
    """

    subject: Entity
    predicate: str
    start: int
    end: int
    object: Entity | None = None
    value: Value = PLAIN
    qualifier: str = ""
    polarity: str = ""
    by: Entity | None = None
    date: Mention | None = None
    dated: bool = True
    plain: bool = False
    hedge: Mention | None = None
    used: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What a document suggests: entities, claims, notes on claims by their ids, and mentions that nothing ties."""

    document: Entity
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    notes: dict[str, tuple[str, ...]]
    loose: tuple[Mention, ...]
