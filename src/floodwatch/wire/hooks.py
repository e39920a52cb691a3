"""Messages to webhooks of others: signed, to public addresses alone unless the settings name one, followed nowhere.

The name is looked up once, and the connection goes to the address that was found and judged, so that an answer that
changes between the two leads nowhere else.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from floodwatch.model.errors import DeliveryError
from floodwatch.wire.asking import within

Resolve = Callable[[str, int], Sequence[str]]
"""Addresses of a host."""
SIGNATURE, STAMP, EVENT = "Floodwatch-Signature", "Floodwatch-Timestamp", "Floodwatch-Event"
MOST_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a message goes: the address, the key that signs it, and hosts or networks that need not be public."""

    address: str
    key: str = ""
    seconds: float = 10
    allow: tuple[str, ...] = ()


def signature(key: str, stamp: int, body: bytes) -> str:
    """HMAC-SHA256 of the moment and the body: who knows the key can tell that both are ours, and how old they are."""
    return "v1=" + hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def send(
    hook: Hook, event: str, values: Mapping[str, Any], resolve: Resolve | None = None, at: float | None = None
) -> None:
    """Send one message (DeliveryError where it may not be sent, or was not taken)."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")
    stamp = int(time.time() if at is None else at)
    headers = {
        "Content-Type": "application/json", "User-Agent": "floodwatch", EVENT: event, STAMP: str(stamp),
        **({SIGNATURE: signature(hook.key, stamp, body)} if hook.key else {}),
    }  # fmt: skip
    host = urlsplit(hook.address).hostname or hook.address
    try:
        status = int(within(hook.seconds, lambda: _posted(hook, body, headers, resolve or addresses)))
    except TimeoutError:
        raise DeliveryError(
            f"The webhook did not answer within {hook.seconds:g} seconds", where=host
        ) from None
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise DeliveryError(f"The webhook cannot be reached ({type(problem).__name__})", where=host) from None
    if not 200 <= status < 300:
        raise DeliveryError(f"The webhook refused (HTTP {status})", where=host)


def _posted(hook: Hook, body: bytes, headers: Mapping[str, str], resolve: Resolve) -> bytes:
    """The status of the answer, whose body is not looked at."""
    told = urlsplit(hook.address)
    host, port = told.hostname or "", told.port or (443 if told.scheme == "https" else 80)
    place = chosen(host, port, hook.allow, resolve)
    line = _Line(host, port, place, hook.seconds, told.scheme == "https")
    try:
        line.request("POST", told.path or "/", body, dict(headers))
        answer = line.getresponse()
        answer.read(MOST_BYTES)
        return str(answer.status).encode()
    finally:
        line.close()


def chosen(host: str, port: int, allow: Collection[str], resolve: Resolve) -> str:
    """The address to connect to (DeliveryError where the host is not public and the settings do not name it)."""
    found = list(resolve(host, port))
    if not found:
        raise DeliveryError("The webhook has no address", where=host)
    wrong = [one for one in found if not (host in allow or public(one) or _named(one, allow))]
    if wrong:  # of several none may be private: which of them is taken is not ours to say
        raise DeliveryError(
            "The webhook is at an address that is not public",
            where=host,
            do="If that is meant, put the host or its network into allow.",
        )
    return found[0]


def public(address: str) -> bool:
    """Whether an address is of the public network: neither of this machine, of a network of one's own, nor reserved."""
    try:
        told = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(told)
    if inner is not None:
        return public(str(inner))
    return told.is_global and not told.is_multicast and not told.is_reserved


def _inner(told: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that one of IPv6 stands for: mapped, 6to4, Teredo, or NAT64."""
    if isinstance(told, ipaddress.IPv4Address):
        return None
    if told in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(told) & 0xFFFFFFFF)
    return told.ipv4_mapped or told.sixtofour or (told.teredo[1] if told.teredo else None)


def _named(address: str, allow: Collection[str]) -> bool:
    for one in allow:
        try:
            if ipaddress.ip_address(address) in ipaddress.ip_network(one, strict=False):
                return True
        except ValueError:
            continue
    return False


def addresses(host: str, port: int) -> list[str]:
    """What the system says of a host."""
    return sorted({str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})


class _Line(http.client.HTTPConnection):
    """A connection to an address that was judged, which is named, and over TLS is proved, by its host."""

    def __init__(self, host: str, port: int, place: str, seconds: float, tls: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._place, self._tls = place, tls

    def connect(self) -> None:
        """Connect to the address, whatever the name leads to by now."""
        self.sock = socket.create_connection((self._place, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
