"""What stands between two files that are one child's (两份档案的待遇冲突): money that somebody decides on first."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final
from uuid import UUID

from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import BatchChild, Grant, OtherBenefit
from gonghu.domain.benefits.terms import BatchState
from gonghu.standards.division_code import Level

_WHY: Final = "what two files of one child are given"
_DAY: Final = date.resolution


def money_in_the_way(*, kept: UUID, merged: UUID, division_code: str, on: date) -> list[str]:
    """
    Say in words what somebody decides before one file goes into another, whose village is named; mostly nothing.

    One person is given one living line a month, is paid by the county where the file lies, stands on a list once, and
    has other help of a kind once.
    """
    found = [*_two_livings(kept, merged, on), *_paid_elsewhere(merged, division_code)]
    return [*found, *_twice_on_a_list(kept, merged), *_help_apart(kept, merged)]


def _running(child: UUID) -> list[Grant]:
    return list(Grant.objects.everywhere(_WHY).filter(child=child, to_month__isnull=True).order_by("from_month", "pk"))


def _two_livings(kept: UUID, merged: UUID, on: date) -> Iterator[str]:
    livings = [next((name for each in _running(key) if (name := _living(each, on))), "") for key in (kept, merged)]
    if all(livings):
        yield (
            f"两份档案都在领基本生活费（“{livings[0]}”和“{livings[1]}”），同一人每月只能领一项。"
            "请先停发不该发的那一项，确认停发后再合并"
        )


def _living(grant: Grant, on: date) -> str:
    """Give the name of the line of a grant if it is one to live on, as it may be said to everybody."""
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=on)
    except LineUnknown:
        return ""
    return line.open_name if line.living else ""


def _paid_elsewhere(merged: UUID, division_code: str) -> Iterator[str]:
    county = division_code[: Level.COUNTY]
    if any(grant.paying_division[: Level.COUNTY] != county for grant in _running(merged)):
        yield (
            "要并入的那份档案正由另一个区县发放待遇。请保留那一份（把另一份并进去），"
            "或先把它迁到保留的村（居），待遇随迁后再合并"
        )


def _twice_on_a_list(kept: UUID, merged: UUID) -> Iterator[str]:
    rows = BatchChild.objects.everywhere(_WHY).filter(batch__state=BatchState.PROPOSED)
    ours = rows.filter(child=kept).values("batch")
    for name in rows.filter(child=merged, batch__in=ours).values_list("batch__name", flat=True):
        yield f"两份档案都在待确认的名单“{name}”里，会各发一份。请先退回或确认这份名单，再合并"


def _help_apart(kept: UUID, merged: UUID) -> Iterator[str]:
    """Tell of other help of one kind that both files have, of the second for months that the first does not hold."""
    rows = OtherBenefit.objects.everywhere(_WHY)
    ours = list(rows.filter(child=kept).order_by("from_on"))
    for other in rows.filter(child=merged).order_by("from_on"):
        same = [each for each in ours if each.kind == other.kind and _overlap(each, other)]
        if same and not _covers(same, other):
            yield (f"两份档案都登记了“{other.get_kind_display()}”，起止月份不一致。请先改到一致或终止其中一条，再合并")


def _overlap(one: OtherBenefit, other: OtherBenefit) -> bool:
    return one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max)


def _covers(rows: list[OtherBenefit], other: OtherBenefit) -> bool:
    """Tell whether rows, in order, hold on every day on which another does."""
    whole = all(before.to_on and before.to_on + _DAY == after.from_on for before, after in pairwise(rows))
    return whole and rows[0].from_on <= other.from_on and (rows[-1].to_on or date.max) >= (other.to_on or date.max)
