"""What each profile says that its owner is: role, place, side and languages, with the words that say so.

Only what is declared is read. Nothing is inferred of ethnicity, sexuality, health, sex or real identity: forms of
both grammatical genders are one role. A religious word is counted for a network and its background as a whole
(`persona_beliefs`), never kept for an account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from floodwatch.detectors.personas.cards import claims, reading, sides
from floodwatch.detectors.personas.cards.words import BELIEVER
from floodwatch.detectors.personas.compared import drawn
from floodwatch.detectors.personas.samples import people, post
from floodwatch.detectors.personas.stance.names import Names, Target
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 20_000
"""Background accounts that are read at most, drawn by the MD5 of their ref."""
ROLE, COUNTRY, PLACE, CAMP, LANGUAGE, TONGUE = (
    "role", "place_country", "place_text", "camp", "language", "claimed_language",
)  # fmt: skip
TEXTS = ("trait", "value", "words", "field")
CLEAR = 2
"""An account speaks for a target where posts for it are at least so many more than those against it, or all are."""

CHOSEN = Step(
    "persona_chosen",
    f"""
    SELECT p.account_no, p.platform, p.account_id, m.member = 1 AS member, p.language,
           coalesce(p.bio, '') AS bio, coalesce(p.name, '') AS name, coalesce(p.handle, '') AS handle,
           coalesce(p.location, '') AS location
    FROM (SELECT account_no, max(member) AS member FROM (
              SELECT account_no, 1 AS member FROM persona_members
              UNION ALL SELECT account_no, 0 AS member FROM ({drawn("true", SAMPLE)}) d) either
          GROUP BY account_no) m
    JOIN personas p USING (account_no)
    """,
)
READ = "SELECT account_no, language, bio, name, handle, location FROM persona_chosen"
PROFILES = Step(
    "persona_profiles",
    """
    SELECT account_no, platform, account_id, member, language, length(trim(bio)) > 0 AS has_bio,
           length(trim(bio)) > 0 OR length(trim(location)) > 0 AS has_text
    FROM persona_chosen ORDER BY account_no
    """,
)
POSTED = Step(
    "persona_posted",
    f"""
    SELECT account_no, '{CAMP}' AS trait,
           CASE WHEN supports > attacks THEN 'for ' ELSE 'against ' END || target AS value,
           CAST(supports + attacks AS VARCHAR) || ' posts' AS words, 'posts' AS field
    FROM (
        SELECT s.account_no, s.target,
               CAST(sum(CASE WHEN s.stance = 'support' THEN 1 ELSE 0 END) AS BIGINT) AS supports,
               CAST(sum(CASE WHEN s.stance = 'attack' THEN 1 ELSE 0 END) AS BIGINT) AS attacks
        FROM stances s JOIN persona_profiles p USING (account_no)
        WHERE s.stance <> 'mention' GROUP BY s.account_no, s.target)
    WHERE abs(supports - attacks) >= {CLEAR} OR (supports <> attacks AND least(supports, attacks) = 0)
    """,
)
SPOKEN = Step(
    "persona_spoken",
    f"""
    SELECT account_no, '{LANGUAGE}' AS trait, language AS value, language AS words, 'posts' AS field
    FROM persona_profiles WHERE language <> 'und'
    """,
)
TRAITS = Step(
    "persona_traits",
    f"""
    SELECT t.account_no, p.platform, p.account_id, t.trait, t.value, t.words, t.field FROM (
        SELECT * FROM persona_declared WHERE value <> '{BELIEVER}'
        UNION ALL SELECT * FROM persona_posted UNION ALL SELECT * FROM persona_spoken) t
    JOIN persona_profiles p USING (account_no)
    ORDER BY t.account_no, t.trait, t.value, t.field
    """,
)
BELIEFS = Step(
    "persona_beliefs",
    f"""
    SELECT coalesce(m.network_id, '') AS network_id, count(d.account_no) AS accounts, count(*) AS size
    FROM persona_profiles p LEFT JOIN persona_members m USING (account_no)
    LEFT JOIN (SELECT DISTINCT account_no FROM persona_declared WHERE value = '{BELIEVER}') d USING (account_no)
    WHERE p.has_bio GROUP BY m.network_id ORDER BY network_id
    """,
)


class PersonaTraits:
    """Rows for every member of a network and for a sample of the background."""

    name = "persona_traits"
    description = "What each profile says that its owner is: role, place, side and languages, with the words."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("personas", "persona_members", "stances", "stance_targets")
    makes = ("persona_traits", "persona_profiles", "persona_beliefs")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave the traits, which profiles were read (not their texts), and the counts of believers."""
        engine.steps((CHOSEN, PROFILES))
        given = engine.arrow("SELECT target, aliases FROM stance_targets ORDER BY target").to_pylist()
        targets = tuple(Target(r["target"], tuple(r["aliases"] or ())) for r in given)
        engine.map("persona_declared", READ, partial(_read, targets), _schema())
        engine.steps((POSTED, SPOKEN, TRAITS, BELIEFS))
        engine.drop("persona_chosen", "persona_declared", "persona_posted", "persona_spoken")

    def examples(self) -> Sequence[Example]:
        """A nurse from a state, and a profile that says nothing in a language that is not known."""
        said = [post(0, 0, "x")]
        nurse, nobody = {"bio": "Nurse from Ohio"}, {"language": "und"}
        return (
            Example("a nurse", True, {**people([nurse]), "posts": said}),
            Example("nothing said", False, {**people([nobody]), "posts": said}),
        )


def traits(row: Mapping[str, Any], names: Names | None) -> Iterator[tuple[str, str, str, str]]:
    """Trait, value, words and field of everything that a profile declares, without doubles."""
    found: dict[tuple[str, str, str], str] = {}
    for field, trait, said in _declared(row, names):
        found.setdefault((trait, said[0], field), said[1])
    yield from ((trait, value, words, field) for (trait, value, field), words in found.items())


def _declared(row: Mapping[str, Any], names: Names | None) -> Iterator[tuple[str, str, tuple[str, str]]]:
    bio, language = row["bio"], row["language"]
    yield from (("bio", ROLE, one) for one in reading.roles(bio, language))
    yield from ((f, ROLE, one) for f in ("name", "handle") for one in reading.titled(row[f], language))
    yield from (("bio", COUNTRY, one) for one in claims.from_bio(bio, language))
    for one in claims.located(row["location"]):
        yield "location", COUNTRY, one
        yield "location", PLACE, (one.words, one.words)
    yield from (("bio", CAMP, one) for one in sides.camps(bio, language, names))
    yield from (("bio", TONGUE, one) for one in claims.tongues(bio, language))


@lru_cache(maxsize=4)
def _names(targets: tuple[Target, ...]) -> Names | None:
    return Names(targets) if targets else None


def _read(targets: tuple[Target, ...], rows: pa.RecordBatch) -> pa.RecordBatch:
    """Profiles to one row per trait that they declare."""
    import pyarrow as pa

    names = _names(targets)
    made = [(row["account_no"], *one) for row in rows.to_pylist() for one in traits(row, names)]
    columns = {"account_no": pa.array([one[0] for one in made], pa.int64())}
    for place, name in enumerate(TEXTS, 1):
        columns[name] = pa.array([one[place] for one in made], pa.string())
    return pa.RecordBatch.from_pydict(columns, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([("account_no", pa.int64()), *((name, pa.string()) for name in TEXTS)])


PERSONA_TRAITS = PersonaTraits()
