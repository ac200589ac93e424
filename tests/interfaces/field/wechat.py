"""A small server that answers as WeChat does (微信替身), good and bad: errors have status 200, JSON a text type."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

APP_KEY: Final = "of-the-mini-program"
GOOD: Final = "good-code-of-"
"""A code that begins so logs in whoever it names."""


class _Answers(BaseHTTPRequestHandler):
    server: "Wechat"

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(asked)
        code = asked.get("js_code", "")
        if urlsplit(self.path).path != "/sns/jscode2session" or asked.get("secret") != APP_KEY:
            self._say({"errcode": 40125, "errmsg": "invalid appsecret"})
        elif code.startswith(GOOD):
            self._say({"openid": f"o{code.removeprefix(GOOD)}", "session_key": "x"})
        elif code.startswith("errcode"):
            self._say({"errcode": int(code.removeprefix("errcode-").replace("minus", "-")), "errmsg": "said"})
        else:
            self._misbehave(code)

    def _misbehave(self, code: str) -> None:
        if code == "hang-hang":
            self.server.patience.wait(60)
        elif code == "drip-drip":
            self.send_response(200)
            self.end_headers()
            while not self.server.patience.wait(0.2):
                self.wfile.write(b" ")
        elif code == "redirect":
            self.send_response(302)
            self.send_header("Location", f"/sns/jscode2session?secret={APP_KEY}&js_code={GOOD}thief")
            self.end_headers()
        else:
            bodies = {"page-page": b"<html>maintenance</html>", "list-list": b"[]", "endless-": b" " * (1 << 20)}
            self._write(bodies.get(code, b'{"openid": 7}'))

    def _say(self, said: Any) -> None:
        self._write(json.dumps(said).encode())

    def _write(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Say nothing on standard error."""


class Wechat(ThreadingHTTPServer):
    """Remembers what it was asked; ``patience`` ends all that hangs (微信替身)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[dict[str, str]] = []
        self.patience = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may hang up."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running() -> Iterator[Wechat]:
    """Run one while a test does."""
    with Wechat() as wechat:
        thread = threading.Thread(target=wechat.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield wechat
        finally:
            wechat.patience.set()
            wechat.shutdown()
            thread.join()


def seconds_of(began: float) -> float:
    """Give how long something took."""
    return time.monotonic() - began
