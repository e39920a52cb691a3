"""Personas in words: names of roles and countries, the sentence over a card, and what is consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load

Lists = Mapping[str, Sequence[Mapping[str, Any]]]
NAMED = 2
"""Roles and sides named in the sentence over a card."""
SURE = 0.05


def role(key: str) -> str:
    """A role in English; empty where none is claimed."""
    return str(load("personas/labels.yaml")[key][0]) if key else ""


def roles(key: str) -> str:
    """The same, of several people."""
    return str(load("personas/labels.yaml")[key][1])


@cache
def country(code: str) -> str:
    """A country's name in English, or its code where there is none."""
    from babel import Locale

    return str(Locale.parse("en").territories.get(code, code)) if code else ""


def persona(text: str) -> str:
    """Countries and roles that do not go together, by name."""
    known = load("personas/labels.yaml")
    return " and ".join(role(p) if p in known else country(p) for p in text.split(" and "))


def headline(cast: Mapping[str, Any], lists: Lists) -> str:
    """What most members claim, in up to three sentences."""
    said = [
        s for s in (_roles(cast, lists["roles"]), _places(cast, lists), _camps(cast, lists["camps"])) if s
    ]
    if said:
        return " ".join(said)
    return f"None of {cast['members']:,} members claims a role, a place or a side; {cast['with_bio']:,} have a bio."


def _roles(cast: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> str:
    often = [row for row in found if row["members"] > 1][:NAMED] or list(found[:1])
    if not often:
        return ""
    each = [f"{row['members']:,} {_claim(row)}{_outside(row)}" for row in often]
    return f"Of {cast['with_bio']:,} members with a bio, {' and '.join(each)}."


def _claim(row: Mapping[str, Any]) -> str:
    return f"claim to be {roles(row['key'])}" if row["members"] > 1 else f"claims to be {role(row['key'])}"


def _outside(row: Mapping[str, Any]) -> str:
    return "" if row["baseline"] is None else f" ({row['share']:.0%}; outside {row['baseline']:.0%})"


def _places(cast: Mapping[str, Any], lists: Lists) -> str:
    found = lists["places"]
    if not found:
        return ""
    first, names = found[0], lists["place_names"]
    often = f"; the commonest place named is {names[0]['value']}" if names and names[0]["members"] > 1 else ""
    names_it = f"{first['members']:,} name{'s' * (first['members'] == 1)} {first['value']}{often}"
    return f"Of {cast['with_place']:,} that claim{'s' * (cast['with_place'] == 1)} a place, {names_it}."


def _camps(cast: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        return ""
    each = [f"{row['members']:,} {row['value']}" for row in found[:NAMED]]
    return f"{cast['with_camp']:,} take a side: {', '.join(each)}."


def consistency(cast: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What of the members fits together, each with how many could be judged and what the background does."""
    outside = cast["background_language_fits"], cast["background_contradictory"]
    told = (
        ("write a language of the country that they claim", "language_fits", "language_known", outside[0]),
        ("claim two countries, or roles that hardly go together", "contradictory", "members", outside[1]),
        ("claim the same country each time they were seen", "place_same", "place_known", None),
        ("claim the same roles each time they were seen", "role_same", "role_known", None),
    )
    return [
        {"what": what, "members": cast[hits], "of": cast[of], "baseline": baseline}
        for what, hits, of, baseline in told if cast[of]
    ]  # fmt: skip


def spread(cast: Mapping[str, Any]) -> str:
    """Whether the personas are a cast, in a sentence; empty where too few declare anything."""
    if cast["effective"] is None:
        return ""
    own = f"{cast['declared']:,} members declare something: {cast['effective']:.1f} effective personas"
    if cast["expected"] is None:
        return f"{own}; there is no background to compare them with."
    chance = min(1.0, 2 * min(cast["p_even"], cast["p_uniform"]))
    how = "more even" if cast["effective"] > cast["expected"] else "more uniform"
    verdict = f"{how} than chance explains" if chance < SURE else "as in the background"
    return (
        f"{own}, where groups of as many other people have {cast['expected']:.1f} ({cast['low']:.1f} to "
        f"{cast['high']:.1f}): {verdict} (p {chance:.2g})."
    )
