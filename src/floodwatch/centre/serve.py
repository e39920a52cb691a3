"""`floodwatch serve`: answers people and programs until it is stopped."""

from __future__ import annotations

import ipaddress
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floodwatch.model.errors import ExtraMissing, SettingError
from floodwatch.model.units import Progress

if TYPE_CHECKING:
    from floodwatch.centre.handles import Centre

CENTRE, PROXIED = "FLOODWATCH_CENTRE", "FLOODWATCH_PROXIED"
"""Variables by which the processes of a server learn what they serve."""
TARGET = "floodwatch.server:application"
NEEDED = ("uvicorn", "fastapi", "argon2", "pyotp", "multipart", "segno")
GRACE_S = 20
"""How long a server that is stopped waits for requests that are being answered."""
HEAD_BYTES = 32_768
BUILT = Path(__file__).parents[1] / "web" / "static" / "built"


def serve(
    centre: Centre,
    progress: Progress,
    host: str = "127.0.0.1",
    port: int = 8080,
    workers: int = 1,
    tls_cert: str = "",
    tls_key: str = "",
    behind_proxy: str = "",
) -> dict[str, Any]:
    """Serve a centre until somebody stops it; gives the address that was served."""
    checked(host, port, workers, tls_cert, tls_key, behind_proxy)
    must_have_web()
    import uvicorn

    scheme = "https" if tls_cert else "http"
    address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"
    for line in hello(centre, address):
        print(line, file=sys.stderr, flush=True)
    os.environ[CENTRE] = str(centre.path.resolve())
    os.environ[PROXIED] = "1" if behind_proxy else ""
    uvicorn.run(TARGET, **options(centre, host, port, workers, tls_cert, tls_key, behind_proxy))
    return {"served": address}


def options(
    centre: Centre, host: str, port: int, workers: int, tls_cert: str, tls_key: str, behind_proxy: str
) -> dict[str, Any]:
    """What uvicorn is told."""
    from floodwatch.centre.server_settings import server_settings

    return {
        "factory": True, "host": host, "port": port, "workers": workers, "ssl_certfile": tls_cert or None,
        "ssl_keyfile": tls_key or None, "proxy_headers": bool(behind_proxy),
        "forwarded_allow_ips": behind_proxy or None, "server_header": False, "date_header": True,
        "timeout_graceful_shutdown": GRACE_S, "timeout_keep_alive": 15, "access_log": False, "log_level": "info",
        "limit_concurrency": server_settings(centre).connections, "h11_max_incomplete_event_size": HEAD_BYTES,
        "http": "floodwatch.centre.patience:Patient", "ws": "none", "lifespan": "on",
    }  # fmt: skip


def checked(
    host: str, port: int, workers: int, tls_cert: str = "", tls_key: str = "", behind_proxy: str = ""
) -> None:
    """Whether it may be served so (SettingError): passwords never go over a network without encryption."""
    if not 0 < port < 65536 or not 0 < workers < 65:
        raise SettingError("A server needs a port from 1 to 65535 and 1 to 64 workers")
    if bool(tls_cert) != bool(tls_key):
        raise SettingError("A certificate and its key belong together", do="Give --tls-cert and --tls-key.")
    for file in filter(None, (tls_cert, tls_key)):
        if not Path(file).is_file():
            raise SettingError(
                "There is no such file", where=file, do="Give a certificate and its key as PEM."
            )
    for one in filter(None, (part.strip() for part in behind_proxy.split(","))):
        if one == "*" or not _is_address(one):
            raise SettingError(
                f"{one!r} is no address of a proxy", do="Give one such as 127.0.0.1 or 10.0.0.0/24."
            )
    if not _is_home(host) and not tls_cert and not behind_proxy:
        raise SettingError(
            f"Without encryption nothing is served on {host}",
            do="Give --tls-cert and --tls-key, or --behind-proxy with the address of a proxy that does TLS.",
        )


def _is_home(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return False


def must_have_web() -> None:
    """ExtraMissing where the packages of a server are not installed."""
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ExtraMissing(missing[0], "web")


def hello(centre: Centre, address: str) -> Iterator[str]:
    """What is said when a server begins: where it is, the link by which the first user is made, what is missing."""
    from floodwatch.centre.entering import set_up_link

    yield f"Floodwatch serves {address}"
    link = set_up_link(centre)
    if link:
        told = "Nobody works here yet. Within a day, and once, this makes the first administrator:"
        yield f"{told} {address}/set-up/{link}"
    if not BUILT.is_dir():
        yield "Maps, graphs and timelines are shown as tables: their scripts were not built into this installation."


@contextmanager
def served(centre: Centre, jobs: bool) -> Iterator[Callable[[], None]]:
    """As long as the block runs engines stay open, and jobs are worked on; gives what ends that."""
    from floodwatch.centre.running import work
    from floodwatch.centre.warm import WARM

    stop = threading.Event()
    worker = threading.Thread(target=work, args=(centre, stop), name="jobs", daemon=True)

    def end() -> None:
        stop.set()
        if jobs:
            worker.join(GRACE_S)

    WARM.on = True
    if jobs:
        worker.start()
    try:
        yield end
    finally:
        stop.set()
        WARM.on = False
        WARM.close()
