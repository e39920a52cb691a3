"""A small page with all islands, and a server that sends it under the policy of the workbench."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from floodwatch.model.dossier import Graph, Network
from floodwatch.outputs.graph_buffer import Links, graph_buffer

TOP = Path(__file__).resolve().parents[2]
BUILT = TOP / "src" / "floodwatch" / "web" / "static" / "built"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".bin": "application/octet-stream",
}
START = datetime(2024, 3, 1, tzinfo=UTC)
HOSTILE = "\u202e<script>document.title='owned'</script>" + "x" * 100_000
SIZES = {"n-a": ("covert", 30), "n-b": ("overt", 20), "n-c": ("unclear", 2)}
COLOURS = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const seen = {};
  for (let i = 0; i < data.length; i += 4) {
    const key = data.slice(i, i + 3).join();
    seen[key] = (seen[key] ?? 0) + 1;
  }
  return seen;
}"""
"""Counts the pixels of each colour of a picture."""
NO_GL = """const before = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind === "webgl2" ? null : before.call(this, kind, ...more);
};"""
"""Takes WebGL2 away."""


def network(name, kind, members):
    return Network(name, kind, members, 0, (), (), None, None, None, "")


NETWORKS = tuple(network(name, kind, members) for name, (kind, members) in SIZES.items())


def graph():
    """Three networks: a hub with a hostile name, a ring, and a pair; each link of one trace, week and window."""
    nodes, edges = [], []
    for name, (kind, members) in SIZES.items():
        refs = [f"account:x/{name}{i}" for i in range(members)]
        for i, ref in enumerate(refs):
            handle = HOSTILE if (name, i) == ("n-a", 0) else f"{name}{i}"
            nodes.append({"ref": ref, "account_id": ref, "handle": handle, "network_id": name, "kind": kind})
        hub = name == "n-a"
        pairs = [(0 if hub else i - 1, i) for i in range(1, members)]
        edges += [edge(refs[a], refs[b], len(edges) + k) for k, (a, b) in enumerate(pairs)]
    return Graph(nodes, edges)


def edge(source, target, number):
    at = START + timedelta(days=number)
    return {
        "source": source, "target": target, "behaviours": (("url", "text", "image")[number % 3],),
        "shared_objects": 2 + number % 5, "q_value": None if number % 7 == 0 else number / 1000,
        "window_s": (60, 3600, None)[number % 3], "first_seen": at, "last_seen": at + timedelta(hours=1),
    }  # fmt: skip


LINKS = Links("/account?ref={ref}", "/pair?a={source}&b={target}", "/networks/{id}")
COUNTRIES = {
    "title": "Accounts by country", "unit": ["account", "accounts"],
    "countries": [
        {"code": "DE", "name": "Germany", "count": 120, "href": "/country/DE"},
        {"code": "SG", "name": "<b>Singapore</b>", "count": 7},
        {"code": "MT", "name": "Malta", "count": 2},
        {"code": "TV", "name": "Tuvalu", "count": 1},
        {"code": "IN", "name": "India", "count": 3, "href": "https://elsewhere.example/"},
    ],
}  # fmt: skip
TIMES = {
    "title": "Posts by week",
    "times": [int((START + timedelta(days=7 * i)).timestamp()) for i in range(8)],
    "series": [
        {"name": "covert", "values": [1, 5, 3, 9, 2, 4, 8, 1]},
        {"name": "overt", "values": [2, 2, None, 1, 3, 3, 2, 2]},
    ],
}
FORM = """<form id="filters"><fieldset><legend>Links</legend>
<label><input type="checkbox" name="trace" value="url" checked> link</label>
<label><input type="checkbox" name="trace" value="text" checked> text</label>
<label><input type="checkbox" name="trace" value="image" checked> image</label>
<label><input type="checkbox" name="kind" value="covert" checked> covert</label>
<label><input type="checkbox" name="kind" value="overt" checked> overt</label>
<label><input type="checkbox" name="kind" value="unclear" checked> unclear</label>
<label>Window
<select name="window"><option value="">any</option><option>60</option><option>3600</option></select></label>
<label>q <input name="q"></label> <label>From <input type="date" name="from"></label>
<label>Until <input type="date" name="until"></label>
<label><input type="checkbox" name="all"> All links</label></fieldset></form>"""
GRAPH = """<div data-island="graph" data-src="{src}" data-table="#members" data-controls="#filters" data-measure>
<p class="fallback">The networks as a picture without scripts</p></div>"""
TABLE = "<table id='members'><caption>Networks</caption><tr><th scope='row'>Network 1</th><td>30</td></tr></table>"


def data(name, value):
    return f'<script type="application/json" id="{name}">{json.dumps(value).replace("<", chr(92) + "u003c")}</script>'


def page(src="/graph.bin", *, only_htmx=False):
    island = GRAPH.format(src=src)
    asks = "<button hx-get='/part' hx-target='#later'>More</button><div id='later'></div>"
    body = asks if only_htmx else f"""{FORM}{island}{TABLE}
<div data-island="map" data-json="#countries"><p class="fallback">The countries</p></div>
{data("countries", COUNTRIES)}
<div data-island="timeline" data-json="#times"><p class="fallback">The weeks</p></div>
{data("times", TIMES)}"""  # fmt: skip
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Islands</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta name="htmx-config" content='{{"includeIndicatorCSS": false}}'>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/built/islands.css">
<link rel="stylesheet" href="/page.css">
<script src="/built/htmx.js" defer></script><script type="module" src="/built/islands.js"></script></head>
<body><main><h1>Islands</h1>{body}</main></body></html>"""


def answers():
    """What the server sends, by path; the same pages for where links lead."""
    made = graph_buffer(graph(), NETWORKS, links=LINKS, seed=1)
    pages = {
        "/": page(),
        "/broken": page("/cut.bin"),
        "/htmx": page(only_htmx=True),
        "/part": GRAPH.format(src="/graph.bin"),
    }
    css = (b"body { background: Canvas; color: CanvasText; }", "text/css")
    files = {"/page.css": css} | {
        f"/built/{p.name}": (p.read_bytes(), KINDS.get(p.suffix, "text/plain")) for p in BUILT.iterdir()
    }
    sent = {path: (text.encode(), "text/html; charset=utf-8") for path, text in pages.items()}
    return sent | files | {"/graph.bin": (made, KINDS[".bin"]), "/cut.bin": (made[:-8], KINDS[".bin"])}


@contextmanager
def serving(sent):
    """The address of a server that answers with `sent`, and with an empty page where that has nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body, kind = sent.get(
                self.path, (b"<!doctype html><title>There</title><link rel=icon href='data:,'>", "text/html")
            )
            self.send_response(200)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Length", str(len(body))),
                ("Content-Security-Policy", POLICY),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
