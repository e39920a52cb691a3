"""The slot for a model that reads along: what `[reading]` of centre.toml names; none when it names nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import SettingError
from floodwatch.model.markings import Marking

if TYPE_CHECKING:
    from floodwatch.knowledge.suggesting.offered import Offer

KNOWN = ("endpoint", "model", "key_env", "seconds", "local", "spacy", "gliner", "name")
KINDS = ("endpoint", "spacy", "gliner")
SECONDS = 60
WHERE = "centre.toml, [reading]"
GUIDE = "See docs/reading.md, Models."
MAY_LEAVE = Marking("TLP:GREEN", "PAP:AMBER")
"""The strictest marking of a text that is sent to an address."""
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Model:
    """A model that offers mentions: its name, whether text leaves this machine for it, and the function."""

    name: str
    leaves: bool
    offer: Offer

    def kept_back(self, marking: Marking, asks: str) -> str:
        """Why a document is not shown to it; empty where it may be."""
        if not self.leaves:
            return ""
        if not marking.within(MAY_LEAVE):
            return f"marked {' '.join(marking.labels())}"
        return "its originator wants to be asked" if asks else ""


def model(settings: Mapping[str, Any]) -> Model | None:
    """The model that the settings of a centre name, None where none (SettingError where they make no sense)."""
    from floodwatch.centre.translator import allowed_seconds, checked_names

    told = settings.get("reading")
    if not told:
        return None
    if not isinstance(told, Mapping) or sum(one in told for one in KINDS) != 1:
        raise SettingError("It must name one of endpoint, spacy and gliner", where=WHERE, do=GUIDE)
    checked_names(told, KNOWN, WHERE)
    seconds = allowed_seconds(told, SECONDS, WHERE)
    kind = next(one for one in KINDS if one in told)
    if not isinstance(told[kind], str) or not told[kind].strip():
        raise SettingError(f"{kind} must be a text", where=WHERE, do=GUIDE)
    return _endpoint(told, seconds) if kind == "endpoint" else _local(told, kind)


def _endpoint(told: Mapping[str, Any], seconds: float) -> Model:
    from floodwatch.centre.translator import addressed
    from floodwatch.wire.asking import HOME
    from floodwatch.wire.reading import by_chat

    name = told.get("model")
    if not isinstance(name, str) or not name.strip():
        raise SettingError("An endpoint needs the name of its model", where=WHERE, do='Write model = "NAME".')
    address, key, host = addressed(told, WHERE)
    if told.get("local") not in (None, True, False) or (told.get("local") and host not in HOME):
        raise SettingError(
            "local says that text stays on this machine, and the address is of another",
            where=WHERE,
            do=f"Leave it out, or use an address on {', '.join(HOME)}.",
        )
    return Model(_named(told, name), not told.get("local"), by_chat(address, name, key, seconds))


def _local(told: Mapping[str, Any], kind: str) -> Model:
    from floodwatch.knowledge.suggesting.models import by_gliner, by_spacy

    make = {"spacy": by_spacy, "gliner": by_gliner}[kind]
    return Model(_named(told, f"{kind} {told[kind]}"), False, make(str(told[kind]), WHERE))


def _named(told: Mapping[str, Any], usual: str) -> str:
    name = " ".join(str(told.get("name") or usual).split())
    return "".join(c for c in name if c.isprintable() and c not in "@+")[:MOST_NAME] or "model"
