"""Reads what was typed as unit.parameter=value into typed settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from floodwatch.model.errors import SettingError
from floodwatch.model.units import Parameter, Unit, Value


def unit_settings(units: Sequence[Unit], assignments: Sequence[str], seed: int) -> dict[str, Value]:
    """Settings for the plan; an unknown unit or parameter, or a value of the wrong type, is refused."""
    known = {f"{u.name}.{p.name}": p for u in units for p in u.parameters}
    settings: dict[str, Value] = {"seed": seed}
    for assignment in assignments:
        name, sign, text = assignment.partition("=")
        if not sign or name not in known:
            raise SettingError(
                f"There is no parameter {name!r}", do=f"Known are: {', '.join(sorted(known))}."
            )
        settings[name] = typed(known[name], text)
    return settings


def typed(parameter: Parameter, text: str) -> Value:
    """The text as a value of the parameter's type."""
    default: Any = parameter.default
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False, "1": True, "0": False}[text.lower()]
        if isinstance(default, tuple):
            return listed(text)
        return type(default)(text) if default is not None else text
    except (KeyError, ValueError) as problem:
        kind = type(default).__name__
        raise SettingError(
            f"{parameter.name} cannot be {text!r}", do=f"Give a value of type {kind}."
        ) from problem


def listed(text: str) -> tuple[str, ...]:
    """Values between commas, or after `file:` the lines of a file that are neither empty nor begin with #."""
    if not text.startswith("file:"):
        return tuple(part for part in text.split(",") if part)
    try:
        lines = Path(text.removeprefix("file:")).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as problem:
        raise SettingError(f"The list {text.removeprefix('file:')} cannot be read: {problem}") from problem
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def pairs(assignments: Sequence[str]) -> dict[str, str]:
    """`ours=theirs` texts as a mapping."""
    split = [a.partition("=") for a in assignments]
    bad = next((a for a, sign, b in split if not (a and sign and b)), None)
    if bad is not None:
        raise SettingError(f"--map {bad} is not of the form ours=theirs")
    return {ours: theirs for ours, _, theirs in split}
