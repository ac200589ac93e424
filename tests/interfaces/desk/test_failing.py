"""When something breaks, the log and the page have the same number."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from gonghu.config.urls import handler500
from gonghu.config.urls import urlpatterns as real_ones
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.foundation.pages.logs import RequestNumbered


def breaks(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def tells(_request: HttpRequest) -> HttpResponse:
    raise PersonalDetail("purpose")


urlpatterns = [path("breaks", breaks), path("tells", tells), *real_ones]
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


@pytest.mark.django_db
def test_whoever_types_a_citizen_number_into_a_note_is_told_what_to_do(settings: Settings, client: Client) -> None:
    settings.ROOT_URLCONF = __name__
    answer = client.post("/tells")
    assert answer.status_code == 422
    assert "身份证号" in answer.content.decode()
