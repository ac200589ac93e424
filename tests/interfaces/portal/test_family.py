"""A family looks at its own case with a slip: once with the number, then with the same telephone, never with a name."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from tests.benefits import AT, Offices, offices, received
from tests.children import child, kin

from gonghu.domain.benefits.models import Application
from gonghu.domain.slips.models import Slip
from gonghu.domain.slips.operations import FAMILY, MOST_TRIES, NewSlip, SlipWanted, issue_slip, withdraw_slip
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.decide_application import check, refuse

pytestmark = pytest.mark.django_db

WHY = "a test looks"
REFUSED = "打不开"


@pytest.fixture
def by() -> Offices:
    return offices()


@pytest.fixture
def application(by: Offices) -> Application:
    one = child("张小明", number="120112201502110015")
    kin(one, "张建国", "51", number="120112198505010015")
    return received(one, by)


def wanted(application: Application) -> SlipWanted:
    return SlipWanted(
        application.pk, application.child_id, application.division_code, application.handling_division, "DEFACTO"
    )


def issued(application: Application, by: Offices) -> NewSlip:
    return issue_slip(wanted=wanted(application), by=by.town, at=timezone.now())


def page(slip_code: str) -> str:
    return reverse("portal:case", args=[slip_code])


def opened(slip: NewSlip, number: str = "", client: Client | None = None) -> tuple[int, str]:
    answer = (client or Client()).post(page(slip.code), {"number": number or slip.number}, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_page_tells_step_and_day_and_nobody_s_name(application: Application, by: Offices) -> None:
    slip, phone = issued(application, by), Client()
    status, told = opened(slip, " ".join(slip.number), phone)
    assert status == 200
    assert "正在查验" in told
    assert application.due_on is not None
    assert f"{application.due_on.year}年{application.due_on.month}月{application.due_on.day}日" in told
    for secret in ("张小明", "张建国", "张老栓", "120112", "父亲", "母亲", "supervisor", str(application.pk)):
        assert secret not in told
    assert "正在查验" in phone.get(page(slip.code)).content.decode()
    assert "查询码" in Client().get(page(slip.code)).content.decode()
    looks = AuditEntry.objects.filter(verb__startswith="slips.", actor=FAMILY)
    assert list(looks.order_by("sequence").values_list("verb", flat=True)) == ["slips.open", "slips.look", "slips.look"]


def test_a_refusal_is_told_with_the_way_to_appeal_and_not_with_its_reasons(
    application: Application, by: Offices
) -> None:
    check(application=application.pk, facts=[], opinion="查验后不属实", by=by.town, at=AT)
    refuse(application=application.pk, reasons="母亲李秀英有抚养能力", articles="民发〔2019〕62号", by=by.county, at=AT)
    _, told = opened(issued(application, by))
    assert "没有通过" in told
    assert "行政复议" in told
    assert "李秀英" not in told


def test_every_refusal_is_the_same(application: Application, by: Offices) -> None:
    slip = issued(application, by)
    assert opened(slip)[0] == 200
    over = issue_slip(wanted=wanted(application), by=by.town, at=timezone.now() - timedelta(days=181))
    unknown = NewSlip("A" * 24, "12345678", slip.ends_at)
    answers = [opened(slip), opened(over), opened(unknown), opened(over, "00000000")]
    pages = {re.sub(r'csrfmiddlewaretoken" value="\w+"|/family/\w+/', "", told) for _, told in answers}
    assert {status for status, _ in answers} == {422}
    assert len(pages) == 1
    assert REFUSED in pages.pop()


def test_five_wrong_numbers_lock_a_slip_and_a_new_one_replaces_it(application: Application, by: Offices) -> None:
    slip = issued(application, by)
    wrong = f"{(int(slip.number) + 1) % 10**8:08d}"
    for _turn in range(MOST_TRIES):
        assert opened(slip, wrong)[0] == 422
    assert opened(slip)[0] == 422
    again = issued(application, by)
    assert opened(again)[0] == 200
    assert Slip.objects.everywhere(WHY).filter(withdrawn_at__isnull=True).count() == 1
    assert withdraw_slip(wanted=wanted(application), by=by.town, at=timezone.now())
    phone = Client()
    assert REFUSED in opened(again, client=phone)[1]


def test_a_telephone_forgets_and_is_forgotten_when_the_slip_is_withdrawn(application: Application, by: Offices) -> None:
    slip, phone = issued(application, by), Client()
    opened(slip, client=phone)
    (cookie,) = [morsel for name, morsel in phone.cookies.items() if name.startswith("family-")]
    assert cookie["httponly"]
    assert cookie["path"] == "/family/"
    phone.post(reverse("portal:forget", args=[slip.code]))
    assert "正在查验" not in phone.get(page(slip.code)).content.decode()
    second, other = issued(application, by), Client()
    opened(second, client=other)
    withdraw_slip(wanted=wanted(application), by=by.town, at=timezone.now())
    assert REFUSED in other.get(page(second.code)).content.decode()


def test_who_guesses_from_one_address_must_wait(application: Application, by: Offices, settings: Settings) -> None:
    slip = issued(application, by)
    settings.GONGHU_FAILURES_PER_ADDRESS = 3
    unknown = NewSlip("B" * 24, "12345678", slip.ends_at)
    assert [opened(unknown)[0] for _turn in range(4)] == [422, 422, 422, 429]
    assert opened(slip)[0] == 429


def test_neither_code_nor_number_lies_in_the_database(application: Application, by: Offices) -> None:
    slip = issued(application, by)
    (row,) = Slip.objects.everywhere(WHY).values()
    assert slip.code not in str(row)
    assert slip.number not in str(row)
    assert "same-origin" in Client().get(page(slip.code))["Referrer-Policy"]
