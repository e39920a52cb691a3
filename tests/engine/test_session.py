"""What must be installed for Spark is said by name: the extra, and a Java that is new enough."""

import sys

import pytest

from floodwatch.engine import Spark
from floodwatch.engine.session import need_java
from floodwatch.model.errors import EngineError, ExtraMissing


def java(folder, version):
    """A program that tells a version as Java does, in a folder of Java."""
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2020-01-01' >&2\n")
    program.chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("missing", ["pyspark", "sqlglot"])
def test_a_missing_package_names_the_extra(missing, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "floodwatch.engine.dialect", raising=False)
    with pytest.raises(ExtraMissing, match=r"floodwatch\[spark\]"):
        Spark()


@pytest.mark.parametrize("version", ["1.8.0_392", "11.0.2", "strange"])
def test_an_old_java_names_the_package_to_install(version, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", java(tmp_path / "old", version))
    with pytest.raises(EngineError, match="openjdk-17-jre-headless"):
        need_java()


def test_no_java_names_the_package_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="there is none"):
        need_java()


@pytest.mark.parametrize("version", ["17.0.15", "21"])
def test_a_new_java_is_fine(version, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", java(tmp_path / "new", version))
    need_java()


def test_a_cluster_needs_java_here_too(tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="there is none"):
        Spark(where="spark://127.0.0.1:1")
