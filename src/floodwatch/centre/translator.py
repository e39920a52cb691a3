"""The slot for machine translation: what `[translation]` of centre.toml names, off when it names nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
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
    unknown = sorted(set(told) - set(KNOWN))
    if unknown:
        raise SettingError(
            f"There is no setting {unknown[0]!r}", where=WHERE, do=f"Known are: {', '.join(KNOWN)}."
        )
    seconds = told.get("seconds", SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 3600:
        raise SettingError("seconds must be a number from 0 to 3600", where=WHERE)
    return _program(told, seconds) if "command" in told else _endpoint(told, seconds)


def _program(told: Mapping[str, Any], seconds: float) -> Translator:
    from floodwatch.wire.translation import by_command

    command = told["command"]
    if not isinstance(command, list) or not command or not all(isinstance(p, str) and p for p in command):
        raise SettingError('command must be a list of texts, such as ["translate", "{target}"]', where=WHERE)
    return Translator(str(told.get("name") or Path(command[0]).name), False, by_command(command, seconds))


def _endpoint(told: Mapping[str, Any], seconds: float) -> Translator:
    from floodwatch.wire.translation import HOME, by_endpoint

    address = str(told["endpoint"])
    parts = _parts(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in address):
        raise SettingError("endpoint must be an address that begins with http:// or https://", where=WHERE)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise SettingError(
            "An address must not hold a password or a key",
            where=WHERE,
            do="Put the key into a variable of the environment, and its name into key_env.",
        )
    key = _key(told.get("key_env"))
    if key and parts.scheme == "http" and parts.hostname not in HOME:
        raise SettingError("A key is not sent without encryption", where=WHERE, do="Use an https:// address.")
    return Translator(str(told.get("name") or parts.hostname), True, by_endpoint(address, key, seconds))


def _parts(address: str) -> Any:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (reading it says whether it is one)
    except ValueError:
        raise SettingError("endpoint is no address", where=WHERE) from None
    return parts


def _key(variable: Any) -> str:
    if not variable:
        return ""
    key = os.environ.get(str(variable), "")
    if not key or not key.isprintable():
        raise SettingError(
            f"The variable {variable} of the environment holds no key", where=WHERE, do="Set it."
        )
    return key
