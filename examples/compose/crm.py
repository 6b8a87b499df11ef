"""The smallest CRM that takes CDRs: prints each, and acknowledges it. For ``compose.yaml``."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        cdr = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(f"{cdr['ivruniqueid']}: {cdr['caller']} -> {cdr['target']}, {cdr['status']}", flush=True)
        body = b'{"err": 0, "errdesc": "OK"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The CDRs are enough."""


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", 8000), Webhook).serve_forever()
