"""What is known of a child's life, every line with its days and what it rests on (登记明细与历史)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.models import (
    Address,
    Carer,
    Child,
    HealthRecord,
    HouseholdMember,
    Kinship,
    Person,
    Phone,
    Schooling,
)
from gonghu.domain.people.queries.family import circumstances_told, family_of, is_shown
from gonghu.domain.people.terms import SEALED_HEALTH, FactKind, HealthKind
from gonghu.foundation.labels import Label
from gonghu.standards.masking import masked_name, masked_phone
from gonghu.standards.relationship import relationships

_WHY: Final = "what is known of a child whose file somebody sees"
_SELF: Final = Label("本人")


@dataclass(frozen=True, slots=True)
class FactTold:
    """
    One thing known of a child or its family, from one day to another, as it may be told (登记明细).

    ``said`` holds what a form may show of it again: nothing that is masked or sealed.
    """

    kind: FactKind
    key: UUID
    who: str
    words: str
    from_on: date
    to_on: date | None
    evidence: str = ""
    note: str = ""
    division_code: str = ""
    relative: UUID | None = None
    said: dict[str, Any] = field(default_factory=dict)

    def is_over(self, on: date) -> bool:
        """Tell whether it held no longer on a day; what ends on a day to come holds until then."""
        return self.to_on is not None and self.to_on < on


def facts_told(*, child: Child, scope: Scope, on: date) -> list[FactTold]:
    """List what is known of the life of a child that somebody sees, by kind; what holds comes first, then the last."""
    found = list(_Teller(child, scope, on).facts())
    order = {kind: place for place, kind in enumerate(FactKind)}
    found.sort(key=lambda fact: (order[fact.kind], fact.is_over(on), -fact.from_on.toordinal(), fact.who))
    return found


def fact_told(*, child: Child, key: UUID, scope: Scope, on: date) -> FactTold | None:
    """Give one thing known of a child that somebody sees."""
    facts = facts_told(child=child, scope=scope, on=on)
    return next((fact for fact in facts if fact.key == key), None)


class _Teller:
    """Tells what is known of one child to one scope."""

    def __init__(self, child: Child, scope: Scope, on: date) -> None:
        self.child, self.scope = child, scope
        family = family_of(child=child, scope=scope, on=on)
        self.who = {member.key: member.relation_name for member in family.members} | {child.pk: _SELF}

    def facts(self) -> Iterator[FactTold]:
        yield from self._kin()
        yield from self._carers()
        yield from self._housemates()
        yield from self._phones()
        yield from self._addresses()
        yield from self._schooling()
        yield from self._health()
        yield from self._circumstances()

    def _opens(self, kind: SealedKind) -> bool:
        return self.scope.opens(kind, self.child.division_code)

    def _shown(self, person: Person | None) -> bool:
        return is_shown(person, self.child, self.scope)

    def _kin(self) -> Iterator[FactTold]:
        for row in Kinship.objects.everywhere(_WHY).filter(person=self.child.pk).select_related("relative"):
            if self._shown(row.relative):
                words = masked_name(row.relative.name)
                known = (row.relation_name, words, row.from_on, row.to_on, row.evidence)
                yield FactTold(FactKind.KIN, row.pk, *known, relative=row.relative_id)

    def _carers(self) -> Iterator[FactTold]:
        for row in Carer.objects.everywhere(_WHY).filter(child=self.child.pk).select_related("carer"):
            name = masked_name(row.carer.name) if row.carer and self._shown(row.carer) else ""
            said = {
                "kind": row.kind, "carer": str(row.carer_id or ""), "relation": row.relation, "note": row.note,
                "evidence": row.evidence,
            }  # fmt: skip
            words, who = f"{row.get_kind_display()} {name}".strip(), Label(relationships().get(row.relation, ""))
            yield FactTold(
                FactKind.CARER, row.pk, who, words, row.from_on, row.to_on, row.evidence, row.note, said=said
            )

    def _housemates(self) -> Iterator[FactTold]:
        rows = HouseholdMember.objects.everywhere(_WHY)
        houses = rows.filter(person=self.child.pk).values("household")
        for row in rows.filter(household__in=houses).select_related("person"):
            if self._shown(row.person):
                who = self.who.get(row.person_id, "")
                head = relationships().get(row.relation, "")
                words = masked_name(row.person.name) + (f"（与户主关系：{head}）" if head else "")
                said = {"person": str(row.person_id), "relation": row.relation, "evidence": row.evidence}
                yield FactTold(FactKind.HOUSEHOLD, row.pk, who, words, row.from_on, row.to_on, row.evidence, said=said)

    def _phones(self) -> Iterator[FactTold]:
        for row in Phone.objects.everywhere(_WHY).filter(person__in=list(self.who)):
            words = f"{row.get_kind_display()} {masked_phone(row.number)}"
            said = {"person": str(row.person_id), "kind": row.kind, "note": row.note, "evidence": row.evidence}
            who = self.who[row.person_id]
            yield FactTold(
                FactKind.PHONE, row.pk, who, words, row.from_on, row.to_on, row.evidence, row.note, said=said
            )

    def _addresses(self) -> Iterator[FactTold]:
        for row in Address.objects.everywhere(_WHY).filter(person__in=list(self.who)):
            hidden = row.is_protected and not self._opens(SealedKind.PROTECTED_ADDRESS)
            detail = "****"
            if hidden:
                detail = told_to(
                    scope=self.scope, kind=SealedKind.PROTECTED_ADDRESS, value=detail,
                    division_code=self.child.division_code,
                )  # fmt: skip
            said = {"person": str(row.person_id), "kind": row.kind, "is_protected": row.is_protected}
            if not hidden:
                said |= {"division_code": row.division_code, "evidence": row.evidence}
            yield FactTold(
                FactKind.ADDRESS,
                row.pk,
                self.who[row.person_id],
                f"{row.get_kind_display()} {detail}",
                row.from_on,
                row.to_on,
                "" if hidden else row.evidence,
                division_code="" if hidden else row.division_code,
                said=said,
            )

    def _schooling(self) -> Iterator[FactTold]:
        names = ("stage", "state", "school", "form", "boards", "note", "evidence")
        for row in Schooling.objects.everywhere(_WHY).filter(person=self.child.pk):
            parts = (row.get_stage_display(), row.school, row.form, row.get_state_display(), "寄宿" * row.boards)
            words = " ".join(str(part) for part in parts if part)
            said = {name: getattr(row, name) for name in names}
            yield FactTold(
                FactKind.SCHOOLING, row.pk, _SELF, words, row.from_on, row.to_on, row.evidence, row.note, said=said
            )

    def _health(self) -> Iterator[FactTold]:
        hidden = {kind for kind, of in SEALED_HEALTH.items() if not self._opens(of)}
        names = ("kind", "disability_type", "disability_grade", "detail", "evidence", "expires_on")
        for row in HealthRecord.objects.everywhere(_WHY).filter(person__in=list(self.who)):
            if HealthKind(row.kind) in hidden:
                continue
            grade = f"{row.disability_grade}级" if row.disability_grade else ""
            words = " ".join(part for part in (str(row.get_kind_display()), row.detail, grade) if part)
            said = {name: getattr(row, name) for name in names} | {"person": str(row.person_id)}
            who = self.who[row.person_id]
            yield FactTold(FactKind.HEALTH, row.pk, who, words, row.from_on, row.to_on, row.evidence, said=said)

    def _circumstances(self) -> Iterator[FactTold]:
        told = circumstances_told(child=self.child, people=list(self.who), scope=self.scope)
        for person, circumstances in told.items():
            for each in circumstances:
                said = {"person": str(person), "kind": each.kind, "basis": each.basis, "note": each.note}
                yield FactTold(
                    FactKind.CIRCUMSTANCE,
                    each.key,
                    self.who[person],
                    each.words,
                    each.from_on,
                    each.to_on,
                    each.basis,
                    each.note,
                    said=said if each.kind else {},
                )
