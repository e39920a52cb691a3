"""Matches the values of a case with everything seen before, and weighs what each meeting says.

A value that many ordinary accounts use is common and no hit. What is neither in a takedown release nor in a network,
nor known, but was only seen, is counted and not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from floodwatch.knowledge.recurrence.base import Kind, rules
from floodwatch.knowledge.recurrence.kinds import BY_NUMBER
from floodwatch.knowledge.recurrence.placing import CLOSED, PLACES, RANKS, Around, hit_of, hits_known
from floodwatch.model.recurrence import FEW, Hit, Recurrence, Seen

if TYPE_CHECKING:
    from floodwatch.knowledge.recurrence.known import Known

MOST_NEAR = 24
"""Candidates that one band gives for a near copy, of cases before and after each."""
AT_ONCE = 2000
"""Texts that are compared at once."""
Where = tuple[int, int]


class Before(Protocol):
    """What the index answers."""

    def where(self, kind: int, key: int, most: int) -> list[Seen]: ...
    def near(self, kind: int, bands: Iterable[int], case: str, most: int) -> set[int]: ...
    def forms(self, kind: int, keys: Iterable[int]) -> dict[int, str]: ...


@dataclass(slots=True)
class Matching:
    """One case beside everything that the index holds."""

    before: Before
    around: Around
    known: Known
    seen_only: Counter[str] = field(default_factory=Counter)
    common: Counter[str] = field(default_factory=Counter)
    not_weighed: Counter[str] = field(default_factory=Counter)

    def run(self, values: Sequence[Seen]) -> Recurrence:
        """All hits of the values, which are those of one case, the strongest first."""
        own = _merged(values)
        alone = self.around.alone
        asked = self.known.keys() & own.keys() if alone else own.keys()
        hits = [hit for where, one in own.items() if where in asked for hit in self._exactly(where, one)]
        exact = {(hit.kind, hit.value) for hit in hits}
        near = [
            one
            for one in own.values()
            if BY_NUMBER[one.kind].near and (BY_NUMBER[one.kind].name, one.shown) not in exact and not alone
        ]
        for start in range(0, len(near), AT_ONCE):
            hits += self._nearly(near[start : start + AT_ONCE])
        return Recurrence(
            hits=tuple(sorted(hits, key=_order)), matched=len(own), seen_only=_told(self.seen_only),
            common=_told(self.common), not_weighed=_told(self.not_weighed), notes=self.around.notes(),
        )  # fmt: skip

    def _exactly(self, where: Where, one: Seen) -> list[Hit]:
        """Hits of a value that is the same there; what is known of it hits unless it is common."""
        places = self.before.where(*where, self.around.most_places + 1)
        found = self._weighed(one, places, 1.0)
        said = self.known.get(where, ())
        if said and not self._is_common(one, places):
            found += hits_known(self.around, one, said, self._controls(one, places))
        return found

    def _weighed(self, one: Seen, places: Sequence[Seen], likeness: float) -> list[Hit]:
        """Hits of a value in the places where it was seen, none where it is common or cannot be weighed."""
        kind, others = BY_NUMBER[one.kind], self.around.others(places)
        if not others:
            return []
        grouped = self.around.placed(others)
        strong = {place: rows for place, rows in grouped.items() if place[0] in PLACES}
        if not strong:
            if grouped:
                self.seen_only[kind.name] += 1
            return []
        if self._is_common(one, places):
            if any(place[0] != CLOSED for place in strong):
                self.common[kind.name] += 1
            return []
        if self._unasked(kind):
            if any(place[0] != CLOSED for place in strong):
                self.not_weighed[kind.name] += 1
            return []
        controls = self._controls(one, places)
        return [
            hit_of(self.around, one, place, rows, controls, likeness)
            for place, rows in sorted(strong.items())
        ]

    def _unasked(self, kind: Kind) -> bool:
        asked = rules()["asked"]
        return kind.name in asked["kinds"] and self.around.control_accounts < int(asked["least"])

    def _controls(self, one: Seen, places: Sequence[Seen]) -> tuple[int, bool]:
        """How many control accounts use a value, and whether they may be more than that."""
        found = [(row, self.around.controls(row)) for row in places]
        return len({who for _, people in found for who in people}), any(
            len(row.who) >= FEW and people for row, people in found
        )

    def _is_common(self, one: Seen, places: Sequence[Seen]) -> bool:
        if BY_NUMBER[one.kind].single:
            return False
        limits = rules()["controls"]
        if len(places) > self.around.most_places:
            return True
        count, _ = self._controls(one, places)
        share = count / max(self.around.control_accounts, 1)
        return bool(count >= limits["many"] or (count >= limits["least"] and share >= limits["share"]))

    def _nearly(self, values: Sequence[Seen]) -> list[Hit]:
        """Hits of values that are nearly the same there."""
        by_kind: dict[int, list[Seen]] = {}
        for one in values:
            by_kind.setdefault(one.kind, []).append(one)
        return [hit for kind, those in by_kind.items() for hit in self._near(BY_NUMBER[kind], those)]

    def _near(self, kind: Kind, values: Sequence[Seen]) -> list[Hit]:
        from floodwatch.knowledge.recurrence.near import nearest

        found = nearest(self.before, kind, values, self.around.case, MOST_NEAR)
        hits = []
        for one, key, alike in found:
            places = self.before.where(kind.number, key, self.around.most_places + 1)
            hits += self._weighed(one, places, alike)
        return hits


def _merged(values: Iterable[Seen]) -> dict[Where, Seen]:
    """Values of several sources of one case as one row each."""
    found: dict[Where, Seen] = {}
    for one in values:
        held = found.setdefault((one.kind, one.key), one)
        if held is not one:
            held.uses += one.uses
            held.who = list(dict.fromkeys((*held.who, *one.who)))[:FEW]
    return found


def _order(hit: Hit) -> tuple[object, ...]:
    return (RANKS.index(hit.place), hit.kind, -hit.accounts, hit.value, hit.case, hit.released_by, hit.says)


def _told(counts: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(counts.items()))
