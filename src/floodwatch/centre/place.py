"""Finds what a verb works on: a case of a centre, a centre, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from floodwatch.centre.handles import SETTINGS, Case, Centre
from floodwatch.model.errors import SettingError
from floodwatch.model.units import Verb


def place(verb: Verb, centre: str, case: str, settings: Mapping[str, Any]) -> Case | Centre | None:
    """The place named by --centre and --case.

    Without --centre it is the folder one stands in; for `investigate` the folder of its results, which
    becomes a centre when the verb runs and it is none yet. `lint` needs no centre, and asks the one that there is.
    """
    if verb.on == "nothing" or (verb.name == "lint" and not centre and not Path(SETTINGS).is_file()):
        return None
    if verb.name == "investigate" and not centre and not settings.get("out"):
        raise SettingError("No place for the results", do="Give --out DIR, or --centre DIR.")
    new = verb.name == "investigate" and not centre
    where = Centre(Path(settings["out"])) if new else Centre.open(centre or ".")
    return where.case(case) if verb.on == "case" else where
