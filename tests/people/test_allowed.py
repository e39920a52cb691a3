"""The door for verbs and views: by role, by case, by ceiling, by file."""

from __future__ import annotations

import pytest

from floodwatch.casebook import marks, record
from floodwatch.casebook.ceiling import MARKED, bounded
from floodwatch.casebook.claims import claims
from floodwatch.casebook.dissemination import Handed, hand_over
from floodwatch.casebook.imports import log_import
from floodwatch.casebook.read import audit, cases
from floodwatch.casebook.roles import account_entity, case_entity, role_claim
from floodwatch.casebook.store import connected
from floodwatch.casebook.write import add_case, add_entity, add_translation
from floodwatch.centre.allowed import incoming
from floodwatch.centre.call import call
from floodwatch.centre.look import look
from floodwatch.centre.verbs import VERBS
from floodwatch.model.acting import ACCESS, LOCAL, LOOKING, ROLES, Acting, acted_by, acting
from floodwatch.model.claims import Consent, Entity, entity_id
from floodwatch.model.errors import CentreError, ClaimError, FloodwatchError, NotAllowed, SettingError
from floodwatch.model.markings import Marking
from floodwatch.views import BOOK_VIEWS, VIEWS
from tests.casebook.made import ALL, claim
from tests.people.conftest import ingest
from tests.recurrence.made import BRIDGE, collected, post, written

BELOW = [
    (verb, role) for verb in VERBS for role in ROLES if not Acting("u", "U", role).may(verb.least)
]  # fmt: skip


def person(role="admin", cases=None, tlp="", **more):
    return Acting("ada", "Ada", role, Marking(tlp), cases, "desk-1", **more)


def placed(centre, verb):
    return centre.case("main") if verb.on == "case" else centre


def test_every_verb_and_view_says_for_whom_it_is():
    assert set(ACCESS) == {verb.name for verb in VERBS}
    assert set(LOOKING) == {view.name for view in (*VIEWS, *BOOK_VIEWS)}
    assert all(verb.local == (verb.least == "local") for verb in VERBS)
    for verb in VERBS:
        names = {p.name for p in verb.parameters}
        access = ACCESS[verb.name]
        assert set(access.given) <= names
        choices = {c for p in verb.parameters if p.name == "action" for c in p.choices}
        assert set(access.actions) == choices, verb.name


@pytest.mark.parametrize(("verb", "role"), BELOW, ids=lambda x: getattr(x, "name", x))
def test_a_lesser_role_is_refused_whatever_the_verb(small, verb, role):
    with pytest.raises(NotAllowed):
        call(verb.name, placed(small, verb), acting=person(role))
    assert audit(small.casebook)[-1]["outcome"] == "NotAllowed"


@pytest.mark.parametrize(
    ("verb", "role", "settings"),
    [
        ("actor", "reader", {"name": "x", "same": "y"}),
        ("actor", "reader", {"undo": 1}),
        ("narrative", "reader", {"action": "name"}),
        ("marking", "analyst", {"source": "case:main", "tlp": "clear"}),
        ("knowledge", "analyst", {"action": "export"}),
        ("forecast", "analyst", {"action": "record"}),
        ("recurrence", "analyst", {"close": True}),
        ("dissemination", "analyst", {"undo": 3}),
        ("incident", "reader", {"leads_to": "none"}),
        ("watch", "reader", {"action": "acknowledge"}),
        ("watch", "reader", {}),
    ],
)
def test_what_changes_something_asks_for_more_than_reading_does(small, verb, role, settings):
    one = next(v for v in VERBS if v.name == verb)
    with pytest.raises(NotAllowed):
        call(verb, placed(small, one), acting=person(role), **settings)


def test_a_case_of_others_is_answered_like_one_that_is_not_there(small):
    for name in ("mine", "other"):
        ingest(small, name)
    one = person("analyst", ("mine",))
    told = set()
    for name in ("other", "nowhere"):
        for ask in (
            lambda name=name: call("search", small.case(name), acting=one, words="hello"),
            lambda name=name: look("search", small.case(name), one, words="hello"),
            lambda name=name: look("assessed", small, one, case=name),
            lambda name=name: call(
                "marking", small, acting=person("editor", ("mine",)), source=f"case:{name}"
            ),
        ):
            with pytest.raises(CentreError) as refused:
                ask()
            told.add(str(refused.value).replace(name, "NAME"))
    assert told == {"There is no case NAME. Check its name."}
    assert look("search", small.case("mine"), one, words="hello")["found"] == 2
    with acted_by(one), pytest.raises(CentreError, match="There is no case other"):
        small.case("other")


def test_a_case_above_the_ceiling_does_not_exist(small):
    ingest(small, "green", tlp="green")
    ingest(small, "red", tlp="red")
    ingest(small, "decided")
    marks.mark(small.casebook, "case:decided", MARKED, {"tlp": "TLP:AMBER"}, "root")
    one = person("admin", None, "TLP:GREEN")
    for name in ("red", "decided", "nowhere"):
        with pytest.raises(CentreError, match=f"^There is no case {name}\\."):
            look("search", small.case(name), one)
    assert look("search", small.case("green"), one)["found"] == 2
    assert look("search", small.case("red"), person())["found"] == 2


def test_a_label_in_the_data_itself_hides_a_case_too(small, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "posts.csv").write_text(
        "platform,post_id,account_id,created_at,text,collection_id\nx,1,a,2024-05-01T10:00:00Z,hi,c1\n",
        "utf-8",
    )
    (folder / "collections.csv").write_text("collection_id,method,markings\nc1,manual,TLP:RED\n", "utf-8")
    small.case("marked").ingest(folder)
    with pytest.raises(CentreError, match="There is no case marked"):
        look("search", small.case("marked"), person("admin", None, "TLP:AMBER"))
    assert look("search", small.case("marked"), person("admin", None, "TLP:RED"))["found"] == 1


def test_no_table_of_the_casebook_tells_of_a_hidden_case(centre):
    book = centre.casebook
    for name in ("mine", "other"):
        add_case(book, name)
        add_entity(book, f"n-{name}", "narrative", name, {"post:x/1": 1.0}, "root")
        add_translation(book, name, "post:x/1", "ab", "de", "Hallo", "human", "root")
    voice, agreed = account_entity("account:x/1", "root"), Consent("A desk", "2024-05-01", "Yes.")
    record.add(book, ALL, [claim(), claim(source_document="cd" * 32, consent=agreed)])
    record.add(book, [voice, case_entity("other")], [role_claim(voice, "other", "target", "root")])
    with bounded(Marking(), {"other"}, {"cd" * 32}):
        assert cases(book) == ["mine"]
        assert [one.source_document for one in claims(book)] == [claim().source_document]
        with connected(book) as db:
            for table in ("translations", "entities", "anchors"):
                rows = str(db.exec_driver_sql(f"SELECT * FROM {table}").all())
                assert "other" not in rows, table
                assert "mine" in rows, table
    assert cases(book) == ["mine", "other"]


def test_no_question_reaches_above_the_ceiling_of_whoever_asks(centre):
    record.add(centre.casebook, ALL, [claim(tlp="TLP:RED"), claim(tlp="TLP:GREEN", span_end=50)])
    for asked in ("", "red", "amber"):
        given = {"name": ALL[0].label} | ({"tlp": asked} if asked else {})
        told = str(call("actor", centre, acting=person("reader", None, "TLP:AMBER"), **given))
        assert "TLP:RED" not in told
        assert "TLP:GREEN" in told
    assert "TLP:RED" in str(call("actor", centre, name=ALL[0].label))


def test_totals_count_nothing_of_what_is_hidden(small):
    who = Entity(entity_id=entity_id("actor", "Hollow Reed"), kind="actor", label="Hollow Reed")
    record.add(small.casebook, [*ALL, who], [claim(tlp="TLP:RED", subject=who)])
    one = person("reader", None, "TLP:GREEN")
    assert look("actor", small, person(), name="Hollow Reed")["found"]
    without = look("actor", small, one, name="Hollow Reed")
    assert without["found"] == []
    assert "Reed" not in str({**without, "asked": ""}), "no near name either"


@pytest.mark.parametrize(
    ("verb", "settings"),
    [
        ("ingest", {"inputs": ("/etc/passwd",)}),
        ("ingest", {"inputs": ("../casebook.db",)}),
        ("ingest", {"inputs": ("s3://bucket/x",)}),
        ("ingest", {"inputs": ("ok.csv",), "format": "/etc/passwd"}),
        ("read", {"inputs": ("~/x",)}),
        ("publish", {"out": "/tmp/elsewhere"}),  # noqa: S108
        ("detect", {"engine": "spark://elsewhere:7077"}),
        ("detect", {"spill": "/dev/shm"}),  # noqa: S108
        ("election", {"table": "/etc/passwd"}),
        ("knowledge", {"action": "import", "inputs": ("/etc/hosts",)}),
        ("knowledge", {"action": "export", "out": "/etc/cron.d/x"}),
        ("dissemination", {"file": "/etc/passwd", "to": "me", "tlp": "clear"}),
        ("lint", {"inputs": ("/etc/passwd",)}),
        ("plan", {"inputs": ("/etc/passwd",)}),
        ("coordinate", {"inputs": ("a\0b",), "out": "x"}),
        ("weigh", {"file": "/etc/passwd"}),
        ("marking", {"source": "/etc/passwd"}),
    ],
)
def test_no_file_of_the_machine_is_read_or_written_for_somebody_far_away(small, verb, settings):
    ingest(small, "main")
    one = next(v for v in VERBS if v.name == verb)
    with pytest.raises((NotAllowed, SettingError)) as told:
        call(verb, placed(small, one), acting=person(), **settings)
    assert "root:" not in str(told.value)


def test_a_link_out_of_the_folder_of_what_came_in_leads_nowhere(small, tmp_path):
    incoming(small).mkdir()
    (incoming(small) / "posts.csv").symlink_to("/etc/passwd")
    with pytest.raises(SettingError, match="Send the file first"):
        call("ingest", small.case("new"), acting=person(), inputs=(str(incoming(small) / "posts.csv"),))


def test_what_was_sent_is_read_into_a_new_case_of_which_one_is_a_member(small):
    from floodwatch.casebook.people import members

    incoming(small).mkdir()
    (incoming(small) / "posts.csv").write_text(
        "platform,post_id,account_id,created_at,text\nx,1,a,2024-05-01,hi\n"
    )
    call(
        "ingest",
        small.case("new"),
        acting=person("analyst", ()),
        inputs=(str(incoming(small) / "posts.csv"),),
    )
    assert members(small.casebook, "new") == ["ada"]
    with pytest.raises(CentreError, match="There is no case third"):
        call("ingest", small.case("third"), acting=person("analyst", (), scope="write"), inputs=())


def test_who_decides_is_who_acts_and_goes_by_another_name(small):
    told = call("marking", small, acting=person("editor"), source="ab" * 32, tlp="green", by="Somebody Else")
    assert {line["decided_by"] for line in told["history"]} == {"desk-1"}
    assert audit(small.casebook)[-1]["actor"] == "ada"


def test_a_call_within_a_call_is_by_the_same_person(small):
    ingest(small, "main")
    with acted_by(person("reader")), pytest.raises(NotAllowed):
        small.case("main").publish()
    assert acting() == LOCAL


def test_a_token_for_the_feed_opens_nothing_else(small):
    feed = person("reader", scope="taxii")
    with pytest.raises(NotAllowed, match="feed"):
        look("facts", small, feed)
    with pytest.raises(NotAllowed, match="feed"):
        call("actor", small, acting=feed, name="x")


def test_looking_for_somebody_needs_a_reason_where_the_centre_says_so(small):
    ingest(small, "main")
    with (small.path / "centre.toml").open("a") as file:
        file.write("[people]\nreasons = true\n")
    one = person()
    for ask in (lambda **m: look("account", small.case("main"), one, account="a1", **m),
                lambda **m: call("search", small.case("main"), acting=one, words="hello", **m)):  # fmt: skip
        with pytest.raises(SettingError, match="needs a reason"):
            ask(reason=" ")
        ask(reason="case 12")
    kept = [
        row["settings"]
        for row in audit(small.casebook)
        if row["outcome"] == "done" and row["verb"] != "ingest"
    ]
    assert ["case 12" in one for one in kept] == [True, True]
    call("search", small.case("main"), words="hello")


@pytest.mark.parametrize("told", ["idle_minutes = 0", 'reasons = "yes"', "unknown = 1", "reasons = 1"])
def test_settings_about_people_that_make_no_sense_are_refused(small, told):
    from floodwatch.centre.people_settings import people_settings

    with (small.path / "centre.toml").open("a") as file:
        file.write(f"[people]\n{told}\n")
    with pytest.raises(SettingError, match=told.split(" ")[0]):
        people_settings(small)


def test_what_is_looked_at_is_logged_with_place_and_count_and_without_the_words(small):
    ingest(small, "main")
    look("search", small.case("main"), person(place="10.0.0.7"), words="hello secret words")
    row = audit(small.casebook)[-1]
    assert (row["actor"], row["verb"], row["case_name"], row["kind"]) == ("ada", "search", "main", "view")
    assert (row["place"], row["refs"]) == ("10.0.0.7", 0)
    assert "secret" not in row["settings"]
    look("search", small.case("main"), person(), words="hello")
    assert audit(small.casebook)[-1]["refs"] == 4, "two posts, two accounts"


@pytest.mark.parametrize("view", [v.name for v in BOOK_VIEWS])
def test_every_view_of_the_casebook_is_looked_at_through_the_door(small, view):
    given = {"name": "x"} if view == "actor" else {}
    add_case(small.casebook, "main")
    try:
        look(view, small, person("reader", ("main",), "TLP:AMBER"), **given)
    except FloodwatchError as problem:
        raise AssertionError(problem.message()) from problem
    with pytest.raises(SettingError, match="has no setting"):
        look(view, small, person("reader", ("main",)), nonsense=1)


def test_nobody_decides_about_what_he_may_not_see(centre):
    book = centre.casebook
    red, green = claim(tlp="TLP:RED"), claim(tlp="TLP:GREEN", span_end=50)
    record.add(book, ALL, [red, green])
    (number,) = record.decide(book, [red.claim_id], "confirmed", "root")
    with bounded(Marking("TLP:AMBER")):
        told = set()
        for one in (red.claim_id, "nothing"):
            for act in (
                lambda one=one: record.decide(book, [one], "refused", "ada"),
                lambda one=one: record.relate(book, green.claim_id, "supports", one, "ada"),
                lambda one=one: record.supersede(book, one, green.claim_id, "ada"),
            ):
                with pytest.raises(ClaimError) as refused:
                    act()
                told.add(str(refused.value).replace(one, "ID"))
        assert told == {"There is no such claim (ID)."}
        with pytest.raises(ClaimError, match=f"No decision {number} about a claim stands"):
            record.undo(book, number, "ada")
        assert record.decide(book, [green.claim_id], "confirmed", "ada")
    assert {one.status for one in claims(book)} == {"confirmed"}


def test_a_marking_above_the_ceiling_is_neither_shown_nor_changed(small):
    source, book = "cd" * 32, small.casebook
    number = marks.mark(book, source, MARKED, {"tlp": "TLP:RED"}, "root")
    low = person("editor", None, "TLP:GREEN")
    assert call("marking", small, acting=low)["sources"] == []
    lower = {"tlp": "clear", "anew": True, "reason": "x"}
    for given in ({"source": source}, {"source": source[:8]}, {"source": source, **lower}, {"undo": number}):
        with pytest.raises(SettingError):
            call("marking", small, acting=low, **given)
    assert marks.sources(book)[source].marking.tlp == "TLP:RED"


def test_undoing_about_a_narrative_undoes_nothing_else(small):
    from floodwatch.centre.narrative import _undo

    ingest(small, "main")
    number = marks.mark(small.casebook, "case:main", MARKED, {"tlp": "TLP:RED"}, "root")
    with pytest.raises(SettingError, match=f"No decision {number} stands"):
        _undo(small.case("main"), "ada", {"number": number})


def test_hand_overs_of_hidden_cases_are_not_listed(small):
    for name, tlp in (("mine", ""), ("other", ""), ("mine", "TLP:RED")):
        one = Handed(what="file", name="x", sha256="ab" * 32, marking=Marking(tlp), case_name=name)
        hand_over(small.casebook, one, "root")
    for name in ("mine", "other"):
        add_case(small.casebook, name)
    told = call("dissemination", small, acting=person("editor", ("mine",), "TLP:AMBER"))["handed"]
    assert [(one["case"], one["number"]) for one in told] == [("mine", 1)]
    with pytest.raises(SettingError, match="no hand-over 2"):
        call("dissemination", small, acting=person("editor", ("mine",)), undo=2)
    assert len(call("dissemination", small)["handed"]) == 3


def test_what_was_met_in_a_hidden_case_was_not_met(small, tmp_path):
    released = collected(tmp_path)
    small.case("quarry").ingest(released, written(tmp_path, [post(1, "op1", BRIDGE, collection_id="c1")]))
    case = small.case("mine")
    case.ingest(written(tmp_path, [post(2, "u2", BRIDGE)]), method="keyword")
    assert "quarry" in str(call("recurrence", case)["hits"])
    alone = call("recurrence", case, acting=person("analyst", ("mine",)))
    assert (alone["found"], alone["seen_only"]) == (0, {})
    assert "quarry" not in str(alone)
    marks.mark(small.casebook, "case:quarry", MARKED, {"tlp": "TLP:RED"}, "root")
    assert [hit["says"] for hit in call("recurrence", case)["hits"]] == ["ask the case owner"]
    assert call("recurrence", case, acting=person("admin", None, "TLP:AMBER")) == alone


def test_an_import_above_the_ceiling_is_not_listed_nor_what_others_brought_counted(small):
    book, other = small.casebook, "cd" * 32
    known = (
        claim(tlp="TLP:RED", source_document=other),
        claim(tlp="TLP:RED"),
        claim(tlp="TLP:GREEN", span_end=50),
    )
    record.add(book, ALL, known)
    with connected(book, writing=True) as db:
        for name, documents in (("red", [other]), ("mixed", [claim().source_document])):
            log_import(db, name, "root", {"source": f"the {name} list", "documents": documents, "new": 2})
    low = person("reader", None, "TLP:AMBER")
    told = str(call("knowledge", small, acting=low))
    assert ("the mixed list" in told, "the red list" in told) == (True, False)
    assert "the red list" in str(call("knowledge", small))
    (mixed,) = look("imported", small, low, name="mixed")
    assert (mixed["claims"], mixed["history"]) == ({"suggested": 1}, [])


@pytest.mark.parametrize("ask", [lambda c, p: look("facts", c, p), lambda c, p: call("marking", c, acting=p)])
def test_what_cannot_be_logged_is_not_shown(small, monkeypatch, ask):
    from floodwatch.casebook import write

    monkeypatch.setattr(write, "log", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ask(small, person())
    assert ask(small, LOCAL) is not None
