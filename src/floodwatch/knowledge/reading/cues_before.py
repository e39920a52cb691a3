"""What stands before a capitalised name and says of which class it is."""

from __future__ import annotations

from collections.abc import Iterator

from floodwatch.knowledge.reading.around import REACH, Around, Vote, kind_of
from floodwatch.knowledge.reading.tokens import Tokens
from floodwatch.knowledge.reading.wordlists import given_name, grammar, listed_words, ordinary, pattern

POSTED_ON = 1.5
POSTED_IN = 0.4
DEFINED = 8.0
"""Points of being called so in a sentence that says what it is."""
GIVEN = frozenset({"actor", "campaign", "tool"})


def before(here: Around) -> Iterator[Vote]:
    """The votes of a title, a noun, a preposition and of "called"."""
    if here.one.titled and (not here.plain or _honoured(here)):
        yield "person", 3.0, "a title before it"
    if here.left:
        for part in (_noun, _naming, _given, _spoken, _instance, _phrases, _posted, _place):
            yield from part(here)


def _capital_body(here: Around) -> bool:
    """Whether one word that says a kind of body is written with a capital: the Commission, the Grand Jury."""
    words = here.row[here.one.first : here.one.last]
    if len(words) == 2:
        return [t.low for t in words] == ["grand", "jury"]
    follows = here.row[here.one.last] if here.one.last < len(here.row) else None
    single = follows is None or not (follows.cap and follows.word)
    return len(words) == 1 and words[0].text.istitle() and kind_of(words[0].low) == "organisation" and single


def _honoured(here: Around) -> bool:
    """Whether Mr, Ms or Dr stands right before it, so that also an ordinary word is a surname."""
    before = [
        token.text for token in here.row[max(0, here.one.first - 2) : here.one.first] if token.text != "."
    ]
    return bool(before) and before[-1] in listed_words("people", "honorifics")


def _spoken(here: Around) -> Iterator[Vote]:
    """ "speaks of Calm Strait", "told the Courier", "a developer at Orion", says Ana Tui, "2 May 2023, Orion."."""
    row, one = here.row, here.one
    words = row[one.first : one.last]
    plain = len(words) == 2 and ordinary(words[-1].low)
    ends = one.last >= len(row) or row[one.last].text in ".,;)"
    if here.near == "of" and here.before in ("speaks", "speak", "spoke") and plain and ordinary(words[0].low):
        yield "actor", 1.4, "somebody speaks of it"
    if here.near in ("calls", "call", "christened") and plain and ends:
        yield "actor", 1.2, "somebody calls it so"
    if here.near == "the" and here.before in ("told", "tells", "telling") and len(words) == 1:
        yield "organisation", 1.6, "told something"
    if here.near == "at" and here.before in grammar("cues_at_bodies"):
        yield "organisation", 1.5, f"{here.before} at it"
    strange = len(words) == 2 and not any(ordinary(token.low) for token in words)
    if here.near in grammar("speakers_inverted") and strange and _quoted(row, one.first - 2):
        yield "person", 0.9, f"{here.near} before it"
    if here.near == "," and _dated(row, one.first - 1) and ends:
        yield "organisation", 0.8, "a date before it in a list of events"


def _quoted(row: Tokens, place: int) -> bool:
    return place >= 0 and row[place].text in "\"”’'»,"


def _dated(row: Tokens, comma: int) -> bool:
    """Whether nothing but a day stands before a comma."""
    words = [token.text for token in row[:comma]]
    return len(words) in (2, 3) and words[0].isdigit() and words[1].istitle() and words[-1][0].isalnum()


def _noun(here: Around) -> Iterator[Vote]:
    """The group X, malware X; the IRGC."""
    shouted = here.row[here.one.first].text.isupper()
    shouted = shouted and here.row[here.one.first - 1].text != "THE"
    if here.near == "the" and shouted and not _noun_follows(here.row, here.one.last):
        yield "organisation", 0.9, "the before its letters"
    if here.near == "the" and _capital_body(here):
        yield "organisation", 1.6, "the before a kind of body with a capital"
    if here.near == "the" and here.row[here.one.first].text in listed_words("names", "with_article"):
        yield "organisation", 1.5, "the before a chamber"
    owned = here.near == "," and len(here.left) > 2 and here.left[-3] in grammar("cues_owners")
    ends = here.one.last < len(here.row) and here.row[here.one.last].text == ","
    apart = here.near == "," and ends and kind_of(here.before) in ("actor", "campaign", "tool")
    if (owned or apart) and (kind := kind_of(here.before)) and kind != "person":
        yield kind, 1.2, f"{here.before} and a comma before it"
    kind = kind_of(here.near) or kind_of(here.before + here.near)
    if kind and not here.near.endswith("s"):
        yield kind, 1.5, f"{here.near} before it"
    if here.near == "with" and here.before in grammar("cues_done_with"):
        yield "tool", 1.0, f"{here.before} with it"
    if here.near in grammar("cues_towards_tool"):
        yield "tool", 0.8, f"{here.near} before it"


def _noun_follows(row: Tokens, place: int) -> bool:
    """Whether a word in small letters follows that is no function word: "the XSS script"."""
    return (
        place < len(row)
        and row[place].word
        and not row[place].cap
        and row[place].low not in grammar("cues_function")
    )


def _naming(here: Around) -> Iterator[Vote]:
    if (
        here.near in grammar("cues_called")
        or here.near == "itself"
        or (here.near == "it" and here.before in ("calls", "call", "called", "dubbed", "named"))
    ):
        yield from _called(here)
    if here.near.startswith("attribut") and "to" in [
        t.low for t in here.row[here.one.last : here.one.last + 2]
    ]:
        yield "actor", 1.0, "attributed to somebody"


def _called(here: Around) -> Iterator[Vote]:
    """The noun before "called", "known as", "tracked as" gives the class; an actor where there is none."""
    words = [t.low for t in here.row[max(0, here.one.first - REACH) : here.one.first - 1]]
    kinds = [kind for word in words if (kind := kind_of(word)) and kind != "person"]
    if given_name(here.row[here.one.first].text) and any(kind_of(word) == "person" for word in words[-3:]):
        yield "person", 2.0, "somebody called so"
        return
    if _renamed(here):
        yield "actor", 1.2, "it is another name"
        return
    if here.row[here.one.first - 1].low == "as" and not grammar("cues_known_as") & set(words):
        return
    yield (kinds[-1], 1.2, "a noun before its naming") if kinds else ("actor", 1.0, "it is another name")


def _given(here: Around) -> Iterator[Vote]:
    """ "knows it as X", "under the name X", "known as Y and, since May, as X", "ransomware of the kind X"."""
    words = here.line_before
    if pattern("cast_given").search(words) and not pattern("cast_given_body").search(words):
        kinds = [kind for word in words.split()[-REACH:] if (kind := kind_of(word)) in GIVEN]
        yield (kinds[-1] if kinds else "actor"), 1.5, "a name that is given"
    if pattern("cast_defined").search(words):
        yield "actor", DEFINED, "what it is called"
    kinds = [kind for word in here.left[:1] if (kind := kind_of(word))]
    if kinds and here.left[1:3] == ["of", "the"] and here.near in grammar("cues_sorts"):
        yield kinds[0], 1.5, "of this kind"


def _renamed(here: Around) -> bool:
    """Whether only words of naming stand between it and the name before: "Paper Kite, also called"."""
    row, place = here.row, here.one.first - 1
    while place > 0 and here.one.first - place < REACH and row[place].low in grammar("cues_renaming"):
        place -= 1
    return row[place].cap and row[place + 1].text in ",(" and row[place + 1 : here.one.first] != ()


def _instance(here: Around) -> Iterator[Vote]:
    """ "tools such as X", "companies including X"."""
    if here.near not in ("like", "including") and (here.before, here.near) != ("such", "as"):
        return
    for token in reversed(here.row[max(0, here.one.first - 6) : here.one.first]):
        if kind := kind_of(token.low):
            yield kind, 1.0, f"one of the {token.low}"
            return


def _phrases(here: Around) -> Iterator[Vote]:
    """ "successor of X", "according to X", "mayor of X"."""
    ends = {here.near, f"{here.before} {here.near}", " ".join(here.left[-3:])}
    if here.near in ("of", "for", "from") and here.before in grammar("cues_seats"):
        yield "other", 2.0, "a seat"
    if ends & grammar("cues_towards_actor"):
        yield "actor", 0.3 if ends & grammar("cues_weak") else 1.0, f"{here.near} before it"
    with_article = here.near == "the" and " ".join(here.left[-3:-1]) in grammar("cues_towards_body")
    if with_article or ends & grammar("cues_towards_body"):
        yield "organisation", 1.0, f"{here.near} before it"


def _posted(here: Around) -> Iterator[Vote]:
    """ "40 accounts on X"."""
    if here.before not in grammar("cues_posted"):
        return
    if here.near == "on":
        yield "platform", POSTED_ON, "accounts on it"
    elif here.near == "in" and here.one.last - here.one.first == 1:
        yield "platform", POSTED_IN, "accounts in it"


def _place(here: Around) -> Iterator[Vote]:
    others = listed_words("names", "other_kinds")
    if here.near in listed_words("cues", "places_before"):
        yield "place", 0.9, f"{here.near} before it"
    if here.near in others or (here.near == "of" and here.before in others):
        yield "other", 2.0, "a place or work before it"
