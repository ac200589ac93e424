"""Applications, grants, endings and lists in a real browser: they fit, and everybody reads them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.benefits.operations import BatchAsked
from gonghu.domain.benefits.terms import Procedure
from gonghu.domain.people.terms import FileState
from gonghu.domain.policies.models import Finding
from gonghu.usecases.apply_for_benefit import apply_for
from gonghu.usecases.give_to_a_list import propose_for_list
from tests.benefits import checked, draft_for, granted, offices, received
from tests.browser.conftest import City, Visitor
from tests.browser.test_children import say_purpose
from tests.browser.test_pages import look_at
from tests.children import child
from tests.findings import reason, seen, stored
from tests.officers import JINNAN

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]


@pytest.fixture
def pages(city: City) -> dict[str, dict[str, str]]:
    """A town at work on applications; gives the pages to look at, by who looks."""
    del city
    at = timezone.now()
    by = offices(at)
    told = reason()
    lead = child("欧阳小雨", state=FileState.LEAD)
    stored([seen(lead.pk, told, stake_fen=260000)], [told], at=at)
    finding = Finding.objects.everywhere("a test looks").get()
    waiting = received(lead, by, finding=finding, at=at)
    decided = checked(child("李小红", category="DEFACTO", state=FileState.RECOGNISED), by, at=at)
    grant = granted(child("王大力", category="DEFACTO", state=FileState.RECOGNISED), by, at=at)
    urgent = draft_for(child("赵小满"), procedure=Procedure.GREEN, urgent_reason="父母双亡，家中无人照料")
    drafted = apply_for(draft=urgent, finding=None, by=by.town, at=at)
    asked = BatchAsked(JINNAN, "holiday_gift", "春节慰问", at.date(), 60000, "年度慰问安排", "区民政局年度计划")
    batch = propose_for_list(asked=asked, categories=["DEFACTO"], by=by.county, at=at)
    return {
        "supervisor": {
            "applications": "/applications/",
            "application-draft": f"/applications/{drafted.pk}/",
            "application-check": f"/applications/{waiting.pk}/",
            "application-new": f"/applications/new/{grant.child_id}/?line=temporary_aid",
            "application-choose": f"/applications/new/{grant.child_id}/",
            "applications-elsewhere": "/applications/elsewhere",
            "applications-elsewhere-new": "/applications/elsewhere/new",
            "child-benefits": f"/benefits/of/{grant.child_id}/",
            "benefit-end": f"/benefits/{grant.pk}/end",
        },
        "officer": {
            "application-decide": f"/applications/{decided.pk}/",
            "benefits": "/benefits/",
            "endings": "/benefits/endings",
            "batches": "/benefits/batches",
            "batch-new": "/benefits/batches/new",
            "batch": f"/benefits/batches/{batch.pk}/",
        },
    }


def test_applications_and_benefits_can_be_read_by_everybody_and_fit(
    pages: dict[str, dict[str, str]], visit: Visit, pictures: Path | None
) -> None:
    wrong: list[str] = []
    for size in ("desk", "phone"):
        for name, addresses in pages.items():
            visitor = visit(size)
            visitor.sign_in(name)
            say_purpose(visitor)
            for page, path in addresses.items():
                visitor.open(path)
                wrong += look_at(visitor, page, size, pictures)
    assert wrong == []
