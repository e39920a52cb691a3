"""`floodwatch job` and `floodwatch work`: jobs in the background, and who does them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from floodwatch.model.acting import acting
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre


def job(centre: Centre, progress: Progress, action: str = "list", id: str = "") -> dict[str, Any]:
    """The jobs that one may see; or one with its result; or one is stopped."""
    from floodwatch.centre import running

    if action == "list":
        return {"jobs": running.jobs(centre, acting())}
    done = running.cancel(centre, id, acting()) if action == "cancel" else running.job(centre, id, acting())
    return {"job": done}


def work(centre: Centre, progress: Progress, once: bool = False) -> dict[str, Any]:
    """Do jobs until it is stopped, or until none waits."""
    from floodwatch.centre import running

    progress("waiting for jobs", None)
    return {"ended": running.work(centre, threading.Event(), once)}
