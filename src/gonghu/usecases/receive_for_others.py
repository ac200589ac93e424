"""
Any town receives an application (异地受理、跨省通办), wherever the child is at home; its home checks it and sees it.

The receiving town writes down who the child is, from papers the family brought, and is told nothing that is on file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.operations import Draft
from gonghu.domain.benefits.queries import application_by_key, applications_handled_for_others
from gonghu.domain.benefits.terms import CareForm, Procedure
from gonghu.domain.benefits.writing import NoSuchApplication
from gonghu.domain.people.opening.found import ChildFound
from gonghu.domain.people.operations import open_files
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.people.terms import FileSource
from gonghu.domain.slips.operations import NewSlip, SlipWanted, issue_slip
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.standards.citizen_number import birth_date, is_valid, sex
from gonghu.usecases.apply_for_benefit import apply_for, push, receive

_PROVINCE = 2


class NumberUnusable(ValueError):
    """The number is no citizen number."""


class NotTheTowns(ValueError):
    """The child is at home in the town itself."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What a family from elsewhere brought (异地申请内容)."""

    name: str
    number: str
    home: str
    line: str
    handling_division: str
    applicant: str
    applicant_relation: str
    words: str


@transaction.atomic
def write_for_others(*, brought: BroughtIn, by: Actor, at: datetime) -> Application:
    """
    Write an application for a child of another place (异地填写); its file is found by its number, or opened there.

    :raises NotPermitted: the actor receives nothing in the town
    :raises NumberUnusable: the number is none
    :raises NotTheTowns: the child is at home in the town itself
    """
    authorise(by, Permission.RECEIVE_APPLICATIONS, brought.handling_division)
    if not is_valid(brought.number):
        raise NumberUnusable("身份证号码有误，请照证件逐位核对")
    found = ChildFound(
        key=1, name=brought.name, division_code=brought.home, number=brought.number, sex=sex(brought.number),
        born_on=birth_date(brought.number),
    )  # fmt: skip
    # Whoever receives need not reach where the child lives: that its file is there follows from the application.
    opened = open_files(found=[found], by=SYSTEM, at=at, source=FileSource.BY_HAND)
    child = file_in_use(child=opened.children[1], scope=reached_by(SYSTEM))
    if child is None or child.division_code[:9] == brought.handling_division[:9]:
        raise NotTheTowns("这名儿童由本乡镇负责，请在儿童档案里申请")
    across = child.division_code[:_PROVINCE] != brought.handling_division[:_PROVINCE]
    draft = Draft(
        child=child.pk,
        division_code=child.division_code,
        category="",
        line=brought.line,
        handling_division=brought.handling_division,
        procedure=Procedure.CROSS_PROVINCE if across else Procedure.NORMAL,
        care_form=CareForm.SCATTERED,
        applicant=brought.applicant,
        applicant_relation=brought.applicant_relation,
        words=brought.words,
    )
    return apply_for(draft=draft, finding=None, by=by, at=at)


@transaction.atomic
def take_and_pass_on(*, application: UUID, got: Sequence[str], by: Actor, at: datetime) -> Application:
    """
    Receive an application for a child of another place, and pass it on to its home at once (受理并推送).

    :raises NotPermitted: see ``receive`` and ``push``, as for the other errors
    """
    receive(application=application, got=got, by=by, at=at)
    return push(application=application, by=by, at=at)


@transaction.atomic
def slip_for_others(*, application: UUID, by: Actor, at: datetime) -> NewSlip:
    """
    Issue the slip of an application that a town received for a child of another place (异地发放查询凭条).

    The family looks with it at how far its case is; the town is told nothing more than before.

    :raises NoSuchApplication: no town in reach received it
    :raises NotPermitted: see ``issue_slip``
    """
    received = applications_handled_for_others(scope=reached_by(by))
    found = application_by_key(key=application, scope=reached_by(SYSTEM))
    if found is None or not any(each.key == application for each in received):
        raise NoSuchApplication("没有这件申请，或不是本乡镇受理的")
    wanted = SlipWanted(found.pk, found.child_id, found.division_code, found.handling_division, found.category)
    return issue_slip(wanted=wanted, by=by, at=at)
