"""Small files of posts and accounts for the tests of what comes again."""

from __future__ import annotations

import csv
from itertools import count

from floodwatch.centre.handles import Centre

NUMBER = count(1)
BRIDGE = "The bridge over the river opens again on Monday at nine, says the mayor of the town"
WALLET = "0x52908400098527886E0F7030069857D2E4169EE7"


def written(folder, rows):
    names = dict.fromkeys(name for row in rows for name in row)
    path = folder / f"rows{next(NUMBER)}.csv"
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, names)
        out.writeheader()
        out.writerows(rows)
    return path


def post(number, account, text="", day=1, **more):
    """One post; what is said is of no other post unless given."""
    return {
        "platform": "x", "post_id": str(number), "account_id": account, "created_at": f"2024-05-{day:02d}T12:00:00Z",
        "text": text or f"Number {number} tells of its own {number * 7919} matters and of nothing else",
        "urls": "", **more,
    }  # fmt: skip


def account(number, **more):
    return {"platform": "x", "account_id": number, "handle": "", "name": "", "bio": "", "labels": "", **more}


def centre(tmp_path):
    return Centre.init(tmp_path / "centre")


def collected(folder, **more):
    """A table of collections, to which posts belong by `collection_id`."""
    row = {"collection_id": "c1", "platform": "x", "method": "takedown", **more}
    return written(folder, [row])


def hits(answer, kind=""):
    return [hit for hit in answer["hits"] if not kind or hit["kind"] == kind]


def crowd(tmp_path, shared="", sharing=0, size=600, first=10_000, **more):
    """A file of ordinary accounts, of which the first `sharing` post the same."""
    rows = [post(first + n, f"u{first + n}", shared if n < sharing else "", **more) for n in range(size)]
    return written(tmp_path, rows)
