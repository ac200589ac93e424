"""One person paid twice for one month (重复领取): by another grant, another number, another payroll, or already."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.stopping.stopped import Stopped, places, rows_of
from gonghu.domain.payments.terms import LIVING, LineKind, PayrollState, StopKind
from gonghu.foundation.bulk_rows import key_writer

_WHY: Final = "drafts that may hold the same line"
# Of two grants of one month the older is paid; keys decide between two of one day.
# One that was taken over is as old as the roll says that others have paid it.
_BEGAN: Final = "COALESCE((SELECT since_month FROM ledger_opening WHERE grant_id = {0}.uuid), {0}.from_month)"
_YOUNGER: Final = f"""({_BEGAN.format("other")} < {_BEGAN.format("own")}
    OR ({_BEGAN.format("other")} = {_BEGAN.format("own")} AND other.uuid < own.uuid))"""
_OF_THE_MONTH: Final = """other.from_month <= line.month AND (other.to_month IS NULL OR other.to_month >= line.month)"""
_OTHER_GRANT: Final = f"""
    SELECT line.uuid, other.uuid, other.line, other.care_form, other.paying_division,
           own.line, own.care_form, own.paying_division
    FROM payments_payrollline AS line
    JOIN benefits_grant AS own ON own.uuid = line.grant_id
    JOIN benefits_grant AS other ON other.person = line.person AND other.uuid <> own.uuid
    WHERE line.payroll_id = %s AND line."group" = '{LIVING}' AND line.amount_fen > 0
      AND {_OF_THE_MONTH} AND other.line IN ({{living}}) AND {_YOUNGER}"""
# Two files of what seems one child: one name, one birthday, and one account or one parent.
_SAME_CHILD: Final = f"""
    SELECT DISTINCT line.uuid, twin.person_id
    FROM payments_payrollline AS line
    JOIN benefits_grant AS own ON own.uuid = line.grant_id
    JOIN people_child AS child ON child.person_id = line.child_id
    JOIN people_child AS twin ON twin.name = child.name AND twin.born_on = child.born_on
      AND twin.person_id <> child.person_id
    JOIN benefits_grant AS other ON other.child_id = twin.person_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND other.line IN ({{codes}})
      AND {_OF_THE_MONTH} AND {_YOUNGER}
      AND (EXISTS (SELECT 1 FROM payments_payaccount AS mine JOIN payments_payaccount AS theirs
                     ON theirs.number_index = mine.number_index
                   WHERE mine.child_id = child.person_id AND theirs.child_id = twin.person_id)
        OR EXISTS (SELECT 1 FROM people_kinship AS mine JOIN people_kinship AS theirs
                     ON theirs.relative_id = mine.relative_id AND theirs.relation = mine.relation
                   WHERE mine.person_id = child.person_id AND theirs.person_id = twin.person_id))"""
_OTHER_PAYROLL: Final = f"""
    SELECT DISTINCT line.uuid, other.payroll_id
    FROM payments_payrollline AS line
    JOIN payments_payrollline AS other ON other.grant_id = line.grant_id AND other.month = line.month
    WHERE line.payroll_id = %s AND line.kind = '{LineKind.REGULAR}' AND other.payroll_id IN ({{drafts}})"""
_ON_TWO_ROLLS: Final = """
    SELECT line.uuid, finding.uuid
    FROM payments_payrollline AS line
    JOIN policies_finding AS finding ON finding.child_id = line.child_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0 AND finding.policy = 'paid_twice'
      AND finding.state IN ('OPEN', 'CONFIRMED') AND finding.verdict <> 'REFUTED'"""
# What the same grant was given for the month may be topped up, but not before that other payroll is released: until
# then the ledger knows nothing of it, and the month would be paid whole once more.
_HELD: Final = f"""
    SELECT line.uuid, held.payroll_id
    FROM payments_payrollline AS line
    JOIN payments_monthheld AS held ON held.person = line.person AND held."group" = line."group"
      AND held.month = line.month AND held.line_id <> line.uuid
    LEFT JOIN payments_payroll AS holder ON holder.uuid = held.payroll_id
    WHERE line.payroll_id = %s AND line.amount_fen > 0
      AND (held.grant_id <> line.grant_id OR line.kind = '{LineKind.REGULAR}'
        OR holder.state NOT IN ('{PayrollState.RELEASED}', '{PayrollState.CLOSED}'))"""


def living_codes(payroll: Payroll) -> list[str]:
    """Give the codes of all living lines of the area, of which a person gets one a month."""
    found = lines_of(division_code=payroll.division_code, on=payroll.month)
    return sorted(code for code, line in found.items() if line.living)


def other_grants(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    """Find persons with an older living grant for the month: of another county, line or form of care."""
    codes = living_codes(payroll)
    if not any(line.living for line in lines.values()):
        return
    for line, other, code, care, county, own_code, own_care, own_county in rows_of(
        _OTHER_GRANT.format(living=places(codes)), payroll, *codes
    ):
        if county != own_county:
            kind, words = StopKind.TWO_DISTRICTS, f"{county[:6]} 也在发同一人当月的生活费，且更早"
        elif code != own_code:
            kind, words = StopKind.ORPHAN_AND_DEFACTO, "同一人当月已有另一项生活费，且更早"
        elif care != own_care:
            kind, words = StopKind.TWO_CARE_FORMS, "同一人当月已按另一养育方式发放"
        else:
            kind, words = StopKind.TWO_ROLLS, "同一人当月还有同一项目的另一条待遇"
        yield Stopped(line, kind, words, str(UUID(str(other))))


def same_children(payroll: Payroll, lines: Mapping[str, Line]) -> Iterator[Stopped]:
    """Find children who seem to have two files under two numbers."""
    codes = living_codes(payroll) if any(line.living for line in lines.values()) else sorted(lines)
    for line, twin in rows_of(_SAME_CHILD.format(codes=places(codes)), payroll, *codes):
        words = "与另一份档案姓名、出生日期和账户（或父母）相同，疑似一人两个证件，请先核对是否同一人"
        yield Stopped(line, StopKind.TWO_NUMBERS, words, str(UUID(str(twin))))


def other_rolls(payroll: Payroll) -> Iterator[Stopped]:
    """Find lines that another draft holds too, and children whom a screening found on two rolls."""
    others = Payroll.objects.everywhere(_WHY).filter(state=PayrollState.DRAFT).exclude(pk=payroll.pk)
    drafts = [key_writer()(key) for key in others.values_list("pk", flat=True)]
    statement = _OTHER_PAYROLL.format(drafts=places(drafts))
    for line, other in rows_of(statement, payroll, *drafts) if drafts else ():
        yield Stopped(line, StopKind.TWO_ROLLS, "另一个草稿批次里也有这一笔，请先处理那一批", str(UUID(str(other))))
    for line, finding in rows_of(_ON_TWO_ROLLS, payroll):
        words = "名册比对发现同时在两份名册领取，尚未核实清楚"
        yield Stopped(line, StopKind.TWO_ROLLS, words, str(UUID(str(finding))))


def held_already(payroll: Payroll) -> Iterator[Stopped]:
    """Find lines whose month another payment holds."""
    for line, other in rows_of(_HELD, payroll):
        yield Stopped(
            line, StopKind.PAID_ALREADY, "这个人这个月已在另一批次发放（或已冻结待发）", str(UUID(str(other)))
        )
