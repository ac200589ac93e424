"""A director's telephone: Chromium with a profile that outlives the browser."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType, Page, ViewportSize
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import FLAGS, Visitor, watch
from tests.browser.field.front import Front

PIN = "135790"
# Seconds that a slow hand needs for a tap, and for a sign that it types.
TAP = float(os.environ.get("GONGHU_FIELD_HAND", "0"))
SIGN = 0.3 if TAP else 0
# A microphone that hums, and is given without being asked.
SOUNDS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SIZE: ViewportSize = {"width": 390, "height": 844}


class Telephone:
    """One telephone, switched on and off (手机)."""

    def __init__(self, chromium: BrowserType, executable: str, profile: Path, front: Front) -> None:
        self._chromium = chromium
        self._executable = executable
        self.profile = profile
        self.front = front
        self.wrong: list[str] = []
        self.taps = 0
        self.seconds = 0.0
        self._context: BrowserContext | None = None
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        assert self._page is not None
        return self._page

    def switch_on(self, *, dark: bool = False) -> None:
        context = self._chromium.launch_persistent_context(
            self.profile, executable_path=self._executable, args=[*FLAGS, *SOUNDS], viewport=SIZE, has_touch=True,
            locale="zh-CN", color_scheme="dark" if dark else "light", timezone_id="Asia/Shanghai",
            permissions=["microphone"],
        )  # fmt: skip
        self._context, self._page = context, context.pages[0]
        self._page.set_default_timeout(30_000)
        visitor = Visitor(self._page, self.front.address, self.wrong)
        watch(visitor, self._page)

    def open(self, path: str = "/field/") -> None:
        self.page.goto(f"{self.front.address}{path}")

    def show(self, screen: str) -> None:
        """Go to a screen by its address."""
        self.page.evaluate("screen => { location.hash = `/${screen}` }", screen)

    def tap(self, words: str, *, exact: bool = False) -> None:
        """Tap what bears some words."""
        found = self.page.locator("button:visible, a:visible, label:visible, .option:visible")
        wanted = found.filter(has_text=words) if not exact else self.page.get_by_text(words, exact=True)
        time.sleep(TAP)
        self.has_turned()
        wanted.first.click()
        self.taps += 1

    def tap_twice(self, words: str) -> None:
        """Tap as somebody does who is used to a mouse: the second time it falls on whatever stands there then."""
        self.has_turned()
        box = self.page.locator("button:visible, a:visible", has_text=words).first.bounding_box()
        assert box
        self.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, delay=20)

    def has_turned(self) -> None:
        """Wait until what has come to stand there can be hit."""
        self.page.wait_for_function("() => !document.documentElement.dataset.turned")

    def write(self, words: str) -> None:
        """Write into the box that stands there."""
        box = self.page.locator("main textarea, main input[type=text]").first
        box.fill("")
        box.press_sequentially(words, delay=SIGN * 1000)

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """Count the seconds that somebody looks at the telephone."""
        began = time.monotonic()
        yield
        self.seconds += time.monotonic() - began

    def answer(self, words: str) -> None:
        """Answer the question that stands there, and wait for the next."""
        asked = self.page.locator(".question-label").last.inner_text()
        self.tap(words)
        self.page.wait_for_function(
            "asked => [...document.querySelectorAll('.question-label')].at(-1)?.innerText !== asked", arg=asked
        )

    def choose(self, words: str) -> None:
        """Choose an answer from the telephone's own list, which opens and takes it: two taps."""
        self.page.locator("main select").select_option(label=words)
        self.taps += 2

    def is_kept(self) -> None:
        """Wait until the last answer lies in the store."""
        self.page.wait_for_function("() => document.documentElement.dataset.saving !== 'true'")

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def type_pin(self, pin: str = PIN) -> None:
        box = self.page.locator("input.pin")
        box.wait_for()
        box.press_sequentially(pin, delay=SIGN * 1000)

    def kill(self) -> None:
        """Kill the browser as a telephone whose battery is pulled out."""
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(PlaywrightError):
            assert self._context is not None
            self._context.close()
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)
        self._context = self._page = None

    def switch_off(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = self._page = None

    def holds(self, words: str) -> list[str]:
        """List the files of the profile in which some words stand in clear."""
        spellings = [words.encode("utf-8"), words.encode("utf-16-le"), ascii(words)[1:-1].encode()]
        files = [each for each in self.profile.rglob("*") if each.is_file() and not each.is_symlink()]
        return [str(each) for each in files if any(one in each.read_bytes() for one in spellings)]

    def _processes(self) -> list[int]:
        named = f"--user-data-dir={self.profile}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdecimal() and named in (entry / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found
