"""Objects of a store as input: kept as evidence under their hash, once, with where they come from."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

import floodwatch
from floodwatch.centre.handles import Centre
from floodwatch.lake.read import ingests
from floodwatch.model.errors import ExtraMissing, InputError, StoreError
from floodwatch.tools.stores import Remote, found, masked, refused
from tests.stores.conftest import HUSH

HEADER = "platform,post_id,account_id,created_at,text\n"


def posts(*numbers: int) -> bytes:
    """A little file of posts."""
    rows = "".join(f"x,{n},a{n % 3},{1_700_000_000 + n},hello {n}\n" for n in numbers)
    return (HEADER + rows).encode()


@pytest.fixture
def case(tmp_path):
    return Centre.init(tmp_path / "centre").case("main")


def evidence(case):
    """Every file in the folder of evidence, half-made ones included, with its content."""
    return {p.name: p.read_bytes() for p in (case.centre.path / "evidence").rglob("*") if p.is_file()}


def inputs(case):
    return [file for ingest in ingests(case.folder) for file in ingest["inputs"]]


@pytest.mark.parametrize("named", ["posts/2024-*.csv", "posts/", "posts", "posts/2024-0[12].csv"])
def test_a_pattern_or_a_folder_names_objects_that_become_evidence(named, bucket, case):
    january, february = posts(1, 2), posts(3, 4, 5)
    first = bucket.put("posts/2024-01.csv", january)
    second = bucket.put("posts/2024-02.csv", february)
    bucket.put("other/2024-03.csv", b"not asked for")
    read = case.ingest(f"{bucket.url}/{named}")
    assert read["records"]["posts"] == 5
    assert evidence(case) == {hashlib.sha256(c).hexdigest(): c for c in (january, february)}
    assert [(f["file"], f["origin"], f["rows_read"]) for f in inputs(case)] == [
        (first, first, 2),
        (second, second, 3),
    ]


def test_what_the_store_says_is_the_same_is_not_fetched_again(bucket, case, monkeypatch):
    bucket.put("2024-01.csv", posts(1, 2))
    case.ingest(f"{bucket.url}/2024-*.csv")
    fetched, usual = list[str](), Remote.get
    monkeypatch.setattr(Remote, "get", lambda self, local: (fetched.append(self.name), usual(self, local)))
    bucket.put("2024-02.csv", posts(3))
    read = case.ingest(f"{bucket.url}/2024-*.csv")
    assert (fetched, read["known_already"], read["records"]["posts"]) == (["2024-02.csv"], 1, 1)
    bucket.put("2024-01.csv", posts(1, 2, 9))
    assert case.ingest(f"{bucket.url}/2024-*.csv")["records"]["posts"] == 3
    assert fetched == ["2024-02.csv", "2024-01.csv"]


def test_members_of_an_archive_are_named_after_their_object(bucket, case):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("in/posts.csv", posts(1))
    url = bucket.put("all.zip", made.getvalue())
    case.ingest(url)
    assert [(f["file"], f["origin"]) for f in inputs(case)] == [(f"{url}!in/posts.csv", url)]


def test_what_is_no_table_in_a_folder_is_rejected_and_refused_when_named(bucket, case):
    bucket.put("posts/a.csv", posts(1))
    url = bucket.put("posts/b.bin", b"\x00\x01\x02\x03" * 50)
    bucket.put("posts/.hidden", b"")
    assert [i["file"] for i in case.ingest(f"{bucket.url}/posts")["inputs"] if i["rows_rejected"]] == [url]
    with pytest.raises(Exception, match=url):
        case.ingest(url)


def test_files_and_objects_are_read_in_one_go(bucket, case, tmp_path):
    (tmp_path / "local.csv").write_bytes(posts(1))
    url = bucket.put("far.csv", posts(2))
    case.ingest(tmp_path / "local.csv", url)
    assert [(f["file"], f.get("origin")) for f in inputs(case)] == [("local.csv", None), (url, url)]


def test_a_download_that_breaks_leaves_nothing(bucket, case, monkeypatch):
    def broken(self: Remote, local: Path) -> None:
        local.write_bytes(b"half")
        raise refused(ConnectionResetError("the line broke"), self)

    monkeypatch.setattr(Remote, "get", broken)
    with pytest.raises(StoreError, match="the line broke"):
        case.ingest(bucket.put("a.csv", posts(1)))
    assert not evidence(case)
    assert not ingests(case.folder)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("https://example.org/posts.csv", "https:// is no object store"),
        ("s3://no-such-bucket/posts.csv", "bucket does not exist.*Check the bucket"),
        ("s3://no-such-bucket/*.csv", "bucket does not exist.*Check the bucket"),
        ("{bucket}/nothing.csv", "There is no such object"),
        ("{bucket}/*.csv", "There is no such object"),
    ],
)
def test_what_cannot_be_read_is_said(address, message, bucket, case):
    with pytest.raises(StoreError, match=message) as told:
        case.ingest(address.format(bucket=bucket.url))
    assert HUSH not in str(told.value)


@pytest.mark.parametrize(
    "address", [f"s3://somebody:{HUSH}@bucket/a.csv", f"abfs://box@host/a.csv?sv=1&sig={HUSH}"]
)
def test_credentials_in_an_address_are_refused_and_not_repeated(address, case):
    with pytest.raises(StoreError, match="must not hold") as told:
        case.ingest(address)
    assert HUSH not in str(told.value)
    logged = case.centre.casebook.read_bytes()
    assert b"ingest" in logged
    assert HUSH.encode() not in logged


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://bucket/2024-?.csv", "s3://bucket/2024-?.csv"),
        ("abfs://box@account.dfs.core.windows.net/a", "abfs://box@account.dfs.core.windows.net/a"),
        ("sc://host:443/;use_ssl=true;token=abc", "sc://…"),
        ("s3://me:abc@bucket/a", "s3://…"),
        ("posts=a:b@c", "posts=a:b@c"),
    ],
)
def test_only_what_holds_credentials_is_masked(text, shown):
    assert masked(text) == shown


def test_wrong_credentials_are_said_without_them(bucket, case):
    url = bucket.put("a.csv", posts(1))
    bucket.guard()
    with pytest.raises(StoreError, match="Check the credentials") as told:
        case.ingest(url)
    assert url in str(told.value)
    assert HUSH not in str(told.value)


def test_no_credentials_are_said(bucket, case, monkeypatch, tmp_path):
    bucket.system.clear_instance_cache()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(StoreError, match=r"Check the credentials in the environment"):
        case.ingest(f"{bucket.url}/a.csv")


@pytest.mark.parametrize("verb", [floodwatch.plan, floodwatch.coordinate])
def test_verbs_that_keep_nothing_read_local_files_only(verb):
    with pytest.raises(InputError, match=r"local files only \(s3://bucket/a\.csv\)"):
        verb("s3://bucket/a.csv")


def test_secrets_of_the_environment_leave_every_message(bucket):
    problem = OSError(f"signed with {HUSH} for somebody")
    assert str(refused(problem, Remote("s3://b/a"))).startswith(
        "The object store cannot be used: signed with … for … (s3://b/a)."
    )


def test_a_missing_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(ExtraMissing, match=r"floodwatch\[store\]'$"):
        found(Remote("s3://bucket/a.csv"))


def test_a_package_beside_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(ExtraMissing, match=r"'floodwatch\[store\]' gcsfs$"):
        found(Remote("gs://bucket/a.csv"))
