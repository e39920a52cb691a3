"""Verbs about people: users, the lock, tokens, the audit log, scope notes."""

from __future__ import annotations

import json

import pytest

from floodwatch.casebook.chain import verify
from floodwatch.casebook.read import audit
from floodwatch.casebook.store import connected
from floodwatch.casebook.write import log
from floodwatch.centre import entering
from floodwatch.centre.call import call
from floodwatch.centre.entering import accept, bearer, enter, who
from floodwatch.model.errors import CentreError, NotAllowed, Refused, SettingError
from tests.people.conftest import WORD, first, ingest, somebody


def row(told, name):
    return next(one for one in told["users"] if one["name"] == name)


def test_somebody_is_invited_changed_disabled_and_reset(centre, clock):
    root = who(centre, first(centre))

    def user(*given, **more):
        return call("user", centre, acting=root, **dict(zip(("action", "name"), given, strict=False)), **more)

    made = user("add", "ada", role="analyst", shown="Ada L.")
    session = accept(centre, made["link"], WORD)
    acting = who(centre, session)
    assert (acting.role, acting.name, acting.ceiling.tlp, acting.cases) == (
        "analyst",
        "Ada L.",
        "TLP:AMBER",
        (),
    )
    changed = user("change", "ada", role="editor", tlp="green", alias="desk", email="Ada@Example.org")
    assert {k: row(changed, "ada")[k] for k in ("role", "ceiling", "alias", "email")} == {
        "role": "editor", "ceiling": "TLP:GREEN", "alias": "desk", "email": "ada@example.org",
    }  # fmt: skip
    assert who(centre, session).pseudonym == "desk"
    user("disable", "ada")
    assert who(centre, session) is None
    user("enable", "ada")
    again = user("reset", "ada")
    with pytest.raises(Refused):
        enter(centre, "ada", WORD)
    assert who(centre, accept(centre, again["link"], "another word entirely")).role == "editor"
    kept = str(audit(centre.casebook)) + json.dumps(user())
    assert not [s for s in (made["link"], again["link"], session, "argon2") if s in kept]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("add", "ada"), "There is a user"),
        (("add", "Ä b"), "cannot be a login name"),
        (("change", "nobody"), "There is no user"),
        (("change", "ada"), "Nothing is said"),
        (("change", "ada", {"alias": "taken"}), "Somebody else has this alias"),
        (("disable", "root"), "Nobody changes his own"),
        (("change", "root", {"role": "reader"}), "Nobody changes his own"),
    ],
)
def test_what_makes_no_sense_about_users_is_refused(small, clock, given, says):
    root = who(small, first(small))
    somebody(small, "ada")
    somebody(small, "bob")
    call("user", small, acting=root, action="change", name="bob", alias="taken")
    action, name, *more = given
    with pytest.raises((SettingError, NotAllowed), match=says):
        call("user", small, acting=root, action=action, name=name, **(more[0] if more else {}))


def test_nobody_gives_more_than_he_has(small, clock):
    first(small)
    bounded = somebody(small, "eve", "admin", "green")
    for asked in ({"tlp": "red"}, {"unlimited": True}, {}):
        with pytest.raises(NotAllowed, match="above his own"):
            told = {"action": "add", "name": "mallory", **asked} if asked else {
                "action": "change", "name": "root", "tlp": "amber"}  # fmt: skip
            call("user", small, acting=bounded, **told)


def test_one_key_locks_everybody_out_until_the_machine_unlocks(centre, clock):
    root = who(centre, session := first(centre))
    somebody(centre, "ada", "editor")
    other = enter(centre, "ada", WORD)
    made = call("token", centre, acting=root, action="add", label="feed", scope="taxii")
    assert bearer(centre, made["secret"], "taxii")
    with pytest.raises(NotAllowed):
        call("people", centre, acting=who(centre, other), action="lock")
    told = call("people", centre, acting=root, action="lock")
    assert (told["locked"], told["locked_by"], told["tokens_revoked"], told["sessions"]) == (
        True,
        "root",
        1,
        1,
    )
    assert (who(centre, other), bearer(centre, made["secret"], "taxii")) == (None, None)
    assert who(centre, session), "one's own door stays open"
    with pytest.raises(Refused):
        enter(centre, "root", WORD)
    with pytest.raises(NotAllowed):
        call("people", centre, acting=root, action="unlock")
    assert not call("people", centre, action="unlock")["locked"]
    assert enter(centre, "root", WORD)
    assert centre.people("lock")["sessions"] == 0


def test_tokens_are_ones_own_and_their_secret_is_shown_once(centre, clock):
    root = who(centre, first(centre))
    ada = somebody(centre, "ada", "analyst")
    mine = call("token", centre, acting=ada, action="add", label="script", scope="write", days=1)
    theirs = call("token", centre, acting=root, action="add", label="feed", user="root")
    assert [one["user"] for one in call("token", centre, acting=ada)["tokens"]] == ["ada"]
    assert len(call("token", centre, acting=root)["tokens"]) == 2
    for given in ({"user": "root"}, {"action": "revoke", "label": theirs["prefix"]}):
        with pytest.raises((NotAllowed, SettingError)):
            call("token", centre, acting=ada, **given)
    with pytest.raises(NotAllowed, match="token is not for"):
        call("token", centre, acting=bearer(centre, mine["secret"], "write"), action="add", label="more")
    listed = json.dumps(call("token", centre, acting=root)) + str(audit(centre.casebook))
    assert mine["secret"] not in listed
    assert call("token", centre, acting=ada, action="revoke", label=mine["prefix"])["tokens"][0]["revoked_at"]
    assert bearer(centre, mine["secret"], "write") is None


def test_a_token_of_a_reader_cannot_write_and_none_lasts_forever(small, clock):
    first(small)
    one = somebody(small, "ada")
    wrong = [({"scope": "write"}, NotAllowed), ({"days": 9999}, SettingError), ({"label": " "}, SettingError)]
    for given, problem in (*wrong, ({"cases": ("nowhere",)}, CentreError)):
        with pytest.raises(problem):
            call("token", small, acting=one, **{"action": "add", "label": "x", **given})


def test_the_log_is_only_added_to_whoever_asks_the_database(centre):
    for n in range(3):
        log(centre.casebook, "ada", "verb", "main", {"n": n}, "done")
    for sql in ("UPDATE audit SET actor = 'eve' WHERE number = 2", "DELETE FROM audit WHERE number = 3"):
        with (
            pytest.raises(Exception, match="only ever added to"),
            connected(centre.casebook, writing=True) as db,
        ):
            db.exec_driver_sql(sql)
    assert call("audit", centre, action="verify") | {"last": ""} == {
        "whole": True, "first_broken": None, "lines": 3, "last": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE number = 2", 3),
        ("UPDATE audit SET row_before = '' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 2", 3),
        ("DELETE FROM audit WHERE number = 1", 2),
        ("UPDATE audit SET refs = 0 WHERE number = 1", 2),
    ],
)
def test_what_somebody_changed_behind_its_back_is_found(centre, sql, broken):
    for n in range(4):
        log(centre.casebook, "ada", "verb", "main", {"n": n}, "done", refs=n + 1)
    whole = verify(centre.casebook)
    with connected(centre.casebook, writing=True) as db:
        if db.dialect.name == "sqlite":
            db.exec_driver_sql("DROP TRIGGER audit_no_update")
            db.exec_driver_sql("DROP TRIGGER audit_no_delete")
        else:
            db.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_kept")
        db.exec_driver_sql(sql)
    found = verify(centre.casebook)
    assert (whole.broken, found.broken) == (None, broken)


def test_lines_cut_off_at_the_end_change_the_last_hash(centre):
    for n in range(3):
        log(centre.casebook, "ada", "verb", "main", {"n": n}, "done")
        last = verify(centre.casebook).last
    log(centre.casebook, "ada", "verb", "main", {}, "done")
    assert verify(centre.casebook).last != last


def test_the_log_is_asked_by_person_verb_and_day(centre, clock):
    root = who(centre, first(centre))
    ingest(centre, "main")
    call("search", centre.case("main"), acting=root, words="hello there")
    told = call("audit", centre, acting=root, verb="search", who="root")["lines"]
    assert [(one["actor"], one["verb"], one["case_name"]) for one in told] == [("root", "search", "main")]
    assert "hello" not in told[0]["settings"]
    assert call("audit", centre, acting=root, since="2999")["lines"] == []
    assert len(call("audit", centre, acting=root, limit=2)["lines"]) == 2


def test_an_old_log_is_chained_when_it_is_taken_over(tmp_path):
    from tests.casebook.test_store import old

    old(tmp_path / "casebook.db")
    assert verify(tmp_path / "casebook.db").rows == 2
    log(tmp_path / "casebook.db", "ada", "verb", "main", {}, "done")
    assert (verify(tmp_path / "casebook.db").rows, verify(tmp_path / "casebook.db").broken) == (3, None)


def test_a_case_says_what_it_is_for_who_works_on_it_and_when_to_look_again(centre, clock):
    first(centre)
    ingest(centre, "main")
    ada = somebody(centre, "ada", "editor", "", ("main",))
    bob = somebody(centre, "bob")
    case = centre.case("main")
    with pytest.raises(SettingError, match="has a question"):
        call("scope", case, acting=ada, action="write", purpose="x")
    with pytest.raises(SettingError, match="is no day"):
        call("scope", case, acting=ada, action="write", purpose="x", question="y", basis="z", review="soon")
    told = call("scope", case, acting=ada, action="write", purpose="Elections", question="Who?", basis="Art. 6",
                review="2020-01-01")  # fmt: skip
    again = call("scope", case, acting=ada, action="write", retention="A year")
    assert (again["note"]["purpose"], again["note"]["retention"], len(again["before"])) == (
        "Elections",
        "A year",
        1,
    )
    assert told["note"]["by"] == ada.pseudonym
    with pytest.raises(CentreError, match="There is no case"):
        call("scope", case, acting=bob)
    joined = call("scope", case, acting=ada, action="join", user="bob")
    assert joined["members"] == ["ada", "bob"]
    bob = who(centre, enter(centre, "bob", WORD))
    assert call("scope", case, acting=bob, action="overdue")["overdue"] == [
        {"case": "main", "review": "2020-01-01", "purpose": "Elections"}
    ]
    with pytest.raises(NotAllowed):
        call("scope", case, acting=bob, action="part", user="ada")
    call("scope", case, acting=ada, action="part", user="bob")
    assert who(centre, entering.enter(centre, "bob", WORD)).cases == ()


def test_overdue_reviews_of_hidden_cases_are_not_listed(centre, clock):
    first(centre)
    for name in ("main", "other"):
        ingest(centre, name)
        centre.case(name).scope("write", purpose=name, question="?", basis="-", review="2020-01-01")
    ada = somebody(centre, "ada", "reader", "", ("main",))
    told = call("scope", centre.case("main"), acting=ada, action="overdue")["overdue"]
    assert [one["case"] for one in told] == ["main"]


def test_before_there_is_an_administrator_others_can_be_changed(small, clock):
    small.user("add", "ada")
    assert row(small.user("change", "ada", shown="Ada"), "ada")["created_by"] == "local"
    small.user("disable", "ada")
    assert entering.set_up_link(small) is None
    link = small.user("add", "root", role="admin", unlimited=True)["link"]
    assert who(small, accept(small, link, WORD)).ceiling.labels() == []
