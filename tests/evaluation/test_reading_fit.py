"""The weights of the reader of names: they are those that the marked texts teach, and they say what they should."""

from __future__ import annotations

from evaluation.reading.cross import using
from evaluation.reading.fit import CLASSES, FILE, HALVES, Example, examples, fitted, written
from floodwatch.knowledge.reading.cast import gathered
from floodwatch.knowledge.reading.weighing import decide, weights
from floodwatch.model.documents import Block, Document

NONE = (0.0,) * len(CLASSES)


def example(text, truth, *signs):
    return Example(text, frozenset({"always", *signs}), NONE, truth, 1)


def test_a_sign_of_few_texts_has_no_weight():
    given = [example(str(n % 3), "person", "Mr") for n in range(9)]
    given += [example("4", "tool", "rare") for _ in range(9)]
    learnt = fitted(given)
    assert "rare" not in learnt
    assert learnt["Mr"]["person"] > 0 > learnt["Mr"].get("tool", -1)


def test_the_file_holds_what_the_marked_texts_teach():
    """Every weight within a hundredth or two, which is what the arithmetic of other machines may differ by."""
    learnt = fitted([one for half in HALVES for one in examples(half)])
    kept = {sign: {kind or "none": w for kind, w in row.items()} for sign, row in weights().items()}
    assert learnt.keys() == kept.keys()
    differences = [
        abs(row.get(kind or "none", 0.0) - kept[sign].get(kind or "none", 0.0))
        for sign, row in learnt.items()
        for kind in CLASSES
    ]
    assert max(differences) <= 0.04, "run python -m evaluation.reading.fit"
    assert FILE.read_text("utf-8").startswith(written({})[:40])


def test_a_name_says_why_it_is_what_it_is():
    text = "Mr Pike agreed. Pike left."
    document = Document(sha256="0" * 64, form="text", text=text, blocks=(Block(0, len(text), "paragraph"),))
    (pike,) = (one for one in gathered(document).values() if one.text == "Pike")
    with using({"a title before it": {"person": 2.0}}):
        assert decide(pike) == "person"
    assert pike.why == ["person +2: a title before it"]
