"""Alerts on their way out, to real servers on this machine."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest

from floodwatch.model.errors import DeliveryError
from floodwatch.wire.delivering import Mail, to_file, to_mail, to_webhook
from tests.wire.endpoints import chats

TEXT = "Zeile\n.\nQUIT\n"
"""A line with a dot alone ends a message where nobody takes care."""


@contextmanager
def post_office(refuse: bool = False):
    """A server that takes one message after the rules of SMTP; gives its port and the lines of what it took."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line, line.makefile("rwb") as talk:
                _answer(talk, b"220 here")
                while command := talk.readline():
                    word = command[:4].upper()
                    if word == b"DATA":
                        _answer(talk, b"354 go on")
                        while (part := talk.readline()) != b".\r\n":
                            taken.append(part)
                    if word == b"RCPT" and refuse:
                        _answer(talk, b"550 nobody here")
                    else:
                        _answer(talk, b"221 bye" if word == b"QUIT" else b"250 fine")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1], taken
        thread.join(10)


def _answer(talk, words):
    talk.write(words + b"\r\n")
    talk.flush()


def mail(port, **more):
    return Mail("127.0.0.1", port, "centre@example.org", ["desk@example.org"], tls="none", seconds=10, **more)


def test_a_message_arrives_whole():
    with post_office() as (port, taken):
        to_mail(mail(port))("Floodwatch: 1 new alert in main", TEXT, {})
    parsed = message_from_bytes(b"".join(taken), policy=policy.default)
    assert parsed["Subject"] == "Floodwatch: 1 new alert in main" and parsed["To"] == "desk@example.org"
    # The server sees the doubled dot, which the protocol asks for.
    assert parsed.get_content().replace("\r\n", "\n").replace("..\n", ".\n") == TEXT


def test_a_subject_of_two_lines_is_no_second_header():
    with pytest.raises(ValueError, match="linefeed"):
        to_mail(mail(9))("one\nBcc: others@example.org", "text", {})


def test_a_refused_address_is_said_without_the_text():
    with post_office(refuse=True) as (port, _), pytest.raises(DeliveryError, match="refused") as problem:
        to_mail(mail(port))("subject", "secret text", {})
    assert "secret" not in str(problem.value)


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeliveryError, match="cannot be reached"):
        to_mail(mail(port))("subject", "text", {})


def test_mail_to_elsewhere_is_never_unencrypted(monkeypatch):
    class Line:
        def __init__(self, *given, **more):
            self.closed = False

        def close(self):
            self.closed = True

    monkeypatch.setattr("floodwatch.wire.delivering.smtplib.SMTP", Line)
    far = Mail("mail.example.org", 25, "a@example.org", ["b@example.org"], tls="none")
    with pytest.raises(DeliveryError, match="without encryption"):
        to_mail(far)("subject", "text", {})


def test_a_webhook_gets_json_and_its_key():
    with chats(lambda question: (200, b"{}")) as (address, asked):
        to_webhook(address, "key-1", 10)("subject", "text", {"alerts": []})
    assert asked == [("/v1", "Bearer key-1", {"subject": "subject", "text": "text", "alerts": []})]


def test_a_webhook_that_refuses_is_said_without_the_key():
    answer = (403, json.dumps({"error": "not with key-1"}).encode())
    with chats(lambda question: answer) as (address, _), pytest.raises(DeliveryError) as problem:
        to_webhook(address, "key-1", 10)("subject", "text", {})
    assert "403" in str(problem.value) and "key-1" not in str(problem.value)


def test_lines_of_a_file_are_added_whole(tmp_path):
    deliver = to_file(tmp_path / "alerts.jsonl")
    for number in range(2):
        deliver("s", "t", {"n": number, "label": "line\nbreak\ud800"})
    rows = [json.loads(line) for line in (tmp_path / "alerts.jsonl").read_text("utf-8").splitlines()]
    assert [row["n"] for row in rows] == [0, 1]


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(DeliveryError, match="cannot be written"):
        to_file(tmp_path)("s", "t", {})
