"""Whether the figures of a frozen report follow from its frozen evidence: rows are hashed, figures recounted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from floodwatch.model.reports import Asked, Evaluated, Number, fingerprint
from floodwatch.outputs.studio.kinds import KINDS

MANIFEST = "manifest.json"
Bytes = Callable[[str], bytes | None]
"""Gives a file of a release by its name; None where there is none."""


def problems(manifest: Mapping[str, Any], read: Bytes) -> list[dict[str, Any]]:
    """What differs, each with where: files, rows, figures. An empty list where all is as it was frozen."""
    return [*_files(manifest, read), *(one for block in manifest["blocks"] for one in _block(block, read))]


def _files(manifest: Mapping[str, Any], read: Bytes) -> Iterator[dict[str, Any]]:
    for name, sha256 in manifest["files"].items():
        data = read(name)
        if data is None:
            yield _problem("file", name, "is missing")
        elif hashlib.sha256(data).hexdigest() != sha256:
            yield _problem("file", name, "is not the file that was frozen")


def _block(block: Mapping[str, Any], read: Bytes) -> Iterator[dict[str, Any]]:
    data = read(block["file"])
    if data is None:
        return
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line:
            where = f"{block['file']}, line {number}"
            told = _row(line)
            if told is None:
                yield _problem("row", where, "cannot be read")
                continue
            rows.append(told["row"])
            if fingerprint(told["row"]) != told["sha256"] or told["row"].get("ref") != told["ref"]:
                yield _problem("row", where, f"{told['ref']} is not the row that was frozen")
    if [fingerprint(row) for row in rows] != list(block["rows"]):
        yield _problem("rows", block["file"], "are not the rows that were frozen")
    yield from _figures(block, rows)


def _row(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return None
    whole = isinstance(told, dict) and isinstance(told.get("row"), dict) and {"ref", "sha256"} <= told.keys()
    return told if whole else None


def _figures(block: Mapping[str, Any], rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    where = f"block {block['number']} ({block['kind']})"
    try:
        found = {one.name: one for one in KINDS[block["kind"]].numbers(rows, block["settings"])}
    except (KeyError, TypeError, ValueError) as problem:
        yield _problem("figure", where, f"cannot be recounted: {type(problem).__name__}")
        return
    for told in block["numbers"]:
        now = found.get(told["name"])
        if now is None:
            yield _problem("figure", f"{where}: {told['name']}", f"was {told['value']} and no longer follows")
        elif now.value != told["value"] or list(now.refs) != list(told["refs"]):
            what = f"was {told['value']}, the evidence gives {now.value}"
            if now.value == told["value"]:
                what = f"is {told['value']} and rests on other rows"
            yield _problem("figure", f"{where}: {told['name']}", what)
    for name in found.keys() - {told["name"] for told in block["numbers"]}:
        yield _problem("figure", f"{where}: {name}", "was not among the figures that were frozen")


def evaluated(manifest: Mapping[str, Any], read: Bytes) -> dict[int, Evaluated]:
    """The blocks of a frozen report from its evidence."""
    made = {}
    for block in manifest["blocks"]:
        lines = (read(block["file"]) or b"").decode("utf-8", "replace").split("\n")
        rows = tuple(json.loads(line)["row"] for line in lines if line)
        asked = Asked(block["number"], block["kind"], block["settings"], block["inline"], block["part"])
        numbers: list[Number] = KINDS[block["kind"]].numbers(rows, block["settings"])
        made[block["number"]] = Evaluated(asked, rows, tuple(numbers), bool(rows))
    return made


def _problem(what: str, where: str, says: str) -> dict[str, Any]:
    return {"what": what, "where": where, "says": says}
