"""Runs, findings with their reasons, recognitions and figures in a real browser: they fit, and everybody reads them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.domain.policies.models import Finding, Recognition, Run
from gonghu.domain.policies.operations import Proposal
from gonghu.domain.tasks.terms import Outcome
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.working import JobWorker
from gonghu.usecases.recognise_child import propose
from gonghu.usecases.run_screening import start_run
from gonghu.usecases.verify_lead import close_lead
from tests.browser.conftest import City, Visitor
from tests.browser.test_children import say_purpose
from tests.browser.test_pages import look_at
from tests.deliveries import sample_delivery
from tests.officers import JINNAN, employ

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]
WHY = "a test looks"


@pytest.fixture
def compared(city: City) -> dict[str, str]:
    """A district whose rosters were compared, with one lead verified and one proposed; gives the pages to look at."""
    at = timezone.now()
    delivery = sample_delivery(at)
    start_run(delivery=delivery.pk, division_code=JINNAN, as_of=date(2026, 11, 1), by=SYSTEM, at=at)

    def identify(asked: Actor, _moment: object) -> Actor:
        return asked

    JobWorker("browser", clock=timezone.now, identify=identify).work_once()
    run = Run.objects.everywhere(WHY).get()
    found = Finding.objects.everywhere(WHY).filter(policy="not_protected", category="DEFACTO").order_by("pk")
    verified, proposed, *rest = found.select_related("told")
    sealed = next((each for each in rest if "PRISON" in each.told.sealed), rest[0])
    assert verified.task_id
    close_lead(task=verified.task_id, outcome=Outcome.CONFIRMED, by=SYSTEM, at=at)
    first = officer(account=employ("first", Role.CHILD_COMMISSIONER, at=at, name="李慧"), at=at)
    proposal = Proposal(
        child=proposed.child_id, division_code=proposed.division_code, category="DEFACTO", opinion="查验属实，拟予认定",
        document="民发〔2019〕62号·第一部分", evidence="死亡证明、判决书", finding=proposed.pk,
    )  # fmt: skip
    propose(proposal=proposal, by=first, at=at)
    made = Recognition.objects.everywhere(WHY).get()
    del city
    return {
        "runs": "/runs/",
        "run": f"/runs/{run.pk}/",
        "findings": "/findings/",
        "findings-none": "/findings/?state=REFUTED",
        "finding": f"/findings/{sealed.pk}/",
        "recognitions": "/recognitions/",
        "recognition": f"/recognitions/{made.pk}/",
        "dashboard": "/dashboard",
    }


def test_runs_findings_recognitions_and_figures_can_be_read_by_everybody_and_fit(
    city: City, compared: dict[str, str], visit: Visit, pictures: Path | None
) -> None:
    wrong: list[str] = []
    for size, dark in (("desk", False), ("phone", False), ("desk", True)):
        visitor = visit(size, dark=dark)
        visitor.sign_in(city.officer.sign_in_name)
        say_purpose(visitor)
        for name, path in compared.items():
            visitor.open(path)
            wrong += look_at(visitor, name, "dark" if dark else size, pictures)
    assert wrong == []


def test_the_tree_of_reasons_opens_and_folds_and_says_less_below(
    city: City, compared: dict[str, str], visit: Visit
) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    say_purpose(visitor)
    visitor.open(compared["finding"])
    tree = visitor.page.locator(".reasons-root")
    assert "事实无人抚养儿童" in tree.inner_text()
    folded = tree.locator("details:not([open]) > summary")
    closed = folded.count()
    folded.first.click()
    assert folded.count() < closed
