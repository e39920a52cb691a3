"""Judgements and forecasts about the small casebook of `told`, for the tests of what is made of claims."""

from __future__ import annotations

from dataclasses import replace

from floodwatch.model.judgements import Forecast, Judgement, Likelihood, Search
from tests.casebook.told import ACTOR, STORM

LIKELY = Likelihood(0.55, 0.8, "likely", "icd_203")
LOOKED = Search("posts in three languages", "March 2026", "a keyword export", "80% for networks of 20")
COUNT = next(c for c in ACTOR if c.predicate == "count")
"""A claim on which they rest."""


def judged(statement="Storm-9001 runs these accounts", **told):
    """A judgement of ada's."""
    shared = {
        "likelihood": LIKELY, "confidence": "moderate", "confidence_reason": "two sources that agree",
        "basis": (f"claim:{COUNT.claim_id}",), "about": (STORM.entity_id,), "author": "ada",
        "assumptions": ("the count is of one day",), "alternatives": ("a fan club",),
        "would_change": ("an owner is named",), "made_at": "2026-02-01T00:00:00+00:00",
    }  # fmt: skip
    return Judgement(statement=statement, **{**shared, **told})


def asked(statement="Storm-9001 will aim at the vote", share=0.3, **told):
    """A forecast of ada's."""
    one = judged(statement, likelihood=number(share))
    shared = {name: getattr(one, name) for name in one.__dataclass_fields__}
    forecast = {
        "question": "Will a report name Storm-9001 behind posts about the vote?",
        "resolution_rule": "yes when such a report of a known vendor comes out by the horizon", "horizon": "2026-05-03",
    }  # fmt: skip
    return Forecast(**{**shared, **forecast, **told})


def number(share):
    return Likelihood(share, share, "", "icd_203")


def cited(one, who, **told):
    """The same as somebody else's, who said no more than that."""
    return replace(
        one, said_by=who.entity_id, confidence="", confidence_reason="", author="starting knowledge", **told
    )


__all__ = ["COUNT", "LIKELY", "LOOKED", "asked", "cited", "judged", "number"]
