"""Microsoft's table of names of threat actors: the name now, where it is from or what it is for, and other names.

Source: MicrosoftMapping.json of https://github.com/microsoft/mstic. Older files have other keys; both are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from floodwatch.model.batches import Batch
from floodwatch.model.claims import canonical
from floodwatch.sources.knowledge.base import Known, Loaded, parts, text
from floodwatch.sources.knowledge.making import Making
from floodwatch.sources.knowledge.origins import origin

NAME = ("Threat actor name", "New name", "Threat Actor Name")
BEFORE = ("Previous name", "Old name")
FROM = ("Origin/Threat", "Origin")
OTHERS = ("Other names", "Other Names")


class MicrosoftMapping:
    """Reads Microsoft's table of names."""

    name = "microsoft_mapping"
    description = "Microsoft's table of names of threat actors (MicrosoftMapping.json)"

    def recognises(self, file: Loaded) -> bool:
        """A list of objects that have a name and other names."""
        rows = parts(file.json)
        return bool(rows) and all(any(key in rows[0] for key in keys) for keys in (NAME, FROM))

    def collect(self, file: Loaded, known: Known) -> None:
        """It has no ids."""

    def read(self, file: Loaded, known: Known) -> Batch:
        """All names."""
        made = Making(key="microsoft names", label="Microsoft's names of threat actors", unit="microsoft_mapping@1",
                      credits="microsoft")  # fmt: skip
        rows = parts(file.json)
        made.read = len(file.json)
        made.rejected["a row that is no object"] += len(file.json) - len(rows)
        count = Counter(canonical(name) for row in rows for name in {_cell(row, NAME), *_others(row)} if name)
        for row in rows:
            one = made.entity("actor", _cell(row, NAME))
            if not one:
                continue
            origin(made, one, _cell(row, FROM))
            for name in _others(row):
                if other := made.entity("actor", name):
                    made.say(
                        one, "alias_of", other, value="overlaps" if count[canonical(name)] > 1 else "same"
                    )
        made.rejected += Counter()
        return made.batch()


def _cell(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((text(row[key]).strip() for key in keys if text(row.get(key)).strip()), "")


def _others(row: Mapping[str, Any]) -> list[str]:
    own = canonical(_cell(row, NAME))
    names = [name.strip() for name in f"{_cell(row, BEFORE)},{_cell(row, OTHERS)}".split(",")]
    return list({canonical(name): name for name in names if name and canonical(name) != own}.values())
