"""What was typed is back after signing in again: every form that takes something is one the script remembers."""

import re
from collections.abc import Iterator
from pathlib import Path

from gonghu.interfaces import desk

TEMPLATES = Path(desk.__file__).parent / "templates/desk"
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
WORDS = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|<button\b.*?</button>|<p\b.*?</p>", re.DOTALL)
TAG = re.compile(r"<form\b(?:[^>{]|{[%{].*?[%}]})*>")
TAKES = re.compile(
    r'<textarea|<select|<input(?![^>]*type="(?:hidden|file)")|parts/(?:field|form|choices)\.html|'
    r"^\s*(?:<input[^>]*>\s*)*{{ [\w.]+ }}|{{ \w*form }}",
    re.MULTILINE,
)


def forgetful() -> Iterator[str]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        if path.parent.name == "signing_in":
            continue
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            opening = TAG.match(form)
            assert opening, form
            takes = TAKES.search(WORDS.sub("", form.removeprefix(opening[0]).replace("{% csrf_token %}", "")))
            if 'method="post"' in opening[0] and takes and not ("data-keep" in opening[0] and " id=" in opening[0]):
                yield f"{path.relative_to(TEMPLATES)}: {opening[0]}"


def test_a_form_that_takes_something_is_remembered_by_its_id() -> None:
    assert list(forgetful()) == []
