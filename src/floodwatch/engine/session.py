"""Starts Spark, or joins one that runs: what must be installed, and the settings that make it agree with DuckDB."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from floodwatch.model.errors import EngineError, ExtraMissing
from floodwatch.tools.memory import bytes_of, machine_mb

LEAST_JAVA = 17
JAVA = "Debian, Ubuntu: openjdk-17-jre-headless; Fedora: java-17-openjdk-headless; macOS: brew install openjdk@17."
REMOTE, SECONDS_TO_ANSWER = "sc://", 20
CONNECT = "Is it running, and is this its address? Spark's own sbin/start-connect-server.sh starts one."

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "131072",
    "spark.sql.constraintPropagation.enabled": "false",
}
HERE = {
    "spark.ui.enabled": "false",
    "spark.log.level": "OFF",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties')}",
}
"""For a Spark of this process alone: it listens on no outside address."""

QUIET = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
"""For every Spark that this process starts, a cluster's driver too: Floodwatch has its own progress."""


def session(where: str, memory: str, spill: Path | None, threads: int) -> Any:
    """A session with no tables of its own, on the Spark that `where` names (empty: this machine)."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise ExtraMissing("pyspark", "spark") from missing
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    builder = SparkSession.builder.appName("floodwatch")
    if where.startswith(REMOTE):
        made = _remote(builder, where)
    else:
        made = _own(builder, where or f"local[{threads or '*'}]", memory, spill).newSession()
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    for name, value in SETTINGS.items():
        made.conf.set(name, value)
    return made


def _remote(builder: Any, where: str) -> Any:
    """A session of a Spark Connect server, which must answer: Spark's client would go on asking for minutes."""
    try:
        import grpc
        from pyspark.sql.connect.client import DefaultChannelBuilder
    except ImportError as missing:
        raise ExtraMissing("grpcio", "spark") from missing
    address = where.partition(";")[0]
    try:
        with DefaultChannelBuilder(where).toChannel() as channel:
            grpc.channel_ready_future(channel).result(timeout=SECONDS_TO_ANSWER)
    except (ValueError, grpc.FutureTimeoutError) as problem:
        raise EngineError(f"No Spark Connect server answers at {address}", do=CONNECT) from problem
    return builder.remote(where).create()


def _own(builder: Any, master: str, memory: str, spill: Path | None) -> Any:
    """The Spark of this process, started at the first call; later calls share it.

    On this machine alone it may use half of the memory, where nothing is said: Spark's own default is 1 GB.
    """
    need_java()
    told = QUIET.copy()
    if master.startswith("local"):
        cores = re.sub(r"\D", "", master) or str(os.cpu_count() or 1)
        told |= HERE | {"spark.sql.shuffle.partitions": cores}
        memory = memory or f"{round(machine_mb() / 2)}MB"
    for name, value in told.items():
        builder = builder.config(name, value)
    if bytes_of(memory or "0"):
        builder = builder.config("spark.driver.memory", f"{bytes_of(memory) // 2**20}m")
    if spill:
        builder = builder.config("spark.local.dir", str(spill.parent))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return builder.master(master).getOrCreate()


def need_java() -> None:
    """EngineError unless a Java of at least the needed version can be started."""
    home = os.environ.get("JAVA_HOME")
    program = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not program or not Path(program).exists():
        raise EngineError(f"Spark needs Java {LEAST_JAVA}, and there is none", do=JAVA)
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if not found or int(found.group(1)) < LEAST_JAVA:
        version = found.group(1) if found else "of unknown version"
        raise EngineError(f"Spark needs Java {LEAST_JAVA}; {program} is {version}", do=JAVA)
