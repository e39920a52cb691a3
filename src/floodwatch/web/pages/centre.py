"""The first page, the cases, what one case holds, and what the server runs and records."""

from __future__ import annotations

from floodwatch.web.page import Asked, Page, Values

DAYS_AHEAD = 180


def home(asked: Asked) -> Values:
    """What is new, what waits, what comes."""
    from floodwatch.centre.front import front

    return front(asked.centre, asked.acting, DAYS_AHEAD)


def cases(asked: Asked) -> Values:
    """Every case that one may see, with what it holds."""
    from floodwatch.centre.front import cases_held

    return {"cases": cases_held(asked.centre, asked.acting)}


def case(asked: Asked) -> Values:
    """What a case holds and what was found in it."""
    from floodwatch.centre.front import case_held

    return case_held(asked.of_case(), asked.acting)


def doctor(asked: Asked) -> Values:
    """What is installed and what is missing."""
    from floodwatch.centre.call import call

    return call("doctor", None, acting=asked.acting)


PAGES = (
    Page("home", "/", "Overview", home, "Centre"),
    Page("cases", "/cases", "Cases", cases, "Centre", "cases", noted=True),
    Page("case", "/c/{case}", "Case", case, "Case"),
)
