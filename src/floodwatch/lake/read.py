"""Reads a case: the records that count, in their latest observation, and the computed tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from floodwatch.engine.base import Engine
from floodwatch.lake.files import read_json
from floodwatch.lake.given import frozen, open_given
from floodwatch.lake.layout import CaseFolder
from floodwatch.model.errors import CentreError
from floodwatch.model.given import LABELS
from floodwatch.model.records import ACCOUNTS, COLLECTIONS, OBSERVED, TABLES, Table
from floodwatch.model.units import Step, sql_name
from floodwatch.tools.arrow import REJECTS, empty
from floodwatch.tools.stores import Place

WRONG = """
    SELECT lower(platform) AS wrong_platform, lower(account_id) AS wrong_account, list(label) AS wrong_labels
    FROM given__labels GROUP BY lower(platform), lower(account_id)
"""
RIGHT = """
    SELECT {columns}, CASE WHEN w.wrong_labels IS NULL THEN a.labels
        ELSE list_filter(a.labels, lambda l: NOT list_contains(w.wrong_labels, l)) END AS labels
    FROM accounts_as_given AS a LEFT JOIN labels_wrong AS w
        ON w.wrong_platform = lower(a.platform) AND w.wrong_account = lower(a.account_id)
"""


def ingests(case: CaseFolder) -> list[dict[str, Any]]:
    """Descriptions of the ingests that were committed, oldest first."""
    found: list[dict[str, Any]] = read_json(case.index, {"ingests": []})["ingests"]
    return found


def known_inputs(case: CaseFolder) -> set[str]:
    """Keys of the inputs that the case has read: hash and how they were read."""
    return {file["key"] for ingest in ingests(case) for file in ingest["inputs"] if "key" in file}


def superseded(case: CaseFolder, contents: Set[str]) -> list[dict[str, Any]]:
    """The ingests whose files are all read again (`contents`: their SHA-256), so that the new reading counts.

    CentreError where such a file was read together with others that are not given now: their rows lie in
    the same tables, and to drop these would lose them.
    """
    found = [i for i in ingests(case) if contents & {file.get("sha256") for file in i["inputs"]}]
    left = sorted(
        {PurePath(f["file"]).name for i in found for f in i["inputs"] if f.get("sha256") not in contents}
    )
    if left:
        raise CentreError(
            "A file that this case holds is read in another way, but not the files that were read with it",
            where=", ".join(left[:5]) + (" …" if len(left) > 5 else ""),
            do="Give all of them again with the new options, or use another case.",
        )
    return found


def files(case: CaseFolder, table: str) -> list[Place]:
    """Parquet files of one table of records, oldest first."""
    return [case.rows(i["tables"][table]) for i in ingests(case) if table in i["tables"]]


def open_records(case: CaseFolder, engine: Engine) -> None:
    """Make every table of records, and `rejects`, readable in the engine, empty ones included."""
    rejects = files(case, "rejects")
    if rejects:
        engine.scan("rejects", rejects)
    else:
        engine.register("rejects", REJECTS.empty_table())
    open_given(case, engine)
    for table in TABLES:
        paths = files(case, table.name)
        if paths:
            engine.scan(f"{table.name}_observed", paths, arrival=True)
            if table is ACCOUNTS and LABELS.name in frozen(case):
                _without_wrong_labels(engine, paths)
            latest(engine, table)
        else:
            engine.register(table.name, empty(table))
            _never_observed(engine, table)


def _without_wrong_labels(engine: Engine, paths: Sequence[Place]) -> None:
    """Show accounts without the labels that somebody marked wrong: these count nowhere."""
    engine.scan("accounts_as_given", paths, arrival=True)
    engine.table(Step("labels_wrong", WRONG))
    names = [name for name in (*ACCOUNTS.names, "filename", "file_row_number") if name != "labels"]
    engine.view(Step("accounts_observed", RIGHT.format(columns=", ".join(f"a.{name}" for name in names))))


@contextmanager
def brought(
    case: CaseFolder, engine: Engine, ingest: Mapping[str, Any], table: str, columns: Sequence[str]
) -> Iterator[Iterator[list[dict[str, Any]]]]:
    """Rows of one table as one ingest brought them, some at a time and always in one order."""
    if table not in ingest["tables"]:
        yield iter(())
        return
    engine.scan(f"{table}_brought", [case.rows(ingest["tables"][table])])
    sql = f"SELECT {', '.join(columns)} FROM {table}_brought ORDER BY ALL"
    with engine.batches(sql) as reader:
        yield (batch.to_pylist() for batch in reader)


def collections(case: CaseFolder, engine: Engine) -> dict[str, dict[str, Any]]:
    """How the records of a case came to be here: its collections by id, the latest reading of each."""
    paths = files(case, COLLECTIONS.name)
    if not paths:
        return {}
    engine.scan("collections_brought", paths)
    rows = engine.arrow(f"SELECT {', '.join(COLLECTIONS.names)} FROM collections_brought").to_pylist()
    return {str(row["collection_id"]): row for row in rows}


def members(case: CaseFolder, engine: Engine) -> list[dict[str, Any]]:
    """Members of the networks of the latest detection: network_id, platform, account_id, score."""
    if "members" not in read_json(case.computed, {}):
        return []
    engine.scan("members_found", [case.table("findings", "members")])
    sql = "SELECT network_id, platform, account_id, score FROM members_found ORDER BY ALL"
    found: list[dict[str, Any]] = engine.arrow(sql).to_pylist()
    return found


def labelled(case: CaseFolder, engine: Engine) -> list[tuple[str, str, str]]:
    """Platform, id and label of every account that any observation gives a label."""
    paths = files(case, ACCOUNTS.name)
    if not paths:
        return []
    engine.scan("accounts_labelled", paths)
    sql = "SELECT DISTINCT platform, account_id, unnest(labels) AS label FROM accounts_labelled WHERE len(labels) > 0"
    rows = engine.arrow(f"{sql} ORDER BY ALL").to_pylist()
    return [(row["platform"], row["account_id"], row["label"]) for row in rows]


def _never_observed(engine: Engine, table: Table) -> None:
    """An empty table of observations, with its order of arrival, where units may ask for one."""
    if table.name in OBSERVED:
        rows = empty(table).append_column("filename", [[]]).append_column("file_row_number", [[]])
        engine.register(OBSERVED[table.name].name, rows)


def open_computed(case: CaseFolder, engine: Engine) -> tuple[str, ...]:
    """Make every computed table, and every family of them, readable in the engine; gives their names."""
    made = read_json(case.computed, {})
    for name, entry in sorted(made.items()):
        engine.scan(sql_name(name), [case.table(entry["stage"], name)])
    for family in sorted({name.partition("/")[0] for name in made if "/" in name}):
        engine.union(family, [sql_name(n) for n in sorted(made) if n.startswith(f"{family}/")])
    return tuple(sorted(made))


def latest(engine: Engine, table: Table) -> None:
    """Keep, of rows with one key, the one observed last; among equals the later in input order."""
    source, key = f"{table.name}_observed", ", ".join(table.key)
    when = "observed_at DESC NULLS LAST, " if "observed_at" in table.names else ""
    counted = engine.arrow(
        f"SELECT count(*) AS n, count(DISTINCT ({key})) AS kept FROM {source}"
    ).to_pylist()[0]
    if counted["n"] == counted["kept"]:
        _show(engine, table, f"SELECT {', '.join(table.names)} FROM {source}")
        return
    order = f"{when}filename DESC, file_row_number DESC"
    sql = f"""
        SELECT {", ".join(table.names)} FROM {source}
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"""
    engine.table(Step(f"{table.name}_latest", sql))
    _show(engine, table, f"SELECT * FROM {table.name}_latest")


def _show(engine: Engine, table: Table, sql: str) -> None:
    """Two names for the latest rows: the plan narrows the second to some posts while tables grow."""
    engine.view(Step(f"{table.name}_kept", sql))
    engine.view(Step(table.name, f"SELECT * FROM {table.name}_kept"))
