"""Who the members of each network say that they are: kinds of persona, sides, whom they imitate, consistency."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from floodwatch.model.dossier import OUTSIDE, Rows
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter
from floodwatch.views.mask import Mask, mask
from floodwatch.views.personas_said import consistency, country, headline, persona, role, spread
from floodwatch.views.unit import Reader, View, grouped, has, literals, parts, rows

NOTES = (
    "A card says what profiles claim, not who is behind them. Only words of the profile and the sides that posts take "
    "are read; nothing is inferred of anybody's origin, sex, health or faith.",
    "p is the chance that as many of as many accounts outside, of the same languages, would claim it, times the values "
    "that were looked at. It is empty where nobody outside could be compared.",
)
NONE = "No profile of this case was read for personas: it has no networks, or they were detected by an older version."
FEWEST_BELIEVERS = 3
"""Members from which believers are told at all: a smaller count would speak of one person's faith."""
TABLES = ("persona_kinds", "persona_shares", "persona_casts")
NETWORKS = """
    SELECT n.network_id, n.kind, n.members FROM networks n {where}
    ORDER BY n.kind <> 'covert', n.members DESC, n.q_value, n.network_id"""
KINDS = "SELECT * FROM persona_kinds WHERE network_id IN ({ids}) ORDER BY network_id, members DESC, role, country, camp"
SHARES = (
    "SELECT * FROM persona_shares WHERE network_id IN ({ids}) ORDER BY network_id, trait, members DESC, value"
)
CASTS = "SELECT * FROM persona_casts WHERE network_id IN ({ids}) ORDER BY network_id"
SIGNALS = """
    SELECT network_id, signal, subject_id, value, baseline, p_value, evidence, explanation FROM signals
    WHERE network_id IN ({ids}) AND signal IN ({names}) ORDER BY network_id, signal, value DESC, subject_id"""
SIDES = ("both_sides", "both_sides_stance")
IMITATION = ("lookalike_account", "lookalike_accounts", "lookalike_domain", "lookalike_domains")
COUNTED = ("members", "size", "share", "baseline", "p_value")
LISTS = {
    "roles": "role", "places": "place_country", "place_names": "place_text", "camps": "camp", "languages": "language",
    "claimed_languages": "claimed_language",
}  # fmt: skip


def view(reader: Reader, network: str = "", most: int = 12) -> dict[str, Any]:
    """A card for every network, or for the one whose id begins so; covert ones first, larger ones first.

    `most`: so many rows of each list at most. SettingError where no network is called so.
    """
    known = rows(reader, NETWORKS.format(where="")) if has(reader, "networks") else []
    chosen = [row for row in known if row["network_id"].startswith(network)]
    if network and not chosen:
        raise SettingError(f"No network is called {network!r}", do="Give its id, or the beginning of it.")
    made = cards(reader, [row["network_id"] for row in chosen], mask(reader), most) if chosen else {}
    told = [{**row, **made[row["network_id"]]} for row in chosen if row["network_id"] in made]
    return {"networks": told, "notes": list(NOTES) if told else [NONE]}


def cards(reader: Reader, ids: Sequence[str], hidden: Mask, most: int = 12) -> dict[str, dict[str, Any]]:
    """The card of each network of `ids`; nothing where personas were not computed."""
    if not ids or not all(has(reader, table) for table in TABLES):
        return {}
    inside = literals(ids)
    kinds, shares = (grouped(rows(reader, sql.format(ids=inside))) for sql in (KINDS, SHARES))
    signals = _signals(reader, inside)
    return {
        row["network_id"]: _card(
            row, kinds.get(row["network_id"], []), shares.get(row["network_id"], []),
            signals.get(row["network_id"], []), hidden, most,
        )
        for row in rows(reader, CASTS.format(ids=inside))
    }  # fmt: skip


def _signals(reader: Reader, inside: str) -> Mapping[str, Rows]:
    if not has(reader, "signals"):
        return {}
    return grouped(rows(reader, SIGNALS.format(ids=inside, names=literals((*SIDES, *IMITATION)))))


def _card(
    cast: dict[str, Any], kinds: Rows, shares: Rows, signals: Rows, hidden: Mask, most: int
) -> dict[str, Any]:
    by_trait = grouped(shares, "trait")
    lists = {name: [_share(row, hidden) for row in by_trait.get(trait, [])] for name, trait in LISTS.items()}
    return {
        "headline": headline(cast, lists),
        "kinds": [_kind(row, hidden) for row in kinds[:most]],
        "kinds_total": len(kinds),
        **{name: found[:most] for name, found in lists.items()},
        "sides": [_signal(row, hidden) for row in signals if row["signal"] in SIDES],
        "imitation": [_signal(row, hidden) for row in signals if row["signal"] in IMITATION][:most],
        "consistency": consistency(cast),
        "spread": spread(cast),
        "believers": _believers(cast),
        "contradictions": [persona(c) for c in parts(cast["contradictions"])][:most],
    }


def _kind(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    accounts = [hidden.ref(ref) or OUTSIDE for ref in parts(row["accounts"])]
    return {
        "role": role(row["role"]), "country": country(row["country"]), "camp": hidden.text(row["camp"]),
        **{name: row[name] for name in COUNTED}, "accounts": accounts,
    }  # fmt: skip


def _share(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    names: dict[str, Callable[[str], str]] = {"role": role, "place_country": country}
    named = names.get(row["trait"], hidden.text)
    key = {"key": row["value"]} if row["trait"] == "role" else {}  # what people wrote is shown masked only
    return {"value": named(row["value"]), **{name: row[name] for name in COUNTED}, **key}


def _signal(row: dict[str, Any], hidden: Mask) -> dict[str, Any]:
    like = dict.fromkeys(hidden.ref(ref) or OUTSIDE for ref in parts(row["evidence"]))
    return {
        "signal": row["signal"], "subject": hidden.ref(row["subject_id"] or "") or OUTSIDE, "value": row["value"],
        "baseline": row["baseline"], "p_value": row["p_value"], "explanation": hidden.text(row["explanation"]),
        "like": list(like) if row["signal"] == "lookalike_account" else [],
    }  # fmt: skip


def _believers(cast: Mapping[str, Any]) -> dict[str, Any]:
    """How many members speak of a faith, without saying who or which; nothing where they are few."""
    if cast["believers"] < FEWEST_BELIEVERS:
        return {}
    return {
        "members": cast["believers"],
        "with_bio": cast["with_bio"],
        "baseline": cast["background_believers"],
    }


PERSONAS = View(
    "personas",
    "Who the members of each network say that they are: kinds of persona, sides, whom they imitate, consistency",
    view,
    needs=("networks", "members", "accounts", *TABLES, "signals/*"),
    parameters=(
        Parameter("network", "", "Id of a network, or the beginning of it; all when empty."),
        Parameter("most", 12, "How many rows of each list to show.", "rows"),
    ),
)
