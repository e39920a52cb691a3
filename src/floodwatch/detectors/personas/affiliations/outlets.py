"""Influencer networks of outlets and owners: how many accounts by which route, where, in what languages, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from floodwatch.detectors.personas.affiliations.affiliations import LISTING
from floodwatch.detectors.personas.places import country_of
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

WHO = Step(
    "outlets_who",
    """
    SELECT 'outlet' AS level, outlet AS name, * FROM affiliations
    UNION ALL SELECT 'owner', owner, * FROM affiliations WHERE owner IS NOT NULL
    """,
)
POSTED = Step(
    "outlets_posted",
    """
    SELECT a.account_no, l.language, count(*) AS posts, min(p.created_at) AS first_at, max(p.created_at) AS last_at
    FROM posts p
    JOIN (SELECT DISTINCT account_no, platform, account_id FROM affiliations) a USING (platform, account_id)
    LEFT JOIN post_languages l USING (platform, post_id) GROUP BY a.account_no, l.language
    """,
)
COUNTED = """SELECT level, name,
        list(replace(replace(value, '%', '%25'), '|', '%7C') || ':' || CAST(n AS VARCHAR) ORDER BY -n, value) AS said
    FROM (
        SELECT w.level, w.name, {value} AS value, {count} AS n FROM {source} WHERE {value} IS NOT NULL GROUP BY ALL)
    GROUP BY level, name"""
"""What files say may hold the sign that parts a list, so it is percent-encoded."""
PLATFORMS = COUNTED.format(value="w.platform", count="count(DISTINCT w.account_no)", source="outlets_who w")
PEOPLE = "(SELECT DISTINCT level, name, account_no FROM outlets_who) w"
LANGUAGES = COUNTED.format(
    value="p.language",
    count="CAST(sum(p.posts) AS BIGINT)",
    source=f"{PEOPLE} JOIN outlets_posted p USING (account_no)",
)
COUNTRIES = COUNTED.format(
    value="c.claimed", count="count(*)", source=f"{PEOPLE} JOIN outlets_countries c USING (account_no)"
)
OUTLETS_SQL = f"""
    WITH groups AS (
        SELECT level, name, min(CASE WHEN level = 'outlet' THEN owner END) AS owner, min(country) AS country,
               count(DISTINCT account_no) AS accounts,
               count(DISTINCT account_no) FILTER (WHERE route = 'overt') AS overt,
               count(DISTINCT account_no) FILTER (WHERE route = 'declared') AS declared,
               count(DISTINCT account_no) FILTER (WHERE route = 'linked') AS linked,
               list(DISTINCT network_id ORDER BY network_id) FILTER (WHERE network_id IS NOT NULL) AS networks
        FROM outlets_who GROUP BY level, name),
    posted AS (
        SELECT w.level, w.name, CAST(sum(p.posts) AS BIGINT) AS posts, min(p.first_at) AS first_at,
               max(p.last_at) AS last_at
        FROM {PEOPLE} JOIN outlets_posted p USING (account_no) GROUP BY w.level, w.name),
    platforms AS ({PLATFORMS}), languages AS ({LANGUAGES}), countries AS ({COUNTRIES})
    SELECT g.level, g.name, g.owner, g.country, g.accounts, g.overt, g.declared, g.linked,
           coalesce(array_to_string(g.networks, '|'), '') AS networks,
           coalesce(array_to_string(x.said, '|'), '') AS platforms,
           coalesce(array_to_string(l.said, '|'), '') AS languages,
           coalesce(array_to_string(c.said, '|'), '') AS countries_claimed,
           coalesce(p.posts, 0) AS posts, p.first_at, p.last_at
    FROM groups g LEFT JOIN posted p USING (level, name) LEFT JOIN platforms x USING (level, name)
    LEFT JOIN languages l USING (level, name) LEFT JOIN countries c USING (level, name)
    ORDER BY g.level, g.name"""
LOCATIONS = """
    SELECT DISTINCT a.account_no, p.location FROM affiliations a JOIN personas p USING (account_no)
    WHERE p.location IS NOT NULL ORDER BY a.account_no"""


class Outlets:
    """One row per outlet, and one per owner, that has accounts in the data."""

    name = "outlets"
    description = (
        "The accounts of each outlet and owner by route, with platforms, languages, countries and times."
    )
    version = 2
    parameters: tuple[Parameter, ...] = ()
    needs = ("affiliations", "personas", "posts", "post_languages")
    makes = ("outlets",)
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `outlets`; lists are `value:count` (values percent-encoded), the largest first, parted by `|`."""
        engine.steps((WHO, POSTED))
        engine.register("outlets_countries", _claimed(engine))
        engine.table(Step("outlets", OUTLETS_SQL))
        engine.drop("outlets_who", "outlets_posted", "outlets_countries")

    def examples(self) -> Sequence[Example]:
        """A listed account makes a row for its outlet; no listed account makes none."""
        who = {
            **people([{}], [{"handle": "river_tv", "location": "Lisbon, Portugal"}]),
            "posts": [post(1, 1, "hello")],
        }
        return (Example("one outlet", True, {**who, "listings": [LISTING]}), Example("none", False, who))


def _claimed(engine: Engine) -> pa.Table:
    """The country that each account's profile claims, where it can be told."""
    import pyarrow as pa

    rows = engine.arrow(LOCATIONS).to_pylist()
    found = [(row["account_no"], country) for row in rows if (country := country_of(row["location"]))]
    numbers, claimed = zip(*found, strict=True) if found else ((), ())
    return pa.table({"account_no": pa.array(numbers, pa.int64()), "claimed": pa.array(claimed, pa.string())})


OUTLETS = Outlets()
