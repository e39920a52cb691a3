"""Publishing what cannot be made here: said where nobody asked for it, an error where somebody did."""

from __future__ import annotations

import pytest

from floodwatch.centre.publish import _written
from floodwatch.model.errors import ExtraMissing
from floodwatch.outputs import Output


def test_an_output_without_its_package_is_left_out_with_the_reason(tmp_path):
    def render(value):
        raise ExtraMissing("typst", "pdf")

    output = Output("pdf", "a report", "report.pdf", "dossier", render)
    (tmp_path / "report.pdf").write_bytes(b"of an earlier run")
    assert "floodwatch[pdf]" in _written(tmp_path, output, None, named=False)
    assert not (tmp_path / "report.pdf").exists()
    with pytest.raises(ExtraMissing):
        _written(tmp_path, output, None, named=True)


def test_an_output_that_can_be_made_is_written_whole(tmp_path):
    output = Output("a", "bytes", "folder/a.txt", "dossier", lambda value: value)
    assert _written(tmp_path, output, b"bytes", named=True) == ""
    assert (tmp_path / "folder" / "a.txt").read_bytes() == b"bytes"
