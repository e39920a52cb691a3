"""What a judgement must say and must not: each rule gives a problem in a sentence, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from floodwatch.model import refs
from floodwatch.model.claims import MOST_TEXT, PAP, TLP
from floodwatch.model.errors import JudgementError
from floodwatch.model.history import MOST_COUNTED
from floodwatch.model.judgements import CONFIDENCES, Forecast, Judgement, Likelihood
from floodwatch.vocabulary.estimates import likelihoods, place, vocabularies, words
from floodwatch.vocabulary.estimates.texts import confidence, likely, mixed, negative

MOST_LISTED = 200
"""Texts of one list, and refs, that a judgement may have."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def checked(one: Judgement) -> Judgement:
    """The judgement, when it is one that can be entered; those of others are kept as they were said."""
    own = () if one.said_by else (_likely, _sure, _apart, _repeated, _one_row, _looked, _asked, _past)
    for rule in (_texts, _choices, _numbers, _refs, _days, *own):
        problem = rule(one)
        if problem:
            raise JudgementError(problem)
    return one


def reads_not_looked_for(one: Judgement) -> bool:
    """Whether it says that something was not observed, and not through what one looked."""
    return bool(_vain(one)) and bool(one.search.missing())


def estimated(likely: Likelihood) -> Likelihood:
    """A likelihood of one's own, when it is one."""
    problem = _word(likely)
    if problem:
        raise JudgementError(problem)
    return likely


def _free(one: Judgement) -> Iterator[str]:
    yield from (one.statement, one.confidence_reason, *one.assumptions, *one.alternatives, *one.would_change)
    yield from (one.search.scope, one.search.period, one.search.collection, one.search.power, one.topic)
    if isinstance(one, Forecast):
        yield from (one.question, one.resolution_rule)


def _texts(one: Judgement) -> str:
    whole = "".join(_free(one))
    if not one.statement.strip():
        return "A judgement needs a statement"
    if not one.author.strip():
        return "A judgement needs an author"
    if len(whole) > MOST_TEXT or _UNSTORABLE.search(whole):
        return f"A judgement cannot hold more than {MOST_TEXT} characters, nor half characters"
    lists = (one.assumptions, one.alternatives, one.would_change, one.basis, one.about)
    return (
        f"A judgement cannot list more than {MOST_LISTED} of a kind"
        if any(len(x) > MOST_LISTED for x in lists)
        else ""
    )


def _choices(one: Judgement) -> str:
    if one.tlp not in TLP or one.pap not in PAP:
        return "A judgement cannot bear a marking that there is not"
    if one.confidence and one.confidence not in CONFIDENCES:
        return f"There is no confidence {one.confidence!r}, only {', '.join(CONFIDENCES)}"
    return ""


def _numbers(one: Judgement) -> str:
    low, high = one.likelihood.low, one.likelihood.high
    if (low is None) != (high is None):
        return "A likelihood has both ends or none"
    if low is not None and high is not None and not 0 <= low <= high <= 1:
        return "A likelihood lies between 0% and 100%, its low end first"
    return ""


def _refs(one: Judgement) -> str:
    for ref in one.basis:
        try:
            kind = refs.parse(ref).kind
        except ValueError:
            kind = ""
        if kind not in ("claim", "finding", "sha256"):
            return f"A judgement rests on claims, findings and files that are kept, and {ref!r} is neither"
    return ""


def _days(one: Judgement) -> str:
    if not isinstance(one, Forecast) or not one.horizon:
        return ""
    try:
        fine = date.fromisoformat(one.horizon).isoformat() == one.horizon
    except ValueError:
        fine = False
    return "" if fine else f"The horizon is a day as YYYY-MM-DD, and {one.horizon!r} is none"


def _likely(one: Judgement) -> str:
    return _word(one.likelihood)


def _word(likely: Likelihood) -> str:
    """The likelihood is a word of one vocabulary, or a number; what is certain or impossible is no estimate."""
    if likely.vocabulary not in likelihoods():
        return f"There is no vocabulary {likely.vocabulary!r}, only {', '.join(likelihoods())}"
    title = vocabularies()[likely.vocabulary].title
    if likely.low is None or likely.high is None:
        told = ", ".join(words(likely.vocabulary))
        return f"{likely.word!r} is no word of the vocabulary {title!r}: use one of {told}, or a number such as 70%"
    if likely.low == likely.high and likely.low in (0, 1):
        return "A probability of 0% or 100% is no estimate: nothing could change it"
    return ""


def _sure(one: Judgement) -> str:
    if not one.confidence:
        return "A judgement says how good its sources and its logic are: give a confidence of low, moderate or high"
    return "" if one.confidence_reason.strip() else "A confidence needs a reason"


def _apart(one: Judgement) -> str:
    """Likelihood and confidence are two things, and never stand in one sentence."""
    found = confidence(one.statement)
    if found:
        return (
            f"The statement says {found!r}, and its likelihood stands beside it: a likelihood and a level of "
            "confidence never stand in one sentence, so leave the confidence to its own field"
        )
    for text in _free(one):
        if both := mixed(text, one.likelihood.vocabulary):
            return f"A likelihood and a level of confidence stand in one sentence: {both!r}"
    return ""


def _repeated(one: Judgement) -> str:
    """A likelihood in the statement must be the one that is given, from the same row of words."""
    told = place(one.likelihood.word, one.likelihood.vocabulary)
    for found in likely(one.statement, one.likelihood.vocabulary):
        here = place(found, one.likelihood.vocabulary)
        if here is not None and (told is None or (here.step, here.row) != (told.step, told.row)):
            given = one.likelihood.word or "a number"
            return f"The statement says {found!r} and its likelihood is {given!r}: say it once, in one row of words"
    return ""


def _one_row(one: Judgement) -> str:
    """The words of likelihood of all its texts, and its own, are of one row."""
    given, name = one.likelihood.word, one.likelihood.vocabulary
    told = [found for text in _free(one) for found in likely(text, name)]
    rows = {here.row: found for found in (*reversed(told), given) if (here := place(found, name))}
    if len(rows) < 2:
        return ""
    first, second = sorted(rows.values(), key=lambda word: word != given)[:2]
    return f"It says {first!r} and {second!r}, of two rows of words that mean the same: keep to one of them"


def _looked(one: Judgement) -> str:
    missing = one.search.missing()
    found = _vain(one)
    if not found or not missing:
        return ""
    return (
        f"{found!r} needs the {_listed(missing)} of the search: without them it means that nobody looked, "
        f"so give them or leave it out"
    )


def _vain(one: Judgement) -> str:
    """The first words by which it says that something was looked for in vain."""
    texts = (one.statement, *one.alternatives, *one.would_change)
    return next((found for found in map(negative, texts) if found), "")


def _asked(one: Judgement) -> str:
    if not isinstance(one, Forecast):
        return ""
    for name, text in (
        ("question", one.question),
        ("resolution rule", one.resolution_rule),
        ("horizon", one.horizon),
    ):
        if not text.strip():
            return f"A forecast needs a {name}: without it nobody can say later whether it came true"
    if one.likelihood.point is None:
        return "A forecast needs one number as its probability, such as 35%: a range cannot be scored"
    if one.made_at[:10] > one.horizon:
        return f"The horizon {one.horizon} has passed"
    return ""


def _past(one: Judgement) -> str:
    """What history said is from before the forecast, and a probability with its interval."""
    rate = one.base_rate if isinstance(one, Forecast) else None
    if rate is None:
        return ""
    if not 0 <= rate.low <= rate.probability <= rate.high <= 1:
        return "A base rate lies between 0% and 100%, and inside its interval"
    if rate.as_of > one.made_at[:10]:
        return f"A base rate as of {rate.as_of} is not from before a forecast of {one.made_at[:10]}"
    most = len(rate.counted) > MOST_COUNTED
    return f"A base rate cannot name more than {MOST_COUNTED} events" if most else ""


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
