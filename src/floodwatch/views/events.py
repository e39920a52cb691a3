"""What broke out that nobody told the centre of, and what was claimed about votes in the two days after them."""

from __future__ import annotations

from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import Happened
from floodwatch.model.units import Parameter
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, has, parts, rows

SUGGESTED = """
    SELECT s.*, e.title AS known_title FROM events_suggested s
    LEFT JOIN events e ON e.event_id = s.known_event ORDER BY s.p_value, s.event_id"""
VOTES = """
    SELECT w.*, e.title AS title FROM election_watch w JOIN events e ON e.event_id = w.event_id
    ORDER BY e.started_at, w.event_id, w.claim <> 'any', w.posts DESC, w.claim"""
LISTS, TEXTS = ("platforms", "languages", "networks", "first_posts"), ("title", "explanation")


def view(reader: Reader, most: int = 0) -> Happened:
    """Candidate events, the least likely first, and claims after each vote, all kinds together first.

    `most`: so many candidate events at most (0 for all). Handles of people outside the networks are masked.
    """
    hidden = mask(reader)
    suggested = rows(reader, SUGGESTED) if has(reader, "events_suggested") else []
    votes = rows(reader, VOTES) if has(reader, "election_watch") else []
    shown = [_shown(row, hidden) for row in suggested[: most or None]]
    return Happened(shown, len(suggested), [_shown(row, hidden) for row in votes])


def _shown(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    """A row with its lists as lists, outsiders masked, and terms of the lists of harm blurred."""
    lists = {name: list(parts(row[name])) for name in LISTS}
    texts = {name: hidden.post(str(row[name])) for name in TEXTS}
    things = (
        {"things": [hidden.post(refs.decode(t)) for t in parts(row["things"])]} if "things" in row else {}
    )
    return {**row, **lists, **texts, **things}


EVENTS = View(
    "events",
    "What broke out unseen, and what was claimed about votes in the 48 hours after them",
    view,
    needs=("events", "events_suggested", "election_watch", "members", "accounts"),
    parameters=(Parameter("most", 0, "so many candidate events at most, 0 for all"),),
)
