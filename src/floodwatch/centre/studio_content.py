"""What a version of a report holds: evaluated from the case while it is a draft, read from its evidence once frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.reports import CORRECTED, DISSENT, DRAFT, RELEASED, About, Draft, Evaluated, Said

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.outputs.studio.made import Content

TEXT, MANIFEST = "evidence/text.md", "manifest.json"
REPLACED = (RELEASED, CORRECTED)


def folder_of(case: Case, about: About, draft: int) -> Path:
    """Where a frozen version lies. No part of its name comes from its text."""
    return case.folder.publications / about.report_id / str(draft)


def state_of(said: Sequence[Said], draft: int) -> str:
    """What became of a version."""
    from floodwatch.casebook.reports import states

    return states(said, []).get(draft, DRAFT)


def described(about: About, said: Sequence[Said]) -> dict[str, Any]:
    """What a version says of its report: nothing of who made it."""
    earlier = len({one.draft for one in said if one.what == RELEASED})
    return {
        name: getattr(about, name)
        for name in ("report_id", "title", "template", "language", "tlp", "pap", "series")
    } | {"issue": about.issue + earlier}


def live(case: Case, about: About, one: Draft, said: Sequence[Said], free: bool = False) -> Content:
    """A draft with its blocks as the case answers now, under real names; `free` of the report's ceiling for a check."""
    from floodwatch.centre.studio_people import agreements
    from floodwatch.centre.studio_rows import evaluated, read
    from floodwatch.outputs.studio.made import Content

    text = read(one.content)
    return Content(
        about=described(about, said), written=text, evaluated=evaluated(case, about, text.asked, free=free),
        made_at=datetime.now(UTC).replace(microsecond=0), dissent=dissent(said), agreement=agreements(said),
        because=one.because,
    )  # fmt: skip


def dissent(said: Sequence[Said]) -> list[str]:
    """What somebody sees otherwise: it is kept for ever and printed."""
    return [str(one.content["text"]) for one in said if one.what == DISSENT]


def without_names(
    case: Case, about: About, one: Draft, told: Content, said: Sequence[Said]
) -> tuple[Content, str]:
    """The same with pseudonyms for private persons, and the text so renamed."""
    from floodwatch.centre.studio_people import pseudonyms
    from floodwatch.centre.studio_rows import read, renamed

    people = pseudonyms(case, about, said)
    for block in told.evaluated.values():
        people.learn([dict(row) for row in block.rows])
    text = people.text(one.content)
    written = read(text)
    asked = {block.number: block for block in written.asked}
    found: Mapping[int, Evaluated] = renamed(told.evaluated, asked, people)
    return replace(
        told, written=written, evaluated=found, dissent=[people.text(t) for t in told.dissent],
        because=people.text(told.because), about={**told.about, "title": people.text(told.about["title"])},
    ), text  # fmt: skip


def frozen(folder: Path) -> Content:
    """A frozen version from its own files alone."""
    from floodwatch.centre.studio_rows import read
    from floodwatch.lake.files import read_json
    from floodwatch.outputs.studio.made import Content
    from floodwatch.outputs.studio.proof import evaluated

    manifest = read_json(folder / MANIFEST, {})
    return Content(
        about=manifest["about"], written=read((folder / TEXT).read_text("utf-8")),
        evaluated=evaluated(manifest, lambda name: (folder / name).read_bytes()),
        made_at=datetime.fromisoformat(manifest["made_at"]), dissent=manifest["dissent"],
        agreement=manifest["agreement"], because=manifest["because"], kept=manifest["evidence"],
    )  # fmt: skip


def shown(case: Case, about: About, one: Draft, said: Sequence[Said]) -> Content:
    """A version as it would be printed, frozen or not."""
    if state_of(said, one.draft) != DRAFT:
        return frozen(folder_of(case, about, one.draft))
    return without_names(case, about, one, live(case, about, one, said), said)[0]


def before(case: Case, about: About, said: Sequence[Said]) -> Path | None:
    """The folder of the issue that was released last."""
    numbers = [one.draft for one in said if one.what in REPLACED]
    return folder_of(case, about, max(numbers)) if numbers else None
