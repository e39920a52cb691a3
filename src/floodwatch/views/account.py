"""Everything that a case knows of one account: its profile over time, what it posts, and with whom it moves."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter
from floodwatch.views.changes import changes, counts
from floodwatch.views.mask import Mask, mask
from floodwatch.views.unit import Reader, View, has, literal, parts, rows
from floodwatch.views.what import masked

TEXT_LENGTH = 500
MOST = 20
"""Rows of each list: partners, domains, hashtags, clients, narratives."""
NOTE = (
    "What an account does alike with others is evidence about the group. No line here says who is behind an account, "
    "and none is a verdict on it."
)
TEXTS = frozenset(("name", "bio", "location", "website"))
"""Parts of a profile in which somebody may name others."""
ALONE = "It is in no network of this case: nothing here says that it takes part in anything."

CALLED = "account_id = {name} OR lower(handle) = lower(ltrim({name}, '@'))"
KNOWN = """
    SELECT platform, account_id FROM {table} WHERE {called}
    UNION SELECT platform, account_id FROM posts WHERE {own} ORDER BY ALL"""
OBSERVED = "SELECT * FROM {table} WHERE {own} ORDER BY observed_at NULLS FIRST{arrival}"
POSTED = """
    SELECT count(*) AS posts, min(created_at) AS first_at, max(created_at) AS last_at,
      count(*) FILTER (WHERE is_repost OR repost_of IS NOT NULL) AS reposts,
      count(*) FILTER (WHERE reply_to IS NOT NULL) AS replies,
      count(DISTINCT CAST(created_at AS DATE)) AS days FROM posts WHERE {own}"""
HOURS = """
    SELECT CAST(hour(created_at) AS INTEGER) AS hour_utc, count(*) AS posts FROM posts
    WHERE {own} GROUP BY ALL ORDER BY ALL"""
DECLARED = "SELECT coalesce(language, 'not declared') AS value, count(*) AS posts FROM posts WHERE {own} GROUP BY ALL"
TOLD = "SELECT language AS value, count(*) AS posts FROM post_languages WHERE {own} GROUP BY ALL"
CLIENTS = (
    "SELECT client AS value, count(*) AS posts FROM posts WHERE {own} AND client IS NOT NULL GROUP BY ALL"
)
DOMAINS = """
    SELECT domain AS value, count(DISTINCT post_id) AS posts FROM post_links
    WHERE {own} AND domain IS NOT NULL GROUP BY ALL"""
HASHTAGS = """
    SELECT lower(tag) AS value, count(*) AS posts
    FROM (SELECT unnest(hashtags) AS tag FROM posts WHERE {own}) GROUP BY ALL"""
NETWORKS = """
    SELECT m.network_id, n.kind, n.summary, n.members, m.score, m.behaviours, m.route
    FROM members m JOIN networks n ON n.network_id = m.network_id WHERE {own} ORDER BY m.score DESC, m.network_id"""
EDGES = """
    SELECT * FROM (
      SELECT behaviour, target_platform AS platform, target_id AS account_id, shared_objects, co_actions, window_s,
        expected, p_value, q_value FROM edges WHERE {source}
      UNION ALL SELECT behaviour, source_platform, source_id, shared_objects, co_actions, window_s,
        expected, p_value, q_value FROM edges WHERE {target})
    ORDER BY q_value, p_value, behaviour, platform, account_id LIMIT {most}"""
NARRATIVES = """
    SELECT t.narrative_id, n.words, t.part, t.posts, t.first_at
    FROM narrative_accounts t JOIN narratives n ON n.narrative_id = t.narrative_id
    WHERE {own} ORDER BY t.posts DESC, t.narrative_id LIMIT {most}"""
CHECKED = """
    SELECT observed_at, lower(status) AS status, notice, checked_by FROM checks
    WHERE kind = 'account' AND platform = {platform} AND subject_id = {account_id}
    ORDER BY observed_at, status, notice, checked_by"""
POSTS_CHECKED = """
    SELECT status, count(*) AS posts FROM (
      SELECT c.subject_id, lower(c.status) AS status FROM checks c
      JOIN posts p ON p.platform = c.platform AND p.post_id = c.subject_id
      WHERE c.kind = 'post' AND {own}
      QUALIFY row_number() OVER (PARTITION BY c.subject_id
        ORDER BY CASE WHEN lower(c.status) = 'unreachable' THEN 1 ELSE 0 END, c.observed_at DESC, c.status) = 1)
    GROUP BY status ORDER BY posts DESC, status"""
LATEST = """
    SELECT platform, post_id, created_at, text FROM posts
    WHERE {own} ORDER BY created_at DESC, post_id LIMIT {posts}"""


def view(reader: Reader, account: str = "", posts: int = 10) -> dict[str, Any]:
    """The dossier of one account: `account` is its ref, its id or a handle that it has or had; nothing for none.

    SettingError where nobody or more than one is called so. Others are named only if they are in a network.
    """
    if not account:
        return {}
    platform, account_id = _found(reader, account)
    own, hidden = _own(platform, account_id), mask(reader) if has(reader, "members") else Mask(())
    seen = _observed(reader, own)
    named = {"platform": literal(platform), "account_id": literal(account_id)}
    checks = [
        {**row, "notice": _masked(row["notice"], platform, hidden)}
        for row in _asked(reader, CHECKED, ("checks",), **named)
    ]
    networks = _asked(reader, NETWORKS, ("members", "networks"), own=_own(platform, account_id, "m."))
    return {
        "account": refs.account(platform, account_id),
        "profile": _profile(seen[-1], platform, hidden) if seen else {},
        "observations": len(seen),
        "changes": [_change(row, platform, hidden) for row in changes(seen)],
        "counts": counts(seen),
        "checks": checks,
        "statuses": statuses(seen, checks),
        "checked_posts": _asked(reader, POSTS_CHECKED, ("checks",), own=_own(platform, account_id, "p.")),
        "posted": rows(reader, POSTED.format(own=own))[0],
        "hours": rows(reader, HOURS.format(own=own)),
        "declared_languages": _most(reader, DECLARED, "posts", own),
        "told_languages": _most(reader, TOLD, "post_languages", own),
        "clients": _most(reader, CLIENTS, "posts", own),
        "domains": _most(reader, DOMAINS, "post_links", own),
        "hashtags": _most(reader, HASHTAGS, "posts", own),
        "networks": [{**row, "behaviours": list(parts(row["behaviours"]))} for row in networks],
        "partners": _partners(reader, platform, account_id, hidden),
        "narratives": _narratives(reader, _own(platform, account_id, "t."), hidden),
        "latest": _latest(reader, own, posts, hidden),
        "notes": [NOTE] if networks else [NOTE, ALONE],
    }


def _profile(latest: Mapping[str, Any], platform: str, hidden: Mask) -> dict[str, Any]:
    """What the latest profile says, with others whom it names masked."""
    kept = {k: v for k, v in latest.items() if v not in (None, [], "")}
    return {k: _masked(v, platform, hidden) if k in TEXTS else v for k, v in kept.items()}


def _change(row: Mapping[str, Any], platform: str, hidden: Mask) -> dict[str, Any]:
    """A change of the profile, with others whom it named before or names after masked."""
    told = dict(row)
    if row["field"] in TEXTS:
        told |= {side: _masked(row[side], platform, hidden) for side in ("before", "after")}
    return told


def _masked(text: str | None, platform: str, hidden: Mask) -> str | None:
    return hidden.text(text, platform) if text else text


def _found(reader: Reader, account: str) -> tuple[str, str]:
    """The one account that is meant, by ref, id or handle."""
    own, called = _meant(account)
    asked = KNOWN.format(table=_profiles(reader), called=called, own=own)
    found = [(row["platform"], row["account_id"]) for row in rows(reader, asked)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(refs.account(*one) for one in found[:MOST])
        raise SettingError(f"More than one account is called {account!r}", do=f"Give one of: {listed}.")
    raise SettingError(
        f"No account is called {account!r}", do="Give its id, its handle, or a ref: account:x/123."
    )


def _meant(account: str) -> tuple[str, str]:
    """Conditions under which a post is by the account that is meant, and a profile is its."""
    with suppress(ValueError):
        ref = refs.parse(account)
        if ref.kind == "account":
            return (_own(ref.platform, ref.id),) * 2
    name = literal(account)
    return f"account_id = {name}", CALLED.format(name=name)


def _profiles(reader: Reader) -> str:
    """The table of profiles: every observation, or the latest ones where no file of accounts was read."""
    return "accounts_observed" if has(reader, "accounts_observed") else "accounts"


def _own(platform: str, account_id: str, table: str = "") -> str:
    return f"{table}platform = {literal(platform)} AND {table}account_id = {literal(account_id)}"


def _observed(reader: Reader, own: str) -> Rows:
    """Every observation of the profile that the case holds, the earliest first."""
    table = _profiles(reader)
    arrival = ", filename, file_row_number" if table == "accounts_observed" else ""
    found = rows(reader, OBSERVED.format(table=table, own=own, arrival=arrival))
    return [{k: v for k, v in row.items() if k not in ("filename", "file_row_number")} for row in found]


def statuses(seen: Rows, checks: Rows) -> Rows:
    """What the account was found to be, in time: by its profiles and by checks, equal findings in a row as one.

    A check that could not reach the account found nothing, so it stands among the checks alone.
    """
    found = [{"status": row["status"].lower(), "observed_at": row["observed_at"], "notice": None, "by": "profile"}
             for row in seen if row["status"]]  # fmt: skip
    found += [{**row, "by": row["checked_by"] or "check"} for row in checks if row["status"] != "unreachable"]
    kept: Rows = []
    for row in sorted(found, key=lambda r: str(r["observed_at"] or "")):
        if kept and kept[-1]["status"] == row["status"]:
            kept[-1] |= {"last_seen": row["observed_at"], "notice": row["notice"] or kept[-1]["notice"]}
        else:
            when = row["observed_at"]
            kept.append({"status": row["status"], "first_seen": when, "last_seen": when, "notice": row["notice"],
                         "by": row["by"]})  # fmt: skip
    return kept


def _asked(reader: Reader, sql: str, tables: tuple[str, ...], **given: object) -> Rows:
    """The rows of a query, none where a table was not computed."""
    return rows(reader, sql.format(**given)) if all(has(reader, t) for t in tables) else []


def _most(reader: Reader, sql: str, table: str, own: str) -> Rows:
    """Values with their posts, the commonest first."""
    found = _asked(reader, sql, (table,), own=own)
    return sorted(found, key=lambda r: (-r["posts"], str(r["value"])))[:MOST]


def _partners(reader: Reader, platform: str, account_id: str, hidden: Mask) -> Rows:
    """With whom it does more alike than chance explains, the strongest first."""
    sides = {
        side: f"{side}_platform = {literal(platform)} AND {side}_id = {literal(account_id)}"
        for side in ("source", "target")
    }
    return [_partner(row, hidden) for row in _asked(reader, EDGES, ("edges",), most=MOST, **sides)]


def _partner(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    who = hidden.account(row.pop("platform"), row.pop("account_id"))
    return {"account": who.ref if who else OUTSIDE, "handle": who.handle if who else "", **row}


def _narratives(reader: Reader, own: str, hidden: Mask) -> Rows:
    found = _asked(reader, NARRATIVES, ("narrative_accounts", "narratives"), own=own, most=MOST)
    return [{**row, "words": [hidden.text(word) for word in parts(row["words"])]} for row in found]


def _latest(reader: Reader, own: str, posts: int, hidden: Mask) -> Rows:
    """The latest posts, with people outside the networks masked."""
    return [_post(row, hidden) for row in rows(reader, LATEST.format(own=own, posts=max(posts, 0)))]


def _post(row: Mapping[str, Any], hidden: Mask) -> dict[str, Any]:
    text, was_cut = masked(row["text"], hidden, TEXT_LENGTH, row["platform"])
    ref = refs.post(row["platform"], row["post_id"])
    return {"ref": ref, "created_at": row["created_at"], "text": text, "cut": was_cut}


ACCOUNT = View(
    "account",
    "Everything that the case knows of one account: profile over time, posts, networks, partners, narratives",
    view,
    needs=(
        "accounts", "posts", "post_links", "post_languages", "members", "networks", "edges", "narrative_accounts",
        "narratives", "checks",
    ),
    parameters=(
        Parameter("account", "", "Its ref, its id, or a handle that it has or had."),
        Parameter("posts", 10, "How many of its latest posts to show.", "posts"),
    ),
)  # fmt: skip
