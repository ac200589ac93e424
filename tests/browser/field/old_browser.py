"""A Chromium of years ago, spoken to over a pipe: what drives today's does not understand it any more."""

import base64
import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from tests.browser.conftest import FLAGS

PATIENCE_SECONDS: Final = 30
STEP_SECONDS: Final = 0.05
# What a finger can be put on, and where it is on the screen once it was brought there.
PLACE: Final = """(words => {
  const seen = (each) => each.getClientRects().length && !each.disabled;
  const all = [...document.querySelectorAll("button, a, label, .option")];
  const found = all.filter((each) => seen(each) && each.innerText.includes(words));
  const wanted = found.filter((each) => each.innerText.trim() === words)[0] || found[0];
  if (!wanted || document.documentElement.dataset.turned) return null;
  wanted.scrollIntoView({ block: "center" });
  const box = wanted.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
})"""
FOCUSED: Final = """wanted => {
  const box = document.querySelector(wanted);
  if (box) box.focus();
  return !!box;
}"""


class BrowserGone(Exception):
    """The browser ended, or did not answer."""


class OldBrowser:
    """One browser with a profile of its own and one page (旧浏览器)."""

    def __init__(self, executable: Path, profile: Path, size: tuple[int, int]) -> None:
        self.wrong: list[str] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._session = ""
        hear, speak = os.pipe(), os.pipe()
        flags = [*FLAGS, "--headless", "--no-zygote", "--remote-debugging-pipe", "--lang=zh-CN"]
        command = [str(executable), *flags, f"--user-data-dir={profile}", "about:blank"]
        silent = [(os.POSIX_SPAWN_OPEN, each, os.devnull, os.O_WRONLY, 0) for each in (1, 2)]
        # The browser reads its orders from 3 and answers on 4.
        pipes = [(os.POSIX_SPAWN_DUP2, speak[0], 3), (os.POSIX_SPAWN_DUP2, hear[1], 4)]
        self._process = os.posix_spawn(executable, command, os.environ, file_actions=[*silent, *pipes], setsid=True)
        os.close(speak[0])
        os.close(hear[1])
        self._in, self._out = os.fdopen(hear[0], "rb"), os.fdopen(speak[1], "wb", buffering=0)
        self._read = b""
        os.set_blocking(hear[0], False)
        self._begin(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _begin(self, size: tuple[int, int]) -> None:
        self.product = str(self.ask("Browser.getVersion")["product"])
        page = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM"):
            self.ask(f"{domain}.enable")
        width, height = size
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=True)

    def kill(self) -> None:
        """End it as a telephone whose battery is pulled out."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.killpg(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        self._in.close()
        self._out.close()

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give one order and wait for what comes of it."""
        self._asked += 1
        order: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        self._out.write(json.dumps(order).encode() + b"\0")
        until = time.monotonic() + PATIENCE_SECONDS
        while self._asked not in self._answers:
            self._listen()
            if time.monotonic() > until:
                raise BrowserGone(method)
        answer = self._answers.pop(self._asked)
        if "error" in answer:
            raise BrowserGone(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _listen(self) -> None:
        got = self._in.read()
        if got is None:
            time.sleep(STEP_SECONDS / 10)
            return
        *whole, self._read = (self._read + got).split(b"\0")
        for each in whole:
            self._hear(json.loads(each))

    def _hear(self, said: dict[str, Any]) -> None:
        if "id" in said:
            self._answers[said["id"]] = said
        elif said["method"] == "Runtime.exceptionThrown":
            details = said["params"]["exceptionDetails"]
            self.wrong.append(str(details.get("exception", {}).get("description") or details["text"]))
        elif said["method"] == "Runtime.consoleAPICalled" and said["params"]["type"] == "error":
            said_by = said["params"]["args"]
            self.wrong.append(" ".join(str(each.get("value", each.get("description"))) for each in said_by))
        elif said["method"] == "Log.entryAdded":
            entry = said["params"]["entry"]
            # That there is no network is what the test asked for.
            if entry["level"] == "error" and entry["source"] != "network":
                self.wrong.append(str(entry["text"]))

    def run(self, script: str, *given: Any) -> Any:
        """Run a function in the page, and give what it gives."""
        call = f"({script})({', '.join(json.dumps(each) for each in given)})"
        done = self.ask("Runtime.evaluate", expression=call, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in done:
            raise BrowserGone(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def wait(self, script: str, *given: Any) -> Any:
        """Wait until a function in the page gives something."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with suppress(BrowserGone):
                if found := self.run(script, *given):
                    return found
            if time.monotonic() > until:
                shown = self.run("() => document.body.innerText")
                raise AssertionError(f"{given} did not come; there stands: {shown}; wrong: {self.wrong}")
            time.sleep(STEP_SECONDS)

    def open(self, address: str) -> None:
        """Open an address; whoever asks for something on it waits for it."""
        self.ask("Page.navigate", url=address)

    def sees(self, words: str) -> None:
        """Wait until some words stand on the page."""
        self.wait("words => document.body.innerText.includes(words)", words)

    def tap(self, words: str) -> None:
        """Put a finger on what bears some words."""
        x, y = self.wait(PLACE, words)
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, words: str, wanted: str) -> None:
        """Write into the box that a selector names."""
        self.wait(
            "wanted => { const box = document.querySelector(wanted); if (box) box.focus(); return !!box; }", wanted
        )
        for sign in words:
            self.ask("Input.insertText", text=sign)

    def give_file(self, path: Path, wanted: str) -> None:
        """Choose a file where a selector names the box."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        box = self.ask("DOM.querySelector", nodeId=root, selector=wanted)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=box, files=[str(path)])

    def picture(self, path: Path) -> None:
        """Take a picture of what stands there."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))
