"""Which rules hold of what a run returned, and which of that is news."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from floodwatch.model.watching import Alert, Rule, Subject

SAME = 0.5
"""Share of the parts of the smaller of two things that lie in the other where both are the same thing."""
MOST_EVIDENCE = 20


def alerts(
    rules: Iterable[Rule],
    subjects: Sequence[Subject],
    at: datetime,
    phases: Collection[str] = (),
    known: Sequence[Alert] = (),
) -> list[Alert]:
    """New alerts, those of high severity first. What was told is told again when it has grown as the rule says.

    `phases` are those in which some election is at that moment; `known` are all earlier alerts, oldest first.
    """
    told, made = list(known), list[Alert]()
    for rule in rules:
        if rule.phases and not set(rule.phases) & set(phases):
            continue
        for subject in subjects:
            if subject.over != rule.over or not all(c.holds(subject.values) for c in rule.conditions):
                continue
            earlier = _earlier(rule, subject, told, at)
            if earlier and not _grown(rule, subject, earlier):
                continue
            made.append(_alert(rule, subject, at, earlier))
            told.append(made[-1])
    order = ("high", "medium", "low")
    return sorted(made, key=lambda one: (order.index(one.severity), one.rule, one.ref))


def _earlier(rule: Rule, subject: Subject, told: Sequence[Alert], at: datetime) -> Alert | None:
    """The last alert of the rule about the same thing: of the same ref, or of mostly the same parts and not rested."""
    return next(
        (one for one in reversed(told) if one.rule == rule.name and _same(rule, subject, one, at)), None
    )


def _same(rule: Rule, subject: Subject, earlier: Alert, at: datetime) -> bool:
    if subject.ref == earlier.ref:
        return True
    if rule.rest_days and at - earlier.at > timedelta(days=rule.rest_days):
        return False
    smaller = min(len(subject.parts), len(earlier.parts))
    return bool(smaller) and len(subject.parts.intersection(earlier.parts)) >= SAME * smaller


def _grown(rule: Rule, subject: Subject, earlier: Alert) -> bool:
    return any(
        float(subject.values.get(column) or 0) >= times * float(earlier.values.get(column) or 0) > 0
        for column, times in rule.again.items()
    )


def _alert(rule: Rule, subject: Subject, at: datetime, earlier: Alert | None) -> Alert:
    text = "\x1f".join((rule.name, subject.ref, at.isoformat()))
    return Alert(
        alert_id=hashlib.sha256(text.encode()).hexdigest()[:16],
        rule=rule.name,
        severity=rule.severity,
        over=subject.over,
        ref=subject.ref,
        label=subject.label,
        said="; ".join(_values(rule, subject)),
        at=at,
        values=dict(subject.values),
        chance=subject.chance,
        innocent=" ".join(filter(None, (subject.innocent, rule.innocent))),
        would_change=rule.would_change,
        evidence=subject.evidence[:MOST_EVIDENCE],
        parts=tuple(sorted(subject.parts)),
        earlier=earlier.alert_id if earlier else "",
    )


def _values(rule: Rule, subject: Subject) -> Iterator[str]:
    """Each condition with the value that fulfils it."""
    for one in rule.conditions:
        value = subject.values[one.column]
        shown = f"{value:.3g}" if isinstance(value, float) else f"{value}"
        yield f"{one.column.replace('_', ' ')} {shown}" + ("" if one.one_of else f" ({one.said()})")
