"""How numbers are read, given and taken (证件号码的登记)."""

from datetime import date

from django.db.models import Q

from gonghu.domain.people.models import IdentityNumber, Person
from gonghu.domain.people.terms import NumberKind, Sex
from gonghu.domain.people.writing import ONE_DAY
from gonghu.standards import citizen_number

_CHECKED = {NumberKind.CITIZEN, NumberKind.PERMIT, NumberKind.FOREIGNER}


class NumberTaken(ValueError):
    """The number is in force as somebody else's."""


class NumberWrong(ValueError):
    """The number is mistyped."""


class NumberDisagrees(ValueError):
    """A number tells another birth date or sex than the file does."""


def read_number(text: str, kind: NumberKind) -> tuple[str, NumberKind]:
    """
    Read a number as typed, and tell what it is by its form.

    :raises NumberWrong: it has the wrong length, no real birth date, or a wrong check character
    """
    cleaned = citizen_number.clean(text)
    if kind not in _CHECKED:
        return cleaned, kind
    try:
        number = citizen_number.parse(cleaned)
    except citizen_number.NotACitizenNumber as problem:
        raise NumberWrong("身份证号不正确，请核对每一位（末位校验码或出生日期不符）") from problem
    return number.text, NumberKind(number.kind.value)


def borne(number: str) -> Q:
    """Give the condition that a row is of a number, in force or ended: each half has an index of its own."""
    return Q(number_index=number, to_on__isnull=True) | Q(number_index=number, to_on__isnull=False)


def bearer_of(number: str) -> Person | None:
    """Give who bears a number now."""
    rows = IdentityNumber.objects.everywhere("whose a number is").filter(number_index=number, to_on__isnull=True)
    found = rows.select_related("person").first()
    return found.person if found else None


def give(person: Person, number: str, kind: NumberKind, on: date, reason: str = "") -> IdentityNumber:
    """
    Give somebody a number from a day on; the one of that kind before ends the day before, for a reason (换发).

    :raises NumberTaken: it is in force as somebody else's
    """
    bearer = bearer_of(number)
    rows = IdentityNumber.objects.everywhere("numbers of a person who is given one").filter(person=person, kind=kind)
    if bearer is not None:
        if bearer.pk != person.pk:
            raise NumberTaken("该号码已登记在另一人名下，请核对是否同一人：同一人请合并档案，不是同一人请更正号码")
        return rows.get(number_index=number, to_on__isnull=True)
    for earlier in rows.filter(to_on__isnull=True):
        earlier.to_on, earlier.end_reason = max(on - ONE_DAY, earlier.from_on), reason
        earlier.save(update_fields=["to_on", "end_reason"])
    return IdentityNumber.objects.create(person=person, kind=kind, number=number, from_on=on)


def tell_by_number(person: Person, number: str, kind: NumberKind) -> None:
    """Take sex and birth date from a number that says them."""
    if kind in _CHECKED:
        read = citizen_number.parse(number)
        person.sex, person.born_on = Sex(read.sex), read.born_on


def refuse_other_than_file(person: Person, number: str, kind: NumberKind) -> None:
    """
    Refuse a number that tells another birth date or sex than is known of the person.

    :raises NumberDisagrees: it does
    """
    if kind not in _CHECKED:
        return
    read = citizen_number.parse(number)
    told, known = [], []
    if person.born_on and person.born_on != read.born_on:
        told.append(f"出生日期 {read.born_on}")
        known.append(f"出生日期 {person.born_on}")
    if person.sex in (Sex.MALE, Sex.FEMALE) and person.sex != read.sex:
        told.append(f"性别 {Sex(read.sex).label}")
        known.append(f"性别 {Sex(person.sex).label}")
    if told:
        raise NumberDisagrees(f"号码中的{'、'.join(told)}，与登记的{'、'.join(known)}不一致，请对照证件核对")


def refuse_other_than_number(person: Person) -> None:
    """
    Refuse a birth date or sex that the person's number in force contradicts.

    :raises NumberDisagrees: it does
    """
    rows = IdentityNumber.objects.everywhere("whether a correction fits the number").filter(person=person)
    for row in rows.filter(to_on__isnull=True, kind__in=_CHECKED):
        if citizen_number.is_valid(row.number):
            try:
                refuse_other_than_file(person, row.number, NumberKind(row.kind))
            except NumberDisagrees as problem:
                raise NumberDisagrees(f"{problem}；号码有误的，请先更正号码") from problem
