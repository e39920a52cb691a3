"""Which objects were too widely used to be counted on this machine, and what they carried."""

from __future__ import annotations

from floodwatch.model.dossier import Rows
from floodwatch.views.mask import mask
from floodwatch.views.unit import Reader, View, has, rows

LONGEST = 200
"""Characters of an object that are shown: a text is an object too."""

LISTED = """
SELECT behaviour, object_id, accounts, actions, window_s, co_actions, expected, share
FROM left_out_objects ORDER BY co_actions DESC, behaviour, object_id"""


def view(reader: Reader) -> Rows:
    """One row per object, the heaviest first; people outside the networks are masked in what is shown."""
    found = rows(reader, LISTED) if has(reader, "left_out_objects") else []
    hidden = mask(reader) if found else None
    return [row | {"object_id": hidden.text(row["object_id"])[:LONGEST]} for row in found if hidden]


LEFT_OUT = View(
    "left_out", "Objects past the budget for co-actions, and what they carried", view,
    needs=("left_out_objects", "members", "accounts"),
)  # fmt: skip
