"""A list of people as it is copied out of a spreadsheet (人员名单): one line a person, cells parted by tabs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.queries import NoSuchOrganisation, organisation_called
from gonghu.interfaces.desk.places import DivisionField
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.open_many_accounts import AccountWanted

MOST: Final = 500
_HEADERS: Final = {
    "姓名": "display_name", "name": "display_name", "手机": "phone", "手机号": "phone", "联系电话": "phone",
    "phone": "phone", "角色": "role", "岗位": "role", "role": "role", "区划": "place", "所在区划": "place",
    "村居": "place", "division": "place", "登录名": "sign_in_name", "sign-in name": "sign_in_name",
    "机构": "organisation", "所在机构": "organisation", "organisation": "organisation",
}  # fmt: skip
_ORDER: Final = ("display_name", "phone", "role", "place", "sign_in_name", "organisation")


@dataclass(frozen=True, slots=True)
class PersonListed:
    """One line of the list as it was understood (名单行), or what is wrong with it."""

    line: int
    said: tuple[str, ...]
    wanted: AccountWanted | None = None
    problem: str = ""


def people_listed(text: str) -> list[PersonListed]:
    """Read the lines of a list; a first line of headers says which column is which, else they stand as on the page."""
    lines = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    order: Sequence[str] = _ORDER
    if lines and any(cell.lower() in _HEADERS for cell in lines[0][1]):
        order = [_HEADERS.get(cell.lower(), "") for cell in lines[0][1]]
        lines = lines[1:]
    return _told_apart([_person(number, cells, order) for number, cells in lines])


def _cells(line: str) -> tuple[str, ...]:
    parted = line.split("\t") if "\t" in line else line.replace("，", ",").split(",")
    return tuple(cell.strip() for cell in parted)


def _person(number: int, cells: tuple[str, ...], order: Sequence[str]) -> PersonListed:
    said = dict(zip(order, cells, strict=False))
    line = PersonListed(number, cells)
    if not said.get("display_name"):
        return replace(line, problem=_("没有姓名"))
    role = _role(said.get("role", ""))
    if role is None:
        return replace(line, problem=_("没有叫“%s”的角色，请照“角色权限”页填写") % said.get("role", ""))
    try:
        code = DivisionField(required=True).clean(said.get("place", ""))
    except ValidationError as problem:
        return replace(line, problem="；".join(problem.messages))
    try:
        works_at = _organisation(said.get("organisation", ""), code)
    except NoSuchOrganisation as problem:
        return replace(line, problem=refused(problem))
    wanted = AccountWanted(
        said["display_name"], role, code, said.get("phone", ""), said.get("sign_in_name", ""), works_at
    )
    return replace(line, wanted=wanted)


def _organisation(said: str, code: str) -> UUID | None:
    return organisation_called(said=said, division_code=code, on=timezone.localdate()).pk if said else None


def _role(said: str) -> Role | None:
    named = {str(role.label): role for role in Role} | {role.value: role for role in Role}
    return named.get(said) if said else Role.VILLAGE_DIRECTOR


def _told_apart(people: list[PersonListed]) -> list[PersonListed]:
    """Find lines that say the same person for the same place twice, as lists do that were put together."""
    seen: set[tuple[str, str]] = set()
    told = []
    for person in people:
        wanted = person.wanted
        again = wanted is not None and (wanted.display_name, wanted.division_code) in seen
        if wanted:
            seen.add((wanted.display_name, wanted.division_code))
        told.append(replace(person, wanted=None, problem=_("与前面的一行重复")) if again else person)
    return told
