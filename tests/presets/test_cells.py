"""The files of a preset run nothing in a spreadsheet; ids stand as they are."""

import csv

import pytest

from floodwatch import coordinate

HEADER = "object_id,account_id,content_id,timestamp_share\n"


def objects(folder, cell):
    rows = HEADER + "".join(f"{cell},{a},{a}{n},{n}\n" for a in "ab" for n in (1, 2))
    (folder / "in.csv").write_text(rows, "utf-8")
    coordinate(folder / "in.csv", out=str(folder / "out"))
    found = []
    for name, column in (("pairs.csv", "object_id"), ("edges.csv", "object_ids")):
        with (folder / "out" / name).open(encoding="utf-8", newline="") as stream:
            found += [row[column] for row in csv.DictReader(stream)]
    return set(found)


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(1+1)", "+cmd|' /C calc'!A0", "\tx y", "＝1+1", "-2+3", "=a\rb", "-x\ny z"]
)
def test_a_formula_is_defused(tmp_path, text):
    assert objects(tmp_path, f'"{text}"') == {"'" + text}


@pytest.mark.parametrize("text", ["-100200", "@name", "1234567890123456789", "https://example.org/=1+1"])
def test_an_id_stands_verbatim(tmp_path, text):
    assert objects(tmp_path, text) == {text}
