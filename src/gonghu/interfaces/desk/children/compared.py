"""Two persons side by side on a page (人员对照), and what a merge of them brings about."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.people.queries import PersonCompared
from gonghu.domain.people.terms import FileSource, FileState, Sex
from gonghu.domain.policies.queries.findings import findings_of_child
from gonghu.domain.policies.terms import FINDING_LIVE
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import TaskState
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.children.rows import places_shown, sex_shown
from gonghu.interfaces.desk.review.differences import Piece, number_differences, text_differences
from gonghu.standards.citizen_number import is_valid

Both = tuple[PersonCompared, PersonCompared]


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the comparison of two persons (对照行)."""

    label: str
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Tell whether both sides say something else."""
        return any(piece.differs for piece in (*self.one, *self.other))


def lines_compared(both: Both, by: Officer) -> list[ComparedLine]:
    """Set everything that tells whether two are one against each other; what neither side knows is left out."""
    places = places_shown({each.division_code for each in both}, by)
    lines = [
        ComparedLine(_("姓名"), *text_differences(both[0].name, both[1].name)),
        ComparedLine(_("证件号码"), *number_differences(both[0].number, both[1].number)),
        _whole(_("性别"), both, lambda each: sex_shown(each.sex)),
        ComparedLine(_("出生日期"), *text_differences(*(str(each.born_on or "") for each in both))),
        _whole(_("曾用名"), both, lambda each: each.former_name),
        _whole(_("死亡日期"), both, lambda each: str(each.died_on or "")),
        _whole(_("村（居）"), both, lambda each: places[each.division_code]),
        _whole(_("父亲、母亲"), both, _parents),
        _whole(_("照护人"), both, _carer),
        _whole(_("学校"), both, _school),
        _whole(_("住址"), both, _address),
        _whole(_("档案"), both, _state),
        _whole(_("类别"), both, lambda each: "、".join(worded(told.name) for told in each.categories)),
        _whole(_("建档"), both, _opened),
    ]
    return [line for line in lines if line.one or line.other]


def consequences(both: Both, by: Officer) -> list[str]:
    """Say what a merge brings about, whichever is kept."""
    said = [_("两份的证件号码、家庭、住址、就学、健康、类别都留在保留的那份里，一项不丢。")]
    if all(each.child for each in both):
        said.append(_("并入的那份结案，注明并入了哪一份；以后按任何一个号码都找到保留的那份。"))
        said.append(
            _("申请、待遇、收款账户、参保、转介和走访记录也转到保留的那份；已发放的明细和台账不改，照样能查到。")
        )
    said += [
        _("%(side)s有类别“%(names)s”，随档案一起转过去。") % {"side": side, "names": names}
        for side, each in _sides(both)
        if (names := "、".join(worded(told.name) for told in each.categories))
    ]
    for side, each in _sides(both):
        tasks, findings = _waiting(each, by)
        if tasks or findings:
            words = _(
                "%(side)s有 %(tasks)s 项未办任务、%(findings)s 个待办理问题，合并后照常办理，在保留的那份里也列出。"
            )
            said.append(words % {"side": side, "tasks": tasks, "findings": findings})
    said.append(_("可以拆分：拆分后两份都恢复到合并以前，合并以后改过的除外。"))
    return said


def cautions(both: Both) -> list[str]:
    """Say what speaks against two being one: whoever merges nevertheless has seen the papers."""
    one, other = both
    said = []
    if one.number and other.number and one.number != other.number and all(map(is_valid, (one.number, other.number))):
        said.append(_("两个证件号码不同，又都能通过校验：除非其中一个是录错或已换发的，否则是两个人。"))
    if one.born_on and other.born_on and one.born_on != other.born_on:
        said.append(_("出生日期不同。"))
    if {one.sex, other.sex} == {Sex.MALE, Sex.FEMALE}:
        said.append(_("性别不同。"))
    return said


def _sides(both: Both) -> list[tuple[str, PersonCompared]]:
    return [(_("左边"), both[0]), (_("右边"), both[1])]


def _waiting(each: PersonCompared, by: Officer) -> tuple[int, int]:
    if each.child is None:
        return 0, 0
    tasks = tasks_in(scope=by.scope, filters=TaskFilters(state=TaskState.OPEN, child=each.key)).count()
    findings = findings_of_child(child=each.key, scope=by.scope).filter(state__in=sorted(FINDING_LIVE)).count()
    return tasks, findings


def _whole(label: str, both: Both, told: Callable[[PersonCompared], str]) -> ComparedLine:
    """Hold two facts against each other that are equal or not: no letter of them is marked."""
    one, other = told(both[0]), told(both[1])
    differs = bool(one and other and one != other)
    return ComparedLine(label, _piece(one, differs), _piece(other, differs))


def _piece(text: str, differs: bool) -> tuple[Piece, ...]:
    return (Piece(text, differs),) if text else ()


def _parents(each: PersonCompared) -> str:
    return "、".join(member.name for member in each.file.family.parents) if each.file else ""


def _carer(each: PersonCompared) -> str:
    held = each.file.carer if each.file else None
    if held is None or each.file is None:
        return ""
    return f"{worded(held.get_kind_display())} {each.file.carer_names.get(held.pk, '')}".strip()


def _school(each: PersonCompared) -> str:
    held = next((row for row in each.file.schooling if row.to_on is None), None) if each.file else None
    return " ".join(str(part) for part in (held.school, held.form) if part) if held else ""


def _address(each: PersonCompared) -> str:
    rows = each.file.addresses if each.file else ()
    return "；".join(row.detail for row in rows if row.to_on is None)


def _state(each: PersonCompared) -> str:
    return str(FileState(each.child.state).label) if each.child else _("没有档案")


def _opened(each: PersonCompared) -> str:
    return f"{each.child.opened_on} {worded(FileSource(each.child.source).label)}" if each.child else ""
