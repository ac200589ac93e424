"""What follows from grants and from the insurance round: rows to key in, the orphans' subsidy, printed forms."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.benefits import AT, Offices, acting, granted, offices, received
from tests.children import child, kin

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Role, SealedKind
from gonghu.domain.benefits.models import Application, Batch
from gonghu.domain.benefits.operations import NobodyListed
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, KeyingItem, Referral
from gonghu.domain.insurance.operations import (
    NotKeyed,
    RoundWanted,
    add_lines,
    key_in,
    mark_elsewhere,
    open_round,
    refer_child,
    undo_keying,
)
from gonghu.domain.insurance.operations.enrolling import PersonEntitled
from gonghu.domain.insurance.operations.referring import ReferralWanted
from gonghu.domain.insurance.terms import KeyingKind, ReferralKind
from gonghu.domain.people.models import Circumstance
from gonghu.domain.people.terms import Category, CircumstanceKind, FileState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.keying_list import bring_keying_list_up_to_date
from gonghu.usecases.move_a_child import move_with_what_is_open
from gonghu.usecases.orphan_medical_batch import propose_medical_subsidy
from gonghu.usecases.print_form import FormFormat, FormKind, NotDecidedYet, print_form

pytestmark = pytest.mark.django_db

WHY = "a test looks"
COUNTY = "120112000000"


@pytest.fixture
def by() -> Offices:
    return offices()


def a_round(by: Offices) -> EnrolmentRound:
    wanted = RoundWanted(
        year=2027, division_code=COUNTY, opens_on=date(2026, 9, 1), closes_on=date(2026, 12, 31),
        premiums=dict.fromkeys(("ORPHAN", "DEFACTO", "OTHER"), 40_000), basis="津医保发〔2026〕1号",
    )  # fmt: skip
    return open_round(wanted=wanted, by=by.county, at=AT)


def test_what_was_confirmed_is_listed_once_keyed_in_and_taken_back(by: Offices) -> None:
    grant = granted(child(state=FileState.ON_FILE), by)
    assert bring_keying_list_up_to_date(by=by.county, at=AT) == 1
    assert bring_keying_list_up_to_date(by=SYSTEM, at=AT) == 0
    item = KeyingItem.objects.everywhere(WHY).get()
    assert (item.kind, item.source_key, item.facts["from_month"]) == (KeyingKind.ADD, grant.pk, "2026-12")
    with pytest.raises(NotPermitted):
        key_in(items=[item.pk], on=AT.date(), by=by.town, at=AT)
    with pytest.raises(NotKeyed, match="晚于今天"):
        key_in(items=[item.pk], on=AT.date() + timedelta(days=1), by=by.county, at=AT)
    assert key_in(items=[item.pk], on=AT.date(), by=by.county, at=AT) == 1
    with pytest.raises(NotKeyed, match="已经登记"):
        key_in(items=[item.pk], on=AT.date(), by=by.county, at=AT)
    assert undo_keying(item=item.pk, reason="录到了别人名下", by=by.county, at=AT).keyed_on is None
    verbs = AuditEntry.objects.filter(verb__startswith="insurance.").order_by("sequence")
    assert list(verbs.values_list("verb", flat=True)) == [
        "insurance.list_for_keying", "insurance.key_in", "insurance.undo_keying",
    ]  # fmt: skip


def test_the_orphans_subsidy_is_for_those_whose_premium_the_round_has_not_paid(by: Offices) -> None:
    found = a_round(by)
    orphans = [child(name, state=FileState.RECOGNISED, category=Category.ORPHAN) for name in ("张一", "张二")]
    entitled = [PersonEntitled(each.pk, each.division_code, "ORPHAN", "ORPHAN") for each in orphans]
    assert add_lines(enrolment=found.pk, entitled=entitled, by=by.county, at=AT).added == 2
    with pytest.raises(NobodyListed):
        propose_medical_subsidy(enrolment=found, by=by.county, at=AT)
    line = EnrolmentLine.objects.everywhere(WHY).get(child=orphans[0])
    mark_elsewhere(line=line.pk, words="在学校参保，自己缴费", by=by.county, at=AT)
    batch = propose_medical_subsidy(enrolment=found, by=by.county, at=AT)
    assert (batch.children, batch.amount_fen, batch.line) == (1, 40_000, "orphan_medical_aid")
    assert Batch.objects.everywhere(WHY).count() == 1


def printed(application: Application, kind: FormKind, by: Officer) -> str:
    made = print_form(application=application.pk, kind=kind, form=FormFormat.PDF, purpose="办理申请", by=by, at=AT)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)


def test_a_printed_form_names_the_child_in_full_and_no_secret(by: Offices) -> None:
    one = child("张小明", number="120112201502110015")
    father = kin(one, "张建国", "51", number="120112198505010015")
    Circumstance(
        person=father, kind=CircumstanceKind.IMPRISONED, sealed_kind=SealedKind.PRISON, basis="刑初12号", note="六年",
        from_on=date(2024, 5, 1),
    ).save()  # fmt: skip
    application = received(one, by)
    told = [printed(application, kind, by.county) for kind in (FormKind.APPLICATION, FormKind.LOST_CONTACT)]
    for text in told:
        assert "120112201502110015" in text
        assert "张建国" in text
        assert "服刑" not in text
        assert "刑初" not in text
    assert "情况已核实" in told[0]
    with pytest.raises(NotDecidedYet):
        printed(application, FormKind.NOTICE, by.county)
    with pytest.raises(LookupError):
        printed(application, FormKind.APPLICATION, acting("far", Role.DISTRICT_OFFICER, "120111000000"))
    prints = AuditEntry.objects.filter(verb="children.unmask", subject_key=str(one.pk))
    assert [entry.detail["fields"] for entry in prints.order_by("sequence")] == [
        ["form:application.pdf"], ["form:lost_contact.pdf"],
    ]  # fmt: skip


def test_open_referrals_and_rows_to_key_in_follow_a_child_that_moves(by: Offices) -> None:
    one = granted(child(state=FileState.ON_FILE), by).child
    wanted = ReferralWanted(
        child=one.pk, division_code=one.division_code, category="DEFACTO", kind=ReferralKind.EDUCATION_AID,
        referred_to="区教育局", reason="申请免除费用", due_on=date(2027, 1, 1),
    )  # fmt: skip
    refer_child(wanted=wanted, by=by.town, at=AT)
    bring_keying_list_up_to_date(by=SYSTEM, at=AT)
    move_with_what_is_open(child=one, division_code="120112100202", on=AT.date(), reason="搬家", by=by.county, at=AT)
    places = {
        each.division_code
        for each in (Referral.objects.everywhere(WHY).get(), KeyingItem.objects.everywhere(WHY).get())
    }
    assert places == {"120112100202"}
