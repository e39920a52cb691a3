"""Claims that a document suggests: its mentions tied to one another by place, each with the words that say it.

A person decides about every one of them. What cannot be tied to a subject stays a mention.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.knowledge.suggesting import aims, doings, names, numbers, sayings, stories, votes
from floodwatch.knowledge.suggesting.known import Known, Nobody
from floodwatch.knowledge.suggesting.said import Suggested
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who
from floodwatch.knowledge.suggesting.writing import Writer
from floodwatch.model.documents import Document
from floodwatch.model.markings import Marking
from floodwatch.model.reading import Mention

UNIT = "claims@1"
"""Who suggests: the name and version of these rules."""
RULES = (
    *(names.aliases, names.origins, names.states_before_names, names.states_of_crowds, names.sponsors),
    *(aims.targets, aims.sectors, aims.stances),
    *(numbers.counts, numbers.money),
    *(doings.techniques, doings.tools, doings.platforms, doings.indicators, doings.activity),
    *(votes.offices, stories.told, stories.outcomes),
    *(sayings.negative, sayings.likely, sayings.statements, sayings.aside, sayings.cited),
)


def suggest(
    document: Document,
    found: Mapping[str, Sequence[Mention]],
    known: Known | None = None,
    marking: Marking | None = None,
    label: str = "",
    unit: str = UNIT,
) -> Suggested:
    """What the document suggests, by the names that are known; the same for the same text every time.

    Its claims inherit its marking.
    """
    known = known or Nobody()
    scene = Scene(document, found)
    who = Who(scene, known, unit, label)
    writer = Writer(scene, who, unit, marking or Marking())
    for rule in RULES:
        writer.write(rule(scene, who))
    writer.write(votes.events(scene, who, known))
    return writer.done()
