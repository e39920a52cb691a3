"""Who may not: no session, other sites, roles and cases, lower ceilings, forged forms, other people's files."""

from __future__ import annotations

import io

import pytest

from floodwatch.centre import entering, uploads
from floodwatch.centre.headers import same_origin
from floodwatch.model.acting import Acting
from floodwatch.model.errors import SettingError
from floodwatch.web.forms import local
from floodwatch.web.pages import PAGES
from tests.web.conftest import WORD
from tests.web.test_pages import NOT_THERE, address


def form(made, token, **fields):
    return {"csrf": entering.csrf(made, token), **fields}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_without_a_session_every_page_leads_to_the_entrance(page, made, browse):
    answer = browse().get(address(page, made))
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/enter")
    assert browse().get("/c/main/networks?as=json").status_code == 401
    assert browse().get("/c/main/graph.bin").status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "'; DROP TABLE sessions;--", "\u00e9"])
def test_a_forged_session_opens_nothing(token, made, browse):
    page = browse()
    assert page.get("/", headers={"cookie": b"floodwatch=" + token.encode()}).status_code == 303


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.of_case and p.name not in NOT_THERE], ids=lambda p: p.name
)
def test_a_case_of_others_is_not_there(page, made, session, browse):
    other = browse(session("olga", cases=()))
    answer, none = (
        other.get(address(page, made)),
        other.get(address(page, made).replace("/c/main", "/c/nothing")),
    )
    assert answer.status_code == 404
    assert answer.text == none.text.replace("nothing", "main")


def test_a_case_of_others_is_in_no_list(made, session, browse):
    other = browse(session("olga", cases=()))
    assert other.get("/cases?as=json").json()["cases"] == []
    assert other.get("/?as=json").json()["cases_total"] == 0
    assert other.get("/c/main/graph.bin").status_code == 404


def test_a_reader_changes_nothing(made, session, browse):
    token = session("rita", role="reader")
    reader = browse(token)
    assert reader.get("/c/main/networks").status_code == 200
    for path, fields in (
        ("/c/main/do/log", {"action": "add", "text": "x"}),
        ("/c/main/do/queue", {"action": "decide", "ref": "network:x", "state": "done"}),
        ("/c/main/do/detect", {}),
        ("/c/main/do/publish", {}),
        ("/c/main/reading/decide", {"do": "accept", "claim": "abc"}),
        ("/do/user", {"action": "add", "name": "mallory", "role": "admin"}),
        ("/new", {"case": "mine"}),
    ):
        answer = reader.post(path, data=form(made, token, **fields))
        assert answer.status_code == 403, (path, answer.text[:300])
    assert reader.get("/people").status_code == 403
    assert reader.get("/audit").status_code == 403
    assert 'href="/people"' not in reader.get("/").text


def test_under_a_ceiling_a_stricter_case_is_not_there(made, session, browse, admin):
    lead = browse(admin)
    lead.post("/new", data=form(made, admin, case="secret"))
    made.marking("case:secret", tlp="red", reason="a test")
    low, high = browse(session("lois", tlp="green", cases=("main", "secret"))), browse(admin)
    assert high.get("/c/secret").status_code == 200
    assert low.get("/c/secret").status_code == 404
    assert "secret" not in low.get("/cases").text


def test_a_form_of_another_session_is_refused(made, session, browse, admin):
    token = session("anna")
    page = browse(token)
    for wrong in ("", "0" * 64, entering.csrf(made, admin)):
        answer = page.post("/c/main/do/log", data={"csrf": wrong, "action": "add", "text": "x"})
        assert answer.status_code == 403
    right = page.post("/c/main/do/log", data=form(made, token, action="add", text="fits", back="/c/main/log"))
    assert (right.status_code, right.headers["location"]) == (303, "/c/main/log")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "https://evil.example"},
        {"sec-fetch-site": "", "origin": "null"},
    ],
)
def test_what_another_site_asks_for_is_refused(headers, made, session, browse):
    token = session("anna")
    page = browse(token)
    page.headers.update(headers)
    if not headers["sec-fetch-site"]:
        del page.headers["sec-fetch-site"]
    answer = page.post("/c/main/do/log", data=form(made, token, action="add", text="x"))
    assert (answer.status_code, "another site" in answer.text) == (403, True)


def test_a_program_without_a_cookie_is_no_site():
    assert same_origin({b"host": b"centre"})
    assert not same_origin({b"host": b"centre", b"cookie": b"floodwatch=x"})


@pytest.mark.parametrize(
    "given",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb", "\\x"],
)
def test_one_is_led_back_to_this_server_alone(given):
    assert local(given) == "/"
    assert local("/c/main?x=1") == "/c/main?x=1"


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../centre.toml", "file:///etc/passwd", "s3://b/k", "http://127.0.0.1/"]
)
def test_no_path_of_the_server_is_read(path, made, session, browse):
    token = session("anna")
    answer = browse(token).post("/c/main/do/ingest", data=form(made, token, inputs=path))
    assert answer.status_code in (404, 422), answer.text[:300]
    assert "There is no such upload" in answer.text


def test_settings_of_the_machine_are_not_offered(made, session, browse):
    token = session("anna")
    page = browse(token)
    text = page.get("/c/main/do/detect").text
    assert 'name="engine"' not in text and 'name="memory"' not in text and 'name="spill"' not in text
    answer = page.post("/c/main/do/detect", data=form(made, token, engine="sc://evil.example"))
    assert answer.status_code in (303, 422)
    assert page.get("/do/backup").status_code == 404
    assert page.get("/do/serve").status_code == 404


@pytest.mark.parametrize(
    "name", ["../../x.csv", "/etc/passwd", "..\\..\\x", "a\x00b", "." * 300, "", "x.svg", "x.html"]
)
def test_an_upload_stays_where_it_belongs(name, made, admin):
    acting = Acting("ada", "Ada", "admin")
    kept = uploads.keep(made, acting, name, io.BytesIO(b"<script>alert(1)</script>"))
    path = uploads.path_of(made, acting, kept.upload)
    assert path.parent.parent == made.path / "incoming"
    assert path.name not in ("", ".", "..", ".upload.json")
    with pytest.raises(SettingError, match="There is no such upload"):
        uploads.path_of(made, Acting("rita", "Rita", "reader"), kept.upload)


def test_an_upload_is_whole_or_not_there(made):
    acting = Acting("ada", "Ada", "admin")
    before = len(uploads.uploads(made, acting))
    with pytest.raises(SettingError, match="at most"):
        uploads.keep(made, acting, "big", io.BytesIO(b"x" * 2000), most=1000)
    with pytest.raises(SettingError, match="empty"):
        uploads.keep(made, acting, "none", io.BytesIO(b""))
    assert len(uploads.uploads(made, acting)) == before


def test_nothing_that_was_sent_is_ever_served(made, session, browse):
    token = session("anna")
    page = browse(token)
    sent = page.post(
        "/c/main/data/send",
        data=form(made, token),
        files={"file": ("x.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")},
    )
    shown = page.get(sent.headers["location"])
    assert shown.status_code == 200 and shown.headers["content-type"].startswith("text/html")
    assert "<svg onload" not in shown.text


def test_entering_and_leaving(made, session, browse):
    session("erin")
    page = browse()
    assert page.get("/enter").status_code == 200
    wrong = page.post("/enter", data={"name": "erin", "password": "not that one at all", "to": "/cases"})
    unknown = page.post("/enter", data={"name": "nobody", "password": "not that one at all", "to": "/cases"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("erin", "") == unknown.text.replace("nobody", "")
    right = page.post("/enter", data={"name": "erin", "password": WORD, "to": "//evil.example"})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    token = page.cookies["floodwatch"]
    assert page.get("/me").status_code == 200
    page.post("/leave", data=form(made, token))
    assert entering.who(made, token) is None


def test_a_link_works_once(made, admin, browse):
    from floodwatch.centre.call import call

    link = call("user", made, acting=Acting("ada", "Ada", "admin"), action="add", name="ivan")["link"]
    page = browse()
    assert page.get(f"/invited/{link}").status_code == 200
    assert page.post(f"/invited/{link}", data={"password": "short"}).status_code == 422
    assert page.post(f"/invited/{link}", data={"password": WORD}).status_code == 303
    assert page.post(f"/invited/{link}", data={"password": WORD}).status_code == 422
    assert page.post("/set-up/anything", data={"name": "eve", "password": WORD}).status_code == 422


def test_a_second_factor_is_set_up_in_the_browser(made, session, browse):
    import re

    import pyotp

    token = session("quinn")
    page = browse(token)
    begun = page.post("/me/do", data=form(made, token, do="begin")).text
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", begun)
    assert secret and "<svg" in begun and "style=" not in begun
    wrong = page.post("/me/do", data=form(made, token, do="confirm", code="000000x"))
    assert wrong.status_code != 200
    right = page.post("/me/do", data=form(made, token, do="confirm", code=pyotp.TOTP(secret[1]).now()))
    assert (right.status_code, "Recovery codes" in right.text) == (200, True)
    assert secret[1] not in page.get("/me").text
    alone = browse().post("/enter", data={"name": "quinn", "password": WORD})
    assert (alone.status_code, "second factor" in alone.text) == (401, True)


def test_a_token_is_shown_once(made, session, browse):
    token = session("anna")
    page = browse(token)
    shown = page.post("/me/do", data=form(made, token, do="token", label="nightly", scope="read")).text
    assert "fw_" in shown and "nightly" in shown
    assert "It is shown this once" not in page.get("/me").text
