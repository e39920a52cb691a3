"""What changed between two issues of a report: its text line by line, and every figure that differs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.studio_content import MANIFEST, TEXT

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.model.reports import About, Draft, Said


def changes(last: Path, manifest: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Lines that went and came, and figures that differ, by what they are figures of."""
    from floodwatch.lake.files import read_json

    old = read_json(last / MANIFEST, {"blocks": [], "about": {"issue": 0}})
    before, now = _figures(old), _figures(manifest)
    return {
        "since_issue": old["about"]["issue"],
        "text": [
            line
            for line in difflib.unified_diff(
                (last / TEXT).read_text("utf-8").splitlines(), text.splitlines(), lineterm="", n=0
            )
            if not line.startswith(("---", "+++", "@@"))
        ],
        "figures": [
            {"figure": name, "before": before.get(name), "now": now.get(name)}
            for name in sorted(before.keys() | now.keys())
            if before.get(name) != now.get(name)
        ],
    }


def _figures(manifest: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for block in manifest["blocks"]:
        of = " ".join(
            f"{k}={v}" for k, v in sorted(block["settings"].items()) if k in ("id", "view", "number", "post")
        )
        for one in block["numbers"]:
            found[f"{block['kind']} {of}: {one['name']}"] = one["value"]
    return found


def compared(case: Case, about: About, one: Draft, said: Sequence[Said]) -> dict[str, Any]:
    """What differs between a version and the issue that was released last; of the first issue nothing is said."""
    from floodwatch.centre.studio_content import before, shown

    last = before(case, about, said)
    if last is None:
        return {"since_issue": 0, "text": [], "figures": []}
    told = shown(case, about, one, said)
    blocks = [
        {"kind": e.asked.kind, "settings": e.asked.settings,
         "numbers": [{"name": n.name, "value": n.value} for n in e.numbers]}
        for e in told.evaluated.values()
    ]  # fmt: skip
    return changes(last, {"blocks": blocks}, one.content)
