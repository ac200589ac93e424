"""What the page of a child's file shows (档案页内容), asked of every context once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from gonghu.domain.access.colleagues import Colleague
from gonghu.domain.access.looks_together import LooksTogether, looks_together
from gonghu.domain.access.models import Consent
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.privacy_reading import consents_of
from gonghu.domain.access.queries import who_looked_at
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, PersonMerge
from gonghu.domain.people.queries import ChildFile, file_in_use, keys_of_child, may_unmask, merges_of
from gonghu.domain.people.terms import WithoutNumber
from gonghu.domain.policies.models import Finding, Recognition
from gonghu.domain.policies.queries.findings import ToldShown, findings_in, told_shown
from gonghu.domain.policies.queries.recognitions import recognitions_in
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.visits.models import Visit
from gonghu.domain.workforce.queries import people_answering_for
from gonghu.foundation.labels import Label, worded
from gonghu.interfaces.desk.children.given import GivenToChild, GrantOfFile, given_to
from gonghu.interfaces.desk.children.rows import age_shown, category_shown, places_shown, sex_shown
from gonghu.interfaces.desk.children.timeline import Event, timeline
from gonghu.standards.ethnic_group import ethnic_groups

_MOST_LOOKS = 100
_MOST_TASKS = 30


@dataclass(frozen=True, slots=True)
class FindingOfChild:
    """One finding on the page of a child (档案页的问题)."""

    finding: Finding
    told: ToldShown


@dataclass(frozen=True, slots=True)
class AddressShown:
    """One address on the page of a child (档案页的住址)."""

    kind: str
    place: str
    detail: str
    is_protected: bool


@dataclass(frozen=True, slots=True)
class FileShown:
    """Everything on the page of a child's file (档案页内容)."""

    file: ChildFile
    age: str
    sex: str
    place: str
    category: str
    ethnic_group: str
    without_number: str
    answering: Colleague | None
    addresses: Sequence[AddressShown]
    findings: Sequence[FindingOfChild]
    tasks: Sequence[Task]
    recognitions: Sequence[Recognition]
    events: Sequence[Event]
    looks: Sequence[LooksTogether]
    may_edit: bool
    may_unmask: bool
    sees_looks: bool
    sees_money: bool
    grants: Sequence[GrantOfFile]
    merges: Sequence[PersonMerge]
    merged_into: UUID | None
    consents: Sequence[Consent]
    may_end_category: bool
    may_review_categories: bool
    may_restore_category: bool
    may_seal: bool

    @property
    def carer(self) -> str:
        """Who looks after the child now, in words."""
        held = self.file.carer
        if held is None:
            return ""
        name = self.file.carer_names.get(held.pk, "")
        return " ".join(part for part in (worded(held.get_kind_display()), name) if part)


def file_shown(file: ChildFile, by: Officer, on: date, visits: Iterable[Visit]) -> FileShown:
    """Gather what somebody may see of a child."""
    child, scope = file.child, by.scope
    keys = keys_of_child(child=child.pk, scope=scope)
    every = tasks_in(scope=scope, filters=TaskFilters(state=None)).filter(child__in=keys)
    # What is open stands first, the most pressing before the others.
    tasks = list(every.order_by(F("closed_at").desc(nulls_first=True), "due_on", "pk")[:_MOST_TASKS])
    recognitions = list(recognitions_in(scope=scope).filter(child__in=keys).order_by("-first_at"))
    codes = {child.division_code, *(each.division_code for each in file.addresses)}
    codes |= {each.division_code for each in file.former_places}
    places = places_shown(codes - {""}, by)
    answering = people_answering_for(codes=[child.division_code], scope=scope, on=on)
    sees_money = scope.allows(Permission.SEE_MONEY, child.division_code)
    given = given_to(children=keys, scope=scope, on=on) if sees_money else GivenToChild()
    sees_looks = scope.has(Permission.READ_AUDIT) or scope.allows(Permission.ASSIGN_TASKS, child.division_code)
    decides = scope.allows(Permission.RECOGNISE_SECOND, child.division_code)
    proposes = scope.allows(Permission.RECOGNISE_FIRST, child.division_code)
    return FileShown(
        file=file,
        age=age_shown(child.born_on, on),
        sex=sex_shown(child.sex),
        place=places[child.division_code],
        category=category_shown(child.category, child.division_code, scope),
        ethnic_group=_ethnic_group(file.ethnic_group),
        without_number=str(WithoutNumber(file.without_number).label) if file.without_number else "",
        answering=answering.get(child.division_code),
        addresses=[
            AddressShown(each.kind, places.get(each.division_code, ""), each.detail, each.is_protected)
            for each in file.addresses
            if each.to_on is None
        ],
        findings=[
            FindingOfChild(each, told_shown(finding=each, scope=scope))
            for each in findings_in(scope=scope).filter(child__in=keys).order_by("state", "policy")
        ],
        tasks=tasks,
        recognitions=recognitions,
        events=timeline(file, tasks=tasks, recognitions=recognitions, visits=visits, given=given, places=places),
        looks=looks_at(child, scope) if sees_looks else (),
        may_edit=scope.allows(Permission.EDIT_CHILDREN, child.division_code),
        may_unmask=not file.unmasked and may_unmask(child=child.pk, scope=scope),
        sees_looks=sees_looks,
        sees_money=sees_money,
        grants=given.grants,
        merges=list(merges_of(people=[child.pk, *(member.key for member in file.family.members)], scope=scope)),
        merged_into=_merged_into(file, by),
        consents=list(consents_of(children=keys, scope=scope).filter(withdrawn_on__isnull=True)),
        may_end_category=decides or proposes,
        may_review_categories=proposes,
        may_restore_category=decides and any(each.to_on for each in file.categories),
        may_seal=scope.allows(Permission.SEE_SEALED_ADOPTION, child.division_code) and child.sealed_on is None,
    )


def looks_at(child: Child, scope: Scope) -> list[LooksTogether]:
    """Give who looked at a child's file, to whoever may know."""
    found = who_looked_at(child_key=child.pk, division_code=child.division_code, scope=scope, most=_MOST_LOOKS)
    return looks_together(found)


def _merged_into(file: ChildFile, by: Officer) -> UUID | None:
    if file.child.person.merged_into_id is None:
        return None
    found = file_in_use(child=file.child.pk, scope=by.scope)
    return found.pk if found else None


def _ethnic_group(code: str) -> str:
    found = ethnic_groups().get(code)
    return Label(found.name) if found else ""
