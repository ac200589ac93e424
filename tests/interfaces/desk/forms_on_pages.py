"""The forms of a page as a browser would send them, and all that an answer says, inside workbooks too."""

import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase

# Of every page and every answer anew.
_CHANGING = re.compile(r"[A-Za-z0-9_:%-]{24,}|\d\d:\d\d(:\d\d)?")


@dataclass
class FormFound:
    """A form of a page (表单)."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def sent(self) -> dict[str, Any]:
        """Fill the form as it stands; what is empty gets something that might do."""
        filled: dict[str, Any] = {}
        for name, kind in self.kinds.items():
            values = [value for value in self.fields[name] if value]
            if kind == "file":
                filled[name] = SimpleUploadedFile("名册.csv", "姓名\n王\n".encode())
            else:
                filled[name] = values[0] if values else FILLED.get(kind, "工作需要核对情况")
        return filled


FILLED = {"date": "2026-12-01", "datetime-local": "2026-12-01T09:00", "number": "1", "checkbox": "on", "time": "09:00"}


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.links = address, list[FormFound](), set[str]()
        self._form: FormFound | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if "hx-get" in said:
            self.links.add(urljoin(self.address, said["hx-get"]))
        if "hx-post" in said and tag != "form":
            self.forms.append(FormFound(urljoin(self.address, said["hx-post"]), "post"))
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self._form = FormFound(action, said.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and said.get("href", "").startswith(("/", "?")):
            self.links.add(urljoin(self.address, said["href"]))
        elif self._form and tag == "option" and self._select:
            self._form.fields[self._select].append(said.get("value", ""))
        elif self._form and said.get("name"):
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        assert self._form
        name = said["name"]
        self._form.kinds.setdefault(name, said.get("type", "text") if tag in {"input", "button"} else tag)
        self._form.fields.setdefault(name, [])
        if tag == "select":
            self._select = name
        elif said.get("value"):
            self._form.fields[name].append(said["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def forms_of(address: str, page: str) -> tuple[list[FormFound], set[str]]:
    """List the forms of a page, and where its links lead on this site."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms, reader.links


def everything_in(answer: HttpResponseBase) -> str:
    """Give all that an answer says: its body, of a workbook all its parts, and where it leads."""
    body = answer.getvalue()
    said = answer.get("Location", "") + answer.get("HX-Redirect", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as parts:
            return said + "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return said + body.decode("utf-8", "replace")


def without_tokens(text: str, *keys: str) -> str:
    """Leave out what differs between two answers that say the same."""
    for key in keys:
        text = text.replace(key, "")
    return _CHANGING.sub("", text)
