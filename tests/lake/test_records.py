import multiprocessing
import os
import platform
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from floodwatch.engine import DuckDB
from floodwatch.lake.evidence import keep
from floodwatch.lake.files import own_scratch, scratch, whole, write_json
from floodwatch.lake.layout import CaseFolder, evidence_file
from floodwatch.lake.locks import writing
from floodwatch.lake.read import ingests, open_records
from floodwatch.lake.write import ingesting
from floodwatch.model.errors import CentreError
from floodwatch.model.records import ACCOUNTS
from floodwatch.model.units import Progress, quiet
from floodwatch.tools.arrow import schema


def rows(*observations: tuple[str, str, int | None]) -> pa.Table:
    listed = [
        {
            "platform": "x",
            "account_id": account,
            "name": name,
            "observed_at": None if hour is None else datetime(2024, 1, 1, hour, tzinfo=UTC),
        }
        for account, name, hour in observations
    ]
    return pa.Table.from_pylist(listed, schema=schema(ACCOUNTS))


def add(case: CaseFolder, table: pa.Table) -> None:
    with ingesting(case) as ingest:
        ingest.add("accounts", table)
        ingest.commit({"id": "i", "inputs": []})


def names(case: CaseFolder) -> dict[str, str]:
    with DuckDB() as engine:
        open_records(case, engine)
        found = engine.arrow("SELECT account_id, name FROM accounts").to_pylist()
    return {r["account_id"]: r["name"] for r in found}


def test_the_latest_observation_wins_whatever_the_order(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    add(case, rows(("1", "new", 5), ("1", "old", 2), ("2", "known", 1), ("2", "undated", None)))
    assert names(case) == {"1": "new", "2": "known"}


def test_among_equals_the_later_in_input_order_wins(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    add(case, rows(("1", "first", 5), ("1", "second", 5)))
    add(case, rows(("2", "a", None)))
    add(case, rows(("2", "b", None), ("1", "third", 5)))
    assert names(case) == {"1": "third", "2": "b"}


def test_what_is_not_committed_does_not_count(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    with pytest.raises(KeyboardInterrupt), ingesting(case) as ingest:
        ingest.add("accounts", rows(("1", "n", 1)))
        raise KeyboardInterrupt
    assert ingests(case) == [] and names(case) == {}
    assert not (case.records / ".incoming").exists()


def _die_inside(root: Path) -> None:
    with ingesting(CaseFolder(root)) as ingest:
        ingest.add("accounts", rows(("1", "n", 1)))
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_ingest_leaves_the_case_as_it_was(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    add(case, rows(("1", "kept", 1)))
    process = multiprocessing.get_context("spawn").Process(target=_die_inside, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert names(case) == {"1": "kept"}
    add(case, rows(("2", "after", 1)))
    assert names(case) == {"1": "kept", "2": "after"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    write_json(target, {"n": 1})
    with pytest.raises(ValueError, match="stop"), whole(target) as part:
        part.write_text("half")
        raise ValueError("stop")
    assert target.read_text() == '{\n "n": 1\n}\n'
    assert list(tmp_path.iterdir()) == [target]


def test_a_scratch_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with scratch(tmp_path / "s") as folder:
        (folder / "x").write_text("x")
    assert not (tmp_path / "s").exists()


def test_a_scratch_folder_of_ones_own_outlasts_others_and_goes_with_its_process(tmp_path: Path) -> None:
    with own_scratch(tmp_path, "spill") as first:
        (first / "x").write_text("x")
        left = first.with_name(first.name.replace(f"-{os.getpid()}-", f"-{_gone()}-"))
        left.mkdir()
        with own_scratch(tmp_path, "spill") as second:
            assert second != first
        assert (first / "x").exists() and not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_evidence_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"a,b\n1,2\n")
    sha256, size = keep(tmp_path / "c", tmp_path / "in.csv")
    again = keep(tmp_path / "c", tmp_path / "in.csv")
    assert again == (sha256, size) == (sha256, 8)
    assert evidence_file(tmp_path / "c", sha256).read_bytes() == b"a,b\n1,2\n"


def write_elsewhere(case: CaseFolder, wait: float = 0, progress: Progress = quiet) -> None:
    """Hold the case, once, in another thread."""

    def held() -> None:
        with writing(case, wait, progress):
            pass

    with ThreadPoolExecutor(1) as pool:
        pool.submit(held).result()


def test_a_second_writer_is_refused_with_the_reason(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    with writing(case), pytest.raises(CentreError, match=f"{os.getpid()}.*--wait SECONDS"):
        write_elsewhere(case)
    write_elsewhere(case)


def test_a_second_writer_that_waits_is_let_in_when_the_first_has_ended(tmp_path: Path) -> None:
    case, first = CaseFolder(tmp_path), ExitStack()
    first.enter_context(writing(case))
    told: list[str] = []

    def waiting(what: str, share: float | None = None) -> None:
        told.append(what)
        first.close()

    write_elsewhere(case, 60, waiting)
    assert told == [f"waiting for process {os.getpid()}"]


def test_a_second_writer_waits_no_longer_than_it_was_told(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    with writing(case), pytest.raises(CentreError, match="is writing to this case"):
        write_elsewhere(case, 0.1)


def test_a_verb_made_of_verbs_holds_its_case_from_first_to_last(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    with writing(case):
        with writing(case):
            pass
        with pytest.raises(CentreError):
            write_elsewhere(case)


def test_a_lock_that_was_removed_with_its_case_keeps_nobody_out_and_lets_no_two_in(tmp_path: Path) -> None:
    case, first = CaseFolder(tmp_path / "case"), ExitStack()
    first.enter_context(writing(case))

    def waiting(what: str, share: float | None = None) -> None:
        shutil.rmtree(case.root)
        first.close()

    write_elsewhere(case, 60, waiting)
    assert case.lock.exists()


def test_what_killed_writers_left_goes_when_the_case_is_held(tmp_path: Path) -> None:
    case = CaseFolder(tmp_path)
    add(case, rows(("1", "kept", 1)))
    left = [
        case.records / "accounts" / "000002.parquet",
        case.incoming / "posts.parquet",
        case.table("findings", "edges"),
        case.root / ".plan.json-elsewhere-1-0.part",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("left")
    with writing(case):
        assert not any(path.exists() for path in left)
    assert names(case) == {"1": "kept"}


def test_two_may_write_one_file_at_once_and_the_parts_of_the_dead_go(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    dead = tmp_path / f".a.txt-{platform.node()}-{_gone()}-{'0' * 32}.part"
    dead.write_text("half")
    with whole(target) as one:
        one.write_text("one")
        with whole(target) as two:
            two.write_text("two")
        assert target.read_text() == "two"
    assert target.read_text() == "one"
    assert list(tmp_path.iterdir()) == [target]


def _gone() -> int:
    """Number of a process that has ended."""
    process = multiprocessing.get_context("spawn").Process(target=print)
    process.start()
    process.join()
    return int(process.pid or 0)
