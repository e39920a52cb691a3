"""Grows computed tables: a unit runs over what new files changed, and its rows take the place of theirs.

It is exact for units that say `grows`: each row that they make carries the platform and the id of a post, and
follows from the rows of that post alone, or also from those of the posts that it names in a column of `kin`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.engine.base import Engine
from floodwatch.lake.layout import CaseFolder
from floodwatch.lake.plan import count
from floodwatch.lake.read import files
from floodwatch.model.records import POSTS
from floodwatch.model.units import Step, Unit, Value, kin_of, settings_of, sql_name
from floodwatch.tools.stores import Place

KEY = ", ".join(POSTS.key)


def growable(units: Sequence[Unit]) -> list[Unit]:
    """The units that grow, in order: what they need are posts and tables of others that grow."""
    known, found = {POSTS.name}, list[Unit]()
    for unit in units:
        if unit.grows and known.issuperset(unit.needs):
            found.append(unit)
            known.update(unit.makes)
    return found


def show(engine: Engine, table: str, paths: Sequence[Place]) -> None:
    """Open a table that grows under a name that can be narrowed to some of its posts."""
    engine.scan(f"{sql_name(table)}_kept", paths)
    _widen(engine, table)


def since(engine: Engine, case: CaseFolder, covered: int) -> None:
    """Make `grown_posts`: posts of which the latest observation lies in files after the first `covered`."""
    paths = files(case, POSTS.name)
    engine.scan("posts_before", paths[:covered], arrival=True)
    engine.scan("posts_since", paths[covered:], arrival=True)
    columns = f"{KEY}, observed_at, filename, file_row_number"
    engine.table(Step("grown_posts", f"""
        SELECT {KEY} FROM (
            SELECT {KEY}, is_new, row_number() OVER (
                PARTITION BY {KEY} ORDER BY observed_at DESC NULLS LAST, filename DESC, file_row_number DESC) AS place
            FROM (SELECT {columns}, FALSE AS is_new FROM posts_before
                    SEMI JOIN (SELECT DISTINCT {KEY} FROM posts_since) AS renewed USING ({KEY})
                  UNION ALL SELECT {columns}, TRUE AS is_new FROM posts_since))
        WHERE place = 1 AND is_new"""))  # fmt: skip


def grow(engine: Engine, unit: Unit, settings: Mapping[str, Value]) -> dict[str, int]:
    """Run the unit over the posts of `grown_posts` and those they concern; gives the rows made, by table.

    Leaves each table that it makes with the rows of those posts only, for `grown_sql` to put in their place.
    """
    engine.steps(_affected(kin_of(unit)))
    for table in unit.needs:
        _narrow(engine, table)
    unit.run(engine, settings_of(unit, settings))
    for table in unit.needs:
        _widen(engine, table)
    return {t: count(engine, f"{sql_name(t)} SEMI JOIN grown_redone USING ({KEY})") for t in unit.makes}


def grown_sql(engine: Engine, table: str, old: Place) -> str:
    """SQL of the whole table: the old rows of all other posts, and the new rows."""
    name = sql_name(table)
    engine.scan(f"{name}_before", [old])
    columns = ", ".join(engine.arrow(f"SELECT * FROM {name}_before LIMIT 0").column_names)
    return f"""
        SELECT {columns} FROM {name}_before ANTI JOIN grown_redone USING ({KEY})
        UNION ALL SELECT {columns} FROM {name} SEMI JOIN grown_redone USING ({KEY})"""


def _affected(kin: Sequence[str]) -> tuple[Step, ...]:
    """Steps to the posts whose rows are made again, and to those that must be seen for it."""
    named = [
        f"SELECT posts.platform, posts.post_id FROM posts SEMI JOIN grown_posts AS other"
        f" ON other.platform = posts.platform AND other.post_id = posts.{column}"
        for column in kin
    ]
    naming = [
        f"SELECT platform, {column} FROM posts SEMI JOIN grown_redone USING ({KEY})"
        f" WHERE {column} IS NOT NULL"
        for column in kin
    ]
    return (
        Step("grown_redone", " UNION ".join((f"SELECT {KEY} FROM grown_posts", *named))),
        Step("grown_seen", " UNION ".join((f"SELECT {KEY} FROM grown_redone", *naming))),
    )


def _narrow(engine: Engine, table: str) -> None:
    name = sql_name(table)
    engine.view(Step(name, f"SELECT * FROM {name}_kept SEMI JOIN grown_seen USING ({KEY})"))


def _widen(engine: Engine, table: str) -> None:
    name = sql_name(table)
    engine.view(Step(name, f"SELECT * FROM {name}_kept"))
