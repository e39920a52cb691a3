"""What a centre watches: its rules and lists from watch.yaml, and from centre.toml the places where alerts go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.centre.translator import addressed, allowed_seconds, checked_names
from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking, asked
from floodwatch.model.watching import Lists, Rule

if TYPE_CHECKING:
    from floodwatch.wire.delivering import Deliver

FILE = "watch.yaml"
PARTS = ("rules", "without", "targets", "sites", "accounts", "candidates", "window_hours", "campaign_days")
WHERE = "centre.toml, [watch]"
KNOWN = ("file", "webhook", "email")
MAIL = ("host", "port", "from", "to", "user", "password_env", "tls", "seconds", "tlp")
HOOK = ("endpoint", "key_env", "seconds", "tlp")
TLS = ("starttls", "tls", "none")
MOST_BYTES = 1_000_000
GREEN = "TLP:GREEN"
"""The strictest marking of a case whose alerts are sent in full, unless the settings say another."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched in a centre, and over how long a window a surge is looked for."""

    rules: tuple[Rule, ...]
    lists: Lists = field(default_factory=Lists)
    window: timedelta = timedelta(days=1)
    campaign_days: int = 60
    candidates: bool = False
    """Whether candidates of elections that are near are targets too."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place where alerts go, and the strictest marking of what goes there in full."""

    name: str
    deliver: Deliver
    ceiling: Marking = field(default_factory=Marking)


def watched(centre: Path) -> Watched:
    """What watch.yaml says over the rules of the program (SettingError where it makes no sense)."""
    from floodwatch.assessment.watch.phases import CAMPAIGN_DAYS
    from floodwatch.assessment.watch.rules import rules

    told = _told(centre / FILE)
    checked_names(told, PARTS, FILE)
    hours, days = told.get("window_hours", 24), told.get("campaign_days", CAMPAIGN_DAYS)
    for name, number, most in (("window_hours", hours, 24 * 366), ("campaign_days", days, 3660)):
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= most:
            raise SettingError(f"{name} must be a whole number from 1 to {most}", where=FILE)
    if told.get("candidates", False) not in (True, False):
        raise SettingError("candidates must be true or false", where=FILE)
    own = told.get("rules") or {}
    if not isinstance(own, Mapping):
        raise SettingError("rules must be rules by name", where=FILE)
    return Watched(
        rules(own, tuple(_texts(told, "without"))),
        _lists(told),
        timedelta(hours=hours),
        days,
        bool(told.get("candidates")),
    )


def _told(path: Path) -> Mapping[str, Any]:
    import yaml

    if not path.exists():
        return {}
    if path.stat().st_size > MOST_BYTES:
        raise SettingError(f"A watch list has at most {MOST_BYTES:,} bytes", where=str(path))
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, OSError, UnicodeError, RecursionError) as problem:
        line = getattr(getattr(problem, "problem_mark", None), "line", None)
        where = str(path) if line is None else f"{path}, line {line + 1}"
        raise SettingError("The watch list cannot be read as YAML", where=where) from problem
    if told is not None and not isinstance(told, Mapping):
        raise SettingError("The watch list must hold names and values", where=str(path))
    return told or {}


def _texts(told: Mapping[str, Any], name: str) -> list[str]:
    values = told.get(name) or []
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise SettingError(f"{name} must be a list of texts", where=FILE)
    return [value.strip() for value in values]


def _lists(told: Mapping[str, Any]) -> Lists:
    targets = told.get("targets") or {}
    if not isinstance(targets, Mapping):
        raise SettingError("targets must give words for each name", where=FILE)
    words = {str(name): tuple(_texts(targets, name)) or (str(name),) for name in targets}
    sites = tuple(one.lower().removeprefix("www.") for one in _texts(told, "sites"))
    return Lists(words, sites, tuple(_texts(told, "accounts")))


def outlets(settings: Mapping[str, Any], centre: Path) -> list[Outlet]:
    """The places that `[watch]` of the settings names; none is the log alone (SettingError)."""
    from floodwatch.wire.delivering import to_file

    told = settings.get("watch") or {}
    if not isinstance(told, Mapping):
        raise SettingError("It must be a section", where=WHERE)
    checked_names(told, KNOWN, WHERE)
    found = [Outlet("file", to_file(centre / str(told["file"])))] if told.get("file") else []
    if "webhook" in told:
        found.append(_webhook(_section(told, "webhook", HOOK)))
    if "email" in told:
        found.append(_mail(_section(told, "email", MAIL)))
    return found


def _section(told: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    section = told[name]
    if not isinstance(section, Mapping):
        raise SettingError(f"[watch.{name}] must be a section", where=WHERE)
    checked_names(section, known, f"centre.toml, [watch.{name}]")
    return section


def _webhook(told: Mapping[str, Any]) -> Outlet:
    from floodwatch.wire.delivering import to_webhook

    where = "centre.toml, [watch.webhook]"
    if not isinstance(told.get("endpoint"), str):
        raise SettingError("A webhook needs an endpoint", where=where)
    address, key, _ = addressed(told, where)
    return Outlet("webhook", to_webhook(address, key, allowed_seconds(told, 30, where)), _ceiling(told))


def _ceiling(told: Mapping[str, Any]) -> Marking:
    return asked(str(told.get("tlp", GREEN)))


def _mail(told: Mapping[str, Any]) -> Outlet:
    import os

    from floodwatch.wire.delivering import Mail, to_mail

    where = "centre.toml, [watch.email]"
    to = [told["to"]] if isinstance(told.get("to"), str) else told.get("to")
    if not isinstance(to, list) or not to or not all(_address(one) for one in to):
        raise SettingError("to must hold addresses of e-mail", where=where)
    if not _address(told.get("from")) or not isinstance(told.get("host"), str):
        raise SettingError("E-mail needs host, from and to", where=where)
    if told.get("tls", "starttls") not in TLS:
        raise SettingError(f"tls must be one of {', '.join(TLS)}", where=where)
    tls, user = str(told.get("tls", "starttls")), str(told.get("user", ""))
    port = told.get("port", 465 if tls == "tls" else 587)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
        raise SettingError("port must be a number from 1 to 65535", where=where)
    variable = str(told.get("password_env", ""))
    if variable and variable not in os.environ:
        raise SettingError(f"The variable {variable} is not set", where=where, do="It holds the password.")
    if user and tls == "none":
        raise SettingError(
            "A password is not sent without encryption", where=where, do="Set tls to starttls."
        )
    mail = Mail(
        told["host"], port, told["from"], to, user, os.environ.get(variable, "") if variable else "", tls,
        allowed_seconds(told, 30, where),
    )  # fmt: skip
    return Outlet("email", to_mail(mail), _ceiling(told))


def _address(text: Any) -> bool:
    return isinstance(text, str) and "@" in text and not any(c.isspace() or c in ",;<>" for c in text)
