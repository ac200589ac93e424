"""What families paid for treatment is read whole or not at all, and what they should not have paid is plain."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.benefits import AT, Offices, offices
from tests.children import child

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.insurance.gaps import aid_promised, gap_of
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, MedicalBill
from gonghu.domain.insurance.operations import (
    BillSaid,
    BillThere,
    BillWrong,
    NoSuchBill,
    PersonEntitled,
    RoundWanted,
    add_lines,
    enrol_line,
    open_round,
    record_bills,
    withdraw_bill,
)
from gonghu.domain.insurance.queries import bills_in, sums_of_bills
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.terms import BillGap
from gonghu.domain.people.terms import Category, FileState
from gonghu.domain.tasks.models import Task
from gonghu.usecases.read_medical_bills import BillsUnreadable, open_bill_tasks, take_bills

pytestmark = pytest.mark.django_db

WHY = "a test looks"
COUNTY = "120112000000"
NUMBERS = ("120112201502110015", "120112201503110017", "120112201504110019")
HEADER = "姓名,身份证号,医疗总费用,基本医保支付,大病保险支付,医疗救助支付"


@pytest.fixture
def by() -> Offices:
    return offices()


@pytest.fixture
def found(by: Offices) -> EnrolmentRound:
    wanted = RoundWanted(
        year=2026, division_code=COUNTY, opens_on=date(2025, 9, 1), closes_on=date(2025, 12, 31),
        premiums=dict.fromkeys(("ORPHAN", "DEFACTO", "OTHER", "DESTITUTE"), 40_000), basis="津医保发〔2025〕1号",
    )  # fmt: skip
    made = open_round(wanted=wanted, by=by.county, at=AT)
    children = [
        child(name, number=number, state=FileState.RECOGNISED, category=Category.ORPHAN)
        for name, number in zip(("张一", "王二", "李三"), NUMBERS, strict=True)
    ]
    entitled = [PersonEntitled(each.pk, each.division_code, "ORPHAN", "ORPHAN") for each in children]
    add_lines(enrolment=made.pk, entitled=entitled, by=by.county, at=AT)
    for line in EnrolmentLine.objects.everywhere(WHY).exclude(child=children[2]):
        enrol_line(line=line.pk, by=by.county, at=AT)
    return made


def sheet(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode("gb18030")


def read(found: EnrolmentRound, by: Offices, *rows: str) -> tuple[int, list[tuple[int, str]]]:
    done = take_bills(enrolment=found, name="费用.csv", content=sheet(*rows), by=by.county, at=AT)
    return len(done.made), [(each.row_no, each.reason) for each in done.refused]


def bill_of(name: str) -> MedicalBill:
    return MedicalBill.objects.everywhere(WHY).get(child__name=name, withdrawn_at__isnull=True)


def test_a_sheet_is_read_whole_and_what_is_missing_is_told_and_looked_after(by: Offices, found: EnrolmentRound) -> None:
    good = f"张一,{NUMBERS[0]},10000.55,6000,1000,2000"
    made, refused = read(
        found, by, good, f"王五,{NUMBERS[1]},100,1,0,0", f"李三,{NUMBERS[2]},100,90,20,0", f"张一,{NUMBERS[0]},1,0,0,0",
        f"李三,{NUMBERS[2]},很多,0,0,0", "赵四,120112201502119992,100,0,0,0",
    )  # fmt: skip
    assert made == 0
    assert [row for row, _reason in refused] == [3, 4, 5, 6, 7]
    assert "姓名" in refused[0][1]
    assert MedicalBill.objects.everywhere(WHY).count() == 0
    with pytest.raises(BillsUnreadable, match="大病保险支付"):
        take_bills(enrolment=found, name="费用.csv", content=sheet(header="姓名,身份证号"), by=by.county, at=AT)
    with pytest.raises(NotPermitted):
        record_bills(enrolment=found.pk, bills=[], by=by.town, at=AT)

    rows = [good, f"王二,{NUMBERS[1]},500,300,,", f",{NUMBERS[2]},800,0,0,0"]
    assert read(found, by, *rows) == (3, [])
    assert read(found, by, *rows) == (0, [])
    sums = sums_of_bills(scope=by.county.scope, enrolment=found.pk)
    assert (sums.bills, sums.charged_fen, sums.family_fen) == (3, 1_130_055, 200_055)
    gaps = {each.child.name: gap_of(each) for each in bills_in(scope=by.county.scope, enrolment=found.pk)}
    assert gaps == {"张一": None, "王二": BillGap.NO_AID, "李三": BillGap.NOT_INSURED}
    for gap, name in ((BillGap.NO_AID, "王二"), (BillGap.NOT_INSURED, "李三")):
        of_gap = bills_in(scope=by.county.scope, enrolment=found.pk, gaps=[gap])
        assert [each.child.name for each in of_gap] == [name]
    assert bills_in(scope=by.town.scope, enrolment=found.pk).count() == 0
    assert open_bill_tasks(enrolment=found, by=by.county, at=AT) == 2
    assert open_bill_tasks(enrolment=found, by=by.county, at=AT) == 0
    assert {each.title for each in Task.objects.everywhere(WHY).filter(source_kind="medical_bill")} == {
        "2026 年度医疗费用没有得到医疗救助，请协助家庭申请", "2026 年度医疗费用没有报销（没有参保），请协助家庭办理",
    }  # fmt: skip

    # A newer sheet takes the place of older figures, which stay to be seen.
    assert read(found, by, f"王二,{NUMBERS[1]},500,300,0,150") == (1, [])
    assert (bill_of("王二").family_fen, gap_of(bill_of("王二"))) == (5_000, None)
    assert MedicalBill.objects.everywhere(WHY).filter(child__name="王二").count() == 2


def test_one_bill_is_entered_by_hand_and_withdrawn_with_why(by: Offices, found: EnrolmentRound) -> None:
    line = EnrolmentLine.objects.everywhere(WHY).get(child__name="张一")
    said = BillSaid(line.pk, 10_000, 6_000, 0, 0, 0, "结算单2026-10")
    with pytest.raises(BillWrong, match="超过总费用"):
        record_bills(
            enrolment=found.pk, bills=[BillSaid(line.pk, 10_000, 6_000, 5_000, 0, 0, "结算单")], by=by.county, at=AT
        )
    (made,) = record_bills(enrolment=found.pk, bills=[said], by=by.county, at=AT)
    with pytest.raises(BillThere):
        record_bills(
            enrolment=found.pk, bills=[BillSaid(line.pk, 10_000, 7_000, 0, 0, 0, "结算单")], by=by.county, at=AT
        )
    with pytest.raises(BillWrong):
        withdraw_bill(bill=made.pk, reason=" ", by=by.county, at=AT)
    withdraw_bill(bill=made.pk, reason="是另一人的结算单", by=by.county, at=AT)
    with pytest.raises(NoSuchBill):
        withdraw_bill(bill=made.pk, reason="是另一人的结算单", by=by.county, at=AT)


def test_only_a_share_that_the_area_has_set_is_compared(
    by: Offices, found: EnrolmentRound, settings: Settings, tmp_path: Path
) -> None:
    line = EnrolmentLine.objects.everywhere(WHY).get(child__name="张一")
    (bill,) = record_bills(
        enrolment=found.pk, bills=[BillSaid(line.pk, 10_000, 6_000, 0, 500, 0, "结算单")], by=by.county, at=AT
    )
    scheme = scheme_of(division_code=COUNTY)
    assert aid_promised(bill, scheme) is None
    settings.GONGHU_HOME = tmp_path
    (tmp_path / "insurance").mkdir()
    (tmp_path / "insurance/120112.yaml").write_text(
        "classes:\n"
        "  - {code: ORPHAN, name: 孤儿, categories: [ORPHAN], mark: O, basis: 测试,\n"
        "     illness_tilt: {words: 倾斜, mark: O, basis: 测试},\n"
        "     medical_aid: {words: 救助, mark: O, basis: 测试, percent: 80, cap_fen: 3000}}\n",
        encoding="utf-8",
    )
    assert aid_promised(bill, scheme_of(division_code=COUNTY)) == 3_000
