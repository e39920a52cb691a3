"""Webhooks: signed, to public addresses alone, followed nowhere, above a marking not at all."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from floodwatch.centre import hooks as settings
from floodwatch.centre.handles import Centre
from floodwatch.model.errors import DeliveryError, SettingError
from floodwatch.model.markings import Marking
from floodwatch.wire import hooks
from floodwatch.wire.hooks import Hook, chosen, public, send

INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",  # noqa: S104
    "192.0.0.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "2001:0:7f00:1::",
    "localhost", "0x7f000001", "2130706433", "017700000001", "", "x",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not public(address)
    with pytest.raises(DeliveryError, match="not public"):
        chosen("hook.example.org", 443, (), lambda host, port: [address])


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_an_address_outside_is(address):
    assert chosen("hook.example.org", 443, (), lambda host, port: [address]) == address


def test_of_several_addresses_none_may_be_inside():
    with pytest.raises(DeliveryError):
        chosen("hook.example.org", 443, (), lambda host, port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(DeliveryError, match="no address"):
        chosen("hook.example.org", 443, (), lambda host, port: [])


@pytest.mark.parametrize(("allow", "fits"), [(("hook.lan",), True), (("10.0.0.0/8",), True), (("10.0.0.1",), True),
                                             (("10.1.0.0/16",), False), (("other.lan",), False), (("lan",), False)])  # fmt: skip  # noqa: E501
def test_the_settings_may_name_one_inside(allow, fits):
    if fits:
        assert chosen("hook.lan", 80, allow, lambda host, port: ["10.0.0.1"]) == "10.0.0.1"
    else:
        with pytest.raises(DeliveryError):
            chosen("hook.lan", 80, allow, lambda host, port: ["10.0.0.1"])


@pytest.fixture
def hearer():
    """A webhook on this machine that keeps what it hears and answers as it is told."""
    heard, says = [], {"status": 204, "headers": {}}

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, dict(self.headers), body))
            self.send_response(says["status"])
            for name, value in says["headers"].items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *given):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://hook.example.org:{server.server_port}/take", heard, says
    server.shutdown()
    server.server_close()


HERE = ("hook.example.org",)


def here(host, port):
    return ["127.0.0.1"]


def test_a_message_is_signed_with_its_moment(hearer):
    address, heard, _ = hearer
    send(Hook(address, "secret", allow=HERE), "job", {"b": 1, "a": "ü"}, here, at=1_800_000_000)
    path, headers, body = heard[0]
    assert (path, json.loads(body)) == ("/take", {"a": "ü", "b": 1})
    told = hmac.new(b"secret", b"1800000000." + body, hashlib.sha256).hexdigest()
    assert headers[hooks.SIGNATURE] == f"v1={told}"
    assert (headers[hooks.STAMP], headers[hooks.EVENT]) == ("1800000000", "job")
    assert headers["Host"].startswith("hook.example.org:")
    assert "secret" not in str(heard)


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(hearer):
    address, heard, _ = hearer
    asked = []

    def changing(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    send(Hook(address, "k", allow=HERE), "job", {}, changing)
    assert (len(asked), len(heard)) == (1, 1)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_it_is_followed_nowhere(hearer, status):
    address, heard, says = hearer
    says |= {"status": status, "headers": {"Location": "http://169.254.169.254/latest/meta-data"}}
    with pytest.raises(DeliveryError, match=f"HTTP {status}"):
        send(Hook(address, "k", allow=HERE), "job", {}, here)
    assert len(heard) == 1


def test_who_does_not_answer_is_given_up(hearer):
    address, _, says = hearer
    says["status"] = 500
    with pytest.raises(DeliveryError, match="HTTP 500"):
        send(Hook(address, "k", allow=HERE), "job", {}, here)
    with pytest.raises(DeliveryError, match="within"):
        send(
            Hook(address, "k", 0.05, HERE),
            "job",
            {},
            lambda host, port: threading.Event().wait(1) or ["127.0.0.1"],
        )
    with pytest.raises(DeliveryError, match="cannot be reached"):
        send(Hook("http://hook.example.org:1/", "k", allow=HERE), "job", {}, here)


TOLD = {"endpoint": "https://hook.example.org/x", "key_env": "HOOK_KEY"}


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": ""}, {"endpoint": 1}, {"endpoint": "ftp://x"}, {"key_env": ""}, {"key_env": "NO_SUCH"}, {"events": []},  # noqa: E501
     {"events": ["everything"]}, {"allow": "x"}, {"allow": [1]}, {"seconds": 0}, {"tlp": "blue"}, {"other": 1},
     {"endpoint": "http://hook.example.org/x"}, {"endpoint": "https://u:p@hook.example.org/"}],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(monkeypatch, wrong):
    monkeypatch.setenv("HOOK_KEY", "k")
    assert settings.listeners({"hooks": {"one": TOLD}})[0].events == settings.EVENTS
    with pytest.raises(SettingError):
        settings.listeners({"hooks": {"one": {**TOLD, **wrong}}})


def test_who_listens_is_told_up_to_a_marking_and_a_failure_undoes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HOOK_KEY", "k")
    (tmp_path / "centre.toml").write_text(
        'schema = 1\n[hooks.low]\nendpoint = "https://low.example.org/"\nkey_env = "HOOK_KEY"\ntlp = "clear"\n'
        '[hooks.jobs]\nendpoint = "https://jobs.example.org/"\nkey_env = "HOOK_KEY"\nevents = ["job"]\n'
        '[hooks.bad]\nendpoint = "https://bad.example.org/"\nkey_env = "HOOK_KEY"\ntlp = "red"\n',
        "utf-8",
    )
    sent = []

    def keep(hook, event, values):
        sent.append((hook.address, event))
        if "bad" in hook.address:
            raise DeliveryError("The webhook refused")

    monkeypatch.setattr(hooks, "send", keep)
    centre = Centre.open(tmp_path)
    green = settings.tell(centre, settings.RELEASE, {}, Marking("TLP:GREEN"))
    assert green == [{"to": "bad", "problem": "The webhook refused"}]
    assert [one["to"] for one in settings.tell(centre, settings.JOB, {}, Marking())] == ["low", "jobs", "bad"]
    assert settings.tell(centre, settings.JOB, {}, Marking("TLP:RED")) == [
        {"to": "bad", "problem": "The webhook refused"}
    ]
