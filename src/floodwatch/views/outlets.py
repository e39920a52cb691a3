"""Listed media and their influencers: whose accounts are here by which route, their reach, and who relays them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.model import refs
from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter
from floodwatch.views.mask import MEMBERS_SQL, Mask, account
from floodwatch.views.unit import Reader, View, grouped, has, literal, literals, parts, rows

NOTES = (
    "Being listed says nothing bad of anybody: lists hold public broadcasters, parties and newsrooms too. Role and "
    "class are what the list, or the platform that labels an account, says.",
    "Overt: a list or its platform names the account. Declared: its own profile does. Linked: it says nothing, and "
    "moves with the outlet more than chance explains; that is suggested, and no verdict on an account.",
    "Followers are sums of public counters at the dates given; whether people follow on two platforms is unknown.",
)
NOBODY = "No account of a list or with a label of its platform is in this case."
LISTED_ONLY = "A list names {outlet!r}, but no account of it is in this case."
LISTED = """
    SELECT list_name, listing_role AS role, kind, platform, count(*) AS listed FROM listings
    GROUP BY list_name, listing_role, kind, platform ORDER BY list_name, listing_role, kind, platform"""
NAMED = """
    SELECT level, name, role, typology FROM (
        SELECT 'outlet' AS level, coalesce(outlet, owner, list_name) AS name, listing_role AS role, typology
        FROM listings
        UNION SELECT 'owner', owner, listing_role, typology FROM listings WHERE owner IS NOT NULL
        UNION SELECT 'outlet', outlet, role, typology FROM affiliations)
    WHERE role <> 'exposed' ORDER BY level, name, role, typology"""
OUTLETS_SQL = "SELECT * FROM outlets {where} ORDER BY level DESC, accounts DESC, name"
ACCOUNTS = """
    SELECT f.*, a.handle, a.name FROM affiliations f LEFT JOIN accounts a USING (platform, account_id) {where}
    ORDER BY f.outlet, f.strength DESC, f.platform, f.account_id"""
OPEN = """
    SELECT f.platform, f.account_id, a.handle, a.name FROM affiliations f
    LEFT JOIN accounts a USING (platform, account_id) WHERE f.route = 'overt' ORDER BY f.platform, f.account_id"""
REACH_SQL = """
    SELECT subject_kind AS level, subject_id AS name, scope, platform, accounts, counted, followers,
      CAST(people AS BIGINT) AS people, CAST(low AS BIGINT) AS low, CAST(high AS BIGINT) AS high, first_as_of,
      last_as_of, method
    FROM reach WHERE {where} ORDER BY subject_kind, subject_id, scope, platform"""
RELAYS_SQL = """
    SELECT outlet, owner, relayed_by, releases, relayed, relays, accounts, CAST(median_s AS BIGINT) AS median_s,
      CAST(low_s AS BIGINT) AS low_s, CAST(high_s AS BIGINT) AS high_s
    FROM relay_summary {where} ORDER BY outlet, relays DESC, relayed_by"""
LATEST = """
    SELECT outlet, form, release_platform, release_post, platform, post_id, account_id, route, delay_s FROM relays
    {where} ORDER BY outlet, delay_s, platform, post_id"""
COUNTS = ("platforms", "languages", "countries_claimed")


def view(reader: Reader, outlet: str = "", most: int = 20) -> dict[str, Any]:
    """Every outlet and owner with accounts here, or those called `outlet`; at most `most` accounts and relays of each.

    Accounts that are neither in a network nor overt are not named. SettingError where nobody is called `outlet`.
    """
    hidden = _mask(reader)
    found = _asked(reader, OUTLETS_SQL, "outlets", _where(outlet, "name", "owner"))
    named = _named(reader)
    if outlet and not found and outlet.lower() not in {name.lower() for _, name in named}:
        raise SettingError(
            f"No outlet or owner is called {outlet!r}", do="Give a name as `floodwatch outlets` lists it."
        )
    return {
        "listed": rows(reader, LISTED),
        "outlets": [_outlet(row, named.get((row["level"], row["name"]), [])) for row in found],
        "accounts": _first(_accounts(reader, outlet), most, hidden),
        "reach": _asked(reader, REACH_SQL, "reach", _those(found)),
        "relays": _asked(reader, RELAYS_SQL, "relay_summary", _where(outlet, "outlet", "owner")),
        "fastest": _fastest(_asked(reader, LATEST, "relays", _where(outlet, "outlet", "owner")), most, hidden),
        "notes": list(NOTES) if found else [LISTED_ONLY.format(outlet=outlet) if outlet else NOBODY],
    }  # fmt: skip


def _where(outlet: str, *columns: str) -> str:
    """The condition under which a row is of that outlet or owner, in any case of letters; nothing for all."""
    named = (f"lower({column}) = lower({literal(outlet)})" for column in columns)
    return f"WHERE ({' OR '.join(named)})" if outlet else ""


def _those(found: Rows) -> str:
    """The condition under which a row of `reach` is of an outlet or owner that is shown."""
    names = {level: [row["name"] for row in found if row["level"] == level] for level in ("outlet", "owner")}
    return " OR ".join(
        f"subject_kind = '{level}' AND subject_id IN ({literals(own)})" for level, own in names.items()
    )


def _named(reader: Reader) -> Mapping[tuple[str, str], Rows]:
    """What lists and platforms call each outlet and owner: roles, and the lists' own classes."""
    found: dict[tuple[str, str], Rows] = {}
    for row in rows(reader, NAMED) if has(reader, "affiliations") else []:
        found.setdefault((row["level"], row["name"]), []).append(row)
    return found


def _asked(reader: Reader, sql: str, table: str, where: str) -> Rows:
    """The rows of a query, none where the table was not computed."""
    return rows(reader, sql.format(where=where)) if has(reader, table) else []


def _accounts(reader: Reader, outlet: str) -> Rows:
    return _asked(reader, ACCOUNTS, "affiliations", _where(outlet, "f.outlet", "f.owner"))


def _mask(reader: Reader) -> Mask:
    """Members of networks and overt accounts are named, nobody else."""
    members = rows(reader, MEMBERS_SQL) if has(reader, "members") else []
    public = rows(reader, OPEN) if has(reader, "affiliations") else []
    return Mask(account(row) for row in (*members, *public))


def _outlet(row: Mapping[str, Any], named: Rows) -> dict[str, Any]:
    """A row with its lists as lists: `value:count`, the largest first; and with what it is listed as."""
    counted = {name: [refs.decode(part) for part in parts(row[name])] for name in COUNTS}
    return {
        **row, **counted, "networks": list(parts(row["networks"])),
        "roles": list(dict.fromkeys(one["role"] for one in named)),
        "typologies": list(dict.fromkeys(one["typology"] for one in named if one["typology"])),
    }  # fmt: skip


def _first(found: Rows, most: int, hidden: Mask) -> Rows:
    """The first accounts of each outlet, those outside networks that are not overt without a name."""
    return [_account(row, hidden) for own in grouped(found, "outlet").values() for row in own[: max(most, 0)]]


def _account(row: Mapping[str, Any], hidden: Mask) -> dict[str, Any]:
    who = hidden.account(row["platform"], row["account_id"])
    kept = ("outlet", "owner", "country", "route", "role", "typology", "strength", "platform", "network_id", "as_of",
            "observed", "expected", "p_value")  # fmt: skip
    return {
        "account": who.ref if who else OUTSIDE, "handle": who.handle if who else "", **{k: row[k] for k in kept},
        "reason": hidden.text(row["reason"], row["platform"]),
    }  # fmt: skip


def _fastest(found: Rows, most: int, hidden: Mask) -> Rows:
    """The quickest relays of each outlet by accounts that may be named."""
    named = [row for row in found if hidden.account(row["platform"], row["account_id"])]
    return [_relay(row) for own in grouped(named, "outlet").values() for row in own[: max(most, 0)]]


def _relay(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outlet": row["outlet"], "form": row["form"], "delay_s": row["delay_s"], "route": row["route"],
        "release": refs.post(row["release_platform"], row["release_post"]),
        "relay": refs.post(row["platform"], row["post_id"]),
        "account": refs.account(row["platform"], row["account_id"]),
    }  # fmt: skip


OUTLETS = View(
    "outlets",
    "Accounts of listed media by route with reasons, their reach, languages and platforms, and who relays them",
    view,
    needs=("listings", "outlets", "affiliations", "reach", "relays", "relay_summary", "members", "accounts"),
    parameters=(
        Parameter("outlet", "", "Only this outlet, or the outlets of this owner."),
        Parameter("most", 20, "So many accounts, and so many of the quickest relays, of each outlet at most."),
    ),
)  # fmt: skip
