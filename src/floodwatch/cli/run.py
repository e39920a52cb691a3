"""Runs one verb for the command line: finds the place, shows progress, prints the result."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from floodwatch.cli.progress import shown
from floodwatch.cli.show import show
from floodwatch.model.units import Verb

FAILS = {"lint": "errors", "verify": "problems"}
"""Verbs that end with exit code 1 where their result counts something under this name."""


def run(verb: Verb, own: Mapping[str, Any], settings: Mapping[str, Any]) -> int:
    """Call the verb with what the user said, and give the exit code; `own` holds the options that belong to no verb."""
    from floodwatch.centre.call import call
    from floodwatch.centre.place import place

    _log(own)
    where = place(verb, own.get("centre") or "", own.get("case") or "main", settings)
    with shown(quiet=own["quiet"], verbose=own["verbose"] or own["debug"]) as progress:
        result = call(verb.name, where, progress, **settings)
    show(result, as_json=own["as_json"], quiet=own["quiet"], verb=verb.name)
    return 1 if verb.name in FAILS and result[FAILS[verb.name]] else 0


def _log(own: Mapping[str, Any]) -> None:
    level = logging.DEBUG if own["debug"] else logging.INFO if own["verbose"] else logging.WARNING
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("floodwatch").setLevel(level)
