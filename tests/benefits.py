"""Invented applications and grants, made as officers make them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Application, Grant
from gonghu.domain.benefits.operations import Draft
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.people.models import Child
from gonghu.domain.policies.models import Finding
from gonghu.usecases.apply_for_benefit import apply_for, receive
from gonghu.usecases.decide_application import check, confirm
from tests.officers import employ

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
TOWN = "120112100000"
VILLAGE = "120112100201"


@dataclass(frozen=True)
class Offices:
    """Who deals with applications (办理人员)."""

    town: Officer
    county: Officer


def offices(at: datetime = AT) -> Offices:
    """Employ a supervisor of the town and an officer of the district."""
    return Offices(
        acting("supervisor", Role.TOWN_SUPERVISOR, TOWN, at), acting("officer", Role.DISTRICT_OFFICER, at=at)
    )


def acting(name: str, role: Role, division: str = "120112000000", at: datetime = AT) -> Officer:
    """Employ somebody and let them act."""
    return officer(account=employ(name, role, division, at=at, name=name), at=at)


def draft_for(child: Child, line: str = "defacto_allowance", **said: Any) -> Draft:
    """Say what an application of a child says."""
    facts = {"handling_division": child.division_code[:9] + "000", "applicant": "张老栓", **said}
    return Draft(
        child=child.pk,
        division_code=child.division_code,
        category=facts.pop("category", "DEFACTO"),
        line=line,
        **facts,
    )


def received(
    child: Child, by: Offices, *, finding: Finding | None = None, at: datetime = AT, **said: Any
) -> Application:
    """Let the town write and receive an application with all its papers."""
    made = apply_for(draft=draft_for(child, **said), finding=finding, by=by.town, at=at)
    every = [paper.code for paper in papers_from(made.papers)]
    return receive(application=made.pk, got=every, by=by.town, at=at)


def checked(
    child: Child, by: Offices, *, finding: Finding | None = None, at: datetime = AT, **said: Any
) -> Application:
    """Let the town receive an application and check it."""
    found = received(child, by, finding=finding, at=at, **said)
    return check(application=found.pk, facts=[], opinion="查验属实", by=by.town, at=at)


def granted(child: Child, by: Offices, *, finding: Finding | None = None, at: datetime = AT, **said: Any) -> Grant:
    """Let a child be given something by two officers."""
    found = checked(child, by, finding=finding, at=at, **said)
    done = confirm(
        application=found.pk, reasons="符合条件，予以确认", articles="民发〔2019〕62号第二部分", by=by.county, at=at
    )
    return done.grant
