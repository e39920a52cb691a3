"""The rules that decide a network's kind, read from the vocabulary and applied to measured signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from floodwatch.vocabulary.load import load


@dataclass(frozen=True, slots=True)
class Measure:
    """A signal as the rules see it: how much, and how unlikely by chance (null: not tested)."""

    value: float
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A signal of at least `value` and, where `p_value` is given, of at most that chance."""

    signal: str
    value: float
    p_value: float | None = None

    def holds(self, measured: Mapping[str, Measure], untested: bool) -> bool:
        """Whether the network's signals meet it; `untested` says what a missing test counts as."""
        found = measured.get(self.signal)
        if found is None or found.value < self.value:
            return False
        if self.p_value is None:
            return True
        return untested if found.p_value is None else found.p_value <= self.p_value


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its conditions, its reason, and, for a sign, its group and what it is derived from."""

    id: str
    when: tuple[Condition, ...]
    reason: str
    group: str = ""
    deception: str = ""
    traces: tuple[str, ...] = ()
    weak: bool = False
    lean: bool = False
    by_name: bool = False
    """An overt rule that rests on names, which imitators do not make true."""
    mere: bool = False
    """An overt rule that gives way to any sign of deception."""
    open_too: bool = False
    """A sign that openly organised groups show as well, so that it contradicts no declaration."""
    innocent: str = ""
    tell_apart: str = ""

    def fires(self, measured: Mapping[str, Measure], untested: bool = True) -> bool:
        """Whether all conditions hold."""
        return all(c.holds(measured, untested) for c in self.when)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule, and the bounds that hold for all networks."""

    overt: tuple[Rule, ...]
    innocent: tuple[Rule, ...]
    signs: tuple[Rule, ...]
    statement: str
    least_accounts: int
    least_members: int
    greatest_q: float
    otherwise: tuple[str, str]


@cache
def rulebook() -> Rulebook:
    """The rules of `rules/kinds.yaml`."""
    book: dict[str, Any] = load("rules/kinds.yaml")
    overt, innocent, signs = (tuple(_rule(r) for r in book[k]) for k in ("overt", "innocent", "signs"))
    return Rulebook(
        overt, innocent, signs, book["statement"], book["least_accounts_of_language"],
        book["least_members"], book["greatest_q"],
        (book["otherwise"]["innocent"], book["otherwise"]["tell_apart"]),
    )  # fmt: skip


def _rule(row: Mapping[str, Any]) -> Rule:
    fields: dict[str, Any] = {k: tuple(v) if k == "traces" else v for k, v in row.items() if k != "when"}
    return Rule(when=tuple(Condition(**c) for c in row["when"]), **fields)
