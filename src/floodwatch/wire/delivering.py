"""Alerts on their way out: to a file, by e-mail, to a webhook. Off until the settings name a place.

What is sent is JSON or plain text that the caller made; no header is built from anything that was ingested.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

from floodwatch.model.errors import DeliveryError
from floodwatch.wire.asking import HOME, Endpoint, kind

Deliver = Callable[[str, str, Mapping[str, Any]], None]
"""A subject line of our own words, the text, and the same as values."""
MOST_BYTES = 100_000
"""Of a webhook's answer, which is not read further."""


@dataclass(frozen=True, slots=True)
class Mail:
    """Where e-mail goes: the server, how it is reached, from whom and to whom."""

    host: str
    port: int
    sender: str
    to: Sequence[str]
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    seconds: float = 30


def to_file(path: Path) -> Deliver:
    """One line of JSON at the end of a file, which is on the disk when this returns."""
    import json

    def deliver(subject: str, text: str, values: Mapping[str, Any]) -> None:
        line = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str) + "\n"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line.encode("utf-8", "replace"))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as problem:
            raise DeliveryError(f"The alert cannot be written: {kind(problem)}", where=str(path)) from None

    return deliver


def to_webhook(address: str, key: str, seconds: float) -> Deliver:
    """A POST of JSON to one address; where it leads elsewhere it is refused."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    endpoint = Endpoint(
        address, seconds, _failed, most=MOST_BYTES, too_much="answered too much", secret=key, headers=headers
    )

    def deliver(subject: str, text: str, values: Mapping[str, Any]) -> None:
        endpoint.ask({"subject": subject, "text": text, **values})

    return deliver


def _failed(why: str, host: str) -> DeliveryError:
    return DeliveryError(f"The webhook {why}", where=host)


def to_mail(mail: Mail) -> Deliver:
    """A plain message over SMTP. A password is sent only over an encrypted line."""

    def deliver(subject: str, text: str, values: Mapping[str, Any]) -> None:
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject, mail.sender, ", ".join(mail.to)
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="floodwatch")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            with _line(mail) as server:
                if mail.user:
                    server.login(mail.user, mail.password)
                server.send_message(message)
        except smtplib.SMTPException as problem:
            raise DeliveryError(
                f"The mail server refused ({type(problem).__name__})", where=mail.host
            ) from None
        except OSError as problem:
            raise DeliveryError(
                f"The mail server cannot be reached ({kind(problem)})", where=mail.host
            ) from None

    return deliver


def _line(mail: Mail) -> smtplib.SMTP:
    """A connection, encrypted unless the server is this machine and the settings say so."""
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(
            mail.host, mail.port, timeout=mail.seconds, context=ssl.create_default_context()
        )
    server = smtplib.SMTP(mail.host, mail.port, timeout=mail.seconds)
    if mail.tls == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    elif mail.host not in HOME:
        server.close()
        raise DeliveryError("Mail is not sent without encryption to another machine", where=mail.host)
    return server
