"""Runs a command in a child process and says what it cost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[2:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = {"cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024, "code": done.returncode}
open(sys.argv[1], "w").write(json.dumps({**told, "out": done.stdout, "err": done.stderr[-2000:]}))
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and its children, memory of the largest of them in MB, and what it printed."""

    cpu: float
    mb: float
    out: str


def cost(*command: str, folder: Path) -> Cost:
    """Run a command. Python may keep compiled modules, as it does wherever packages are installed the usual way."""
    told = folder / "cost.json"
    installed = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", MEASURE, str(told), *command], check=True, env=installed)  # noqa: S603
    found = json.loads(told.read_text())
    if found["code"]:
        raise RuntimeError(f"{' '.join(command)} failed: {found['err']}")
    return Cost(found["cpu"], found["mb"], found["out"])


def own_cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
