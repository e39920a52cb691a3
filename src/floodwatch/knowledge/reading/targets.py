"""Whom or what an actor aimed at or hit: objects of verbs of attack, and the countries where its targets are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from floodwatch.knowledge.reading.between import Line, lines
from floodwatch.knowledge.reading.recent import Recent
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.target_lists import losers, of_tables, target, victims
from floodwatch.knowledge.reading.target_phrases import (
    JOINS,
    REACH,
    Target,
    clause_end,
    is_of_noun,
    noun_list,
    noun_phrase,
    states_in,
)
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, listed_words
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample
from floodwatch.vocabulary.reading import words_of

OPENING = 4
NOUN = 6
PASSIVE = frozenset({"was", "were", "been", "being", "are", "is"})

TAKES = frozenset({"taken", "took", "take", "stole", "steals", "steal", "stolen", "stealing"}) | {
    "copied",
    "exfiltrated",
    "siphoned",
}
LISTED = frozenset({"targets", "victims"})
LISTING = frozenset({"were", "are", "include", "included"})
NOT_DONE = frozenset({"not", "no", "never", "n't", "without"})


VICTIMS = frozenset({"victim", "victims", "prey", "target", "targets"})
AMONG = frozenset({("among", "them"), ("such", "as")})


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
        found = ((line, one) for line in lines(document) for one in _in_line(line, states))
        for line, one in chain(found, _named_by_attacks(document)):
            start, end = line.row[one.first].start, line.row[one.last - 1].end
            of = recent.unless_another(line, one.first)
            key = (document.text[start:end].lower(), of.text if of else "")
            if key not in seen:
                seen.add(key)
                yield target(document, start, end, of)
        for start, end, of in of_tables(document, before.get("country", ())):
            key = (document.text[start:end].lower(), of.text if of else "")
            if key not in seen:
                seen.add(key)
                yield target(document, start, end, of)
        yield from victims(document, before.get("unnamed", ()), seen)
        yield from losers(document, before.get("name", ()), before.get("money", ()), seen)

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without targets."""
        return (
            ReadingExample("Marble Finch targets law firms in Kenya.", ("law firms in Kenya",)),
            ReadingExample("The agency of Kenya published a paper.", ()),
        )


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
        return list(states_in(line, place + 2, _one_clause(row, place + 2), states))
    if word in VICTIMS and (became := _became(row, place)):
        return list(_subjects(line, became, states))
    owner = word in listed_words("statements", "taken_from") and _owner(row, place)
    link = place + 1 if owner else _phrased(row, place) or _receiver(row, place)
    return list(_objects(line, link, states)) if link and (owner or _by_actor(line, place)) else []


def _one_clause(row: Tokens, start: int) -> int:
    """The end of a clause before another verb of its subject: "wrote in French, and aimed at voters"."""
    end = clause_end(row, start)
    joined = (n for n in range(start, end - 1) if row[n].text == "," and row[n + 1].low == "and")
    return next((n for n in joined if n + 2 < end and row[n + 2].low.endswith("ed")), end)


def _became(row: Tokens, place: int) -> int:
    """The verb in "fell victim", "became a target"; 0 when none."""
    here = place - 1 - (place > 1 and row[place - 1].low in ("a", "the"))
    return here if here > 0 and row[here].low in listed_words("statements", "becomes") else 0


def _receiver(row: Tokens, place: int) -> int:
    """The "to" behind a verb of sending and what is sent: "sent lures about tariffs to ministries"; 0 when none."""
    if row[place].low not in listed_words("statements", "sends"):
        return 0
    end = clause_end(row, place + 1)
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
        yield from states_in(line, place + 2, clause_end(row, place + 2), states)
    elif _assaults(word, follows):
        yield from _assaulted(line, place, states)


def _assaults(word: str, follows: str) -> bool:
    """Whether a noun and the word behind it tell an attack on what follows."""
    if word in listed_words("statements", "assaults"):
        return follows in ("of", "on", "against", "at", "in")
    return word in listed_words("statements", "efforts") and follows in ("against", "on", "at", "targeting")


def _named_by_attacks(document: Document) -> Iterator[tuple[Line, Target]]:
    """The bodies by which attacks are called: "the Bybit hack"."""
    for line in lines(document):
        for body in line.organisations:
            word = line.row[body.last].low if body.last < len(line.row) else ""
            if word in listed_words("statements", "assaults_of"):
                yield line, Target(body.first, body.last)


def _phrased(row: Tokens, place: int) -> int:
    """The word by which a verb aims: went after, broke into; 0 when there is none."""
    links = words_of("statements")["aims_phrases"].get(row[place].low, ())
    near = range(place + 1, min(len(row), place + 3))
    return next((n for n in near if row[n].low in links), 0)


def _taken_away(row: Tokens, place: int) -> bool:
    """Whether a verb of theft says what was stolen and not from whom; "stolen letters"."""
    if row[place].low not in TAKES:
        return False
    return not any(token.low == "from" for token in row[place + 1 : clause_end(row, place + 1)])


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
    goes_on = line.row[verb - 1].low in ("and", "or")
    bodies = [] if goes_on else line.bodies(max(0, verb - 4), verb)
    actors = listed_words("statements", "actor_words")
    return not bodies and (named or bool(actors & set(before)) or _goes_on(line.row, verb))


def _goes_on(row: Tokens, verb: int) -> bool:
    """Whether a verb goes on with what the subject of the sentence does: "Its posts praised …, … and attacked"."""
    opening = {token.low for token in row[:OPENING]}
    return row[verb - 1].low in ("and", ",") and bool(listed_words("statements", "actor_words") & opening)


def _subjects(line: Line, verb: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """Before "were hit by": the states and bodies in the subject."""
    start = max((n for n in range(verb) if _begins(line.row, n, verb)), default=-1) + 1
    found = False
    for body in line.bodies(start, verb):
        found = True
        yield Target(body.first, body.last)
    for state in states_in(line, start, verb, states):
        found = True
        yield state
    if not found and verb > start + 1:
        yield from noun_phrase(line.row, _subject_start(line.row, start, verb))


def _begins(row: Tokens, place: int, verb: int) -> bool:
    """Whether the clause of a verb begins behind a word: a mark, or "that" with a subject of its own behind it."""
    return row[place].text in ".;:" or (row[place].low == "that" and verb - place > OPENING)


def _subject_start(row: Tokens, start: int, verb: int) -> int:
    """Where the noun begins that was hit: right before "that were mailed", else where the clause begins."""
    aux = next((n for n in range(verb - 1, max(start, verb - 4), -1) if row[n].low in PASSIVE), verb)
    if not aux or row[aux - 1].low not in ("that", "which", "who"):
        comma = next((n for n in range(aux - 1, start, -1) if row[n].text == ","), 0)
        return comma + 1 if comma else _behind_time(row, start, aux)
    here = aux - 1
    while here > start and is_of_noun(row, here - 1):
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
    end = clause_end(line.row, verb + 1)
    start = _from(line.row, verb, end) or verb + 1
    while start < end and (
        line.row[start].low in listed_words("statements", "aim_links")
        or line.row[start].low in ("users", "viewers", "readers")
    ):
        start += 1
    if _none_of(line.row, start):
        return
    near = range(start, min(end, start + NOUN))
    spans = dict.fromkeys(span for place in near if (span := line.spans.get((line.number, place))))
    bodies = list(_row_of_bodies(line.row, start, list(spans)))
    found = [Target(body.first, body.last) for body in bodies]
    on_platform = any(span.kind == "platform" and span.first == start for span in spans)
    if not bodies and not on_platform and line.row[start : start + 1] and line.row[start].start not in states:
        taken = line.row[verb].low in TAKES
        found += noun_phrase(line.row, start) if taken else noun_list(line, start, end, states)
    last = max((one.last for one in found), default=start)
    yield from found
    yield from (one for one in states_in(line, start, end, states) if one.first >= last)
    yield from _among_them(line, last, states)


def _none_of(row: Tokens, place: int) -> bool:
    """Whether an object is denied: "hit no banks", not "hit no fewer than nine"."""
    words = [token.low for token in row[place : place + 2]]
    return words[:1] == ["no"] and words[1:] not in (["fewer"], ["less"], ["more"])


def _row_of_bodies(row: Tokens, start: int, spans: Sequence[Closed]) -> Iterator[Closed]:
    """The bodies and people of an object: none behind a comma that does not part members of a list."""
    here = start
    for span in spans:
        gap = {token.low for token in row[here : span.first]}
        listed = "," not in gap or gap <= JOINS | {"the"} or _apposed(row, here, span)
        if span.kind in ("organisation", "person") and listed:
            yield span
        here = span.last


def _apposed(row: Tokens, here: int, span: Closed) -> bool:
    """Whether a body says who a noun with its article is: "reached the operator, Stadtpark S.A., through …"."""
    commas = [n for n in range(here, span.first) if row[n].text == ","]
    closed = span.last >= len(row) or row[span.last].text in ",.)"
    return commas == [span.first - 1] and row[here].low in ("the", "its", "their", "a", "an") and closed


def _among_them(line: Line, start: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    """What is named of those that were hit: "…, among them X", "…, including a brewery and two farms"."""
    row = line.row
    for place in range(start, min(len(row) - 2, start + REACH)):
        opens = row[place].low == "including" or (row[place].low, row[place + 1].low) in AMONG
        if opens and row[place - 1].text in ",(–—-":
            first = place + 1 + (row[place].low != "including")
            end = clause_end(row, first)
            near = (line.spans.get((line.number, n)) for n in range(first, min(end, first + NOUN)))
            bodies = list(_row_of_bodies(row, first, list(dict.fromkeys(filter(None, near)))))
            yield from (Target(body.first, body.last) for body in bodies)
            if not bodies and row[first].start not in states:
                yield from noun_list(line, first, end, states)
            return


def _from(row: Tokens, verb: int, end: int) -> int:
    """Behind "from" where something was taken: "stole $40 million in ether from …"; else 0."""
    if row[verb].low not in TAKES:
        return 0
    return next((n + 1 for n in range(verb + 1, end) if row[n].low == "from"), 0)


def _assaulted(line: Line, noun: int, states: Mapping[int, Mention]) -> Iterator[Target]:
    end = clause_end(line.row, noun + 2)
    comma = next((n for n in range(noun + 2, end) if line.row[n].text == ","), end)
    near = min(comma, noun + 2 + NOUN)
    wide = line.row[noun].low in ("campaign", "operation", "campaigns", "operations")
    told = not (wide and line.row[noun + 1].low in ("in", "of"))
    bodies = [body for body in line.bodies(noun + 2, near)[:1] if told and body.kind == "organisation"]
    yield from (Target(body.first, body.last) for body in bodies)
    aimed = line.row[noun + 1].low in ("on", "against") and line.row[noun + 2 : noun + 3]
    if aimed and not bodies and line.row[noun + 2].start not in states and not line.row[noun + 2].cap:
        yield from noun_list(line, noun + 2, end, states)
    if line.row[noun].low not in ("campaign", "operation") and not bodies:
        yield from states_in(line, noun + 2, end, states)


TARGETS: Reader = Targets()
