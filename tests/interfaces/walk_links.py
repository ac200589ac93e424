"""Walks through a site as people of the demonstration, along every kind of link; prints those that lead nowhere."""

import json
import re
import sys
from http import HTTPStatus

from django.test import Client

from gonghu.interfaces.cli.site import start_site

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{6,}")
LINK = re.compile(r'<a\s[^>]*href="(/[^"#?]*)(\?[^"#]*)?')
NOT_WALKED = ("/static/", "/demonstration", "/sign-out", "/field")


def walked(role: str) -> tuple[int, list[str]]:
    """Open one page of every kind that links lead to; give how many, and what could not be opened from where."""
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.get(f"/demonstration/{role}").status_code == HTTPStatus.FOUND
    session = client.session
    session["purpose_of_reading"] = "日常工作"
    session.save()
    waiting, seen, dead = [("/", "")], {"/"}, []
    for address, where in waiting:
        answer = client.get(address, follow=True)
        if answer.status_code != HTTPStatus.OK:
            dead.append(f"{role}: {answer.status_code} {address} on {where}")
            continue
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        for path, query in LINK.findall(answer.content.decode()):
            kind = KEY.sub("*", path)
            if kind not in seen and not path.startswith(NOT_WALKED):
                seen.add(kind)
                waiting.append((path + query.replace("&amp;", "&"), address))
    return len(waiting), dead


start_site()
print(json.dumps({role: walked(role) for role in sys.argv[1:]}))
