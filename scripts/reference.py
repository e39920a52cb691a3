"""Writes docs/reference from the registries: whatever the program knows about itself, page by page."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import floodwatch
from floodwatch.centre.units import stages
from floodwatch.centre.verbs import VERBS
from floodwatch.model import errors, findings
from floodwatch.model.records import TABLES
from floodwatch.model.units import ENTRY_POINTS, UNIT_API, Parameter, Unit, Verb
from floodwatch.outputs import OUTPUTS
from floodwatch.outputs.knowledge import FORMATS
from floodwatch.sources import SOURCES
from floodwatch.sources.documents import FORMS
from floodwatch.views import BOOK_VIEWS, VIEWS
from floodwatch.vocabulary.kinds import ClaimKind, claim_kinds, entity_kinds
from floodwatch.vocabulary.load import listing, load

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Written by `make docs` from the registries. Do not edit. -->\n"


def main() -> int:
    """Write every page and remove those that are no longer made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"docs/reference: {len(made)} pages")
    return 0


def pages() -> dict[str, str]:
    """Text of every page by its file name."""
    makers: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
        "verbs": ("Verbs", verbs),
        "units": ("Units", units),
        "sources": ("Sources and mappings", sources),
        "records": ("Tables of records", records),
        "findings": ("Tables of findings", tables),
        "kinds": ("Kinds of entity and claim", kinds),
        "views": ("Views", views),
        "outputs": ("Outputs", outputs),
        "errors": ("Errors", problems),
    }
    made = {f"{name}.md": page(title, lines()) for name, (title, lines) in makers.items()}
    index = [f"- [{title}]({name}.md)" for name, (title, _) in makers.items()]
    return {"README.md": page("Reference", index), **made}


def page(title: str, lines: Iterable[str]) -> str:
    """One page of Markdown."""
    return "\n".join([f"# {title}", "", MADE, *lines]).rstrip() + "\n"


def grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table of Markdown, nothing when it has no rows."""
    body = ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *body, ""] if body else []


def cell(value: object) -> str:
    """A value inside a table."""
    return str(value).replace("|", "\\|").replace("\n", " ")


def code(text: str) -> str:
    """A name or value as code, nothing when it is empty."""
    return f"`{text}`" if text else ""


def default(parameter: Parameter) -> str:
    """A default as it would be typed."""
    value = parameter.default
    return code(",".join(value) if isinstance(value, tuple) else "" if value is None else str(value))


def kinds() -> Iterable[str]:
    """The closed lists of the casebook: what claims are about, and what they can say."""
    yield "What a claim can be about, and what it can say: [the casebook](../casebook.md) takes nothing else."
    yield "Each is one file of `vocabulary/kinds`."
    yield from ("", "## Entities", "")
    yield from grid(
        ["kind", "is", "for example"],
        [(code(k.kind), k.description, k.example) for k in entity_kinds().values()],
    )
    yield from ("## Claims", "", "A person decides about each of them, about `seen_as` also the machine.", "")
    yield from grid(
        ["predicate", "says", "of", "with the object", "and the value", "for example"],
        [
            (code(k.predicate), k.description, several(k.subjects), several(k.objects), said(k), k.example)
            for k in claim_kinds().values()
        ],
    )


def several(names: Sequence[str] | str) -> str:
    """Kinds as a list, or that any will do."""
    return names if isinstance(names, str) else ", ".join(map(code, names))


def said(kind: ClaimKind) -> str:
    """The value that a kind of claim takes."""
    what = {
        "none": "a date" if kind.dated else "",
        "number": f"number ({several(kind.units)})",
        "text": "text",
    }
    told = what.get(kind.value, f"one of {several(kind.choices)}")
    return f"{told}, or none" if kind.value_optional else told


def parameters(given: Sequence[Parameter], typed: Callable[[Parameter], str]) -> list[str]:
    """The table of a verb's or a unit's parameters."""
    return grid(
        ["parameter", "default", "unit", "choices", "meaning"],
        [
            (code(typed(p)), default(p), p.unit, ", ".join(code(c) for c in p.choices if c), p.help)
            for p in given
        ],
    )


def verbs() -> Iterable[str]:
    """Every verb: the command, and the method that does the same."""
    yield "Each verb is a command of `floodwatch`; most are a method of `Case` or a function of `floodwatch` too."
    yield "Every command also takes `--json`, `--quiet`, `--verbose`, `--debug` and `--help`; one on a case"
    yield "takes `--centre FOLDER` (the current folder when not given) and `--case NAME` (`main`)."
    yield ""
    for verb in VERBS:
        yield from (f"## {verb.name}", "", verb.description, "", f"Works on: {verb.on}{in_python(verb)}", "")
        yield from parameters(
            verb.parameters,
            lambda p: p.name.upper() if p.positional else f"--{p.name.replace('_', '-')}",
        )


def in_python(verb: Verb) -> str:
    """How a verb is called in Python, where it is offered there."""
    if verb.on == "case":
        return f" · method `Case.{verb.name}`"
    if verb.on == "centre":
        return f" · method `Centre.{verb.name}`"
    return f" · function `floodwatch.{verb.name}`" if verb.name in floodwatch.__all__ else ""


def units() -> Iterable[str]:
    """Every unit that makes tables, in the order in which they run."""
    yield f"Units make tables from tables. This is unit API {UNIT_API}; other packages add theirs through"
    yield f"entry points: {', '.join(code(group) for group in ENTRY_POINTS.values())}."
    yield "A parameter is set with `--set unit.parameter=value`. Every unit is also handed the seed."
    yield ""
    for folder, listed in stages().items():
        yield from (f"## Those that make `{folder}/`", "")
        for unit in listed:
            yield from described(unit)


def described(unit: Unit) -> Iterable[str]:
    """One unit."""
    needs, makes = ", ".join(map(code, unit.needs)), ", ".join(map(code, unit.makes))
    yield from (f"### {unit.name}", "", unit.description, "")
    yield from (f"Version {unit.version}. Needs {needs or 'nothing'}. Makes {makes}.", "")
    yield from parameters(unit.parameters, lambda p: f"{unit.name}.{p.name}")


def sources() -> Iterable[str]:
    """File formats, and the mappings from their columns to ours."""
    yield from grid(
        ["source", "what it reads", "usual endings"],
        [(code(s.name), s.description, ", ".join(map(code, s.extensions))) for s in SOURCES],
    )
    yield from ("## Documents", "", "What `read` takes; see [reading](../reading.md).", "")
    yield from grid(
        ["form", "what it reads", "usual endings"],
        [(code(f.name), f.description, ", ".join(map(code, filter(None, f.suffixes)))) for f in FORMS],
    )
    yield from ("## Mappings", "", "Name one with `--format` to force it; see [formats](../formats.md).", "")
    found = [load(name) for name in listing("mappings")]
    yield from grid(
        ["mapping", "what it is for", "tables"],
        [(code(m["name"]), m["description"], ", ".join(map(code, m["tables"]))) for m in found],
    )


def records() -> Iterable[str]:
    """What enters."""
    for table in TABLES:
        yield from (f"## {table.name}", "", f"Key: {', '.join(map(code, table.key))}.", "")
        yield from grid(
            ["column", "type", "may be null", "meaning"],
            [(code(c.name), c.kind, "yes" if c.optional else "", c.meaning) for c in table.columns],
        )


def tables() -> Iterable[str]:
    """What comes out, and which unit makes each table of the lake."""
    for name, columns in findings.EXPORTS.items():
        yield from (f"## {name}.csv", "", ", ".join(map(code, columns)), "")
    yield from ("## Tables of the lake", "")
    yield from grid(
        ["table", "made by", "folder"],
        sorted(
            (code(t), u.name, folder) for folder, listed in stages().items() for u in listed for t in u.makes
        ),
    )


def views() -> Iterable[str]:
    """Answers about a case, and from the casebook alone."""
    for view in (*VIEWS, *BOOK_VIEWS):
        yield from (f"## {view.name}", "", view.description, "")
        yield from (f"Reads {', '.join(map(code, view.needs)) or 'the casebook'}.", "")
        yield from parameters(view.parameters, lambda p: p.name)


def outputs() -> Iterable[str]:
    """Files that `publish` and `knowledge export` write."""
    yield "Names for `floodwatch publish --format`."
    yield ""
    yield from grid(
        ["output", "file", "what it holds"], [(code(o.name), code(o.file), o.description) for o in OUTPUTS]
    )
    yield from ("", "Names for `floodwatch knowledge export --format`: [exchange](../exchange.md).", "")
    yield from grid(
        ["format", "file", "what it holds"], [(code(f.name), code(f.file), f.description) for f in FORMATS]
    )


def problems() -> Iterable[str]:
    """Errors by slug, with the exit code of the command line."""
    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass)]
    found = {k.slug: k for k in kinds if issubclass(k, errors.FloodwatchError)}
    yield from grid(
        ["slug", "exit code", "meaning"],
        [
            (f"[{slug}](../errors.md#{slug})", kind.exit_code, (kind.__doc__ or "").splitlines()[0])
            for slug, kind in sorted(found.items())
        ],
    )
    yield "Other exit codes: 130 stopped with Ctrl-C, 70 something unexpected, 2 a wrong option."


if __name__ == "__main__":
    sys.exit(main())
