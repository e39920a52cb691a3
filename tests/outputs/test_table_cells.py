"""What strangers wrote runs nothing in a spreadsheet and breaks no row; ids stand as they are."""

import csv
import io

import pyarrow as pa
import pytest

from floodwatch.outputs import tables

HOT = '=hyperlink("http://example.org")'


def evidence(behaviour: str, object_id: str) -> dict[str, str]:
    rows = pa.table({"behaviour": [behaviour], "object_id": [object_id], "source_post": ["-5"]})
    text = tables.table("edge_evidence", rows).decode()
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    return row


@pytest.mark.parametrize("behaviour", ["text", "url", "domain", "hashtag_sequence", "image"])
def test_objects_made_of_words_are_defused(behaviour):
    assert evidence(behaviour, HOT)["object_id"] == "'" + HOT


@pytest.mark.parametrize("behaviour", ["repost", "reply"])
def test_ids_of_posts_stand_verbatim(behaviour):
    row = evidence(behaviour, "-100200")
    assert (row["object_id"], row["source_post"]) == ("-100200", "-5")


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_of_any_kind_stays_in_its_cell(end):
    assert evidence("text", f"a{end}b")["object_id"] == f"a{end}b"
