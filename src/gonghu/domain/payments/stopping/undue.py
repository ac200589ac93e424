"""Who must not be paid any more (不应再发): dead, over age, adopted, in prison, or with a parent who is back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.benefits.lines import Line
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.stopping.stopped import Stopped, places, rows_of
from gonghu.domain.payments.terms import StopKind
from gonghu.domain.people.terms import Category, CircumstanceKind, ClosingReason, SchoolState

# What ends a benefit ends it from the month after: who died in March is paid for March.
# Two questions, each of few rows; one of both tables would read all of them.
_DEAD: Final = """
    SELECT line.uuid, person.died_on
    FROM payments_payrollline AS line
    JOIN people_person AS person ON person.uuid = line.child_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND person.died_on < line.month"""
_CLOSED_FILE: Final = """
    SELECT line.uuid, child.closed_on
    FROM payments_payrollline AS line
    JOIN people_child AS child ON child.person_id = line.child_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0
      AND child.closing_reason = %s AND child.closed_on < line.month"""
_CIRCUMSTANCE: Final = """
    SELECT DISTINCT line.uuid, fact.from_on
    FROM payments_payrollline AS line
    JOIN people_circumstance AS fact ON fact.person_id = line.child_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND fact.kind IN ({kinds})
      AND fact.from_on < line.month AND (fact.to_on IS NULL OR fact.to_on >= line.month)"""
_OF_AGE: Final = """
    SELECT line.uuid, child.born_on
    FROM payments_payrollline AS line
    JOIN people_child AS child ON child.person_id = line.child_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND line.line = %s AND child.born_on < %s"""
_NOT_IN_SCHOOL: Final = f""" AND NOT EXISTS (
        SELECT 1 FROM people_schooling AS school
        WHERE school.person_id = line.child_id AND school.state = '{SchoolState.ENROLLED}'
          AND school.from_on <= line.month AND (school.to_on IS NULL OR school.to_on >= line.month))"""
_PARENT_BACK: Final = """
    SELECT DISTINCT line.uuid, past.to_on
    FROM payments_payrollline AS line
    JOIN people_kinship AS kin ON kin.person_id = line.child_id AND kin.relation IN ('51', '52')
      AND kin.to_on IS NULL
    JOIN people_circumstance AS past ON past.person_id = kin.relative_id
    JOIN people_person AS parent ON parent.uuid = kin.relative_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND line.line IN ({lines})
      AND past.kind IN ({kinds}) AND past.to_on < line.month AND parent.died_on IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM people_circumstance AS present
        WHERE present.person_id = kin.relative_id AND present.kind IN ({kinds})
          AND present.from_on <= line.month AND (present.to_on IS NULL OR present.to_on >= line.month))"""
# Who stands on the list of the school year and proves it no longer, or not for the month; others came with a paper.
_NO_PROOF: Final = """
    SELECT line.uuid, student.uuid, student.left_reason, line.month
    FROM payments_payrollline AS line
    JOIN benefits_schoolstudent AS student ON student.child_id = line.child_id AND student.line = line.line
    JOIN benefits_schoolround AS school ON school.uuid = student.round_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0
      AND school.from_month <= line.month AND school.to_month >= line.month
      AND (student.left_reason <> '' OR NOT EXISTS (
        SELECT 1 FROM benefits_schoolproof AS proof
        WHERE proof.student_id = student.uuid AND proof.withdrawn_at IS NULL AND proof.to_on >= line.month))"""
_SCHOOL_BEGINS: Final = 9
_FAILING: Final = (
    CircumstanceKind.DEAD, CircumstanceKind.DECLARED_MISSING, CircumstanceKind.SEVERE_DISABILITY,
    CircumstanceKind.SEVERE_ILLNESS, CircumstanceKind.IMPRISONED, CircumstanceKind.COMPULSORY_DETOX,
    CircumstanceKind.OTHER_LIBERTY, CircumstanceKind.LOST_CONTACT, CircumstanceKind.GUARDIANSHIP_REVOKED,
    CircumstanceKind.DEPORTED,
)  # fmt: skip
_IN_PRISON: Final = (CircumstanceKind.IMPRISONED, CircumstanceKind.OTHER_LIBERTY)


def dead(payroll: Payroll) -> Iterator[Stopped]:
    """Find children who died before the month."""
    closed = rows_of(_CLOSED_FILE, payroll, str(ClosingReason.DIED))
    for line, day in dict([*closed, *rows_of(_DEAD, payroll)]).items():
        yield Stopped(line, StopKind.DEAD, f"{day} 已死亡，自次月起停发", f"{day}")


def over_age(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    """Find those who came of age before the month, unless the line goes on while they are in school."""
    for code, line in lines.items():
        if line.ends_at is None:
            continue
        statement = _OF_AGE + (_NOT_IN_SCHOOL if line.goes_on_in_school else "")
        born_before = payroll.month.replace(year=payroll.month.year - line.ends_at)
        school = "，且没有在读记录" if line.goes_on_in_school else ""
        for stopped, born_on in rows_of(statement, payroll, code, born_before.isoformat()):
            words = f"已满 {line.ends_at} 周岁{school}，自次月起停发"
            yield Stopped(stopped, StopKind.OVER_AGE, words, f"{born_on} {_year(payroll.month)}")


def without_proof(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    """Find parts of a scholarship for which nothing shows that the student studies; they wait until it does."""
    if not any(line.school_year for line in lines.values()):
        return
    for line, student, left, month in rows_of(_NO_PROOF, payroll):
        told = f"已登记本学年不享受（{left}）" if left else f"{str(month)[:7]} 没有在读证明，登记证明后重新编制再发"
        yield Stopped(line, StopKind.NO_PROOF, told, f"{UUID(str(student))} {str(month)[:7]}")


def adopted(payroll: Payroll) -> Iterator[Stopped]:
    """Find children who were adopted before the month."""
    kinds = (CircumstanceKind.ADOPTED,)
    rows = [
        *rows_of(_CIRCUMSTANCE.format(kinds=places(kinds)), payroll, *kinds),
        *rows_of(_CLOSED_FILE, payroll, str(ClosingReason.ADOPTED)),
    ]
    for line, day in rows:
        yield Stopped(line, StopKind.ADOPTED, f"{day} 已被收养，自次月起停发", f"{day}", SealedKind.ADOPTION)


def in_prison(payroll: Payroll) -> Iterator[Stopped]:
    """Find children who are held or in prison themselves."""
    for line, day in rows_of(_CIRCUMSTANCE.format(kinds=places(_IN_PRISON)), payroll, *_IN_PRISON):
        yield Stopped(line, StopKind.IN_PRISON, f"本人自 {day} 起羁押或服刑", f"{day}", SealedKind.PRISON)


def parents_back(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    """Find children paid because nobody looks after them one of whose parents can again."""
    codes = [code for code, line in lines.items() if Category.DEFACTO in line.categories]
    if not codes:
        return
    statement = _PARENT_BACK.format(lines=places(codes), kinds=places(_FAILING))
    for line, day in rows_of(statement, payroll, *codes, *_FAILING, *_FAILING):
        words = f"父母一方的情形已于 {day} 结束，请复核是否仍符合条件"
        yield Stopped(line, StopKind.PARENT_BACK, words, f"{day}", SealedKind.PRISON)


def _year(month: date) -> str:
    """Whether somebody is in school is asked anew every school year."""
    return str(month.year if month.month >= _SCHOOL_BEGINS else month.year - 1)
