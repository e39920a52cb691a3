"""A report's text and its evaluated blocks as a document; and the places of it that rest on something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from floodwatch.model.document import (
    ASSESSED,
    Block,
    Callout,
    Document,
    Evidence,
    Heading,
    Paragraph,
    Table,
)
from floodwatch.model.reports import (
    FIGURE,
    FORECAST,
    JUDGEMENT,
    PICTURE,
    SENTENCE,
    Asked,
    Evaluated,
    Use,
    canonical,
)
from floodwatch.model.runs import Run, Runs, plain, words
from floodwatch.outputs import text
from floodwatch.outputs.studio.kinds import KINDS
from floodwatch.outputs.studio.writing import SLOT, Prose, Written, bullets, sentences

ROLES = ("The authors of this report",)
NOT_THERE = "[not found]"
SUBTITLES = {
    "warning": "Warning", "full": "Report", "tip": "For a partner", "correction": "Correction",
    "nothing_found": "No operation found",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a version is made of: what it is, its text, its blocks by number, what is printed behind it.

    `dissent` are texts that are printed for ever; `agreement` says how far coders agreed; `replaces` is the issue
    that this one corrects; `kept` are the files of its evidence.
    """

    about: Mapping[str, Any]
    written: Written
    evaluated: Mapping[int, Evaluated]
    made_at: datetime
    dissent: Sequence[str] = ()
    agreement: Sequence[Mapping[str, Any]] = ()
    because: str = ""
    kept: Sequence[Mapping[str, Any]] = ()


def document(told: Content) -> Document:
    """The document."""
    about = told.about
    return Document(
        about["title"], about["language"], told.made_at, tuple(_blocks(told)),
        subtitle=SUBTITLES.get(about["template"], ""), series=about["series"], issue=f"Issue {about['issue']}",
        markings=tuple(m for m in (about["tlp"], about["pap"]) if m), authors=ROLES,
        appendix=tuple(Evidence(f"file:{one['file']}", one["sha256"], one["what"]) for one in told.kept),
    )  # fmt: skip


def _blocks(told: Content) -> Iterator[Block]:
    if told.because:
        yield Callout("What this issue corrects", (words(told.because),), "caution")
    for part in told.written.parts:
        if isinstance(part, Asked):
            yield from _live(told, part)
        else:
            yield _prose(told, part)
    yield from _dissent(told.dissent)
    yield from _agreement(told.agreement)


def _live(told: Content, asked: Asked) -> Iterator[Block]:
    """A live block; its refs begin with the file of its evidence."""
    one = told.evaluated[asked.number]
    files = tuple(f"file:{row['file']}" for row in told.kept if asked.number in row["blocks"])
    yield from (replace(block, refs=(*files, *block.refs)) for block in KINDS[asked.kind].blocks(one))


def _prose(told: Content, part: Prose) -> Block:
    def filled(runs: Runs) -> Runs:
        return tuple(one for run in runs for one in _filled(told, run))

    if part.level:
        return Heading(part.level, filled(part.runs))
    rests = tuple(
        dict.fromkeys(ref for n in map(int, SLOT.findall(part.text)) for ref in told.evaluated[n].refs)
    )
    if part.items:
        return replace(bullets(part, filled), refs=rests)
    if part.aside:
        return Callout("", (filled(part.runs),), voice=part.voice, by=part.by, refs=rests)
    return Paragraph(filled(part.runs), voice=part.voice, by=part.by, refs=rests)


def _filled(told: Content, run: Run) -> Iterator[Run]:
    pieces = SLOT.split(run.text)
    for place, piece in enumerate(pieces):
        if place % 2:
            yield replace(run, text=shown(told.evaluated[int(piece)]))
        elif piece:
            yield replace(run, text=piece)


def shown(one: Evaluated) -> str:
    """What stands within a sentence for a ref."""
    return KINDS[one.asked.kind].inline(one) or NOT_THERE


def filled_in(told: Content, words_given: str) -> str:
    """A sentence as it is read."""
    return SLOT.sub(lambda m: shown(told.evaluated[int(m[1])]), words_given)


def _dissent(texts: Sequence[str]) -> Iterator[Block]:
    if texts:
        yield Heading(1, words("Dissent"))
        yield from (Paragraph(words(one), voice=ASSESSED) for one in texts)


def _agreement(rows: Sequence[Mapping[str, Any]]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(1, words("How far coders agreed"))
    head = ("Coders", "Coded by both", "Same", "Cohen’s kappa (95%)", "Krippendorff’s alpha (95%)")
    yield Table(
        tuple(map(words, head)),
        tuple(tuple(map(words, _agreed(row))) for row in rows),
        "What two people saw independently; the second did not see what the first had said. 1 is full agreement, 0 "
        "what chance would give.",
        ("start", "end", "end", "end", "end"),
    )


def _agreed(row: Mapping[str, Any]) -> tuple[str, ...]:
    def told(name: str) -> str:
        if row[name] is None:
            return "not defined: everything was coded alike"
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        return f"{row[name]:.2f}" + (f" ({low:.2f} to {high:.2f})" if low is not None else "")

    return (
        str(row["coders"]),
        text.number(row["units"]),
        text.number(row["same"]),
        told("kappa"),
        told("alpha"),
    )


def uses(told: Content) -> list[Use]:
    """What each sentence, figure, picture, judgement and forecast of a version rests on."""
    made: list[Use] = []
    for number, part in enumerate(told.written.parts, 1):
        made += _of_block(told, part) if isinstance(part, Asked) else _of_prose(told, part, number)
    return list(dict.fromkeys(made))


def _of_prose(told: Content, part: Prose, number: int) -> Iterator[Use]:
    for place, (said, slots) in enumerate(sentences(part), 1):
        refs = dict.fromkeys(ref for n in slots for ref in told.evaluated[n].refs)
        read = filled_in(told, said)
        yield from (Use(SENTENCE, f"part {number}, sentence {place}", read, ref) for ref in refs)


def _of_block(told: Content, asked: Asked) -> Iterator[Use]:
    one = told.evaluated[asked.number]
    where = f"block {asked.number} ({asked.kind})"
    drawn = asked.settings.get("show") == "picture" or asked.kind == "timeline"
    kind = {"judgement": JUDGEMENT, "forecast": FORECAST}.get(asked.kind, PICTURE if drawn else FIGURE)
    said = " ".join(plain(tuple(b.runs())) for b in KINDS[asked.kind].blocks(one))[:500]
    yield from (Use(kind, where, said, ref) for ref in one.refs)
    for figure in one.numbers:
        yield from (
            Use(FIGURE, f"{where}: {figure.name}", f"{figure.name} {figure.value}", r) for r in figure.refs
        )


def evidence_lines(one: Evaluated) -> list[str]:
    """The rows of a block as lines, each with its ref and its hash."""
    from floodwatch.model.reports import fingerprint

    return [canonical({"ref": row["ref"], "sha256": fingerprint(row), "row": row}) for row in one.rows]
