"""What whoever is acting may do: by role, by case, by ceiling, and with which files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import LOCAL, Access, Acting, access_of, acted_by
from floodwatch.model.errors import CentreError, NotAllowed, SettingError
from floodwatch.model.markings import Marking, strictest
from floodwatch.model.units import Verb

if TYPE_CHECKING:
    from floodwatch.casebook.ceiling import SourceMark
    from floodwatch.centre.handles import Case, Centre

INCOMING = "incoming"
"""The folder of a centre for files that came over the network; a verb that is asked for there reads no others."""
FILES = ("inputs", "file", "table", "sightings", "format", "source")
"""Settings that may name a file to read."""
WRITTEN = ("out", "spill", "folder")
"""Settings that name a place to write to."""
CASE = "case:"
MACHINES = ("engine",)
"""Settings that name a machine."""


def incoming(centre: Centre) -> Path:
    """Where files that came over the network wait."""
    return centre.path / INCOMING


def case_named(centre: Centre, name: str) -> CentreError:
    """What is said of a case that is not there, and of one that is not there for whoever asks."""
    return CentreError(f"There is no case {name}", do="Check its name.")


@contextmanager
def seeing(centre: Centre | None, acting: Acting) -> Iterator[None]:
    """While the block runs, this person acts, and nothing is read that he may not see."""
    from floodwatch.casebook.ceiling import bounded

    with acted_by(acting):
        if acting.local or centre is None:
            yield
            return
        cases = hidden(centre, acting)
        with bounded(acting.ceiling, cases, _only_in(centre, cases)):
            yield


def _only_in(centre: Centre, cases: frozenset[str]) -> set[str]:
    """SHA-256 of the files that these cases hold and no other one does."""
    from floodwatch.centre.marked_case import held

    if not cases:
        return set()
    theirs = {file for name in cases for file in held(centre, name)}
    return theirs - {file for name in existing(centre) - cases for file in held(centre, name)}


def hidden(centre: Centre, acting: Acting) -> frozenset[str]:
    """The cases that do not exist for this person: he is no member, or they are marked above his ceiling."""
    if acting.local or (acting.cases is None and not acting.ceiling.labels()):
        return frozenset()
    known = _marked(centre, acting)
    return frozenset(name for name in existing(centre) if not _sees(centre, acting, name, known))


def existing(centre: Centre) -> set[str]:
    """Every case, on the disk or in the casebook."""
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.casebook.read import cases
    from floodwatch.lake.layout import case_names

    with unbounded():
        return {*case_names(centre.path), *cases(centre.casebook)}


def _sees(centre: Centre, acting: Acting, name: str, known: Mapping[str, SourceMark]) -> bool:
    if acting.cases is not None and name not in acting.cases:
        return False
    return not acting.ceiling.labels() or marking_of(centre, name, known).within(acting.ceiling)


def _marked(centre: Centre, acting: Acting) -> Mapping[str, SourceMark]:
    """How sources are marked, where that decides what somebody sees."""
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.casebook.marks import sources

    with unbounded():
        return sources(centre.casebook) if acting.ceiling.labels() else {}


def marking_of(centre: Centre, name: str, known: Mapping[str, SourceMark]) -> Marking:
    """The strictest of how a case, its files and its collections are marked."""
    from floodwatch.casebook.ceiling import unbounded
    from floodwatch.centre.marked_case import of_case

    with unbounded(), acted_by(LOCAL):
        case = centre.case(name)
        return strictest([of_case(centre, name, known), *_collected(case)])


_COLLECTED: dict[tuple[Path, int], tuple[Marking, ...]] = {}
"""Of cases by the file that lists their ingests and its age, which is another one when something was ingested."""


def _collected(case: Case) -> tuple[Marking, ...]:
    """The strictest labels of the collections of a case."""
    from floodwatch.centre.engines import engine_for
    from floodwatch.lake.read import collections
    from floodwatch.model.claims import PAP, TLP
    from floodwatch.views import markings

    index = case.folder.index
    if not index.is_file():
        return ()
    key = (index.resolve(), index.stat().st_mtime_ns)
    if key not in _COLLECTED:
        with engine_for(case) as engine:
            labels = markings.strictest(list(collections(case.folder, engine).values()))
        pairs = (Marking(mark if mark in TLP else "", mark if mark in PAP else "") for mark in labels)
        _COLLECTED[key] = tuple(pair for pair in pairs if pair.labels())
    return _COLLECTED[key]


def must_see(centre: Centre, acting: Acting, name: str) -> None:
    """CentreError where a case does not exist for this person."""
    if acting.local:
        return
    if name not in existing(centre) or not _sees(centre, acting, name, _marked(centre, acting)):
        raise case_named(centre, name)


def must_be_allowed(
    verb: Verb, acting: Acting, centre: Centre | None, case: Case | None, settings: Mapping[str, Any]
) -> None:
    """Refuse by role (NotAllowed), by case (CentreError) and by file (SettingError); the machine may do everything."""
    if acting.local:
        return
    access = access_of(verb.name)
    defaults = {p.name: p.default for p in verb.parameters}
    must_have_role(verb.name, acting, access.needs(settings, defaults))
    if centre is None:
        raise NotAllowed(f"{verb.name} needs a centre", do="Use it on the machine itself.")
    if case is not None:
        _may_work_on(centre, case.name, acting, access)
    for text in (one for one in settings.values() if isinstance(one, str) and one.startswith(CASE)):
        must_see(centre, acting, text.removeprefix(CASE))
    _files_are_ours(verb, centre, settings)


def must_have_role(name: str, acting: Acting, least: str) -> None:
    """NotAllowed where the role is less than that, and for a token that is for the feed of releases alone."""
    if acting.scope == "taxii":
        raise NotAllowed(
            "This token is for the feed of what was released", do="Use a token of another scope."
        )
    if least == LOCAL.role and not acting.local:
        raise NotAllowed(f"{name} is only for whoever is at the machine", do="Use the command line there.")
    if not acting.may(least):
        raise NotAllowed(
            f"{name} is for the role {least}, and yours is {acting.role}", do="Ask an administrator."
        )


def _may_work_on(centre: Centre, name: str, acting: Acting, access: Access) -> None:
    """A case that may be seen; or a new one, for a verb that begins one, which then has one member."""
    if access.makes and not acting.scope and name not in existing(centre):
        _begun(centre, name, acting)
        return
    must_see(centre, acting, name)


def _begun(centre: Centre, name: str, acting: Acting) -> None:
    from floodwatch.casebook.people import join
    from floodwatch.casebook.write import add_case

    add_case(centre.casebook, name)
    join(centre.casebook, name, acting.user, acting.user)


def _files_are_ours(verb: Verb, centre: Centre, settings: Mapping[str, Any]) -> None:
    given = {p.name: settings.get(p.name, p.default) for p in verb.parameters}
    for name, value in given.items():
        texts = [str(one) for one in (value if isinstance(value, tuple | list) else (value,)) if one]
        if name in MACHINES and texts:
            raise NotAllowed(f"{name} can only be set at the machine", do=f"Leave {name} out.")
        if name in WRITTEN and not all(_within(centre, one) for one in texts):
            raise NotAllowed(f"{name} can only be set at the machine", do=f"Leave {name} out.")
        if name in FILES and not all(_within(centre, one) or _is_no_file(one) for one in texts):
            raise SettingError(f"{name} names no file that was sent here", do="Send the file first.")


def _within(centre: Centre, text: str) -> bool:
    if "\0" in text:
        return False
    return Path(text).resolve().is_relative_to(incoming(centre).resolve())


def _is_no_file(text: str) -> bool:
    """Whether a text can be a name or a hash, and cannot lead to a file or an address."""
    return not set(text) & set("/\\\0") and not text.startswith((".", "~")) and not Path(text).exists()


def signed(verb: Verb, acting: Acting, centre: Centre | None, settings: dict[str, Any]) -> dict[str, Any]:
    """Settings in which whoever decides is whoever acts, whatever was given for that."""
    if acting.local:
        return settings
    told = dict(settings)
    if told.get("by"):
        told["by"] = acting.pseudonym
    if told.get("keep") and centre is not None and any(p.name == "keep" for p in verb.parameters):
        told["keep"] = str(centre.path)
    return told
