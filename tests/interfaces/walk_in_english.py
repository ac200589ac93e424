"""Opens pages of the desk in English as people of the demonstration; prints the Chinese on them that is nobody's."""

import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from http import HTTPStatus

from django.apps import apps
from django.db import connection, models
from django.test import Client

from gonghu.foundation.pages.middleware import LANGUAGE_COOKIE
from gonghu.interfaces.cli.site import start_site

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{6,}")
LINK = re.compile(r'<a\s[^>]*href="(/[^"#?]*)')
RUN = re.compile(r"[一-鿿（）“”，。：；、·\d〔〕《》*]*[一-鿿][一-鿿（）“”，。：；、·\d〔〕《》*]*")
MASKED = re.compile(r".{1,2}\*+")
SHORTEST_QUOTE = 6
"""Of what people wrote a page may show a part, if it is no word of the domain."""
# The text of law, forms as people fill them in, and what departments wrote: Chinese by nature.
NOT_WALKED = ("/tasks/limits", "/questionnaires/", "/review/", "/field", "/static/", "/demonstration", "/sign-out")
DETAIL = re.compile(r"/(?:children|tasks|applications|payrolls|accounts|organisations|ledger|sweeps|keying)/\*/?")


LABELS: set[str] = set()


def kept() -> Iterator[str]:
    """Yield all texts that people wrote and no code chose."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                with connection.cursor() as cursor:
                    cursor.execute(f'SELECT DISTINCT "{field.column}" FROM "{model._meta.db_table}"')
                    yield from (text for (text,) in cursor.fetchall() if isinstance(text, str))


def texts(page: str) -> Iterator[str]:
    """Yield what stands between tags and in the attributes that people read, but for what is marked as Chinese."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<(\w+) lang="zh-CN">.*?</\1>', "", page, flags=re.DOTALL)
    yield from re.split(r"<[^>]+>", page)
    yield from re.findall(r'(?:aria-label|title|placeholder|data-label)="([^"]*)"', page)


def walked(role: str, known: set[str], places: list[str]) -> tuple[int, dict[str, str]]:
    """Open what the bar leads to and one page of every kind behind it; give how many, and Chinese with where."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(f"/demonstration/{role}")
    client.cookies[LANGUAGE_COOKIE] = "en"
    session = client.session
    session["purpose_of_reading"] = "Daily work"
    session.save()
    found: dict[str, str] = {}
    waiting, seen = [("/", 0)], {"/"}
    for address, depth in waiting:
        page = client.get(address, follow=True)
        assert page.status_code == HTTPStatus.OK, address
        if page.streaming or not page["Content-Type"].startswith("text/html"):
            continue
        text = page.content.decode()
        found |= dict.fromkeys(chinese(text, known, places), address)
        for path in LINK.findall(text):
            kind = KEY.sub("*", path)
            is_near = DETAIL.fullmatch(kind) or (not depth and kind == path)
            if is_near and kind not in seen and not path.startswith(NOT_WALKED):
                seen.add(kind)
                waiting.append((path, depth + 1))
    return len(waiting), found


def chinese(page: str, known: set[str], places: list[str]) -> Iterator[str]:
    written = "\n".join(known)
    for text in map(str.strip, map(unescape, texts(page))):
        if text in known:
            continue
        for run in RUN.findall(text):
            bare = run.strip("（）：，。·、 0123456789")
            bare = bare.split("（")[0] if is_place(bare.partition("（")[2], places) else bare
            is_quoted = len(bare) >= SHORTEST_QUOTE and bare not in LABELS and bare in written
            if bare and bare not in known and not (is_quoted or MASKED.fullmatch(bare) or is_place(bare, places)):
                yield bare


def is_place(text: str, places: list[str]) -> bool:
    """Tell whether a text is names of places alone; on the map a name may be cut short."""
    if any(place.startswith(text) for place in places):
        return True
    for place in places:
        text = text.replace(place, "")
    return not text


if __name__ == "__main__":
    start_site()
    LABELS |= set(json.loads(sys.stdin.read()))
    named = {each: apps.get_model(each).objects for each in ("divisions.Division", "organisations.Organisation")}
    known = set(kept()) - LABELS | set(named["organisations.Organisation"].values_list("name", flat=True))
    names = set(named["divisions.Division"].values_list("name", flat=True))
    print(json.dumps({role: walked(role, known, sorted(names, key=len, reverse=True)) for role in sys.argv[1:]}))
