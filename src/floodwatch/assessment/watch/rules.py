"""Rules from data: those of the program, and what a centre's own list adds, changes or switches off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from floodwatch.model.errors import SettingError
from floodwatch.model.watching import OVER, PHASES, SEVERITIES, Condition, Rule
from floodwatch.vocabulary.load import load

PARTS = (
    "description",
    "over",
    "severity",
    "when",
    "again",
    "phases",
    "rest_days",
    "innocent",
    "would_change",
)
SIDES = ("least", "most", "one_of")


def rules(own: Mapping[str, Any] | None = None, without: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """The rules that hold; `own` changes single parts of a rule of the same name, or adds one (SettingError)."""
    given = {name: dict(told) for name, told in load("watching/rules.yaml").items()}
    for name in without:
        if name not in given:
            raise _wrong(name, f"there is no such rule; there are {', '.join(given)}")
    for name, told in (own or {}).items():
        if not isinstance(told, Mapping):
            raise _wrong(name, "it has no parts")
        given[name] = {**given.get(name, {}), **told}
    return tuple(_rule(str(name), told) for name, told in given.items() if name not in without)


def _rule(name: str, told: Mapping[str, Any]) -> Rule:
    unknown = [part for part in told if part not in PARTS]
    if unknown:
        raise _wrong(name, f"{unknown[0]} is no part of a rule; parts are {', '.join(PARTS)}")
    for part, known in (("over", OVER), ("severity", SEVERITIES)):
        if told.get(part, "medium" if part == "severity" else "") not in known:
            raise _wrong(name, f"{part} must be one of {', '.join(known)}")
    phases = tuple(_listed(name, "phases", told.get("phases", ())))
    if any(one not in PHASES for one in phases):
        raise _wrong(name, f"phases are {', '.join(PHASES)}")
    when, again = told.get("when"), told.get("again") or {}
    if not isinstance(when, Mapping) or not when:
        raise _wrong(name, "it needs conditions under when")
    if not isinstance(again, Mapping) or not all(_number(v) and v > 1 for v in again.values()):
        raise _wrong(name, "again gives for a column a number above 1")
    rest = told.get("rest_days", 0)
    if not _number(rest) or rest < 0:
        raise _wrong(name, "rest_days must be a number of days")
    return Rule(
        name=name,
        description=str(told.get("description", name)),
        over=str(told["over"]),
        conditions=tuple(_condition(name, str(column), sides) for column, sides in when.items()),
        severity=str(told.get("severity", "medium")),
        again={str(column): float(times) for column, times in again.items()},
        phases=phases,
        rest_days=float(rest),
        innocent=str(told.get("innocent", "")),
        would_change=str(told.get("would_change", "")),
    )


def _condition(name: str, column: str, sides: Any) -> Condition:
    if not isinstance(sides, Mapping) or not sides or any(side not in SIDES for side in sides):
        raise _wrong(name, f"{column} needs least, most or one_of")
    if any(not _number(sides[side]) for side in ("least", "most") if side in sides):
        raise _wrong(name, f"least and most of {column} must be numbers")
    return Condition(
        column, sides.get("least"), sides.get("most"), tuple(_listed(name, column, sides.get("one_of", ())))
    )


def _listed(name: str, part: str, values: Any) -> list[str]:
    if isinstance(values, str) or not isinstance(values, list | tuple):
        raise _wrong(name, f"{part} must be a list")
    return [str(value) for value in values]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(name: str, why: str) -> SettingError:
    return SettingError(f"The watch rule {name} cannot be used: {why}", do="See docs/watch.md.")
