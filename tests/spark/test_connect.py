"""A case on a Spark Connect server has the files of the same case on DuckDB; the address of no server is refused."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyspark
import pytest

from floodwatch.engine import Spark, session
from floodwatch.model.errors import EngineError
from tests.spark.few_units import digests
from tests.spark.test_same_findings import ring

HOME = Path(pyspark.__file__).parent
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
MOST_SECONDS = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def address(tmp_path):
    """A server of its own process, on the loopback address and a free port."""
    port = free_port()
    told = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": 1,
        "spark.sql.warehouse.dir": tmp_path / "warehouse",
    }
    settings = [part for name, value in told.items() for part in ("--conf", f"{name}={value}")]
    paths = os.pathsep.join(p for p in sys.path if p)
    environment = os.environ | {
        "SPARK_HOME": str(HOME),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": paths,
    }
    command = [
        HOME / "bin/spark-submit",
        "--master",
        "local[1]",
        *settings,
        "--class",
        SERVER,
        "spark-internal",
    ]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=tmp_path)
    try:
        until = time.monotonic() + MOST_SECONDS
        while server.poll() is None and not answers(port) and time.monotonic() < until:
            time.sleep(0.2)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.spark
def test_findings_on_a_connect_server_are_the_same_to_the_byte(address, tmp_path):
    """In a process of its own: one process has either its own Spark or a server's."""
    given = ring(tmp_path / "ring.csv")
    script = Path(__file__).with_name("few_units.py")
    command = [sys.executable, script, tmp_path / "theirs", address, given]
    subprocess.run(
        command, check=True, cwd=Path.cwd(), env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    ours, theirs = digests(tmp_path / "ours", "duckdb", given), digests(tmp_path / "theirs")
    assert {"post_texts.parquet", "url.parquet", "pairs.parquet"} < ours.keys()
    assert ours == theirs


@pytest.mark.parametrize("end", ["", "/;user_id=someone"])
def test_an_address_without_a_server_is_refused_soon_and_without_its_secrets(end, monkeypatch):
    monkeypatch.setattr(session, "SECONDS_TO_ANSWER", 1)
    where = f"sc://127.0.0.1:{free_port()}"
    with pytest.raises(EngineError, match=f"No Spark Connect server answers at {where}") as refused:
        Spark(where=where + end)
    assert "someone" not in str(refused.value)
