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
    found = rows(made, LOOKALIKES.name)
    alone = [r for r in found if r["subject_kind"] == "account"]
    assert [r["signal"] for r in found if r["subject_kind"] == "network"] == ["lookalike_accounts"] * fires
    assert [r["subject_id"] for r in alone] == [f"account:x/{h}" for h in doubles] * fires
    assert all(r["evidence"] == "account:x/f" and r["value"] == 2 and r["network_id"] == "n" for r in alone)


def test_a_site_that_looks_like_another_has_its_row():
    people = [f"{n:02d}" for n in range(12)]
    links = [
        {"platform": "x", "post_id": f"p{a}", "account_id": a, "position": 0, "is_share": False,
         "domain": "globecourier.example" if n < 9 else "globecourier.test"}
        for n, a in enumerate(people)
    ]  # fmt: skip
    made = engine(
        posts=[{"platform": "x", "post_id": f"p{a}", "account_id": a} for a in people],
        members=[
            {"network_id": "n", "platform": "x", "account_id": a, "behaviours": "url"} for a in people[9:]
        ],
        post_links=links,
    )
    run(made, PEOPLE, LOOKALIKES)
    site, network = sorted(rows(made, LOOKALIKES.name), key=lambda r: r["signal"])
    assert (site["subject_kind"], site["subject_id"], site["value"]) == ("site", "site:globecourier.test", 3)
    assert (network["subject_kind"], network["value"]) == ("network", 1)


def test_series():
    assert series("Met101", "met108") and not series("Met101", "Met101")
    assert not series("Met", "Met1") and not series("G1obe", "Globe")
