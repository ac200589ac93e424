"""What a telephone gets before anybody has signed in stays small, and asks nothing of its browser that it lacks."""

import json
import re
from pathlib import Path

import pytest

from gonghu.interfaces.field import shell

LARGEST_SHELL = 300 * 1024
BUILT = Path(shell.__file__).parent / "static" / "field"
# What came after Chromium 80 and stands in programs now and then. What floor.ts lends is not among it.
NEWER = re.compile(
    r"\b(?:WeakRef|FinalizationRegistry|structuredClone|OffscreenCanvas|CompressionStream|scheduler\.yield)\b"
    r"|\bPromise\.(?:any|try|withResolvers)\b|\bObject\.(?:hasOwn|groupBy)\b|\bMap\.groupBy\b|\bArray\.fromAsync\b"
    r"|\bAbortSignal\.any\b|\bURL\.(?:canParse|parse)\b|\bIntl\.(?!DateTimeFormat|NumberFormat|Locale)\w+"
    r"|(?<=\.)(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed|replaceChildren|checkVisibility"
    r"|showModal|isSubsetOf|symmetricDifference|toHex|setHTML)(?=\()"
)
# Never reached: the engine gets forms as text, looks before it writes durations, and Vue offers what nobody calls.
UNREACHED = {"URL.canParse", "Intl.DurationFormat", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced"}
# What drops a whole rule or a measure.
NEWER_STYLES = re.compile(
    r":has\(|:where\(|[{;]inset:|aspect-ratio:|\d[dsl]v[hw]\b|color-mix\(|@layer|@container|oklch\("
)
# Boxes that stand side by side keep their distance by margins.
FLEXIBLE_GAP = re.compile(r"\{[^}]*\bgap:[^}]*display:(?:inline-)?flex|\{[^}]*display:(?:inline-)?flex[^}]*\bgap:")


@pytest.fixture
def built() -> dict[str, str]:
    """Give the built scripts and styles by name."""
    files = [each for each in BUILT.rglob("*") if each.suffix in {".js", ".css"}]
    assert files, "run make assets first"
    return {each.name: each.read_text(encoding="utf-8") for each in files}


def test_the_shell_is_small_and_the_engine_of_the_forms_is_not_in_it() -> None:
    built = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    entry = built[shell.ENTRY]
    parts = [entry["file"], *entry.get("css", []), *(built[each]["file"] for each in entry.get("imports", []))]
    assert not any("form_engine" in each for each in parts)
    assert sum((BUILT / f"{each}.gz").stat().st_size for each in parts) <= LARGEST_SHELL


def test_scripts_ask_a_browser_of_2020_for_nothing_that_it_lacks(built: dict[str, str]) -> None:
    asked = {name: set(NEWER.findall(text)) - UNREACHED for name, text in built.items() if name.endswith(".js")}
    assert {name: found for name, found in asked.items() if found} == {}
    # The wait of a module, and programs that its policy forbids.
    assert not any("application/wasm;base64,AGFzbQ" in text for text in built.values())


def test_styles_lose_no_rule_in_a_browser_of_2020(built: dict[str, str]) -> None:
    styles = "".join(text for name, text in built.items() if name.endswith(".css"))
    assert styles
    assert NEWER_STYLES.findall(styles) == []
    assert FLEXIBLE_GAP.findall(styles) == []


def test_what_a_browser_that_is_too_old_runs_is_older_than_it(built: dict[str, str]) -> None:
    (text,) = [text for name, text in built.items() if name.startswith("too_old")]
    said = re.sub(r"//.*", "", text)
    assert re.findall(r"=>|`|\b(?:let|const|class|async|await|import|export)\b|\?\.|\?\?|\.\.\.", said) == []
