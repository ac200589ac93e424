"""Pages of what was handed over and of what treatment cost: entered, told exactly, taken back with why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.benefits import TOWN
from tests.children import child
from tests.interfaces.desk.applications.test_pages import entered, post, refused, text
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Batch, Receipt
from gonghu.domain.insurance.models import EnrolmentLine, MedicalBill
from gonghu.domain.insurance.operations import PersonEntitled, RoundWanted, add_lines, enrol_line, open_round
from gonghu.domain.people.terms import FileState
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

WHY = "a test looks"
NUMBER = "120112201502110015"


@pytest.fixture
def county(signed_in: SignedIn, employ: Employ) -> Client:
    return entered(signed_in, employ, "county", Role.DISTRICT_OFFICER)


def test_a_gift_is_signed_for_on_its_page_and_the_sheet_of_paper_has_whole_names(
    county: Client, employ: Employ, signed_in: SignedIn
) -> None:
    one, two = (child(name, category="DEFACTO", state=FileState.RECOGNISED) for name in ("张小一", "李小二"))
    today = timezone.localdate()
    said = {"line": "holiday_gift", "name": "春节慰问", "categories": ["DEFACTO"], "month": f"{today:%Y-%m}"}
    said |= {"amount": "600", "reasons": "年度慰问安排", "articles": "区民政局年度计划"}
    post(county, "/benefits/batches/new", **said)
    batch = Batch.objects.everywhere(WHY).get()
    page = f"/benefits/batches/{batch.pk}/"
    assert "登记当面签收" not in text(county, page)
    second = entered(signed_in, employ, "second", Role.CHILD_COMMISSIONER)
    post(second, f"{page}confirm", reasons="同意发放")
    # The town that hands it over sees the list of its own children.
    town = entered(signed_in, employ, "town", Role.TOWN_SUPERVISOR, TOWN)
    assert "登记当面签收" in text(town, page)
    far = entered(signed_in, employ, "far", Role.TOWN_SUPERVISOR, "120112101000")
    assert far.get(page).status_code == 404

    paper = {"received_on": today.isoformat(), "signed_by": "张老栓", "relation": "祖父", "handed_by": "李主任"}
    assert "没有勾选" in refused(town, f"{page}signed", **paper)
    assert " checked" in refused(town, f"{page}signed", keys=[one.pk], **{**paper, "signed_by": ""})
    post(town, f"{page}signed", keys=[one.pk], **paper)
    shown = text(county, page)
    assert "张**（祖父）" in shown
    assert "张老栓" not in shown
    assert str(two.pk) in text(county, f"{page}?state=UNSIGNED")
    assert str(one.pk) not in text(county, f"{page}?state=UNSIGNED")

    assert "打印事由" in refused(county, f"{page}sheet", reason="")
    assert town.post(f"{page}sheet", {"reason": "集中发放"}).status_code == 403
    sheet = county.post(f"{page}sheet", {"reason": "春节集中发放"}).content.decode()
    assert "李小二" in sheet
    assert "张小一" not in sheet
    assert AuditEntry.objects.filter(verb="access.export", subject_key="signing_sheet").count() == 1

    own = f"{page}signed/{one.pk}"
    receipt = Receipt.objects.everywhere(WHY).get()
    refused(town, own, receipt=receipt.pk, reason="")
    post(town, own, receipt=receipt.pk, reason="登记错了人")
    assert "登记错了人" in text(town, own)
    assert "回到批次" in text(town, f"{page}signed/{two.pk}")


def test_bills_are_read_from_a_sheet_entered_by_hand_and_withdrawn(
    county: Client, employ: Employ, signed_in: SignedIn
) -> None:
    one = child("张小一", number=NUMBER, category="ORPHAN", state=FileState.RECOGNISED)
    at, today = timezone.now(), timezone.localdate()
    by: Officer = officer(account=Account.objects.everywhere(WHY).get(sign_in_name="county"), at=at)
    wanted = RoundWanted(
        year=2026, division_code="120112000000", opens_on=today, closes_on=today,
        premiums=dict.fromkeys(("ORPHAN", "DEFACTO", "OTHER", "DESTITUTE"), 40_000), basis="津医保发〔2025〕1号",
    )  # fmt: skip
    made = open_round(wanted=wanted, by=by, at=at)
    add_lines(enrolment=made.pk, entitled=[PersonEntitled(one.pk, one.division_code, "ORPHAN", "ORPHAN")], by=by, at=at)
    line = EnrolmentLine.objects.everywhere(WHY).get()
    enrol_line(line=line.pk, by=by, at=at)
    page = f"/insurance/{made.pk}/bills"
    assert page in text(county, f"/insurance/{made.pk}/")
    assert "还没有医疗费用" in text(county, page)
    header = "姓名,身份证号,医疗总费用,基本医保支付,大病保险支付,医疗救助支付\n"
    wrong, good = (f"{header}张小一,{NUMBER},{sum_},600,0,0" for sum_ in ("500", "1000"))
    told = refused(county, f"{page}/read", file=SimpleUploadedFile("费用.csv", wrong.encode("gb18030")))
    assert "整份没有读入" in told
    assert "超过总费用" in told
    post(county, f"{page}/read", file=SimpleUploadedFile("费用.csv", good.encode("gb18030")))
    shown = text(county, f"{page}?gap=ANY")
    assert "应享医疗救助，没有得到" in shown
    assert "400.00" in shown
    assert "张**" in county.post(f"{page}/tasks").content.decode()
    post(county, f"{page}/tasks", sure="1")
    assert county.post(f"{page}/export").status_code == 200
    kept = {"name": "有缺口的", "query": "gap=ANY", "list": page}
    assert county.post("/filters/bills/keep", kept)["Location"] == f"{page}?gap=ANY"
    assert f'href="{page}?gap=ANY" aria-current="true"' in text(county, f"{page}?gap=ANY")
    own = f"{page}/{line.pk}"
    shown = text(county, own)
    assert "申请孤儿医疗补助" in shown
    assert "amount=400.00" in shown
    assert "400.00" in text(county, f"/applications/new/{one.pk}/?line=orphan_medical_aid&amount=400.00")
    assert 'value="MEDICAL_AID"' in text(county, f"/referrals/child/{one.pk}?kind=MEDICAL_AID")
    bill = MedicalBill.objects.everywhere(WHY).get()
    post(county, own, bill=bill.pk, reason="是别人的")
    said = {"charged_fen": "800", "basic_fen": "300", "illness_fen": "0", "aid_fen": "0", "other_fen": "0"}
    refused(county, own, source="", **said)
    post(county, own, source="结算单2026-10", **said)
    assert "500.00" in text(county, own)
    finance = entered(signed_in, employ, "finance", Role.FINANCE_OFFICER)
    assert finance.get(page).status_code == 403
