"""Sentences that the report makes of numbers: what survives, how often a kind is right, what is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from floodwatch.model.dossier import COVERT_MEANS, Detail, Dossier, Network
from floodwatch.outputs.text import language as named_language
from floodwatch.outputs.text import number, percent, words
from floodwatch.vocabulary.load import load

Rows = Sequence[dict[str, Any]]


MOST_DAYS = 60
"""More days than these are not left out one by one: of a network that acts on more, those on which it acts most."""
METHOD = (
    "For every behaviour, all pairs of accounts with at least two actions were tested: do they act on "
    "the same objects, within a window of time, more often than expected from how active each is, how "
    "popular each object is, how its shares bunch in time, when each account is awake, and how much "
    "taste the two share anyway? The limit holds the expected share of false links at 5% over all "
    "pairs that could have been found, not only those that were (Benjamini–Hochberg). Groups are then "
    "tested as a whole, and accounts join a group when they share more with it than chance gives."
)
LIMITS = (
    (
        "Findings are about groups of accounts that move together, never about whether one account is a "
        "bot or who a person is. A member can be in a network by mistake; a score says how sure the test "
        "is."
    ),
    (
        "Chance is a model. People who share a taste, a newsroom, a prayer, a game or a cause meet the "
        "same objects without any plan; the test allows for that as far as the data show it."
    ),
    (
        "Accounts outside the networks are masked: their handles, profile links and e-mail addresses in "
        "posts read @masked. Names written out in the text of a post cannot be recognised and stay."
    ),
    ("Times are in UTC. Where the source gave no zone, UTC was assumed."),
    (
        "What was not collected was not tested. The absence of a network here is not evidence of its "
        "absence elsewhere."
    ),
)

SCOPE_PARTS = {
    "purpose": "Purpose", "question": "Question", "basis": "Lawful basis", "sees": "Who may see it",
    "retention": "Kept", "nexus": "What points to a foreign or inauthentic actor", "review": "To be reviewed on",
}  # fmt: skip
"""What the parts of a scope note are called."""


def survival(rows: Rows) -> list[tuple[bool, str]]:
    """Per kind of removal: whether the finding survives all of it, and the sentence that says so."""
    names = {"trace": "trace", "active_tenth": "most active 10% of accounts", "day": "day"}
    out = []
    for kind, name in names.items():
        found = [r for r in rows if r["dropped_kind"] == kind]
        if not found:
            continue
        lost = [words(r["dropped"]) for r in found if not r["survives"]]
        if kind == "active_tenth":
            out.append((not lost, f"{'Falls' if lost else 'Survives'} without the {name}."))
        elif not lost:
            out.append((True, f"Survives dropping each {name} ({_tested(kind, found)}, one at a time)."))
        else:
            left = f"{len(found) - len(lost)} of {len(found)} {name}s can be dropped"
            more = " …" if len(lost) > 6 else ""
            out.append((False, f"Falls without {', '.join(lost[:6])}{more} ({left})."))
    return out


def _tested(kind: str, found: Rows) -> str:
    """How many removals were tested; which days, where there are too many to leave each out."""
    days = kind == "day" and len(found) >= MOST_DAYS
    return f"the {MOST_DAYS} busiest tested" if days else f"{len(found)} tested"


def counted(network: Network) -> str:
    """What the test of the whole group counted, after a semicolon; nothing where it was not tested."""
    if network.observed is None or network.expected is None:
        return ""
    seen, chance = number(network.observed), number(network.expected)
    if network.observed > network.expected:
        return f"; {seen} shared objects where chance gives {chance}"
    return (
        f"; not by how much is shared ({seen} objects, where chance gives {chance}) but by how close in time"
    )


def no_better(calibration: Rows) -> list[str]:
    """Behaviours for which some shuffled data held as many links as the data themselves, in words."""
    lost = [words(r["trace"]) for r in calibration if r["edges_shuffled"] >= r["edges_observed"]]
    return list(dict.fromkeys(lost))


def right(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Prevalence rows by kind."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(str(row["kind"]), []).append(dict(row))
    return kinds


def right_in_words(rows: Rows) -> str:
    """17% if 0.1% are, 67% if 1% are …: the share expected to be right; nothing where it was not measured."""
    if any(r["right"] is None for r in rows):
        return ""
    return "; ".join(f"{percent(r['right'])} if {percent_short(r['prevalence'])} are" for r in rows)


def shares_right(rows: Rows) -> str:
    """2.1%, 17%, 52% and 84%: the shares expected right, in the order of the prevalences."""
    said = [percent(row["right"]) for row in rows]
    return f"{', '.join(said[:-1])} and {said[-1]}" if said else "not known"


def percent_short(value: float) -> str:
    """A prevalence as people say it: 0.1%, 1%, 20%."""
    return f"{value * 100:g}%"


def whole_percent(value: float) -> str:
    """A share without digits after the point: 54%."""
    return f"{value:.0%}"


def not_shown(shown: int, total: int, things: str, where: str) -> str:
    """What a list leaves out and where all of it is; nothing when it is complete."""
    if total <= shown:
        return ""
    return f"{shown:,} of {total:,} {things} are shown; all are in {where}."


def compared(detail: Detail) -> list[tuple[str, float, float]]:
    """Expected and observed per behaviour, and for the whole group where it was tested."""
    found = [
        (words(b["behaviour"]), float(b["expected"] or 0), float(b["observed"] or 0))
        for b in detail.behaviours
    ]
    network = detail.network
    if network.expected is not None and network.observed is not None:
        found.append(("whole group", network.expected, network.observed))
    return found


def shares(rows: Rows, column: str, most: int = 6, language: bool = False) -> str:
    """x 61%, telegram 39%: shares of posts, the largest first; `language` says that these are codes of languages."""
    total = sum(r["posts"] for r in rows)
    if not total:
        return "–"
    counted = [r for r in rows if r["posts"]]
    name = named_language if language else str
    named = [f"{name(r[column])} {_part(r['posts'] / total)}" for r in counted[:most]]
    rest = len(counted) - most
    return ", ".join(named) + (f" and {rest} more" if rest > 0 else "")


def parts(counted: Mapping[str, int]) -> str:
    """1 operator, 39 bystanders: how many members have which part, the most first."""
    named = (f"{number:,} {words(part).replace('_', '-')}" for part, number in counted.items())
    return ", ".join(named) or "–"


def _part(share: float) -> str:
    """A share in whole percent; one that rounds to nothing is under 1%."""
    return f"{share:.0%}" if share >= 0.005 else "under 1%"


def signs(values: Sequence[str]) -> str:
    """Signs in words; the group after the colon, which matters to the rules alone, is left out."""
    return ", ".join(words(value.partition(":")[0]) for value in values)


DECEPTION = {
    "a": "a claim about place, owner or person that the evidence contradicts",
    "b": "accounts that pass as unrelated people share one template or experience",
    "c": "impersonation or look-alikes",
    "d": "claimed independence while relaying an undeclared principal",
    "e": "support that comes mostly from the network itself, shown as the public's",
    "f": "one network playing opposed sides",
}
"""The signs of deception by the letter that the rules give them."""


def deception(values: Sequence[str]) -> str:
    """Signs of deception spelled out; a strength after the letter is printed with it."""
    named = []
    for value in values:
        letter, _, strength = value.partition(":")
        named.append(DECEPTION.get(letter, words(letter)) + (f" ({strength})" if strength else ""))
    return "; ".join(named)


def alike(collections: Rows) -> list[dict[str, Any]]:
    """Collections that differ by platform only, as one row each: posts summed, platforms named together."""
    same = ("method", "collection_query", "released_by", "from_at", "to_at", "known_gaps")
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in collections:
        key = tuple(row.get(k) for k in same)
        found = groups.setdefault(key, {**row, "posts": 0, "platforms": []})
        found["posts"] += row["posts"]
        found["platforms"] += [row["platform"]] if row.get("platform") else []
    return list(groups.values())


def collected(row: dict[str, Any]) -> str:
    """How one collection came to be, in a sentence without its dates."""
    how = {
        "sample": "a sample", "firehose": "everything posted", "keyword": "posts that match search words",
        "seed_accounts": "posts of accounts chosen beforehand", "takedown": "accounts removed by a platform",
        "export": "an export", "manual": "chosen by hand", "unknown": "how they were collected is not known",
    }  # fmt: skip
    said = how.get(str(row.get("method")), words(row.get("method")))
    where = ", ".join(dict.fromkeys(row.get("platforms") or ()))
    return f"{said} ({where})" if where else said


def some_languages(codes: Sequence[str], shown: int = 4) -> str:
    """Languages by name, the first few and how many there are."""
    names = [named_language(code) for code in codes if code != "und"]
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return (", ".join(names[:shown]) + more) or "not known"


PARTS = {
    "originator": "wrote of it within a day of the first post",
    "amplifier": "joined before its greatest day",
    "later": "came later",
}


def claim_about_vote(kind: str) -> str:
    """What a kind of claim about a vote says, or that all kinds are meant."""
    return str(load("election_integrity.yaml")["kinds"].get(kind, "any of these"))


def tellers(part: dict[str, Any]) -> str:
    """How many accounts told a narrative first, before its peak, or later, and how many of them are in networks."""
    inside = f", {number(part['in_networks'])} of them in networks" if part["in_networks"] else ""
    return f"{number(part['accounts'])} {PARTS[part['part']]}{inside}."


ALPHA = 0.05
"""The q from which down a loss is beyond chance."""
LOOKED_AT = ("accounts", "posts", "sites")
"""Things that somebody must look at again; silence and activity are read from the data."""


def notable(losses: Rows, event_id: str) -> list[dict[str, Any]]:
    """Losses after an event, of groups that its report names and of networks that lost more than chance, or a site."""
    here = [dict(r) for r in losses if r["event_id"] == event_id]
    harmed = {r["group_id"] for r in here if _beyond(r) or str(r["group_id"]).startswith("listed:")}
    return [r for r in here if r["group_id"] in harmed]


def others_after(losses: Rows, event_id: str) -> list[str]:
    """Of the networks that `notable` leaves out: how many were tested, looked at without a comparison, or not."""
    shown = {r["group_id"] for r in notable(losses, event_id)}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in losses:
        if row["event_id"] == event_id and row["group_id"] not in shown:
            groups.setdefault(row["group_id"], []).extend([row] if row["thing"] in LOOKED_AT else [])
    kinds = [_known(rows) for rows in groups.values()]
    said = {
        "tested": f"tested, and no more lost than chance explains beside those like them (q above {ALPHA:g})",
        "lost": "with losses, but nobody like them was looked at; whether that is more than chance is not known",
        "looked": "looked at and nothing found lost, but nobody like them was looked at; not tested",
        "": "not looked at again, or not reached; what they lost is not known",
    }
    found = [(kinds.count(kind), words) for kind, words in said.items()]
    return [f"{number(n)} other network{'' if n == 1 else 's'}: {words}." for n, words in found if n]


def _known(rows: Rows) -> str:
    """How much is known of what a group lost."""
    if any(r["p_value"] is not None for r in rows):
        return "tested"
    if any(r["lost"] for r in rows):
        return "lost"
    return "looked" if any(r["checked"] for r in rows) else ""


def _beyond(row: dict[str, Any]) -> bool:
    """Whether accounts or posts were lost beyond chance, or sites at all."""
    if row["thing"] == "sites":
        return bool(row["lost"])
    return row["thing"] in LOOKED_AT and row["q_value"] is not None and row["q_value"] <= ALPHA


ROLES = {
    "state_media": "media of states", "public_media": "public media", "party": "parties", "newsroom": "newsrooms",
    "labelled": "media labelled by their platform",
}  # fmt: skip
"""What lists say outlets are, of several."""


def media_title(outlets: Rows) -> str:
    """What the outlets are by the lists that name them: media of states, public media and parties."""
    found = {role for row in outlets for role in row["roles"]}
    named = [said for role, said in ROLES.items() if role in found]
    named += sorted(words(role) for role in found - ROLES.keys())
    listed = (
        f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else "".join(named) or "listed outlets"
    )
    return f"{listed[:1].upper()}{listed[1:]}, and who moves with them"


def listed_as(row: dict[str, Any]) -> str:
    """What lists or platforms say an outlet is, with their own classes: public media (IP)."""
    roles = ", ".join(words(role) for role in row["roles"])
    return f"{roles} ({', '.join(row['typologies'])})" if row["typologies"] else roles or "–"


def lost_thing(thing: str) -> str:
    """What a row of losses looked at, in words."""
    return {
        "accounts": "accounts", "silence": "accounts that fell silent", "posts": "posts",
        "activity": "posts in the weeks around, and how many fewer", "sites": "sites",
    }.get(thing, words(thing))  # fmt: skip


def counted_values(values: Sequence[str], most: int = 4, language: bool = False) -> str:
    """x 3, telegram 1: values written `value:count`, the first few; `language` says that these are codes.

    What is not written so is left out.
    """
    named = named_language if language else str
    parts = [part for part in (value.rpartition(":") for value in values) if part[2].isdecimal()]
    said = ", ".join(f"{named(name)} {number(int(count))}" for name, _, count in parts[:most])
    return f"{said} and {len(parts) - most} more" if len(parts) > most else said or "–"


def limits(dossier: Dossier) -> list[str]:
    """What a report does not say, in sentences."""
    left = len(dossier.left_out)
    objects = "object was" if left == 1 else "objects were"
    said = f"{left:,} widely used {objects} left out; coordination that shows there alone was not looked for."
    return [COVERT_MEANS, *LIMITS[:-1], *([said] if left else []), LIMITS[-1]]
