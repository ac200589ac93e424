"""What stands between a telephone and the server: a network that can be gone, slow, or answer for itself."""

import gzip
import http.client
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

SKIPPED: Final = {"connection", "transfer-encoding", "keep-alive", "content-length", "server", "date"}
HANG_SECONDS: Final = 60

Fault = int | str
Choose = Callable[[str, str, bytes], Fault | None]


class Front:
    """Hands every request on to the server, unless it is told otherwise (前置网络)."""

    def __init__(self, server: str) -> None:
        self.server = urlsplit(server).netloc
        self.is_down = False
        self.fault: Choose = lambda _method, _path, _body: None
        self.bodies: list[bytes] = []
        # Bits a second of the line that everything shares, and seconds until an answer begins.
        self.line: tuple[int, float] | None = None
        self._busy = threading.Lock()
        self.changed: dict[str, Callable[[bytes], bytes]] = {}
        self.ended = threading.Event()
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def __getattr__(self, name: str) -> Callable[[], None]:
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return lambda: front.pass_on(self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def stop(self) -> None:
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()

    def pass_on(self, request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        if self.is_down:
            return
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if request.path.endswith("/api/records"):
            self.bodies.append(body)
        fault = self.fault(request.command, request.path, body)
        with suppress(ConnectionError):
            if fault is None:
                self._ask(request, body)
            else:
                self._fail(request, fault)

    def _ask(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        connection = http.client.HTTPConnection(self.server, timeout=HANG_SECONDS)
        headers = {name: value for name, value in request.headers.items() if name.lower() != "connection"}
        connection.request(request.command, request.path, body or None, headers)
        answer = connection.getresponse()
        content = self.changed.get(request.path, bytes)(answer.read())
        connection.close()
        if self.is_down:
            return
        request.send_response(answer.status)
        if self.line and request.path.endswith((".js", ".css")):
            # As a site gives them out that is really served.
            content = gzip.compress(content)
            request.send_header("Content-Encoding", "gzip")
        self._travel(len(content))
        for name, value in answer.getheaders():
            if name.lower() not in SKIPPED:
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(content)

    def _travel(self, size: int) -> None:
        if self.line is None:
            return
        bits, latency = self.line
        time.sleep(latency)
        with self._busy:
            time.sleep(size * 8 / bits)

    def _fail(self, request: BaseHTTPRequestHandler, fault: Fault) -> None:
        if fault == "hang":
            self.ended.wait(HANG_SECONDS)
            return
        if fault == "html":
            self._say(request, 200, b"<!doctype html><title>sign in</title>", "text/html; charset=utf-8")
            return
        codes = {401: "SIGN_IN", 403: "SEALED"}
        said = f'{{"code": "{codes.get(int(fault), "REFUSED")}", "message": "没有收下", "next": "请修改"}}'
        self._say(request, int(fault), said.encode(), "application/json")

    def _say(self, request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            request.send_header("Retry-After", "1")
        request.end_headers()
        request.wfile.write(body)
