"""Recognise every file first, then read them one after another into records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from floodwatch.model.errors import FormatError, SettingError
from floodwatch.model.records import COLLECTIONS
from floodwatch.model.refs import content_id
from floodwatch.model.units import Progress, quiet
from floodwatch.sources import mapping as mappings
from floodwatch.sources.base import Chunk, FileSummary, ReadOptions, Reject
from floodwatch.sources.containers import Fetched, Item, items
from floodwatch.sources.convert import Converter, merged
from floodwatch.sources.encodings import Head, head
from floodwatch.sources.mapping import Mapping
from floodwatch.sources.source import Shape, Source
from floodwatch.sources.task import Raw, Task
from floodwatch.tools.arrow import conform

METHODS = ("sample", "firehose", "keyword", "seed_accounts", "takedown", "export", "manual", "unknown")
Told = Callable[[FileSummary], None]


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file (or member of a zip file), opened once and recognised.

    `problem` is set when a file that was found in a folder is no table: it is rejected, not read.
    """

    item: Item
    source: Source | None = None
    head: Head | None = None
    mapping: Mapping | None = None
    platform: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """How the file is called in rejects and reports."""
        return self.item.name


def plan(paths: Sequence[Path | Fetched], options: ReadOptions, sources: Sequence[Source]) -> list[InputFile]:
    """Every file under the paths with its format and mapping; raises the first error there is."""
    _check(options, sources)
    found = [_planned(item, options, sources) for item in items(paths, options.limits)]
    if not found:
        raise FormatError(
            "There is nothing to read", where=", ".join(map(str, paths)), do="Give a file with posts."
        )
    return found


def _check(options: ReadOptions, sources: Sequence[Source]) -> None:
    names = [s.name for s in sources]
    if options.format and options.format not in names:
        raise SettingError(
            f"There is no format {options.format!r}", do=mappings.nearest(options.format, names)
        )
    for key in options.collection:
        if key not in COLLECTIONS.names:
            raise SettingError(f"Collections have no {key!r}", do=mappings.nearest(key, COLLECTIONS.names))
    method = options.collection.get("method")
    if method and method not in METHODS:
        raise SettingError(f"There is no collection method {method!r}", do=mappings.nearest(method, METHODS))


def _planned(item: Item, options: ReadOptions, sources: Sequence[Source]) -> InputFile:
    try:
        return _recognised(item, options, sources)
    except FormatError as problem:
        if item.given:
            raise
        return InputFile(item, problem=f"{problem.what}: not read")


def _recognised(item: Item, options: ReadOptions, sources: Sequence[Source]) -> InputFile:
    start = head(item)
    if not start.data.strip(b"\0 \t\r\n"):
        return InputFile(item, head=start, problem="the file is empty")
    source = _source(start, options, sources)
    shape = source.shape(item, start, Task(item.name, options, lambda _: None))
    chosen = _mapping(shape, options, item.name)
    platform = options.platform or chosen.platform
    _check_platform(chosen, shape, platform, item.name)
    _check_unambiguous(chosen, shape, item.name)
    return InputFile(item, source, start, chosen, platform)


def _source(start: Head, options: ReadOptions, sources: Sequence[Source]) -> Source:
    if options.format:
        return next(s for s in sources if s.name == options.format)
    return next(s for s in sources if s.recognises(start))


def _mapping(shape: Shape, options: ReadOptions, where: str) -> Mapping:
    given = options.mapping
    if isinstance(given, str | Path):
        return _given_file(mappings.named(given), shape, where)
    fits = mappings.choose(shape.columns, shape.form)
    if given and (fits is None or set(given.values()) & set(shape.columns)):
        return mappings.by_hand(given, shape.columns, where)
    if fits is None:
        raise mappings.unrecognised(shape.columns, where)
    return fits


def _given_file(chosen: Mapping, shape: Shape, where: str) -> Mapping:
    """The user's mapping where its columns are there, else what fits the file by itself."""
    have = frozenset(shape.columns)
    if chosen.weight(have) > (0, 0) or (not chosen.recognise and chosen.columns & have):
        return chosen
    fits = mappings.choose(shape.columns, shape.form)
    if fits is None:
        wanted = [sorted(a - have) for a in chosen.recognise or (chosen.columns,)]
        fewest = min(wanted, key=lambda names: (len(names), names))
        raise FormatError(
            f"The mapping {chosen.name} needs columns that the file lacks: {', '.join(fewest)}",
            where=where,
            do=f"The file has: {', '.join(shape.columns[:40])}.",
        )
    return fits


def _check_platform(chosen: Mapping, shape: Shape, platform: str, where: str) -> None:
    for name, fields in chosen.tables.items():
        own = fields.get("platform")
        there = own is not None and (own.constant or set(own.names) & set(shape.columns))
        if name in ("posts", "accounts", "follows") and not platform and not there:
            raise FormatError(
                "The file does not say which platform it is from",
                where=where,
                do="Say it with --platform, such as --platform telegram.",
            )


def raw(
    path: Path, options: ReadOptions, reject: Callable[[Reject], None], sources: Sequence[Source]
) -> Iterator[Raw]:
    """The rows of one file as they are, in columns of its own names; broken rows go to `reject`."""
    [item] = items([path], options.limits)
    start = head(item)
    yield from _source(start, options, sources).read(item, start, Task(item.name, options, reject))


def _check_unambiguous(chosen: Mapping, shape: Shape, where: str) -> None:
    twice = sorted(n for n, count in Counter(shape.columns).items() if count > 1 and n in chosen.columns)
    if twice:
        raise FormatError(
            f"The file has more than one column called {', '.join(twice)}",
            where=where,
            do="Give each column a name of its own.",
        )


def read(
    files: Sequence[InputFile],
    options: ReadOptions,
    reject: Callable[[Reject], None],
    progress: Progress = quiet,
    told: Told = lambda _: None,
) -> Iterator[Chunk]:
    """The records of every planned file, in batches; `told` gets a summary after each file."""
    sizes = [file.item.path.stat().st_size for file in files]
    collections: set[str] = set()
    for number, file in enumerate(files):
        task = Task(file.name, options, reject)
        for chunk in _one(file, task, told, collections):
            progress(
                f"reading {file.name}",
                (sum(sizes[:number]) + task.share * sizes[number]) / max(1, sum(sizes)),
            )
            yield chunk
    progress("read", 1.0)


def _one(file: InputFile, task: Task, told: Told, collections: set[str]) -> Iterator[Chunk]:
    summary = FileSummary(file.name)
    if file.problem or file.source is None or file.head is None or file.mapping is None:
        task.reject(0, file.problem)
        summary.rows_rejected, summary.notes = 1, (file.problem,)
        told(summary)
        return
    summary.format, summary.mapping = file.source.name, file.mapping.name
    summary.compression, summary.encoding = file.head.compression, file.head.encoding.replace("binary", "")
    described = description(file.mapping, file.platform, task.options)
    identity = "c:" + content_id(json.dumps(described, sort_keys=True), file.mapping.name)
    converter = Converter(file.mapping, task, file.platform, identity)
    for chunk in _records(file.source.read(file.item, file.head, task), converter, summary):
        if identity not in collections and _uses(chunk.rows, identity):
            collections.add(identity)
            yield _collection(described, identity, file, task.options)
        yield chunk
    _conclude(summary, task, file)
    told(summary)


def _records(batches: Iterator[Raw], converter: Converter, summary: FileSummary) -> Iterator[Chunk]:
    """Chunks of records; a mapping with several rows a post is read whole before it is merged."""
    held: list[Chunk] = []
    last = 0
    for raw in batches:
        fresh = _input_rows(raw, last)
        last = max(last, raw.lines[-1].as_py() if len(raw.lines) else 0)
        summary.rows_read += fresh
        for name, rows in converter.convert(raw):
            if rows.num_rows:
                chunk = Chunk(name, rows, summary.file, fresh)
                fresh = 0
                if converter.mapping.merge_rows:
                    held.append(chunk)
                else:
                    yield chunk
    if held:
        yield _united(held, converter.task)


def _input_rows(raw: Raw, last: int) -> int:
    """Rows of the file that are new in this batch: nested formats make several records of one row."""
    return pc.count_distinct(raw.lines.filter(pc.greater(raw.lines, last))).as_py() if len(raw.lines) else 0


def _united(held: list[Chunk], task: Task) -> Chunk:
    rows = pa.concat_tables([c.rows for c in held])
    posts = merged(rows)
    task.note("{n} rows were further parts of posts on other rows", rows.num_rows - posts.num_rows)
    return Chunk(held[0].table, posts, held[0].file, sum(c.read for c in held))


def description(chosen: Mapping, platform: str, options: ReadOptions) -> Dictionary[str, object]:
    """How the records came to be: what the user said over what the mapping knows."""
    told = {k: v for k, v in options.collection.items() if v not in (None, "")}
    return {"method": "unknown", "platform": platform or None, **chosen.collection, **told}


def _uses(rows: pa.Table, identity: str) -> bool:
    column = "collection_id"
    return column in rows.column_names and bool(pc.any(pc.equal(rows[column], identity)).as_py())


def _collection(
    described: Dictionary[str, object], identity: str, file: InputFile, options: ReadOptions
) -> Chunk:
    from floodwatch.sources import flat

    row = {**described, "collection_id": identity}
    task = Task(file.name, options, lambda _: None)
    same = Mapping("", {"collections": mappings.same(COLLECTIONS)})
    [(name, rows)] = Converter(same, task, "", identity).convert(flat.table([row], [0], task))
    return Chunk(name, conform(COLLECTIONS, rows), file.name, 0)


def _conclude(summary: FileSummary, task: Task, file: InputFile) -> None:
    if file.mapping and file.mapping.platform and file.platform == file.mapping.platform:
        task.note(f"platform {file.platform!r} comes from the mapping {file.mapping.name}")
    if not summary.rows_read and not task.rejected:
        task.note("the file has a header and no rows")
    if file.head and file.head.encoding not in ("utf-8", "binary"):
        task.note(f"read as {file.head.encoding}, not UTF-8")
    summary.rows_rejected, summary.notes = task.rejected, task.notes()
