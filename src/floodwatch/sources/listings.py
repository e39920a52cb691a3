"""Rows of lists of known accounts and sites: wide rows made long, and subjects and countries in one form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from floodwatch.sources import countries, flat, profile_links, state_media_matrix, values
from floodwatch.sources.task import Raw, Task

Long = Callable[[Mapping[str, Any], Callable[[str], None]], Iterator[Mapping[str, Any]]]

WIDE: Mapping[str, Long] = {"state_media_matrix": state_media_matrix.listings}
"""What makes several rows of one, by the name that a mapping gives as `rows`."""


def made_long(name: str, raw: Raw, task: Task, seen: set[tuple[str | None, ...]]) -> Raw:
    """Several rows of each; `seen` holds what the file named before, of which the first row counts."""
    rows: list[Mapping[str, Any]] = []
    lines: list[int] = []
    for row, line in zip(raw.table.to_pylist(), raw.lines.to_pylist(), strict=True):
        for made in WIDE[name](row, lambda reason, line=line: task.reject(line, reason)):  # type: ignore[misc]
            key = tuple(made[k] for k in ("list_name", "kind", "platform", "subject_id"))
            if key in seen:
                task.note("{n} accounts and sites stand in several rows: the first row says whose they are")
            else:
                seen.add(key)
                rows.append(made)
                lines.append(line)
    return flat.table(rows, lines, task) if rows else Raw(pa.table({}), pa.array([], pa.int64()))


def in_one_form(kinds: pa.Array, done: dict[str, pa.Array], task: Task) -> dict[str, pa.Array]:
    """The columns platform, subject_id and country as listings hold them; what cannot be read is empty."""
    rows = zip(*(column.to_pylist() for column in (kinds, done["platform"], done["subject_id"])), strict=True)
    subjects = [_subject(*row) for row in rows]
    given = values.known(done["country"]).to_pylist()
    codes = [countries.code(name) for name in given]
    for name, known in zip(given, codes, strict=True):
        if name and not known:
            task.note(f"listings.country: {name!r} is no country that is known, left empty ({{n}} rows)")
    columns = {"platform": [p for p, _ in subjects], "subject_id": [s for _, s in subjects], "country": codes}
    return {name: pa.array(column, pa.string()) for name, column in columns.items()}


def _subject(kind: str | None, platform: str | None, subject: str | None) -> tuple[str | None, str | None]:
    """Platform and subject: handles in lower case without @, sites as registrable domains, links taken apart."""
    text = (subject or "").strip()
    if not text:
        return platform, None
    if kind == "site":
        return platform or "web", profile_links.site(text)
    if profile_links.is_link(text):
        found = profile_links.profile(text)
        return (found.platform, found.subject) if found else (platform, None)
    return platform, text.lstrip("@").lower() or None
