"""What speaks for one operator, as people see it: a signal is named only where it was unusual."""

from __future__ import annotations

import click
import pytest

from floodwatch.cli.weighed import weighed


def network(**term):
    row = {"term": "openness", "log_lr": 1.3, "surprise": 0.0, "signal": "declared_bot"} | term
    return {
        "networks": [
            {
                "network_id": "n-1",
                "log_lr": 1.3,
                "terms": [row],
                "right": [],
                "pairs": 0,
                "above": 0,
                "best": [],
            }
        ],
        "note": "A note.",
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "nothing unusual"),
        ({"log_lr": -0.7}, "nothing unusual"),
        ({"signal": None}, "nothing unusual"),
        ({"surprise": 2.0}, "declared bot"),
        ({"surprise": 0.4, "log_lr": 0.0}, "declared bot"),
        ({"surprise": None, "log_lr": 0.0}, "not measured"),
    ],
)
def test_a_signal_is_named_where_it_was_unusual_and_nowhere_else(given, said):
    line = [click.unstyle(one) for one in weighed(network(**given))][1]
    assert line.endswith(said)
