"""Groups of people that rates are measured by: how old an account is, how much it posts, what script it writes."""

from __future__ import annotations

from datetime import datetime
from functools import cache

TRAITS = ("language", "script", "age", "activity")


def age_band(made: datetime | None, seen: datetime) -> str:
    """How old an account was when it was last seen."""
    if made is None:
        return "unknown"
    days = (seen - made).days
    bands = ((30, "under 30 days"), (365, "30 days to a year"), (5 * 365, "1 to 5 years"))
    return next((name for limit, name in bands if days < limit), "5 years or more")


def activity_band(posts: int) -> str:
    """How much an account posted."""
    bands = ((5, "1 to 4 posts"), (20, "5 to 19 posts"), (100, "20 to 99 posts"))
    return next((name for limit, name in bands if posts < limit), "100 posts or more")


@cache
def script_of(language: str) -> str:
    """The script that a language is mostly written in (CLDR), such as `Cyrl`; `unknown` where that is not known."""
    from babel.core import get_global

    code = language.split("-", maxsplit=1)[0].lower()
    likely = "" if code == "und" else str(get_global("likely_subtags").get(code, ""))
    return next((part for part in likely.split("_")[1:] if len(part) == 4), "unknown")
