"""Who is let in: every address says so, and keeps to it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import assign_children
from gonghu.domain.access.terms import FIRST_PERMISSIONS, LISTED_ROLES, Permission, Role
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces import desk
from gonghu.interfaces.desk.admission import Admission, admission_of

NOBODY = UUID("00000000-0000-4000-8000-000000000000")


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, path)
        else:
            yield path, pattern


def declared(pattern: URLPattern) -> Admission | None:
    with suppress(AttributeError):
        return admission_of(pattern.callback)
    return None


ALL = list(addresses())
GUARDED = [(path, admission) for path, each in ALL if (admission := declared(each)) and admission.to != "EVERYBODY"]


FILLED = {
    "<uuid:key>": str(NOBODY), "<uuid:post>": str(NOBODY), "<uuid:other>": str(NOBODY), "<slug:act>": "unlock",
    "<slug:page>": "children", "<slug:name>": "x",
    "<str:code>": "120112000000", "<str:token>": "x", "<uuid:device>": str(NOBODY), "<str:name>": "x",
    "<str:form>": "x", "<str:version>": "1",
    "<str:instance>": str(NOBODY),
}  # fmt: skip


def filled(path: str) -> str:
    for part, value in FILLED.items():
        path = path.replace(part, value)
    return path


def give_a_child(account: Account) -> None:
    """Assign a child to a post that reaches none but those assigned."""
    at = timezone.now()
    (held,) = officer(account=account, at=at).posts
    post = Post.objects.everywhere("test").get(pk=held.uuid)
    today = timezone.localdate(at)
    assign_children(post=post, children=[NOBODY], from_on=today, to_on=today, by=SYSTEM, at=at)


def test_every_address_declares_whom_it_lets_in() -> None:
    assert [path for path, pattern in ALL if declared(pattern) is None] == []
    assert len(GUARDED) > 15


def test_no_page_asks_the_tables_itself() -> None:
    sources = (Path(desk.__file__).parent).rglob("*.py")
    assert [str(path) for path in sources if ".objects" in path.read_text(encoding="utf-8")] == []


def test_what_is_open_to_everybody_says_why() -> None:
    open_ones = {path: declared(each) for path, each in ALL}
    reasons = {path: each.reason for path, each in open_ones.items() if each and each.to == "EVERYBODY"}
    assert sorted(reasons) == [
        "/card/<str:token>", "/demonstration", "/demonstration/<slug:name>",
        "/family/", "/family/<str:code>/", "/family/<str:code>/forget", "/field/",
        "/field/api/device/<uuid:device>/challenge", "/field/api/device/<uuid:device>/sign-in",
        "/field/manifest.webmanifest", "/field/sw.js",
        "/field/wechat/bind", "/field/wechat/enter", "/field/wechat/leave",
        "/field/wechat/open",
        "/language", "/livez", "/metrics", "/readyz", "/sign-in", "/sign-in/code", "/v1/sessions",
    ]  # fmt: skip
    assert all(len(reason) > 10 for reason in reasons.values())


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method"), [(path, method) for path, _ in GUARDED for method in ("get", "post")])
def test_nobody_comes_in_without_signing_in(client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(filled(path))
    refused_method = answer.status_code == 405
    if path.startswith("/field/api/") and not refused_method:
        assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_IN")
        return
    if path.startswith(("/openrosa/", "/v1/")) and not refused_method:
        assert (answer.status_code, answer["WWW-Authenticate"].split()[0]) == (401, "Basic")
        return
    assert refused_method or (answer.status_code == 302 and answer["Location"].startswith("/sign-in?next="))


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_in_where_its_permissions_say_and_nowhere_else(
    employ: Employ, signed_in: SignedIn, role: Role
) -> None:
    account = employ("somebody", role)
    if role in LISTED_ROLES:
        give_a_child(account)
    client = signed_in(account)
    wrong = []
    for path, admission in GUARDED:
        expected = not admission.permissions or bool(admission.permissions & FIRST_PERMISSIONS[role])
        status = client.get(filled(path)).status_code
        if status != 405 and expected != (status != 403):
            wrong.append((path, status))
    assert wrong == []


def test_a_technician_is_shown_no_page_about_people() -> None:
    assert FIRST_PERMISSIONS[Role.TECHNICIAN].isdisjoint({Permission.SEE_CHILDREN, Permission.MANAGE_ACCOUNTS})
