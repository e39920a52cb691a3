"""`plan` reads a part of the input and foretells the pairs of the whole; it leaves nothing behind."""

import csv
import random

import pytest

from floodwatch.centre.call import call
from floodwatch.model.errors import InputError


def posts(path, rows, ordered):
    """Posts of which each links one of 400 sites within a month, in the order of time or in none."""
    draw = random.Random(5)  # noqa: S311
    made = [(draw.randrange(30 * 86_400), draw.randrange(400), draw.randrange(900)) for _ in range(rows)]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["platform", "post_id", "account_id", "created_at", "text", "urls"])
        for number, (when, site, who) in enumerate(sorted(made) if ordered else made):
            link = f"https://site{site}.example/a"
            writer.writerow(["x", f"p{number}", f"a{who}", 1_700_000_000 + when, "x" * 40, link])
    return str(path)


@pytest.mark.parametrize("ordered", [True, False])
def test_a_third_of_the_posts_foretells_the_pairs_of_all(ordered, tmp_path):
    given = posts(tmp_path / "posts.csv", 150_000, ordered)
    whole = call("plan", None, inputs=(given,), rows=10**9)
    part = call("plan", None, inputs=(given,), rows=50_000)
    actual = sum(trace["pairs"] for trace in whole["traces"])
    assert whole["read"]["share"] == 1
    assert 0.2 < part["read"]["share"] < 0.8
    assert part["pairs"]["likely"] == pytest.approx(actual, rel=0.15)
    assert part["posts"] == pytest.approx(150_000, rel=0.05)
    assert part["engine"] == "duckdb"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["posts.csv"]


def test_input_without_posts_is_said(tmp_path):
    (tmp_path / "events.csv").write_text(
        "event_id,title,kind,started_at\ne1,A fire,fire,2024-05-01T00:00:00Z\n"
    )
    with pytest.raises(InputError, match="no posts"):
        call("plan", None, inputs=(str(tmp_path / "events.csv"),))
