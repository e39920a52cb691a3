"""Spans of time by the calendar, as first and last day: months, quarters, seasons, years, weeks, thirds of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]


def month(year: int, number: int) -> Span:
    """A month; numbers above 12 are of the years after, below 1 of those before."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def months(year: int, first: int, last: int) -> Span:
    """From the first day of one month to the last of another."""
    return month(year, first)[0], month(year, last)[1]


def week(day: date) -> Span:
    """The week from Monday to Sunday in which a day lies."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def third(span: Span, which: str) -> Span:
    """The early, mid or late third of a span: in whole months where it has them, else in days."""
    first, last = span
    length = 12 * (last.year - first.year) + last.month - first.month + 1
    number = {"early": 0, "mid": 1, "late": 2}[which]
    if length >= 3:
        part = length / 3
        start, end = round(number * part), round((number + 1) * part)
        return months(first.year, first.month + start, first.month + end - 1)
    days = (last - first).days + 1
    part = 10 if 28 <= days <= 31 else max(1, days // 3)
    begin = first + timedelta(days=number * part)
    return begin, last if number == 2 else begin + timedelta(days=part - 1)


def back(day: date, number: int, unit: str) -> Span | None:
    """The day, week, month, year … that lies so many before that of a day; None before the calendar begins."""
    try:
        if unit == "day":
            then = day - timedelta(days=number)
            return then, then
        if unit == "week":
            return week(day - timedelta(days=7 * number))
        length = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        first = (12 * day.year + day.month - 1) // length * length - number * length
        return months(first // 12, first % 12 + 1, first % 12 + length)
    except (ValueError, OverflowError):
        return None


def safe(year: int, number: int, day: int) -> Span | None:
    """One day; None where there is no such day."""
    try:
        one = date(year, number, day)
    except ValueError:
        return None
    return one, one
