"""Sets one document in a process of its own, which limits its time and memory first and writes no file.

Run as a script: what to do comes as JSON on standard input; a line of JSON goes out, then the PDF. It imports nothing
of the project, so that it starts quickly. The program may read the folder it is given and the fonts, nothing else.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Limits, then the document."""
    asked = json.load(sys.stdin)
    limit(asked["memory"], asked["seconds"])
    told, data = made(asked)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + data)
    sys.stdout.flush()
    return 0


def limit(memory: int, seconds: int) -> None:
    """Let this process have no more than that, and write no file; where the system cannot, the parent's clock holds."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def made(asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What is to be said of it, and the PDF; nothing when it failed."""
    import typst

    folder = Path(asked["folder"])
    try:
        data, warnings = typst.compile_with_warnings(
            str(folder / "document.typ"),
            root=str(folder),
            font_paths=asked["fonts"],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=asked["made_at"],
            package_path=str(folder),
            package_cache_path=str(folder),
        )
    except typst.TypstError as problem:
        return {"wrong": [problem.message, *problem.hints]}, b""
    return {"warnings": [warning.message for warning in warnings]}, beside("doubled").mended(data)


def beside(name: str) -> Any:
    """The script of that name in this folder, which is no package for a process of its own."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
