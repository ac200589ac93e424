"""Insurance, referrals and the keying list, as a district officer works through them."""

import re
from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.benefits import granted, offices
from tests.children import child
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, KeyingItem, Referral
from gonghu.domain.insurance.terms import LineState, ReferralState, RoundState
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import Category, FileState
from gonghu.domain.tasks.models import Task
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk.children.reading import PURPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

WHY = "tests look at everything"


def recognised(name: str, number: str, category: str) -> Child:
    return child(name, number=number, category=category, state=FileState.RECOGNISED)


@pytest.fixture
def three() -> list[Child]:
    return [
        recognised("张小明", "120112201502110015", Category.ORPHAN),
        recognised("李小红", "12011220150211004X", Category.DEFACTO),
        recognised("王小军", "120112201502110031", Category.HIV),
    ]


@pytest.fixture
def officer(employ: Employ, signed_in: SignedIn) -> Client:
    return with_purpose(signed_in(employ("wang")))


def with_purpose(client: Client) -> Client:
    session = client.session
    session[PURPOSE] = "保障待遇核对"
    session.save()
    return client


def said(client: Client, route: str, *args: object, **data: object) -> str:
    """Post, follow, and give the page."""
    answer = client.post(reverse(f"desk:{route}", args=args), data, follow=True)
    return answer.content.decode()


def opened(client: Client) -> EnrolmentRound:
    premiums = {f"premium_{code}": "400" for code in ("ORPHAN", "DEFACTO", "OTHER")}
    window = {"opens_on": "2026-09-01", "closes_on": "2026-12-31"}
    said(client, "new-enrolment", year=2027, basis="津医保发〔2026〕1号", fund="区财政", **window, **premiums)
    return EnrolmentRound.objects.everywhere(WHY).get()


def states() -> dict[str, str]:
    lines = EnrolmentLine.objects.everywhere(WHY).select_related("child")
    return {line.child.name: line.state for line in lines}


def answer_file(*rows: tuple[str, str, str, str]) -> SimpleUploadedFile:
    text = "姓名,证件号码,参保结果,缴费金额\n" + "\n".join(",".join(row) for row in rows)
    return SimpleUploadedFile("回执.csv", text.encode("gb18030"))


def test_a_round_goes_from_the_list_to_premiums_that_agree_to_the_fen(officer: Client, three: list[Child]) -> None:
    enrolment = opened(officer)
    page = said(officer, "update-enrolment", enrolment.pk)
    assert "新列入 3 人" in page
    roster = officer.post(reverse("desk:hand-over-roster", args=[enrolment.pk]))
    sheet = openpyxl.load_workbook(BytesIO(roster.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert {(row[1], row[3], row[6]) for row in rows[1:]} == {
        ("张小明", "120112201502110015", "孤儿"),
        ("李小红", "12011220150211004X", "事实无人抚养儿童"),
        ("王小军", "120112201502110031", "特困人员、困境家庭儿童和其他全额资助对象"),
    }
    (again,) = re.findall(r"/insurance/[0-9a-f-]+/sent/[0-9a-f-]+", said(officer, "update-enrolment", enrolment.pk))
    left = AuditEntry.objects.filter(verb="access.export", subject_key="enrolment_roster")
    assert left.count() == 1
    assert officer.get(again).content == roster.content
    assert left.count() == 2
    read = {
        "file": answer_file(
            ("张小明", "120112201502110015", "参保成功", "400.00"),
            ("李小红", "12011220150211004x", "重复参保", ""),
            ("王小军", "120112201502110031", "参保成功", "380"),
            ("赵无名", "120112201502110058", "参保成功", "400"),
        )
    }
    page = said(officer, "take-answer", enrolment.pk, **read)
    assert "保费 380.00 元，应为 400.00 元" in page
    assert "证件号码不在这一轮的名单里" in page
    assert states() == {
        "张小明": LineState.ENROLLED, "李小红": LineState.ELSEWHERE, "王小军": LineState.ELIGIBLE,
    }  # fmt: skip
    page = said(officer, "settle-enrolment", enrolment.pk, paid_on="2026-11-20")
    assert "还有 1 人报送后没有回执" in page
    line = EnrolmentLine.objects.everywhere(WHY).get(child=three[2])
    said(officer, "enrolment-line", enrolment.pk, line.pk, state=LineState.REFUSED, words="号码与姓名不符")
    said(officer, "enter-invoice", enrolment.pk, document="保1", persons=1, amount_fen="400.01", dated_on="2026-11-19")
    page = said(officer, "settle-enrolment", enrolment.pk, paid_on="2026-11-20")
    assert "相差 0.01 元" in page
    (invoice,) = page.split("/invoice/")[1:2]
    said(officer, "withdraw-invoice", enrolment.pk, invoice.split("/")[0])
    said(officer, "enter-invoice", enrolment.pk, document="保2", persons=1, amount_fen="400", dated_on="2026-11-19")
    assert "王**" in said(officer, "enrolment-tasks", enrolment.pk)
    assert not Task.objects.everywhere(WHY).exists()
    said(officer, "enrolment-tasks", enrolment.pk, sure="1")
    assert Task.objects.everywhere(WHY).filter(child=three[2]).count() == 1
    said(officer, "settle-enrolment", enrolment.pk, paid_on="2026-11-20")
    enrolment.refresh_from_db()
    assert enrolment.state == RoundState.SETTLED
    assert states()["张小明"] == LineState.PAID
    assert "不能再改" in said(officer, "update-enrolment", enrolment.pk)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"insurance.send_roster", "insurance.read_answer", "insurance.settle_round"} <= verbs


def test_a_child_is_on_one_list_a_year_wherever_it_is_counted(officer: Client, three: list[Child]) -> None:
    enrolment = opened(officer)
    elsewhere = EnrolmentRound.objects.create(
        division_code="120111000000", year=2027, opens_on=date(2026, 9, 1), closes_on=date(2026, 12, 31),
        opened_at=timezone.now(),
    )  # fmt: skip
    EnrolmentLine.objects.create(
        enrolment=elsewhere, child=three[0], year=2027, division_code="120111000000", category=Category.ORPHAN,
        person_class="ORPHAN",
    )  # fmt: skip
    page = said(officer, "update-enrolment", enrolment.pk)
    assert "新列入 2 人" in page
    assert "另有 1 人已在别的区县列入" in page
    assert "名单已更新：新列入 0 人" in said(officer, "update-enrolment", enrolment.pk)


def test_a_file_that_is_no_answer_and_one_read_before_are_refused(officer: Client, three: list[Child]) -> None:
    del three
    enrolment = opened(officer)
    said(officer, "update-enrolment", enrolment.pk)
    wrong = SimpleUploadedFile("x.csv", b"a,b\n1,2\n")
    assert "没有找到表头" in said(officer, "take-answer", enrolment.pk, file=wrong)
    row = ("张小明", "120112201502110015", "参保成功", "400")
    assert "1 人的结果已登记" in said(officer, "take-answer", enrolment.pk, file=answer_file(row))
    assert "已经读入过" in said(officer, "take-answer", enrolment.pk, file=answer_file(row))
    two = [("张小明", "120112201502110015", result, "") for result in ("成功", "失败")]
    assert "同一人在回执里有两种结果" in said(officer, "take-answer", enrolment.pk, file=answer_file(*two))


def test_a_referral_is_asked_after_until_its_outcome_is_known(officer: Client, three: list[Child]) -> None:
    due = timezone.localdate() - timedelta(days=1)
    told = {"kind": "TOMORROW_PLAN", "referred_to": "区医院", "reason": "需要手术治疗", "due_on": due.isoformat()}
    page = said(officer, "refer-child", three[0].pk, **told)
    assert "已超期" in page
    assert "还在等待结果" in said(officer, "refer-child", three[0].pk, **told)
    referral = Referral.objects.everywhere(WHY).get()
    listed = officer.get(reverse("desk:referrals"), {"state": "OVERDUE"}).content.decode()
    assert "区医院" in listed
    assert "张小明" not in listed
    assert "请写明结果" in said(officer, "referral", referral.pk, state=ReferralState.HELPED)
    said(officer, "referral", referral.pk, state=ReferralState.HELPED, outcome="已完成手术", cost_fen="1.2万")
    referral.refresh_from_db()
    assert (referral.state, referral.cost_fen) == (ReferralState.HELPED, 1_200_000)
    assert "区医院" not in officer.get(reverse("desk:referrals")).content.decode()


def test_a_town_supervisor_refers_and_manages_no_premiums(
    employ: Employ, signed_in: SignedIn, three: list[Child]
) -> None:
    client = with_purpose(signed_in(employ("town", Role.TOWN_SUPERVISOR, "120112100000")))
    told = {"kind": "REHABILITATION", "referred_to": "区残联", "reason": "需要康复训练", "due_on": "2027-01-01"}
    assert "区残联" in said(client, "refer-child", three[1].pk, **told)
    assert client.get(reverse("desk:insurance")).status_code == 403


def test_what_is_keyed_in_leaves_the_list_and_comes_back_when_it_was_a_mistake(officer: Client) -> None:
    granted(child("王小红", state=FileState.ON_FILE), offices(timezone.now()), at=timezone.now())
    assert "新增 1 项" in said(officer, "update-keying")
    listed = officer.get(reverse("desk:keying")).content.decode()
    assert "增员" in listed
    assert "王小红" not in listed
    item = KeyingItem.objects.everywhere(WHY).get()
    assert "请先勾选" in said(officer, "key-in", on=timezone.localdate().isoformat())
    assert "已登记 1 项" in said(officer, "key-in", keys=str(item.pk), on=timezone.localdate().isoformat())
    assert "没有待录入的事项" in officer.get(reverse("desk:keying")).content.decode()
    assert "撤销录入登记" in officer.get(reverse("desk:keying-item", args=[item.pk])).content.decode()
    assert "登记已录入" in said(officer, "keying-item", item.pk, reason="录到了别人名下")
    assert officer.post(reverse("desk:export-keying")).status_code == 200
