"""The labels of stance, and the arithmetic of their scores."""

import json
from collections import Counter

import pytest

from evaluation.content import stance
from evaluation.content.posts import IRA
from evaluation.content.stance import (
    METHODS,
    SIDES,
    TOLD,
    Row,
    calibration,
    measured,
    scores,
    sentences,
    wilson,
)
from floodwatch.detectors.personas.stance.counts import accuracy
from floodwatch.detectors.personas.stance.names import Names, target


def test_the_sentences_cover_many_languages_and_all_sides():
    rows = sentences()
    assert len(rows) >= 200 and len({r.group for r in rows}) >= 12
    for split in ("dev", "test"):
        assert set(Counter(r.label for r in rows if r.split == split)) == set(SIDES)
    assert len({(r.group, r.text, r.target) for r in rows}) == len(rows)


def test_the_tweets_are_refs_and_labels_only():
    rows = stance._read("stance_ira")
    assert set(rows[0]) == {"ref", "split", "target", "label"}
    assert len({r["ref"] for r in rows if r["split"] == "test"}) >= 150
    assert {r["label"] for r in rows} == set(SIDES) and all(r["ref"].startswith("post:x/") for r in rows)
    assert not {r["ref"] for r in rows if r["split"] == "dev"} & {
        r["ref"] for r in rows if r["split"] == "test"
    }


def test_scores_count():
    names = Names([target("Alderon")])
    rows = [
        Row("Vote for Alderon", "test", "en", "Alderon", "support"),
        Row("Alderon is a liar", "test", "en", "Alderon", "support"),
        Row("Alderon speaks", "test", "en", "Alderon", "attack"),
    ]
    found = scores(rows, METHODS["rules"], names)
    assert (found["right"]["hits"], found["sided"]["hits"], found["sided"]["of"], found["turned"]) == (
        1,
        1,
        2,
        1,
    )
    assert found["recall"]["support"]["hits"] == 1 and found["recall"]["attack"]["of"] == 1


def test_wilson():
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.490, abs=1e-3) and high == pytest.approx(0.943, abs=1e-3)
    assert (
        wilson(0, 0) == (0.0, 1.0)
        and wilson(0, 10)[0] == pytest.approx(0)
        and wilson(10, 10)[1] == pytest.approx(1)
    )


def test_what_findings_quote_is_what_was_measured():
    written = json.loads((stance.OUT / "stance.json").read_text("utf-8"))
    assert calibration(written) == accuracy()
    if not IRA.exists():
        pytest.skip("the tweets of October 2016 are not there")
    found = measured()["sets"]["ira"]["test"]
    assert found["rules"]["sided"]["hits"] > found["words without rules"]["sided"]["hits"]
    assert found["rules"]["right"] == written["sets"]["ira"]["test"]["rules"]["right"]
    assert found[TOLD]["recall"]["support"]["hits"] >= found["rules"]["recall"]["support"]["hits"]
