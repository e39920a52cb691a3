"""A real server on this machine that answers as a test tells it, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def chats(answer):
    """`answer` makes rows, a text, bytes, or (code, bytes) of a question; gives the address and what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers.get("Authorization"), question))
            code, body = _body(answer(question))
            self.send_response(code)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/v1", asked
        running.shutdown()


def _body(told):
    if isinstance(told, tuple):
        return told
    if isinstance(told, bytes):
        return 200, told
    content = told if isinstance(told, str) else json.dumps({"found": told})
    return 200, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def text_of(question):
    """The text that a question is about."""
    return json.loads(question["messages"][1]["content"])["text"]
