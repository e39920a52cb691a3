"""Bytes -> what others know: entities and claims of catalogues, lists and bundles, one file per format.

Formats are recognised by content. `read` yields one batch for each file and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from floodwatch.model.batches import Batch
from floodwatch.model.claims import Entity
from floodwatch.model.errors import FloodwatchError, FormatError, SettingError
from floodwatch.sources.base import Limits
from floodwatch.sources.containers import items
from floodwatch.sources.knowledge.base import Format, Known, Loaded, loaded
from floodwatch.sources.knowledge.disarm_csv import DisarmCsv
from floodwatch.sources.knowledge.domain_lists import OperationDomains, SiteIndicators, SitesOfConcern
from floodwatch.sources.knowledge.microsoft_mapping import MicrosoftMapping
from floodwatch.sources.knowledge.misp_event import MispEvent
from floodwatch.sources.knowledge.misp_galaxy import MispGalaxy
from floodwatch.sources.knowledge.outlets import Outlets
from floodwatch.sources.knowledge.stix import Stix

FORMATS: tuple[Format, ...] = (
    MispGalaxy(), MicrosoftMapping(), MispEvent(), Stix(), DisarmCsv(), OperationDomains(), SitesOfConcern(),
    SiteIndicators(), Outlets(),
)  # fmt: skip
"""Every format, in the order in which they are asked whether they recognise a file."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file in a folder that nothing here reads, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """One file and what it says."""

    file: Loaded
    form: str
    batch: Batch


def read(
    paths: Sequence[Path], known: Mapping[str, Entity], form: str = "", source: str = ""
) -> Iterator[Read | Unread]:
    """What each file says. A file that the user named and that nothing reads is an error; one in a folder is told.

    `known` are entities by the ids that catalogues gave them in imports before. `source` names a source that does not
    say itself which it is, so that its next version is known as that.
    """
    ids, recognised = Known(known), list[tuple[Loaded, Format]]()
    for item in items(paths, Limits()):
        try:
            file = loaded(item, source)
            recognised.append((file, _format(file, form)))
        except FloodwatchError as problem:
            if item.given:
                raise
            yield Unread(item.name, problem.what)
    for file, reader in recognised:
        reader.collect(file, ids)
    for file, reader in recognised:
        yield Read(file, reader.name, reader.read(file, ids))


def _format(file: Loaded, name: str) -> Format:
    if name and name not in {one.name for one in FORMATS}:
        raise SettingError(
            f"There is no format {name!r}", do=f"Known are: {', '.join(one.name for one in FORMATS)}."
        )
    for one in FORMATS:
        if one.name == name or (not name and one.recognises(file)):
            if name and not one.recognises(file):
                raise FormatError(f"The file is not of the format {name}", where=file.name)
            return one
    raise FormatError(
        "The file is of no format that knowledge is read from", where=file.name,
        do=f"Known are: {', '.join(one.name for one in FORMATS)}.",
    )  # fmt: skip
