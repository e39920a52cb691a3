"""E-mail: the body of a message, quoted replies as quotes, the signature as boilerplate, its attachments by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime

from floodwatch.sources.documents.base import (
    Attached,
    DocumentExample,
    Found,
    Given,
    Piece,
    broken,
    too_large,
    within,
)
from floodwatch.sources.documents.furniture import introduces_quote
from floodwatch.sources.documents.html import page, web_text
from floodwatch.sources.documents.plain import blocks

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]*\S?")
_KNOWN = frozenset((
    "from", "to", "subject", "date", "message-id", "mime-version", "received", "return-path", "content-type",
    "cc", "reply-to", "delivered-to", "in-reply-to", "references", "sender", "list-id",
))  # fmt: skip
_SIGNATURE = re.compile(r"--\s*$")
_DEPTH = re.compile(r"^(?:>[ \t]?)*")
_FORWARDED = re.compile(
    r"\*?(?:from|sent|to|cc|subject|date|reply-to|von|gesendet|an|betreff|datum|de|envoyé|à|objet)\s*:\*? \S",
    re.I,
)
"""A header of a forwarded message, copied into the body."""
_LONG = re.compile(rb"^content-[\w-]{1,40}:(?:[^\n]|\n[ \t]){10000}", re.I | re.M)
"""A header of which the parsing takes the square of its length."""
_LEAST_HEADS, _MOST_LINES = 3, 8
LONGEST_HEADER = 4_000
MOST_PARTS = 1_000


class Email:
    """One message as it is sent."""

    name = "email"
    description = "E-mail: body, quoted replies and the names of attachments of one message."
    suffixes = (".eml", ".mht", ".mhtml")

    def recognises(self, given: Given) -> bool:
        """It begins with headers of a message, two of the common ones at least."""
        lines = given.head[:16384].lstrip("\n\r").splitlines()
        named: set[str] = set()
        for line in lines[1:] if lines and lines[0].startswith("From ") else lines:
            said = _HEADER.match(line)
            if said:
                named.add(said.group(1).lower())
            elif not line[:1].isspace():
                break
        least = 1 if given.suffix in self.suffixes else 2
        return len(named & _KNOWN) >= least

    def read(self, given: Given) -> Found:
        """The body (plain text before HTML) and what the headers say."""
        if _LONG.search(given.data):
            raise too_large("A header of this e-mail is far too long", given)
        try:
            message = BytesParser(policy=compat32).parsebytes(given.data)
            parts = list(_parts(message, given))
        except (MessageError, RecursionError, ValueError, LookupError, TypeError) as problem:
            raise broken(f"This e-mail cannot be read: {problem}", given) from problem
        body = _body(parts)
        found = Found([]) if body is None else _read(body, given)
        found.title = header(message, "Subject") or found.title
        found.published = _day(header(message, "Date"))
        found.publisher = header(message, "From")
        found.language = found.language or header(message, "Content-Language")
        found.attached = tuple(_attachments(parts, body))
        return found

    def examples(self) -> Sequence[DocumentExample]:
        """A reply above what it answers."""
        return (
            DocumentExample(
                "a reply",
                b"From: A <a@desk.example>\nSubject: Names\nDate: Fri, 3 May 2024 10:00:00 +0200\n\nThey are one.\n\n"
                b"On Thu, 2 May 2024, B wrote:\n> Are the two\n> names one?\n\n-- \nA, desk\n",
                "They are one.\nAre the two names one?",
                "On Thu, 2 May 2024, B wrote:\n-- A, desk",
            ),
        )


def header(message: Message, name: str) -> str:
    """A header decoded, on one line."""
    raw = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        parts = decode_header(raw)
    except (MessageError, ValueError):
        return " ".join(raw.split())
    said = (web_text(p, c or "") if isinstance(p, bytes) else p for p, c in parts)
    return " ".join("".join(said).split())


def _day(text: str) -> str:
    """The day in the time zone of the sender."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _parts(message: Message, given: Given) -> Iterator[Message]:
    """Every part that is no multipart; a message within the message is one, and not looked into."""
    queue: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while queue:
        part, depth = queue.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > given.bounds.depth:
            raise too_large(f"The e-mail has more than {MOST_PARTS:,} parts, or parts within parts", given)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            queue = [(p, depth + 1) for p in inner if isinstance(p, Message)] + queue
        else:
            yield part


def _is_attached(part: Message) -> bool:
    said = str(part.get("Content-Disposition", "")).strip().lower()
    return said.startswith("attachment") or part.get_content_maintype() != "text"


def _body(parts: Sequence[Message]) -> Message | None:
    texts = [p for p in parts if not _is_attached(p)]
    plain = (p for p in texts if p.get_content_type() == "text/plain" and _bytes(p).strip())
    pages = (p for p in texts if p.get_content_type() == "text/html")
    return next(plain, None) or next(pages, None) or next(iter(texts), None)


def _bytes(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return inner[0].as_bytes() if inner and isinstance(inner[0], Message) else b""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _read(part: Message, given: Given) -> Found:
    text = within(web_text(_bytes(part), str(part.get_param("charset") or "")), given)
    if part.get_content_type() == "text/html":
        found = page(text, given)
        found.pieces = [
            replace(p, aside=True) if introduces_quote(p.text.strip()) else p for p in found.pieces
        ]
        return found
    return Found(list(_letter(text.splitlines())))


def _letter(lines: Sequence[str]) -> Iterator[Piece]:
    """The paragraphs, the lines that introduce quotes, and the signature, which ends at a quote or with the text."""
    run: list[str] = []
    number = 0
    while number < len(lines):
        aside = _aside(lines, number)
        if aside:
            yield from blocks(run, quotes=True)
            yield Piece(
                "\n".join(_DEPTH.sub("", line) for line in lines[number : number + aside]), aside=True
            )
            run = []
        else:
            run.append(lines[number])
        number += aside or 1
    yield from blocks(run, quotes=True)


def _aside(lines: Sequence[str], number: int) -> int:
    """How many lines from here on are a signature, or introduce a quote."""
    if _SIGNATURE.match(lines[number]):
        after = range(number + 1, len(lines))
        quoted = (n for n in after if lines[n].startswith(">") or introduces_quote(lines[n].strip()))
        return next(quoted, len(lines)) - number
    bare = [_DEPTH.sub("", line).strip() for line in lines[number : number + _MOST_LINES]]
    if not bare[0]:
        return 0
    heads = next((n for n, line in enumerate(bare) if not _FORWARDED.match(line)), len(bare))
    if heads >= _LEAST_HEADS:
        return heads
    joined = (n for n in (1, 2) if introduces_quote(" ".join(bare[:n])))
    return next(joined, 0)


def _attachments(parts: Sequence[Message], body: Message | None) -> Iterator[Attached]:
    for number, part in enumerate(parts, 1):
        name = part.get_filename() or ""
        if part is not body and (name or _is_attached(part)):
            kind = part.get_content_type()
            yield Attached(" ".join(name.split())[:200] or f"part {number} ({kind})", _bytes(part))
