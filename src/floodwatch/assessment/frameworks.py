"""Fills known frameworks from findings and claims: diamond models, ABCDE, and the matrices of DISARM and ATT&CK.

A slot holds what a claim says or a run measured, each with its ref; what nothing fills stays empty and says so. Nothing
is concluded here: a likeness to a known actor never fills the slot of who acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from floodwatch.vocabulary.load import load

MODELS = ("diamond", "influence", "abcde")
MATRICES = {
    "disarm": ("DISARM", "reading/disarm/techniques.yaml", "reading/disarm/tactics.yaml"),
    "attack": ("ATT&CK", "reading/attack.yaml", "frameworks/attack_tactics.yaml"),
}
EMPTY = "Nothing recorded: not looked for, or not found."
NO_TACTIC = "tactic not recorded here"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is measured or said: `about` is a predicate of claims, a group of habits, or a measure.

    `code`: id of a technique in its catalogue. `status`: confirmed or suggested for claims, measured for findings.
    """

    about: str
    value: str
    ref: str
    source: str
    status: str = "measured"
    code: str = ""
    said_by: str = ""


def filled(model: str, facts: Sequence[Fact]) -> dict[str, Any]:
    """One framework with its slots, each with the facts that fill it (KeyError for a framework that there is not)."""
    told = load("frameworks/models.yaml")[model]
    return {
        "model": model,
        "title": told["title"],
        "slots": [_slot(name, row, facts) for name, row in told["slots"].items()],
    }


def _slot(name: str, row: Mapping[str, Any], facts: Sequence[Fact]) -> dict[str, Any]:
    held = [asdict(fact) for about in row["filled_by"] for fact in facts if fact.about == about]
    return {
        "slot": name,
        "asks": row["asks"],
        "facts": held,
        "empty": "" if held else EMPTY,
        "not_here": row.get("not_here", ""),
    }


def matrix(name: str, facts: Sequence[Fact]) -> dict[str, Any]:
    """A matrix of one catalogue: every tactic in order, with the techniques that a fact names.

    Codes of the two catalogues look alike; they are told apart by which of them has the code.
    """
    title, techniques, tactics = MATRICES[name]
    names: Mapping[str, str] = load(techniques)
    named: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.code in names:
            named.setdefault(fact.code, []).append(fact)
    columns = [
        {"tactic": code, "name": row["name"], "techniques": _cells(row["techniques"], names, named)}
        for code, row in load(tactics).items()
    ]
    placed = {cell["code"] for column in columns for cell in column["techniques"]}
    rest = sorted(named.keys() - placed)
    if rest:
        columns.append({"tactic": "", "name": NO_TACTIC, "techniques": _cells(rest, names, named)})
    return {"matrix": name, "title": title, "columns": columns, "techniques": len(named)}


def _cells(
    codes: Iterable[str], names: Mapping[str, str], named: Mapping[str, Sequence[Fact]]
) -> list[dict[str, Any]]:
    """The techniques of one tactic that are named, sub-techniques with theirs."""
    inside = set(codes)
    found = sorted(code for code in named if code in inside or code.partition(".")[0] in inside)
    return [{"code": c, "name": names[c], "facts": [asdict(fact) for fact in named[c]]} for c in found]


def countermeasures(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """What to consider against each technique that is named, with what speaks against it; nothing is invented."""
    known: Mapping[str, Mapping[str, str]] = load("frameworks/countermeasures.yaml")
    made = []
    for code in sorted({fact.code for fact in facts if fact.code}):
        own = next((one for one in (code, code.partition(".")[0]) if one in known), "")
        refs = sorted({fact.ref for fact in facts if fact.code == code})
        if own:
            made.append({"code": code, "do": known[own]["do"], "but": known[own]["but"], "because": refs})
    return made


def frameworks(facts: Sequence[Fact]) -> dict[str, Any]:
    """All frameworks and the countermeasures, from the same facts."""
    return {
        "models": [filled(model, facts) for model in MODELS],
        "matrices": [matrix(name, facts) for name in MATRICES],
        "countermeasures": countermeasures(facts),
    }
