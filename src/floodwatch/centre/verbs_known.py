"""Verbs about what is known: imports, actors, incidents, elections. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.parameters import CEILING, DECIDING, KNOWLEDGE
from floodwatch.model.units import Parameter, Verb

KNOWN: tuple[Verb, ...] = (
    Verb(
        "knowledge",
        "Import what others know, saying what is new and gone; list what was imported; or export what is known.",
        "floodwatch.centre.knowledge:knowledge",
        KNOWLEDGE,
        on="centre",
    ),
    Verb(
        "actor",
        "Show who goes by a name, under which other names, and what is said of them by whom; or decide about names.",
        "floodwatch.centre.actor:actor",
        (
            Parameter("name", "", "A name, in any spelling.", positional=True),
            Parameter("most", 12, "So many claims of each kind at most, the confirmed and newest first."),
            Parameter("same", "", "Confirm that this name is the same actor."),
            Parameter("not_same", "", "Say that this name is not the same actor; it is not suggested again."),
            Parameter("undo", 0, "Number of a decision to take back, as the answer shows it."),
            *CEILING,
            *DECIDING,
        ),
        on="centre",
    ),
    Verb(
        "incident",
        "Show intrusions and thefts with actor, victims, outcome and amounts, and sums with nothing counted twice.",
        "floodwatch.centre.incident:incident",
        (
            Parameter("name", "", "Words of an incident's name; all incidents when empty.", positional=True),
            Parameter("actor", "", "Only by this actor, under any of its names."),
            Parameter("year", 0, "Only of this year, or reaching into it; 0 for all."),
            Parameter("country", "", "Only in this country, or with victims there."),
            Parameter("sector", "", "Only in this sector."),
            Parameter(
                "leads_to", "", "Record the campaign that the incident led to; none for: none was observed."
            ),
            *CEILING,
            *DECIDING,
        ),
        on="centre",
    ),
    Verb(
        "election",
        "Show elections by day with offices, candidates, and who is said to aim at them; or import a table of them.",
        "floodwatch.centre.election:election",
        (
            Parameter(
                "name",
                "",
                "Words of an election's name, a country, an office or a candidate; all when empty.",
                positional=True,
            ),
            Parameter(
                "table",
                "",
                "File to import: columns election, country, date; kind, until, office, district, candidate, party.",
            ),
            *CEILING,
            Parameter("by", "", "Who vouches for the table; the user of this machine when empty."),
        ),
        on="centre",
    ),
)
