"""Which places of a report rest on something stricter than the report, or on a source that is to be asked first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import FloodwatchError
from floodwatch.model.markings import Marking
from floodwatch.model.reports import About, Use

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case

STRICTEST = Marking("TLP:RED", "PAP:RED")
"""What is not there, or not for whoever asks."""
OF_CASE = ("post", "account", "network", "narrative", "event", "finding", "row", "domain")
SHORTEST = 20
"""Letters of a quotation that is looked for in the text."""


def markings(case: Case, refs: Collection[str]) -> dict[str, Marking]:
    """How each ref is marked now."""
    from floodwatch.casebook.judgements import judgements, labels_of
    from floodwatch.casebook.marks import sources
    from floodwatch.casebook.store import connected
    from floodwatch.casebook.weighings import weighings
    from floodwatch.centre.allowed import marking_of

    book = case.centre.casebook
    claims = [ref.partition(":")[2] for ref in refs if ref.startswith("claim:")]
    with connected(book) as db:
        found = {f"claim:{name}": Marking(*labels) for name, labels in labels_of(db, claims).items()}
    if any(ref.startswith("judgement:") for ref in refs):
        found |= {f"judgement:{one.judgement_id}": Marking(one.tlp, one.pap) for one in judgements(book)}
    if any(ref.startswith("weighing:") for ref in refs):
        found |= {f"weighing:{one.number}": one.marking for one in weighings(book)}
    own = marking_of(case.centre, case.name, sources(book))
    known = ("claim", "judgement", "weighing")
    for ref in refs:
        kind = ref.partition(":")[0]
        found.setdefault(ref, own if kind in OF_CASE else (STRICTEST if kind in known else Marking()))
    return found


def stricter(case: Case, about: About, uses: Sequence[Use]) -> list[dict[str, Any]]:
    """Places that rest on something stricter than the report, each with its kind (sentence, figure …) and words."""
    ceiling = Marking(about.tlp, about.pap)
    marks = markings(case, {one.ref for one in uses})
    made = [
        {"place_kind": one.place_kind, "place": one.place, "words": one.words[:200], "ref": one.ref,
         "markings": marks[one.ref].labels()}
        for one in uses if not marks[one.ref].within(ceiling)
    ]  # fmt: skip
    return list({(row["place"], row["ref"]): row for row in made}.values())


def copied(case: Case, about: About, text: str) -> list[dict[str, Any]]:
    """Claims that are stricter than the report and whose very words stand in its text, by hand."""
    ceiling, told = Marking(about.tlp, about.pap), _folded(text)
    return [
        {"place_kind": "text", "place": "the text", "words": quote[:200], "ref": f"claim:{name}",
         "markings": mark.labels()}
        for name, mark, quote in _quoted(case) if not mark.within(ceiling) and _folded(quote) in told
    ]  # fmt: skip


def _quoted(case: Case) -> Iterator[tuple[str, Marking, str]]:
    from sqlalchemy import func, select

    from floodwatch.casebook.store import connected
    from floodwatch.casebook.tables import claims as table

    columns = (table.c.claim_id, table.c.tlp, table.c.pap, table.c.quote, table.c.value_text)
    long = (func.length(table.c.quote) >= SHORTEST) | (func.length(table.c.value_text) >= SHORTEST)
    marked = (table.c.tlp != "") | (table.c.pap != "")
    with connected(case.centre.casebook) as db:
        for name, tlp, pap, *words in db.execute(select(*columns).where(long & marked)):
            yield from ((name, Marking(tlp, pap), one) for one in words if len(one) >= SHORTEST)


def _folded(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", text).casefold().split())


def must_fit(places: Sequence[Mapping[str, Any]], about: About) -> None:
    """ReportError with the list of places that are stricter."""
    from floodwatch.model.errors import ReportError

    if places:
        listed = "; ".join(
            f"{row['place']} rests on {row['ref']} ({' '.join(row['markings'])})" for row in places[:10]
        )
        more = f"; and {len(places) - 10} more" if len(places) > 10 else ""
        raise ReportError(
            f"{len(places)} places are marked stricter than {about.tlp}: {listed}{more}", where=about.title,
            do="Take them out, or begin a report that is marked as strictly.",
        )  # fmt: skip


def waiting(case: Case, uses: Sequence[Use]) -> list[dict[str, str]]:
    """Sources that the report rests on, who want to be asked first and have not agreed."""
    from floodwatch.casebook.claims import claim
    from floodwatch.casebook.marks import sources
    from floodwatch.centre.consent import case_source, must_be_asked, titles, unasked

    book = case.centre.casebook
    known = sources(book)
    left = unasked(known)
    ids = sorted({one.ref.partition(":")[2] for one in uses if one.ref.startswith("claim:")})
    found = [claim(book, name) for name in ids] if left else []
    papers = sorted({one.source_document for one in found if one and one.consent is None} & left.keys())
    made = [
        {"source": title, "asks": left[paper]}
        for paper, title in zip(papers, titles(book, papers), strict=True)
    ]
    if any(one.ref.partition(":")[0] in OF_CASE for one in uses):
        try:
            must_be_asked(case_source(case.name), known, (), "")
        except FloodwatchError:
            made.append({"source": case_source(case.name), "asks": left.get(case_source(case.name), "")})
    return made
