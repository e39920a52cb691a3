"""What enters the system: the tables of records and their columns, spelled the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["str", "ts", "list", "int", "float", "bool"]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, whether it may be null, and what it means."""

    name: str
    kind: Kind
    optional: bool = True
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of records. Rows with equal `key` are observations of one thing."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> Column:
        """The column of that name (KeyError when there is none)."""
        return {c.name: c for c in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(c.name for c in self.columns)


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name kind[?] meaning` lines."""
    rows = (line.split(None, 2) for line in text.strip().splitlines() if line)
    return tuple(
        Column(row[0], _kind(row[1]), row[1].endswith("?"), row[2] if len(row) > 2 else "") for row in rows
    )


def _kind(text: str) -> Kind:
    kinds: dict[str, Kind] = {k: k for k in ("str", "ts", "list", "int", "float", "bool")}
    return kinds[text.rstrip("?")]


_COLLECTED = "\ncollection_id str? how this record came to be here: a row of collections"

COLLECTIONS = Table(
    "collections",
    _columns("""
collection_id str key
platform str? lower-case slug
method str sample, firehose, keyword, seed_accounts, takedown, export, manual or unknown
collection_query str? what was asked for
from_at ts? start of the period asked for
to_at ts? end of the period asked for
known_gaps str? what is known to be missing
released_by str? who published the data
identifiers_hashed bool? whether ids were replaced by hashes
markings list TLP and PAP
"""),
    ("collection_id",),
)

POSTS = Table(
    "posts",
    _columns(
        """
platform str lower-case slug: x, facebook, telegram, web
post_id str the platform's own id
account_id str the author, in the platform's own id space
created_at ts when it was posted
text str? as posted, never altered
language str? as the platform or the export declares it
is_repost bool? shares another post unchanged, even where the export does not say which
repost_of str? the post that this one shares unchanged
repost_of_account str? the author of that post
reply_to str? the post that this one answers
reply_to_account str? the author of that post
quote_of str? the post that this one quotes
quote_of_account str? the author of that post
conversation_id str? the thread's root
urls list links, expanded where the export has them expanded
hashtags list without #, in the order used
mentions list account ids where known, else @handle
media list file paths, URLs or sha256: ids of attached media
poll_options list the options of an attached poll
likes int? public counter at observed_at
reposts int? public counter at observed_at
replies int? public counter at observed_at
quotes int? public counter at observed_at
views int? public counter at observed_at
client str? posting application
permalink str? public address
observed_at ts? when the collector saw it
"""
        + _COLLECTED
    ),
    ("platform", "post_id"),
)

ACCOUNTS = Table(
    "accounts",
    _columns(
        """
platform str lower-case slug
account_id str the platform's own id
handle str? without @
name str? display name
bio str? profile text
location str? as claimed in the profile
website str? link in the profile
created_at ts? when the account was made
followers int? public counter at observed_at
following int? public counter at observed_at
post_count int? public counter at observed_at
avatar str? as in media
language str? as the platform or the export declares it
verified bool? as the platform says
labels list platform labels such as state-media
status str? active, suspended, deleted, protected or missing
observed_at ts? when the collector saw it
"""
        + _COLLECTED
    ),
    ("platform", "account_id"),
)

FOLLOWS = Table(
    "follows",
    _columns(
        """
platform str lower-case slug
follower_id str account that follows
followed_id str account that is followed
observed_at ts? when the collector saw it
"""
        + _COLLECTED
    ),
    ("platform", "follower_id", "followed_id"),
)

EVENTS = Table(
    "events",
    _columns(
        """
event_id str key
title str what happened
kind str election, disaster, attack, accident, policy, protest
started_at ts start
ended_at ts? end
country str? ISO 3166-1 alpha-2
description str? more
source str? who says so
"""
        + _COLLECTED
    ),
    ("event_id",),
)

CHECKS = Table(
    "checks",
    _columns(
        """
kind str account, post or site
platform str lower-case slug, web for a site
subject_id str the platform's own id, or the site's registrable domain
status str active, suspended, deleted, protected, missing or unreachable
notice str? what the platform or host said of it, in its own words
checked_by str? person, script or service that looked
observed_at ts when it was looked at
"""
        + _COLLECTED
    ),
    ("kind", "platform", "subject_id", "observed_at"),
)

LISTINGS = Table(
    "listings",
    _columns(
        """
list_name str the list, or the event_id of a report that names these
kind str account or site
platform str lower-case slug, web for a site
subject_id str handle or id of the account, or the site's registrable domain, in lower case
listing_role str what the list says it is: state_media, public_media, exposed, party or newsroom
outlet str? the outlet that it belongs to
owner str? who owns or pays for the outlet
country str? ISO 3166-1 alpha-2
typology str? the list's own class, such as SC or ISFM
source str? who publishes the list
observed_at ts? the date for which it holds
"""
        + _COLLECTED
    ),
    ("list_name", "kind", "platform", "subject_id"),
)

TABLES: tuple[Table, ...] = (COLLECTIONS, POSTS, ACCOUNTS, FOLLOWS, EVENTS, CHECKS, LISTINGS)
"""The tables that this version reads. One list, in the order they are written."""

OBSERVED: dict[str, Table] = {ACCOUNTS.name: replace(ACCOUNTS, name="accounts_observed")}
"""Tables that units may also ask for with every observation, by the table of the latest ones."""


def table(name: str) -> Table:
    """The table of records of that name (KeyError when there is none)."""
    return {t.name: t for t in TABLES}[name]
