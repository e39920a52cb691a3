"""Claims on elections, other events, offices and those who hold them or stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from floodwatch.knowledge.suggesting.known import Known, Vote
from floodwatch.knowledge.suggesting.said import Said
from floodwatch.knowledge.suggesting.scene import Scene
from floodwatch.knowledge.suggesting.who import Who, short_code
from floodwatch.model.claims import Entity, Value, country_id
from floodwatch.model.reading import Mention
from floodwatch.vocabulary.reading import words_of

KINDS = {"election": "election", "referendum": "election", "breach": "incident"}
NEAR = 80
"""Characters between an event and the day on which it was."""
WITHIN = timedelta(days=400)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_VOTE_OF = re.compile(r"['’]s (?:[\w-]+ ){0,3}?(?:elections?|referendum|by-election|runoff)(?!\w)")
_RUNNING = re.compile(
    r",? ?(?:who is |who was )?(?:running|standing|up|a candidate)(?: for)? "
    r"(?:re-?election|election|office)? ?(?:in|for) "
    r"(?P<office>(?:the )?[A-Z][\w’' -]{3,80}?(?:District|County|Senate|House|Parliament|Council|[A-Z]\w+))"
    r"(?=[,.;:)]|\Z)"
)


def events(scene: Scene, who: Who, known: Known) -> Iterator[Said]:
    """Where and when an event was, of which kind a vote is; a day that others contradict is kept both ways."""
    for event in [*scene.found.get("event", ()), *_of_states(scene)]:
        kind = KINDS.get(str(event.fields.get("type")), "event")
        when, vote = _when(scene, event), None
        if kind == "election":
            vote = _vote(scene, event, when, known.votes)
        subject = vote.entity if vote else _entity(who, kind, event)
        start, end = scene.passage(event.start, event.end, when)
        for state in _states(scene, event)[:1]:
            country = who.of(state)
            yield Said(
                subject=subject, predicate="occurred_in", object=country, start=event.start, end=event.end, plain=True,
                used=(event,),
            )  # fmt: skip
        if when is not None:
            yield from _days(subject, when, vote, (start, end), event)
        choice = _kind_of_vote(event.text) if kind == "election" else ""
        if choice:
            yield Said(
                subject=subject, predicate="election_kind", start=event.start, end=event.end, value=Value(text=choice),
                dated=False, plain=True, used=(event,),
            )  # fmt: skip


def _of_states(scene: Scene) -> Iterator[Mention]:
    """Votes behind the name of a state with 's: "Kenya's presidential election"."""
    for state in scene.found.get("country", ()):
        found = _VOTE_OF.match(scene.document.text, state.end) if state.fields.get("form") == "noun" else None
        known = scene.beside("event", state.start)
        if found and not any(m.start < found.end() and state.start < m.end for m in known):
            text = scene.document.text[state.start : found.end()]
            fields = {"type": "election", "country": state.fields["code"]}
            yield Mention("event", state.start, found.end(), text, fields)


def _states(scene: Scene, event: Mention) -> Sequence[Mention]:
    inside = scene.within("country", event.start, event.end)
    code = event.fields.get("country")
    return inside or [m for m in scene.beside("country", event.start) if m.fields.get("code") == code]


def _days(
    subject: Entity, when: Mention, vote: Vote | None, span: tuple[int, int], event: Mention
) -> Iterator[Said]:
    """As the text has it; where a known day contradicts a relative one, also as that day, of the same words.

    A year that is part of the name, "the 2024 election", is not what a sentence doubts or denies.
    """
    named = event.start <= when.start and when.end <= event.end
    told = Said(
        subject=subject, predicate="occurred_on", start=span[0], end=span[1], date=when, plain=named,
        used=(event, when),
    )  # fmt: skip
    first, last = str(when.fields.get("from") or ""), str(when.fields.get("to") or "")
    clash = vote is not None and (first or last) and not _meets(vote, first, last)
    if not clash or vote is None:
        yield told
        return
    both = {"from": vote.first, "to": vote.last}
    yield replace(told, date=replace(when, fields={**when.fields, "conflict": both}))
    known = {
        "from": vote.first,
        "to": vote.last,
        "precision": "relative",
        "conflict": {"from": first, "to": last},
    }
    yield replace(told, start=when.start, end=when.end, date=replace(when, fields=known))


def _meets(vote: Vote, first: str, last: str) -> bool:
    return (not first or vote.last >= first) and (not last or vote.first <= last)


def _when(scene: Scene, event: Mention) -> Mention | None:
    """The date right beside an event."""
    near = [
        m for m in scene.beside("date", event.start)
        if m.start - event.end <= NEAR and event.start - m.end <= NEAR // 3
    ]  # fmt: skip
    return min(near, key=lambda m: abs(m.start - event.end), default=None)


def _entity(who: Who, kind: str, event: Mention) -> Entity:
    """An event whose words hold a year has a name; any other is one of this place."""
    if _YEAR.search(event.text):
        return who.named(kind, event.text)
    return who.unnamed(kind, event.text, event.start)


def _vote(scene: Scene, event: Mention, when: Mention | None, votes: Sequence[Vote]) -> Vote | None:
    """The one election of the country that can be meant: of that year, else the only one near publication."""
    codes = {str(m.fields["code"]) for m in _states(scene, event)} or {str(event.fields.get("country", ""))}
    if len(codes) != 1:
        return None
    here = [vote for vote in votes if vote.country == country_id(short_code(next(iter(codes))))]
    year = _YEAR.search(event.text)
    told = str((when.fields.get("from") or when.fields.get("to") or "") if when else "")[:4]
    wanted = year.group() if year else told
    same = [vote for vote in here if vote.first[:4] == wanted]
    relative = when is not None and when.fields.get("precision") == "relative"
    if same or (wanted and not relative):
        return same[0] if len(same) == 1 else None
    near = [vote for vote in here if _near(scene.document.published, vote)]
    return near[0] if len(near) == 1 else None


def _near(published: str, vote: Vote) -> bool:
    try:
        return abs(date.fromisoformat(vote.first) - date.fromisoformat(published)) <= WITHIN
    except ValueError:
        return False


def _kind_of_vote(text: str) -> str:
    words = [word.strip("“”\"'.,").lower() for word in text.split()]
    return next((_kinds()[word] for word in words if word in _kinds()), "")


@cache
def _kinds() -> Mapping[str, str]:
    known = words_of("claims")["election_kinds"].items()
    return {str(word): str(kind) for kind, words in known for word in words}


def offices(scene: Scene, who: Who) -> Iterator[Said]:
    """Who holds which office, and who stands for one."""
    for person in scene.found.get("person", ()):
        subject = who.of(person)
        if subject is None:
            continue
        office, district = str(person.fields.get("office", "")), str(person.fields.get("district", ""))
        standing = any(word in office.lower().split() for word in ("candidate", "nominee"))
        if office:
            label = f"{office}, {district}" if district else office
            held = who.named("office", label) if district else who.unnamed("office", label, person.start)
            start, end = _around(scene, person, office, district)
            predicate = "candidate_for" if standing else "holds"
            yield Said(subject=subject, predicate=predicate, object=held, start=start, end=end, dated=False)
        running = _RUNNING.match(scene.document.text, person.end)
        if running and scene.number(running.end() - 1) == scene.number(person.start):
            seat = who.named("office", running.group("office").removeprefix("the "))
            yield Said(
                subject=subject, predicate="candidate_for", object=seat, start=person.start, end=running.end(),
                dated=False,
            )  # fmt: skip


def _around(scene: Scene, person: Mention, office: str, district: str) -> tuple[int, int]:
    """The name with the words of the office beside it."""
    text, start, end = scene.document.text, person.start, person.end
    here = scene.sentence(person.start)
    low, high = (here.start, here.end) if here else (start, end)
    before = text.rfind(office, max(low, start - len(office) - 6), start)
    if before >= 0:
        return before, end
    behind = text.find(district or office, end, min(high, end + 160))
    return (start, behind + len(district or office)) if behind >= 0 else (start, end)
