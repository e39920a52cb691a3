"""`floodwatch publish`: views of a case into the files of a publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Progress, sql_name
from floodwatch.tools.memory import peak_mb

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine


def publish(
    case: Case,
    progress: Progress,
    format: tuple[str, ...] = ("all",),
    out: str = "",
    links: str = "live",
    wait: int = 0,
    **running: Any,
) -> dict[str, Any]:
    """Write the chosen outputs whole, and the manifest; gives the files and the networks by kind.

    `report` is where the report lies; empty when it was not among the outputs.
    """
    from floodwatch.assessment.people import sentences
    from floodwatch.assessment.prevalence import kinds
    from floodwatch.centre.decisions import Desk
    from floodwatch.centre.tables import must_be_detected, opened
    from floodwatch.lake.files import whole, write_json
    from floodwatch.lake.locks import writing
    from floodwatch.lake.manifest import manifest
    from floodwatch.outputs import DOSSIER
    from floodwatch.outputs.text import language
    from floodwatch.views import dossier
    from floodwatch.vocabulary.load import load

    folder = Path(out) if out else case.folder.publications / "latest"
    chosen = outputs(format)
    with writing(case.folder, wait, progress), opened(case, **running) as engine:
        must_be_detected(case)
        told = manifest(case.folder, case.name)
        progress("reading findings", None)
        measured = load("calibration/kinds.yaml")
        said = dossier.build(engine, told, shares(kinds(measured)), decided=Desk(case, engine, "").decided())
        if {"html", "recurrence"} & {output.name for output in chosen}:
            said = replace(said, again=_again(case, engine, said.markings, progress))
        values = {DOSSIER: replace(said, links=links, people=sentences(measured, language))}
        for number, output in enumerate(chosen):
            progress(f"writing {output.file}", number / len(chosen))
            if output.reads not in values:
                values[output.reads] = engine.arrow(f"SELECT * FROM {sql_name(output.reads)}")
            with whole(folder / output.file) as part:
                part.write_bytes(output.render(values[output.reads]))
        write_json(folder / "manifest.json", {**told, "peak_memory_mb": peak_mb()})
    found = [
        {"network": n.network_id, "kind": n.kind, "summary": n.summary} for n in values[DOSSIER].networks
    ]
    return {
        "folder": str(folder),
        "report": next((str(folder / o.file) for o in chosen if o.name == "html"), ""),
        "kinds": dict(sorted(Counter(n["kind"] for n in found).items())),
        "networks": found,
        "files": [o.file for o in chosen],
    }


def _again(case: Case, engine: Engine, markings: tuple[str, ...], progress: Progress) -> dict[str, Any]:
    """What was met before, as far as the report's own marking lets it be told; or why it is not known."""
    from floodwatch.centre.decisions import person
    from floodwatch.centre.recurring import bring, ceiling_of, matched
    from floodwatch.model.errors import FloodwatchError
    from floodwatch.views.again import view

    try:
        bring(case, progress)
        progress("matching with what was seen before", None)
        return view(engine, matched(case, person(""), ceiling_of(markings)))
    except FloodwatchError as problem:
        return {"hits": [], "counts": [], "notes": [], "problem": problem.what}


def shares(kinds: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Expected shares of right answers as rows of kind, prevalence, right, low and high."""
    return [{"kind": kind, **asdict(expected)} for kind, rows in kinds.items() for expected in rows]


def outputs(names: tuple[str, ...]) -> list[Any]:
    """The outputs of those names; `all` is every one."""
    from floodwatch.model.units import from_outside, listed
    from floodwatch.outputs import OUTPUTS

    known = listed("outputs", OUTPUTS, from_outside("output"))
    unknown = set(names) - {o.name for o in known} - {"all"}
    if unknown:
        choices = ", ".join(o.name for o in known)
        raise SettingError(
            f"There is no output {', '.join(sorted(unknown))}", do=f"Choose all, or: {choices}."
        )
    return [o for o in known if "all" in names or o.name in names]
