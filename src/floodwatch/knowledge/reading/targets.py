"""Whom or what an actor aimed at or hit: objects of verbs of attack, and the countries where its targets are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.recent import Recent
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.tables import states_alone, targeted_cells
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample
from floodwatch.vocabulary.reading import words_of

LOST = re.compile(r" (?:has |had |have )?(?:lost|loses|was robbed of|were robbed of) ")
SUFFERS = 40
"""Characters behind a victim in which it is told what it suffered."""
REACH = 26
OPENING = 4
MOST = 8
"""Nouns of a list that are read."""
LISTED_WIDEST = 4
NOUN = 6
PASSIVE = frozenset({"was", "were", "been", "being", "are", "is"})

NO_HARM = frozenset({"contact", "track", "interest", "sight", "touch", "attention"})
TAKES = frozenset({"taken", "took", "take", "stole", "steals", "steal", "stolen", "stealing"}) | {
    "copied",
    "exfiltrated",
    "siphoned",
}
LISTED = frozenset({"targets", "victims"})
LISTING = frozenset({"were", "are", "include", "included"})
NOT_DONE = frozenset({"not", "no", "never", "n't", "without"})


@dataclass(frozen=True, slots=True)
class Target:
    """Words `first` to `last` (not counted) of a sentence that an attack was aimed at."""

    first: int
    last: int


class Targets:
    """Objects of attacks in sentences about an actor, each once."""

    name = "targets"
    description = "Countries, bodies and people that an actor aimed at or hit."
    makes: tuple[str, ...] = ("target",)
    needs: tuple[str, ...] = ("name", "country", "alias", "unnamed", "money")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per target and actor."""
        states = {
            mention.start: mention
            for mention in before.get("country", ())
            if mention.fields.get("form") == "noun"
        }
        recent, seen = Recent(document, before.get("alias", ())), set()
        for line in lines(document):
            for found in _in_line(line, states):
                start, end = line.row[found.first].start, line.row[found.last - 1].end
                of = recent.unless_another(line, found.first)
                key = (document.text[start:end].lower(), of.text if of else "")
                if key not in seen:
                    seen.add(key)
                    yield _made(document, start, end, of)
        for start, end, of in _of_tables(document, before.get("country", ())):
            key = (document.text[start:end].lower(), of.text if of else "")
            if key not in seen:
                seen.add(key)
                yield _made(document, start, end, of)
        yield from _victims(document, before.get("unnamed", ()), seen)
        yield from _losers(document, before.get("name", ()), before.get("money", ()), seen)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without targets."""
        return (
            ReadingExample("Marble Finch targets law firms in Kenya.", ("law firms", "Kenya")),
            ReadingExample("The agency of Kenya published a paper.", ()),
        )


def _made(document: Document, start: int, end: int, of: Closed | None) -> Mention:
    fields = {"by": of.text, "of_start": of.start, "of_end": of.end} if of else {}
    return Mention("target", start, end, document.text[start:end], fields)


def _of_tables(
    document: Document, countries: Sequence[Mention]
) -> Iterator[tuple[int, int, Closed | None]]:
    """Cells under a head such as "Victim": their countries, else what stands in them, where that is short."""
    for cell, of in targeted_cells(document):
        states = states_alone(document, cell, countries)
        for state in states:
            yield state.start, state.end, of
        if not states and 0 < len(document.text[cell.start : cell.end].split()) <= NOUN:
            yield cell.start, cell.end, of


def _victims(document: Document, unnamed: Sequence[Mention], seen: set[tuple[str, str]]) -> Iterator[Mention]:
    """Victims without a name of whom it is told what they lost or suffered, without their article."""
    known = {text for text, _ in seen}
    for one in unnamed:
        behind = document.text[one.end : one.end + SUFFERS].lower().split()[:3]
        start = one.start + len(one.text) - len(one.text.partition(" ")[2])
        text = document.text[start : one.end].lower()
        again = text in known or text.partition(" in ")[0] in known
        suffers = listed_words("statements", "suffers") & set(behind)
        harmed = suffers and not NO_HARM & set(behind)
        if one.fields["class"] == "victim" and harmed and not again:
            yield _made(document, start, one.end, None)


def _losers(
    document: Document, names: Sequence[Mention], money: Sequence[Mention], seen: set[tuple[str, str]]
) -> Iterator[Mention]:
    """Bodies that lost a sum: "Upbit lost 342,000 ether"."""
    known, sums = {text for text, _ in seen}, {one.start for one in money}
    for one in names:
        lost = LOST.match(document.text, one.end)
        if (
            lost
            and lost.end() in sums
            and one.fields["class"] == "organisation"
            and one.text.lower() not in known
        ):
            known.add(one.text.lower())
            yield _made(document, one.start, one.end, None)


def _in_line(line: Line, states: Mapping[int, Mention]) -> Iterator[Target]:
    for place, token in enumerate(line.row):
        if not (token.cap and place):
            yield from _by_verb(line, place, states) or _by_noun(line, place, states)


def _by_verb(line: Line, place: int, states: Mapping[int, Mention]) -> list[Target]:
    """Whom a verb at a place is aimed at, in the passive and in the active."""
    row, word = line.row, line.row[place].low
    if word in listed_words("statements", "suffered") and _passive(row, place):
        return list(_subjects(line, place, states))
    if word in listed_words("statements", "aims") and _by_actor(line, place):
        return [] if _taken_away(row, place) else list(_objects(line, place, states))
    if word in words_of("statements")["aims_with"] and _with_link(row, place) and _by_actor(line, place):
        return list(_states(line, place + 2, _clause_end(row, place + 2), states))
    owner = word in listed_words("statements", "taken_from") and _owner(row, place)
    link = place + 1 if owner else _phrased(row, place) or _receiver(row, place)
    return list(_objects(line, link, states)) if link and (owner or _by_actor(line, place)) else []


def _receiver(row: Tokens, place: int) -> int:
    """The "to" behind a verb of sending and what is sent: "sent lures about tariffs to ministries"; 0 when none."""
    if row[place].low not in listed_words("statements", "sends"):
        return 0
    end = _clause_end(row, place + 1)
    what = next((n for n in range(place + 1, end) if row[n].low in listed_words("statements", "sent")), end)
    return next((n for n in range(what, end) if row[n].low == "to"), 0)


def _owner(row: Tokens, place: int) -> bool:
    """Whether "from" and an owner follow: "files stolen from a clinic"; nothing denies it."""
    from_there = place + 2 < len(row) and row[place + 1].low == "from"
    return from_there and not NOT_DONE & {token.low for token in row[max(0, place - 4) : place]}


def _by_noun(line: Line, place: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """Behind "targets", "readers in", "attack on"; before "were among the victims"."""
    row, word = line.row, line.row[place].low
    follows = row[place + 1].low if place + 1 < len(row) else ""
    if word in LISTED and _listing(line, place):
        yield from _objects(line, _listing(line, place), states)
    elif word in LISTED and _among(row, place):
        yield from _subjects(line, _among(row, place), states)
    elif word in listed_words("statements", "audience") and follows == "in" and place < 3:
        yield from _states(line, place + 2, _clause_end(row, place + 2), states)
    elif word in listed_words("statements", "assaults") and follows in ("of", "on", "against", "at", "in"):
        yield from _assaulted(line, place, states)


def _phrased(row: Tokens, place: int) -> int:
    """The word by which a verb aims: went after, broke into; 0 when there is none."""
    links = words_of("statements")["aims_phrases"].get(row[place].low, ())
    near = range(place + 1, min(len(row), place + 3))
    return next((n for n in near if row[n].low in links), 0)


def _taken_away(row: Tokens, place: int) -> bool:
    """Whether a verb of theft says what was stolen and not from whom; "stolen letters"."""
    if row[place].low not in TAKES:
        return False
    return not any(token.low == "from" for token in row[place + 1 : _clause_end(row, place + 1)])


def _listing(line: Line, place: int) -> int:
    """The verb behind "targets", "victims of X" before a list; 0 when none."""
    row = line.row
    here = place + 1
    if here + 1 < len(row) and row[here].low == "of" and (span := line.spans.get((line.number, here + 1))):
        here = span.last
    return here if here < len(row) and row[here].low in LISTING else 0


def _among(row: Tokens, place: int) -> int:
    """The verb in "were among the victims"; 0 when none."""
    before = [token.low for token in row[max(0, place - 4) : place]]
    if "among" not in before:
        return 0
    here = place - len(before) + before.index("among")
    return here - 1 if here > 1 and row[here - 1].low in PASSIVE else 0


def _with_link(row: Tokens, place: int) -> bool:
    links = words_of("statements")["aims_with"][row[place].low]
    return any(token.low in links for token in row[place + 1 : place + 3])


def _passive(row: Tokens, place: int) -> bool:
    return bool(PASSIVE & {token.low for token in row[max(0, place - 3) : place]}) and "not" not in [
        t.low for t in row[max(0, place - 3) : place]
    ]


def _by_actor(line: Line, verb: int) -> bool:
    """Whether an actor or a word for one stands before the verb, and nothing denies the act."""
    before = [token.low for token in line.row[max(0, verb - 12) : verb]]
    word = line.row[verb].low
    active = word.endswith("ing") or word in grammar("targets_aimed")
    if NOT_DONE & set(before[-4:]) or (PASSIVE & set(before[-1:]) and not active):
        return False
    named = any(verb - 14 <= thing.last <= verb for thing in line.things)
    bodies = line.bodies(max(0, verb - 4), verb)
    actors = listed_words("statements", "actor_words")
    return not bodies and (named or bool(actors & set(before)) or _goes_on(line.row, verb))


def _goes_on(row: Tokens, verb: int) -> bool:
    """Whether a verb goes on with what the subject of the sentence does: "Its posts praised …, … and attacked"."""
    opening = {token.low for token in row[:OPENING]}
    return row[verb - 1].low in ("and", ",") and bool(listed_words("statements", "actor_words") & opening)


def _subjects(line: Line, verb: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """Before "were hit by": the states and bodies in the subject."""
    start = max((n for n in range(verb) if line.row[n].text in ".;:"), default=-1) + 1
    found = False
    for body in line.bodies(start, verb):
        found = True
        yield Target(body.first, body.last)
    for target in _states(line, start, verb, states):
        found = True
        yield target
    if not found and verb > start + 1:
        yield from _noun(line.row, _subject_start(line.row, start, verb))


def _subject_start(row: Tokens, start: int, verb: int) -> int:
    """Where the noun begins that was hit: right before "that were mailed", else where the clause begins."""
    aux = next((n for n in range(verb - 1, max(start, verb - 4), -1) if row[n].low in PASSIVE), verb)
    if not aux or row[aux - 1].low not in ("that", "which", "who"):
        comma = next((n for n in range(aux - 1, start, -1) if row[n].text == ","), 0)
        return comma + 1 if comma else _behind_time(row, start, aux)
    here = aux - 1
    while here > start and _of_noun(row, here - 1):
        here -= 1
    return here


def _behind_time(row: Tokens, start: int, end: int) -> int:
    """Where a subject begins behind a time without a comma: "On Tuesday some 4,200 households"."""
    if row[start].low not in grammar("targets_times"):
        return start
    opens = grammar("targets_counted") | grammar("phrases_articles")
    return next((n for n in range(start + 2, end) if row[n].low in opens), start)


def _objects(line: Line, verb: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """Behind the verb: its object, and the states in its clause."""
    end = _clause_end(line.row, verb + 1)
    start = _from(line.row, verb, end) or verb + 1
    while start < end and (
        line.row[start].low in listed_words("statements", "aim_links")
        or line.row[start].low in ("users", "viewers", "readers")
    ):
        start += 1
    near = range(start, min(end, start + NOUN))
    spans = dict.fromkeys(span for place in near if (span := line.spans.get((line.number, place))))
    bodies = [span for span in spans if span.kind in ("organisation", "person")]
    yield from (Target(body.first, body.last) for body in bodies)
    if not bodies and line.row[start : start + 1] and line.row[start].start not in states:
        yield from (
            _nouns(line, start, end, states) if line.row[verb].low not in TAKES else _noun(line.row, start)
        )
    yield from _states(line, start, end, states)


def _nouns(line: Line, start: int, end: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """The nouns of a list: "banks, energy companies and hospitals in Kenya"."""
    row = line.row
    for _ in range(MOST):
        found = next(iter(_noun(row, start)), None)
        if found is None:
            return
        yield found
        here = found.last
        while here < end and row[here].low in (",", "and", "or", "as", "well", "its"):
            here += 1
        plural = row[found.last - 1].low.endswith("s") and here < end and not row[here].cap
        if here == found.last or not plural or row[here].start in states or not _plural(row, here):
            return
        start = here


def _plural(row: Tokens, start: int) -> bool:
    """Whether the next noun of a list is of many and no verb follows in its place."""
    found = next(iter(_noun(row, start)), None)
    return (
        found is not None
        and row[found.last - 1].low.endswith("s")
        and found.last - found.first <= LISTED_WIDEST
    )


def _from(row: Tokens, verb: int, end: int) -> int:
    """Behind "from" where something was taken: "stole $40 million in ether from …"; else 0."""
    if row[verb].low not in TAKES:
        return 0
    return next((n + 1 for n in range(verb + 1, end) if row[n].low == "from"), 0)


def _assaulted(line: Line, noun: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    end = _clause_end(line.row, noun + 2)
    comma = next((n for n in range(noun + 2, end) if line.row[n].text == ","), end)
    near = min(comma, noun + 2 + NOUN)
    bodies = [body for body in line.bodies(noun + 2, near)[:1] if body.kind == "organisation"]
    yield from (Target(body.first, body.last) for body in bodies)
    aimed = line.row[noun + 1].low in ("on", "against") and line.row[noun + 2 : noun + 3]
    if aimed and not bodies and line.row[noun + 2].start not in states and not line.row[noun + 2].cap:
        yield from _nouns(line, noun + 2, end, states)
    if line.row[noun].low not in ("campaign", "operation") and not bodies:
        yield from _states(line, noun + 2, end, states)


def _clause_end(row: Tokens, start: int) -> int:
    end = start
    while end < len(row) and end - start < REACH and row[end].low not in grammar("targets_stop"):
        end += 1
    return end


def _states(line: Line, start: int, end: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """States behind in, of, against, between commas or first; none that is the seat of a body or an origin."""
    for place in range(start, end):
        state = states.get(line.row[place].start)
        if state is None:
            continue
        last = place + 1
        while last < len(line.row) and line.row[last].end <= state.end:
            last += 1
        after = line.row[last].text if last < len(line.row) else ""
        before = line.row[place - 1].low if place else ""
        audience = place > 1 and before == "to" and line.row[place - 2].low == "voters"
        if after != "-" and (audience or before not in ("from", "to", "of")):
            yield Target(place, last)


def _noun(row: Tokens, start: int) -> Iterator[Target]:
    """The noun phrase that begins here, without article and number."""
    first = start
    while first < len(row) and (
        row[first].low in grammar("phrases_articles")
        or row[first].text[0].isdigit()
        or row[first].low in grammar("targets_counted")
    ):
        first += 1
    first += first < len(row) and row[first].low.endswith("ing")
    last = first
    while last < len(row) and last - first < NOUN and _of_noun(row, last):
        last += 1
    if last + 1 < len(row) and last > first and row[last].low == "of" and _of_noun(row, last + 1):
        last += 2
        while last < len(row) and last - first < NOUN and _of_noun(row, last):
            last += 1
    words = [token.low for token in row[first:last]]
    if (
        words
        and words[-1] not in listed_words("statements", "no_target")
        and _says(words[-1], numbered=row[last - 1].glued and last - first > 2)
    ):
        yield Target(first, last)


def _says(word: str, numbered: bool) -> bool:
    """Whether the last word of a phrase is one by which a target is told; a number only in "Victim-1"."""
    return numbered or (len(word) > 3 and word.isalpha())


def _of_noun(row: Tokens, place: int) -> bool:
    """Whether a noun phrase goes on with a word: no verb of grammar, no adverb; a hyphen inside is of it."""
    token = row[place]
    if token.text == "-":
        return token.glued
    ends = token.low in grammar("phrases_breaks") or token.low in grammar("targets_stop")
    if token.low in grammar("targets_verbs"):
        return False
    return token.word and not ends and not token.low.endswith("ly")


TARGETS: Reader = Targets()
