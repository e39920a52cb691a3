"""The hand-made labels: refs and labels only, well formed, of posts that are in the collection."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from evaluation.content.labelled import FILE, NONE, labels, second
from evaluation.content.posts import IRA, posts
from evaluation.content.sample import sample
from floodwatch.model.refs import parse

there = pytest.mark.skipif(
    not IRA.exists(), reason=f"the tweets are not here: {IRA.name} of {IRA.parent.name}"
)


def test_the_file_holds_refs_and_labels_only():
    with FILE.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["ref", "narrative", "topic", "split"]
    for label in labels():
        assert parse(label.ref).kind == "post"
        assert all(part.replace("-", "").isalnum() for part in (label.narrative, label.topic)), label
        assert (label.narrative == NONE) == (label.topic == NONE), label


def test_each_post_has_one_label_and_each_narrative_one_topic():
    found = labels()
    assert len({label.ref for label in found}) == len(found)
    topics = {label.narrative: label.topic for label in found}
    assert all(topics[label.narrative] == label.topic for label in found)


def test_enough_posts_have_a_narrative_in_both_parts():
    told = [label for label in labels() if label.narrative != NONE]
    assert len(told) >= 300
    parts = Counter(label.split for label in labels())
    assert set(parts) == {"dev", "test"}
    assert round(parts["dev"] / parts.total(), 1) == 0.4


def test_the_second_reading_is_of_posts_of_the_first():
    again = second()
    assert len(again) >= 100
    assert again.keys() <= {label.ref for label in labels()}


@there
def test_the_labelled_posts_are_those_that_the_rule_draws():
    found = posts([IRA])
    assert {label.ref for label in labels()} == {found[place].ref for place in sample(found)}
