"""Both presets write the same files whichever engine runs the rule."""

import pytest

from floodwatch import coordinate
from floodwatch.model.errors import SettingError
from tests.presets.shares import GOLDEN

HEADER = "object_id,account_id,content_id,timestamp_share\n"
CROWD = [
    (f"o{n % 5}", f"a{n * 7 % 11}", f"m{n % 37}", 1_700_000_000 + n * n % 400 - 200 * (n % 2))
    for n in range(90)
]
"""Messages that are repeated with other accounts and times, some of them before others."""
EARLY = [("=o", account, f"{account}{n}", n - 61) for n in range(122) for account in "éa"]
"""Times around 1970, an object that looks like a formula, a name that is not ASCII."""


def written(folder, file, **settings):
    coordinate(file, out=str(folder), **settings)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.spark
@pytest.mark.parametrize(
    "settings",
    [
        {"preset": "coortweet", "edge_weight": 0.3},
        {"preset": "coortweet", "keep_loops": True},
        {"preset": "ctk", "min_weight": 1},
        {"preset": "ctk", "keep_loops": True},
    ],
    ids=str,
)
def test_files_are_the_same_on_spark(tmp_path, settings):
    file = tmp_path / "shares.csv"
    rows = [*GOLDEN, *CROWD, *EARLY, ("o1", "", "late", 1), ("o1", "zoe", "when", "never")]
    file.write_text(HEADER + "".join(",".join(map(str, row)) + "\n" for row in rows), "utf-8")
    ours = written(tmp_path / "duckdb", file, **settings)
    assert ours["edges.csv"].count(b"\n") > 20
    assert written(tmp_path / "spark", file, engine="spark", **settings) == ours


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(SettingError, match="There is no engine 'sparc'"):
        coordinate(tmp_path / "x.csv", out=str(tmp_path / "out"), engine="sparc")
