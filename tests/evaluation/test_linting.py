"""The labelled passages of the linter, and how well it does on them."""

from __future__ import annotations

import hashlib

import pytest

from evaluation.linting.__main__ import HALVES, HERE, Passage, lines, passages, score
from floodwatch.assessment.lint import RULES


def test_the_passages_are_enough_and_half_of_them_tell_of_published_reports():
    every = [passage for half in HALVES for passage in passages(half)]
    assert len(every) >= 160
    assert 2 * sum(bool(p.report) for p in every) >= len(every)
    assert sum(not p.finds for p in every) >= 60
    labelled = {rule for p in every for rule, _ in p.finds}
    assert labelled == {rule.name for rule in RULES}
    assert all(" ".join(w.split()) in " ".join(p.text.split()) for p in every for _, w in p.finds)


def test_the_held_out_half_is_the_one_that_was_written_before_the_rules():
    said, name = (HERE / "SHA256").read_text("utf-8").split()
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == said


@pytest.mark.parametrize("half", HALVES)
def test_hardly_anything_is_found_wrongly_or_missed(half):
    total = score(passages(half))
    hits, found, labels = (sum(c.values()) for c in (total.hits, total.found, total.labels))
    assert hits >= 0.9 * found
    assert hits >= 0.9 * labels
    assert total.alarmed <= 0.1 * total.clean
    assert "false alarms" in list(lines(half, total))[-1]


def test_a_wrong_finding_and_a_missed_one_are_counted():
    total = score([Passage("It may rain.", "", (("bots", "rain"),)), Passage("It may rain.", "", ())])
    assert (total.found["outside_vocabulary"], sum(total.hits.values()), total.labels["bots"]) == (2, 0, 1)
    assert (total.clean, total.alarmed) == (1, 1)
    assert [one.split()[0] for one in total.wrong] == ["wrong", "missed", "wrong"]
