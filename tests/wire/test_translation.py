"""Translators as they come: real servers and real programs, also hostile ones; no message holds the key or the text."""

from __future__ import annotations

import json
import socketserver
import sys
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from floodwatch.model.errors import TranslationError
from floodwatch.wire.asking import SAID
from floodwatch.wire.translation import MOST_BYTES, by_command, by_endpoint

KEY = "k3y-that-nobody-sees"
TEXT = "Der Zug kommt später"


@contextmanager
def server(answer):
    """A server on this machine that answers as told; gives its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, json.loads(body)))
            answer(self)

        def do_GET(self):
            asked.append((self.path, None))
            answer(self)

        def log_message(self, *given):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/translate", asked
        running.shutdown()


def says(body, code=200, **headers):
    def answer(handler):
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    return answer


def test_an_endpoint_is_sent_the_text_and_gives_the_translation():
    with server(says({"translatedText": "The train is late \u202e"})) as (address, asked):
        assert by_endpoint(address, KEY, 5)(TEXT, "auto", "en") == "The train is late \u202e"
    assert asked == [
        ("/translate", {"q": TEXT, "source": "auto", "target": "en", "format": "text", "api_key": KEY})
    ]


def test_without_a_key_none_is_sent():
    with server(says({"translatedText": "x"})) as (address, asked):
        by_endpoint(address, "", 5)("half \ud800", "auto", "en")
    assert "api_key" not in asked[0][1]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(b"<html>not JSON</html>"), "JSON"),
        (says(b"[" * 100_000), "JSON"),
        (says([1, 2]), "JSON"),
        (says({"translatedText": {"a": 1}}), "without a translation"),
        (says({"translatedText": "  "}), "without a translation"),
        (says(b'{"translatedText": "' + b"x" * (MOST_BYTES + 1)), "more than a translation"),
        (says({"error": f"Invalid key {KEY} " + "x" * 5000}, 403), "HTTP 403"),
        (says(b"\xff" * 100_000, 500), "HTTP 500"),
        (lambda handler: handler.connection.close(), "translator"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"), "translator"),
    ],
)
def test_whatever_else_an_endpoint_says_is_one_error_without_secrets(answer, words):
    with server(answer) as (address, _), pytest.raises(TranslationError, match=words) as caught:
        by_endpoint(address, KEY, 5)(TEXT, "auto", "en")
    said = str(caught.value)
    assert KEY not in said
    assert TEXT not in said
    assert len(said) < SAID + 200
    assert caught.value.__cause__ is None


def test_no_redirect_is_followed():
    with server(says({"translatedText": "stolen"})) as (other, stolen):
        for code in (301, 302, 303, 307, 308):
            with (
                server(says(b"", code, Location=other)) as (address, _),
                pytest.raises(TranslationError, match="HTTP 3"),
            ):
                by_endpoint(address, KEY, 5)(TEXT, "auto", "en")
    assert stolen == []


def drip(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def header_drip(handler):
    for _ in range(100):
        handler.connection.sendall(b"H")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [lambda handler: time.sleep(3), drip, header_drip])
def test_a_slow_endpoint_is_given_up(answer):
    def tolerant(handler):
        with suppress(OSError):
            answer(handler)

    with server(tolerant) as (address, _), pytest.raises(TranslationError, match=r"within 0\.3 seconds"):
        by_endpoint(address, KEY, 0.3)(TEXT, "auto", "en")


def test_an_endpoint_that_is_not_there():
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as free:
        port = free.server_address[1]
    with pytest.raises(TranslationError, match="cannot be reached"):
        by_endpoint(f"http://127.0.0.1:{port}/", KEY, 5)(TEXT, "auto", "en")


def program(code):
    return [sys.executable, "-c", f"import os, sys, time; {code}", "{source}", "{target}"]


def test_a_program_reads_the_text_and_writes_the_translation(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    code = (
        "sys.stdout.buffer.write(' '.join(sys.argv[1:]).encode() + b': ' + sys.stdin.buffer.read().upper())"
    )
    assert by_command(program(code), 20)("später; $(id) `id`", "de", "en") == "de en: SPäTER; $(ID) `ID`"


def test_a_program_sees_no_keys_of_the_environment(monkeypatch):
    monkeypatch.setenv("TRANSLATION_KEY", KEY)
    told = by_command(program("print(sorted(os.environ))"), 20)(TEXT, "de", "en")
    assert "PATH" in told
    assert "TRANSLATION_KEY" not in told


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(3)", "ended with code 3"),
        ("print('  ')", "did not answer with a translation"),
        ("sys.stdout.buffer.write(bytes([255, 254, 0]))", "did not answer with text"),
        ("print(chr(0))", "did not answer with a translation"),
        (f"sys.stdout.write('x' * {MOST_BYTES + 10}); time.sleep(60)", "more than a translation"),
    ],
)
def test_a_program_that_fails_is_one_error(code, words):
    with pytest.raises(TranslationError, match=words) as caught:
        by_command(program(code), 20)(TEXT, "de", "en")
    assert TEXT not in str(caught.value)


def test_a_program_and_its_children_are_ended(tmp_path):
    mark = tmp_path / "alive"
    child = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    code = f"import subprocess; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    with pytest.raises(TranslationError, match=r"within 0\.5 seconds"):
        by_command(program(code), 0.5)(TEXT, "de", "en")
    time.sleep(2.5)
    assert not mark.exists()


@pytest.mark.parametrize("command", [["no-such-program-here"], ["\x00"]])
def test_a_program_that_cannot_be_started(command):
    with pytest.raises(TranslationError, match="cannot be started"):
        by_command(command, 5)(TEXT, "de", "en")
