"""What every answer says to the browser, and which requests are let in at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
COOKIE = "floodwatch"
"""The cookie that holds a session."""
SAFE = ("GET", "HEAD", "OPTIONS")
PRIVATE = b"no-store"


class Guarded:
    """An application whose answers carry the headers; a change that another site asks for is refused."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(message.get("headers") or [])
            await send(message)

        given = dict(scope["headers"])
        if scope["method"] not in SAFE and not same_origin(given):
            await _refused(dressed)
            return
        await self.inner(scope, receive, dressed)


def _with(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours; one that the answer sets itself (a stricter policy, caching) stays."""
    there = {name.lower() for name, _ in given}
    ours = HEADERS | {b"cache-control": PRIVATE}
    return [*given, *((name, value) for name, value in ours.items() if name not in there)]


def same_origin(given: dict[bytes, bytes]) -> bool:
    """Whether a change comes from a page of this server; a program that sends a token comes from no page.

    Browsers say where a request comes from (Sec-Fetch-Site, Origin); one that says neither is let in by a token alone.
    """
    site, origin = given.get(b"sec-fetch-site", b""), given.get(b"origin", b"")
    if site:
        return site in {b"same-origin", b"none"}
    if origin:
        return urlsplit(origin.decode("latin-1")).netloc == given.get(b"host", b"").decode("latin-1")
    return b"cookie" not in given


async def _refused(send: Send) -> None:
    start = {
        "type": "http.response.start",
        "status": 403,
        "headers": [(b"content-type", b"text/plain; charset=utf-8")],
    }
    await send(start)
    await send(
        {"type": "http.response.body", "body": b"This request came from another site and was refused.\n"}
    )
