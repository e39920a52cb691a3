"""What pages draw: the graph of a case as bytes, its static picture, and countries on a map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.model.acting import Acting


def graph_bytes(case: Case, acting: Acting) -> bytes:
    """The fused network as the graph of a page reads it."""
    from floodwatch.centre.look import look
    from floodwatch.centre.warm import WARM
    from floodwatch.outputs.graph_buffer import Links, graph_buffer

    graph, networks = look("graph", case, acting, timed=True), look("networks", case, acting)
    base = f"/c/{quote(case.name)}"
    links = Links(
        f"{base}/accounts/{{ref}}",
        f"{base}/pair?source={{source}}&target={{target}}",
        f"{base}/networks/{{id}}",
    )
    made: bytes = WARM.answer(case, "graph_bytes", lambda: graph_buffer(graph, networks, links=links))
    return made


def picture_of(case: Case, acting: Acting) -> Any:
    """The same as a picture that needs no script."""
    from floodwatch.centre.look import look
    from floodwatch.centre.warm import WARM
    from floodwatch.outputs.picture import picture

    graph, networks = look("graph", case, acting), look("networks", case, acting)
    return WARM.answer(case, "picture", lambda: picture(graph, networks, 0))


def targets(centre: Centre, acting: Acting) -> list[dict[str, Any]]:
    """Countries by how many incidents and elections of the casebook name them as aimed at, the most first."""
    from floodwatch.centre.call import call
    from floodwatch.sources.countries import code

    incidents = call("incident", centre, acting=acting)["incidents"]
    votes = call("election", centre, acting=acting)["elections"]
    named: Counter[str] = Counter(c for row in incidents for c in set(row["countries"]))
    aimed: Counter[str] = Counter(c for row in votes if row["threats"] for c in set(row["countries"]))
    return [
        {"code": code(one) or "", "name": one, "incidents": named[one], "elections": aimed[one]}
        for one in sorted({*named, *aimed}, key=lambda c: (-named[c] - aimed[c], str(c)))
    ]
