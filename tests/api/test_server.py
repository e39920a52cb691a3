"""The server: where it may listen, what it says when it begins, both faces joined, slow askers, numbers, its end."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from floodwatch.centre import serve
from floodwatch.centre.counting import COUNTS, Counts
from floodwatch.centre.handles import Centre
from floodwatch.centre.headers import HEADERS
from floodwatch.centre.init import init
from floodwatch.centre.server_settings import server_settings
from floodwatch.model.errors import ExtraMissing, SettingError
from floodwatch.server import joined, of_programs
from tests.api.conftest import LIMITS, served

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty(tmp_path, ready_book):
    shutil.copy(ready_book, tmp_path / "casebook.db")
    init(None, folder=str(tmp_path))
    (tmp_path / "centre.toml").open("a", encoding="utf-8").write(f"\n{LIMITS}")
    return Centre.open(tmp_path)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", ""])  # noqa: S104
def test_nothing_is_served_to_a_network_without_encryption(host):
    with pytest.raises(SettingError, match="Without encryption"):
        serve.checked(host, 8080, 1)
    serve.checked(host, 8080, 1, behind_proxy="10.0.0.2, 10.1.0.0/16")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_to_this_machine_alone_it_is(host):
    serve.checked(host, 8080, 1)


@pytest.mark.parametrize(
    "given",
    [{"port": 0}, {"port": 70_000}, {"workers": 0}, {"workers": 65}, {"tls_cert": "a.pem"}, {"tls_key": "a.pem"},
     {"tls_cert": "no.pem", "tls_key": "no.pem"}, {"behind_proxy": "*"}, {"behind_proxy": "proxy"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(given):
    with pytest.raises(SettingError):
        serve.checked(**{"host": "127.0.0.1", "port": 8080, "workers": 1, **given})


def test_without_its_packages_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(serve, "NEEDED", ("uvicorn", "no_such_package"))
    with pytest.raises(ExtraMissing, match=r"floodwatch\[web\]"):
        serve.must_have_web()


def test_the_first_link_is_told_only_while_there_is_nobody(empty, house):
    said = list(serve.hello(empty, "http://127.0.0.1:1"))
    assert any("/set-up/" in line for line in said)
    assert not any("/set-up/" in line for line in serve.hello(house.centre, "http://127.0.0.1:1"))


@pytest.mark.parametrize(
    "told", ["per_minute = 0", 'per_minute = "many"', "unknown = 1", "depth = true", "body_kb = 1.5"]
)
def test_limits_that_make_no_sense_are_refused(tmp_path, told):
    (tmp_path / "centre.toml").write_text(f"schema = 1\n[server]\n{told}\n", "utf-8")
    with pytest.raises(SettingError, match="makes no sense"):
        server_settings(Centre.open(tmp_path))


def test_addresses_belong_to_one_face():
    assert all(map(of_programs, ("/api/v1/me", "/taxii2/", "/taxii2", "/healthz", "/metrics")))
    assert not any(map(of_programs, ("/", "/enter", "/c/main", "/apiary", "/taxii")))


@pytest.fixture
def both(house):
    with TestClient(joined(house.centre, jobs=False), base_url="http://localhost") as client:
        yield client


def test_every_answer_has_the_headers_and_another_site_changes_nothing(both, house):
    for path in ("/", "/enter", "/api/v1/me", "/api/v1/nowhere", "/taxii2/", "/healthz", "/static/nothing"):
        answer = both.get(path, follow_redirects=False)
        for name, value in HEADERS.items():
            assert answer.headers[name.decode()] == value.decode(), (path, name)
        assert "server" not in answer.headers
    for told in (
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"cookie": "floodwatch=x"},
    ):
        answer = both.post("/api/v1/cases/main/search", json={}, headers={**house.headers["ana"], **told})
        assert answer.status_code == 403


def test_it_says_whether_it_lives(both, monkeypatch):
    from floodwatch.centre import counting

    assert (both.get("/healthz").status_code, both.get("/healthz").text) == (200, "well\n")
    monkeypatch.setattr(counting, "casebook_answers", lambda centre: False)
    assert both.get("/healthz").status_code == 503


def test_numbers_are_for_the_machine_and_for_administrators(house, monkeypatch):
    app = joined(house.centre, jobs=False)
    home = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 5000))
    told = home.get("/metrics").text
    assert re.search(r'floodwatch_requests_total\{face="\w+",method="GET",status="\d+"\} \d', told)
    assert 'floodwatch_request_seconds_bucket{le="+Inf"}' in told
    away = TestClient(app, base_url="http://localhost", client=("10.0.0.9", 5000))
    assert away.get("/metrics").status_code == 401
    assert away.get("/metrics", headers=house.headers["ed"]).status_code == 403
    rebound = TestClient(app, base_url="http://evil.example", client=("127.0.0.1", 5000))
    assert rebound.get("/metrics").status_code == 401
    monkeypatch.setattr(COUNTS, "proxied", True)
    assert home.get("/metrics").status_code == 401


def test_counts_add_up():
    made = Counts()
    for seconds in (0.001, 0.02, 3, 60):
        made.add("/api/v1/x", "GET", 200, seconds)
    made.add("/x", "BREW\n", 500, 0.5)
    told = list(made.lines())
    assert 'floodwatch_requests_total{face="api",method="GET",status="200"} 4' in told
    assert 'floodwatch_requests_total{face="web",method="other",status="500"} 1' in told
    assert 'floodwatch_request_seconds_bucket{le="5"} 4' in told
    assert "floodwatch_request_seconds_count 5" in told


def drip(address, head, pieces, pause):
    """Send a request bit by bit; gives what came back and whether the server hung up."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head)
        for piece in pieces:
            time.sleep(pause)
            try:
                line.sendall(piece)
            except OSError:
                break
        try:
            return line.recv(65_536)
        except OSError:
            return b""


def test_who_is_slow_is_cut_off_and_others_are_answered(house, monkeypatch):
    from floodwatch.centre import patience

    monkeypatch.setattr(patience, "HEAD_S", 0.5)
    before = set((house.centre.path / "incoming").glob("*"))
    with served(house.centre) as address:
        said = {}
        token = house.headers["ana"]["Authorization"]
        body = (
            f"POST /api/v1/cases/main/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        ).encode()
        upload = body.replace(b"/cases/main/search", b"/uploads").replace(b"1000", b"100000")
        cases = {
            "head": (b"GET / HTTP/1.1\r\nHost: x\r\n", [b"X-A: b\r\n"] * 8, 0.2),
            "nothing": (b"", [b""] * 4, 0.3),
            "body": (body, [b"{"] * 12, 0.2),
            "upload": (upload, [b"x"] * 12, 0.2),
        }
        threads = [
            threading.Thread(target=lambda n=n, c=c: said.update({n: drip(address, *c)}))
            for n, c in cases.items()
        ]
        for one in threads:
            one.start()
        for _ in range(5):
            with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:  # noqa: S310
                assert answer.status == 200
        for one in threads:
            one.join(30)
        assert said["head"] == said["nothing"] == b""
        assert said["body"].startswith(b"HTTP/1.1 408")
        assert said["upload"].startswith(b"HTTP/1.1 408")
        assert set((house.centre.path / "incoming").glob("*")) == before, "half an upload is none"


def test_a_body_without_a_length_that_never_ends_is_cut_off(house):
    with served(house.centre) as address:
        token = house.headers["ana"]["Authorization"]
        head = (
            f"POST /api/v1/cases/main/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        ).encode()
        chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
        assert drip(address, head, [chunk] * 8, 0).startswith(b"HTTP/1.1 413")


def test_the_verb_serves_in_a_process_and_ends_when_it_is_asked_to(empty):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = [sys.executable, "-m", "floodwatch", "serve", "--centre", str(empty.path), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src")}
    with subprocess.Popen(told, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            lines = [process.stderr.readline() for _ in range(2)]
            assert f"http://127.0.0.1:{port}" in lines[0]
            link = re.search(r"http\S+/set-up/\S+", lines[1]).group()
            for line in process.stderr:
                if "running on" in line:
                    break
            with urllib.request.urlopen(link, timeout=20) as answer:  # noqa: S310
                assert answer.status == 200
        finally:
            process.send_signal(signal.SIGTERM)
            process.stderr.read()
            process.wait(40)
    assert process.returncode in (0, -signal.SIGTERM)


def test_the_unit_of_systemd_is_hardened():
    made = configparser.ConfigParser(strict=False, interpolation=None)
    made.optionxform = str
    made.read(TOP / "deploy" / "floodwatch.service")
    unit = made["Service"]
    for name, value in {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
                        "User": "floodwatch", "CapabilityBoundingSet": "", "Restart": "on-failure"}.items():  # fmt: skip  # noqa: E501
        assert unit[name] == value
    command = unit["ExecStart"].split()
    assert command[1] == "serve"
    assert unit["ReadWritePaths"] == command[command.index("--centre") + 1]


def test_the_container_runs_as_nobody_who_may_much():
    lines = (TOP / "deploy" / "Containerfile").read_text("utf-8").splitlines()
    told = [
        line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith(("#", " ", "\t"))
    ]
    names = [one[0] for one in told]
    assert names[0] == "FROM"
    assert {"USER", "ENTRYPOINT", "VOLUME", "EXPOSE", "HEALTHCHECK"} <= set(names)
    assert dict(told)["USER"] not in ("root", "0")
    assert '"serve"' in dict(told)["CMD"] + dict(told)["ENTRYPOINT"]
