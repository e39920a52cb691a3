"""The tables of a case on an object store: the same files, to the byte, and never half of anything."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from s3fs.core import S3File

from floodwatch.centre.handles import Centre
from floodwatch.cli.main import run as whole
from floodwatch.engine import DuckDB
from floodwatch.engine.spark import _literally
from floodwatch.model.errors import EngineError, StoreError
from floodwatch.tools.stores import Remote
from floodwatch.worlds import Recipe, build, write
from tests.spark.few_units import digests
from tests.spark.test_same_findings import ring
from tests.stores.conftest import HUSH

KILLER = """
import os, signal, sys
from floodwatch.tools.stores import Remote
left, when = int(sys.argv.pop(1)), sys.argv.pop(1)
usual = Remote.put
def deadly(self, local):
    global left
    left -= 1
    if left == 0 and when == "during":
        local.write_bytes(local.read_bytes()[:100])
    if left != 0 or when != "before":
        usual(self, local)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
Remote.put = deadly
from floodwatch.__main__ import main
main()
"""
"""The program, which kills itself before, during (half has arrived) or after its n-th put."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little world, in files; the posts in two."""
    folder = tmp_path_factory.mktemp("world")
    write(build(Recipe(seed=5, accounts=60, days=2, operations=("text_flood",), strength="strong")), folder)
    header, *posts = (folder / "posts.csv").read_text("utf-8").splitlines(keepends=True)
    half = len(posts) // 2
    (folder / "posts.csv").write_text("".join([header, *posts[:half]]), "utf-8")
    (folder / "posts_more.csv").write_text("".join([header, *posts[half:]]), "utf-8")
    return folder


def first(files: Path) -> list[Path]:
    return [f for f in sorted(files.iterdir()) if f.name != "posts_more.csv"]


def started(folder: Path, tables: str = "") -> Centre:
    """A centre of which the tables lie there."""
    centre = Centre.init(folder)
    if tables:
        (folder / "centre.toml").write_text(f'tables = "{tables}"\n', "utf-8")
    return centre


@pytest.fixture(scope="module")
def local(files: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tables of the case on this disk, read in one go, by SHA-256."""
    case = started(tmp_path_factory.mktemp("local")).case("main")
    case.ingest(*first(files))
    case.ingest(files / "posts_more.csv")
    case.detect(power=False)
    return on_disk(case)


def on_disk(case):
    root = case.folder.root
    return {
        p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in root.rglob("*.parquet")
    }


def on_store(bucket, case):
    """The objects of a case, without what marks its folder."""
    head = f"{case.folder.store}/"
    objects = [f"s3://{name}" for name in bucket.system.find(case.folder.store.url)]
    found = {u.removeprefix(head): hashlib.sha256(bucket.system.cat_file(u)).hexdigest() for u in objects}
    assert found.pop("case.json")
    return found


def test_a_case_that_grows_on_a_store_has_the_files_of_one_read_at_once_here(files, local, bucket, tmp_path):
    case = started(tmp_path / "centre", f"{bucket.url}/lake").case("main")
    posts = [bucket.put(f"in/{f.name}", f.read_bytes()) for f in sorted(files.iterdir())]
    more = next(url for url in posts if url.endswith("posts_more.csv"))
    case.ingest(*(url for url in posts if url != more))
    case.detect(power=False)
    case.ingest(f"{bucket.url}/in/*.csv")
    assert case.detect(power=False)["work"]["grew"]["units"] > 5
    assert on_store(bucket, case) == local
    assert len(local) > 60
    assert on_disk(case) == {}
    assert all(unit["state"] == "fresh" for unit in case.detect(power=False)["units"])
    case.publish(out=str(tmp_path / "out"))
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000
    assert case.table("posts").num_rows == case.table("post_texts").num_rows > 100


def test_duckdb_reads_of_a_file_only_what_it_needs(bucket, tmp_path, monkeypatch):
    small, large = (
        pa.array(range(200_000)),
        pa.array([b.tobytes().hex() for b in np.split(noise(6_400_000), 200_000)]),
    )
    pq.write_table(pa.table({"n": small, "text": large}), tmp_path / "a.parquet")
    place = Remote(f"{bucket.url}/a.parquet")
    place.put(tmp_path / "a.parquet")
    moved, usual = list[int](), S3File._fetch_range
    monkeypatch.setattr(
        S3File,
        "_fetch_range",
        lambda self, start, end: (moved.append(end - start), usual(self, start, end))[1],
    )
    with DuckDB() as engine:
        engine.scan("t", [place])
        assert engine.arrow("SELECT sum(n) AS n FROM t").column("n")[0].as_py() == sum(range(200_000))
    assert 0 < sum(moved) < (tmp_path / "a.parquet").stat().st_size / 4


def noise(size):
    return np.random.default_rng(1).integers(0, 256, size, dtype=np.uint8)


def steps(files: Path, centre: Path) -> list[list[str]]:
    own = ["--centre", str(centre)]
    return [
        ["ingest", *map(str, first(files)), *own],
        ["ingest", str(files / "posts_more.csv"), *own],
        ["detect", "--no-power", *own],
    ]


def run(*arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", *arguments], stdout=subprocess.DEVNULL, check=False
    ).returncode


def test_killed_at_a_put(files, local, bucket, tmp_path):
    centre = started(tmp_path / "centre", bucket.url)
    deaths = 0
    for step, moments in zip(
        steps(files, centre.path),
        ("1 before, 3 during, 2 after", "1 during", "9 during, 30 after"),
        strict=True,
    ):
        for moment in moments.split(", "):
            code = run(KILLER, *moment.split(), *step)
            assert code in (0, -signal.SIGKILL)
            deaths += code != 0
        assert whole(step) == 0
    assert deaths == 6
    assert on_store(bucket, centre.case("main")) == local


def test_a_refused_put_leaves_what_was_there(files, bucket, tmp_path, monkeypatch):
    case = started(tmp_path / "centre", bucket.url).case("main")
    case.ingest(*first(files))
    before, usual = on_store(bucket, case), Remote.put

    def full(self: Remote, local: Path) -> None:
        if self.parent.name == "posts":
            raise StoreError("The object store cannot be used: quota", where=str(self))
        usual(self, local)

    monkeypatch.setattr(Remote, "put", full)
    with pytest.raises(StoreError, match="quota"):
        case.ingest(files / "posts_more.csv")
    assert {f["file"] for f in json.loads(case.folder.index.read_text("utf-8"))["ingests"][-1]["inputs"]} >= {
        "posts.csv"
    }
    assert on_store(bucket, case) == before


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ("s3://no-such-bucket/lake", "bucket does not exist.*Check the bucket"),
        ("https://example.org/lake", "https:// is no object store"),
        ("large/disk", "not the address of an object store"),
        (f"s3://me:{HUSH}@bucket", "must not hold"),
    ],
)
def test_a_place_that_cannot_be_is_said_before_anything_is_read(tables, message, files, bucket, tmp_path):
    case = started(tmp_path / "centre", tables).case("main")
    with pytest.raises(StoreError, match=message) as told:
        case.ingest(*first(files))
    assert HUSH not in str(told.value)
    assert not case.folder.chosen.exists()
    assert not (case.centre.path / "evidence").exists()


def test_a_store_that_refuses_later_is_said(files, bucket, tmp_path):
    case = started(tmp_path / "centre", bucket.url).case("main")
    case.ingest(*first(files))
    bucket.guard()
    for act in (lambda: case.detect(power=False), lambda: case.table("posts")):
        with pytest.raises(StoreError, match="Check the credentials") as told:
            act()
        assert HUSH not in str(told.value)


def test_an_object_that_somebody_removed_is_named(files, bucket, tmp_path):
    case = started(tmp_path / "centre", bucket.url).case("main")
    case.ingest(*first(files))
    [lost] = [name for name in bucket.names() if "records/follows" in name]
    bucket.system.rm_file(f"{bucket.url}/{lost}")
    with pytest.raises((StoreError, EngineError), match="records/follows"):
        case.table("posts")


def test_the_place_is_chosen_once_and_is_one_cases_alone(files, bucket, tmp_path):
    one, other = (started(tmp_path / n, f"{bucket.url}/lake").case("main") for n in ("one", "other"))
    here = started(tmp_path / "here").case("main")
    for case in (one, here):
        case.ingest(*first(files))
    mine = on_store(bucket, one)
    (one.centre.path / "centre.toml").write_text("", "utf-8")
    (here.centre.path / "centre.toml").write_text(f'tables = "{bucket.url}"\n', "utf-8")
    for case in (one, here, other):
        case.ingest(files / "posts_more.csv")
    assert set(mine) < set(on_store(bucket, one)), "the setting is about new cases"
    assert on_disk(here)
    assert len(on_store(bucket, other)) == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("s3://bucket/lake/a.parquet", "s3a://bucket/lake/a.parquet"),
        ("gs://bucket/a.parquet", "gs://bucket/a.parquet"),
        ("abfs://box@host/a.parquet", "abfs://box@host/a.parquet"),
        ("hdfs://host:8020/a[1].parquet", r"hdfs://host:8020/a\[1\].parquet"),
    ],
)
def test_spark_is_handed_the_address_as_its_file_systems_call_it(url, said):
    assert _literally(Remote(url)) == said


@pytest.mark.spark
def test_spark_reads_a_store_by_its_own_file_systems(tmp_path):
    given = ring(tmp_path / "ring.csv")
    started(tmp_path / "far", (tmp_path / "store").as_uri())
    assert digests(tmp_path / "far", "spark", given) == {}, "all tables are on the store"
    ours = digests(tmp_path / "near", "duckdb", given)
    assert {"post_texts.parquet", "url.parquet", "pairs.parquet"} < ours.keys()
    assert digests(tmp_path / "store") == ours
