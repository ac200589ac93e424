"""A roll on its pages: uploaded by one officer, mended, confirmed by another, and undone."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from tests.builders import number
from tests.interfaces.desk.conftest import Employ, SignedIn
from tests.money import set_standards

from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.writing import month_before
from gonghu.domain.takeovers.models import Takeover
from gonghu.domain.takeovers.terms import TakeoverState
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.bank_card import luhn_digit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
WHY = "a test looks"
HEADS = "姓名,身份证号,类别,月标准,起始年月,户名,卡号,村居"


def born(turn: int) -> str:
    return number(timezone.localdate().replace(year=timezone.localdate().year - 9, day=1), turn, "120112")


def line(turn: int, name: str, said: str = "", yuan: str = "1990", category: str = "社会散居孤儿") -> str:
    digits = f"62284800{turn:010d}"
    return f"{name},{said or born(turn)},{category},{yuan},2021-03,{name},{digits}{luhn_digit(digits)},双新街道"


def roll(*lines: str, heads: str = HEADS) -> SimpleUploadedFile:
    return SimpleUploadedFile("发放表.csv", "\n".join([heads, *lines]).encode("gb18030"))


def page(client: Client, key: object, query: str = "") -> str:
    answer = client.get(reverse("desk:takeover", args=[key]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def done(client: Client, key: object, act: str, **said: str) -> int:
    return client.post(reverse("desk:takeover-act", args=[key, act]), said).status_code


@pytest.fixture
def two(employ: Employ, signed_in: SignedIn, settings: Settings, tmp_path: Path) -> tuple[Client, Client]:
    settings.GONGHU_HOME = tmp_path
    set_standards(orphan_scattered_standard={"2020-01-01": 1990}, orphan_institution_standard={"2020-01-01": 2600})
    return signed_in(employ("li", Role.CHILD_COMMISSIONER)), signed_in(employ("wang"))


def uploaded(client: Client, file: SimpleUploadedFile) -> Takeover:
    month = month_before(timezone.localdate())
    said = {"roll": file, "through_month": f"{month:%Y-%m}", "line": "", "care_form": "SCATTERED"}
    answer = client.post(reverse("desk:new-takeover"), said)
    assert answer.status_code == 302, answer.content.decode()
    return Takeover.objects.everywhere(WHY).latest("first_at")


def test_a_roll_goes_through_its_pages(two: tuple[Client, Client]) -> None:
    first, second = two
    book = openpyxl.load_workbook(BytesIO(first.get(reverse("desk:takeover-template")).content)).active
    assert book is not None
    heads = [cell.value for cell in book[1]]
    assert {"姓名", "身份证号", "月发放金额"} <= set(heads)
    assert "原渠道" in first.get(reverse("desk:new-takeover")).content.decode()
    refused = first.post(
        reverse("desk:new-takeover"),
        {"roll": roll("甲,乙", heads="名单,备注"), "through_month": "2026-01", "care_form": "SCATTERED"},
    )
    assert refused.status_code == 422

    made = uploaded(first, roll(line(1, "张小一"), line(2, "王小二", yuan="2600"), line(3, "李小三", said="12")))
    shown = page(first, made.pk)
    assert (made.rows, made.rejected) == (3, 1)
    for words in ("张**", "须由另一位工作人员确认", "养育方式不同", "身份证号不对", "将新建档案"):
        assert words in shown
    assert "张小一" not in shown
    assert "王**" in page(first, made.pk, "?difference=CARE_FORM")
    assert "王**" not in page(first, made.pk, "?state=REJECTED")
    back = first.post(reverse("desk:export-takeover-rejected", args=[made.pk]))
    sheet = openpyxl.load_workbook(BytesIO(back.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[4]][1:4] == [4, "李小三", "12"]

    assert done(first, made.pk, "confirm", opinion="与财务一致") == 422
    assert done(second, made.pk, "confirm", opinion="") == 422
    assert done(second, made.pk, "confirm", opinion="与财务打款明细一致") == 302
    assert "已接收" in page(second, made.pk)
    assert Grant.objects.everywhere(WHY).count() == 2
    assert AuditEntry.objects.filter(verb="takeovers.confirm").count() == 1
    assert "发放表.csv 第 2 行" in opened_money(second)
    assert done(second, made.pk, "undo", reason="传错了月份") == 302
    assert not Grant.objects.everywhere(WHY).exists()
    assert "已撤销" in first.get(reverse("desk:takeovers")).content.decode()


def test_rows_that_go_back_give_no_secret_away(two: tuple[Client, Client], employ: Employ, signed_in: SignedIn) -> None:
    rows = [
        line(1, "张小一", said="12"),
        line(2, "王小二", said="13", category="艾滋病病毒感染儿童"),
        line(3, "李小三", category="病毒"),
    ]
    made = uploaded(two[0], roll(*rows))
    finance = signed_in(employ("zhao", Role.FINANCE_OFFICER))
    back = finance.post(reverse("desk:export-takeover-rejected", args=[made.pk]))
    sheet = openpyxl.load_workbook(BytesIO(back.content)).active
    assert sheet is not None
    names = {row[2].value for row in sheet.iter_rows(min_row=4)}
    assert made.rejected == 3
    assert names == {"张小一"}
    shown = page(finance, made.pk)
    assert "艾滋" not in shown
    assert "病毒" not in shown


def opened_money(client: Client) -> str:
    session = client.session
    session["purpose_of_reading"] = "核对发放"
    session.save()
    grant = Grant.objects.everywhere(WHY).get(application__words__endswith="第 2 行")
    return client.get(reverse("desk:child-money", args=[grant.child_id])).content.decode()


def test_what_somebody_said_of_a_header_counts_and_is_remembered(two: tuple[Client, Client]) -> None:
    first, _ = two
    heads = HEADS.replace("月标准", "甲数")
    made = uploaded(first, roll(line(1, "张小一"), heads=heads))
    assert made.told_fen == 0
    columns = {f"column_{place}": "-" for place in range(8)}
    columns |= {"column_0": "name", "column_1": "id_number", "column_2": "category", "column_3": "amount"}
    twice = columns | {"column_4": "amount"}
    assert first.post(reverse("desk:takeover-columns", args=[made.pk]), twice).status_code == 422
    assert first.post(reverse("desk:takeover-columns", args=[made.pk]), columns).status_code == 302
    made.refresh_from_db()
    assert made.told_fen == 199_000
    assert done(first, made.pk, "drop", reason="改用新表") == 302
    made.refresh_from_db()
    assert made.state == TakeoverState.DROPPED
    assert uploaded(first, roll(line(2, "王小二"), heads=heads)).told_fen == 199_000
