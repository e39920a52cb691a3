"""The input of the presets: shares (who shared which object in which post when), from files or from posts.

Files with the columns of CooRTweet or of coordination-network-toolkit are read directly; anything else
comes as the table of posts that the sources make.
"""

from __future__ import annotations

import csv
from pathlib import Path

from floodwatch.model.errors import FormatError
from floodwatch.model.units import Engine, Step

SHARES = "coordinate_shares"
"""Table made here: kind, object_id, account_id, content_id (text) and acted_s (whole Unix seconds)."""

USABLE = "account_id IS NOT NULL AND acted_s IS NOT NULL"
"""SQL: a share that the rules can use; `rejected_sql` counts the others."""

ACCOUNTS = ("account_id", "user_id", "userid")
CONTENTS = ("content_id", "post_id", "message_id", "tweetid")
TIMES = ("timestamp_share", "timestamp", "acted_s", "acted_at")
OBJECTS = {
    "object": ("object_id", "repost_id"),
    "repost": ("repost_id", "object_id"),
    "reply": ("reply_id",),
    "url": ("url", "url_id"),
    "hashtag": ("hashtag", "hashtag_id"),
    "domain": ("domain", "domain_id"),
    "image": ("image", "image_id", "phash", "phash_id"),
}
"""Names of the columns that hold an object, in files."""

EDGE_TYPES = {"object": "co_retweet", "repost": "co_retweet", "url": "co_link", "reply": "co_reply"}
"""What coordination-network-toolkit calls the edges of a kind of object; others are `co_` and the kind."""

NUMBERED = {
    "url_id": "'url_' || ",
    "domain_id": "'url_' || ",
    "hashtag_id": "'hashtag_' || ",
    "phash_id": "'image_' || ",
    "image_id": "'image_' || ",
}
"""What numbers in such a column are called in the published outputs (sites are named like links there)."""

POST_OBJECTS = {
    "object": "repost_of",
    "repost": "repost_of",
    "reply": "reply_to",
    "url": "unnest(urls)",
    "hashtag": "lower(unnest(hashtags))",
    "domain": "regexp_extract(lower(unnest(urls)), '^(?:https?:)?(?://)?(?:www[.])?([^/?#:]+)', 1)",
    "image": "unnest(media)",
    "text": "text",
}
"""SQL of the objects of a row of posts, as given."""


def is_shares_file(engine: Engine, path: Path) -> bool:
    """Whether the file can be read directly: the columns of a known tool, in CSV or Parquet."""
    try:
        names = columns(engine, path)
        return _first(names, CONTENTS) is not None and _timed(names) and _first(names, ACCOUNTS) is not None
    except FormatError:
        return False


def read_file(engine: Engine, path: Path, objects: tuple[str, ...] = (), rows: str = "") -> None:
    """Make the table of shares from a file, one kind for each of `objects` (default: its object column).

    `rows` names a table of the engine that holds the file's rows already.

    Shares without an account or a readable time stay, to be counted in the summary as `rows_rejected` (asking
    for the count here would load Arrow, which costs more than the rest). FormatError names missing columns.
    """
    names = columns(engine, path)
    scan = rows or _scan(path, tuple(names.values()))
    kinds = {
        kind: _needed(names, OBJECTS.get(kind, (kind,)), f"object {kind}") for kind in objects or ("object",)
    }
    account, content = _needed(names, ACCOUNTS, "account"), _needed(names, CONTENTS, "post")
    seconds = _seconds(_needed(names, TIMES, "time"))
    values = {
        k: f"""nullif({NUMBERED.get(c.lower(), "")}CAST("{c}" AS VARCHAR), '')""" for k, c in kinds.items()
    }
    parts = [
        f"""SELECT '{kind}' AS kind, {value} AS object_id, CAST("{account}" AS VARCHAR) AS account_id,
            CAST("{content}" AS VARCHAR) AS content_id, {seconds} AS acted_s
        FROM {scan}"""
        for kind, value in values.items()
    ]
    engine.table(Step(SHARES, f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE object_id IS NOT NULL"))


def needed(names: dict[str, str], objects: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Of a file's columns those that `read_file` uses: account, post, time, objects."""
    wanted = (ACCOUNTS, CONTENTS, TIMES, *(OBJECTS.get(kind, (kind,)) for kind in objects or ("object",)))
    return tuple(dict.fromkeys(_needed(names, w, w[0]) for w in wanted))


def unusable_sql(engine: Engine, path: Path, rows: str, line: str, objects: tuple[str, ...] = ()) -> str:
    """SQL of the lines of a table of the file's rows that the rules cannot use, and why."""
    account, _, time = needed(columns(engine, path), objects)[:3]
    return f"""
        SELECT "{line}" AS line, CASE WHEN "{account}" IS NULL THEN 'no {account}'
            ELSE 'the {time} cannot be read' END AS reason
        FROM {rows} WHERE "{account}" IS NULL OR {_seconds(time)} IS NULL ORDER BY line"""


def read_posts(engine: Engine, posts: str, objects: tuple[str, ...] = ()) -> None:
    """Make the table of shares from a table of posts; accounts and posts are named with their platform."""
    unknown = [kind for kind in objects if kind not in POST_OBJECTS]
    if unknown:
        raise FormatError(
            f"Posts have no object called {', '.join(unknown)}", do=f"Known are {', '.join(POST_OBJECTS)}."
        )
    columns = "platform || '_' || account_id AS account_id, platform || '_' || post_id AS content_id"
    parts = [
        f"""SELECT {columns}, CAST(floor(epoch(created_at)) AS BIGINT) AS acted_s, '{kind}' AS kind,
            {POST_OBJECTS[kind]} AS object_id FROM {posts}"""
        for kind in objects or ("repost",)
    ]
    engine.table(Step(SHARES, f"""
        SELECT kind, CASE WHEN kind IN ('object', 'repost', 'reply')
            THEN regexp_extract(content_id, '^[^_]*_') || object_id ELSE object_id END AS object_id,
            account_id, content_id, acted_s
        FROM ({" UNION ALL ".join(parts)}) WHERE object_id <> '' AND acted_s IS NOT NULL"""))  # fmt: skip


def rejected_sql(source: str) -> str:
    """SQL column that counts the shares without an account or a readable time."""
    return f"(SELECT count(*) FROM {source} WHERE NOT ({USABLE})) AS rows_rejected"


def _scan(path: Path, names: tuple[str, ...] = ()) -> str:
    """SQL that reads the file; a plain CSV of known columns is read as such, without guessing at its dialect.

    Not in parallel, so that rows keep their order: of two with one id the first counts.
    """
    name = str(path).replace("'", "''")
    if path.suffix.lower() == ".csv" and len(names) > 1:
        columns = ", ".join(f"'{n.replace(chr(39), chr(39) * 2)}': 'VARCHAR'" for n in names)
        dialect = (
            "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', parallel = false"
        )
        return f"read_csv('{name}', {dialect}, columns = {{{columns}}})"
    if path.suffix.lower() == ".parquet":
        return f"read_parquet('{name}')"
    return f"read_csv('{name}', header = true, all_varchar = true, sample_size = 2048)"


def columns(engine: Engine, path: Path) -> dict[str, str]:
    """Column names of the file, by lower case."""
    if path.suffix.lower() not in {".csv", ".parquet", ".tsv", ".gz"}:
        raise FormatError("Not a CSV or Parquet file", where=str(path))
    if path.suffix.lower() == ".csv":
        return csv_columns(path)
    names = engine.arrow(f"SELECT * FROM {_scan(path)} LIMIT 0").column_names
    return {str(n).lower(): str(n) for n in names}


def csv_columns(path: Path) -> dict[str, str]:
    """Column names of a CSV, by lower case."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        names = next(csv.reader([file.readline(1_000_000)]), [])
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise FormatError(
            f"The file has more than one column called {', '.join(twice)}",
            where=path.name,
            do="Give each column a name of its own.",
        )
    return {str(n).lower(): str(n) for n in names}


def _timed(names: dict[str, str]) -> bool:
    return _first(names, TIMES) is not None


def _first(names: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((names[w] for w in wanted if w in names), None)


def _needed(names: dict[str, str], wanted: tuple[str, ...], what: str) -> str:
    found = _first(names, wanted)
    if found is None:
        raise FormatError(
            f"No column for the {what}: none of {', '.join(wanted)} among {', '.join(sorted(names))}",
            do="Rename the column, or choose another --object.",
        )
    return found


def _seconds(column: str) -> str:
    """SQL for whole Unix seconds, from a number, a text that holds one, or an ISO time (UTC by default)."""
    text = f'CAST("{column}" AS VARCHAR)'
    parsed = f"coalesce(TRY_CAST({text} AS DOUBLE), epoch(TRY_CAST({text} AS TIMESTAMPTZ)))"
    whole = f"if(contains({text}, '.'), NULL, TRY_CAST({text} AS BIGINT))"
    return f"coalesce({whole}, CAST(floor({parsed}) AS BIGINT))"
