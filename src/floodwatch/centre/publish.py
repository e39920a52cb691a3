"""`floodwatch publish`: views of a case into the files of a publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import ExtraMissing, PrintError, SettingError
from floodwatch.model.markings import Marking, asked
from floodwatch.model.units import Progress, sql_name
from floodwatch.tools.memory import peak_mb

if TYPE_CHECKING:
    import pyarrow as pa

    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine
    from floodwatch.model.dossier import Dossier


MEMBERS = "members"


def publish(
    case: Case,
    progress: Progress,
    format: tuple[str, ...] = ("all",),
    out: str = "",
    links: str = "live",
    paper: str = "a4",
    glyphs: str = "refuse",
    tlp: str = "",
    pap: str = "",
    to: str = "",
    without_consent: str = "",
    wait: int = 0,
    **running: Any,
) -> dict[str, Any]:
    """Write the chosen outputs whole, and the manifest; gives the files and the networks by kind.

    `report` is where the report lies; empty when it was not among the outputs. `left_out` says of an output that
    was not asked for by its name why it could not be made here.
    """
    from floodwatch.assessment.people import sentences
    from floodwatch.assessment.prevalence import kinds
    from floodwatch.casebook.roles import roles
    from floodwatch.centre.assessed import assessed
    from floodwatch.centre.decisions import Desk
    from floodwatch.centre.hooks import told_of_release
    from floodwatch.centre.scope import note_of
    from floodwatch.centre.studio_index import note_publication
    from floodwatch.centre.tables import must_be_detected, opened
    from floodwatch.lake.files import write_json
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
        parts = {one.voice: one.role for one in roles(case.centre.casebook, case.name).values()}
        decided = Desk(case, engine, "").decided()
        said = dossier.build(engine, told, shares(kinds(measured)), decided=decided, roles=parts)
        said = replace(said, scope=note_of(case))
        said, over = _marked(case, said, asked(tlp, pap), without_consent)
        if {"html", "pdf", "recurrence"} & {output.name for output in chosen}:
            said = replace(said, again=_again(case, engine, said.markings, progress))
            said = replace(said, resembled=_resembled(case, engine, said, progress))
            said = replace(said, assessed=assessed(case, engine, said, progress))
        said = replace(said, links=links, paper=paper, glyphs=glyphs, people=sentences(measured, language))
        values: dict[str, Any] = {DOSSIER: said}
        left: dict[str, str] = {}
        for number, output in enumerate(chosen):
            progress(f"writing {output.file}", number / len(chosen))
            if output.reads not in values:
                values[output.reads] = engine.arrow(f"SELECT * FROM {sql_name(output.reads)}")
                if output.reads == MEMBERS:
                    values[MEMBERS] = _with_parts(values[MEMBERS], parts)
            why = _written(folder, output, values[output.reads], output.name in format)
            left |= {output.file: why} if why else {}
        marks = {"markings": list(said.markings)} if said.markings else {}
        write_json(folder / "manifest.json", {**told, **marks, "peak_memory_mb": peak_mb()})
    written = [o.file for o in chosen if o.file not in left]
    number = _logged(case, folder, written, said.markings, to, over)
    note_publication(case, number, said.graph.nodes, [n.network_id for n in said.networks])
    told_of_release(case.centre, "publication", folder.name, case.name, said.markings)
    found = [
        {"network": n.network_id, "kind": n.kind, "summary": n.summary} for n in values[DOSSIER].networks
    ]
    return {
        "folder": str(folder),
        "report": next((str(folder / o.file) for o in chosen if o.name == "html"), ""),
        "kinds": dict(sorted(Counter(n["kind"] for n in found).items())),
        "networks": found,
        "files": written,
        "left_out": left,
        "markings": list(said.markings),
        "handed": number,
    }


def _written(folder: Path, output: Any, value: Any, named: bool) -> str:
    """Write an output whole; or say why it cannot be made here, unless it was asked for by its name."""
    from floodwatch.lake.files import whole

    try:
        data = output.render(value)
    except (ExtraMissing, PrintError) as problem:
        if named:
            raise
        (folder / output.file).unlink(missing_ok=True)
        return str(problem)
    with whole(folder / output.file) as part:
        part.write_bytes(data)
    return ""


def _with_parts(members: pa.Table, parts: Mapping[str, str]) -> pa.Table:
    """The table of members with the part of each in the case."""
    import pyarrow as pa

    from floodwatch.model.refs import account
    from floodwatch.model.voices import BYSTANDER

    ids = zip(*(members.column(name).to_pylist() for name in ("platform", "account_id")), strict=True)
    told = [parts.get(account(*one), BYSTANDER) for one in ids]
    return members.append_column("part", pa.array(told, pa.string()))


def _marked(case: Case, said: Dossier, ceiling: Marking, why: str) -> tuple[Dossier, str]:
    """The dossier with the strictest of what its data and its case are marked with, and why nobody was asked.

    SettingError where that is stricter than what was asked for: a count of what is left out would tell of it.
    """
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import case_source, must_be_asked
    from floodwatch.centre.marked_case import of_case
    from floodwatch.views.markings import strictest

    known, name = sources(case.centre.casebook), case_source(case.name)
    own = of_case(case.centre, case.name, known).labels()
    marks = strictest([{"markings": [*said.markings, *own]}])
    tlp, pap = (next((m for m in marks if m.startswith(scheme)), "") for scheme in ("TLP:", "PAP:"))
    if not Marking(tlp, pap).within(ceiling):
        raise SettingError(
            f"The case is marked {' '.join(m for m in (tlp, pap) if m)}, which is stricter than the report is to be",
            do="Put what may be passed on into a case of its own, and publish that.",
        )
    over = must_be_asked(name, known, marks, why)
    return replace(said, markings=marks), why if over else ""


def _logged(case: Case, folder: Path, files: list[str], marks: tuple[str, ...], to: str, over: str) -> int:
    """The publication in the log of hand-overs; gives its number."""
    from floodwatch.casebook.dissemination import Handed
    from floodwatch.centre.consent import logged, of_files
    from floodwatch.centre.decisions import person

    tlp, pap = (next((m for m in marks if m.startswith(scheme)), "") for scheme in ("TLP:", "PAP:"))
    one = Handed(
        what="publication", name=folder.name, sha256="", marking=Marking(tlp, pap), to=to, case_name=case.name,
        without_consent=over,
    )  # fmt: skip
    return logged(case.centre.casebook, of_files(one, folder, files), person(""))


def _again(case: Case, engine: Engine, markings: tuple[str, ...], progress: Progress) -> dict[str, Any]:
    """What was met before, as far as the report's own marking lets it be told; or why it is not known."""
    from floodwatch.centre.decisions import person
    from floodwatch.centre.recurring import AT_ONCE, bring, ceiling_of, matched
    from floodwatch.lake.layout import case_names
    from floodwatch.model.errors import FloodwatchError
    from floodwatch.views.again import view

    try:
        bring(case, progress, AT_ONCE)
        progress("matching with what was seen before", None)
        return view(engine, matched(case, person(""), ceiling_of(markings)))
    except FloodwatchError as problem:
        told = f"{problem.what}. {problem.do}" if len(case_names(case.centre.path)) > 1 else ""
        return {"hits": [], "counts": [], "notes": [], "shown": [], "problem": told}


def _resembled(case: Case, engine: Engine, said: Dossier, progress: Progress) -> dict[str, Any]:
    """Which known actors the networks that have a section resemble, from claims that the report's marking allows.

    Overt networks say who they are: likeness to a known actor is not looked for in a newspaper or a party.
    """
    from floodwatch.centre.recurring import ceiling_of
    from floodwatch.centre.resemblance import compared

    progress("comparing with known actors", None)
    ids = [one.network.network_id for one in said.details if one.network.kind != "overt"]
    return compared(case, engine, ids, asked(ceiling_of(said.markings)))


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
