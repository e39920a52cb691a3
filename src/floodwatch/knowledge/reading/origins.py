"""From which country or sponsor an actor is said to come, asserted or denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from floodwatch.knowledge.reading.between import QUOTES, Line, lines
from floodwatch.knowledge.reading.recent import Recent
from floodwatch.knowledge.reading.roles import role_of_body
from floodwatch.knowledge.reading.spans import Closed
from floodwatch.knowledge.reading.tables import countries_of_rows
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import grammar, pattern
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, Reader, ReadingExample

AFTER = 14
"""Words behind a country in which a link to it is denied."""
LEFT = 20
"""Words before a country that say what it is to an actor."""
RIGHT = 10
"""Words behind one who runs an operation in which it is named."""
CLAUSE = 20
"""Words behind a maker in which it is said that it runs the operation."""


_ASIDE = re.compile(r" , (?:which|who|whose) [^,;:.]{1,90} ,(?= )")

_WITHIN = re.compile(r"ORG ((?:of|in|within|at)(?: the)?)$")
"""A body of a body: Unit 29155 of the GRU."""


class Origins:
    """Countries by the words before and behind them, sponsors by what comes before."""

    name = "origins"
    description = "Country or sponsor from which an actor or campaign is said to come, or not to come."
    makes: tuple[str, ...] = ("origin",)
    needs: tuple[str, ...] = ("name", "country", "alias")

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterable[Mention]:
        """One mention per actor and country or sponsor."""
        seen: set[tuple[str, str, str]] = set()
        for mention, code in _all(document, before.get("country", ()), before.get("alias", ())):
            key = (mention.fields["of"], code, mention.fields["relation"])
            if key not in seen:
                seen.add(key)
                yield mention

    def examples(self) -> Sequence[ReadingExample]:
        """Sentences with and without origins."""
        return (
            ReadingExample("Marble Finch, a Russia-linked group, targets banks in Kenya.", ("Russia",)),
            ReadingExample("Marble Finch is run from Iran.", ("Iran",)),
            ReadingExample("Marble Finch targets banks in Kenya.", ()),
        )


def _all(
    document: Document, countries: Sequence[Mention], aliases: Sequence[Mention]
) -> Iterator[tuple[Mention, str]]:
    recent, states = Recent(document, aliases), {mention.start: mention for mention in countries}
    for first, state in countries_of_rows(document, countries):
        yield (
            _made(state.start, state.end, state.text, first, "origin", "asserted"),
            str(state.fields["code"]),
        )
    for line in lines(document):
        for place, token in enumerate(line.row):
            state_here = states.get(token.start)
            if state_here is not None:
                relation = _of_state(line, place, _width(line, place, state_here), states)
                yield from _told(line, place, recent, relation, state_here, str(state_here.fields["code"]))
        for body in line.organisations:
            if _sponsors(line, body.first, body.text, states):
                mention = Mention("", body.start, body.end, body.text)
                yield from _told(line, body.first, recent, "sponsor", mention, body.text)


def _sponsors(line: Line, place: int, text: str, states: Mapping[int, Mention]) -> bool:
    """Whether a body is one for which an actor works, or that runs or pays an operation."""
    left = _left(line, place, states)
    if pattern("origin_run_by").search(left) or _ties(line, place, left, states):
        return True
    of_state = left.endswith("COUNTRY")
    return (of_state or role_of_body(text) == "official") and bool(pattern("origin_for").search(left))


def _ties(line: Line, place: int, left: str, states: Mapping[int, Mention]) -> bool:
    """Whether a sentence of an actor ties it to a body, or says that the body runs it."""
    span = line.spans.get((line.number, place))
    end = span.last if span else place + 1
    if pattern("origin_runs").match(_right(line, end)):
        return True
    within = _WITHIN.search(left)
    body = line.spans.get((line.number, place - 1 - len(within.group(1).split()))) if within else None
    if body is not None and _sponsors(line, body.first, body.text, states):
        return True
    tied = _said("origin_tied", left) and not pattern("origin_untied").search(left)
    return tied and _spoken_of(line, place, "origins_operated")


def _said(key: str, left: str) -> bool:
    """Whether words are as a pattern has them, also with what stands between commas in them left out."""
    return any(pattern(key).search(words) for words in (left, _ASIDE.sub("", left)))


def _told(
    line: Line, place: int, recent: Recent, relation: str, one: Mention, code: str
) -> Iterator[tuple[Mention, str]]:
    of = recent.unless_another(line, place) if relation else None
    weak = pattern("origin_weak").search(line.words(max(0, place - LEFT), place))
    if of is not None and (not weak or _spoken_of(line, place)):
        before = set(_clause(line.words(max(0, place - 12), place)).split())
        after = line.words(place, min(len(line.row), place + AFTER))
        denied = grammar("origins_denied") & before or pattern("origin_denied_after").search(after)
        polarity = "denied" if denied else "asserted"
        for each in (of, *_both(line, of, place)):
            yield _made(one.start, one.end, one.text, each, relation, polarity), code


def _clause(words: str) -> str:
    """The last clause of some words."""
    return re.split(r"\b(?:although|though|but|while|whereas)\b|;", words)[-1]


def _both(line: Line, of: Closed, place: int) -> list[Closed]:
    """The other actor of two: "X is not Y, although both answer to Tehran"."""
    before = [thing for thing in line.things if thing.last <= place and thing.kind in ("actor", "campaign")]
    both = len(before) > 1 and "both" in line.words(before[-1].last, place).split()
    return [thing for thing in before[-2:] if thing.text != of.text][:1] if both else []


def _spoken_of(line: Line, place: int, words: str = "origins_spoken") -> bool:
    """Whether a sentence is of an actor: it names one, or has a word for one before a place."""
    named = any(thing.kind in ("actor", "campaign") for thing in line.things)
    return named or any(token.low in grammar(words) for token in line.row[:place])


def _width(line: Line, place: int, state: Mention) -> int:
    end = place
    while end < len(line.row) and line.row[end].end <= state.end:
        end += 1
    return end - place


def _left(line: Line, place: int, states: Mapping[int, Mention]) -> str:
    """The words before, a country as COUNTRY."""
    first = max(0, place - LEFT)
    end = place - 1 - (place > 1 and line.row[place - 1].low == "'s")
    for width in (1, 2, 3):
        start = end - width + 1
        state = states.get(line.row[start].start) if start >= 0 else None
        if state is not None and _width(line, start, state) == width:
            return line.words(first, start) + " COUNTRY"
    return line.words(first, place)


def _of_state(line: Line, place: int, width: int, states: Mapping[int, Mention]) -> str:
    """origin, sponsor or nothing, by what stands around a country."""
    row, end = line.row, place + width
    after = [token.low for token in row[end : end + 7] if token.text not in QUOTES]
    left = _left(line, place, states)
    if after[:1] == ["-"] and len(after) > 1 and after[1] in grammar("origins_hyphened"):
        acts = (line.things and grammar("origins_acting") & set(after)) or _named_behind(line, end + 2)
        return "origin" if acts or left.endswith((" is", " was")) else ""
    possessed = end + (row[end].low == "'s") if end < len(row) else end
    body = line.spans.get((line.number, possessed))
    if body is not None and body.kind == "organisation":
        return "origin" if _sponsors(line, possessed, body.text, states) else ""
    if _only_describes(row, end, states[row[place].start]):
        return ""
    if pattern("origin_client").search(left):
        return "sponsor"
    adjective = states[row[place].start].fields.get("form") == "adjective"
    runs = _in_brackets(line, place, after) or pattern("origin_runs").match(_right(line, end))
    if (
        runs
        or _by_what_follows(line, end, after, left, adjective)
        or _by_what_precedes(line, place, left, states)
    ):
        return "origin"
    return ""


def _right(line: Line, end: int) -> str:
    return line.words(end, min(len(line.row), end + RIGHT))


def _in_brackets(line: Line, place: int, after: list[str]) -> bool:
    """An actor with nothing but the state in parentheses behind it: "Marble Finch (Iran)"."""
    span = line.spans.get((line.number, place - 2)) if place > 1 and line.row[place - 1].text == "(" else None
    return span is not None and span.kind in ("actor", "campaign") and after[:1] == [")"]


def _only_describes(row: Tokens, end: int, state: Mention) -> bool:
    """Whether an adjective is of something that is no actor and no power: "links to Russian websites"."""
    if state.fields.get("form") != "adjective" or end >= len(row) or not row[end].word or row[end].cap:
        return False
    words = [token.low for token in row[end : end + 6] if token.text != "-"]
    powers = (
        grammar("origins_powers")
        | grammar("origins_acting")
        | grammar("origins_makers")
        | grammar("phrases_breaks")
    )
    return not powers & set(words[:4])


def _by_what_follows(line: Line, end: int, after: list[str], left: str, adjective: bool) -> bool:
    """Iranian hackers; an Iranian company … ran it; Russia is behind it; "Network A: Russia."."""
    maker = grammar("origins_makers") & set(after[:3])
    if maker and pattern("origin_running").search(line.words(end, min(len(line.row), end + CLAUSE))):
        return True
    if adjective and set(after[:2]) & grammar("origins_hands"):
        return True
    alone = left == "NAME :" and after[:1] in ([], ["."])
    named = any(thing.kind in ("actor", "campaign") for thing in line.things)
    named = named and not pattern("origin_aimed").search(left)
    owned = named and after[:1] == ["'s"] and (_owned(after[1:]) or _named_behind(line, end + 1, 0))
    return (
        alone
        or owned
        or (named and _acting_noun(after))
        or bool(pattern("origin_behind").match(" ".join(after)))
    )


def _by_what_precedes(line: Line, place: int, left: str, states: Mapping[int, Mention]) -> bool:
    """Run from Iran, linked to China, to the army of China; not "X, a firm in Iran"."""
    body = line.spans.get((line.number, place - 2)) if left.endswith(("of", "'s")) else None
    if body is not None and body.kind == "organisation":
        return _sponsors(line, body.first, body.text, states)
    apposed = line.spans.get((line.number, place - 3)) if left.endswith("ORG , the") else None
    if apposed is not None:
        return _sponsors(line, apposed.first, apposed.text, states)
    if pattern("origin_apposed").search(left):
        return False
    return _said("origin_from", _without_states(line, place, states))


def _without_states(line: Line, place: int, states: Mapping[int, Mention]) -> str:
    """The words before a list of countries: "from Morocco and Spain"."""
    here = place
    while here > 1:
        link = here - 1 - (line.row[here - 1].low == "the")
        if link < 1 or line.row[link].low not in ("and", ",", "or") or line.row[link - 1].start not in states:
            break
        here = link - 1
    return line.words(max(0, here - LEFT), here)


def _acting_noun(after: list[str]) -> bool:
    """Whether an actor's noun follows with nothing but adjectives between: "Iranian state espionage group"."""
    for number, word in enumerate([word for word in after if word != "-"][:5]):
        if word in grammar("origins_acting"):
            return True
        if (
            not word.isalpha()
            or number == 4
            or word in grammar("phrases_breaks")
            or word in ("government", "officials", "voters", "name", "the")
        ):
            return False
    return False


def _owned(after: list[str]) -> bool:
    """Russia's best-known group."""
    nouns = grammar("origins_owned") & set(after[:4])
    return bool(nouns) and _acting_noun(after)


def _named_behind(line: Line, place: int, near: int = 4) -> bool:
    return any(place <= thing.first <= place + near for thing in line.things)


def _made(start: int, end: int, text: str, of: Closed, relation: str, polarity: str) -> Mention:
    return Mention(
        "origin",
        start,
        end,
        text,
        {"of": of.text, "relation": relation, "polarity": polarity, "of_start": of.start, "of_end": of.end},
    )


ORIGINS: Reader = Origins()
