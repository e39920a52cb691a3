"""From signals to the tables of kinds and networks."""

from floodwatch.detectors.coordination.networks_table import NETWORK_TABLE
from floodwatch.detectors.personas.kinds.network_kinds import NETWORK_KINDS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.model.findings import NETWORKS
from floodwatch.model.units import Step
from tests.personas.table import engine, rows, run

SIGNAL = "SELECT 'n-1' AS network_id, 'declared_bot' AS signal, 1.0::DOUBLE AS value, 1e-9::DOUBLE AS p_value"
ACTIONS = """
    SELECT 0 AS trace_key, n AS account_key, object_key, 1700000000 + n AS acted_s, 'p' || n || object_key AS post_id
    FROM range(3) t(n), (VALUES (1), (2)) o(object_key) WHERE object_key = 1 OR n = 0
"""


def case():
    made = engine(
        members=[
            {
                "network_id": "n-1",
                "platform": p,
                "account_id": str(k),
                "behaviours": "url|text",
                "account_key": k,
            }
            for k, p in enumerate(("x", "vk", "x"))
        ],
        networks_found=[{"network_id": "n-1", "q_value": 0.01, "members": 3}],
    )
    made.steps((Step("signals", SIGNAL), Step("keyed_actions", ACTIONS)))
    run(made, PEOPLE, NETWORK_KINDS, NETWORK_TABLE)
    return made


def test_a_network_has_its_kind_and_its_row():
    made = case()
    (kinds,) = rows(made, "network_kinds")
    assert kinds["kind"] == "overt" and kinds["rules"] == "declared_bots" and kinds["innocent_account"]
    (row,) = rows(made, "networks")
    assert tuple(row)[: len(NETWORKS)] == NETWORKS
    assert (row["members"], row["platforms"], row["behaviours"]) == (3, "vk|x", "text|url")
    assert row["first_seen"] == "2023-11-14T22:13:20Z" and row["last_seen"] == "2023-11-14T22:13:22Z"


def test_posts_count_what_two_members_share():
    (row,) = rows(case(), "networks")
    assert row["posts"] == 3
