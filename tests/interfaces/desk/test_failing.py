"""When something breaks, the log and the page have the same number."""

import logging
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from pytest_django import Settings
from tests.interfaces.desk.conftest import Employ, SignedIn
from tests.officers import JINNAN

from gonghu.config.urls import handler500
from gonghu.config.urls import urlpatterns as real_ones
from gonghu.foundation.pages.logs import RequestNumbered


def breaks(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [path("breaks", breaks), *real_ones]
__all__ = ["handler500", "urlpatterns"]


@pytest.mark.django_db
def test_what_breaks_is_in_the_log_under_the_number_of_its_page(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/breaks")
    assert answer.status_code == 500
    number = answer["X-Request-Reference"]
    assert number in answer.content.decode()
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    formatter = settings.LOGGING["formatters"]["line"]["format"]
    assert RequestNumbered().filter(told)
    line = logging.Formatter(formatter).format(told)
    assert f"[{number}] Internal Server Error: /breaks" in line
    assert "broken on purpose" in line


@pytest.mark.usefixtures("jinnan")
def test_whoever_types_a_citizen_number_into_a_note_is_told_what_to_do(employ: Employ, signed_in: SignedIn) -> None:
    wang = signed_in(employ("wang"))
    said = {"division_code": JINNAN, "purpose": "核对 120112201502110015 的情况"}
    posts = wang.get("/grants/new").content.decode()
    (post,) = re.findall(r'<option value="([0-9a-f-]{36})"', posts)[:1]
    answer = wang.post("/grants/new", {**said, "post": post, "until_on": timezone.localdate().isoformat()})
    assert answer.status_code == 422
    assert "这里不要写身份证号" in answer.content.decode()
    assert "的情况" not in wang.get("/grants/").content.decode()
