"""What a place where a value was seen is, who may be told of it, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from floodwatch.knowledge.recurrence.base import rules
from floodwatch.knowledge.recurrence.kinds import BY_NUMBER
from floodwatch.knowledge.recurrence.known import sentence
from floodwatch.model import refs
from floodwatch.model.claims import TLP, entity_id
from floodwatch.model.recurrence import FEW, TAKEDOWN, Hit, Seen, Source

if TYPE_CHECKING:
    from floodwatch.casebook.recurring import Access, Statement

NETWORK, RELEASE, CASE, FOUND, CLOSED = (
    "confirmed network", "takedown release", "earlier case", "network of an earlier case", "closed case",
)  # fmt: skip
PLACES = (NETWORK, RELEASE, CASE, FOUND, CLOSED)
"""Places at which a meeting says something, the strongest first."""
KNOWN, LISTED, ONLY = "known", "listed", "only seen"
RANKS = (NETWORK, KNOWN, *PLACES[1:], LISTED)
"""All that a hit can be, in the order in which hits are told."""
RED = TLP[-1]
MOST_REFS, MOST_SAID = 5, 3
DOUBT = {
    KNOWN: "to link to such a site or name such an account is no part in its operation",
    LISTED: "being on a list says nothing bad of anybody",
}
Place = tuple[str, str, str]
"""What it is, the case, and the name of the network where it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All that is known around one case: sources, members of networks, what is confirmed, closed, or wrong.

    `members` of a case are None where nothing was detected in it. `wrong` are labels that somebody refused, by the
    entity of the account. `allowed` says whether markings permit a row to be told at all.
    """

    case: str
    viewer: str
    sources: Mapping[int, Source]
    members: Mapping[str, frozenset[str] | None]
    confirmed: Mapping[str, tuple[str, str]]
    closed: Mapping[str, Access]
    wrong: Mapping[str, frozenset[str]]
    allowed: Callable[[Sequence[str]], bool]

    @property
    def most_places(self) -> int:
        """In more sources than that a value is common."""
        return int(rules()["controls"]["places"])

    @property
    def control_accounts(self) -> int:
        """Ordinary accounts that can be asked whether they use a value too."""
        return sum(one.accounts for one in self.sources.values() if self._asks(one))

    @property
    def alone(self) -> bool:
        """Whether nothing lies anywhere but in this case, outside takedown releases, so that nothing can be met."""
        return all(one.case_name == self.case and one.method != TAKEDOWN for one in self.sources.values())

    def _asks(self, source: Source) -> bool:
        """Whether a source's accounts are controls: chosen by nobody, visible, and with networks known in this case."""
        if not source.background or self.hidden(source):
            return False
        return source.case_name != self.case or self.members.get(self.case) is not None

    def hidden(self, source: Source) -> bool:
        """Whether of a source nothing may be told but whom to ask."""
        if source.case_name == self.case:
            return False
        access = self.closed.get(source.case_name)
        barred = access is not None and self.viewer not in (access.owner, *access.readers)
        return barred or (RED in source.markings and (access is None or self.viewer != access.owner))

    def controls(self, row: Seen) -> list[str]:
        """The control accounts among those that use a value in one source."""
        source = self.sources[row.source]
        if not self._asks(source):
            return []
        inside = self.members.get(source.case_name) or frozenset()
        return [who for who in row.who if who not in inside and who not in self.confirmed]

    def others(self, places: Sequence[Seen]) -> list[Seen]:
        """Rows of other cases, and of this one those of takedown releases beside sources that are none."""
        mine = [self.sources[row.source] for row in places if self.sources[row.source].case_name == self.case]
        released = bool(mine) and all(one.method == TAKEDOWN for one in mine)
        return [row for row in places if self._is_other(self.sources[row.source], released)]

    def _is_other(self, source: Source, released: bool) -> bool:
        if source.case_name == self.case and (released or source.method != TAKEDOWN):
            return False
        return self.hidden(source) or self.allowed(source.markings)

    def placed(self, rows: Sequence[Seen]) -> dict[Place, list[Seen]]:
        """Rows by what the place is; one row may be in a release and name members of a confirmed network."""
        found: dict[Place, list[Seen]] = {}
        for row in rows:
            for place in self._places(row):
                found.setdefault(place, []).append(row)
        return found

    def _places(self, row: Seen) -> list[Place]:
        source = self.sources[row.source]
        case, inside = source.case_name, self.members.get(source.case_name) or frozenset()
        if self.hidden(source):
            strong = not source.background or any(who in inside for who in row.who)
            return [(CLOSED, case, "")] if strong else []
        names = dict.fromkeys(self.confirmed[who][0] for who in row.who if who in self.confirmed)
        found = [(NETWORK, case, name) for name in names]
        if source.method == TAKEDOWN:
            return found + ([(RELEASE, case, source.released_by)] if self._counts(row, source) else [])
        if not source.background:
            return found or [(CASE, case, "")]
        member = any(who in inside for who in row.who)
        return found or [(FOUND if member else ONLY, case, "")]

    def _counts(self, row: Seen, source: Source) -> bool:
        """Whether any account of a release that uses a value is not there by a label that somebody marked wrong."""
        return bool(self.rightly(row, source)) or len(row.who) >= FEW or not row.who

    def rightly(self, row: Seen, source: Source) -> list[str]:
        """The accounts of a source that use a value, without those that are in a release by a wrong label."""
        if not self.wrong or source.method != TAKEDOWN:
            return row.who
        label = release_label(source.released_by)
        return [who for who in row.who if label not in self.wrong.get(channel(who), ())]

    def notes(self) -> tuple[str, ...]:
        """What limits the answer."""
        found = [
            f"Controls: {self.control_accounts:,} accounts of collections that chose nobody, members of networks "
            "left out."
        ]
        asked = rules()["asked"]
        if self.control_accounts < int(asked["least"]):
            kinds = " and ".join(f"{name}s" for name in asked["kinds"])
            found.append(
                f"With fewer than {asked['least']} controls, {kinds} met in other cases cannot be weighed and are no "
                "hits; how common other values are is not known."
            )
        return tuple(found)


def channel(account: str) -> str:
    """The entity of an account in the casebook, by its ref."""
    found = refs.parse(account)
    return entity_id("channel", f"{found.platform}/{found.id}")


def release_label(released_by: str) -> str:
    """How the claim is put that an account belongs to a release."""
    return f"in the release of {released_by or 'an unknown publisher'}"


def hit_of(
    around: Around, one: Seen, place: Place, rows: Sequence[Seen], controls: tuple[int, bool], likeness: float
) -> Hit:
    """A meeting at one place as a hit; of a closed case nothing but whom to ask."""
    what, case, name = place
    kind = BY_NUMBER[one.kind]
    own = (one.ref, *(who for who in one.who[: MOST_REFS - 1] if who != one.ref))
    if what == CLOSED:
        return Hit(kind=kind.name, value=one.shown, refs=own, place=CLOSED, says=_ask(around, case))
    sources = [around.sources[row.source] for row in rows]
    there = list(
        dict.fromkeys(who for row in rows for who in around.rightly(row, around.sources[row.source]))
    )
    return Hit(
        kind=kind.name, value=one.shown, refs=own, place=what, says=_says(what, case, name, around),
        accounts=len(one.who), case=case, released_by="|".join(_names(s.released_by for s in sources)),
        method="|".join(_names(s.method for s in sources)),
        first_seen=_day(min((r.first_at for r in rows if r.first_at is not None), default=None)),
        last_seen=_day(max((r.last_at for r in rows if r.last_at is not None), default=None)),
        accounts_there=_count(len(there), any(len(row.who) >= FEW for row in rows)),
        ref_there=f"case:{case}/{rows[0].ref}", likeness=round(likeness, 3), controls=_asked(around, controls),
        control_accounts=around.control_accounts or None,
        markings=tuple(_names(mark for s in sources for mark in s.markings)),
        who_there=tuple(there[:MOST_REFS]), innocent=kind.innocent,
    )  # fmt: skip


def hits_known(around: Around, one: Seen, said: Sequence[Statement], controls: tuple[int, bool]) -> list[Hit]:
    """What is known of a value: one hit for what it belongs to, one for the lists that it is on."""
    told = [claim for claim in said if around.allowed((claim.tlp,) if claim.tlp else ())]
    lists = [claim for claim in told if _is_list(claim)]
    kinds = ((KNOWN, [claim for claim in told if claim not in lists]), (LISTED, lists))
    return [_known(around, one, place, those, controls) for place, those in kinds if those]


def _known(
    around: Around, one: Seen, place: str, said: Sequence[Statement], controls: tuple[int, bool]
) -> Hit:
    kind = BY_NUMBER[one.kind]
    more = f"; and {len(said) - MOST_SAID} more" if len(said) > MOST_SAID else ""
    return Hit(
        kind=kind.name, value=one.shown, refs=(one.ref, *one.who[: MOST_REFS - 1]), place=place,
        says=f"the {kind.name} {'; '.join(map(sentence, said[:MOST_SAID]))}{more}", accounts=len(one.who),
        released_by="|".join(_names(claim.speaker for claim in said)),
        first_seen=min((claim.since for claim in said if claim.since), default=""),
        controls=_asked(around, controls), control_accounts=around.control_accounts or None,
        markings=tuple(_names(claim.tlp for claim in said)), innocent=f"{kind.innocent}; {DOUBT[place]}",
    )  # fmt: skip


def _is_list(claim: Statement) -> bool:
    """Whether it only says on which list something is, or whose outlet it is."""
    return claim.predicate == "described_as" or claim.other_kind == "source"


def _ask(around: Around, case: str) -> str:
    access = around.closed.get(case)
    return f"ask the case owner: {access.owner}" if access else "ask the case owner"


def _says(what: str, case: str, name: str, around: Around) -> str:
    if what == NETWORK:
        return f"used in the confirmed network {name}"
    if what == RELEASE:
        return f"in a takedown release of {name or 'an unknown publisher'}"
    if what == FOUND:
        return f"used by members of a network found in the case {case}; nobody confirmed it"
    return f"in the case {case}"


def _asked(around: Around, controls: tuple[int, bool]) -> str:
    return _count(*controls) if around.control_accounts else ""


def _count(number: int, more: bool) -> str:
    return f"{number} or more" if more else str(number)


def _names(given: Iterable[str]) -> list[str]:
    return sorted({name for name in given if name})


def _day(micros: int | None) -> str:
    return "" if micros is None else datetime.fromtimestamp(micros / 1_000_000, UTC).strftime("%Y-%m-%d")
