"""Labels of platforms that a person marked wrong are left out on every engine."""

from __future__ import annotations

import pyarrow as pa
import pytest

from floodwatch.lake.read import RIGHT, WRONG
from floodwatch.model.units import Step
from tests.engines import ON_ENGINES

ACCOUNTS = [
    {"platform": "X", "account_id": "A1", "labels": ["bot", "state-media"]},
    {"platform": "x", "account_id": "a2", "labels": ["state-media"]},
    {"platform": "x", "account_id": "a3", "labels": None},
]
GIVEN = [
    {"platform": "x", "account_id": "a1", "label": "state-media"},
    {"platform": "x", "account_id": "a3", "label": "bot"},
]


@pytest.mark.parametrize("engine", ON_ENGINES)
def test_only_the_wrong_label_of_that_account_goes(engine, tmp_path):
    with engine("", tmp_path) as opened:
        opened.register("accounts_as_given", pa.Table.from_pylist(ACCOUNTS))
        opened.register("given__labels", pa.Table.from_pylist(GIVEN))
        opened.table(Step("labels_wrong", WRONG))
        opened.view(Step("kept", RIGHT.format(columns="a.account_id")))
        found = opened.arrow("SELECT account_id, labels FROM kept ORDER BY account_id").to_pylist()
    assert [(row["account_id"], row["labels"]) for row in found] == [
        ("A1", ["bot"]),
        ("a2", ["state-media"]),
        ("a3", None),
    ]
