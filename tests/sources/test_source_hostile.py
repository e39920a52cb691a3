"""Bad input: a clear error, or every unusable row among the rejects; never a traceback or a silent drop."""

from __future__ import annotations

import csv
import gzip
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floodwatch import sources
from floodwatch.model.errors import FormatError, InputError, SettingError
from floodwatch.sources import Limits, ReadOptions
from floodwatch.sources.rows import Reader, Style
from floodwatch.sources.task import Task
from tests.sources.reading_helpers import HEADER, Result, read_bytes, read_text

SMALL = Limits(row=2000, object=8000, ratio=50, ratio_from=1 << 20)


def row(number, text="hello"):
    return f"x,{number},a,2024-01-01T00:00:00Z,{text}\n"


def reasons(result):
    return [(r.line, r.reason) for r in result.rejects]


def test_empty_file(tmp_path):
    assert reasons(read_bytes(tmp_path, b"")) == [(0, "the file is empty")]


def test_header_without_rows(tmp_path):
    result = read_text(tmp_path, HEADER)
    assert (result.rows(), result.rejects) == ([], [])
    assert "no rows" in result.notes


def test_binary_named_csv(tmp_path):
    with pytest.raises(FormatError, match="binary data"):
        read_bytes(tmp_path, os.urandom(5000))
    with pytest.raises(FormatError, match="picture"):
        read_bytes(tmp_path, b"\x89PNG\r\n\x1a\n" + os.urandom(100))


def test_ragged_rows_are_rejected_with_their_line(tmp_path):
    result = read_text(tmp_path, HEADER + row(1) + "x,2,a\n" + row(3, "a,b") + row(4) + row(5, "t,,"))
    assert [r["post_id"] for r in result.rows()] == ["1", "4", "5"]
    assert reasons(result) == [(3, "5 cells expected, 3 found"), (4, "5 cells expected, 6 found")]


def test_line_numbers_count_lines_inside_cells(tmp_path):
    result = read_text(tmp_path, HEADER + row(1, '"a\nb\nc"') + "\n" + "x,2,a,never,t\n" + row(3))
    assert [(r["post_id"], r["text"]) for r in result.rows()] == [("1", "a\nb\nc"), ("3", "hello")]
    assert reasons(result) == [(6, "created_at 'never' cannot be read")]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path):
    result = read_text(tmp_path, HEADER + row(1) + row(2, '"open') + "".join(row(n) for n in range(3, 50)))
    assert len(result.rows()) == 48
    assert reasons(result) == [(3, "a quote that opens here is not closed")]


def test_unclosed_quotes_are_bounded(tmp_path):
    bad = "".join(row(n, '"open\n' * 3 + '"') for n in range(60))
    result = read_text(tmp_path, HEADER + row(0) + 'x,1,a,2024-01-01,"' + bad, limits=SMALL)
    assert result.rejects


cells_text = st.text(st.sampled_from("ab,\"\n\r 'é"), max_size=6)


cells_rows = st.lists(cells_text, min_size=3, max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(cells_rows, cells_rows, cells_text), max_size=12), st.booleans())
def test_the_quick_way_gives_the_rows_of_the_patient_way(rows, closing):
    """Well-formed rows between pieces of any text, cut into blocks at every line."""
    handle = io.StringIO()
    writer = csv.writer(handle, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for one in rows:
        handle.write(one + "\n") if isinstance(one, str) else writer.writerow(one)
    text = handle.getvalue() if closing else handle.getvalue().rstrip("\n")
    lines = list(io.StringIO(text, newline="\n"))
    assert _read(lines, "batches") == _read(lines, "patiently")


def _read(lines, way):
    found = []
    task = Task("", ReadOptions(), lambda reject: found.append((reject.line, reject.reason)))
    for raw in getattr(Reader(["a", "b", "c"], Style(","), 1, task), way)(iter(lines)):
        found += [
            (n, tuple(r.values())) for n, r in zip(raw.lines.to_pylist(), raw.table.to_pylist(), strict=True)
        ]
    return sorted(found)


def test_quotes_that_mean_nothing_between_tabs(tmp_path):
    texts = ['"To be or not', "plain", 'he said "yes"', '5" wide', '"quoted"']
    content = HEADER + "".join(row(n, text) for n, text in enumerate(texts))
    result = read_text(tmp_path, content.replace(",", "\t"))
    assert [r["text"] for r in result.rows()] == texts
    assert "read as plain characters" in result.notes
    assert [r["text"] for r in read_text(tmp_path, HEADER + row(1, '"a, b"') + row(2)).rows()] == [
        "a, b",
        "hello",
    ]


def test_a_stray_quote_does_not_swallow_rows(tmp_path):
    content = (
        HEADER + row(1) + row(2, '"To be or not') + row(3) + row(4) + row(5, 'he said "yes" and') + row(6)
    )
    result = read_text(tmp_path, content)
    assert [r["post_id"] for r in result.rows()] == ["1", "3", "4", "5", "6"]
    assert reasons(result) == [(3, "a quote opens here and swallows rows")]


def test_a_line_without_end_is_rejected_and_the_rest_is_read(tmp_path):
    huge = "y" * 3_000_000
    result = read_text(tmp_path, HEADER + row(1) + row(2, huge) + row(3), limits=SMALL)
    assert [r["post_id"] for r in result.rows()] == ["1", "3"]
    assert [r.line for r in result.rejects] == [3]
    assert "longer than" in result.rejects[0].reason


def test_a_long_json_line_is_rejected_and_the_rest_is_read(tmp_path):
    good = '{"platform":"x","post_id":"%d","account_id":"a","created_at":"2024-01-01","text":"%s"}\n'
    content = good % (1, "t") + good % (2, "y" * 3_000_000) + good % (3, "t") + "{broken\n" + "[]\n"
    result = read_text(tmp_path, content, "in.jsonl", limits=SMALL)
    assert [r["post_id"] for r in result.rows()] == ["1", "3"]
    assert [r.line for r in result.rejects] == [2, 4, 5]


def test_nul_bytes_are_removed_and_counted(tmp_path):
    result = read_text(tmp_path, HEADER + row(1, "a\0b") + row(2))
    assert [r["text"] for r in result.rows()] == ["ab", "hello"]
    assert "1 NUL bytes were removed" in result.notes
    line = '{"platform":"x","post_id":"%d","account_id":"a","created_at":"2024-01-01","text":"a\\u0000b"}\n'
    assert "".join(r["text"] for r in read_text(tmp_path, line % 1 + line % 2, "n.jsonl").rows()) == "abab"


def test_lone_surrogates_are_replaced_and_counted(tmp_path):
    text = "a\\ud83d \\ud83d\\ude00"
    line = f'{{"platform":"x","post_id":"1","account_id":"a","created_at":"2024-01-01","text":"{text}"}}\n'
    result = read_text(tmp_path, line * 2, "s.jsonl")
    assert result.rows()[0]["text"] == "a\ufffd 😀"
    assert "2 texts had half characters" in result.notes


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251"]
)
def test_encodings(tmp_path, encoding):
    text = "Привет, мир, это длинный текст" if encoding == "cp1251" else "Grüße aus Köln, señor"
    content = HEADER + "".join(row(n, f'"{text} {n}"') for n in range(40))
    result = read_bytes(tmp_path, content.encode(encoding))
    assert [r["text"] for r in result.rows()] == [f"{text} {n}" for n in range(40)]
    assert result.rejects == []


def test_single_lines_in_another_encoding(tmp_path):
    content = (HEADER + row(1, "ü") * 500).encode() + row(2, "ü").encode("cp1252") + row(3, "ü").encode()
    result = read_bytes(tmp_path, content)
    assert {r["text"] for r in result.rows()} == {"ü"}
    assert "1 lines were not valid utf-8" in result.notes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path, end):
    result = read_bytes(tmp_path, (HEADER + row(1) + row(2, '"a\nb"')).replace("\n", end).encode())
    assert [r["post_id"] for r in result.rows()] == ["1", "2"]
    assert result.rows()[0]["text"] == "hello"


def test_right_to_left_and_emoji_are_untouched(tmp_path):
    text = "\u202bשלום\u202c 👩‍👩‍👧 مرحبا"
    assert read_text(tmp_path, HEADER + row(1, text)).rows()[0]["text"] == text


def test_broken_gzip_keeps_what_came_before(tmp_path):
    packed = gzip.compress((HEADER + "".join(row(n, os.urandom(9).hex()) for n in range(60_000))).encode())
    result = read_bytes(tmp_path, packed[: len(packed) // 2], "in.csv.gz")
    assert 1000 < len(result.rows()) < 60_000
    assert "broken from here on" in result.rejects[-1].reason


@pytest.mark.parametrize("name", ["gzip", "zstd", "zip", "plain"])
def test_compressions_give_the_same_rows(tmp_path, name):
    content = (HEADER + row(1) + row(2)).encode()
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.csv", content)
        archive.writestr("__MACOSX/b.csv", b"junk")
    packed = {"gzip": gzip.compress, "zstd": lambda c: pa.compress(c, "zstd", asbytes=True)}
    data = zipped.getvalue() if name == "zip" else packed.get(name, bytes)(content)
    result = read_bytes(tmp_path, data)
    assert [r["post_id"] for r in result.rows()] == ["1", "2"]
    assert result.told[0].compression == ("" if name == "plain" else name)


def test_a_zstd_stream_that_ends_early(tmp_path):
    content = (HEADER + "".join(row(n, os.urandom(9).hex()) for n in range(30_000))).encode()
    packed = pa.compress(content, "zstd", asbytes=True)
    result = read_bytes(tmp_path, packed[: len(packed) // 2])
    assert result.rows()
    assert "zstd data is broken" in result.rejects[-1].reason


@pytest.mark.parametrize("kind", ["gzip", "zip", "zstd"])
def test_decompression_bombs_are_refused(tmp_path, kind):
    content = (HEADER + row(1)).encode() + b"\n" * 20_000_000
    path = tmp_path / "bomb"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", content)
    else:
        path.write_bytes(
            gzip.compress(content) if kind == "gzip" else pa.compress(content, "zstd", asbytes=True)
        )
    with pytest.raises(InputError, match="bomb"):
        Result([path], ReadOptions(limits=SMALL))


def test_zip_that_is_encrypted_broken_or_an_office_file(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
    with pytest.raises(InputError, match="Office"):
        Result([path])
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)
    with pytest.raises(InputError, match="broken"):
        Result([path])


def test_parquet_that_was_cut_off(tmp_path):
    sink = io.BytesIO()
    pq.write_table(pa.table({"post_id": ["1"] * 1000}), sink)
    with pytest.raises(FormatError, match="Parquet file is broken"):
        read_bytes(tmp_path, sink.getvalue()[:-20], "in.parquet")


def test_missing_file_and_folder_without_permission(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no such file"):
        Result([tmp_path / "nowhere.csv"])

    def refuse(*_):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="may not be read"):
        Result([tmp_path])


def test_a_folder_is_read_in_order_and_strangers_in_it_are_rejected(tmp_path):
    (tmp_path / "sub").mkdir()
    for name, number in (("b.csv", 2), ("a.csv", 1), ("sub/c.csv", 3)):
        (tmp_path / name).write_text(HEADER + row(number))
    (tmp_path / "README.txt").write_text("Nothing to see")
    (tmp_path / ".hidden").write_text("no")
    result = Result([tmp_path, tmp_path / "a.csv"])
    assert [r["post_id"] for r in result.rows()] == ["1", "2", "3"]
    assert [(Path(r.file).name, r.line) for r in result.rejects] == [("README.txt", 0)]


def test_ids_beyond_2_to_the_53_and_mangled_ids(tmp_path):
    line = '{"platform":"x","post_id":%s,"account_id":"a","created_at":1704067200,"text":"t"}\n'
    result = read_text(tmp_path, line % 9007199254740993 + line % "1.2e18" + line % "1e18", "i.jsonl")
    assert [r["post_id"] for r in result.rows()] == ["9007199254740993"]
    assert reasons(result)[0] == (2, "post_id '1.2e18' is a number that has lost digits")
    assert len(result.rejects) == 2


def test_missing_post_ids_are_deterministic_and_told_apart(tmp_path):
    content = "platform,account_id,created_at,text\n" + "x,a,2024-01-01,same\n" * 3
    first, second = (read_text(tmp_path, content, name).rows() for name in ("a.csv", "b.csv"))
    ids = [r["post_id"] for r in first]
    assert len(set(ids)) == 3
    assert all(i.startswith("h:") and len(i) == 66 for i in ids)
    assert ids == [r["post_id"] for r in second]


def test_missing_account_ids_become_handles(tmp_path):
    result = read_text(
        tmp_path, "platform,post_id,handle,created_at,text\nx,1,@Bob,2024-01-01,t\nx,2,,2024-01-01,t\n"
    )
    assert [r["account_id"] for r in result.rows()] == ["handle:Bob"]
    assert reasons(result) == [(3, "no account_id")]


def test_times_in_the_future_are_kept_and_noted(tmp_path):
    result = read_text(tmp_path, HEADER + row(1), now=datetime(2023, 1, 1, tzinfo=UTC))
    assert len(result.rows()) == 1
    assert "posts.created_at: 1 times lie in the future" in result.notes


def test_optional_cells_that_cannot_be_read_are_counted(tmp_path):
    result = read_text(tmp_path, HEADER.strip() + ",likes\n" + row(1, "t,many") + row(2, "t,5"))
    assert [r["likes"] for r in result.rows()] == [None, 5]
    assert "posts.likes: 1 values could not be read" in result.notes


def test_columns_nobody_knows(tmp_path):
    with pytest.raises(FormatError, match=r"--map created_at=timestamp") as problem:
        read_text(tmp_path, "tweet,user_id,timestamp\n1,2,3\n")
    assert "tweet, user_id, timestamp" in str(problem.value)


def test_near_misses_are_suggested(tmp_path):
    content = "tweet,author,when\n1,2,2024-01-01\n"
    with pytest.raises(FormatError, match="Did you mean author"):
        read_text(tmp_path, content, mapping={"account_id": "auther"}, platform="x")
    with pytest.raises(SettingError, match="Did you mean post_id"):
        read_text(tmp_path, content, mapping={"postid": "tweet"}, platform="x")
    with pytest.raises(SettingError, match="Did you mean csv"):
        read_text(tmp_path, content, format="cvs")


def test_platform_is_never_guessed(tmp_path):
    content = "post_id,account_id,created_at,text\n1,a,2024-01-01,t\n"
    with pytest.raises(FormatError, match="--platform"):
        read_text(tmp_path, content)
    assert read_text(tmp_path, content, platform="vk").rows()[0]["platform"] == "vk"


def test_errors_come_before_anything_is_read(tmp_path):
    (tmp_path / "a.csv").write_text(HEADER + row(1))
    (tmp_path / "b.csv").write_text("strange\n1\n")
    with pytest.raises(FormatError):
        sources.plan([tmp_path / "a.csv", tmp_path / "b.csv"])


def test_double_column_names(tmp_path):
    with pytest.raises(FormatError, match="more than one column called text"):
        read_text(tmp_path, HEADER.strip() + ",text\n" + row(1, "first,second"))


def test_deep_json_does_not_end_in_a_traceback(tmp_path):
    result = read_text(tmp_path, '{"post_id": "1"}\n' + '{"a":' * 100_000 + "\n", "d.jsonl", platform="x",
                       mapping={"post_id": "post_id"})  # fmt: skip
    assert {r.line for r in result.rejects} == {1, 2}


def test_json_array_that_breaks_off(tmp_path):
    one = '{"platform":"x","post_id":"%d","account_id":"a","created_at":"2024-01-01","text":"t"}'
    content = "[" + ",\n".join(one % n for n in range(100)) + ",\n" + one[:20]
    result = read_text(tmp_path, content, "b.json")
    assert len(result.rows()) == 100
    assert [r.line for r in result.rejects] == [101]


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (os.mkfifo, "neither a file nor a folder"),
        (lambda path: path.symlink_to("/nowhere"), "no such file"),
        (lambda path: path.symlink_to(path.name), "cannot be read: Too many levels"),
    ],
    ids=["pipe", "dangling link", "link to itself"],
)
def test_what_is_no_file_is_named_and_never_opened(tmp_path, make, what):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(HEADER + row(1))
    make(tmp_path / "in" / "b.csv")
    with pytest.raises(InputError, match=rf"{what}.*in/b\.csv"):
        Result([tmp_path / "in"])
    with pytest.raises(InputError, match=rf"{what}.*in/b\.csv"):
        Result([tmp_path / "in" / "b.csv"])
