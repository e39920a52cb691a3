"""The evidence of a frozen version without what was concluded from it, for others to code; the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.centre.studio_content import folder_of, frozen, state_of
from floodwatch.model.errors import ReportError
from floodwatch.model.reports import DRAFT, About, Draft, Said, canonical

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case

SEEN = ("ref", "rests", "platform", "account_id", "posts", "day_number", "behaviours", "shared_objects", "source",
        "target", "account", "created_at", "language", "text")  # fmt: skip
"""What is seen; kinds, scores, parts, chances and sentences of ours are left out."""
CODED = ("account:", "post:")
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(case: Case, about: About, one: Draft, said: Sequence[Said]) -> dict[str, Any]:
    """Write the zip beside the versions; `units.csv` in it is what the other team fills in."""
    from floodwatch.lake.files import whole

    if state_of(said, one.draft) == DRAFT:
        raise ReportError(f"Version {one.draft} is not frozen", where=about.title, do="Freeze it first.")
    folder = folder_of(case, about, one.draft)
    rows = [row for block in frozen(folder).evaluated.values() for row in block.rows]
    plain = list(dict.fromkeys(canonical(_bare(row)) for row in rows if str(row["ref"]).startswith(CODED)))
    units = sorted({json.loads(line)["ref"] for line in plain})
    place = folder.with_name(f"pack-{one.draft}.zip")
    with whole(place) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (
            ("evidence.jsonl", "".join(f"{line}\n" for line in plain)),
            ("units.csv", _units(units)),
        ):
            packed.writestr(zipfile.ZipInfo(name, EPOCH), text)
    return {"pack": str(place), "units": len(units), "rows": len(plain)}


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in SEEN if name in row}


def _units(units: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("unit", "code"), *((unit, "") for unit in units)])
    return out.getvalue()
