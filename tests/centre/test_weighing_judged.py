"""A matrix that was weighed and kept is what a judgement rests on."""

from __future__ import annotations

import pytest

from floodwatch.centre.handles import Centre, weigh
from floodwatch.model.errors import JudgementError

MATRIX = """
question: Is it so?
asks: something else
hypotheses: {yes it is: "", no it is not: ""}
evidence: [{name: e, cells: {yes it is: C, no it is not: I}}]
"""
SURE = {"likelihood": "likely", "confidence": "low", "because": "One item", "by": "ada"}


def test_a_judgement_rests_on_a_kept_matrix(tmp_path):
    centre = Centre.init(tmp_path / "centre")
    file = tmp_path / "m.yaml"
    file.write_text(MATRIX, "utf-8")
    ref = weigh(file)["ref"]
    with pytest.raises(JudgementError, match="keeps no file"):
        centre.judge("new", "It is so", basis=(ref,), **SURE)
    assert weigh(file, keep=str(tmp_path / "centre"))["ref"] == ref
    (made,) = centre.judge("new", "It is so", basis=(ref,), **SURE)["judgements"]
    assert made["basis"] == [
        {"ref": ref, "says": f"the file {ref[7:19]}… that is kept as evidence", "status": "kept"}
    ]
    assert made["warnings"] == []
    assert centre.judge("show", made["judgement"])["judgements"][0]["basis"] == made["basis"]
    with pytest.raises(JudgementError, match="keeps no file"):
        centre.judge("new", "It is so too", basis=("sha256:0",), **SURE)
