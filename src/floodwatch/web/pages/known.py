"""What is known: actors and their names, incidents, elections, and where it was imported from."""

from __future__ import annotations

from urllib.parse import quote

from floodwatch.web.page import Asked, Page, Values


def actors(asked: Asked) -> Values:
    """The actors of the casebook, or those that go by a name."""
    from floodwatch.centre.front import actors_known

    return actors_known(asked.centre, asked.acting, asked.query.get("words", "").strip())


def actor(asked: Asked) -> Values:
    """Who goes by a name, under which other names, and what is said of them."""
    return asked.call("actor", name=asked.path["name"])


def incidents(asked: Asked) -> Values:
    """Intrusions and thefts, with sums in which nothing is counted twice."""
    given = {name: asked.query[name] for name in ("actor", "country", "sector") if asked.query.get(name)}
    year = asked.whole("year", 0, 9999)
    return asked.call("incident", **given, **({"year": year} if year else {}))


def elections(asked: Asked) -> Values:
    """Elections by day, with offices, candidates, and who is said to aim at them."""
    return asked.call("election")


def find(asked: Asked) -> Values:
    """What the casebook holds with some words: names and quotes."""
    from floodwatch.centre.front import found

    words = asked.query["words"].strip()
    return {"words": words, "hits": found(asked.centre, words) if words else []}


def targets(asked: Asked) -> Values:
    """Which countries incidents and operations against elections were aimed at, as sources say."""
    from floodwatch.centre.drawn import targets as counted

    found = counted(asked.centre, asked.acting)
    drawn = [_drawn(row) for row in found if row["code"]]
    return {
        "countries": found,
        "drawn": {"title": "Countries aimed at", "unit": ["entry", "entries"], "countries": drawn},
    }


def _drawn(row: Values) -> dict[str, object]:
    href = f"/incidents?country={quote(row['name'])}"
    return {
        "code": row["code"],
        "name": row["name"],
        "count": row["incidents"] + row["elections"],
        "href": href,
    }


def knowledge(asked: Asked) -> Values:
    """What was imported, from whom, under which licence."""
    return asked.call("knowledge")


PAGES = (
    Page("actors", "/actors", "Actors", actors, "Known", "actors"),
    Page("actor", "/actors/{name:path}", "Actor", actor),
    Page("find", "/search", "Search", find, rows="hits", noted=True),
    Page("incidents", "/incidents", "Incidents", incidents, "Known", "incidents"),
    Page("targets", "/map", "Map of targets", targets, "Known", "countries", ("built/islands.js",)),
    Page("elections", "/elections", "Elections", elections, "Known", "elections"),
    Page("knowledge", "/knowledge", "Sources", knowledge, "Known", "sources"),
)
