"""How one looks at a screen of the telephone: measured, judged by axe, and pictured if somebody wants it."""

from pathlib import Path

from tests.browser.conftest import AXE
from tests.browser.field.telephone import Telephone

# Smallest target, smallest and largest type, in CSS pixels.
LARGE = (60, 18, 30)
NORMAL = (44, 14, 22)
# A question with its answers is one thing to take in, if they are few enough to stand there.
MOST_CONTROLS = MOST_OPTIONS = 8
LINE = 1.29
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]

MEASURED = """() => {
  const seen = (each) => {
    const box = each.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && getComputedStyle(each).visibility !== "hidden" && !each.disabled;
  };
  const all = (wanted) => [...document.querySelectorAll(wanted)].filter(seen);
  const controls = all("a, button, input:not([type=file]), textarea, select, label.button, label.option")
    .filter((each) => !(each.matches("input") && each.closest("label.option, label.button")));
  const texts = all("h1, h2, p, a, button, span, dt, dd, li, label, input, textarea, select")
    .filter((each) => each.innerText);
  const lines = texts.filter((each) => !each.matches("select"));
  const style = (each, name) => parseFloat(getComputedStyle(each)[name]);
  const sides = controls.map((each) => each.getBoundingClientRect()).flatMap((box) => [box.width, box.height]);
  return {
    options: Math.max(0, ...all(".options").map((each) => each.children.length)),
    controls: new Set(controls.map((each) => each.closest(".options, .dates") ?? each)).size,
    target: Math.min(...sides),
    smallest: Math.min(...texts.map((each) => style(each, "fontSize"))),
    largest: Math.max(...texts.map((each) => style(each, "fontSize"))),
    line: Math.min(...lines.map((each) => style(each, "lineHeight") / style(each, "fontSize"))),
    overflow: document.documentElement.scrollWidth - innerWidth,
  };
}"""
JUDGED = """(tags) => axe.run({ runOnly: { type: "tag", values: tags } })
  .then((found) => found.violations.map((each) => `${each.id}: ${each.nodes.map((one) => one.target).join(" ")}`))"""


class Looking:
    """Looks at one screen after the other, and keeps pictures if somebody wants them (查看)."""

    def __init__(self, telephone: Telephone, size: str, pictures: Path | None) -> None:
        self.telephone, self.size, self.pictures = telephone, size, pictures

    def look(self, name: str) -> None:
        page = self.telephone.page
        page.wait_for_timeout(50)
        if self.pictures:
            page.screenshot(path=self.pictures / f"field-{name}-{self.size}.png")
        target, smallest, largest = LARGE if self.size == "large" else NORMAL
        found = page.evaluate(MEASURED)
        assert found["controls"] <= MOST_CONTROLS, (name, found)
        assert found["options"] <= MOST_OPTIONS, (name, found)
        assert found["target"] >= target, (name, found)
        assert found["smallest"] >= smallest, (name, found)
        assert found["largest"] >= largest, (name, found)
        assert found["line"] >= LINE, (name, found)
        assert found["overflow"] <= 0, (name, found)
        if self.size == "normal":
            # The same elements in the same colours: what differs was measured.
            return
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(JUDGED, TAGS) == [], name

    def show(self, address: str, words: str, name: str) -> None:
        self.telephone.show(address)
        self.telephone.sees(words)
        self.look(name)
