import pytest
from hypothesis import given
from hypothesis import strategies as st

from floodwatch.knowledge.reading.sentences import clause, sentences
from floodwatch.model.documents import Block, Document
from floodwatch.tools.sentences import cut
from tests.growth import in_proportion


def of(text):
    return Document(sha256="0" * 64, form="text", text=text, blocks=(Block(0, len(text), "paragraph"),))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The U.S. Department spoke. It said no.", 2),
        ("It came from the U.S. The rest did not.", 2),
        ("Mr. Smith and Dr. No met J. D. Vance on No. 5.", 1),
        ("He left at 5 p.m. They stayed.", 2),
        ("It lost 3.5 million. “So what?” he asked.", 2),
        ("They use e.g. Telegram vs. X etc. and more.", 1),
        ("谁干的？没人知道。好。", 3),
        ("Это тест. Второе предложение.", 2),
        ("Wait… What?! Yes.", 3),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, number):
    assert len(list(cut(text))) == number


def test_a_clause_is_the_part_of_the_sentence_around_a_word():
    text = "It wrote to us, and the group is likely Russian; nobody asked, which may be wrong."
    (sentence,) = sentences(of(text))
    at = text.index("likely")
    assert text[slice(*clause(sentence, at, at + 6))] == "and the group is likely Russian"
    at = text.index("may")
    assert text[slice(*clause(sentence, at, at + 3))] == "which may be wrong."


def test_boilerplate_is_not_read():
    text = "Menu. About us. A report."
    document = Document(
        sha256="0" * 64,
        form="text",
        text=text,
        blocks=(Block(0, 15, "boilerplate"), Block(16, 25, "paragraph")),
    )
    assert [s.text for s in sentences(document)] == ["A report."]


@given(st.text(alphabet=st.sampled_from("aA.!?…。\n \"'()U.S;,—"), max_size=200))
def test_sentences_lie_in_order_and_hold_all_that_is_no_space(text):
    places = list(cut(text))
    assert all(start < end for start, end in places)
    assert places == sorted(places)
    assert "".join("".join(text[a:b].split()) for a, b in places) == "".join(text.split())


@pytest.mark.parametrize("piece", [".", "a.", "U.S. ", "\"'", "— ", "…”", ". ("])
def test_long_hostile_text_is_cut_in_linear_time(piece):
    assert in_proportion(lambda size: list(cut(piece * (size // len(piece)))), 75_000)
