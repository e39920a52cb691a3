"""TAXII 2.1: collections by marking, filters, pages, versions, withdrawals; read by the clients that others use."""

from __future__ import annotations

import base64
import shutil
from types import SimpleNamespace

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from floodwatch.api.app import application
from floodwatch.casebook import people, record, shared
from floodwatch.casebook.ceiling import MARKED
from floodwatch.casebook.marks import mark
from floodwatch.casebook.read import audit
from floodwatch.casebook.store import connected
from floodwatch.casebook.tables import claims
from floodwatch.centre.call import call
from floodwatch.centre.feed import collection_id
from floodwatch.centre.handles import Centre
from floodwatch.centre.init import init
from floodwatch.model.acting import Acting
from floodwatch.model.claims import Claim, Entity
from floodwatch.model.errors import FloodwatchError, NotAllowed
from floodwatch.model.markings import Marking
from tests.api.conftest import LIMITS, bearer, token

KIND = "application/taxii+json;version=2.1"
ROOT = "/taxii2/root"
BEAR = Entity(kind="actor", label="Grey Bear", created_by="ed", entity_id="actor:bear")
MOTH = Entity(kind="actor", label="Dusk Moth", created_by="ed", entity_id="actor:moth")


def claim(tlp, **more):
    told = {"subject": "actor:bear", "predicate": "known_as", "suggested_by": "ed", "tlp": tlp, **more}
    return Claim(**told)


CLAIMS = {
    "clear": claim("TLP:CLEAR", value_text="Bruin"),
    "green": claim("TLP:GREEN", value_text="Fishing Bear"),
    "amber": claim("TLP:AMBER", value_text="The Den"),
    "waiting": claim("TLP:CLEAR", value_text="Nobody confirmed this"),
}


@pytest.fixture
def home(tmp_path, ready_book):
    """A centre with claims of several markings, of which one is not confirmed."""
    shutil.copy(ready_book, tmp_path / "casebook.db")
    init(None, folder=str(tmp_path))
    (tmp_path / "centre.toml").open("a", encoding="utf-8").write(f"\n{LIMITS}")
    centre = Centre.open(tmp_path)
    with connected(centre.casebook, writing=True) as db:
        people.add(db, "ed", "Ed", "editor", Marking(), "root")
    record.add(centre.casebook, [BEAR, MOTH], list(CLAIMS.values()))
    for name in ("clear", "green", "amber"):
        record.decide(centre.casebook, [CLAIMS[name].claim_id], "confirmed", "ed", "")
    client = TestClient(application(centre), base_url="http://localhost", raise_server_exceptions=False)
    feeds = {tlp: bearer(token(centre, "ed", "taxii", tlp)) for tlp in ("", "clear", "green", "amber")}
    return SimpleNamespace(centre=centre, client=client, feeds=feeds)


def get(home, path, tlp="", **params):
    told = home.client.get(f"{ROOT}{path}", params=params, headers=home.feeds[tlp])
    assert told.headers["content-type"] == KIND
    return told


def objects(home, collection="clear", tlp="", **params):
    """Those on all pages."""
    found, after = [], {}
    while True:
        told = get(
            home, f"/collections/{collection}/objects/", tlp, **{"limit": 1000, **params, **after}
        ).json()
        found += told.get("objects", [])
        if not told.get("more"):
            return found
        after = {"next": told["next"]}


def texts(home, collection, **params):
    return str(objects(home, collection, **params))


def share(home, tlp="amber", action="update", **more):
    told = home.centre.share(action, tlp=tlp, **more)
    return {one["collection"]: (one["added"], one["withdrawn"]) for one in told["changed"]}


def test_what_is_confirmed_lies_in_the_collections_that_its_marking_allows(home):
    share(home)
    clear, green, amber = (texts(home, name) for name in ("clear", "green", "amber"))
    assert "Bruin" in clear and "Bruin" in green and "Bruin" in amber
    assert "Fishing Bear" not in clear and "Fishing Bear" in green and "Fishing Bear" in amber
    assert "The Den" not in clear + green and "The Den" in amber
    assert "Nobody confirmed" not in clear + green + amber
    assert len(objects(home, "amber")) < 20, "what came with the program is not ours to share"
    assert "'ed'" not in clear + green + amber


def test_nothing_is_there_before_somebody_shares_it(home):
    assert get(home, "/collections/amber/objects/").json() == {}


@pytest.mark.parametrize(("tlp", "seen"), [("clear", 1), ("green", 2), ("amber", 3), ("", 5)])
def test_a_token_sees_collections_up_to_its_ceiling(home, tlp, seen):
    share(home)
    found = get(home, "/collections/", tlp).json()["collections"]
    assert len(found) == seen
    assert all(one["can_read"] and not one["can_write"] for one in found)
    for name in ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")[seen:]:
        for path in ("", "manifest/", "objects/", f"objects/{BEAR.entity_id}/", "objects/x/versions/"):
            above = get(home, f"/collections/{collection_id(name)}/{path}", tlp)
            assert (above.status_code, above.json()["title"]) == (404, "There is no such collection")


def test_sharing_again_adds_nothing_and_a_change_adds_a_version(home):
    assert share(home, "clear")["TLP:CLEAR"][0] > 0
    assert share(home, "clear") == {"TLP:CLEAR": (0, 0)}
    bear = next(one for one in objects(home) if one.get("name") == "Grey Bear")
    more = claim("TLP:CLEAR", value_text="Old Bruin")
    record.add(home.centre.casebook, [], [more])
    record.decide(home.centre.casebook, [more.claim_id], "confirmed", "ed", "")
    share(home, "clear")
    later = next(one for one in objects(home) if one["id"] == bear["id"])
    assert later["aliases"] == ["Bruin", "Old Bruin"]
    assert later["modified"] > bear["modified"]
    versions = get(home, f"/collections/clear/objects/{bear['id']}/versions/").json()["versions"]
    assert versions == [bear["modified"], later["modified"]]
    path = f"/collections/clear/objects/{bear['id']}/"
    for asked, names in (("first", 1), ("last", 2), (bear["modified"], 1)):
        (one,) = get(home, path, **{"match[version]": asked}).json()["objects"]
        assert len(one["aliases"]) == names
    assert len(get(home, path, **{"match[version]": "all"}).json()["objects"]) == 2
    assert len(get(home, path, **{"match[version]": "first,last"}).json()["objects"]) == 2


def test_what_is_refused_later_comes_as_a_revoked_version(home):
    share(home, "clear")
    note = next(
        one for one in objects(home) if "Bruin" in str(one) and one["type"] in ("note", "relationship")
    )
    record.decide(home.centre.casebook, [CLAIMS["clear"].claim_id], "refused", "ed", "wrong")
    assert share(home, "clear")["TLP:CLEAR"] != (0, 0)
    (gone,) = (one for one in objects(home) if one["id"] == note["id"])
    assert gone["revoked"] is True
    assert gone["modified"] > note["modified"]
    assert "Bruin" not in str(gone)


def test_what_is_marked_stricter_later_is_served_in_no_version(home):
    share(home)
    assert "Fishing Bear" in texts(home, "green", **{"match[version]": "all"})
    with connected(home.centre.casebook, writing=True) as db:
        which = claims.c.claim_id == CLAIMS["green"].claim_id
        db.execute(update(claims).where(which).values(tlp="TLP:AMBER"))
    share(home)
    assert "Fishing Bear" not in texts(home, "green", **{"match[version]": "all"})
    assert "Fishing Bear" in texts(home, "amber")
    assert any(one.get("revoked") for one in objects(home, "green"))


def test_all_is_withdrawn_from_a_marking_on(home):
    share(home)
    share(home, "green", "withdraw")
    assert "Bruin" in texts(home, "clear")
    for name in ("green", "amber"):
        held = objects(home, name, **{"match[version]": "all"})
        assert all(one.get("revoked") for one in held)
        assert "Bear" not in str(held)
    share(home)
    assert "Fishing Bear" in texts(home, "green"), "it may be shared again"


def test_pages_join_to_the_whole_even_when_something_is_added_between(home):
    share(home)
    whole = objects(home, "amber")
    found, after, added = [], None, []
    while after is not None or not found:
        told = get(home, "/collections/amber/objects/", limit=3, **({"next": after} if after else {}))
        page = told.json()
        found += page["objects"]
        added += [told.headers["x-taxii-date-added-first"], told.headers["x-taxii-date-added-last"]]
        assert page["more"] == ("next" in page)
        after = page.get("next")
        if len(found) == 6:
            more = claim("TLP:AMBER", subject="actor:moth", value_text="Late Moth")
            record.add(home.centre.casebook, [], [more])
            record.decide(home.centre.casebook, [more.claim_id], "confirmed", "ed", "")
            share(home)
    ids = [one["id"] for one in found]
    assert len(ids) == len(set(ids))
    assert {one["id"] for one in whole} <= set(ids)
    assert "Late Moth" in str(found)
    assert added == sorted(added)


def test_what_was_added_after_a_moment(home):
    share(home, "clear")
    rows = get(home, "/collections/clear/manifest/", limit=1000).json()["objects"]
    assert len(rows) > 2
    middle = rows[1]["date_added"]
    later = get(home, "/collections/clear/manifest/", limit=1000, added_after=middle).json()["objects"]
    assert later == rows[2:]
    assert get(home, "/collections/clear/manifest/", added_after=rows[-1]["date_added"]).json() == {}


def test_filters(home):
    share(home)
    every = objects(home, "amber")
    types = {one["type"] for one in every}
    for one in types:
        assert {x["type"] for x in objects(home, "amber", **{"match[type]": one})} == {one}
    assert len(objects(home, "amber", **{"match[type]": ",".join(types)})) == len(every)
    assert objects(home, "amber", **{"match[id]": every[0]["id"]}) == [every[0]]
    assert objects(home, "amber", **{"match[id]": "nothing"}) == []
    assert objects(home, "amber", **{"match[spec_version]": "2.0"}) == []
    assert len(objects(home, "amber", **{"match[spec_version]": "2.0,2.1"})) == len(every)
    assert get(home, "/collections/amber/objects/indicator--x/").status_code == 404


@pytest.mark.parametrize(
    "params",
    [
        {"limit": "0"}, {"limit": "-1"}, {"limit": "x"}, {"next": "x"}, {"next": "' OR 1"},
        {"added_after": "yesterday"},
        {"added_after": "2026-01-01"}, {"added_after": "2026-01-01T00:00:00"}, {"added_after": ""},
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense(home, params):
    told = get(home, "/collections/clear/objects/", **params)
    assert told.status_code == 400
    assert told.json()["http_status"] == "400"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (KIND, 200), ("application/taxii+json", 200), ("*/*", 200), ("application/taxii+json;version=2.0", 406),
        ("application/json", 406), ("text/html, application/taxii+json; version=2.1", 200),
        ("application/vnd.oasis.stix+json; version=2.0", 406),
    ],
)  # fmt: skip
def test_media_types(home, accept, status):
    told = home.client.get("/taxii2/", headers={**home.feeds[""], "Accept": accept})
    assert (told.status_code, told.headers["content-type"]) == (status, KIND)


def test_nothing_is_written_or_deleted(home):
    share(home, "clear")
    one = objects(home)[0]["id"]
    objects_at = f"{ROOT}/collections/clear/objects/"
    send = {**home.feeds[""], "Accept": KIND}
    post = home.client.post(objects_at, content=b"{}", headers={**send, "Content-Type": KIND})
    assert post.status_code == 403
    other = home.client.post(objects_at, content=b"{}", headers={**send, "Content-Type": "application/json"})
    assert other.status_code == 415
    assert home.client.delete(f"{objects_at}{one}/", headers=send).status_code == 403
    assert home.client.put(objects_at, headers=send).status_code == 405
    above = home.client.post(
        f"{ROOT}/collections/red/objects/", content=b"{}",
        headers={**home.feeds["clear"], "Accept": KIND, "Content-Type": KIND},
    )  # fmt: skip
    assert above.status_code == 404
    assert objects(home)[0]["id"] == one


def test_a_token_may_come_as_the_password_of_basic(home):
    secret = home.feeds["clear"]["Authorization"].partition(" ")[2]
    for told, status in (
        (f"anybody:{secret}", 200),
        (f"{secret}:", 401),
        (f"x:{secret}x", 401),
        ("x", 401),
        ("", 401),
    ):
        headers = {"Authorization": f"Basic {base64.b64encode(told.encode()).decode()}"}
        answer = home.client.get("/taxii2/", headers=headers)
        assert answer.status_code == status
        assert status == 200 or answer.headers["www-authenticate"].startswith("Basic")
    assert (
        home.client.get(
            "/api/v1/me", headers={"Authorization": f"Basic {base64.b64encode(b'x:y').decode()}"}
        ).status_code
        == 401
    )


def test_what_was_read_is_in_the_log(home):

    share(home, "clear")
    seen = len(objects(home))
    assert (audit(home.centre.casebook)[-1]["actor"], audit(home.centre.casebook)[-1]["verb"]) == (
        "ed",
        "feed",
    )
    assert seen > 0


def test_nobody_shares_above_what_he_may_see(home):
    low = Acting("lo", "Lo", "editor", Marking("TLP:GREEN"), None, "desk-2")
    share(home)
    with pytest.raises(NotAllowed):
        call("share", home.centre, acting=low, action="update", tlp="amber")
    call("share", home.centre, acting=low, action="update", tlp="green")
    assert "The Den" in texts(home, "amber")
    with pytest.raises(FloodwatchError):
        home.centre.share("update")


def network(centre, case, name, accounts, by="ed"):
    from floodwatch.casebook.write import add_case, add_entity, decide
    from floodwatch.model import refs

    add_case(centre.casebook, case)
    entity = refs.content_id("network entity", case, name)
    add_entity(
        centre.casebook, entity, "network", case, {refs.account("x", one): 1.0 for one in accounts}, by
    )
    return entity, decide(centre.casebook, entity, "confirmed", {"name": name}, by)


def test_a_network_that_a_person_confirmed_is_shared_without_its_case(home):
    from floodwatch.casebook.write import undo

    centre = home.centre
    _, number = network(centre, "hidden-name", "n1", ["a1", "a2"])
    network(centre, "second", "n2", ["a2", "a3"])
    mark(centre.casebook, "case:second", MARKED, {"tlp": "TLP:GREEN", "pap": ""}, "ed", "")
    share(home)
    clear, green = objects(home, "clear"), objects(home, "green")
    assert {one["user_id"] for one in clear if one["type"] == "user-account"} == {"a1", "a2"}
    assert {one["user_id"] for one in green if one["type"] == "user-account"} == {"a1", "a2", "a3"}
    assert "hidden-name" not in str(green)
    (grouping,) = (one for one in clear if one["type"] == "grouping" and one["name"] == "Network n1")
    assert "does not say who is behind them" in grouping["description"]
    undo(centre.casebook, number, "ed")
    share(home)
    held = objects(home, "green", **{"match[version]": "all"})
    assert {one["user_id"] for one in held if one["type"] == "user-account"} == {"a2", "a3"}
    (gone,) = (one for one in held if one["id"] == grouping["id"])
    assert gone["revoked"]
    assert gone["object_refs"] == [grouping["created_by_ref"]]


def test_who_does_not_see_a_case_leaves_what_is_shared_of_it(home):
    network(home.centre, "theirs", "n1", ["a1", "a2"])
    share(home, "clear")
    other = Acting("ev", "Ev", "editor", Marking(), (), "desk-3")
    told = call("share", home.centre, acting=other, action="update", tlp="clear")
    assert told["changed"][0]["withdrawn"] == 0
    assert {one["user_id"] for one in objects(home) if one["type"] == "user-account"} == {"a1", "a2"}


def test_what_waits_for_consent_is_not_shared(home):
    network(home.centre, "asks", "n1", ["a1", "a2"])
    home.centre.marking("case:asks", asks="Somebody")
    share(home, "clear")
    assert not [one for one in objects(home) if one["type"] == "user-account"]
    share(home, "clear", without_consent="The originator cannot be reached")
    assert [one for one in objects(home) if one["type"] == "user-account"]


def test_the_clients_of_others_read_everything(home, serving):
    from stix2 import Filter, TAXIICollectionSource, parse
    from taxii2client.v21 import Collection, Server, as_pages

    network(home.centre, "main", "n1", [f"a{n}" for n in range(30)])
    share(home)
    secret = home.feeds["amber"]["Authorization"].partition(" ")[2]
    with serving(home.centre) as address:
        server = Server(f"{address}/taxii2/", user="x", password=secret)
        (root,) = server.api_roots
        assert root.versions == [KIND]
        assert [one.title for one in root.collections] == [
            "Up to TLP:CLEAR",
            "Up to TLP:GREEN",
            "Up to TLP:AMBER",
        ]
        amber = root.collections[-1]
        pages = list(as_pages(amber.get_objects, per_request=7))
        found = [one for page in pages for one in page["objects"]]
        rows = shared.served(home.centre.casebook, "TLP:AMBER", shared.Wanted(), 10_000)
        assert [one["id"] for one in found] == [one.object_id for one in rows]
        assert len(found) > 30
        for one in found:
            parse(one, allow_custom=True)
        manifest = [one for page in as_pages(amber.get_manifest, per_request=20) for one in page["objects"]]
        assert len(manifest) == len(found)
        source = TAXIICollectionSource(Collection(amber.url, user="x", password=secret), allow_custom=True)
        assert source.get(found[-1]["id"]).id == found[-1]["id"]
        accounts = source.query([Filter("type", "=", "user-account")])
        assert len(accounts) == 30
        bear = next(one for one in found if one.get("name") == "Grey Bear")
        assert [str(one["name"]) for one in source.all_versions(bear["id"])] == ["Grey Bear"]
