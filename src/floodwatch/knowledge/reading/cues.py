"""What stands around a capitalised name and says of which class it is, as points for each class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from floodwatch.knowledge.reading.candidates import Candidate
from floodwatch.knowledge.reading.shapes import title_at
from floodwatch.knowledge.reading.tokens import Token, Tokens
from floodwatch.knowledge.reading.wordlists import by_word, grammar, listed_words, ordinary

Vote = tuple[str, float, str]
"""Class, points, and the reason."""


QUOTES = frozenset("\"'“”‘’«»")


REACH = 8


def votes(row: Tokens, one: Candidate) -> Iterator[Vote]:
    """What the words around one place say."""
    yield from _before(row, one)
    yield from _behind(row, one)
    yield from _apposed(row, one)


def _before(row: Tokens, one: Candidate) -> Iterator[Vote]:
    left = [t.low for t in row[max(0, one.first - 4) : one.first] if t.text not in QUOTES and t.text != "-"]
    plain = one.last - one.first == 1 and ordinary(row[one.first].low)
    if one.titled and not plain:
        yield "person", 3.0, "a title before it"
    if not left:
        return
    if left[-1] == "the" and row[one.first].text.isupper() and not _noun_follows(row, one.last):
        yield "organisation", 0.9, "the before its letters"
    near = kind_of(left[-1])
    if near and not row[one.first - 1].text.endswith("s"):
        yield near, 1.5, f"{left[-1]} before it"
    if left[-1] in grammar("cues_called") or (
        left[-1] == "it" and left[-2:-1] in (["calls"], ["call"], ["called"], ["dubbed"], ["named"])
    ):
        yield from _called(row, one)
    if left[-1].startswith("attribut") and "to" in [t.low for t in row[one.last : one.last + 2]]:
        yield "actor", 1.0, "attributed to somebody"
    if left[-1] in ("like", "including") or left[-2:] == ["such", "as"]:
        yield from _instance(row, one)
    yield from _phrases(left)
    if (
        left[-1] in ("on", "in")
        and len(left) > 1
        and left[-2] in grammar("cues_posted")
        and (left[-1] == "on" or one.last - one.first == 1)
    ):
        yield "platform", 1.5 if left[-1] == "on" else 0.4, "where accounts are"
    if left[-1] in grammar("cues_towards_tool"):
        yield "tool", 0.8, f"{left[-1]} before it"
    if left[-1] in listed_words("cues", "places_before") or left[-2:] == ["city", "of"]:
        yield "place", 0.9, f"{left[-1]} before it"
    if left[-1] in listed_words("names", "other_kinds") or (
        len(left) > 1 and left[-1] == "of" and left[-2] in listed_words("names", "other_kinds")
    ):
        yield "other", 2.0, "a place or work before it"


def _noun_follows(row: Tokens, place: int) -> bool:
    """Whether a word in small letters follows that is no function word: "the XSS script"."""
    return (
        place < len(row)
        and row[place].word
        and not row[place].cap
        and row[place].low not in grammar("cues_function")
    )


def _phrases(left: Sequence[str]) -> Iterator[Vote]:
    pair, one = " ".join(left[-2:]), left[-1]
    if len(left) > 1 and left[-1] in ("of", "for", "from") and left[-2] in grammar("cues_seats"):
        yield "other", 1.5, "a seat"
    if (
        pair in grammar("cues_towards_actor")
        or one in grammar("cues_towards_actor")
        or " ".join(left[-3:]) in grammar("cues_towards_actor")
    ):
        yield (
            "actor",
            0.3 if pair in grammar("cues_weak") or one in grammar("cues_weak") else 1.0,
            f"{pair} before it",
        )
    if pair in grammar("cues_towards_body") or one in grammar("cues_towards_body"):
        yield "organisation", 1.0, f"{pair} before it"
    if left[-1] == "the" and " ".join(left[-3:-1]) in grammar("cues_towards_body"):
        yield "organisation", 1.0, f"{pair} before it"


def _called(row: Tokens, one: Candidate) -> Iterator[Vote]:
    """The noun before "called", "known as", "tracked as" gives the class; an actor where there is none."""
    before = [t.low for t in row[max(0, one.first - REACH) : one.first - 1]]
    kinds = [kind for word in before if (kind := kind_of(word)) and kind != "person"]
    if row[one.first - 1].low == "as" and not grammar("cues_known_as") & set(before):
        return
    if kinds:
        yield kinds[-1], 1.2, "a noun before its naming"
    else:
        yield "actor", 1.0, "it is another name"


def _instance(row: Tokens, one: Candidate) -> Iterator[Vote]:
    """ "tools such as X", "companies including X"."""
    for token in reversed(row[max(0, one.first - 6) : one.first]):
        if kind := kind_of(token.low):
            yield kind, 1.0, f"one of the {token.low}"
            return


def _behind(row: Tokens, one: Candidate) -> Iterator[Vote]:
    right = [t for t in row[one.last : one.last + 5] if t.text not in QUOTES]
    while len(right) > 1 and right[0].low in grammar("cues_adverbs"):
        right = right[1:]
    if not right:
        return
    if right[0].low == "'s":
        yield from _owned(right[1:2])
        return
    word = right[0].low
    if right[0].glued and word not in ",.;:(":
        return
    if not (one.opens and ordinary(row[one.first].low)):
        yield from _noun_behind(right)
    if word in listed_words("cues", "plain_say") or word in listed_words("cues", "body_verbs"):
        yield "organisation", 1.0, f"{word} behind it"
        if word in listed_words("cues", "say"):
            yield "person", 0.9, f"{word} behind it"
    if word in listed_words("cues", "actor_verbs"):
        yield "actor", 0.8, f"{word} behind it"
    if (
        word == ","
        and len(right) > 2
        and right[1].low in ("who", "which")
        and right[2].low in grammar("cues_naming")
    ):
        yield "organisation", 2.0, "it names others"
    elif (
        word == ","
        and len(right) > 1
        and right[1].low == "which"
        and grammar("cues_naming") & {t.low for t in row[one.last + 2 : one.last + 8]}
    ):
        yield "actor", 1.0, "others call it otherwise"
    near = [t.low for t in row[one.last : one.last + 6]]
    if "its" in near:
        yield "organisation", 0.6, "its behind it"
    if "his" in near or "her" in near:
        yield "person", 0.8, "his or her behind it"
    if (
        word in grammar("cues_linking")
        and len(right) > 3
        and right[2].text == "-"
        and right[3].low in grammar("cues_run_by")
    ):
        yield "actor", 1.5, "run from somewhere"
    if word == "the" and len(right) > 1 and right[1].low == "same":
        yield "actor", 1.0, "the same as another"
    if word in ("overlaps", "shares", "resembles", "rebranded"):
        yield "actor", 1.0, f"{word} behind it"
    if word in ("of", "from", "at") and len(right) > 1 and right[1].cap and one.last - one.first == 2:
        if not any(ordinary(t.low) for t in row[one.first : one.last]):
            yield "person", 0.6, "of a body"
    if word == "who" or (word == "," and len(right) > 1 and right[1].low in ("who", "whom")):
        yield "person", 1.0, "who behind it"


def _noun_behind(right: Sequence[Token]) -> Iterator[Vote]:
    word, after = right[0].low, right[1].low if len(right) > 1 else ""
    if right[0].cap:
        return
    kind = kind_of(word)
    if kind == "tool" and after in ("group", "gang", "operators", "affiliates", "crew", "operation"):
        yield "actor", 1.5, f"{word} {after} behind it"
    elif kind == "campaign" and word in (
        "accounts",
        "channels",
        "pages",
        "sites",
        "websites",
        "network",
        "operation",
        "operations",
    ):
        yield "actor", 0.6, f"{word} behind it"
    elif kind and kind != "person":
        yield kind, 1.2, f"{word} behind it"
    elif word in listed_words("cues", "actor_behind"):
        yield "actor", 0.7, f"{word} behind it"
    elif word in listed_words("cues", "body_behind"):
        yield "organisation", 0.7, f"{word} behind it"


def _owned(owned: Sequence[Token]) -> Iterator[Vote]:
    if owned and owned[0].low in listed_words("cues", "body_behind"):
        yield "organisation", 1.0, f"its {owned[0].low}"
    elif owned and owned[0].low in listed_words("cues", "actor_behind"):
        yield "actor", 0.7, f"its {owned[0].low}"


def _apposed(row: Tokens, one: Candidate) -> Iterator[Vote]:
    """X, a firm …; X (a backdoor); X is a group …; a consultancy, X."""
    here = one.last
    while here < len(row) and row[here].text in QUOTES:
        here += 1
    if here + 1 < len(row) and row[here].text in ",(" and row[here + 1].low in grammar("cues_renamed"):
        yield "actor", 1.2, "another name behind it"
    if (
        one.first
        and row[one.first - 1].low in grammar("cues_linking")
        and row[one.first - 1].first
        and row[here : here + 1]
    ):
        if kind := head_kind(row, here):
            yield kind, 2.0, "what it is asked to be"
    if [t.low for t in row[max(0, one.first - 2) : one.first]] == ["who", "is"]:
        yield "person", 1.5, "who it is"
    if (
        here + 2 < len(row)
        and row[here].text == ","
        and row[here + 1].text.isdigit()
        and row[here + 2].text == ","
    ):
        yield "person", 2.0, "an age behind it"
    if [t.low for t in row[max(0, one.first - 2) : one.first]] == ["according", "to"]:
        return
    if here < len(row) and (row[here].text in ",(—–" or row[here].low in grammar("cues_linking")):
        kind = head_kind(row, here + 1)
        if kind:
            yield kind, 2.0, "what is said behind it"


def head_kind(row: Tokens, start: int) -> str:
    """The class of the noun that a phrase is about: "a security firm in …" → organisation."""
    article = start < len(row) and row[start].low in grammar("cues_articles")
    head, here = "", start + article
    while here < len(row) and here - start < REACH:
        token = row[here]
        tied = token.glued or (here + 1 < len(row) and row[here + 1].text == "-" and row[here + 1].glued)
        if token.low in grammar("cues_stops") and not (tied and token.word):
            return _of_accounts(row, here, head)
        width = title_at(row, here, len(row), small=True)
        if width and kind_of(token.low) in ("", "person"):
            return "person"
        if token.cap and not article:
            return head
        kind = kind_of(token.low)
        head = (
            kind
            if kind and (article or head or kind == "person" or token.low.endswith(("ware", "door")))
            else head
        )
        here += 1
    return head


def _of_accounts(row: Tokens, here: int, head: str) -> str:
    """A group of accounts is a campaign."""
    after = row[here + 1].low if here + 1 < len(row) else ""
    if head == "actor" and row[here].low == "of" and by_class().get(after) == "campaign":
        return "campaign"
    return head


def kind_of(word: str) -> str:
    """The class that a noun in small letters names, or nothing."""
    if word in by_word("people", "offices") and word not in by_class():
        return "person"
    return by_class().get(word, "")


@cache
def by_class() -> Mapping[str, str]:
    """Noun -> class of the things that it is said of."""
    return by_word("names", "kinds")
