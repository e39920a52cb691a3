"""Some units of a case on an engine: features in Python, a trace and the kernel.

As a program, for what must run in a process of its own: `few_units.py FOLDER ENGINE FILE`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from floodwatch.centre.handles import Centre
from floodwatch.centre.settings import unit_settings
from floodwatch.centre.tables import opened
from floodwatch.centre.units import every, stages
from floodwatch.lake.refresh import refresh

UNITS = {"post_texts", "post_links", "selected_accounts", "url", "co_action"}


def digests(folder: Path, engine: str = "", given: Path | None = None) -> dict[str, str]:
    """SHA-256 of every table of the case in a folder, which is made first when there is a file for it."""
    if given:
        case = Centre.init(folder).case("main")
        case.ingest(given)
        chosen = {
            stage: [unit for unit in units if unit.name in UNITS] for stage, units in stages(False).items()
        }
        with opened(case, engine, computed=False) as running:
            refresh(case.folder, running, chosen, unit_settings(every(), (), 1))
    made = folder.glob("**/f*/**/*.parquet")
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in made}


if __name__ == "__main__":
    digests(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
