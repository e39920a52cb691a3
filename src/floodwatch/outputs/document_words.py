"""How parts of a document are put into words, on a page and on paper alike."""

from __future__ import annotations

from collections.abc import Sequence

from floodwatch.model.document import Block, Document, Heading, Quote
from floodwatch.model.runs import Run
from floodwatch.outputs.html import web
from floodwatch.outputs.text import defang, language, percent

VOICES = {"observed": "Observed", "assessed": "Assessed", "reported": "Reported"}
LEGEND = (
    "A word at the side says whose voice a passage is: observed is what the data show, assessed what the authors "
    "conclude, reported what others say."
)
KEPT = "What this document rests on, with the SHA-256 of what was kept."
UNKNOWN = "und"
"""The tag of a language that nobody knows."""
MOST_REFS = 12
"""Refs that one block shows; of the others it says how many they are."""


def followed(run: Run) -> str:
    """The address that a run leads to; nothing unless it is live, and http or https."""
    return web(run.link) if run.live else ""


def shown(run: Run) -> str:
    """What is read of a run: beside a link that is not live stands its address, defanged."""
    if not run.link or followed(run) or defang(run.link) in run.text:
        return run.text
    if run.text.strip() in ("", run.link.strip()):
        return defang(run.link)
    return f"{run.text} ({defang(run.link)})"


def told_of(quote: Quote) -> str:
    """Language of a quote, and who translated it."""
    how = {"human": "translated by a person", "machine": "translated by a machine"}.get(quote.translator, "")
    by = f"{how} ({quote.translated_by})" if how and quote.translated_by else how
    named = language(quote.language) if quote.language != UNKNOWN else ""
    return "; ".join(filter(None, (named, by)))


def below(source: str, as_of: str = "") -> str:
    """Source and as-of of a table or figure."""
    return "; ".join(filter(None, (source and f"Source: {source}", as_of and f"as of {as_of}")))


def band(low: float | None, high: float | None) -> str:
    """The band of a likelihood in percent."""
    if low is None or high is None:
        return ""
    return percent(low) if low == high else f"{low:.0%} to {high:.0%}"


def voiced(document: Document) -> list[tuple[str, str, list[tuple[int, Block]]]]:
    """Voice, who says it, and the blocks with their numbers: those that follow one another in the same voice."""
    made: list[tuple[str, str, list[tuple[int, Block]]]] = []
    for number, block in enumerate(document.blocks):
        voice = ("", "") if isinstance(block, Heading) else (block.voice, block.by)
        if not made or made[-1][:2] != voice:
            made.append((*voice, []))
        made[-1][2].append((number, block))
    return made


def numbered(document: Document) -> dict[str, int]:
    """The number of each ref of the appendix."""
    return {one.ref: number for number, one in enumerate(document.appendix, 1)}


def more(refs: Sequence[str]) -> str:
    """How many refs are not shown."""
    left = len(refs) - MOST_REFS
    return f"and {left:,} more" if left > 0 else ""
