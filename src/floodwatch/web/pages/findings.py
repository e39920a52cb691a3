"""What was found in a case: networks, narratives, events, and who the members say that they are."""

from __future__ import annotations

from typing import Any

from floodwatch.web.page import MOST_ROWS, Asked, Page, Values

KINDS = ("covert", "unclear", "overt")


def networks(asked: Asked) -> Values:
    """The networks, narrowed by kind, behaviour, size and q."""
    found = list(asked.look("networks"))
    kind, behaviour = asked.query.get("kind", ""), asked.query.get("behaviour", "")
    least = asked.whole("members", 0, 10**6)
    shown = [
        n for n in found
        if (not kind or n.kind == kind) and (not behaviour or behaviour in n.behaviours) and n.members >= least
    ]  # fmt: skip
    offset = asked.whole("offset", 0, 10**6)
    return {
        "networks": shown[offset : offset + MOST_ROWS],
        "total": len(shown),
        "found": len(found),
        "offset": offset,
        "limit": MOST_ROWS,
        "kinds": {name: sum(n.kind == name for n in found) for name in KINDS},
        "behaviours": sorted({b for n in found for b in n.behaviours}),
    }


def network(asked: Asked) -> Values:
    """One network in full."""
    from floodwatch.centre.front import network_in_full

    return network_in_full(asked.of_case(), asked.acting, asked.path["network"])


def narratives(asked: Asked) -> Values:
    """What is being said, the largest first."""
    from floodwatch.centre.front import narratives_told

    language, offset = asked.query["language"], asked.whole("offset", 0, 10**6)
    return narratives_told(asked.of_case(), asked.acting, language, offset, MOST_ROWS)


def narrative(asked: Asked) -> Values:
    """One narrative in full."""
    return {"narratives": [asked.look("narrative", narrative=asked.path["narrative"])]}


def events(asked: Asked) -> Values:
    """What broke out: candidates for events."""
    found: Any = asked.look("events")
    return {"events": found.suggested[:MOST_ROWS], "total": found.total, "votes": found.votes}


def personas(asked: Asked) -> Values:
    """Who the members of each network say that they are."""
    found: Values = asked.look("personas")
    return found


def graph(asked: Asked) -> Values:
    """Everybody in a network, and who is linked with whom; a table beside the picture."""
    from floodwatch.centre.drawn import picture_of

    found = list(asked.look("networks"))
    return {
        "networks": found[:MOST_ROWS],
        "total": len(found),
        "behaviours": sorted({b for n in found for b in n.behaviours}),
        "picture": picture_of(asked.of_case(), asked.acting) if found else None,
    }


def pair(asked: Asked) -> Values:
    """The posts behind the links of two accounts."""
    source, target = asked.query["source"], asked.query["target"]
    return {"edges": asked.look("pair", source=source, target=target), "source": source, "target": target}


PAGES = (
    Page("graph", "/c/{case}/graph", "Graph", graph, "Case", "networks", ("built/islands.js",)),
    Page("pair", "/c/{case}/pair", "Two accounts", pair, rows="edges"),
    Page("networks", "/c/{case}/networks", "Networks", networks, "Case", "networks"),
    Page("network", "/c/{case}/networks/{network}", "Network", network),
    Page("narratives", "/c/{case}/narratives", "Narratives", narratives, "Case", "narratives"),
    Page("narrative", "/c/{case}/narratives/{narrative}", "Narrative", narrative),
    Page("events", "/c/{case}/events", "What broke out", events, "Case", "events"),
    Page("personas", "/c/{case}/personas", "Who they say they are", personas, "Case"),
)
