"""What the graph of the workbench costs: writing its bytes, and drawing them in Chromium."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.sizes import SEED
from floodwatch.model.dossier import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Page

NODES, EDGES, FRAMES = 50_000, 200_000, 240
SIZE = {"width": 1600, "height": 1000}
BUILT = Path(__file__).resolve().parent.parent / "src" / "floodwatch" / "web" / "static" / "built"
PAGE = """<!doctype html><meta charset="utf-8"><title>graph</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="built/islands.css"><script type="module" src="built/islands.js"></script>
<form id="filters"><input type="checkbox" name="all"><input name="q"></form>
<div data-island="graph" data-src="graph.bin" data-controls="#filters" data-measure></div>"""
ZOOM = """(frames) => new Promise((done) => {
  const canvas = document.querySelector(".island-canvas");
  const { left, top, width, height } = canvas.getBoundingClientRect();
  canvas.focus();
  let frame = 0;
  const step = () => {
    const turn = frame / 12;
    canvas.dispatchEvent(new WheelEvent("wheel", {
      deltaY: frame % 80 < 40 ? -30 : 30, cancelable: true,
      clientX: left + width * (0.5 + 0.3 * Math.cos(turn)), clientY: top + height * (0.5 + 0.3 * Math.sin(turn)),
    }));
    if (frame++ < frames) requestAnimationFrame(step); else done();
  };
  step();
})"""
TAKEN = "performance.getEntriesByName('island:graph:frame').map((one) => one.duration)"
FILTER = """() => { const field = document.querySelector("[name=q]"); const start = performance.now();
  field.value = "0.02"; field.dispatchEvent(new Event("input", { bubbles: true }));
  return performance.now() - start; }"""


def graph() -> Graph:
    """Networks of Pareto sizes (exponent 1.1, from 3), links drawn at random, one in twenty between networks."""
    random = np.random.default_rng(SEED)
    sizes = np.maximum(3, (random.pareto(1.1, NODES // 25) * 8).astype(int))
    sizes = sizes[np.cumsum(sizes) <= NODES]
    group = np.repeat(np.arange(len(sizes) + 1), np.append(sizes, NODES - sizes.sum()))
    first, many = np.searchsorted(group, group), np.bincount(group)[group]
    ends = random.integers(0, NODES, EDGES)
    others = np.where(
        random.random(EDGES) < 0.95,
        first[ends] + random.integers(0, many[ends]),
        random.integers(0, NODES, EDGES),
    )
    kinds = ("covert", "overt", "unclear")
    return Graph([_node(i, int(g), kinds[g % 3]) for i, g in enumerate(group)],
                 [_edge(k, int(a), int(b)) for k, (a, b) in enumerate(zip(ends, others, strict=True))])  # fmt: skip


def _node(number: int, group: int, kind: str) -> dict[str, Any]:
    named = {"account_id": str(number), "handle": f"account_{number}"}
    return {"ref": f"account:x/{number}", **named, "network_id": f"n-{group:06}", "kind": kind}


def _edge(number: int, source: int, target: int) -> dict[str, Any]:
    ends = {"source": f"account:x/{source}", "target": f"account:x/{(target + (source == target)) % NODES}"}
    said = {"behaviours": ("url", "text")[: 1 + number % 2], "shared_objects": 1 + number % 9}
    return {**ends, **said, "q_value": 0.05 * (number % 100) / 100, "window_s": 60}


def islands(folder: Path) -> Iterator[str]:
    """The graph of the workbench with 50,000 accounts and 200,000 links: its bytes, and its frames in Chromium.

    Zooming for 240 frames at 1600 × 1000. "Own ms" is the island's own work in a frame by its performance marks;
    "CPU ms" the time that the page's main thread was busy for each frame, the browser's own work included. Where the
    line below says SwiftShader, graphics are drawn by software on the same cores, which limits the frames a second.
    """
    from floodwatch.outputs.graph_buffer import graph_buffer

    given = graph()
    held, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    made = graph_buffer(given, seed=SEED)
    cpu, more = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held
    yield f"Written in {cpu:.1f} CPU s, {more / 1024:.0f} MB more memory: {len(made) / 1e6:.1f} MB."
    yield ""
    (folder / "graph.bin").write_bytes(made)
    (folder / "index.html").write_text(PAGE, "utf-8")
    shutil.copytree(BUILT, folder / "built")
    with serving(folder) as address:
        yield from drawn(address)
    yield ""
    yield f"Load of the machine over these minutes: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of a folder."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


def drawn(address: str) -> Iterator[str]:
    """Rows of frames, then memory and the cost of a filter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as program:
        arguments = ["--no-sandbox"] * (os.getuid() == 0)
        browser = program.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
        start = time.monotonic()
        page.goto(address)
        page.locator("[data-state=ready]").wait_for(timeout=120_000)
        ready = time.monotonic() - start
        yield "| shown | frames | own ms median | p95 | most | CPU ms a frame | frames a second |"
        yield "|---|---|---|---|---|---|---|"
        yield frames(page, "communities and backbone")
        page.locator("[name=all]").check()
        yield frames(page, "all links")
        page.locator("[name=all]").uncheck()
        page.locator(".island-canvas").press("n")
        page.locator(".island-canvas").press("Enter")
        page.wait_for_timeout(1000)
        yield frames(page, "the largest community open")
        used = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
        yield ""
        filtered = page.evaluate(FILTER)
        yield (
            f"Ready {ready:.1f} s after it was asked for. Script memory {used['usedSize'] / 1e6:.0f} MB and "
            f"{used['backingStorageSize'] / 1e6:.0f} MB of arrays. A filter over all links takes {filtered:.1f} ms. "
            f"Drawn by: {page.evaluate(CARD)}."
        )
        browser.close()


CARD = """() => { const gl = document.createElement("canvas").getContext("webgl2");
  const about = gl.getExtension("WEBGL_debug_renderer_info");
  return about ? gl.getParameter(about.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER); }"""


def frames(page: Page, name: str) -> str:
    """Zoom in and out, and say what a frame cost."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("performance.clearMeasures()")
    before, start = task_seconds(session), time.monotonic()
    page.evaluate(ZOOM, FRAMES)
    spent = 1000 * (task_seconds(session) - before)
    wall = time.monotonic() - start
    taken = sorted(page.evaluate(TAKEN))
    p95 = taken[int(0.95 * (len(taken) - 1))]
    return (
        f"| {name} | {len(taken)} | {statistics.median(taken):.1f} | {p95:.1f} | {taken[-1]:.1f} "
        f"| {spent / len(taken):.1f} | {len(taken) / wall:.0f} |"
    )


def task_seconds(session: Any) -> float:
    """Seconds of CPU that the page's main thread has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))
