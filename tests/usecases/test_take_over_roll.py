"""A district takes over whom others paid: each is paid from the month after, once, and it can be undone until then."""

import random
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.benefits import acting
from tests.builders import number
from tests.children import child
from tests.money import COUNTY, a_grant, set_standards
from tests.payrolls import Payers, account_of, drafted, payers
from xlsxwriter import Workbook

from gonghu.domain.access.officer import Officer, SamePerson
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Application, Grant, OtherBenefit
from gonghu.domain.benefits.terms import CareForm, OtherKind
from gonghu.domain.ledger.models import Opening
from gonghu.domain.payments.models import PayAccount, PayrollLine, Stop
from gonghu.domain.payments.operations import cancel_payroll
from gonghu.domain.payments.terms import LineCause, LineKind, StopKind
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.terms import Difference, Doubt, TakeoverState
from gonghu.standards.bank_card import luhn_digit
from gonghu.usecases.take_over_roll import PaidAlready, RollUploaded, RowsChanged, confirm, read, undo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 10, tzinfo=timezone.get_default_timezone())
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
WHY = "a test looks"
TITLES = (
    "序号",
    "儿童姓名",
    "身份证号码",
    "保障类别",
    "月发放标准(元)",
    "享受起始年月",
    "开户人",
    "银行账号",
    "低保金",
)
DEFACTO, ORPHAN, IN_CARE = "事实无人抚养儿童", "社会散居孤儿", "集中养育孤儿"


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    settings.GONGHU_HOME = tmp_path
    set_standards(
        defacto_standard={"2020-01-01": 1300, "2026-01-01": 1360, "2026-11-01": 1500},
        orphan_scattered_standard={"2020-01-01": 1990}, orphan_institution_standard={"2020-01-01": 2600},
    )  # fmt: skip
    return payers(AT)


@pytest.fixture
def two() -> tuple[Officer, Officer]:
    return acting("reads", Role.CHILD_COMMISSIONER, at=AT), acting("confirms", Role.DISTRICT_OFFICER, at=AT)


def card(turn: int) -> str:
    digits = f"62284800{turn:010d}"
    return digits + luhn_digit(digits)


def born(turn: int, year: int = 2014) -> str:
    return number(date(year, 3, 1), turn, "120112")


def row(turn: int, category: str = DEFACTO, yuan: Any = 1360, **said: Any) -> dict[str, Any]:
    told = [
        turn,
        f"张小{'甲乙丙丁戊己庚辛'[turn % 8]}",
        born(turn),
        category,
        yuan,
        "2021年3月",
        "张德山",
        card(turn),
        "",
    ]
    return dict(zip(TITLES, told, strict=True)) | said


def book(rows: Sequence[dict[str, Any]], titles: Sequence[str] = TITLES) -> bytes:
    file = BytesIO()
    with Workbook(file) as workbook:
        sheet = workbook.add_worksheet("十月发放表")
        sheet.write_string(0, 0, "津南区2026年10月基本生活费发放花名册")
        for place, title in enumerate(titles):
            sheet.write_string(1, place, title)
        for turn, each in enumerate(rows, start=2):
            for place, title in enumerate(titles):
                sheet.write(turn, place, each.get(title, ""))
    return file.getvalue()


def uploaded(rows: Sequence[dict[str, Any]], by: Officer, line: str = "") -> Takeover:
    roll = RollUploaded(COUNTY, "十月发放表.xlsx", book(rows), OCTOBER, line, CareForm.SCATTERED)
    return read(roll=roll, by=by, at=AT)


def rows_of(takeover: Takeover) -> list[TakeoverRow]:
    return list(TakeoverRow.objects.everywhere(WHY).filter(takeover=takeover).order_by("row_no"))


def test_a_roll_is_taken_over_by_two_and_its_children_are_paid_from_the_next_month(
    by: Payers, two: tuple[Officer, Officer]
) -> None:
    first, second = two
    known, paid_here = child("张小丙", number=born(2)), child("张小戊", number=born(4))
    child("张小丁", number=born(3), village="120101001001")
    a_grant(paid_here, by.accounts)
    account_of(known, by)
    came = [
        (row(1, yuan="1,500.00"), Difference.SAME),
        (row(2, IN_CARE, 2600), Difference.SAME),
        (row(3), "档案在另一个区县，请先核对并办理迁移"),
        (row(4), "本系统已在发"),
        (row(5, 身份证号码="120112201403010099"), "身份证号不对"),
        (row(6, 银行账号="6.22848E+18"), "账号被表格软件改成科学计数"),
        (row(7, ORPHAN, 2600), "与第 10 行是同一人，而内容不同"),
        (row(7, ORPHAN, 1990), "与第 9 行是同一人"),
        (row(0, yuan=1500, 低保金=400), Difference.NOT_SET_OFF),
        (row(9, yuan=1000), Difference.LESS),
        (row(10, yuan=1300), Difference.OLD_STANDARD),
        (row(11, yuan="", 银行账号=""), Difference.NOT_TOLD),
        (row(12, 身份证号码=born(12, 2008)), Difference.STANDARD),
        (row(13, ORPHAN, 2600), Difference.CARE_FORM),
        (row(14, yuan=9999, 银行账号="6228480000000000001"), Difference.MORE),
        (row(15, 保障类别="不知道"), "类别认不出"),
        ({"儿童姓名": "合计", "月发放标准(元)": 99999}, None),
    ]  # fmt: skip
    made = uploaded([each for each, _ in came], first)
    for each, (_, expected) in zip(rows_of(made), came, strict=False):
        if isinstance(expected, Difference):
            assert (each.problem, each.difference) == ("", expected), each.row_no
        else:
            assert each.problem.startswith(str(expected)), each.problem
    assert (made.rows, made.rejected) == (16, 7)
    assert {Doubt(key): count for key, count in made.counts["doubts"].items()} == {
        Doubt.NEW_FILE: 8, Doubt.NO_PLACE: 8, Doubt.OTHER_ACCOUNT: 1, Doubt.NO_ACCOUNT: 1, Doubt.OF_AGE: 1,
        Doubt.ACCOUNT_DOUBT: 1,
    }  # fmt: skip
    with pytest.raises(SamePerson):
        confirm(takeover=made.pk, opinion="名册与财务一致", by=first, at=AT)
    confirm(takeover=made.pk, opinion="名册与财务一致", by=second, at=AT)
    taken = [each for each in rows_of(made) if each.grant_id]
    grants = {each.pk: each for each in Grant.objects.everywhere(WHY).exclude(child=paid_here)}
    assert len(taken) == 9
    assert {each.grant_id for each in taken} == grants.keys()
    assert {(each.from_month, each.to_month, each.paying_division) for each in grants.values()} == {
        (NOVEMBER, None, COUNTY)
    }
    assert known.pk in {each.child_id for each in grants.values()}
    assert PayAccount.objects.everywhere(WHY).filter(child=known).count() == 1
    assert {(each.since_month, each.through_month) for each in Opening.objects.all()} == {(date(2021, 3, 1), OCTOBER)}
    lines = PayrollLine.objects.everywhere(WHY).filter(payroll=drafted(by, at=AT), grant__in=grants)
    assert {(line.month, line.kind, line.cause) for line in lines} == {
        (NOVEMBER, LineKind.REGULAR, LineCause.TAKEN_OVER)
    }
    stops = Stop.objects.everywhere(WHY).filter(grant__in=grants).values_list("kind", flat=True)
    assert sorted(stops) == [StopKind.NO_ACCOUNT, StopKind.OVER_AGE]


def test_what_changed_since_a_roll_was_read_is_seen_before_it_is_confirmed(
    by: Payers, two: tuple[Officer, Officer]
) -> None:
    first, second = two
    known = child("张小乙", number=born(1))
    made = uploaded([row(1), row(2)], first)
    a_grant(known, by.accounts)
    with pytest.raises(RowsChanged):
        confirm(takeover=made.pk, opinion="名册与财务一致", by=second, at=AT)
    assert "已在发" in rows_of(made)[0].problem
    confirm(takeover=made.pk, opinion="名册与财务一致", by=second, at=AT)
    assert Opening.objects.count() == 1


def test_whoever_uploads_the_number_of_a_child_elsewhere_learns_nothing_of_it(
    by: Payers, two: tuple[Officer, Officer]
) -> None:
    child("李小丁", number=born(3), village="120101001001")
    a_grant(child("王小戊", number=born(4), village="120101001002"), by.accounts)
    told = rows_of(uploaded([row(3), row(4)], two[0]))
    assert {each.problem for each in told} == {"档案在另一个区县，请先核对并办理迁移"}
    assert {(each.child_id, each.division_code, each.own_fen, each.difference, each.why) for each in told} == {
        (None, COUNTY, None, "", "")
    }
    assert [each.doubts for each in told] == [[], []]


def test_a_takeover_is_undone_whole_until_something_is_drafted(by: Payers, two: tuple[Officer, Officer]) -> None:
    first, second = two
    known = child("张小甲", number=born(0))
    made = uploaded([row(0), row(1, 低保金=400), row(2)], first)
    confirm(takeover=made.pk, opinion="名册与财务一致", by=second, at=AT)
    assert OtherBenefit.objects.everywhere(WHY).get().kind == OtherKind.SUBSISTENCE
    draft = drafted(by, at=AT)
    with pytest.raises(PaidAlready, match="2026-11（草稿）"):
        undo(takeover=made.pk, reason="传错了月份", by=second, at=AT)
    cancel_payroll(payroll=draft.pk, opinion="名册传错", by=by.finance, at=AT)
    undo(takeover=made.pk, reason="传错了月份", by=second, at=AT)
    for model in (Grant, Application, OtherBenefit, PayAccount, CategoryAssignment):
        assert not model._base_manager.exists(), model
    assert not Opening.objects.exists()
    assert list(Child.objects.everywhere(WHY).values_list("pk", flat=True)) == [known.pk]
    made.refresh_from_db()
    assert made.state == TakeoverState.UNDONE
    again = uploaded([row(0), row(1, 低保金=400), row(2)], first)
    assert again.rejected == 0


def test_the_first_payroll_pays_each_of_a_random_roll_one_month_at_what_is_owed(
    by: Payers, two: tuple[Officer, Officer]
) -> None:
    first, second = two
    drawn = random.Random(7)
    standards = {DEFACTO: 150_000, ORPHAN: 199_000, IN_CARE: 260_000}
    expected: dict[str, int] = {}
    rows = []
    for turn in range(1, 120):
        category, had = drawn.choice(list(standards)), drawn.choice([0, 0, 400, 1600])
        owed = standards[category]
        if category == DEFACTO:
            owed = max(owed - had * 100, 0)
        told = drawn.choice([owed // 100, 1360, 900, ""])
        rows.append(row(turn, category, told, 低保金=had or "") | {"儿童姓名": f"李{chr(0x4E00 + turn)}"})
        expected[born(turn)] = owed
    made = uploaded(rows, first)
    assert made.rejected == 0
    read_rows = rows_of(made)
    assert {each.told["number"]: each.own_fen for each in read_rows} == expected
    assert all((each.difference == Difference.SAME) == (each.told_fen == each.own_fen) for each in read_rows)
    assert all(each.why for each in read_rows if each.difference not in (Difference.SAME, Difference.NOT_TOLD))
    confirm(takeover=made.pk, opinion="名册与财务一致", by=second, at=AT)
    owner = {each.child_id: each.told["number"] for each in rows_of(made)}
    draft = drafted(by, at=AT)
    paid = {
        owner[line.child_id]: (line.month, line.amount_fen, line.is_stopped)
        for line in PayrollLine.objects.everywhere(WHY).filter(payroll=draft)
    }
    assert paid == {key: (NOVEMBER, fen, False) for key, fen in expected.items() if fen}
    assert Doubt.NEW_FILE in rows_of(made)[0].doubts
