"""Who is who: children entered by hand, numbers, names (身份的登记与更正)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import NumberFacts, PersonCorrection, PersonFacts
from gonghu.domain.people.families import person_of_family
from gonghu.domain.people.models import Child, IdentityNumber, Person
from gonghu.domain.people.numbering import (
    NumberTaken,
    bearer_of,
    give,
    read_number,
    refuse_other_than_file,
    refuse_other_than_number,
    tell_by_number,
)
from gonghu.domain.people.spelling import spelt
from gonghu.domain.people.terms import FileSource, FileState, WithoutNumber
from gonghu.domain.people.writing import copy_to_file, described, held, record_file
from gonghu.foundation.acting import Actor
from gonghu.standards import division_code as division_codes
from gonghu.standards.chinese_name import clean_name

_CORRECTED: Final = ("name", "former_name", "sex", "born_on", "died_on", "ethnic_group")


class NameMissing(ValueError):
    """Nobody is entered without a name."""


class DatesReversed(ValueError):
    """Somebody would have died before being born."""


@transaction.atomic
def record_child(
    *,
    facts: PersonFacts,
    division_code: str,
    by: Actor,
    at: datetime,
    source: FileSource = FileSource.BY_HAND,
    source_key: UUID | None = None,
) -> Child:
    """
    Open a file for one child by hand (人工建档); look at ``possible_duplicates`` first.

    Somebody who bears the number and has no file yet, as a parent of another child, gets this one.

    :raises NotPermitted: the actor keeps no files there
    :raises NameMissing: the name is empty
    :raises NumberWrong: the number is mistyped
    :raises NumberTaken: the number is that of a child on file
    """
    code, on = division_codes.pad(division_code), day_of(at)
    authorise(by, Permission.EDIT_CHILDREN, code)
    number, kind = read_number(facts.number, facts.number_kind) if facts.number else ("", facts.number_kind)
    bearer = bearer_of(number) if number else None
    if bearer and Child.objects.everywhere("whether a number is a child's").filter(pk=bearer.pk).exists():
        raise NumberTaken("该号码的儿童已经建档，请按号码查找；不在本辖区的请联系其所在地")
    person = bearer or Person(without_number=facts.without_number or ("" if number else WithoutNumber.NOT_KNOWN))
    _describe(person, facts)
    person.division_code = code
    if number:
        tell_by_number(person, number, kind)
    person.save()
    if number:
        give(person, number, kind, on)
    child = Child.objects.create(
        person=person,
        division_code=code,
        **described(person),
        state=FileState.ON_FILE if source == FileSource.BY_HAND else FileState.LEAD,
        opened_on=on,
        source=source,
        source_key=source_key,
    )
    record_file("record_child", child, by, at, {"source": source.value})
    return child


@transaction.atomic
def correct_person(*, child: Child, person: UUID, said: PersonCorrection, by: Actor, at: datetime) -> None:
    """
    Correct who somebody of a child's family is (更正身份信息); what is not said stays as it is.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is neither the child nor of its family
    :raises NumberDisagrees: the person's number says another birth date or sex
    :raises DatesReversed: the person would have died before being born
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    changed = _corrected(whom, said)
    refuse_other_than_number(whom)
    whom.save()
    copy_to_file(whom)
    record_file("correct_person", current, by, at, {"person": str(whom.pk), "fields": changed})


@transaction.atomic
def issue_number(
    *,
    child: Child,
    person: UUID,
    facts: NumberFacts,
    on: date,
    by: Actor,
    at: datetime,
) -> IdentityNumber:
    """
    Give somebody of a child's family a number from a day on (更正、换发号码); the one of that kind before ends.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: the person is neither the child nor of its family
    :raises NumberWrong: the number is mistyped
    :raises NumberDisagrees: it tells another birth date or sex than the file
    :raises NumberTaken: it is in force as somebody else's
    """
    current = held(child, by)
    whom = person_of_family(current, person)
    text, told = read_number(facts.number, facts.kind)
    if not facts.counts:
        refuse_other_than_file(whom, text, told)
    given = give(whom, text, told, on, facts.reason.strip())
    tell_by_number(whom, text, told)
    whom.without_number = ""
    whom.save()
    copy_to_file(whom)
    record_file("issue_number", current, by, at, {"person": str(whom.pk), "number": str(given.pk)})
    return given


def _corrected(person: Person, said: PersonCorrection) -> list[str]:
    """Write into a person what is said, and name the fields that change."""
    before = {name: getattr(person, name) for name in _CORRECTED}
    if name := clean_name(said.name):
        if said.is_renamed and name != person.name:
            person.former_name = person.name
        person.name = name
        person.pinyin, person.initials = spelt(name)
    if former := clean_name(said.former_name):
        person.former_name = former
    person.sex = said.sex or person.sex
    person.born_on = said.born_on or person.born_on
    person.died_on = said.died_on or person.died_on
    person.ethnic_group = said.ethnic_group or person.ethnic_group
    if person.born_on and person.died_on and person.died_on < person.born_on:
        raise DatesReversed("死亡日期早于出生日期，请核对")
    return [name for name in _CORRECTED if getattr(person, name) != before[name]]


def _describe(person: Person, facts: PersonFacts) -> None:
    name = clean_name(facts.name)
    if not name:
        raise NameMissing("请填写姓名；弃婴等暂无姓名的，可填机构所取的名字")
    if person.name and person.name != name and not facts.former_name:
        person.former_name = person.name
    if facts.former_name:
        person.former_name = clean_name(facts.former_name) or ""
    person.name = name
    person.pinyin, person.initials = spelt(name)
    person.sex, person.born_on, person.died_on = facts.sex, facts.born_on, facts.died_on
    person.ethnic_group = facts.ethnic_group
