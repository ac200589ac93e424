"""Two persons side by side (人员对照): whatever tells whether they are one."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, IdentityNumber, Person, PersonMerge
from gonghu.domain.people.numbering import NumberWrong, read_number
from gonghu.domain.people.queries.files import CategoryTold, ChildFile, NoSuchFile, child_file
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.people.terms import NumberKind
from gonghu.standards.masking import masked_name

_WHY: Final = "numbers of a person whom somebody compares with another"


@dataclass(frozen=True, slots=True)
class PersonCompared:
    """Somebody held against another (对照的人员), with the file if there is one; masked unless ``is_whole``."""

    key: UUID
    name: str
    former_name: str
    sex: str
    born_on: date | None
    died_on: date | None
    number: str
    division_code: str
    file: ChildFile | None
    is_whole: bool

    @property
    def child(self) -> Child | None:
        """The file of the person, if there is one."""
        return self.file.child if self.file else None

    @property
    def categories(self) -> tuple[CategoryTold, ...]:
        """What the person is recognised as now or will be."""
        return tuple(each for each in self.file.categories if each.to_on is None) if self.file else ()


def person_compared(*, person: UUID, scope: Scope, on: date) -> PersonCompared | None:
    """Give somebody whose facts an officer keeps, to be held against another; nobody who was merged already."""
    kept = scope.holding(Permission.EDIT_CHILDREN)
    found = Person.objects.visible_to(kept).filter(pk=person, merged_into__isnull=True).first()
    if found is None or not scope.allows(Permission.EDIT_CHILDREN, found.division_code):
        return None
    is_whole = scope.allows(Permission.UNMASK, found.division_code)
    try:
        file = child_file(child=person, scope=scope, on=on, unmasked=is_whole)
    except NoSuchFile:
        file = None
    numbers = IdentityNumber.objects.everywhere(_WHY).filter(person=person, to_on__isnull=True)
    row = numbers.order_by("from_on").last()
    return PersonCompared(
        key=person,
        name=found.name if is_whole else masked_name(found.name),
        former_name=found.former_name if is_whole else masked_name(found.former_name),
        sex=found.sex,
        born_on=found.born_on,
        died_on=found.died_on,
        number=row.number if row else "",
        division_code=found.division_code,
        file=file,
        is_whole=is_whole,
    )


def bearer_compared(*, number: str, kind: NumberKind, scope: Scope) -> UUID | None:
    """Give the key of who bears a number, if it is somebody whose facts an officer keeps."""
    try:
        text, _ = read_number(number, kind)
    except NumberWrong:
        return None
    rows = IdentityNumber.objects.visible_to(scope.holding(Permission.EDIT_CHILDREN))
    found = rows.filter(number_index=text, to_on__isnull=True).first()
    return found.person_id if found else None


def merge_by_key(*, key: UUID, scope: Scope) -> PersonMerge | None:
    """Give one merge, if whoever was kept is seen."""
    rows: FileQuerySet[PersonMerge] = PersonMerge.objects.visible_to(scope.holding(Permission.EDIT_CHILDREN))
    return rows.select_related("kept", "merged").filter(pk=key).first()
