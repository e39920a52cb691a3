"""From the rules that fired to one of three kinds, with the reason in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from floodwatch.detectors.personas.kinds.rules import Measure, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a network besides its signals."""

    members: int
    q_value: float
    formed_by: frozenset[str]
    """Traces without which the network would not have been found."""
    accounts_of_language: int
    languages: tuple[str, ...]
    unequal: tuple[str, ...] = ()
    """Groups that most members belong to and whose innocent accounts are flagged too often, in words."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind with its reasons; `signs` are the positive ones that counted."""

    kind: str
    summary: str
    signs: tuple[Rule, ...]
    innocent: str
    tell_apart: str
    rules: tuple[str, ...]


def decide(case: Case, measured: Mapping[str, Measure], book: Rulebook) -> Verdict:
    """Overt where it says so; covert where that is ruled out and two independent signs stand; else unclear."""
    innocent = [r for r in book.innocent if r.fires(measured)]
    signs = [r for r in book.signs if r.fires(measured, untested=False)]
    counted = [r for r in signs if not case.formed_by.intersection(r.traces)]
    overt = declared([r for r in book.overt if r.fires(measured)], counted)
    pair = convincing([r for r in counted if not (overt and r.open_too)])
    kind, summary = _kind(case, overt, innocent, counted, pair, book)
    telling = next((r for r in (*pair, *counted) if r.innocent), None)
    account = (telling.innocent, telling.tell_apart) if telling else book.otherwise
    rules = tuple(r.id for r in (*overt, *innocent, *signs))
    return Verdict(kind, summary, tuple(counted), account[0], account[1], rules)


def declared(overt: Sequence[Rule], counted: Sequence[Rule]) -> list[Rule]:
    """Overt rules that stand: names do not count for imitators, mere appearances not against deception."""
    imitates = any(r.deception == "c" for r in counted)
    deceives = any(r.deception for r in counted)
    return [r for r in overt if not (r.by_name and imitates) and not (r.mere and deceives)]


def convincing(signs: Sequence[Rule]) -> tuple[Rule, ...]:
    """A deception sign and a sign of another dependence group that together suffice, or nothing.

    A weak sign is no deception sign; a lean deception sign needs a partner that is not weak.
    """
    for first in signs:
        if not first.deception or first.weak:
            continue
        for second in signs:
            if second.group != first.group and not (first.lean and (second.weak or second.lean)):
                return first, second
    return ()


def _kind(
    case: Case,
    overt: Sequence[Rule],
    innocent: Sequence[Rule],
    counted: Sequence[Rule],
    pair: Sequence[Rule],
    book: Rulebook,
) -> tuple[str, str]:
    if overt and not pair:
        return "overt", f"Openly coordinated: {_listed(overt)}."
    if overt:
        return "unclear", f"Unclear: {_listed(overt)}, yet {_listed(pair)}."
    if not pair:
        return "unclear", _undecided(innocent, counted)
    hurdle = _hurdle(case, innocent, book)
    if hurdle:
        return "unclear", f"Unclear: {_listed(pair)}, but {hurdle}."
    return "covert", f"Coordination is concealed: {_listed(pair)}, and nothing declares it."


def _undecided(innocent: Sequence[Rule], counted: Sequence[Rule]) -> str:
    """Why nothing was decided: what was seen, and what is missing."""
    if innocent:
        return f"Unclear: {_listed(innocent)}, which is an ordinary reason to act alike."
    if not counted:
        return "Unclear: no declaration, no public call and no sign of deception was measured."
    groups = sorted({r.group for r in counted})
    if any(r.deception for r in counted):
        return f"Unclear: {_listed(counted)}; no second sign outside {' and '.join(groups)} was measured."
    return f"Unclear: {_listed(counted)}; that is not deception, and no sign of deception was measured."


def _hurdle(case: Case, innocent: Sequence[Rule], book: Rulebook) -> str:
    """Why a network with convincing signs is still not called covert; empty when nothing stands in the way."""
    if innocent:
        return _listed(innocent)
    if case.members < book.least_members:
        return f"{case.members} accounts are too few to say"
    if case.q_value > book.greatest_q:
        return "its coordination is not certain enough"
    if case.accounts_of_language < book.least_accounts:
        spoken = ", ".join(case.languages)
        return f"only {case.accounts_of_language} accounts in the data share its language ({spoken}): not calibrated"
    if case.unequal:
        whom = ", ".join(case.unequal)
        return f"innocent accounts {whom} are flagged more than twice as often as others: not calibrated"
    return ""


def _listed(rules: Sequence[Rule]) -> str:
    """Up to three reasons as one clause."""
    reasons = list(dict.fromkeys(r.reason for r in rules))[:3]
    return ", ".join(reasons[:-1]) + (" and " if reasons[1:] else "") + reasons[-1]
