"""Tables of sightings: what is read from them, and which rows are refused with their line."""

from __future__ import annotations

from datetime import date

import pytest

from floodwatch.assessment.breakout import LOOKED_FOR
from floodwatch.centre.impact import _sightings, _until
from floodwatch.model.errors import SettingError

HEAD = "kind,on,ref,platform,community,by,attitude,after\n"
KINDS = tuple(LOOKED_FOR)


def read(tmp_path, text):
    file = tmp_path / "seen.csv"
    file.write_text(text, "utf-8")
    return list(_sightings(file, KINDS))


def test_rows_are_read_with_what_is_usual_where_they_are_empty(tmp_path):
    first, second = read(
        tmp_path, HEAD + "media,2026-02-01,url:a,,,,exposes,\npost,2026-02-02,post:x/1,x,en,,,2026-01-01\n"
    )
    assert (first.kind, first.attitude, first.after) == ("media", "exposes", None)
    assert (second.attitude, second.platform, second.after) == ("passes_on", "x", date(2026, 1, 1))


@pytest.mark.parametrize(
    "row",
    [
        "rumour,2026-02-01,url:a",
        "media,2026-02-01,",
        "media,yesterday,url:a",
        "media,2026-02-01,url:a,,,,likes,",
    ],
)
def test_rows_that_say_something_unknown_are_refused(tmp_path, row):
    with pytest.raises(SettingError):
        read(tmp_path, HEAD + row + "\n")


def test_a_file_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(SettingError, match="no such file"):
        list(_sightings(tmp_path / "none.csv", KINDS))


def test_what_was_looked_for_needs_a_kind_and_a_day():
    assert _until("media=2026-02-01", KINDS) == ("media", date(2026, 2, 1))
    for wrong in ("rumour=2026-02-01", "media=soon", "media"):
        with pytest.raises(SettingError):
            _until(wrong, KINDS)
