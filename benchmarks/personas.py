"""Cost of what is measured about networks and personas: `python -m benchmarks.personas FOLDER [ACCOUNTS]`.

With a number the tables are made and written to the folder; without, they are read and every unit of the room runs over
them once, so that making data is no part of what is measured. Prints one row per unit as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.children import own_cpu

if TYPE_CHECKING:
    from floodwatch.engine.base import Engine

NETWORKS, MEMBERS, POSTS = 200, 30, 10
"""Networks, members of each, and posts for one account on average."""
START = "TIMESTAMPTZ '2024-01-01 00:00:00+00'"
INSIDE = NETWORKS * MEMBERS

WORDS = 6
"""Words of a bio of somebody's own; one bio in fifty is of one mould."""
WORD = "translate(CAST(hash(i * 64 + {n}) % {many} AS VARCHAR), '0123456789', 'abcdefghij')"
"""A made-up word: what is told of profiles looks at their words, and drops numbers."""

PEOPLE = f"""
    SELECT i, 'x' AS platform, 'a' || lpad(CAST(i AS VARCHAR), 9, '0') AS account_id,
        'h' || hash(i) % 99999999 AS handle, 'Name ' || hash(i + 1) % 300000 AS name,
        CASE WHEN hash(i + 2) % 3 = 0 THEN NULL
             WHEN hash(i + 16) % 50 = 0 THEN 'reads ' || {{word}} || ', walks ' || {{other_word}} || ' dogs'
             ELSE concat_ws(' ', {{words}}) END AS bio,
        CASE WHEN hash(i + 5) % 2 = 0
             THEN ['Texas', 'Moscow', 'Paris', 'Lagos', 'Jakarta'][CAST(1 + hash(i + 6) % 5 AS BIGINT)]
             END AS location,
        {START} - to_days(CAST(1 + hash(i + 7) % 3000 AS INTEGER)) AS created_at,
        CAST(hash(i + 8) % 9000 AS BIGINT) AS followers,
        CAST(hash(i + 9) % 900 AS BIGINT) AS following, 'av' || hash(i + 10) % 700000 AS avatar,
        CASE WHEN hash(i + 14) % 20 = 0 THEN 'https://own' || hash(i + 15) % 20000 || '.example' END AS website,
        ['en', 'es', 'ru', 'ar', 'id'][CAST(1 + hash(i + 11) % 5 AS BIGINT)] AS language, hash(i + 12) % 4 AS app
    FROM range({{accounts}}) r(i)"""
"""`app` is what an account posts with most of the time."""
TRACES = "['repost', 'similar_text', 'text', 'translated_text', 'url']"
TABLES = {
    "collections": "SELECT 'c' AS collection_id, 'firehose' AS method",
    "accounts_observed": f"""
        SELECT * EXCLUDE (i, handle, name, app),
            CASE WHEN d = 2 AND i % 200 = 0 THEN 'new' || i ELSE handle END AS handle,
            CASE WHEN d = 2 AND i % 200 = 0 THEN 'New ' || i ELSE name END AS name,
            CAST(10 + 3 * d AS BIGINT) AS post_count, CASE WHEN d = 2 AND i % 50 = 0 THEN 'suspended' ELSE 'active' END
            AS status, {START} + to_days(CAST(d * 30 AS INTEGER)) AS observed_at, 'c' AS collection_id
        FROM people, range(3) o(d)""",
    "posts": f"""
        SELECT 'x' AS platform, 'p' || i AS post_id, a.account_id, a.language,
            CASE WHEN hash(i + 6) % 10 > 0 THEN 'text o' || i
                 WHEN hash(i + 14) % 20 = 0 THEN 'my son waits at stop ' || hash(i + 15) % ({{posts}} // 500) * 20
                 ELSE 'text s' || hash(i) % ({{posts}} // 25) END AS text,
            {START} + to_seconds(CAST(86400 * (hash(i + 1) % 90) + 21600 + hash(i + 13) % 57600 AS BIGINT))
            AS created_at, 'c' AS collection_id,
            CASE WHEN hash(i + 2) % 5 = 0 THEN 'p' || hash(i + 3) % 1000000 END AS repost_of,
            CASE WHEN hash(i + 2) % 5 = 1 THEN 'p' || hash(i + 4) % 1000000 END AS reply_to,
            CASE WHEN hash(i + 5) % 9 = 0 THEN ['tag' || hash(i + 6) % 20000] ELSE [] END AS hashtags,
            ['web', 'android', 'iphone', 'deck'][
                CAST(1 + CASE WHEN hash(i + 7) % 10 = 0 THEN hash(i + 8) % 4 ELSE app END AS BIGINT)] AS client,
            CAST(hash(i + 8) % 40 AS BIGINT) AS likes, CAST(hash(i + 9) % 9 AS BIGINT) AS reposts,
            CAST(hash(i + 10) % 5 AS BIGINT) AS replies, CAST(0 AS BIGINT) AS quotes
        FROM range({{posts}}) r(i) JOIN (SELECT i AS who_i, account_id, language, app FROM people) a
            ON who_i = CASE WHEN r.i % 20 = 0 THEN hash(r.i) % {INSIDE}
            ELSE hash(r.i) % {{accounts}} END""",
    "follows": """
        SELECT 'x' AS platform, 'a' || lpad(CAST(hash(i) % {accounts} AS VARCHAR), 9, '0') AS follower_id,
            'a' || lpad(CAST(hash(i + 1) % {accounts} AS VARCHAR), 9, '0') AS followed_id
        FROM range(3 * {accounts}) r(i)""",
    "events": f"""
        SELECT 'e' || i AS event_id, 'event ' || i AS title, ['exposure', 'policy'][CAST(1 + i % 2 AS BIGINT)] AS kind,
            {START} + to_days(CAST(30 + 10 * i AS INTEGER)) AS started_at FROM range(4) r(i)""",
    "listings": """
        SELECT 'media' AS list_name, 'account' AS kind, 'x' AS platform, account_id AS subject_id,
            'state_media' AS listing_role, 'Outlet ' || i % 40 AS outlet, 'Owner' AS owner
        FROM people WHERE i % 5000 = 7
        UNION ALL SELECT 'e0', 'account', platform, account_id, 'exposed', NULL, NULL FROM people WHERE i % 3000 = 8""",
    "members": f"""
        SELECT 'n-' || lpad(CAST(i // {MEMBERS} AS VARCHAR), 4, '0') AS network_id, platform, account_id,
            0.9::DOUBLE AS score, 'url' AS behaviours, 'pair' AS route FROM people WHERE i < {INSIDE}""",
    "networks_found": f"""
        SELECT 'n-' || lpad(CAST(i AS VARCHAR), 4, '0') AS network_id, CAST({MEMBERS} AS BIGINT) AS members,
            1e-6::DOUBLE AS q_value FROM range({NETWORKS}) r(i)""",
    "edges": f"""
        SELECT 'url' AS behaviour, 'x' AS source_platform, 'a' || lpad(CAST(i AS VARCHAR), 9, '0') AS source_id,
            'x' AS target_platform, 'a' || lpad(CAST(i + 1 AS VARCHAR), 9, '0') AS target_id, 1e-7::DOUBLE AS p_value
        FROM range({INSIDE}) r(i) WHERE (i + 1) % {MEMBERS} > 0""",
    "keyed_traces": f"""
        SELECT CAST(i AS INTEGER) AS trace_key, {TRACES}[1 + i] AS trace FROM range(len({TRACES})) r(i)""",
    "keyed_accounts": "SELECT CAST(i AS INTEGER) AS account_key, platform, account_id FROM people",
    "account_margins": f"""
        SELECT CAST(t AS INTEGER) AS trace_key, CAST(i AS INTEGER) AS account_key,
            CAST(1 + hash(i + t) % 9 AS BIGINT) AS actions, CAST(1 + hash(i + t) % 9 AS BIGINT) AS objects
        FROM people, range(len({TRACES})) o(t) WHERE hash(i + t) % 3 > 0""",
    "robustness": "SELECT 'n-0000' AS network_id, 'day' AS dropped_kind, '2024-01-01' AS dropped, true AS survives",
    "selected_accounts": "SELECT platform, account_id FROM people WHERE false",
    "post_texts": """
        SELECT platform, post_id, account_id, md5(text) AS text_key, text AS normal, repost_of IS NOT NULL AS is_share,
            language FROM posts""",
    "copies/texts": """
        SELECT platform, post_id, account_id, created_at, md5(text) AS text_key,
            md5(substr(text, 1, length(text) - 4)) AS copy_id, 0.1::DOUBLE AS distance
        FROM posts WHERE repost_of IS NULL AND text NOT LIKE 'text o%'""",
    "post_links": f"""
        SELECT platform, post_id, account_id, created_at, 'https://' || domain || '/' || post_id AS url, domain,
            repost_of IS NOT NULL AS is_share, CAST(0 AS BIGINT) AS position
        FROM (SELECT *, CASE WHEN who < {INSIDE} AND hash(post_id || 'own') % 5 = 0 THEN 'n' || who // {MEMBERS}
                             ELSE 's' || hash(post_id) % 9000 END || '.example' AS domain
            FROM (SELECT *, CAST(substr(account_id, 2) AS BIGINT) AS who FROM posts))
        WHERE hash(post_id) % 4 = 0""",
    "checks": f"""
        SELECT kind, platform, subject_id, CASE WHEN hash(subject_id || kind) % 12 = 0 THEN 'deleted' ELSE 'active' END
            AS status, CASE WHEN hash(subject_id || kind) % 24 = 0 THEN 'removed by its owner' END AS notice,
            {START} + to_days(100) AS observed_at, 'c' AS collection_id
        FROM (
            SELECT 'account' AS kind, platform, account_id AS subject_id FROM people WHERE i < {INSIDE} OR i % 20 = 0
            UNION ALL SELECT 'post', platform, post_id FROM posts WHERE hash(post_id || 'seen') % 20 = 0
            UNION ALL SELECT DISTINCT 'site', 'web', domain FROM post_links WHERE hash(domain) % 3 = 0)""",
    "post_languages": """
        SELECT platform, post_id, account_id, created_at, language, language AS language_group FROM posts""",
    "post_probes": """
        SELECT platform, post_id, account_id, created_at,
            ['follow_train', 'opinion_question'][CAST(1 + hash(post_id || 'asks') % 2 AS BIGINT)]
            AS probe, 'what do you think' AS phrase, false AS is_share FROM posts WHERE hash(post_id) % 200 = 0""",
    "post_issues": """
        SELECT platform, post_id, account_id, 'issue' || hash(post_id) % 9 AS issue, 'one' AS camp, 'word' AS terms
        FROM posts WHERE hash(post_id) % 50 = 0""",
    "post_terms": """
        SELECT platform, post_id, account_id, created_at, 'slur' AS category, 'mild' AS label, 'word' AS term,
            '' AS mark, 'w…d' AS shown, false AS is_share FROM posts WHERE hash(post_id) % 500 = 0""",
    "event_posts": """
        SELECT 'e' || hash(post_id) % 4 AS event_id, platform, post_id, account_id, 'original_text' AS form,
            'words' AS linked_by, created_at, 600::DOUBLE AS latency_s, 1::DOUBLE AS score
        FROM posts WHERE hash(post_id) % 100 = 0""",
    **{
        f"actions/{trace}": f"""
        SELECT '{trace}' AS trace, platform, account_id, {thing} AS object_id, post_id, created_at AS acted_at
        FROM posts WHERE {where}"""
        for trace, thing, where in (
            ("repost", "repost_of", "repost_of IS NOT NULL"), ("text", "md5(text)", "repost_of IS NULL"),
            ("url", "'s' || hash(post_id) % 900000", "hash(post_id) % 4 = 0"),
            ("similar_text", "md5(text)", "repost_of IS NULL AND hash(post_id) % 3 = 0"),
            ("translated_text", "md5(text)", "repost_of IS NULL AND hash(post_id) % 9 = 0"),
        )
    },
}  # fmt: skip
"""Tables as SQL over `people` and over those before them, in the shape that the units read."""


def make(folder: Path, accounts: int) -> None:
    """Write every table as Parquet."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    base = duckdb.connect()
    words = {"word": WORD.format(n=3, many=5000), "other_word": WORD.format(n=4, many=9000)}
    words["words"] = ", ".join(WORD.format(n=20 + n, many=9000) for n in range(WORDS))
    base.execute(f"CREATE TABLE people AS {PEOPLE.format(accounts=accounts, **words)}")
    for name, sql in TABLES.items():
        said = sql.format(accounts=accounts, posts=POSTS * accounts)
        base.execute(f"CREATE OR REPLACE TEMP VIEW made AS {said}")
        path = folder / f"{name.replace('/', '__')}.parquet"
        base.execute(f"COPY (SELECT * FROM made) TO '{path}' (FORMAT parquet)")
        if name in ("posts", "post_links"):
            base.execute(f"CREATE VIEW {name} AS SELECT * FROM '{path}'")


def measure(folder: Path) -> list[dict[str, object]]:
    """CPU, memory and rows of every unit of the room, in the order in which they run, and whether signals need it."""
    from floodwatch.detectors.personas import UNITS
    from floodwatch.detectors.personas.signals import SIGNALS
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import leading_to, ordered, run_one
    from floodwatch.model.records import OBSERVED
    from floodwatch.model.records import TABLES as RECORDS

    told: list[dict[str, object]] = []
    with TemporaryDirectory() as spill, DuckDB("1500MB", Path(spill)) as engine:
        _open(engine, folder)
        given = [*TABLES, *(t.name for t in (*RECORDS, *OBSERVED.values()))]
        made: dict[str, object] = dict.fromkeys(n for n in TABLES if "/" in n)
        needed = {u.name for signal in SIGNALS for u in leading_to(UNITS, signal.makes[0], given)}
        for unit in ordered(UNITS, given):
            began = own_cpu()
            done = run_one(engine, unit, {"seed": 1}, made)
            made |= dict.fromkeys(unit.makes)
            rows = sum(done.rows.values())
            told.append(
                {"unit": unit.name, "cpu": own_cpu() - began, "mb": _most_mb(), "rows": rows,
                 "of_signals": unit.name in needed}
            )  # fmt: skip
    return told


def _most_mb() -> float:
    """Memory that the process has held at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _open(engine: Engine, folder: Path) -> None:
    """The tables of the folder with all columns of the records, and empty ones for the records that it lacks."""
    from floodwatch.model.records import OBSERVED
    from floodwatch.model.records import TABLES as RECORDS
    from floodwatch.model.units import Step, sql_name
    from floodwatch.tools.arrow import empty

    known = {t.name: t for t in (*RECORDS, *OBSERVED.values())}
    for name in TABLES:
        given = f"{sql_name(name)}_given" if name in known else sql_name(name)
        engine.scan(given, [folder / f"{sql_name(name)}.parquet"])
        if name in known:
            engine.register(f"{given}_none", empty(known[name]))
            engine.view(Step(name, f"SELECT * FROM {given}_none UNION ALL BY NAME SELECT * FROM {given}"))
    last = "row_number() OVER (PARTITION BY platform, account_id ORDER BY observed_at DESC) = 1"
    engine.table(Step("accounts", f"SELECT * FROM accounts_observed QUALIFY {last}"))
    for name in known.keys() - TABLES.keys() - {"accounts"}:
        engine.register(name, empty(known[name]))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if len(sys.argv) > 2:
        make(place, int(sys.argv[2]))
    else:
        print(json.dumps(measure(place)))
