"""
That somebody reads a child's file, and what for (查阅留痕).

The purpose is asked once a session; leave to read is the scope itself, which posts and signed grants make up
(儿童个人信息网络保护规定第十五条：经负责人审批并记录访问情况).
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gonghu.domain.access.operations import record_reading
from gonghu.interfaces.desk.admission import DeskRequest

PURPOSE: Final = "purpose_of_reading"
"""Where the session keeps why its owner reads children's files."""


def purpose_of(request: DeskRequest) -> str:
    """Give why the officer reads, empty before it was said."""
    return str(request.session.get(PURPOSE, ""))


def ask_purpose(request: DeskRequest, key: UUID) -> HttpResponse:
    """Send the browser to say why, and then to where it wanted to go, or to the file if it sent something."""
    target = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("desk:child", args=[key])
    return HttpResponseRedirect(f"{reverse('desk:purpose')}?{urlencode({'next': target})}")


def read_file(request: DeskRequest, key: UUID, division_code: str, fields: Iterable[str], *, unmasked: bool) -> None:
    """Write down that the officer reads a file now, or sees it unmasked."""
    _write_down(request, key, division_code, fields, purpose_of(request), unmasked=unmasked)


def read_at_work(request: DeskRequest, key: UUID, division_code: str, part: str, work: str) -> None:
    """Write down that the officer reads what work on a child tells of it; the work says what for, nobody is asked."""
    _write_down(request, key, division_code, (part,), purpose_of(request) or work, unmasked=False)


def _write_down(
    request: DeskRequest, key: UUID, division_code: str, fields: Iterable[str], purpose: str, *, unmasked: bool
) -> None:
    record_reading(
        child_key=key,
        division_code=division_code,
        purpose=purpose,
        fields=fields,
        by=request.officer,
        at=request.at,
        unmasked=unmasked,
    )
