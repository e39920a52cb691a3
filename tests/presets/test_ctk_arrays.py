"""The rule of the toolkit by sorted arrays: the very files that its SQL writes, or nothing."""

import csv
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from floodwatch import coordinate as run
from floodwatch.detectors.coordination import ctk_arrays, presets_ctk
from floodwatch.detectors.coordination.shares import read_file
from floodwatch.engine import DuckDB
from floodwatch.model.errors import EngineError
from floodwatch.tools import plain_csv
from tests.presets.shares import DATA, REFERENCE, with_references

HEADER = "content_id,account_id,text,object_id,timestamp_share\n"
PLAIN = HEADER + "".join(f"{o}{a}{n},{a},hi,{o},{n}\n" for n in range(4) for a in "ab" for o in "op")

IDS = st.sampled_from(["a", "b", "abcdefgh", "abcdefghi", "é", "1234567890123456789"])
OBJECTS = st.sampled_from(["o", "p", "", "https://example.org/a,b", "a-long-name-of-an-object"])
TEXTS = st.sampled_from(["", "x", "a, b", 'say "so"', "two\nlines", "\n", '"', ",,,"])
TIMES = st.one_of(st.integers(0, 200), st.just("007"))
ODD_TIMES = st.sampled_from(["1", "1.5", "-3", "", "1970-01-01T00:00:09Z"])
MESSAGES = st.integers(0, 60).map(lambda n: f"m{n}" if n % 2 else f"a-longer-message-{n}")
ROWS = st.lists(st.tuples(MESSAGES, IDS, TEXTS, OBJECTS, TIMES), max_size=25)
ODD_ROWS = st.lists(
    st.tuples(MESSAGES, st.text(max_size=3), TEXTS, st.text(max_size=3), ODD_TIMES), max_size=6
)


def by_sql(file, folder, **chosen):
    """The files that SQL writes, or None when the engine cannot read the input."""
    with DuckDB(threads=1) as engine:
        try:
            read_file(engine, file)
        except EngineError:
            return None
        found = presets_ctk.coordinate(engine, **chosen)
        return [path.read_text("utf-8") for path in found.write(folder)]


def by_arrays(file, folder, **chosen):
    found = ctk_arrays.coordinate(file, **chosen)
    return found and [path.read_text("utf-8") for path in found.write(folder)]


def table(file, rows, quoting):
    """A CSV of the rows."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=quoting, lineterminator="\n")
        writer.writerow(HEADER.strip().split(","))
        writer.writerows(rows)


def written(folder, text):
    folder.mkdir(exist_ok=True)
    file = folder / "in.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@settings(max_examples=80, deadline=None)
@given(
    rows=ROWS,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    block=st.sampled_from([1 << 18, 60]),
    window=st.sampled_from([0, 5, 60]),
    least=st.sampled_from([1, 2]),
    chunk=st.sampled_from([1 << 15, 2]),
)
def test_what_is_found_is_what_sql_finds(tmp_path_factory, quoting, block, rows, window, least, chunk):
    folder = tmp_path_factory.mktemp("same")
    table(folder / "in.csv", rows, quoting)
    chosen = {"window": window, "min_edge_weight": least}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_csv, "BLOCK", block)
        patch.setattr(ctk_arrays, "CHUNK", chunk)
        found = by_arrays(folder / "in.csv", folder, **chosen)
    assert found == by_sql(folder / "in.csv", folder, **chosen)


@settings(max_examples=60, deadline=None)
@given(rows=ODD_ROWS)
def test_odd_cells_never_give_other_edges(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("odd")
    table(folder / "in.csv", rows, csv.QUOTE_MINIMAL)
    found = by_arrays(folder / "in.csv", folder, min_edge_weight=1)
    if found is not None:
        assert found == by_sql(folder / "in.csv", folder, min_edge_weight=1)


@settings(max_examples=60, deadline=None)
@given(body=st.text(alphabet='ab1,"\n', max_size=60))
@example(body='a,b,"x"y",o,1\n')
@example(body='a,b,"x""y",o,1\n')
@example(body='a,b,",o,1\na,b,",o,1\n')
def test_broken_quotes_never_give_other_edges(tmp_path_factory, body):
    folder = tmp_path_factory.mktemp("broken")
    file = written(folder, HEADER + body)
    found = by_arrays(file, folder, min_edge_weight=1)
    if found is not None:
        assert found == by_sql(file, folder, min_edge_weight=1)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN.replace("hi", '"a, ""b""\nc"'),
        PLAIN.replace(",a,", ',"a",'),
        PLAIN.replace(",a,", ",@é-a_name:longer+than/eight,"),
        HEADER.replace("text", "reply_id") + "1,a,,o,5\n2,b,,o,5\n3,c,,,5\n",
    ],
    ids=[
        "plain",
        "byte order mark",
        "no last line end",
        "text of all kinds",
        "quoted",
        "long names",
        "no object",
    ],
)
def test_plain_files_need_no_sql(tmp_path, text):
    file = written(tmp_path, text)
    assert by_arrays(file, tmp_path, min_edge_weight=1) == by_sql(file, tmp_path, min_edge_weight=1)
    assert json.loads((tmp_path / "summary.json").read_text())["edges"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER.replace("account_id", "who"),
        PLAIN + "x,,hi,o,1\n",
        PLAIN + "x,c,hi,o,\n",
        PLAIN + "x,c,hi,o,1.5\n",
        PLAIN + "x,c,hi,o\n",
        PLAIN + "\n",
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("hi", "h\0i"),
        PLAIN.encode() + b"x,c,\xff,o,1\n",
        PLAIN.replace(",a,", ',"a,b",'),
        PLAIN.replace(",a,", ',"a""b",'),
        PLAIN.replace(",a,", ",#a,"),
        PLAIN + "x,c,hi,o,1234567890123456\n",
        PLAIN + "x,c,hi," + "o" * 65 + ",1\n",
        PLAIN + f"x,c,{'h' * 2_000_000},o,1\n",
        PLAIN + 'x,c,"hi,o,1\n',
    ],
)
def test_what_is_odd_is_left_to_sql(tmp_path, text):
    assert ctk_arrays.coordinate(written(tmp_path, text)) is None


def test_ids_that_only_look_alike_when_mixed_are_left_to_sql(tmp_path, monkeypatch):
    file = written(tmp_path, PLAIN)
    monkeypatch.setattr(ctk_arrays, "MIX", ctk_arrays.np.uint64(0))
    assert ctk_arrays.coordinate(file) is None


def test_too_many_pairs_and_too_large_files_are_left_to_sql(tmp_path, monkeypatch):
    file = written(tmp_path, PLAIN)
    assert ctk_arrays.coordinate(file) is not None
    monkeypatch.setattr(ctk_arrays, "MOST_PAIRS", 3)
    assert ctk_arrays.coordinate(file) is None
    monkeypatch.undo()
    monkeypatch.setattr(ctk_arrays, "LARGEST_FILE", 10)
    assert ctk_arrays.coordinate(file) is None


def test_the_verb_loads_no_engine_for_a_plain_file_and_writes_the_same(tmp_path, monkeypatch):
    file = written(tmp_path, PLAIN)
    chosen = {"preset": "ctk", "min_weight": 1}
    quick = run(file, out=str(tmp_path / "quick"), **chosen)
    monkeypatch.setattr(ctk_arrays, "LARGEST_FILE", 10)
    slow = run(file, out=str(tmp_path / "slow"), **chosen)
    assert quick["summary"] == slow["summary"]
    for name in ("edges.csv", "summary.json", "rejects.csv"):
        assert (tmp_path / "quick" / name).read_bytes() == (tmp_path / "slow" / name).read_bytes()


@with_references
def test_published_edges(tmp_path):
    import pyarrow.csv
    import pyarrow.parquet

    posts = pyarrow.parquet.read_table(DATA / "russian_coord_tweets.parquet")
    pyarrow.csv.write_csv(posts, tmp_path / "posts.csv")
    ctk_arrays.coordinate(tmp_path / "posts.csv", window=60, min_edge_weight=2).write(tmp_path)
    found = list(csv.reader((tmp_path / "edges.csv").open()))
    assert sorted(found) == sorted(csv.reader((REFERENCE / "ctk_russian_co_retweet_60_mew2.csv").open()))
