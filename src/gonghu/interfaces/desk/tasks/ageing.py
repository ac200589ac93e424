"""How late open work is (任务时效): by place and class of age, with drill-down; of nobody by name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.tasks.ages import AGES
from gonghu.domain.tasks.queries import AgeRow, ageing, ageing_counted_at
from gonghu.domain.tasks.terms import TaskKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tasks.forms import AgeingFilter
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookColumn, workbook_response
from gonghu.standards.division_code import Level

_PLACE_WIDTH: Final = 30


@dataclass(frozen=True, slots=True)
class AgesShown:
    """How late the open work of one place or kind is (时效显示项); ``ages`` follows the columns."""

    name: str
    ages: tuple[int, ...]
    address: str = ""

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.ages)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The ages with the names of their columns."""
        return [(name, count) for (name, _days), count in zip(AGES, self.ages, strict=True)]


@require_safe
@needs(Permission.ASSIGN_TASKS, Permission.SEE_FIGURES)
def ageing_page(request: DeskRequest) -> HttpResponse:
    """Show how late the open work of an area is, by place and by kind."""
    form, area, found = _found(request, request.officer.scope)
    context = {
        "form": form,
        "place": names_of([area.low])[area.low] if area.prefix else _("全国"),
        "counted_at": ageing_counted_at(scope=request.officer.scope, on=timezone.localdate(), area=area),
        "columns": [name for name, _days in AGES],
        "by_place": _by_place(found, area),
        "by_kind": _by_kind(found),
        "sums": AgesShown("", _sum(found)),
        **offered_export(request, "desk:export-ageing"),
    }
    return render(request, "desk/tasks/ageing.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the same as a workbook: one line for each place and kind."""
    _form, _area, found = _found(request, request.officer.scope.holding(Permission.EXPORT))
    names = names_of([row.division_code for row in found])
    columns = [(_("所在"), _PLACE_WIDTH), (_("类别"), 12), *[(name, 12) for name, _days in AGES], (_("合计"), 8)]
    return workbook_response(
        request,
        name=_("任务时效"),
        columns=[WorkbookColumn(str(title), width) for title, width in columns],
        rows=([names[row.division_code], row.kind.label, *row.ages, row.total] for row in found),
        kind="ageing",
    )


def _found(request: DeskRequest, scope: Scope) -> tuple[AgeingFilter, Area, list[AgeRow]]:
    form = AgeingFilter(request.GET)
    said = form.said()
    area = Area.of(said["place"]) if said.get("place") else own_area(request.officer, Permission.SEE_TASKS)
    rows = ageing(scope=scope, on=timezone.localdate(), area=area)
    kind = said.get("kind")
    return form, area, [row for row in rows if not kind or row.kind == kind]


def _by_place(rows: Iterable[AgeRow], area: Area) -> list[AgesShown]:
    shares: dict[str, list[AgeRow]] = defaultdict(list)
    for row in rows:
        shares[row.division_code].append(row)
    names = names_of(shares)
    deeper = area.level is None or area.level < Level.TOWNSHIP
    page = reverse("desk:ageing") if deeper else reverse("desk:tasks")
    return [AgesShown(names[code], _sum(share), f"{page}?place={code}") for code, share in sorted(shares.items())]


def _by_kind(rows: Iterable[AgeRow]) -> list[AgesShown]:
    shares: dict[TaskKind, list[AgeRow]] = defaultdict(list)
    for row in rows:
        shares[row.kind].append(row)
    return [AgesShown(str(kind.label), _sum(shares[kind])) for kind in TaskKind if kind in shares]


def _sum(rows: Iterable[AgeRow]) -> tuple[int, ...]:
    sums = [0] * len(AGES)
    for row in rows:
        sums = [one + more for one, more in zip(sums, row.ages, strict=True)]
    return tuple(sums)
