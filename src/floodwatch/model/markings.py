"""Markings: how far something may be passed on (TLP), what may be done with it (PAP), the strictest of several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from floodwatch.model.claims import PAP, TLP
from floodwatch.model.errors import SettingError

MOST_SHOWN = 60
_SCHEME = re.compile(r"(TLP|PAP)(?![A-Z])")
_BARE = frozenset(("CLEAR", "WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED"))


class Marking(NamedTuple):
    """A label of each scheme, empty where there is none. What is not marked is under every ceiling."""

    tlp: str = ""
    pap: str = ""

    def within(self, ceiling: Marking) -> bool:
        """Whether neither label is stricter than that of the ceiling; an empty label of that is no limit."""
        pairs = ((self.tlp, ceiling.tlp, TLP), (self.pap, ceiling.pap, PAP))
        return all(not most or order.index(own) <= order.index(most) for own, most, order in pairs)

    def labels(self) -> list[str]:
        """The labels that it has."""
        return [label for label in self if label]


def strictest(markings: Iterable[tuple[str, str]]) -> Marking:
    """What is derived from several things is marked with: the strictest label of each scheme."""
    told = [("", ""), *markings]
    return Marking(max((tlp for tlp, _ in told), key=TLP.index), max((pap for _, pap in told), key=PAP.index))


def normal(marking: str) -> str:
    """A label in its usual spelling; one of neither scheme stays as it is, cut to a length that can be shown.

    `tlp clear`, `TLP-WHITE` and `Amber Strict` are understood. A label of either scheme that is not counts as RED,
    since a doubt must not loosen anything.
    """
    plain = re.sub(r"[\s:_\-+]+", " ", marking[:200].upper()).strip()
    found = _SCHEME.match(plain)
    scheme = found.group(1) if found else "TLP"
    colour = plain.removeprefix(scheme).strip().replace(" ", "+").replace("WHITE", "CLEAR")
    if found:
        label = f"{scheme}:{colour}"
        return label if label in (*TLP, *PAP) else f"{scheme}:RED"
    return f"TLP:{colour}" if colour in _BARE else marking.strip()[:MOST_SHOWN]


def asked(tlp: str = "", pap: str = "") -> Marking:
    """A marking that a user names, in any spelling, with or without the scheme (SettingError where it is none)."""
    return Marking(_asked("TLP", tlp, TLP), _asked("PAP", pap, PAP))


def _asked(scheme: str, text: str, known: tuple[str, ...]) -> str:
    plain = re.sub(r"[\s:_\-+]+", " ", text.upper()).strip().removeprefix(scheme).strip()
    label = f"{scheme}:{plain.replace(' ', '+').replace('WHITE', 'CLEAR')}" if text.strip() else ""
    if label not in known:
        listed = ", ".join(one for one in known if one)
        raise SettingError(f"There is no marking {text.strip()!r}", do=f"Known are: {listed}.")
    return label
