"""Every reader of reports: its examples, right places whatever the text, and time in proportion to its length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch.knowledge.reading import READERS, mentions
from floodwatch.model.documents import Block, Document
from tests.growth import in_proportion
from tests.knowledge.test_sentences import of

EXAMPLES = [(reader, example) for reader in READERS for example in reader.examples()]
PIECES = (
    *(
        "about ",
        "some ",
        "at least ",
        "between ",
        "from ",
        " to ",
        " and ",
        "since ",
        "until ",
        "on ",
        "the end of ",
        "early ",
    ),
    *(
        "12",
        "1,284",
        "2.1",
        "2024",
        "0",
        "3rd",
        "½",
        "٣٤",
        "１２",
        "10:30",
        "1/2",
        "-",
        "–",
        "%",
        "+",
        "ish",
        " million",
        "bn",
        "k",
    ),
    *(
        "$",
        "€",
        "EUR ",
        " dollars",
        " rials",
        "R$",
        "two ",
        "dozen ",
        "hundreds of ",
        "a handful of ",
        "one ",
    ),
    *(
        " accounts",
        " years ago",
        "May ",
        "March ",
        "Monday ",
        "last week",
        "yesterday",
        "Q1 ",
        "31 February ",
        "1990s",
        "9999-99-99",
    ),
    *(
        "hxxp://",
        "[.]",
        ".",
        "@",
        "#",
        "a.example",
        "::1",
        "0x",
        "T1566.001",
        "likely ",
        "may ",
        "not ",
        "no evidence ",
        "denied ",
    ),
    *(" ", "\n", ", ", "; ", '"', "(", ")", "Kestrel ", "中国", "год ", "\u0000", "é"),
)


def document(text, published="2024-06-12"):
    return Document(
        sha256="0" * 64,
        form="text",
        text=text,
        blocks=(Block(0, len(text), "paragraph"),),
        published=published,
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_a_reader_says_what_it_is_and_stands_behind_what_it_needs(reader):
    before = [kind for other in READERS[: READERS.index(reader)] for kind in other.makes]
    assert reader.name.islower()
    assert reader.description.endswith(".")
    assert reader.makes
    assert set(reader.needs) <= set(before)
    assert any(example.found for example in reader.examples())
    assert any(not example.found for example in reader.examples())


@pytest.mark.parametrize(
    ("reader", "example"), EXAMPLES, ids=[f"{r.name}: {e.text[:40]}" for r, e in EXAMPLES]
)
def test_the_examples_are_read_as_they_say(reader, example):
    found = mentions(document(example.text, example.published))
    ours = sorted((m for kind in reader.makes for m in found[kind]), key=lambda m: (m.start, m.end))
    assert tuple(m.text for m in ours) == example.found


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30),
    st.sampled_from(["", "2024-02-29", "x"]),
)
@settings(max_examples=80, deadline=None)
def test_places_lie_in_the_text_whatever_it_is(pieces, published):
    text = "".join(pieces)
    for kind, found in mentions(document(text, published)).items():
        for one in found:
            assert one.kind == kind
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "a.",
        "a-",
        "one ",
        "and ",
        "[.]",
        "@",
        "x@x.",
        "hxxp://",
        ":",
        "0",
        "not ",
        "no ",
        "of ",
        "thousands of ",
        "$",
        "May ",
        "2024 ",
        "2024-",
        "3 to ",
        "(",
        "likely ",
        "the ",
        "last ",
        "A ",
        "é",
        "年",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece):
    assert in_proportion(lambda size: mentions(of(piece * (size // len(piece)))), 2_000)


def test_boilerplate_is_never_read():
    text = "Over 175 websites. Over 200 pages."
    given_ = Document(
        sha256="0" * 64,
        form="text",
        text=text,
        blocks=(Block(0, 18, "boilerplate"), Block(19, len(text), "paragraph")),
    )
    assert [m.text for m in mentions(given_)["count"]] == ["Over 200"]
