"""Lists of state media, by the reader of listings: outlets with their country, owner, sites and accounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from floodwatch.model.batches import Batch
from floodwatch.sources.knowledge.base import Known, Loaded
from floodwatch.sources.knowledge.making import Making

Row = Mapping[str, Any]
ROLES = {"state_media": "the media of a state", "public_media": "public media"}


class Outlets:
    """Reads a list of outlets in any form that the reader of listings knows."""

    name = "outlets"
    description = "A list of state media: the State Media Matrix, or any table that ingest reads as listings"

    def recognises(self, file: Loaded) -> bool:
        """Columns of a list of outlets."""
        columns = set(file.columns)
        return {"Country", "Media company", "Typology"} <= columns or {
            "outlet",
            "subject_id",
            "kind",
        } <= columns

    def collect(self, file: Loaded, known: Known) -> None:
        """It has no ids."""

    def read(self, file: Loaded, known: Known) -> Batch:
        """All rows."""
        rows, read, rejected = _listings(file)
        name = next((str(row["list_name"]) for row in rows if row.get("list_name")), file.source or "outlets")
        publisher = next((str(row["source"]) for row in rows if row.get("source")), "")
        made = Making(key=f"outlets {file.source or name}", label=f"List of outlets {name}"[:200], unit="outlets@1",
                      publisher=publisher[:200])  # fmt: skip
        made.read = read
        made.rejected.update(rejected)
        for row in rows:
            _row(made, row)
        return made.batch()


def _listings(file: Loaded) -> tuple[list[Row], int, Counter[str]]:
    """Rows of the table `listings`, how many rows of the file were read, and what was refused."""
    from floodwatch import sources

    rejected: Counter[str] = Counter()
    rows: list[Row] = []
    read = 0
    chunks = sources.read(
        [file.path], sources.ReadOptions(), lambda one: rejected.update([_reason(one.reason)])
    )
    for chunk in chunks:
        if chunk.table == "listings":
            rows += chunk.rows.to_pylist()
            read += chunk.read
    return rows, read, rejected


def _reason(reason: str) -> str:
    """A reason without the cell that it names, so that such reasons are counted together."""
    return re.sub(r"'[^']*'", "a cell", reason)[:100]


def _row(made: Making, row: Row) -> None:
    """An outlet is a source; its site and its accounts are run by it."""
    one = made.entity("source", str(row.get("outlet") or ""))
    if not one:
        return
    if country := made.country(str(row.get("country") or "")):
        made.say(one, "located_in", country)
        if row.get("listing_role") == "state_media":
            made.say(one, "sponsored_by", country)
    typology = str(row.get("typology") or "")
    role = ROLES.get(str(row.get("listing_role") or ""), str(row.get("listing_role") or ""))
    if role:
        made.say(one, "described_as", value=f"{role} ({typology})" if typology else role)
    owner = str(row.get("owner") or "")
    if owner and owner != row.get("outlet"):
        made.say(made.entity("organisation", owner), "operates", one)
    subject, platform = str(row.get("subject_id") or ""), str(row.get("platform") or "")
    if subject and row.get("kind") == "site":
        made.say(made.entity("site", subject), "part_of", one)
    elif subject:
        made.say(made.entity("channel", f"{platform}/{subject}"), "part_of", one)
