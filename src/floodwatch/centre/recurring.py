"""Keeps the index of values over all cases up to date, and matches a case with what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.claims import TLP
from floodwatch.model.recurrence import TAKEDOWN, Hit, Recurrence, Seen, Source
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.engine import Engine
    from floodwatch.knowledge.recurrence.hashes import Scheme
    from floodwatch.knowledge.recurrence.placing import Around
    from floodwatch.lake.recurrence import Index

Entry = dict[str, Any]


def known_schemes(centre: Centre) -> tuple[Scheme, ...]:
    """The schemes of hashed ids that centre.toml names."""
    from floodwatch.centre.engines import centre_settings
    from floodwatch.knowledge.recurrence.hashes import schemes

    return schemes(centre_settings(centre.path).get("hashes", []))


@contextmanager
def index(centre: Centre, writing: bool = False) -> Iterator[Index]:
    """The index of a centre."""
    from floodwatch.knowledge.recurrence.taking import meaning
    from floodwatch.lake.recurrence import opened

    with opened(centre.path, meaning(known_schemes(centre)), writing) as found:
        yield found


def bring(case: Case, progress: Progress) -> None:
    """Add to the index what the cases of the centre hold and it does not, and take out what is gone."""
    from floodwatch.lake.layout import case_names
    from floodwatch.lake.manifest import run_id
    from floodwatch.lake.read import ingests

    with index(case.centre) as found:
        held = {name: (found.done(name), found.run(name)) for name in found.cases()}
    names = case_names(case.centre.path)
    for name in sorted({*held, *names}):
        one = case.centre.case(name)
        entries = ingests(one.folder) if name in names else []
        state = ({entry["id"] for entry in entries}, run_id(one.folder) if entries else "")
        if state != held.get(name, (set(), "")):
            progress(f"indexing {name}", None)
            _bring(one, entries, state[1])


def _bring(case: Case, entries: Sequence[Entry], run: str) -> None:
    """Bring the index into line with the ingests of one case and its detection, whole or not at all."""
    from floodwatch.centre.engines import engine_for
    from floodwatch.lake.read import members
    from floodwatch.model import refs

    with index(case.centre, writing=True) as found, engine_for(case) as engine:
        there = found.done(case.name)
        for gone in sorted(there - {entry["id"] for entry in entries}):
            found.forget(case.name, gone)
        for entry in entries:
            if entry["id"] not in there:
                _add(found, case, engine, entry)
        rows = members(case.folder, engine) if run else []
        found.forget_members(case.name)
        if run:
            people = [refs.account(row["platform"], row["account_id"]) for row in rows]
            found.set_members(case.name, people, run)


def _add(found: Index, case: Case, engine: Engine, entry: Entry) -> None:
    """Add the values of one ingest, collection by collection."""
    from floodwatch.centre.standing import keep_labels
    from floodwatch.knowledge.recurrence.taking import by_collection, columns
    from floodwatch.lake.read import brought, collections

    collected = collections(case.folder, engine)
    adding = _Adding(found, case, entry["id"], known_schemes(case.centre), {}, {})
    for table in ("posts", "accounts"):
        with brought(case.folder, engine, entry, table, columns(table)) as batches:
            for batch in batches:
                for name, rows in by_collection(batch).items():
                    adding.rows(table, rows, collected.get(name, {}), name)
    for source, accounts in adding.people.items():
        found.count_accounts(source, len(accounts))
    keep_labels(case, engine, entry)
    found.finish(case.name, entry["id"])


class _Adding:
    """One ingest on its way into the index."""

    def __init__(
        self, found: Index, case: Case, ingest: str, known: Sequence[Scheme],
        sources: dict[str, Source], people: dict[int, set[int]],
    ) -> None:  # fmt: skip
        self.index, self.case, self.ingest, self.known = found, case, ingest, known
        self.sources, self.people = sources, people

    def rows(self, table: str, rows: Sequence[Entry], collected: Entry, name: str) -> None:
        """Add the values of some rows of one collection."""
        from floodwatch.knowledge.recurrence.kinds import BY_NUMBER
        from floodwatch.knowledge.recurrence.taking import Taker, gathered

        if name not in self.sources:
            self.sources[name] = self._source(collected)
        source = self.sources[name]
        taker = Taker(source.released_by, bool(collected.get("identifiers_hashed")), self.known)
        seen = gathered(taker.uses(table, rows), source.number)
        self.people.setdefault(source.number, set()).update(
            hash((row["platform"], row["account_id"])) for row in rows
        )
        self.index.add(seen)
        formed = [one for one in seen if one.form]
        for kind in sorted({one.kind for one in formed}):
            near = BY_NUMBER[kind].near
            those = [one for one in formed if one.kind == kind]
            if near:
                bands = near.bands([one.form for one in those])
                self.index.add_bands(kind, self.case.name, [one.key for one in those], bands)

    def _source(self, collected: Entry) -> Source:
        from floodwatch.views.markings import strictest

        method, released = str(collected.get("method") or "unknown"), str(collected.get("released_by") or "")
        marks = strictest([collected]) if collected else ()
        return self.index.add_source(Source(0, self.case.name, self.ingest, method, released, marks, 0))


def matched(case: Case, viewer: str, ceiling: str | None = None, ingests: Sequence[str] = ()) -> Recurrence:
    """What comes again in a case, or in some of its ingests; nothing stricter than the ceiling is told.

    The ceiling is a TLP label; empty is for what carries no marking or TLP:CLEAR, None for no limit.
    """
    from floodwatch.knowledge.recurrence.known import known
    from floodwatch.knowledge.recurrence.matching import Matching

    with index(case.centre) as found:
        around = _around(case, found, viewer, ceiling)
        own = [row for one in found.sources(case.name, ingests) for row in found.of(one.number)]
        made = Matching(found, around, known(case.centre.casebook, own)).run(own)
    return replace(made, hits=tuple(_labelled(case, made.hits, around)))


def _around(case: Case, found: Index, viewer: str, ceiling: str | None) -> Around:
    from floodwatch.casebook.recurring import closed, labels, networks
    from floodwatch.knowledge.recurrence.placing import Around

    book, sources = case.centre.casebook, {one.number: one for one in found.sources()}
    cases = sorted({one.case_name for one in sources.values()})
    confirmed = {
        ref: (str(one.standing("confirmed")[-1].content.get("name", "")), name)
        for name, one in networks(book, cases) for ref in one.anchors
    }  # fmt: skip
    wrong: dict[str, set[str]] = {}
    for label in labels(book, status="refused"):
        wrong.setdefault(label.subject, set()).add(label.value)
    return Around(
        case=case.name, viewer=viewer, sources=sources, members={name: found.members(name) for name in cases},
        confirmed=confirmed, closed=closed(book, cases),
        wrong={name: frozenset(those) for name, those in wrong.items()},
        allowed=lambda marks: ceiling is None or all(_reaches(mark, ceiling) for mark in marks),
    )  # fmt: skip


def _reaches(mark: str, ceiling: str) -> bool:
    """Whether something with this marking may be told under the ceiling; a marking that is not TLP limits nothing."""
    return mark not in TLP or TLP.index(mark) <= TLP.index(ceiling or "TLP:CLEAR")


def _labelled(case: Case, hits: Iterable[Hit], around: Around) -> list[Hit]:
    """The hits with the labels of the accounts that used the value there; wrong ones are said to be so."""
    from floodwatch.casebook.recurring import labels
    from floodwatch.knowledge.recurrence.placing import channel

    told = list(hits)
    ids = {who: channel(who) for hit in told for who in hit.who_there}
    found: dict[str, list[str]] = {}
    for one in labels(case.centre.casebook, list(ids.values())):
        wrong = ", marked wrong" if one.status == "refused" else ""
        found.setdefault(one.subject, []).append(f"{one.value} (claim {one.claim_id[:12]}{wrong})")
    return [
        replace(hit, labels=tuple(dict.fromkeys(t for who in hit.who_there for t in found.get(ids[who], ()))))
        for hit in told
    ]  # fmt: skip


def ceiling_of(markings: Iterable[str]) -> str:
    """The TLP label under which something that carries these markings is told; empty where it carries none."""
    return next((mark for mark in markings if mark in TLP and mark), "")


def releases(case: Case, account: str) -> list[str]:
    """Who released the collections of takedowns in which an account is, over all cases."""
    from floodwatch.knowledge.recurrence.ids import ACCOUNT, HANDLE
    from floodwatch.knowledge.recurrence.taking import Taker
    from floodwatch.model import refs

    ref = refs.parse(account)
    row = {"platform": ref.platform, "account_id": ref.id, "handle": None, "observed_at": None}
    uses = list(Taker(kinds=(ACCOUNT, HANDLE)).uses("accounts", [row]))
    with index(case.centre) as found:
        sources = {one.number: one for one in found.sources()}
        rows: list[Seen] = [r for u in uses for r in found.where(u.value.kind, u.value.key, 1000)]
    held = [sources[row.source] for row in rows if account in row.who]
    return sorted({one.released_by for one in held if one.method == TAKEDOWN})
