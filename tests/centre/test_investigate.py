"""From files to results: exact, the same every time, and safe to run again."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

import floodwatch
from floodwatch import Centre
from floodwatch.lake import refresh
from floodwatch.model import findings
from floodwatch.model.errors import CentreError, SettingError
from floodwatch.worlds import Recipe, build, write


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world with one operation, as files."""
    folder = tmp_path_factory.mktemp("world") / "in"
    recipe = Recipe(
        seed=11, accounts=250, days=4, operations=("text_flood",), controls=("bots",), strength="strong"
    )
    write(build(recipe), folder)
    return folder


@pytest.fixture(scope="module")
def results(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `investigate` leaves behind."""
    out = tmp_path_factory.mktemp("out") / "first"
    Centre.init(out).case().investigate(files, out=str(out))
    return out


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", findings.EXPORTS)
def test_exports_have_exactly_the_columns_that_others_rely_on(results: Path, name: str) -> None:
    with (results / "findings" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    assert tuple(header[: len(findings.EXPORTS[name])]) == findings.EXPORTS[name]


def test_every_promised_file_is_there(results: Path) -> None:
    promised = (
        "report.html",
        "report.pdf",
        "network.gexf",
        "bundle.stix.json",
        "rejects.csv",
        "manifest.json",
    )
    assert [name for name in promised if not (results / name).is_file()] == []


def test_members_and_edges_belong_to_what_was_read_and_found(results: Path, files: Path) -> None:
    networks = {r["network_id"] for r in rows(results / "findings/networks.csv")}
    members = rows(results / "findings/members.csv")
    authors = {(r["platform"], r["account_id"]) for r in rows(files / "posts.csv")}
    assert networks
    assert {m["network_id"] for m in members} == networks
    assert {(m["platform"], m["account_id"]) for m in members} <= authors
    assert all(0 <= float(m["score"]) <= 1 and m["route"] in findings.ROUTES for m in members)
    for edge in rows(results / "findings/edges.csv"):
        assert 0 <= float(edge["p_value"]) <= float(edge["q_value"]) <= 0.05
        assert int(edge["shared_objects"]) >= 2


def test_two_runs_give_the_same_bytes_in_whatever_order_the_files_come(
    results: Path, files: Path, tmp_path: Path
) -> None:
    backwards = sorted(files.iterdir(), reverse=True)
    Centre.init(tmp_path).case().investigate(*backwards, out=str(tmp_path / "again"))
    assert digests(tmp_path / "again" / "findings") == digests(results / "findings")


def test_reading_the_same_files_again_changes_nothing(results: Path, files: Path) -> None:
    before, case = digests(results / "findings"), Centre.open(results).case()
    told = case.investigate(files, out=str(results))
    assert told["read"]["records"] == {} and told["read"]["known_already"] == len(list(files.iterdir()))
    assert {u["state"] for u in told["units"]} == {"fresh"}
    assert digests(results / "findings") == before


def test_a_case_that_grew_is_the_case_of_all_files(results: Path, files: Path, tmp_path: Path) -> None:
    others = [str(f) for f in sorted(files.iterdir()) if f.name != "posts.csv"]
    header, *lines = (files / "posts.csv").read_text("utf-8").splitlines(keepends=True)
    case = Centre.init(tmp_path / "c").case()
    for number, portion in enumerate((lines[::2], lines[1::2][:-30], lines[1::2][-30:])):
        (tmp_path / f"{number}.csv").write_text("".join([header, *portion]), "utf-8")
        case.ingest(tmp_path / f"{number}.csv", *(others if number == 0 else ()))
        told = case.detect(power=False)
    grew = [unit for unit in told["units"] if unit["state"] == "grew"]
    assert {"post_texts", "post_links", "text", "reply", "co_action"} <= {unit["unit"] for unit in grew}
    assert all(unit["added"][table] <= rows for unit in grew for table, rows in unit["rows"].items())
    assert told["work"]["grew"]["units"] == len(grew)
    assert 0 < told["work"]["grew"]["rows_added"] < told["work"]["grew"]["rows"]
    case.publish(out=str(tmp_path / "out"))
    assert digests(tmp_path / "out" / "findings") == digests(results / "findings")


def test_the_manifest_accounts_for_every_row_and_file(results: Path, files: Path) -> None:
    manifest = json.loads((results / "manifest.json").read_text("utf-8"))
    assert manifest["seed"] == 1
    for told in manifest["inputs"]:
        path = files / Path(told["file"]).name
        assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert told["rows_read"] == len(rows(path))
    assert manifest["rows_rejected"] == len(rows(results / "rejects.csv")) == 0
    assert manifest["versions"]["duckdb"]


def test_originals_are_kept_as_they_came(results: Path, files: Path) -> None:
    kept = {p.name for p in (results / "evidence").rglob("*") if p.is_file()}
    assert kept == set(digests(files).values())


def test_another_seed_is_told_and_leaves_edges_alone(results: Path, files: Path, tmp_path: Path) -> None:
    Centre.init(tmp_path).case().investigate(files, out=str(tmp_path / "again"), seed=2, power=False)
    assert json.loads((tmp_path / "again/manifest.json").read_text("utf-8"))["seed"] == 2


def test_tables_come_in_the_form_a_notebook_asks_for(results: Path) -> None:
    case = Centre.open(results).case()
    counts = {form: len(case.table("members", form)) for form in ("arrow", "pandas", "polars")}
    assert len(set(counts.values())) == 1 and counts["arrow"] > 0


def test_a_table_that_is_not_there_is_named_with_those_that_are(results: Path) -> None:
    with pytest.raises(CentreError, match=r"no table nonsense.*networks"):
        Centre.open(results).case().table("nonsense")
    with pytest.raises(SettingError, match="arrow, pandas, polars"):
        Centre.open(results).case().table("members", "xlsx")


def test_a_family_of_tables_is_one_table(results: Path) -> None:
    case = Centre.open(results).case()
    assert case.table("signals").num_rows == len(rows(results / "findings" / "signals.csv"))
    assert {"trace", "object_id"} <= set(case.table("actions").column_names)
    assert case.table("rejects").column_names == ["file", "line", "reason"]
    assert repr(case) == f"Centre({str(results)!r}).case('main')"


def test_a_parameter_of_a_unit_can_be_set_and_a_wrong_one_is_refused(results: Path) -> None:
    case = Centre.open(results).case()
    with pytest.raises(SettingError, match=r"no parameter .url\.nonsense."):
        case.detect(set=("url.nonsense=1",))
    with pytest.raises(SettingError, match="Did you mean seed"):
        case.detect(sed=1)


def test_who_did_what_is_in_the_audit_log(results: Path) -> None:
    from floodwatch.casebook.read import audit, cases

    assert cases(results / "casebook.db") == ["main"]
    assert {"investigate", "done"} <= {v for line in audit(results / "casebook.db") for v in line.values()}


def test_publishing_before_detecting_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CentreError, match="floodwatch detect"):
        Centre.init(tmp_path).case().publish()


def test_findings_that_are_not_those_of_the_records_are_not_published(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(results, tmp_path / "c")
    case = Centre.open(tmp_path / "c").case()
    case.publish()
    (tmp_path / "more.csv").write_text(
        "platform,post_id,account_id,created_at\nx,new,a,2024-01-01T00:00:00Z\n", "utf-8"
    )
    case.ingest(tmp_path / "more.csv")
    with pytest.raises(CentreError, match="read into this case after the last detection"):
        case.publish()
    monkeypatch.setattr(refresh, "refresh", _stopped)
    with pytest.raises(KeyboardInterrupt):
        case.detect(power=False)
    with pytest.raises(CentreError, match="did not end"):
        case.publish()


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_folder_that_is_no_centre_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CentreError, match="floodwatch init"):
        Centre.open(tmp_path)


@pytest.mark.parametrize("name", ["", "../up", ".hidden", "a/b"])
def test_a_case_cannot_leave_its_centre(tmp_path: Path, name: str) -> None:
    with pytest.raises(CentreError):
        Centre.init(tmp_path).case(name)


def test_in_memory_the_same_records_give_the_same_edges(results: Path, files: Path) -> None:
    case = Centre.open(results).case()
    tables = {name: case.table(name) for name in ("posts", "accounts", "follows", "events", "collections")}
    made = floodwatch.analysis(tables, {"seed": 1}, keep=("edges", "members"))
    assert made["edges"].num_rows == len(rows(results / "findings/edges.csv"))
    assert made["members"].num_rows == len(rows(results / "findings/members.csv"))
