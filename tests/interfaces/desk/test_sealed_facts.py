"""A sealed category is told on no page to whoever may not know it, not even by the difference between two lists."""

import re
from typing import Final

import pytest
from django.test import Client
from django.utils import timezone
from tests.benefits import acting
from tests.children import child
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations import Proposal
from gonghu.domain.tasks.models import Task
from gonghu.usecases.recognise_child import propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

DOCUMENT: Final = "民发〔2009〕26号"
CHOICES: Final = re.compile(r"<(select|fieldset)\b.*?</\1>", re.DOTALL)
TELLS: Final = re.compile(r"艾滋|\bHIV\b|民发〔2009〕26号")
KNOW_NOTHING: Final = {
    Role.VILLAGE_DIRECTOR: VILLAGE,
    Role.TOWN_SUPERVISOR: XIANSHUIGU,
    Role.FINANCE_OFFICER: "120112000000",
    Role.CITY_OFFICER: "120100000000",
    Role.AUDITOR: "120112000000",
}


@pytest.fixture
def case() -> Recognition:
    """A recognition of a child with HIV that waits for its second officer, with the task that it opened."""
    known = child("周小明", category=Category.HIV)
    child("吴小红", number="", category=Category.DIFFICULT)
    by, at = acting("proposes", Role.CHILD_COMMISSIONER), timezone.now()
    proposal = Proposal(
        child=known.pk, division_code=VILLAGE, category=Category.HIV, opinion="已核对", document=DOCUMENT
    )
    made = propose(proposal=proposal, by=by, at=at)
    assert not CategoryAssignment.objects.everywhere("test").exists()
    return made


def said(client: Client, address: str) -> str:
    """Give what a page says, without the words that everybody may choose among."""
    session = client.session
    session["purpose_of_reading"] = "日常工作"
    session.save()
    answer = client.get(address)
    return CHOICES.sub("", answer.content.decode()) if answer.status_code == 200 else ""


@pytest.mark.parametrize("role", list(KNOW_NOTHING))
def test_whoever_may_not_know_is_told_by_no_page(
    case: Recognition, employ: Employ, signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(employ("somebody", role, KNOW_NOTHING[role]))
    pages = ["/", "/tasks/", "/recognitions/", "/recognitions/?state=ALL", "/findings/", "/audit/", "/dashboard"]
    pages += [f"/children/{case.child_id}/", f"/recognitions/{case.pk}/", "/children/?category=DIFFICULT"]
    told = {page: TELLS.findall(said(client, page)) for page in pages}
    assert {page: words for page, words in told.items() if words} == {}
    assert client.get(f"/recognitions/{case.pk}/").status_code in {403, 404}


@pytest.mark.parametrize("role", [Role.VILLAGE_DIRECTOR, Role.TOWN_SUPERVISOR, Role.CITY_OFFICER])
def test_lists_show_a_sealed_category_as_the_wider_one_and_find_it_there(
    case: Recognition, employ: Employ, signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(employ("somebody", role, KNOW_NOTHING[role]))
    for page in ("/tasks/", "/children/"):
        assert "周**" not in said(client, f"{page}?category=HIV")
        assert "周**" in said(client, f"{page}?category=DIFFICULT")
    assert case.pk


def test_whoever_may_know_sees_the_case_and_decides_it(case: Recognition, employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("officer"))
    assert "艾滋病病毒感染儿童" in said(client, "/recognitions/")
    assert DOCUMENT in said(client, f"/recognitions/{case.pk}/")
    assert "周**" in said(client, "/tasks/?category=HIV")
    assert "艾滋" not in said(client, "/tasks/")
    task = Task.objects.everywhere("test").get()
    assert f"/recognitions/{case.pk}/" in said(client, f"/tasks/{task.pk}/")
    city = signed_in(employ("city", Role.CITY_OFFICER, "120100000000"))
    assert f"/recognitions/{case.pk}/" not in said(city, f"/tasks/{task.pk}/")
