"""What is printed of markings, hand-overs and parts: whole, on lines of its own, with nothing that a terminal runs."""

from __future__ import annotations

import click
import pytest

from floodwatch.cli.answers import ANSWERS

EVIL = "a\x1b[2J\nb\u202e"
SOURCE = {"source": "ab" * 32, "title": EVIL, "markings": ["TLP:RED"], "asks": EVIL, "consent": {}}
LINE = {
    "number": 7, "what": "marked", "content": {"tlp": "TLP:RED", "who": ""}, "reason": EVIL, "decided_by": "ada",
    "decided_at": "2024-05-01", "undone": True,
}  # fmt: skip
HANDED = {
    "number": 9, "recorded_at": "2024-05-02", "by": EVIL, "what": "export", "name": EVIL, "to": "", "on": "2024-05-01",
    "how": EVIL, "markings": [], "sha256": "cd" * 32, "files": {"a": "b"}, "case": "main", "without_consent": EVIL,
    "struck_by": "eve",
}  # fmt: skip
ROLE = {
    "voice": EVIL, "role": "co_opted", "default": False, "decision": 3, "decided_by": "ada", "decided_at": "2024-05-01",
    "reason": EVIL,
}  # fmt: skip
DECIDED = [{"number": 1, "what": "marked"}, {"number": 2, "what": "undone"}]
CASES = [
    (
        "marking",
        {"decided": DECIDED, "sources": [SOURCE], "history": [LINE]},
        ["TLP:RED", "(undone)", "undone: decision 2"],
    ),
    ("marking", {"decided": [], "sources": [], "history": []}, ["no source is marked"]),
    (
        "dissemination",
        {"handed": [HANDED]},
        ["to nobody named", "struck out by eve", "1 files", "not marked", "cd" * 32],
    ),
    ("dissemination", {"handed": []}, ["nothing was handed"]),
    ("role", {"decided": [], "roles": [ROLE], "note": "A note."}, ["co opted", "decision 3", "A note."]),
    ("role", {"decided": [], "roles": [{**ROLE, "default": True}], "note": ""}, ["nobody decided otherwise"]),
]


@pytest.mark.parametrize(("verb", "result", "words"), CASES)
def test_everything_is_told_and_nothing_runs(verb, result, words):
    lines = [click.unstyle(line) for line in ANSWERS[verb](result)]
    told = "\n".join(lines)
    assert all(word in told for word in words)
    assert not any(sign in line for line in lines for sign in ("\x1b", "\n", "\u202e"))


def test_consent_is_told_with_its_words():
    agreed = {"who": "A desk", "when": "2024-05-01", "text": "Yes."}
    lines = ANSWERS["marking"]({"decided": [], "sources": [{**SOURCE, "consent": agreed}], "history": []})
    assert "   A desk agreed on 2024-05-01: Yes." in list(lines)
