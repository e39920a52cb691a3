"""What somebody makes of claims and findings: how likely, how sure of that, on what it rests, what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from floodwatch.model.history import HistoryRate
from floodwatch.model.refs import content_id

JUDGEMENT, FORECAST = "judgement", "forecast"
CONFIDENCES = ("low", "moderate", "high")
"""How good sources and logic are; never how likely something is."""
VERDICTS = ("strongly-disagree", "disagree", "neutral", "agree", "strongly-agree")
"""What a reviewer says, in the words that STIX has for opinions."""
OUTCOMES = ("yes", "no", "void")
"""Of a forecast; `void` where the rule cannot be applied, and then nothing is scored."""
STANDING, SUPERSEDED, RETRACTED = "standing", "superseded", "retracted"
NOT_LOOKED_FOR = "not looked for"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A word and its band, from one vocabulary; `low` is `high` where a number was given, None where words have none.

    `word` is empty where no word of the vocabulary fits, and then the number stands for itself.
    """

    low: float | None = None
    high: float | None = None
    word: str = ""
    vocabulary: str = ""

    @property
    def point(self) -> float | None:
        """The probability, where one was given and not a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Search:
    """Through what one looked for what was not observed, and how much would have been found."""

    scope: str = ""
    period: str = ""
    collection: str = ""
    power: str = ""

    def missing(self) -> tuple[str, ...]:
        """The parts that are not said; where there are any, `not observed` reads `not looked for`."""
        return tuple(
            name for name in ("scope", "period", "collection", "power") if not getattr(self, name).strip()
        )


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody other than the author says of a judgement; `number` takes it back."""

    reviewer: str
    verdict: str
    text: str
    reviewed_at: str
    number: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What the linter said of its words when it was entered, and who entered it all the same."""

    part: str
    words: str
    rule: str
    why: str
    remedy: str
    entered_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One entry of a forecast's history; the first has the number 0, since it is the forecast itself."""

    likelihood: Likelihood
    made_at: str
    made_by: str
    reason: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement, whose author answers for it, or which `said_by` made and the author entered.

    `basis` and `about` are refs: `claim:…`, `finding:case/id`, `sha256:…` of a kept file; ids of entities. What is
    decided about it (`status`, `superseded_by`, `reviews`, `wording`) is filled in by the casebook.
    """

    statement: str
    likelihood: Likelihood
    confidence: str = ""
    confidence_reason: str = ""
    basis: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    search: Search = Search()
    topic: str = ""
    author: str = ""
    said_by: str = ""
    source_document: str = ""
    made_at: str = ""
    supersedes: str = ""
    tlp: str = ""
    pap: str = ""
    status: str = STANDING
    superseded_by: str = ""
    reviews: tuple[Review, ...] = ()
    wording: tuple[Wording, ...] = ()
    judgement_id: str = ""

    @property
    def kind(self) -> str:
        """Whether it can come true."""
        return FORECAST if isinstance(self, Forecast) else JUDGEMENT

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Whose reviews stand."""
        return tuple(dict.fromkeys(one.reviewer for one in self.reviews))

    def own_id(self) -> str:
        """The id that follows from what it says, who says it and when."""
        likely = self.likelihood
        number = (repr(likely.low), repr(likely.high), likely.word, likely.vocabulary)
        question = (self.question, self.resolution_rule, self.horizon) if isinstance(self, Forecast) else ()
        who = (self.author, self.said_by, self.source_document, self.made_at)
        parts = (
            self.kind,
            self.statement,
            *number,
            self.confidence,
            *who,
            *self.basis,
            *self.about,
            *question,
        )
        return content_id("judgement", *parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Judgement):
    """A judgement about what is to come: `horizon` is the last day that counts, `likelihood` what was said first.

    `base_rate` is what history alone said when it was made. What is empty of a forecast of others was not said by them.
    """

    question: str = ""
    resolution_rule: str = ""
    horizon: str = ""
    history: tuple[Estimate, ...] = ()
    outcome: str = ""
    resolved_at: str = ""
    resolved_by: str = ""
    resolution: str = ""
    base_rate: HistoryRate | None = None

    @property
    def now(self) -> Likelihood:
        """What was said last."""
        return self.history[-1].likelihood if self.history else self.likelihood
