"""What was judged: judgements, forecasts, and the public record of the centre."""

from __future__ import annotations

from floodwatch.web.page import Asked, Page, Values


def judgements(asked: Asked) -> Values:
    """Judgements with likelihood, confidence and basis."""
    return asked.call("judge")


def judgement(asked: Asked) -> Values:
    """One judgement in full."""
    return asked.call("judge", action="show", words=(asked.path["judgement"],))


def forecasts(asked: Asked) -> Values:
    """Forecasts, those that are due first, and how good they were."""
    return {**asked.call("forecast"), "scored": asked.call("forecast", action="score")}


def handed(asked: Asked) -> Values:
    """What was handed to whom."""
    return asked.call("dissemination")


PAGES = (
    Page("judgements", "/judgements", "Judgements", judgements, "Judged", "judgements"),
    Page("judgement", "/judgements/{judgement}", "Judgement", judgement),
    Page("forecasts", "/forecasts", "Forecasts", forecasts, "Judged", "judgements"),
    Page("handed", "/handed", "Handed over", handed, "Judged", "handed"),
)
