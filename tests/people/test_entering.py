"""Doors: who gets in, who does not, and that nobody learns why."""

from __future__ import annotations

import pyotp
import pytest

from floodwatch.casebook import people
from floodwatch.casebook.doors import FREE, LONGEST_WAIT_S, add_token, invite, revoke, say
from floodwatch.casebook.read import audit
from floodwatch.casebook.store import connected
from floodwatch.centre import entering, second_factor
from floodwatch.centre.entering import bearer, csrf, csrf_right, enter, leave, leave_everywhere, who
from floodwatch.model.errors import CodeNeeded, Refused, SettingError, Throttled
from floodwatch.model.markings import Marking
from floodwatch.tools import secrets
from tests.people.conftest import WORD, changed, first, somebody


def refused(centre, *given):
    with pytest.raises(Refused) as told:
        enter(centre, *given)
    return str(told.value)


def test_the_first_administrator_is_made_by_a_link_that_works_once(centre, clock):
    link = entering.set_up_link(centre)
    for wrong in ("", "x", link[:-1], link.upper()):
        with pytest.raises(Refused):
            entering.set_up(centre, wrong, "root", WORD)
    with pytest.raises(SettingError, match="12 characters"):
        entering.set_up(centre, link, "root", "short")
    with pytest.raises(SettingError, match="name may not be"):
        entering.set_up(centre, link, "root", "my Root password")
    session = entering.set_up(centre, link, "Root", WORD)
    acting = who(centre, session)
    assert (acting.user, acting.name, acting.role, acting.cases) == ("root", "Root", "admin", None)
    assert "root" not in acting.pseudonym
    assert entering.set_up_link(centre) is None
    with pytest.raises(Refused):
        entering.set_up(centre, link, "eve", WORD)


def test_a_link_ends_after_a_day_and_with_the_next_one(centre, clock):
    old = entering.set_up_link(centre)
    new = entering.set_up_link(centre)
    with pytest.raises(Refused):
        entering.set_up(centre, old, "root", WORD)
    clock[0] += entering.LINK_S
    with pytest.raises(Refused):
        entering.set_up(centre, new, "root", WORD)


def test_who_is_invited_chooses_a_password_once(centre, clock):
    first(centre)
    with connected(centre.casebook, writing=True) as db:
        people.add(db, "ada", "Ada", "analyst", Marking("TLP:GREEN"), "root")
        link = invite(db, entering.INVITED, "ada", "root", 60)
    assert "There is" not in refused(centre, "ada", "")
    assert who(centre, entering.accept(centre, link, WORD)).ceiling == Marking("TLP:GREEN")
    with pytest.raises(Refused):
        entering.accept(centre, link, WORD)
    assert who(centre, enter(centre, " ADA ", WORD)).user == "ada"


def test_refusals_are_alike_whatever_the_reason(centre, clock):
    first(centre)
    somebody(centre, "ada")
    somebody(centre, "bob")
    changed(centre, "bob", disabled=1)
    told = {refused(centre, "ada", "wrong"), refused(centre, "bob", WORD), refused(centre, "nobody", WORD)}
    told |= {refused(centre, "ö' OR 1=1 --\0"[:-1], WORD), refused(centre, "", "")}
    assert len(told) == 1


def test_an_unknown_name_costs_a_hash_too(centre, clock, monkeypatch):
    first(centre)
    done, usual = [], secrets.right
    monkeypatch.setattr(secrets, "right", lambda kept, given: done.append(kept) or usual(kept, given))
    refused(centre, "nobody", WORD)
    refused(centre, "root", "wrong")
    assert [bool(kept) for kept in done] == [False, True]
    verified = []
    hasher = type(secrets._hasher(tuple(secrets.COST.items())))
    monkeypatch.setattr(hasher, "verify", lambda self, kept, given: verified.append(kept))
    assert not usual("", WORD)
    assert verified


def test_waiting_grows_by_name_and_by_place_and_ends(centre, clock):
    first(centre)
    for _ in range(FREE["name"]):
        refused(centre, "root", "wrong", "", "1.2.3.4")
    waits = []
    for _ in range(12):
        with pytest.raises(Throttled) as told:
            enter(centre, "root", WORD)
        waits.append(told.value.wait_s)
        clock[0] += told.value.wait_s
        refused(centre, "root", "wrong")
    assert waits == sorted(waits)
    assert (waits[:3], waits[-1]) == ([1, 2, 4], LONGEST_WAIT_S)
    clock[0] += LONGEST_WAIT_S
    assert who(centre, enter(centre, "root", WORD, "", "1.2.3.4"))
    refused(centre, "root", "wrong")


def test_unknown_names_wait_like_known_ones_and_a_place_waits_for_all_names(centre, clock):
    first(centre)
    for _ in range(FREE["name"]):
        refused(centre, "nobody", "wrong")
    with pytest.raises(Throttled):
        enter(centre, "nobody", "wrong")
    for n in range(FREE["place"]):
        refused(centre, f"n{n}", "wrong", "", "6.6.6.6")
    with pytest.raises(Throttled):
        enter(centre, "root", WORD, "", "6.6.6.6")
    assert enter(centre, "root", WORD, "", "7.7.7.7")


def test_no_name_or_place_can_be_read_from_the_attempts(centre, clock):
    first(centre)
    refused(centre, "secretname", "wrong", "", "9.9.9.9")
    with connected(centre.casebook) as db:
        kept = str(db.exec_driver_sql("SELECT * FROM attempts").all())
    assert "secretname" not in kept
    assert "9.9.9.9" not in kept


def test_sessions_end_by_idling_by_age_by_leaving_and_everywhere(centre, clock):
    first(centre)
    one, two = enter(centre, "root", WORD), enter(centre, "root", WORD)
    assert one != two
    leave(centre, one)
    assert (who(centre, one), bool(who(centre, two))) == (None, True)
    for _ in range(23):
        clock[0] += 3600
        assert who(centre, two), "used within the time"
    clock[0] += 3600
    assert who(centre, two) is None, "too old"
    three = enter(centre, "root", WORD)
    clock[0] += 7200
    assert who(centre, three) is None, "not used"
    four, five = enter(centre, "root", WORD), enter(centre, "root", WORD)
    mine = entering.sessions(centre, "root", four)
    assert [row["own"] for row in mine].count(True) == 1
    assert four not in str(mine)
    assert entering.leave_one(centre, "root", next(r["id"] for r in mine if not r["own"]))
    assert (bool(who(centre, four)), who(centre, five)) == (True, None)
    assert leave_everywhere(centre, "root") >= 1
    assert who(centre, four) is None


def test_entering_again_ends_the_session_before(centre, clock):
    session = first(centre)
    again = enter(centre, "root", WORD, before=session)
    assert (who(centre, session), bool(who(centre, again))) == (None, True)


def test_forged_sessions_open_nothing_and_no_secret_is_kept(centre, clock):
    session = first(centre)
    for wrong in (
        "",
        "x",
        session[:-1],
        session + "a",
        session.swapcase(),
        secrets.digest(session),
        "\ud800",
        "%",
    ):
        assert who(centre, wrong) is None
    with connected(centre.casebook) as db:
        names = [r[0] for r in db.exec_driver_sql("SELECT session_hash FROM sessions")]
        everything = str(
            [db.exec_driver_sql(f"SELECT * FROM {t}").all() for t in ("sessions", "users", "invitations")]
        )
    assert names == [secrets.digest(session)]
    assert session not in everything
    assert WORD not in everything


def test_a_disabled_user_is_out_at_once_and_a_new_role_counts_at_once(centre, clock):
    first(centre)
    somebody(centre, "ada", "analyst")
    session = enter(centre, "ada", WORD)
    changed(centre, "ada", role="reader", tlp="TLP:GREEN")
    assert (who(centre, session).role, who(centre, session).ceiling.tlp) == ("reader", "TLP:GREEN")
    changed(centre, "ada", disabled=1)
    assert who(centre, session) is None
    with pytest.raises(SettingError, match="Nobody would be left"):
        changed(centre, "root", disabled=1)


def test_a_form_belongs_to_its_session(centre, clock):
    session = first(centre)
    other = enter(centre, "root", WORD)
    assert csrf_right(centre, session, csrf(centre, session))
    for wrong in ("", "x", csrf(centre, other), session):
        assert not csrf_right(centre, session, wrong)
    assert not csrf_right(centre, "", csrf(centre, ""))


def test_the_second_factor_is_asked_for_and_each_code_works_once(centre, clock):
    first(centre)
    made = second_factor.begin(centre, "root")
    assert who(centre, enter(centre, "root", WORD)), "it does not count before it is confirmed"
    app = pyotp.HOTP(made["secret"])
    with pytest.raises(Refused):
        second_factor.confirm(centre, "root", "000000")
    step = clock[0] // 30
    codes = second_factor.confirm(centre, "root", app.at(step))
    with pytest.raises(SettingError):
        second_factor.begin(centre, "root")
    with pytest.raises(CodeNeeded):
        enter(centre, "root", WORD)
    refused(centre, "root", "wrong", app.at(step + 1))
    refused(centre, "root", WORD, app.at(step))  # it was used to confirm
    refused(centre, "root", WORD, app.at(step + 3))
    assert enter(centre, "root", WORD, f" {app.at(step + 1)} ")
    refused(centre, "root", WORD, app.at(step + 1))
    assert enter(centre, "root", WORD, codes[0].upper())
    refused(centre, "root", WORD, codes[0])
    assert len(set(codes)) == second_factor.RECOVERY
    with connected(centre.casebook) as db:
        kept = str(db.exec_driver_sql("SELECT * FROM recovery_codes").all())
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_a_hash_made_at_lower_cost_is_made_again(centre, clock, monkeypatch):
    first(centre)
    before = people.users(centre.casebook)
    with connected(centre.casebook) as db:
        kept = people.row_of(db, "root")["password"]
    monkeypatch.setattr(secrets, "COST", {"time_cost": 2, "memory_cost": 16, "parallelism": 1})
    assert enter(centre, "root", WORD)
    with connected(centre.casebook) as db:
        again = people.row_of(db, "root")["password"]
    assert kept != again
    assert "t=2" in again
    assert people.users(centre.casebook) == before


def test_what_a_password_costs_is_what_the_rfc_recommends(monkeypatch):
    monkeypatch.undo()
    assert secrets.COST == {"time_cost": 3, "memory_cost": 1 << 16, "parallelism": 4}
    assert secrets.hashed(WORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def token(centre, name, scope, cases=None, ceiling=("", ""), expires=10**10):
    with connected(centre.casebook, writing=True) as db:
        return add_token(db, name, "test", scope, cases, Marking(*ceiling), expires)


def test_a_token_is_for_its_scope_and_never_more_than_its_owner(centre, clock):
    first(centre)
    somebody(centre, "ada", "analyst", "amber", ("one", "two"))
    reads, _ = token(centre, "ada", "read", ["one", "three"], ("TLP:RED", ""))
    writes, _ = token(centre, "root", "write", None, ("TLP:GREEN", ""))
    feed, _ = token(centre, "root", "taxii")
    acting = bearer(centre, reads, "read")
    assert (acting.role, acting.cases, acting.ceiling.tlp) == ("reader", ("one",), "TLP:AMBER")
    acting = bearer(centre, writes, "write")
    assert (acting.role, acting.ceiling.tlp) == ("editor", "TLP:GREEN")
    assert bearer(centre, writes, "read").role == "reader"
    assert bearer(centre, feed, "taxii").role == "reader"
    for secret, scope in (
        (reads, "write"),
        (reads, "taxii"),
        (writes, "taxii"),
        (feed, "read"),
        (feed, "write"),
    ):
        assert bearer(centre, secret, scope) is None


def test_tokens_end_by_time_by_revoking_and_with_their_owner(centre, clock):
    first(centre)
    somebody(centre, "ada", "analyst")
    short, _ = token(centre, "ada", "read", expires=clock[0] + 60)
    long, prefix = token(centre, "ada", "read")
    assert bearer(centre, short, "read")
    clock[0] += 60
    assert bearer(centre, short, "read") is None
    for wrong in ("", long[:-1], prefix, f"fw_{prefix}_", secrets.digest(long)):
        assert bearer(centre, wrong, "read") is None
    changed(centre, "ada", disabled=1)
    assert bearer(centre, long, "read") is None
    changed(centre, "ada", disabled=0)
    assert bearer(centre, long, "read")
    with connected(centre.casebook, writing=True) as db:
        assert revoke(db, prefix=prefix) == 1
    assert bearer(centre, long, "read") is None


def test_while_all_is_locked_nobody_enters(centre, clock):
    first(centre)
    with connected(centre.casebook, writing=True) as db:
        say(db, "locked", "root")
    told = refused(centre, "root", WORD)
    assert told == refused(centre, "nobody", WORD)
    with connected(centre.casebook, writing=True) as db:
        say(db, "unlocked", "")
    assert enter(centre, "root", WORD)


def test_the_log_says_who_entered_and_holds_no_secret(centre, clock):
    session = first(centre)
    refused(centre, "root", "my wrong password")
    refused(centre, "a password typed as name", "x")
    told = str(audit(centre.casebook))
    assert [row["verb"] for row in audit(centre.casebook)] == ["set up", "enter", "enter"]
    for secret in (session, WORD, "my wrong password", "a password typed as name"):
        assert secret not in told


def test_a_password_is_changed_with_the_old_one_and_ends_the_other_sessions(centre, clock):
    one, two = first(centre), enter(centre, "root", WORD)
    acting = who(centre, one)
    with pytest.raises(Refused):
        entering.change_password(centre, acting, "wrong", "another word entirely")
    with pytest.raises(SettingError):
        entering.change_password(centre, acting, WORD, "short")
    entering.change_password(centre, acting, WORD, "another word entirely")
    assert (bool(who(centre, one)), who(centre, two)) == (True, None)
    refused(centre, "root", WORD)
    assert enter(centre, "root", "another word entirely")
    secret, _ = token(centre, "root", "write")
    with pytest.raises(Refused):
        entering.change_password(centre, bearer(centre, secret, "write"), "another word entirely", WORD)
    for _ in range(FREE["name"]):
        with pytest.raises((Refused, Throttled)):
            entering.change_password(centre, acting, "wrong", WORD)
    with pytest.raises(Throttled):
        entering.change_password(centre, acting, "another word entirely", WORD)


def test_a_second_factor_is_taken_away_with_a_code_and_by_nothing_else(centre, clock):
    first(centre)
    app = pyotp.HOTP(second_factor.begin(centre, "root")["secret"])
    codes = second_factor.confirm(centre, "root", app.at(clock[0] // 30))
    for wrong in ("", "000000", app.at(clock[0] // 30)):
        with pytest.raises(Refused):
            second_factor.end(centre, "root", wrong)
    second_factor.end(centre, "root", codes[3])
    assert enter(centre, "root", WORD)
    for _ in range(FREE["name"]):
        with pytest.raises(Refused):
            second_factor.end(centre, "root", codes[4])
    with pytest.raises(Throttled):
        second_factor.end(centre, "root", codes[5])
