"""Officers at their desks: twenty at once, each opening one page after another, looking at each for a while or not."""

import http.client
import random
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from statistics import quantiles
from urllib.parse import quote, urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OK, FOUND = 200, 302


class PageRefused(Exception):
    """A page did not come."""


@dataclass
class Visitor:
    """One browser: a connection kept open, and its cookies."""

    host: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, timeout=120)

    def sign_in(self, name: str, password: str) -> None:
        """
        Sign in.

        :raises PageRefused: name or password are not right
        """
        token = _TOKEN.search(self._ask("GET", "/sign-in")[1])
        form = {"csrfmiddlewaretoken": token.group(1) if token else "", "name": name, "password": password}
        status, _ = self._ask("POST", "/sign-in", urlencode(form))
        if status != FOUND:
            raise PageRefused(f"sign-in: {status}")

    def open(self, path: str) -> float:
        """
        Open a page and return the seconds it took to the last byte.

        :raises PageRefused: it did not come
        """
        began = time.perf_counter()
        status, _ = self._ask("GET", quote(path, safe="/?=&"))
        if status != OK:
            raise PageRefused(f"{path}: {status}")
        return time.perf_counter() - began

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body or None, headers)
            answer = self._connection.getresponse()
        except ConnectionError:
            # The server ends connections nobody used for a while; browsers ask once more.
            self._connection.close()
            self._connection.request(method, path, body or None, headers)
            answer = self._connection.getresponse()
        for set_cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(set_cookie).items()}
        return answer.status, answer.read().decode("utf-8", "replace")


def visited(
    host: str, who: tuple[str, str], pages: dict[str, list[str]], users: int, turns: int, *, looks: float = 0
) -> dict[str, float]:
    """
    Let so many users open every kind of page so many times; return the 95th percentile of each in milliseconds.

    They look at a page for so many seconds, some for half of it and some for half as long again.
    """
    visitors = [Visitor(host) for _ in range(users)]
    for visitor in visitors:
        visitor.sign_in(*who)
    for paths in pages.values():
        visitors[0].open(paths[0])
    taken: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []

    def work(number: int, visitor: Visitor) -> None:
        names = list(pages)
        draw = random.Random(number)
        for turn in range(turns * len(names)):
            time.sleep(looks * draw.uniform(0.5, 1.5))
            # Everybody begins with another page.
            name = names[(turn + number) % len(names)]
            try:
                taken[name].append(visitor.open(pages[name][(turn + number) % len(pages[name])]))
            except (PageRefused, OSError) as problem:
                failed.append(str(problem))

    threads = [threading.Thread(target=work, args=each) for each in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise PageRefused(f"{len(failed)} pages, the first: {failed[0]}")
    return {name: 1000 * p95(seconds) for name, seconds in taken.items()}


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
