"""The scorer of readers: what counts as found, and what as wrong."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from evaluation.reading.laid_out import Places, document
from evaluation.reading.matching import Found, paired, unlike
from evaluation.reading.score import Tally, scored
from evaluation.reading.texts import texts

READ = "Kestrel, also called Merlin, ran over 175 sites. Merlin is Kestrel. The file offer.pdf is clean."
COUNT = {"kind": "count", "text": "over 175", "low": 175, "high": None, "unit": "site", "qualifier": "over"}
ALIAS = {
    "kind": "alias",
    "text": "Merlin",
    "occurrence": 1,
    "of": "Kestrel",
    "relation": "same",
    "polarity": "asserted",
}


def found(kind, text, occurrence=1, **fields):
    start = -1
    for _ in range(occurrence):
        start = READ.index(text, start + 1)
    return Found(kind, text, fields, (start, start + len(text)))


def test_a_mention_must_have_the_exact_span_or_any_overlap():
    part = found("count", "175", low=175, high=175, unit="site")
    assert not paired("count", [COUNT], [], [part], READ, exact=True).pairs
    outcome = paired("count", [COUNT], [], [part], READ, exact=False)
    assert [list(unlike(*pair)) for pair in outcome.pairs] == [["high", "qualifier"]]
    assert not outcome.wrong


def test_one_find_answers_for_one_item():
    twice = [found("count", "over 175"), found("count", "175")]
    outcome = paired("count", [COUNT], [], twice, READ, exact=False)
    assert (len(outcome.pairs), [one.text for one in outcome.wrong]) == (1, ["175"])


def test_a_statement_may_be_found_again_and_the_other_way_round():
    again = found("alias", "Merlin", 2, of="Kestrel")
    crossed = found("alias", "Kestrel", of="Merlin", relation="same")
    assert not paired(
        "alias", [ALIAS], [], [found("alias", "Merlin", of="Kestrel"), again], READ, exact=False
    ).wrong
    assert len(paired("alias", [ALIAS], [], [crossed], READ, exact=False).pairs) == 1
    other = found("alias", "Merlin", of="The file")
    assert paired("alias", [ALIAS], [], [other], READ, exact=False).wrong == [other]


def test_a_refused_piece_is_an_error_when_it_is_found():
    refused = {"kind": "indicator", "text": "offer.pdf", "why": "file"}
    outcome = paired("indicator", [], [refused], [found("indicator", "offer.pdf")], READ, exact=False)
    assert (len(outcome.wrong), len(outcome.refused)) == (1, 1)


def test_a_text_is_laid_out_in_its_paragraphs_and_scored():
    (text,) = [t for t in texts(Path("evaluation/reading/open")) if t.path.stem == "quiet-orchard"]
    laid = document(text)
    assert laid.text == text.reading()
    assert len(laid.blocks) > 8
    assert sum(b.end - b.start for b in laid.blocks) > 0.95 * len(laid.text)
    tallies: dict[str, Tally] = defaultdict(Tally)
    list(scored(text, ["count", "technique"], tallies))
    counts = tallies["count"].counts
    assert counts["items"] == len([i for i in text.items if i["kind"] == "count"])
    assert counts["hit exact"] <= counts["hit overlap"] <= min(counts["items"], counts["found"])
    assert counts["hit overlap"] > 0.8 * counts["items"]


def test_places_of_a_document_are_found_in_the_reading_text():
    places = Places("Menu Kestrel ran 175 sites.", "Kestrel ran  175 sites.")
    assert places.of(5, 12) == (0, 7)
    assert places.of(17, 20) == (13, 16)
    assert places.of(0, 4) is None
