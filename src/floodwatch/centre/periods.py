"""Two periods of a network side by side: before and from a day on, or in another case and in this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import CentreError, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.assessment.uptake import Period
    from floodwatch.centre.handles import Case
    from floodwatch.engine import Engine

SCOPE = "Topics are hashtags, targets those whom its posts answer; both and the engagement are as collected."


def compared(case: Case, engine: Engine, network: str, before: str, progress: Progress) -> dict[str, Any]:
    """What changed, or why that cannot be said; `before` is a day, or CASE/NETWORK."""
    from floodwatch.assessment.uptake import change

    pair = (
        _around(engine, network, before)
        if _is_day(before)
        else _other(case, engine, network, before, progress)
    )
    return {
        "periods": [{"first": one.first.isoformat(), "last": one.last.isoformat(), "sources": list(one.sources),
                     "background": one.background, "posts": len(one.outside)} for one in pair],
        "change": asdict(change(*pair)), "note": SCOPE,
    }  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _around(engine: Engine, network: str, day: str) -> tuple[Period, Period]:
    """As many days before a day as from it on: as many as the case has on both sides."""
    from floodwatch.views.periods import view

    first, last = _days(engine)
    middle = date.fromisoformat(day)
    length = min((middle - first).days, (last - middle).days + 1)
    if length < 1:
        raise SettingError(f"{day} does not divide the case", do=f"Give a day after {first}, up to {last}.")
    start, end = middle - timedelta(days=length), middle + timedelta(days=length - 1)
    earlier = view(engine, network, start.isoformat(), (middle - timedelta(days=1)).isoformat())
    return _period(earlier), _period(view(engine, network, day, end.isoformat()))


def _other(
    case: Case, engine: Engine, network: str, before: str, progress: Progress
) -> tuple[Period, Period]:
    """The end of the other case and the beginning of this one, as many days of each as both have."""
    from floodwatch.centre.tables import detected
    from floodwatch.views.periods import view

    name, _, other = before.partition("/")
    if not other or name not in case.centre.cases:
        raise SettingError(
            f"{before!r} is no day and no network of a case", do="Write YYYY-MM-DD or CASE/NETWORK."
        )
    first, last = _days(engine)
    with detected(case.centre.case(name), progress) as earlier:
        old, end = _days(earlier)
        length = min((last - first).days, (end - old).days)
        found = view(
            earlier, whole(earlier, other, name), (end - timedelta(days=length)).isoformat(), end.isoformat()
        )
    later = view(engine, network, first.isoformat(), (first + timedelta(days=length)).isoformat())
    return _period(found), _period(later)


def _days(engine: Engine) -> tuple[date, date]:
    """The first and the last day of the posts of a case."""
    from floodwatch.views.periods import bounds

    ends = bounds(engine)
    if ends is None:
        raise SettingError("There are no posts, so no period to compare", do="Compare cases that hold posts.")
    return ends


def whole(engine: Engine, network: str, case: str) -> str:
    """The whole id of the one network that begins so (CentreError where there is none, or more than one)."""
    ids = engine.arrow("SELECT DISTINCT network_id FROM networks ORDER BY network_id")[
        "network_id"
    ].to_pylist()
    found = [str(one) for one in ids if one.startswith(network)]
    if len(found) != 1:
        raise CentreError(
            f"{len(found)} networks are called {network!r}", where=case, do="Name one of networks.csv."
        )
    return found[0]


def _period(told: Mapping[str, Any]) -> Period:
    from floodwatch.assessment.uptake import Period

    days = {name: date.fromisoformat(told[name]) for name in ("first", "last")}
    return Period(**{**told, **days})
