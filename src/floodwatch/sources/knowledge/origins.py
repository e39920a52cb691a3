"""What Microsoft writes under origin or threat: countries, and what a group is for."""

from __future__ import annotations

from floodwatch.sources.knowledge.making import Making

MEANS = {
    "influence operations": ("motive", "influence"),
    "financially motivated": ("motive", "financial_gain"),
    "private sector offensive actor": ("described_as", "a company that sells intrusions"),
    "group in development": ("described_as", "a group in development"),
    "covert network": ("described_as", "a covert network"),
}


def origin(made: Making, one: str, told: str) -> None:
    """Each part of the cell as a claim: a country is where the group acts from."""
    for piece in filter(None, (piece.strip() for piece in told.split(","))):
        if piece.casefold() in MEANS:
            predicate, value = MEANS[piece.casefold()]
            made.say(one, predicate, value=value)
        elif country := made.country(piece):
            made.say(one, "originates_from", country)
        else:
            made.say(one, "described_as", value=f"origin or threat: {piece}")
