"""Freezes a version: its blocks are evaluated once, and all that they rest on is written whole, each with its hash."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.studio_content import (
    MANIFEST,
    TEXT,
    before,
    folder_of,
    live,
    state_of,
    without_names,
)
from floodwatch.model.errors import ExtraMissing, PrintError, ReportError
from floodwatch.model.reports import DRAFT, GONE, About, Draft, Said, fingerprint

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.outputs.studio.made import Content


def freeze(
    case: Case, about: About, one: Draft, said: Sequence[Said], by: str, wait: int = 0
) -> dict[str, Any]:
    """Write a version with its evidence, and note what each of its places rests on (ReportError where it cannot be).

    Nothing is kept of a version that holds what is stricter than its report, or a block of which nothing is found.
    """
    from floodwatch.casebook import reports
    from floodwatch.lake.locks import writing
    from floodwatch.outputs.studio.made import uses
    from floodwatch.outputs.studio.shared import shared

    _must_be_open(about, one, said)
    real = checked(case, about, one, said)
    told, text = without_names(case, about, one, real, said)
    last = before(case, about, said)
    with writing(case.folder, wait):
        manifest, left = _kept(folder_of(case, about, one.draft), told, text, last)
        sha256 = fingerprint(manifest)
        content = {"manifest": sha256, "files": len(manifest["files"]), "left_out": left}
        rests = [*uses(real), *shared(told, real.evaluated)]
        reports.freeze(case.centre.casebook, about, one.draft, content, rests, by)
    return {"frozen": one.draft, "folder": str(folder_of(case, about, one.draft)), **content}


def _must_be_open(about: About, one: Draft, said: Sequence[Said]) -> None:
    if state_of(said, one.draft) != DRAFT:
        raise ReportError(
            f"Version {one.draft} is frozen already", where=about.title, do="Write a new version."
        )
    if GONE in one.content:
        raise ReportError(
            "Sentences are marked because what they rest on was withdrawn", where=about.title,
            do=f"Rewrite them, and take the marks {GONE} …}} out.",
        )  # fmt: skip


def checked(case: Case, about: About, one: Draft, said: Sequence[Said]) -> Content:
    """The version as the case answers now, where nothing in it is stricter than the report and nothing is missing."""
    from floodwatch.centre.studio_marks import copied, must_fit, stricter
    from floodwatch.centre.studio_rows import missing
    from floodwatch.outputs.studio.made import uses

    real = live(case, about, one, said)
    gone = missing(real.evaluated)
    if gone:  # above the ceiling, or not there at all: only a look without the ceiling tells which
        must_fit(stricter(case, about, uses(live(case, about, one, said, free=True))), about)
        raise ReportError(
            f"Nothing is found for: {', '.join(gone)}",
            where=about.title,
            do="Correct the id, or take the block out.",
        )
    texts = "\n".join((one.content, about.title, about.series, one.because, *real.dissent))
    must_fit([*stricter(case, about, uses(real)), *copied(case, about, texts)], about)
    return real


def _kept(folder: Path, told: Content, text: str, last: Path | None) -> tuple[dict[str, Any], dict[str, str]]:
    """Everything in a folder that appears whole: the manifest, and what could not be made here with the reason."""
    from floodwatch.lake.files import own_scratch, settle

    folder.parent.mkdir(parents=True, exist_ok=True)
    with own_scratch(folder.parent, "freezing") as part:
        manifest, left = _written(part, told, text, last)
        for path in [p for p in part.rglob("*") if p.is_file()]:
            settle(path)
        shutil.rmtree(folder, ignore_errors=True)  # of one who was killed before it was noted
        part.rename(folder)
        settle(folder.parent)
    return manifest, left


def _written(
    part: Path, told: Content, text: str, last: Path | None
) -> tuple[dict[str, Any], dict[str, str]]:
    from floodwatch.centre.studio_changes import changes
    from floodwatch.outputs.studio.made import evidence_lines

    files: dict[str, bytes] = {TEXT: text.encode()}
    blocks: list[dict[str, Any]] = []
    names: dict[bytes, str] = {}  # blocks that rest on the same rows share their file
    for number, one in sorted(told.evaluated.items()):
        data = "".join(f"{line}\n" for line in evidence_lines(one)).encode()
        name = names.setdefault(data, f"evidence/{number:03}-{one.asked.kind}.jsonl")
        files[name] = data
        blocks.append({
            "number": number, "kind": one.asked.kind, "settings": dict(one.asked.settings), "inline": one.asked.inline,
            "part": one.asked.part, "file": name, "rows": [fingerprint(row) for row in one.rows],
            "numbers": [{"name": n.name, "value": n.value, "rule": n.rule, "refs": list(n.refs)} for n in one.numbers],
        })  # fmt: skip
    kept = _evidence(blocks, files)
    more, left = outputs(replace(told, kept=kept), blocks, last)
    files |= more
    manifest: dict[str, Any] = {
        "schema": 1, "about": dict(told.about), "made_at": told.made_at.isoformat(), "dissent": list(told.dissent),
        "agreement": list(told.agreement), "because": told.because, "blocks": blocks, "evidence": kept,
    }  # fmt: skip
    if last is not None:
        files["changes.json"] = _json(changes(last, manifest, text))
    manifest["files"] = {name: _sha(data) for name, data in sorted(files.items())}
    manifest = json.loads(json.dumps(manifest, ensure_ascii=False))
    for name, data in {**files, MANIFEST: _json(manifest)}.items():
        (part / name).parent.mkdir(exist_ok=True)
        (part / name).write_bytes(data)
    return manifest, left


def _evidence(blocks: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The files of evidence, each with its hash and the blocks that rest on it."""
    of: dict[str, list[Mapping[str, Any]]] = {}
    for block in blocks:
        of.setdefault(block["file"], []).append(block)
    return [
        {"blocks": [b["number"] for b in own], "file": name, "sha256": _sha(files[name]),
         "what": f"{len(own[0]['rows']):,} rows behind: "
                 + ", ".join(f"block {b['number']} ({b['kind']})" for b in own)}
        for name, own in of.items()
    ]  # fmt: skip


def outputs(
    told: Content, blocks: Sequence[Mapping[str, Any]], last: Path | None
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files for others; a PDF where it can be made here, else the reason why not."""
    from floodwatch.lake.files import read_json
    from floodwatch.outputs import document_html, pdf
    from floodwatch.outputs.studio import flat, shared
    from floodwatch.outputs.studio.made import document

    made = document(told)
    old = {
        name: read_json(last / name, None) if last else None
        for name in ("bundle.stix.json", "event.misp.json")
    }
    files = {
        "report.html": document_html.render(made).encode("utf-8"),
        "report.md": flat.markdown(made).encode("utf-8"),
        "figures.csv": flat.figures(blocks),
        "bundle.stix.json": _json(shared.bundle(told, old["bundle.stix.json"])),
        "event.misp.json": _json(shared.event(told, old["event.misp.json"])),
    }
    try:
        return files | {"report.pdf": pdf.render(made)}, {}
    except (ExtraMissing, PrintError) as problem:
        return files, {"report.pdf": str(problem)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
