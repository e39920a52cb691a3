"""Keeps the index of values over all cases up to date, and matches a case with what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from floodwatch.model.claims import TLP
from floodwatch.model.errors import SettingError
from floodwatch.model.recurrence import TAKEDOWN, Hit, Recurrence, Seen, Source
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.engine import Engine
    from floodwatch.knowledge.recurrence.hashes import Scheme
    from floodwatch.knowledge.recurrence.placing import Around
    from floodwatch.lake.recurrence import Index

Entry = dict[str, Any]
AT_ONCE = 20_000
"""Posts and accounts that are indexed in passing, some five seconds of work; more only where somebody asks for it."""


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


def bring(case: Case, progress: Progress, at_once: int = 0) -> list[Seen]:
    """Bring the index into line with what the cases of the centre hold; gives what is new of this case.

    SettingError, and nothing indexed, where that is more than `at_once` posts and accounts; at 0 there is no limit.
    """
    from floodwatch.casebook.ceiling import unbounded

    with unbounded():  # whoever asks, the index is that of all cases; what may be told of it is asked later
        return _brought(case, progress, at_once)


def _brought(case: Case, progress: Progress, at_once: int) -> list[Seen]:
    from floodwatch.centre.handles import Case
    from floodwatch.lake.layout import case_names
    from floodwatch.lake.manifest import run_id
    from floodwatch.lake.read import ingests

    with index(case.centre) as found:
        held = {name: (found.done(name), found.run(name)) for name in found.cases()}
    names = case_names(case.centre.path)
    cases = [Case(case.centre, name) for name in sorted({*held, *names})]
    there = {one.name: ingests(one.folder) if one.name in names else [] for one in cases}
    _must_be_few(there, {name: done for name, (done, _) in held.items()}, at_once, case.name)
    new: list[Seen] = []
    for name, entries in there.items():
        one = Case(case.centre, name)
        state = ({entry["id"] for entry in entries}, run_id(one.folder) if entries else "")
        if state != held.get(name, (set(), "")):
            progress(f"indexing {name}", None)
            rows = _bring(one, entries, state[1])
            new += rows if name == case.name else []
    return new


def _must_be_few(
    there: Mapping[str, Sequence[Entry]], done: Mapping[str, set[str]], at_once: int, case: str
) -> None:
    """SettingError where so much is not indexed yet that it takes its time."""
    waiting = [e for name, entries in there.items() for e in entries if e["id"] not in done.get(name, ())]
    rows = sum(entry["rows"].get(table, 0) for entry in waiting for table in ("posts", "accounts"))
    if at_once and rows > at_once:
        raise SettingError(
            f"{rows:,} posts and accounts are not indexed yet, which takes its time",
            do=f"Ask for it when there is time: floodwatch recurrence --case {case}",
        )


def _bring(case: Case, entries: Sequence[Entry], run: str) -> list[Seen]:
    """Bring the index into line with one case, whole or not at all; gives what is new of what it holds.

    Where an ingest counts no longer, the values of the case are counted again.
    """
    from floodwatch.centre.engines import engine_for
    from floodwatch.lake.read import members
    from floodwatch.model import refs

    with index(case.centre, writing=True) as found, engine_for(case) as engine:
        if found.done(case.name) - {entry["id"] for entry in entries}:
            found.forget(case.name)
        there, adding = found.done(case.name), _Adding(found, case, known_schemes(case.centre))
        for entry in entries:
            if entry["id"] not in there:
                adding.ingest(engine, entry)
        found.forget_members(case.name)
        if run:
            rows = members(case.folder, engine)
            people = [refs.account(row["platform"], row["account_id"]) for row in rows]
            found.set_members(case.name, people, run)
    return list(adding.new.values())


class _Adding:
    """Values of one case on their way into the index."""

    def __init__(self, found: Index, case: Case, known: Sequence[Scheme]) -> None:
        self.index, self.case, self.known = found, case, known
        self.new: dict[tuple[int, int, int], Seen] = {}

    def ingest(self, engine: Engine, entry: Entry) -> None:
        """Add the values of one ingest, collection by collection, and its labels to the casebook."""
        from floodwatch.centre.labels import keep_labels
        from floodwatch.knowledge.recurrence.taking import by_collection, columns
        from floodwatch.lake.read import brought, collections

        collected = collections(self.case.folder, engine)
        for table in ("posts", "accounts"):
            with brought(self.case.folder, engine, entry, table, columns(table)) as batches:
                for batch in batches:
                    for name, rows in by_collection(batch).items():
                        self._rows(table, rows, collected.get(name, {}))
        keep_labels(self.case, engine, entry)
        self.index.finish(self.case.name, entry["id"])

    def _rows(self, table: str, rows: Sequence[Mapping[str, Any]], collected: Entry) -> None:
        """Add the values of some rows of one collection."""
        from floodwatch.knowledge.recurrence.taking import Taker, gathered, people

        source = self._source(collected)
        taker = Taker(source.released_by, bool(collected.get("identifiers_hashed")), self.known)
        seen = gathered(taker.uses(table, rows), source.number)
        self.index.add_people(source.number, people(rows))
        self.index.add(seen)
        self._bands([one for one in seen if one.form])
        self.new.update({(one.kind, one.key, one.source): one for one in seen})

    def _bands(self, formed: Sequence[Seen]) -> None:
        from floodwatch.knowledge.recurrence.kinds import BY_NUMBER

        for kind in sorted({one.kind for one in formed}):
            near, those = BY_NUMBER[kind].near, [one for one in formed if one.kind == kind]
            if near:
                bands = near.bands([one.form for one in those])
                self.index.add_bands(kind, self.case.name, [one.key for one in those], bands)

    def _source(self, collected: Entry) -> Source:
        from floodwatch.views.markings import strictest

        method, released = str(collected.get("method") or "unknown"), str(collected.get("released_by") or "")
        marks = strictest([collected]) if collected else ()
        return self.index.source(self.case.name, method, released, marks)


def matched(
    case: Case, viewer: str, ceiling: str | None = None, values: Sequence[Seen] | None = None
) -> Recurrence:
    """What comes again in a case, or of some of its values; nothing stricter than the ceiling is told.

    The ceiling is a TLP label; empty is for what carries no marking or TLP:CLEAR, None for no limit.
    """
    from floodwatch.casebook.ceiling import lowered
    from floodwatch.knowledge.recurrence.known import known
    from floodwatch.knowledge.recurrence.matching import Matching
    from floodwatch.model.markings import Marking

    ceiling = lowered(Marking(ceiling or "")).tlp or ceiling
    with index(case.centre) as found:
        around = _around(case, found, viewer, ceiling)
        own = values
        if own is None:
            own = [row for one in found.sources(case.name) for row in found.of(one.number)]
        made = Matching(_Visible(found, around.sources), around, known(case.centre.casebook, own)).run(own)
    return replace(made, hits=tuple(_labelled(case, made.hits, around)))


class _Visible:
    """The index without what lies in cases that do not exist for whoever asks."""

    def __init__(self, index: Index, sources: Mapping[int, Source]) -> None:
        self._index, self._sources = index, sources

    def where(self, kind: int, key: int, most: int) -> list[Seen]:
        """Rows of the sources that are there."""
        return [row for row in self._index.where(kind, key, most) if row.source in self._sources]

    def near(self, kind: int, bands: Iterable[int], case: str, most: int) -> set[int]:
        """Keys of values that may be alike; what becomes of them is asked with `where`."""
        return self._index.near(kind, bands, case, most)

    def forms(self, kind: int, keys: Iterable[int]) -> dict[int, str]:
        """Values by their keys."""
        return self._index.forms(kind, keys)


def _around(case: Case, found: Index, viewer: str, ceiling: str | None) -> Around:
    from floodwatch.casebook.recurring import closed, labels, networks
    from floodwatch.knowledge.recurrence.placing import Around

    book, sources = case.centre.casebook, _marked(case, found.sources())
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


def _marked(case: Case, sources: Iterable[Source]) -> dict[int, Source]:
    """Sources by number, each as strict as its case is marked now, whatever it was when it was read."""
    from floodwatch.casebook import marks
    from floodwatch.casebook.ceiling import there
    from floodwatch.centre.marked_case import of_case
    from floodwatch.views.markings import strictest

    found, known = [one for one in sources if there(one.case_name)], marks.sources(case.centre.casebook)
    own = {name: of_case(case.centre, name, known).labels() for name in {one.case_name for one in found}}
    return {
        one.number: replace(one, markings=strictest([{"markings": [*one.markings, *own[one.case_name]]}]))
        for one in found
    }


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
    from floodwatch.casebook.ceiling import there
    from floodwatch.knowledge.recurrence.ids import ACCOUNT, HANDLE
    from floodwatch.knowledge.recurrence.taking import Taker
    from floodwatch.model import refs

    ref = refs.parse(account)
    row = {"platform": ref.platform, "account_id": ref.id, "handle": None, "observed_at": None}
    uses = list(Taker(kinds=(ACCOUNT, HANDLE)).uses("accounts", [row]))
    with index(case.centre) as found:
        sources = {one.number: one for one in found.sources() if there(one.case_name)}
        rows: list[Seen] = [r for u in uses for r in found.where(u.value.kind, u.value.key, 1000)]
    held = [sources[row.source] for row in rows if row.source in sources and account in row.who]
    return sorted({one.released_by for one in held if one.method == TAKEDOWN})
