"""Look-alikes: imitation of somebody, told from one house that numbers its accounts."""

import pytest

from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.signals.lookalikes import LOOKALIKES, series
from tests.personas.table import engine, rows, run

BIO = "We pass on warnings issued by the Alder office"


@pytest.mark.parametrize(("famous", "fires"), [("AlderOffice", True), ("AlderOffice7", False)])
def test_a_numbered_series_imitates_nobody(famous, fires):
    doubles = ["AlderOffice2", "AlderOffice3", "AlderOffice4"]
    others = [{"account_id": f"o{n}", "handle": f"reader{n}x", "name": f"Reader {n}"} for n in range(20)]
    made = engine(
        accounts=[
            {"platform": "x", "bio": "", **a}
            for a in (
                {"account_id": "f", "handle": famous, "name": "One", "bio": BIO, "verified": True},
                *({"account_id": h, "handle": h, "name": h[::-1], "bio": BIO} for h in doubles),
                *others,
            )
        ],
        members=[{"network_id": "n", "platform": "x", "account_id": h, "behaviours": "url"} for h in doubles],
    )
    run(made, PEOPLE, LOOKALIKES)
    assert bool(rows(made, LOOKALIKES.name)) is fires


def test_series():
    assert series("Met101", "met108") and not series("Met101", "Met101")
    assert not series("Met", "Met1") and not series("G1obe", "Globe")
