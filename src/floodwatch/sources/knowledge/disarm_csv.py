"""The tables of DISARM as CSV: techniques, tactics, counters, detections, incidents, and what joins them.

The files are parts of one work and are read one by one: codes join them, in any order. Source: DISARMframeworks,
CC BY-SA 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from floodwatch.model.batches import Batch
from floodwatch.model.claims import technique_id
from floodwatch.sources.knowledge.base import Known, Loaded
from floodwatch.sources.knowledge.making import Making

CATALOGUE, UNIT = "DISARM", "disarm_csv@1"
Row = Mapping[str, str]
Read = Callable[[Making, Known, Row], None]
KINDS = {"incident": "incident", "campaign": "campaign", "apt": "actor"}
NOBODY = ("", "Unknown", "World", "N/A", "All")


class DisarmCsv:
    """Reads one table of DISARM."""

    name = "disarm_csv"
    description = (
        "A table of DISARM as CSV: technique, tactic, counter, detection, incident, or what joins two"
    )

    def recognises(self, file: Loaded) -> bool:
        """The columns of a table that is known."""
        return _table(file) is not None

    def collect(self, file: Loaded, known: Known) -> None:
        """Codes, by which the tables name one another."""
        name, _ = _table(file) or ("", _code)
        if name in ("counter_technique", "detection_technique", "incident_technique"):
            return
        made = Making(key=name, label=name, unit=UNIT)
        for row in file.rows:
            code, one = row["disarm_id"].strip(), _entity(made, row, name)
            if one:
                known.add(f"{CATALOGUE} {code}", made.entities[one])

    def read(self, file: Loaded, known: Known) -> Batch:
        """All rows."""
        name, read = _table(file) or ("", _code)
        made = Making(key=f"disarm csv {name}", label=f"DISARM table {name}", unit=UNIT, credits="disarm")
        for row in file.rows:
            made.read += 1
            read(made, known, row)
        return made.batch()


def _table(file: Loaded) -> tuple[str, Read] | None:
    columns = set(file.columns)
    for name, needed, read in TABLES:
        if needed <= columns and (name != "code" or _prefix(file)):
            return (_prefix(file) if name == "code" else name), read
    return None


def _prefix(file: Loaded) -> str:
    """Which of the tables of codes it is, by how its codes begin."""
    first = file.rows[0].get("disarm_id", "") if file.rows else ""
    named = {"TA": "tactic", "T0": "technique", "C0": "counter", "F0": "detection"}
    return named.get(first[:2], "")


def _entity(made: Making, row: Row, table: str) -> str:
    """The entity of a row of a table of things, empty where it is none that the lists know."""
    code, name = row["disarm_id"].strip(), row["name"].strip()
    if not (code and name):
        return ""
    if table == "tool":
        return made.entity("tool", name)
    if table == "incident":
        kind = KINDS.get(row["objecttype"].strip(), "")
        return made.entity(kind, name) if kind else ""
    return made.entity("technique", name, technique_id(CATALOGUE, code))


def _coded(made: Making, known: Known, code: str) -> str:
    """The entity of a code, by its name where any table gave one."""
    there = known.entity(f"{CATALOGUE} {code}")
    if there:
        return made.note(there)
    if code[:1] in ("T", "C", "F"):
        return made.entity("technique", f"{CATALOGUE} {code}", technique_id(CATALOGUE, code))
    made.rejected["a code that no table explains"] += 1
    return ""


def _described(made: Making, row: Row, table: str) -> str:
    one = _entity(made, row, table)
    if not one:
        made.left["a row without a code or a name, or of a type that has no place here"] += 1
        return ""
    made.say(one, "code", value=f"{CATALOGUE} {row['disarm_id'].strip()}")
    if row.get("summary", "").strip():
        made.say(one, "described_as", value=row["summary"])
    return one


def _code(made: Making, known: Known, row: Row) -> None:
    one, tactic = _described(made, row, "code"), row.get("tactic_id", "").strip()
    if one and tactic.startswith("TA"):
        made.say(one, "part_of", _coded(made, known, tactic))


def _tool(made: Making, known: Known, row: Row) -> None:
    one = _described(made, row, "tool")
    if one and row["url"].strip():
        made.say(one, "described_at", value=row["url"])


def _incident(made: Making, known: Known, row: Row) -> None:
    one = _described(made, row, "incident")
    if not one:
        return
    actor, year = made.entities[one].kind == "actor", row["year_started"].strip()
    if re.fullmatch(r"[12][0-9]{3}", year):
        made.say(one, "active" if actor else "occurred_on", since=year)
    _countries(made, one, row["attributions_seen"], "originates_from" if actor else "attributed_to")
    if not actor:
        _countries(made, one, row["found_in_country"], "occurred_in")


def _countries(made: Making, one: str, cell: str, says: str) -> None:
    for name in (part.strip() for part in cell.replace(";", ",").split(",")):
        if name in NOBODY:
            continue
        if country := made.country(name):
            made.say(one, says, country)
        else:
            made.left["a country of an incident that is none"] += 1


def _joined(says: str, column: str, value: str = "") -> Read:
    """How a table joins the things of a column to techniques."""

    def read(made: Making, known: Known, row: Row) -> None:
        codes = [row[column].strip(), row["technique_id"].strip()]
        if any(code in NOBODY for code in codes):
            made.left["a row that joins to all or to nothing"] += 1
            return
        one, other = (_coded(made, known, code) for code in codes)
        if one and other:
            made.say(one, says, other, value=value)

    return read


TABLES: tuple[tuple[str, set[str], Read], ...] = (
    ("counter_technique", {"counter_id", "technique_id"}, _joined("counters", "counter_id", "blocks")),
    ("detection_technique", {"detection_id", "technique_id"}, _joined("counters", "detection_id", "detects")),
    ("incident_technique", {"incident_id", "technique_id"}, _joined("uses", "incident_id")),
    ("incident", {"disarm_id", "name", "objecttype", "year_started", "attributions_seen", "found_in_country"},
     _incident),
    ("tool", {"disarm_id", "name", "url", "disinformation_use"}, _tool),
    ("code", {"disarm_id", "name", "summary"}, _code),
)  # fmt: skip
"""Name, columns and reader of each table, the more particular first."""
