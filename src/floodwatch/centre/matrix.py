"""Matrices of explanations and evidence for people who have no file: made in a form, weighed, kept, opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre
    from floodwatch.model.acting import Acting

LEVELS = ("low", "medium", "high")
RATINGS = ("", "CC", "C", "N", "I", "II", "NA")
ASKS = ("actor", "operator", "vendor", "beneficiary", "sponsor", "responsibility")
STATES = ("", "state", "sponsor", "commercial")
KINDS = (
    "behaviour", "content", "infrastructure", "technical", "registration", "money", "document", "testimony",
    "admission", "legal", "platform", "motive",
)  # fmt: skip
ALWAYS = ("organic", "commercial", "other_state", "false_flag")
"""Explanations that are offered in every question of who is behind something; they need no words of their own."""
Form = Mapping[str, Sequence[str]]


def from_form(given: Form) -> dict[str, Any]:
    """A matrix from the fields of a form; rows without a name are left out (SettingError for a chance that is none).

    Fields: `question`, `asks`, `prior_reason`; `h-N-name|text|kind|prior`; `e-N-name|text|kind|group|sources|
    credibility|relevance|copied`, `c-N-HYPOTHESIS` for ratings and `p-N-HYPOTHESIS` for chances.
    """

    def one(name: str) -> str:
        return (given.get(name) or [""])[-1].strip()

    hypotheses = {
        one(f"h-{n}-name"): _some({"text": one(f"h-{n}-text"), "kind": one(f"h-{n}-kind")})
        for n in _numbers(given, "h")
        if one(f"h-{n}-name") and one(f"h-{n}-name") not in ALWAYS
    }
    priors = {
        one(f"h-{n}-name"): _chance(one(f"h-{n}-prior")) for n in _numbers(given, "h") if one(f"h-{n}-prior")
    }
    items = [_item(given, n, one) for n in _numbers(given, "e") if one(f"e-{n}-name")]
    told = {
        "question": one("question"),
        "asks": one("asks") or "operator",
        "prior_reason": one("prior_reason"),
    }
    about = [line.strip() for line in one("about").splitlines() if line.strip()]
    return _some({**told, "hypotheses": hypotheses, "prior": priors, "evidence": items, "about": about})


def _numbers(given: Form, part: str) -> list[int]:
    found = {name.split("-")[1] for name in given if name.startswith(f"{part}-") and name.count("-") >= 2}
    return sorted(int(n) for n in found if n.isdecimal() and len(n) < 4)


def _item(given: Form, n: int, one: Any) -> dict[str, Any]:
    said = {
        name: one(f"e-{n}-{name}") for name in ("name", "text", "kind", "group", "credibility", "relevance")
    }
    lists = {"sources": one(f"e-{n}-sources").split(), "copied": one(f"e-{n}-copied").split()}
    cells = {k.split("-", 2)[2]: v[-1] for k, v in given.items() if k.startswith(f"c-{n}-") and v[-1]}
    chances = {
        k.split("-", 2)[2]: _chance(v[-1])
        for k, v in given.items()
        if k.startswith(f"p-{n}-") and v[-1].strip()
    }
    return _some({**said, **lists, "cells": cells, "chances": chances})


def _some(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", [], {})}


def _chance(text: str) -> float | list[float]:
    """A number or a range: 0.3, or 0.3-0.6 (SettingError)."""
    try:
        ends = [float(part) for part in text.replace("–", "-").split("-")]
    except ValueError:
        ends = []
    if not ends or len(ends) > 2 or not all(0 <= end <= 1 for end in ends):
        raise SettingError(
            f"{text!r} is no chance", do="Write a number from 0 to 1, or a range such as 0.3-0.6."
        )
    return ends[0] if len(ends) == 1 else ends


def weigh(
    centre: Centre, acting: Acting, matrix: Mapping[str, Any], keep: bool, reason: str = ""
) -> dict[str, Any]:
    """Weigh a matrix, and keep it on record where that is asked for."""
    import json

    from floodwatch.centre.call import call
    from floodwatch.centre.uploads import fresh

    file = fresh(centre, acting) / "matrix.json"
    file.write_text(json.dumps(matrix, indent=1, ensure_ascii=False), "utf-8")
    kept = {"keep": str(centre.path), "reason": reason} if keep else {}
    return call("weigh", centre, acting=acting, file=str(file), **kept)


def kept(centre: Centre, acting: Acting) -> list[dict[str, Any]]:
    """What the centre keeps."""
    from floodwatch.centre.call import call

    found: list[dict[str, Any]] = call("weigh", centre, acting=acting, keep=str(centre.path))["weighings"]
    return found


def opened(centre: Centre, acting: Acting, ref: str) -> dict[str, Any]:
    """The matrix of one that is kept, as its file has it (SettingError where there is none)."""
    import yaml

    from floodwatch.lake.layout import evidence_file

    if not any(row.get("ref") == ref for row in kept(centre, acting)):
        raise SettingError("There is no such matrix", do="See the list of those that are kept.")
    path = evidence_file(centre.path, ref.partition(":")[2])
    told: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return told


def page_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a weighed matrix shows: the answer, the waterfalls, what each item tells apart."""
    from floodwatch.outputs.weighing import shown

    return shown(result)
