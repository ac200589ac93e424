"""Nine ways in which a request fails, at three places of the queue, at the real server: nothing is lost or doubled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings
from tests.children import child
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.access.models import Account, Device
from gonghu.domain.access.operations import reopen_device, seal_device
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.visits.models import Visit
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.signing_in.sessions import BACKEND
from gonghu.interfaces.field.door import DEVICE_HEADER

pytestmark = pytest.mark.django_db
QUEUE = 3
Ask = Callable[[], Any]
Breaking = Callable[[Phone, Ask], Any]


def session_over(phone: Phone, ask: Ask) -> Any:
    Session.objects.all().delete()
    answer = ask()
    sign_in_again(phone)
    return answer


def telephone_sealed(phone: Phone, ask: Ask) -> Any:
    del ask
    device = Device.objects.everywhere("test").select_related("account").get(pk=UUID(phone.key))
    seal_device(device=device, by=SYSTEM, at=timezone.now())
    # All sessions have ended with it; a telephone that says its key learns why.
    answer = phone.line.ask("records", phone.batch(1), **{DEVICE_HEADER: phone.key})
    reopen_device(device=device, by=SYSTEM, at=timezone.now())
    sign_in_again(phone)
    return answer


def sign_in_again(phone: Phone) -> None:
    phone.line.browser.force_login(Account.objects.everywhere("test").get(), backend=BACKEND)


def too_large(phone: Phone, ask: Ask) -> Any:
    del ask
    return phone.line.ask("records", {**phone.batch(1), "more": "x" * (2 << 20)})


def garbled_on_the_way(phone: Phone, ask: Ask) -> Any:
    del ask
    return phone.line.ask("records", '{"device": "' + phone.key + '", "rec')


def of_a_telephone_nobody_knows(phone: Phone, ask: Ask) -> Any:
    del ask
    return phone.line.ask("records", {**phone.batch(1), "device": "00000000-0000-4000-8000-000000000000"})


def too_often(phone: Phone, ask: Ask) -> Any:
    del phone
    with override_settings(GONGHU_FIELD_REQUESTS_A_MINUTE=1):
        return [ask(), ask()][-1]


def broken(phone: Phone, ask: Ask) -> Any:
    del phone
    with failing('SELECT "django_session"', DatabaseError("broken")):
        return ask()


def busy(phone: Phone, ask: Ask) -> Any:
    del phone
    with failing('INSERT INTO "questionnaires_submission"', OperationalError("database is locked")):
        return ask()


def answer_never_heard(phone: Phone, ask: Ask) -> Any:
    """The server did what it was asked, and the line hangs, or a sign-in page of the network comes instead."""
    del phone
    assert ask().status_code == 200


BREAKINGS: list[tuple[Breaking, int | None]] = [
    (session_over, 401), (telephone_sealed, 403), (of_a_telephone_nobody_knows, 404), (too_large, 413),
    (garbled_on_the_way, 422), (too_often, 429), (broken, 500), (busy, 503), (answer_never_heard, None),
]  # fmt: skip


@contextmanager
def failing(begins: str, problem: Exception) -> Iterator[None]:
    def execute(run: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(begins):
            raise problem
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


@pytest.mark.parametrize(("breaking", "status"), BREAKINGS, ids=lambda each: getattr(each, "__name__", ""))
def test_no_failure_at_any_place_of_the_queue_loses_or_doubles_anything(
    employ: Employ, settings: Settings, breaking: Breaking, status: int | None
) -> None:
    settings.GONGHU_FIELD_REQUESTS_A_MINUTE = 10_000
    keep_shipped_forms(by=SYSTEM, at=timezone.now(), folder=Path(__file__).parent / "forms")
    phone = Phone(Line(employ("director")))
    phone.line.browser.raise_request_exception = False
    phone.register()
    of = child()
    for place in range(QUEUE):
        wanted = [phone.fill(of.pk, {"phone": f"1380000000{n}"}, timezone.now())["uuid"] for n in range(QUEUE)]
        for number in range(QUEUE):
            if number == place:
                waiting = dict(phone.outbox)
                answer = breaking(phone, lambda: phone.line.ask("records", phone.batch(1)))
                assert (answer.status_code if answer else None) == status
                assert phone.outbox == waiting
            phone.take(phone.line.told("records", phone.batch(1))["answers"])
        assert phone.outbox == {}
        kept = Submission.objects.everywhere("test").filter(pk__in=wanted).order_by("sequence")
        assert [str(each.pk) for each in kept] == wanted
        assert Visit.objects.everywhere("test").filter(pk__in=wanted).count() == QUEUE
