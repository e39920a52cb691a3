"""Puts the built islands of the workbench into wheels and source archives; without Node.js it says that they lack."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "src/floodwatch/web/static/built"


class Islands(BuildHookInterface[Any]):
    """Runs scripts/islands.sh, which does nothing where the islands are fresh. Editable installs are left alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what can be built, and name the folder as one to take along though git ignores it."""
        if version == "editable":
            return
        top = Path(self.root)
        script = top / "scripts" / "islands.sh"
        if script.exists():
            self._run(script)
        if (top / BUILT / "manifest.json").exists():
            build_data["artifacts"].append(f"/{BUILT}/*")
        else:
            self.app.display_warning("The islands of the workbench are not built: its pages come as tables.")

    def _run(self, script: Path) -> None:
        try:
            done = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=False)  # noqa: S603, S607
        except OSError as problem:
            self.app.display_warning(f"The islands of the workbench cannot be built here: {problem}")
            return
        for line in (done.stdout + done.stderr).splitlines():
            self.app.display_info(line)
