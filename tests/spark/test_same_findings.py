"""A case detected on Spark has the files of the same case detected on DuckDB, to the byte."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from floodwatch.centre.handles import Centre
from floodwatch.model.errors import SettingError

IRA = sorted(Path("../shared/data/ira_tweets_oct2016").glob("*.parquet"))
MOST_ROWS = 4000


def ring(path: Path) -> Path:
    """Posts of a group that shares links within seconds, and of a crowd that does not, in CSV."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["platform", "post_id", "account_id", "created_at", "text", "language", "urls"])
        for o in range(12):
            for n in range(24):
                together = n < 8
                url = (
                    f"https://example.org/{o}" if together else f"https://example.net/{(n * 7 + o * 5) % 40}"
                )
                when = 1_700_000_000 + 3600 * o + (n if together else 997 * n)
                text = f"{'İlk ΣΟΦΟΣ' if n % 2 else 'look at'} {url} #Tag{o % 3}"
                writer.writerow(["x", f"{n}-{o}", f"a{n}", when, text, ("tr", "el", "en")[n % 3], url])
    return path


def head_of(path: Path, given: Path) -> Path:
    """The first rows of a Parquet file."""
    pq.write_table(pq.read_table(given).slice(0, MOST_ROWS), path)
    return path


def files(folder: Path, engine: str, given: Path) -> dict[str, str]:
    """SHA-256 of every computed and published table of a case that was detected on an engine."""
    case = Centre.init(folder).case("main")
    case.ingest(given)
    case.detect(engine=engine, power=False)
    case.publish(out=str(folder / "out"))
    made = [
        *case.folder.root.glob("f*/**/*.parquet"),
        *(folder / "out").glob("*.csv"),
        folder / "out/report.html",
    ]
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in made}


@pytest.mark.spark
@pytest.mark.parametrize("data", ["ring", "ira"])
def test_findings_and_report_are_the_same_to_the_byte(data, tmp_path):
    if data == "ira" and not IRA:
        pytest.skip("../shared/data/ira_tweets_oct2016 is not there")
    given = ring(tmp_path / "ring.csv") if data == "ring" else head_of(tmp_path / "ira.parquet", IRA[0])
    ours = files(tmp_path / "duckdb", "duckdb", given)
    theirs = files(tmp_path / "spark", "spark", given)
    assert len(ours) > 60
    assert {name for name in ours if ours[name] != theirs.get(name)} == set()


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(SettingError, match="There is no engine 'sparc'"):
        Centre.init(tmp_path).case("main").detect(engine="sparc")


@pytest.mark.spark
def test_a_case_that_grows_on_spark_has_the_files_of_one_read_at_once_on_duckdb(tmp_path):
    header, *rows = ring(tmp_path / "all.csv").read_text("utf-8").splitlines()
    parts = [tmp_path / "first.csv", tmp_path / "second.csv"]
    for part, some in zip(parts, (rows[:200], rows[200:]), strict=True):
        part.write_text("\n".join((header, *some)) + "\n", "utf-8")
    grown, fresh = (Centre.init(tmp_path / name).case("main") for name in ("grown", "fresh"))
    for part, engine in zip(parts, ("duckdb", "spark"), strict=True):
        # What Spark makes of the first part is what DuckDB makes of it, as the test above shows.
        grown.ingest(part)
        told = grown.detect(engine=engine, power=False)
    for part in parts:
        fresh.ingest(part)
    fresh.detect(engine="duckdb", power=False)
    assert told["work"]["grew"]["units"] > 5
    digests = [
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in case.folder.root.glob("f*/**/*.parquet")}
        for case in (grown, fresh)
    ]
    assert digests[0] == digests[1]
