"""Students of a school year as a list shows them (助学名单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.benefits.queries import proofs_of_students
from gonghu.domain.benefits.terms import ListedFor, StudentState
from gonghu.domain.people.queries import names_of_children
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.standards.masking import masked_name

_LOOKS: Final = {
    StudentState.MISSING: "bad",
    StudentState.LAPSED: "bad",
    StudentState.GRANTED: "good",
    StudentState.LEFT: "off",
}


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student of a round in a list (助学对象显示项)."""

    key: UUID
    name: str
    place: str
    why: str
    state: str
    state_label: str
    school: str
    proved_until: str
    is_asked: bool


def student_rows(found: Sequence[Any], by: Officer) -> list[StudentRow]:
    """Write students as a list shows them; one whose file is hidden from the officer is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    proofs = proofs_of_students(students=[each.pk for each in found], scope=by.scope)
    rows = []
    for each in found:
        if each.child_id not in names:
            continue
        last = next((proof for proof in proofs.get(each.pk, ()) if proof.withdrawn_at is None), None)
        rows.append(
            StudentRow(
                each.pk,
                masked_name(names[each.child_id]),
                places[each.division_code],
                str(ListedFor(each.why).label),
                each.state,
                str(StudentState(each.state).label),
                last.school if last else "",
                last.to_on.isoformat() if last else "",
                each.task_key is not None,
            )
        )
    return rows


def student_columns() -> list[Column[StudentRow]]:
    """Give the columns of a list of students."""
    page_of, name, place = address_of("desk:school-student"), attrgetter("name"), attrgetter("place")
    why, school, until = attrgetter("why"), attrgetter("school"), attrgetter("proved_until")
    return [
        Column(_("姓名"), lambda row: link(page_of(row.key), row.name), name, 10, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("列入理由"), why, why, 22),
        Column(_("进度"), state_mark),
        Column(_("助学进度"), taken=attrgetter("state_label"), width=20),
        Column(_("学校"), school, school, 26),
        Column(_("证明到"), until, until, 12, "code"),
        Column(
            _("催办"), lambda row: _("已派任务") if row.is_asked else "", lambda row: "是" if row.is_asked else "", 10
        ),
    ]


def state_mark(row: StudentRow) -> SafeString:
    """Show how far a scholarship has come."""
    return mark(_LOOKS.get(StudentState(row.state), "wait"), row.state_label)
