"""Who is acting: role, ceiling and cases of a person; and what each role may do, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from floodwatch.model.markings import Marking

READER, ANALYST, EDITOR, ADMIN, MACHINE = "reader", "analyst", "editor", "admin", "local"
ROLES = (READER, ANALYST, EDITOR, ADMIN)
"""Of people, each may what those before it may."""
_ORDER = (*ROLES, MACHINE)
_FREE = Marking()
SCOPES = ("read", "write", "taxii")
"""What a token is for. `taxii` is for the feed of what was released, and for nothing else."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who asks: login name, the name that colleagues read, role, the strictest marking, and the cases (None: all).

    `alias` is what goes out in place of a name. `place` is from where, `session` which door was used (a hash, for the
    log and for leaving), `scope` what a token was made for, empty for a person.
    """

    user: str
    name: str
    role: str
    ceiling: Marking = _FREE
    cases: tuple[str, ...] | None = None
    alias: str = ""
    place: str = ""
    session: str = ""
    scope: str = ""

    @property
    def pseudonym(self) -> str:
        """What decisions, exports and the log of releases show: never the login name."""
        return self.alias or self.role

    @property
    def local(self) -> bool:
        """Whether this is whoever sits at the machine, who may do everything."""
        return self.role == MACHINE

    def may(self, least: str) -> bool:
        """Whether the role is at least that one."""
        return _ORDER.index(self.role) >= _ORDER.index(least)


LOCAL = Acting("", "", MACHINE)
"""Whoever sits at the machine: the command line and notebooks."""
_NOW: ContextVar[Acting] = ContextVar("acting", default=LOCAL)


def acting() -> Acting:
    """Who is acting now."""
    return _NOW.get()


@contextmanager
def acted_by(one: Acting) -> Iterator[None]:
    """While the block runs, everything is done by this person."""
    before = _NOW.set(one)
    try:
        yield
    finally:
        _NOW.reset(before)


@dataclass(frozen=True, slots=True)
class Access:
    """The least role of a verb, and where a setting makes more of it: by its value, or because it is given at all.

    `actions` are roles by the value of the setting `action`; `given` are roles by settings that are not as they are
    by default. `makes` says that the verb may begin a new case.
    """

    least: str
    given: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    makes: bool = False

    def needs(self, settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> str:
        """The least role for these settings."""
        action = str(settings.get("action", defaults.get("action")))
        asked = [self.least, self.actions.get(action, self.least)]
        asked += [
            role
            for name, role in self.given.items()
            if settings.get(name, defaults.get(name)) != defaults.get(name)
        ]
        return max(asked, key=_ORDER.index)


def _reads(*changes: str, role: str = ANALYST) -> Access:
    return Access(READER, dict.fromkeys(changes, role))


def _acts(reading: tuple[str, ...], changing: Mapping[str, str], *changes: str) -> Access:
    return Access(READER, dict.fromkeys(changes, ANALYST), {**dict.fromkeys(reading, READER), **changing})


def _changing(*names: str, role: str = ANALYST) -> dict[str, str]:
    return dict.fromkeys(names, role)


ACCESS: Mapping[str, Access] = {
    "init": Access(MACHINE),
    "sample": Access(MACHINE),
    "doctor": Access(MACHINE),
    "backup": Access(MACHINE),
    "restore": Access(MACHINE),
    "ingest": Access(ANALYST, makes=True),
    "read": Access(ANALYST, makes=True),
    "investigate": Access(ANALYST, makes=True),
    "detect": Access(ANALYST),
    "coordinate": Access(ANALYST),
    "plan": Access(ANALYST),
    "translate": Access(ANALYST),
    "weigh": Access(ANALYST),
    "publish": Access(EDITOR),
    "narrative": _acts(
        ("list", "show"),
        _changing("name", "label", "merge", "split", "pin", "reject", "track", "rebut", "undo"),
    ),
    "search": _reads(),
    "account": _reads(),
    "lifecycle": _reads(),
    "outlets": _reads(),
    "odds": _reads(),
    "personas": _reads(),
    "compare": _reads(),
    "resembles": _reads(),
    "impact": _reads(),
    "lint": _reads(),
    "framework": _reads("out", role=EDITOR),
    "recurrence": Access(
        READER,
        {
            **_changing("wrong", "label", "confirm", "attribute_to", "unconfirm", "undo"),
            **_changing("close", "open", role=EDITOR),
        },
    ),
    "knowledge": _acts(
        ("list", "show"), {**_changing("import"), **_changing("export", role=EDITOR)}
    ),
    "actor": _reads("same", "not_same", "undo"),
    "incident": _reads("leads_to"),
    "election": _reads("table"),
    "judge": _acts(("list", "show"), _changing("new", "review", "supersede", "retract"), "undo"),
    "forecast": _acts(
        ("list", "show", "base", "due", "score"),
        {**_changing("new", "update", "resolve", "retract"), **_changing("record", role=EDITOR)},
        "undo",
    ),
    "marking": _reads("tlp", "pap", "anew", "asks", "consent", "on", "text", "undo", role=EDITOR),
    "dissemination": _reads("file", "to", "on", "how", "tlp", "pap", "without_consent", "undo", role=EDITOR),
    "role": _reads("part", "undo"),
    "report": _acts(
        ("list", "show", "gate", "changed"),
        {
            **_changing("new", "edit", "comment", "resolve", "dissent", "assign", "code", "answer", "review"),
            **_changing("freeze", "name", "pack"),
            **_changing("release", role=EDITOR),
        },
        "without_consent",
    ),
    "verify": _reads(),
    "withdraw": _reads("ref", "undo", role=EDITOR),
    "queue": _acts(("list",), _changing("decide", "undo")),
    "log": _acts(("list", "handover"), _changing("add", "undo")),
    "serve": Access(MACHINE),
    "share": _acts(("list",), _changing("update", "withdraw", role=EDITOR)),
    "user": Access(ADMIN, actions=_changing("list", "add", "change", "disable", "enable", "reset", role=ADMIN)),
    "people": Access(ADMIN, actions={**_changing("show", "lock", role=ADMIN), "unlock": MACHINE}),
    "audit": Access(ADMIN, actions=_changing("show", "verify", role=ADMIN)),
    "work": Access(MACHINE),
    "job": _acts(("list", "show", "cancel"), {}),
    "token": _acts(("list", "add", "revoke"), {}),
    "scope": _acts(("show", "overdue"), _changing("write", "join", "part", role=EDITOR)),
    "watch": _acts(
        ("rules", "list", "calendar"),
        _changing("run", "dry-run", "digest", "acknowledge", "snooze", "undo"),
    ),
}  # fmt: skip
"""Every verb. What is not here may only be done at the machine."""
_NOBODY = Access(MACHINE)

LOOKING: Mapping[str, str] = dict.fromkeys(
    (
        "overview", "tested", "left_out", "networks", "network", "evidence", "graph", "power", "prevalence", "dossier",
        "narratives", "narrative", "events", "odds", "personas", "account", "search", "compare", "translations",
        "lifecycle", "outlets", "habits", "impact", "periods", "actor", "incidents", "elections", "imported",
        "profiles", "facts", "judgements", "forecasts", "record", "assessed", "pair", "basis", "cited", "matrices",
    ),
    READER,
)  # fmt: skip
"""The least role of every view. One that is not here, as of a package from outside, is for readers too."""


def access_of(verb: str) -> Access:
    """Who may use a verb."""
    return ACCESS.get(verb, _NOBODY)


def narrower(one: Marking, other: Marking) -> Marking:
    """The lower of two ceilings in each scheme; an empty label is no limit."""
    from floodwatch.model.claims import PAP, TLP

    pairs = ((one.tlp, other.tlp, TLP), (one.pap, other.pap, PAP))
    labels = [min((x for x in (own, their) if x), key=order.index, default="") for own, their, order in pairs]
    return Marking(labels[0], labels[1])
