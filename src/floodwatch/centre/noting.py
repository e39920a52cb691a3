"""What is put in the audit log: who did or saw what, without secrets and without the words that were looked for."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floodwatch.centre.handles import Case, Centre
    from floodwatch.model.acting import Acting

WORDS = frozenset({"words", "text"})
"""Settings with free text, of which only the length is kept when somebody looks for it over the network."""
MOST_REFS = 10_000
"""Refs that are counted at most."""


def note(
    centre: Centre | None, case: Case | None, acting: Acting, what: str, settings: Mapping[str, Any], outcome: str,
    kind: str = "verb", refs: int = 0,
) -> None:  # fmt: skip
    """Add one line to the log of the centre, where there is one."""
    if centre is None or not (centre.path / "centre.toml").is_file():
        return
    from floodwatch.casebook.write import add_case, log

    if case and acting.local:
        add_case(centre.casebook, case.name)
    told = shown(settings, reading=kind == "view" or what == "search", local=acting.local)
    place = acting.place[:200]
    more = {"kind": kind, "refs": refs, "place": place}
    log(centre.casebook, who(acting), what, case.name if case else "", told, outcome, **more)


def shown(settings: Mapping[str, Any], reading: bool, local: bool) -> dict[str, Any]:
    """The settings as the log may hold them: without credentials that somebody put into an address."""
    from floodwatch.tools.stores import masked

    def plain(name: str, value: Any) -> Any:
        if reading and not local and name in WORDS and value:
            return f"{len(str(value))} characters"
        if isinstance(value, tuple | list):
            return [plain(name, one) for one in value]
        return masked(value) if isinstance(value, str) else value

    return {name: plain(name, value) for name, value in settings.items()}


def who(acting: Acting) -> str:
    """The name in the log; that of the machine's user, or `unknown` where the system has none, as in a container."""
    if not acting.local:
        return acting.user
    try:
        return getpass.getuser()
    except Exception:
        return "unknown"


def count_refs(value: Any, most: int = MOST_REFS) -> int:
    """How many different refs an answer holds, counted up to a limit."""
    from dataclasses import fields, is_dataclass

    from floodwatch.model.refs import is_ref

    found: set[str] = set()
    waiting = [value]
    while waiting and len(found) < most:
        one = waiting.pop()
        if isinstance(one, str):
            if is_ref(one):
                found.add(one)
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif is_dataclass(one) and not isinstance(one, type):
            waiting += [getattr(one, f.name) for f in fields(one)]
    return len(found)
