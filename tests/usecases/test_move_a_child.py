"""A child moves: another village answers for it, and finds there what is open about it."""

import pytest
from tests.children import VILLAGE, child
from tests.domain.access.conftest import AT, ON, acting, employ, post_of
from tests.domain.tasks.conftest import Employ
from tests.findings import reason, seen, stored

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.operations import attach_tasks, recount_findings
from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.operations import close_task, open_tasks
from gonghu.domain.tasks.terms import Outcome, StepAct, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.move_a_child import move_with_what_is_open

__all__ = ["employ"]
pytestmark = pytest.mark.django_db
ELSEWHERE = "120111103201"
WHY = "a test looks"


def test_what_is_open_about_a_child_goes_where_it_lives_and_what_is_done_stays(employ: Employ) -> None:
    before, after = employ(Role.VILLAGE_DIRECTOR, VILLAGE), employ(Role.VILLAGE_DIRECTOR, ELSEWHERE)
    moved, stays = child("张小明"), child("李小红")
    told = [reason("not_protected"), reason("to_verify")]
    run, _ = stored([seen(each.pk, one) for each in (moved, stays) for one in told], told, at=AT)
    orders = [
        TaskOrder(kind, "核实", VILLAGE, child=each.pk)
        for each in (moved, stays)
        for kind in (TaskKind.VERIFY_LEAD, TaskKind.FIRST_VISIT, TaskKind.RECOGNISE_SECOND)
    ]
    keys = open_tasks(orders=orders, by=SYSTEM, at=AT)
    attach_tasks(run=run.pk, tasks={moved.pk: keys[0], stays.pk: keys[3]}, by=SYSTEM, at=AT)
    close_task(task=keys[1], outcome=Outcome.DONE, by=SYSTEM, at=AT)

    # Whoever lets the child go reaches only the village it leaves.
    leaving = acting(employ(Role.DISTRICT_OFFICER))
    move_with_what_is_open(child=moved, division_code=ELSEWHERE, on=ON, reason="投亲", by=leaving, at=AT)

    tasks = {task.pk: task for task in Task.objects.everywhere(WHY)}
    there, here = post_of(after).pk, post_of(before).pk
    assert [(tasks[key].division_code, tasks[key].owner_id) for key in keys] == [
        (ELSEWHERE, there), (VILLAGE, here), (ELSEWHERE, None), (VILLAGE, here), (VILLAGE, here), (VILLAGE, None),
    ]  # fmt: skip
    assert TaskStep.objects.filter(act=StepAct.ASSIGNED).count() == 2
    places = Finding.objects.everywhere(WHY).values_list("child_id", "division_code")
    assert set(places) == {(moved.pk, ELSEWHERE), (stays.pk, VILLAGE)}
    assert recount_findings(by=SYSTEM, at=AT) == 0
    with pytest.raises(NotPermitted):
        move_with_what_is_open(child=moved, division_code=VILLAGE, on=ON, reason="", by=leaving, at=AT)
