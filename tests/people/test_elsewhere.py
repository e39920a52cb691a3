"""Entering through another provider: a small one that runs in this test, honest or not."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from floodwatch.casebook.read import audit
from floodwatch.centre.entering import enter, who
from floodwatch.centre.entering_elsewhere import LASTS_S, begin, elsewhere, finish
from floodwatch.model.errors import Refused, SettingError
from tests.people.conftest import WORD, changed, first, somebody

SHARED = "very-secret"


class Provider:
    """Gives out codes for a subject; everything that it says can be changed."""

    def __init__(self):
        self.key, self.alg = ECKey.generate_key("P-256", {"kid": "k"}), "ES256"
        self.signs = self.key
        self.issuer, self.codes, self.known, self.claims, self.forms = "", {}, {}, {}, []
        self.status = 200

    def send(self, address):
        """A person who was sent here says yes; gives the code with which he goes back."""
        asked = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return code

    def answer(self, path, form):
        if path.endswith("openid-configuration"):
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return {"issuer": self.issuer, **{n: f"{self.issuer}/{n}" for n in names}, **self.known}
        if path.endswith("jwks_uri"):
            return {"keys": [self.key.as_dict(private=False)]}
        self.forms.append(form)
        asked = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(
            b"="
        )
        if asked is None or challenge.decode() != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        told = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": "floodwatch",
            "exp": now + 60,
            "iat": now,
            "nonce": asked["nonce"],
        }
        told = {k: v for k, v in (told | self.claims).items() if v is not None}
        token = jwt.encode({"alg": self.alg, "kid": "k"}, told, self.signs, algorithms=[self.alg])
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}


@pytest.fixture
def provider():
    one = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.respond({})

        def do_POST(self):
            told = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.respond({name: value[0] for name, value in parse_qs(told).items()})

        def respond(self, form):
            body = json.dumps(one.answer(self.path, form)).encode()
            self.send_response(one.status)
            self.send_header("Location", "https://example.org/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        one.issuer = f"http://127.0.0.1:{running.server_port}"
        yield one
        running.shutdown()


@pytest.fixture
def there(small, provider, clock, monkeypatch):
    """A centre that knows the provider, and Ada by her address."""
    monkeypatch.setenv("OIDC_SECRET", SHARED)
    first(small)
    somebody(small, "ada", "analyst")
    changed(small, "ada", email="ada@example.org")
    with (small.path / "centre.toml").open("a") as file:
        file.write(f'[oidc]\nissuer = "{provider.issuer}"\nclient = "floodwatch"\nsecret_env = "OIDC_SECRET"\n'
                   'back = "http://localhost/back"\n')  # fmt: skip
    provider.claims = {"email": "Ada@Example.org", "email_verified": True}
    return small


def come_back(centre, provider):
    address, state = begin(centre)
    return finish(centre, state, state, provider.send(address), "1.2.3.4")


def test_somebody_who_is_known_by_address_enters_and_is_known_by_subject_from_then_on(there, provider):
    assert who(there, come_back(there, provider)).user == "ada"
    assert provider.forms[0]["client_secret"] == SHARED
    provider.claims = {}
    assert who(there, come_back(there, provider)).user == "ada"
    provider.claims = {"sub": "s-2", "email": "ada@example.org", "email_verified": True}
    with pytest.raises(Refused):
        come_back(there, provider)  # another person with the same address
    told = audit(there.casebook)
    assert [(row["actor"], row["outcome"]) for row in told if row["verb"] == "enter elsewhere"] == [
        ("ada", "done"), ("ada", "done"), ("", "Refused"),
    ]  # fmt: skip
    assert SHARED not in str(told)
    assert enter(there, "ada", WORD)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email": "eve@example.org"},
        {"aud": "another"}, {"aud": ["floodwatch", "another"]}, {"iss": "https://evil.example"}, {"nonce": "another"},
        {"nonce": None}, {"exp": 1}, {"exp": None}, {"sub": None}, {"iat": 4_000_000_000},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_in_which_anything_is_wrong_opens_nothing(there, provider, claims):
    provider.claims |= claims
    with pytest.raises(Refused):
        come_back(there, provider)


def test_a_signature_by_another_key_or_with_a_shared_one_is_no_signature(there, provider):
    provider.signs = ECKey.generate_key("P-256", {"kid": "k"})
    with pytest.raises(Refused):
        come_back(there, provider)
    provider.signs, provider.alg = OctKey.import_key(json.dumps(provider.key.as_dict(private=False))), "HS256"
    with pytest.raises(Refused):
        come_back(there, provider)


def test_a_state_is_of_one_browser_works_once_and_ends(there, provider, clock):
    address, state = begin(there)
    _, other = begin(there)
    for came, kept in (("", ""), (state, ""), (state, other), ("x", "x")):
        with pytest.raises(Refused):
            finish(there, came, kept, provider.send(address))
    assert finish(there, state, state, provider.send(address))
    with pytest.raises(Refused):
        finish(there, state, state, provider.send(address))
    address, state = begin(there)
    clock[0] += LASTS_S
    with pytest.raises(Refused):
        finish(there, state, state, provider.send(address))


def test_a_code_of_another_entry_is_refused(there, provider):
    one, _ = begin(there)
    _, state = begin(there)
    with pytest.raises(Refused):
        finish(there, state, state, provider.send(one))


@pytest.mark.parametrize(
    "known",
    [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/t"}, {"jwks_uri": "file:///etc/passwd"},
     {"authorization_endpoint": None}],
    ids=str,
)  # fmt: skip
def test_a_provider_that_says_it_is_another_or_names_unsafe_places_is_not_asked(there, provider, known):
    provider.known = known
    with pytest.raises(Refused):
        begin(there)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_none_is_followed_nowhere(there, provider, status):
    provider.status = status
    with pytest.raises(Refused):
        begin(there)


def test_who_is_disabled_or_locked_out_does_not_come_in_by_this_door(there, provider):
    changed(there, "ada", disabled=1)
    with pytest.raises(Refused):
        come_back(there, provider)
    changed(there, "ada", disabled=0)
    there.people("lock")
    with pytest.raises(Refused):
        come_back(there, provider)


@pytest.mark.parametrize(
    "told",
    [
        'issuer = "http://a.example"',
        'issuer = "https://a"\nclient = "c"\nback = "http://b.example"',
        'what = "x"',
    ],
)
def test_settings_of_a_provider_that_make_no_sense_are_refused(small, told):
    with (small.path / "centre.toml").open("a") as file:
        file.write(f"[oidc]\n{told}\n")
    with pytest.raises(SettingError, match="oidc"):
        elsewhere(small)


def test_without_a_provider_there_is_no_such_door(small):
    assert elsewhere(small) is None
    with pytest.raises(Refused):
        begin(small)
