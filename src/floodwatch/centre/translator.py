"""The slot for machine translation: what `[translation]` of centre.toml names, off when it names nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from floodwatch.model.errors import SettingError, TranslationError
from floodwatch.model.units import Rows

if TYPE_CHECKING:
    from floodwatch.wire.translation import Translate

KNOWN = ("command", "endpoint", "key_env", "name", "seconds")
SECONDS = 60
WHERE = "centre.toml, [translation]"
GUIDE = "See docs/how-to/languages-and-translation.md."


@dataclass(frozen=True, slots=True)
class Translator:
    """A machine that translates: its name, whether text leaves this machine for it, and the function."""

    name: str
    leaves: bool
    translate: Translate

    def check(self, posts: Rows) -> None:
        """TranslationError where a post's marking forbids that this machine sees it."""
        kept = next((p for p in posts if self.leaves and p["stays"]), None)
        if kept:
            raise TranslationError(
                f"{kept['ref']} is marked {kept['stays']} and must not leave this machine",
                do="Name a local program as command under [translation], or record a person's translation.",
            )


def translator(settings: Mapping[str, Any]) -> Translator:
    """The machine that the settings of a centre name (SettingError where they name none, or make no sense)."""
    told = settings.get("translation")
    if not told:
        raise SettingError("No machine translation is set up", where="centre.toml", do=GUIDE)
    if not isinstance(told, Mapping) or ("command" in told) == ("endpoint" in told):
        raise SettingError("It must name either a command or an endpoint", where=WHERE, do=GUIDE)
    checked_names(told, KNOWN, WHERE)
    seconds = allowed_seconds(told, SECONDS, WHERE)
    return _program(told, seconds) if "command" in told else _endpoint(told, seconds)


def checked_names(told: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    """SettingError where a section of the settings holds a name that is none."""
    unknown = sorted(set(told) - set(known))
    if unknown:
        raise SettingError(
            f"There is no setting {unknown[0]!r}", where=where, do=f"Known are: {', '.join(known)}."
        )


def allowed_seconds(told: Mapping[str, Any], usual: float, where: str) -> float:
    """How long an answer may take, by a section of the settings."""
    seconds = told.get("seconds", usual)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 3600:
        raise SettingError("seconds must be a number from 0 to 3600", where=where)
    return float(seconds)


def _program(told: Mapping[str, Any], seconds: float) -> Translator:
    from floodwatch.wire.translation import by_command

    command = told["command"]
    if not isinstance(command, list) or not command or not all(isinstance(p, str) and p for p in command):
        raise SettingError('command must be a list of texts, such as ["translate", "{target}"]', where=WHERE)
    return Translator(str(told.get("name") or Path(command[0]).name), False, by_command(command, seconds))


def _endpoint(told: Mapping[str, Any], seconds: float) -> Translator:
    from floodwatch.wire.translation import by_endpoint

    address, key, host = addressed(told, WHERE)
    name = str(told.get("name") or host)
    return Translator(name, True, by_endpoint(address, key, seconds))


def addressed(told: Mapping[str, Any], where: str) -> tuple[str, str, str]:
    """The address that a section of the settings names, its key, and its host (SettingError)."""
    from floodwatch.wire.asking import HOME

    address = str(told["endpoint"])
    parts = _parts(address, where)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in address):
        raise SettingError("endpoint must be an address that begins with http:// or https://", where=where)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise SettingError(
            "An address must not hold a password or a key",
            where=where,
            do="Put the key into a variable of the environment, and its name into key_env.",
        )
    key = _key(told.get("key_env"), where)
    if key and parts.scheme == "http" and parts.hostname not in HOME:
        raise SettingError("A key is not sent without encryption", where=where, do="Use an https:// address.")
    return address, key, str(parts.hostname)


def _parts(address: str, where: str) -> Any:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (reading it says whether it is one)
    except ValueError:
        raise SettingError("endpoint is no address", where=where) from None
    return parts


def _key(variable: Any, where: str) -> str:
    if not variable:
        return ""
    key = os.environ.get(str(variable), "")
    if not key or not key.isprintable():
        raise SettingError(
            f"The variable {variable} of the environment holds no key", where=where, do="Set it."
        )
    return key
