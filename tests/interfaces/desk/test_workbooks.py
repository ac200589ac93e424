"""Lists taken along as workbooks: every cell of a plain type, every list in the audit, nothing without leave."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import cast

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.interfaces.desk.conftest import Employ

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk import workbooks
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response, write_workbook

COLUMNS = [WorkbookColumn("姓名"), WorkbookColumn("数"), WorkbookColumn("日期"), WorkbookColumn("时间")]
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.com", "1e10", "00123", "{=1}", '=HYPERLINK("x")']


def request_of(account: Account) -> DeskRequest:
    made = cast("DeskRequest", RequestFactory().post("/children/export"))
    made.session = SessionStore()
    MessageMiddleware(lambda _request: HttpResponse()).process_request(made)
    made.reference, made.account, made.at = "r", account, timezone.now()
    made.officer = officer(account=account, at=made.at)
    return made


def test_a_text_stays_a_text_whatever_it_looks_like() -> None:
    file = BytesIO()
    day, moment = date(2020, 2, 29), datetime(2024, 6, 1, 4, 30, tzinfo=UTC)
    rows: list[list[WorkbookCell]] = [[text, 7, day, moment] for text in NASTY]
    assert write_workbook(file, "儿童/名单[1]", "说明", COLUMNS, rows) == len(NASTY)
    file.seek(0)
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    told = sheet.to_python()
    assert [row[0] for row in told[3:]] == NASTY
    assert told[3][1:] == [7.0, day, datetime.fromisoformat("2024-06-01T12:30")]
    written = zipfile.ZipFile(file)
    assert "<f>" not in written.read("xl/worksheets/sheet1.xml").decode()
    assert [name for name in written.namelist() if "externalLink" in name or "vba" in name] == []
    assert 'state="hidden"' not in written.read("xl/workbook.xml").decode()


@pytest.mark.django_db
def test_a_list_that_leaves_is_in_the_audit(employ: Employ) -> None:
    made = request_of(employ("wang"))
    answer = workbook_response(made, name="儿童名单", columns=COLUMNS, rows=[["张**", 1, None, None]], kind="child")
    entry = AuditEntry.objects.get(verb="access.export")
    assert (entry.subject_key, entry.detail["rows"], entry.detail["fields"][0]) == ("child", 1, "姓名")
    assert "attachment" in answer["Content-Disposition"]
    assert CalamineWorkbook.from_filelike(BytesIO(answer.content)).sheet_names == ["儿童名单"]


@pytest.mark.django_db
def test_who_may_not_export_takes_nothing_along(employ: Employ) -> None:
    made = request_of(employ("liu", Role.VILLAGE_DIRECTOR, "120112100201"))
    with pytest.raises(PermissionDenied):
        workbook_response(made, name="儿童名单", columns=COLUMNS, rows=[], kind="child")
    assert not AuditEntry.objects.filter(verb="access.export").exists()


@pytest.mark.django_db
def test_too_long_a_list_is_not_taken_along_and_says_what_to_do(
    employ: Employ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    asked = []

    def rows() -> Iterator[list[WorkbookCell]]:
        for number in range(1000):
            asked.append(number)
            yield ["张**", number, None, None]

    made = request_of(employ("wang"))
    answer = workbook_response(made, name="儿童名单", columns=COLUMNS, rows=rows(), kind="child")
    assert answer.status_code == 302
    assert "请缩小筛选范围" in str(next(iter(get_messages(made))))
    assert len(asked) == 4
    assert not AuditEntry.objects.filter(verb="access.export").exists()
