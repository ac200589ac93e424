"""
How long a telephone lets its owner wait: a Chromium with this processor, and with a sixth of it, and no network.

Each time goes from the tap to the first picture in which the next thing stands, by the browser's own clock. Deriving
the key from the PIN is not slowed: Chromium does it beside the page; so are the disk and the pictures.
"""

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright
from tests.browser.field.front import Front

from benchmarks.desk_site import TYPED
from benchmarks.options import Options
from benchmarks.serving import inside, serving
from benchmarks.telling import table, verdict

SLOWER: Final = 6
RATES: Final = (1, SLOWER)
SIZE: Final = (360, 640)
PIN: Final = "135790"
GOAL_MS: Final = 1_000
"""After a second a hand begins to doubt that it has tapped."""
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

# Taps what bears some words, and waits for a picture in which other words stand; gives milliseconds.
TAP: Final = """([tapped, wanted]) => new Promise((done) => {
  const all = [...document.querySelectorAll("button, a, label")].filter((each) => each.offsetParent);
  const began = performance.now();
  all.find((each) => each.innerText.includes(tapped)).click();
  const look = () => {
    if (document.querySelector("#app").innerText.includes(wanted)) setTimeout(() => done(performance.now() - began));
    else if (performance.now() - began < 20000) requestAnimationFrame(look);
    else done(NaN);
  };
  requestAnimationFrame(look);
})"""
# From the beginning of the page until some words stand there.
OPENED: Final = """(wanted) => new Promise((done) => {
  const began = performance.now();
  const look = () => {
    if (document.body?.innerText.includes(wanted)) done(performance.now());
    else if (performance.now() - began < 20000) requestAnimationFrame(look);
    else done(NaN);
  };
  look();
})"""
STEPS: Final = (
    "open the app without a network, until the PIN can be typed",
    "PIN typed, until today's list of 60 children stands there",
    "open a child",
    "open its form, the first of the day",
    "put the form away, back at the child",
    "open the form again where it was left",
)


def run(options: Options) -> str:
    """Return the table and verdicts; ``rounds`` is how often each is done."""
    with tempfile.TemporaryDirectory() as home:
        inside("", Path(home), "field_filling:fill", {"villages": len(RATES) * options.rounds})
        with serving("", Path(home)) as host:
            # Every telephone has a director of its own, and nothing left from a round before.
            each = [
                [_times_of(host, len(RATES) * at + turn, rate) for turn, rate in enumerate(RATES)]
                for at in range(options.rounds)
            ]
    fast, slow = (
        [statistics.median(step) for step in zip(*of_rate, strict=True)] for of_rate in zip(*each, strict=True)
    )
    rows = [
        [step, f"{whole:,.0f}", f"{part:,.0f}", f"{part / whole:.1f}"]
        for step, whole, part in zip(STEPS, fast, slow, strict=True)
    ]
    head = ["", "this processor, ms", f"a {SLOWER}th of it, ms", "×"]
    claims = [verdict(f"{step}, ms", taken, GOAL_MS, at_most=True) for step, taken in zip(STEPS, slow, strict=True)]
    return "\n\n".join([table(head, rows), "\n".join(claims)])


def _times_of(host: str, number: int, rate: int) -> list[float]:
    front = Front(f"http://{host}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), args=FLAGS, locale="zh-CN", has_touch=True,
            viewport={"width": SIZE[0], "height": SIZE[1]}, timezone_id="Asia/Shanghai",
        )  # fmt: skip
        page = context.pages[0]
        _begin(page, front.address, f"director{number}")
        front.is_down = True
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
        taken = _times(page, front.address)
        context.close()
    front.stop()
    return taken


def _begin(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", TYPED)
    page.click("main button.btn-primary")
    page.wait_for_selector("nav.navigation", state="attached")
    page.goto(f"{address}/field/")
    for _ in range(2):
        _type_pin(page)
    page.get_by_text("都已送达").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2_000)


def _type_pin(page: Page) -> None:
    page.wait_for_selector("input.pin", timeout=12_000)
    for sign in PIN:
        page.keyboard.type(sign)
    page.wait_for_timeout(200)


def _times(page: Page, address: str) -> list[float]:
    page.goto(f"{address}/field/", wait_until="commit")
    opened = page.evaluate(OPENED, "PIN")
    page.wait_for_selector("input.pin", timeout=12_000)
    page.keyboard.type(PIN[:-1])
    page.evaluate("() => { window.typedAt = 0; addEventListener('keydown', () => { typedAt ||= performance.now() }) }")
    page.keyboard.press(PIN[-1])
    listed = page.evaluate(OPENED, "手机里") - page.evaluate("typedAt")
    # What is made ready once the store is open has its time while she reads the list.
    page.wait_for_timeout(3_000)
    name = page.locator("a.row .row-title").first.inner_text()
    child = _tap(page, name, "换一张表")
    form = _tap(page, "开始", "第 1 页")
    away = _tap(page, "先放下", "接着填")
    again = _tap(page, "接着填", "第 1 页")
    return [opened, listed, child, form, away, again]


def _tap(page: Page, words: str, wanted: str) -> float:
    taken: Any = page.evaluate(TAP, [words, wanted])
    return float(taken)
