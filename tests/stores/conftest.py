"""An object store that speaks S3, on loopback, with a bucket of its own for every test."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import fsspec
import pytest
import requests
from moto.server import ThreadedMotoServer

NUMBER = count(1)
HUSH = "hush-hush-hush"


@dataclass(frozen=True)
class Bucket:
    """A bucket: its address, fsspec's own way to it, and the word with which the server begins to ask who one is."""

    url: str
    system: Any
    guard: Callable[[], None]

    def put(self, name: str, content: bytes) -> str:
        """Put an object; gives its address."""
        self.system.pipe(f"{self.url}/{name}", content)
        return f"{self.url}/{name}"

    def names(self) -> set[str]:
        """Every object, without the bucket's name."""
        return {name.partition("/")[2] for name in self.system.find(self.url)}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """An empty bucket, reached as the standard environment says."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": HUSH,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    system = fsspec.filesystem("s3", use_listings_cache=False)
    name = f"bucket-{next(NUMBER)}"
    system.mkdir(name)
    yield Bucket(f"s3://{name}", system, lambda: allowed(server, 0))
    allowed(server, float("inf"))
    system.clear_instance_cache()


def allowed(server: str, calls: float) -> None:
    """After so many calls the server wants to know who asks; it knows nobody."""
    requests.post(f"{server}/moto-api/reset-auth", data=str(calls), timeout=60).raise_for_status()
