"""What may be read: claims as their sources are marked, and under a ceiling nothing that is stricter, not even counted.

Under a ceiling every table that holds claims, or what follows from them, is hidden behind a view of the same name that
leaves out what is stricter, for that one connection. So no question, whoever writes it, can count what it may not see.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import narrower
from floodwatch.model.claims import NAMESPACE, PAP, TLP, Consent
from floodwatch.model.markings import Marking, strictest

if TYPE_CHECKING:
    from sqlalchemy import Connection

MARKS = str(uuid.uuid5(NAMESPACE, "marks"))
"""What stands for the entity in decisions about how sources are marked, so that all are found at once."""
MARKED, ASKS, CONSENTED = "marked", "asks_consent", "consented"
_OWN = Marking()
OF_CASES = (
    "cases", "translations", "audit", "members", "scope_notes", "jobs", "reports", "report_versions", "report_lines",
    "used_refs",
)  # fmt: skip
"""Tables whose rows belong to a case each."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision on a source, which is a document by its SHA-256 or a case by its name.

    `content` holds tlp and pap (`marked`; `anew` where they replace those before, `read` where every claim of it bears
    them already), or who wants to be asked (`asks_consent`), or who, when and text (`consented`).
    """

    number: int
    source: str
    what: str
    content: Mapping[str, Any]
    reason: str
    decided_by: str
    decided_at: str
    undone: bool


@dataclass(frozen=True, slots=True)
class SourceMark:
    """What stands of a source: its marking, whether that replaces what its claims bear, who asks, and who agreed."""

    marking: Marking = _OWN
    anew: bool = False
    read: bool = True
    asks: str = ""
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """The strictest marking that is seen, and sources of which nothing is, but claims with a consent of their own.

    `never` are cases that do not exist for whoever reads, and `files` what only they hold, whatever consent there is;
    `person` whether that is somebody who works here, and so sees what belongs to the cases that he may see.
    """

    marking: Marking = _OWN
    without: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    person: bool = False


_FREE = _Ceiling()
_CEILING: ContextVar[_Ceiling] = ContextVar("ceiling", default=_FREE)
_BOUND: ContextVar[_Ceiling] = ContextVar("bound", default=_FREE)
"""What whoever asks may see at most; no ceiling that a question names reaches above it."""
_UNREAD: ContextVar[dict[_Ceiling, list[str]] | None] = ContextVar("unread", default=None)
"""Documents that one question of one person found to be hidden, so that they are looked for once."""


@contextmanager
def up_to(ceiling: Marking, without: Iterable[str] = ()) -> Iterator[None]:
    """While the block runs, whoever reads a casebook sees nothing that is stricter, nor what is from these sources."""
    before = _CEILING.set(_Ceiling(ceiling, frozenset(without)))
    try:
        yield
    finally:
        _CEILING.reset(before)


@contextmanager
def bounded(ceiling: Marking, hidden: Iterable[str] = (), files: Iterable[str] = ()) -> Iterator[None]:
    """While the block runs, this is the most that is seen; the cases named, and what those files say, are not there."""
    before = _BOUND.set(_Ceiling(ceiling, never=frozenset(hidden), files=frozenset(files), person=True))
    found = _UNREAD.set({})
    try:
        yield
    finally:
        _UNREAD.reset(found)
        _BOUND.reset(before)


@contextmanager
def unbounded() -> Iterator[None]:
    """While the block runs the program reads for itself: whom it lets in, or whether its log is whole."""
    ceiling, bound = _CEILING.set(_FREE), _BOUND.set(_FREE)
    try:
        yield
    finally:
        _BOUND.reset(bound)
        _CEILING.reset(ceiling)


def _now() -> _Ceiling | None:
    """What holds now: the lower of what was asked for and what whoever asks may see; None where all is seen."""
    asked, most = _CEILING.get(), _BOUND.get()
    made = _Ceiling(narrower(asked.marking, most.marking), asked.without, most.never, most.files, most.person)
    return made if made.marking.labels() or made.without or made.never else None


def seen(marking: Marking, sources: Iterable[str] = ()) -> bool:
    """Whether what is so marked, and comes from these sources, may be read now."""
    ceiling = _now()
    if ceiling is None:
        return True
    barred = ceiling.without | ceiling.files | {f"case:{name}" for name in ceiling.never}
    return marking.within(ceiling.marking) and not barred.intersection(sources)


def there(case: str) -> bool:
    """Whether a case exists for whoever reads now."""
    return case not in _BOUND.get().never


def lowered(ceiling: Marking) -> Marking:
    """A ceiling that was asked for, no higher than that of whoever asks."""
    return narrower(ceiling, _BOUND.get().marking)


def limited() -> bool:
    """Whether something is hidden from whoever asks."""
    return _BOUND.get() != _FREE and bool(_BOUND.get().marking.labels() or _BOUND.get().never)


def marks_in(db: Connection) -> list[Mark]:
    """Every decision on how sources are marked, oldest first."""
    from sqlalchemy import select

    from floodwatch.casebook.tables import decisions as table

    wanted = select(table).where(table.c.entity_id == MARKS).order_by(table.c.number)
    return [_mark(row) for row in db.execute(wanted)]


def _mark(row: Any) -> Mark:
    told = json.loads(row.content)
    source = str(told.pop("source"))
    undone = row.undone_at is not None
    return Mark(row.number, source, row.what, told, row.reason, row.decided_by, row.decided_at, undone)


def standing(marks: Sequence[Mark]) -> dict[str, SourceMark]:
    """What stands of each source: the strictest marking since the last that was given anew."""
    found: dict[str, list[Mark]] = {}
    for one in marks:
        if not one.undone:
            found.setdefault(one.source, []).append(one)
    return {source: _standing(told) for source, told in found.items()}


def _standing(told: Sequence[Mark]) -> SourceMark:
    marked = [one for one in told if one.what == MARKED]
    last = max((n for n, one in enumerate(marked) if one.content.get("anew")), default=-1)
    since = marked[max(last, 0) :]
    asks = [str(one.content.get("who") or "the originator") for one in told if one.what == ASKS]
    agreed = [one.content for one in told if one.what == CONSENTED]
    return SourceMark(
        strictest((str(one.content.get("tlp", "")), str(one.content.get("pap", ""))) for one in since),
        last >= 0,
        all(one.content.get("read") for one in since),
        asks[-1] if asks else "",
        Consent(*(str(agreed[-1].get(name, "")) for name in Consent._fields)) if agreed else None,
    )


def shade(db: Connection) -> None:
    """Let this connection read claims as their sources are marked now, and nothing above the ceiling."""
    ceiling = _now()
    sources = standing(marks_in(db))
    changing = {name: one for name, one in sources.items() if not one.read or one.consent}
    if not changing and ceiling is None:
        return
    base = f"{_schema(db)}."
    _keep(db, changing)
    db.exec_driver_sql(_claims(base, ceiling))
    if ceiling is not None:
        hidden = {name for name, one in sources.items() if not one.marking.within(ceiling.marking)}
        _hide(db, base, sorted(hidden | ceiling.without | ceiling.files), ceiling)


def _schema(db: Connection) -> str:
    if db.dialect.name == "sqlite":
        return "main"
    return '"' + str(db.exec_driver_sql("SELECT current_schema()").scalar()).replace('"', '""') + '"'


def _keep(db: Connection, sources: Mapping[str, SourceMark]) -> None:
    """The marks that change something, as a table of this connection."""
    from sqlalchemy import text

    db.exec_driver_sql(
        "CREATE TEMP TABLE source_marks "
        "(source_document TEXT PRIMARY KEY, tlp TEXT, pap TEXT, anew INTEGER, consent TEXT)"
    )
    rows = [
        {
            "source": name, "tlp": one.marking.tlp, "pap": one.marking.pap, "anew": int(one.anew),
            "consent": json.dumps(one.consent, ensure_ascii=False) if one.consent else None,
        }
        for name, one in sources.items()
    ]  # fmt: skip
    if rows:
        db.execute(text("INSERT INTO source_marks VALUES (:source, :tlp, :pap, :anew, :consent)"), rows)


def _claims(base: str, ceiling: _Ceiling | None) -> str:
    """The view that stands before the table of claims."""
    from floodwatch.casebook.tables import claims

    told = {"tlp": _label("tlp", TLP), "pap": _label("pap", PAP), "consent": "coalesce(c.consent, m.consent)"}
    names = [column.name for column in claims.c]
    columns = ", ".join(f"{told.get(name, f'c.{name}')} AS {name}" for name in names)
    tlp, pap = ceiling.marking if ceiling else _OWN
    orders = ((told["tlp"], tlp, TLP), (told["pap"], pap, PAP))
    limits = [
        f"{label} IN ({_listed(order[: order.index(most) + 1])})" for label, most, order in orders if most
    ]
    if ceiling and ceiling.without:
        limits.append(
            f"(c.consent IS NOT NULL OR c.source_document NOT IN ({_listed(sorted(ceiling.without))}))"
        )
    if ceiling and ceiling.never:
        cases = sorted(ceiling.never)
        limits += [f"c.source_document NOT IN ({_listed(sorted(ceiling.files))})"] if ceiling.files else []
        own = f"SELECT entity_id FROM {base}entities WHERE case_name IN ({_listed(cases)})"
        limits += [f"(c.{end} IS NULL OR c.{end} NOT IN ({own}))" for end in ("subject", "object_entity")]
    where = f" WHERE {' AND '.join(limits)}" if limits else ""
    return (
        f"CREATE TEMP VIEW claims AS SELECT {columns} FROM {base}claims c "
        f"LEFT JOIN source_marks m ON m.source_document = c.source_document{where}"
    )


def _label(name: str, order: Sequence[str]) -> str:
    """The stricter of a claim's own label and its source's, unless the source was marked anew."""
    source, own = (f"CASE {side}.{name} {_ranks(order)} END" for side in ("m", "c"))
    return f"CASE WHEN m.anew = 1 OR {source} > {own} THEN m.{name} ELSE c.{name} END"


def _ranks(order: Sequence[str]) -> str:
    return " ".join(f"WHEN '{label}' THEN {rank}" for rank, label in enumerate(order))


def _listed(labels: Sequence[str]) -> str:
    return ", ".join("'" + label.replace("'", "''") + "'" for label in labels)


def _hide(db: Connection, base: str, hidden: Sequence[str], ceiling: _Ceiling) -> None:
    """Views before what follows from claims: states, relations, decisions, names, quotes, and who is only named so.

    For a person also before what belongs to cases, so that one which does not exist for him is not even counted.
    """
    from floodwatch.model.claims import document_id

    seen = "EXISTS (SELECT 1 FROM claims v WHERE v.{} = {})".format
    ends = " OR ".join(seen(end, "t.entity_id") for end in ("subject", "object_entity"))
    unread = _unread(db, base, ceiling) if ceiling.marking.labels() or ceiling.files else []
    papers = _listed([document_id(one) for one in (*hidden, *unread)]) or "''"
    paper = f"t.kind = 'document' AND t.entity_id NOT IN ({papers})"
    ways = f"{ends} OR t.entity_id IN (SELECT said_by FROM claims) OR ({paper})"
    cases = f"coalesce(t.case_name, '') NOT IN ({_listed(sorted(ceiling.never)) or 'NULL'})"
    if ceiling.person:
        theirs = cases if ceiling.never else "true"
        ways = f"({ways} OR coalesce(t.case_name, '') <> '') AND {theirs}"
    other = seen("claim_id", "t.other_claim")
    views = {
        "claim_states": seen("number", "t.number"),
        "quotes": seen("number", "t.number"),
        "claim_relations": f"{seen('claim_id', 't.claim_id')} AND {other}",
        "claim_decisions": f"{seen('claim_id', 't.claim_id')} AND (t.other_claim IS NULL OR {other})",
        "entities": ways,
        "names": f"CASE WHEN t.claim_id IS NULL THEN t.entity_id IN (SELECT entity_id FROM entities WHERE "
        f"entities.entity_id = t.entity_id) ELSE {seen('claim_id', 't.claim_id')} END",
    }
    if ceiling.never:
        apart = f"SELECT entity_id FROM {base}entities WHERE case_name IN ({_listed(sorted(ceiling.never))})"
        views |= {name: cases for name in OF_CASES}
        views |= {name: f"t.entity_id NOT IN ({apart})" for name in ("decisions", "anchors")}
    for name, where in views.items():
        db.exec_driver_sql(f"CREATE TEMP VIEW {name} AS SELECT t.* FROM {base}{name} t WHERE {where}")


def _unread(db: Connection, base: str, ceiling: _Ceiling) -> list[str]:
    """Documents of which there are claims, and none that may be read: their titles would tell of them."""
    known = _UNREAD.get()
    if known is not None and ceiling in known:
        return known[ceiling]
    every = f"SELECT DISTINCT source_document AS paper FROM {base}claims WHERE source_document <> ''"
    none = "NOT EXISTS (SELECT 1 FROM claims v WHERE v.source_document = t.paper)"
    found = [str(row.paper) for row in db.exec_driver_sql(f"SELECT paper FROM ({every}) t WHERE {none}")]
    if known is not None:
        known[ceiling] = found
    return found
