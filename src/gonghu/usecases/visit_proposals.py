"""
What a visit proposes (走访建议) is put before whoever leads the work: another level of risk, help that is needed.

One task a visit, nothing decided: the level of risk stays until somebody assesses it. Where the form asks for a report
of harm (强制报告), the district gets it the same minute.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.people.queries import children_in
from gonghu.domain.people.risk_schemes import scheme_of
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.facts import ChildAtVisit, HarmFacts
from gonghu.domain.visits.models import Visit
from gonghu.engines.forms import Answers, Form, asks_for_report
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.mend_problem import somebody_above
from gonghu.usecases.report_harm import report_harm
from gonghu.usecases.visit_tasks import close_by_visit

PROPOSED: Final = "visit_proposal"
"""What the tasks that put a proposal before somebody come from."""
_TITLE: Final = "走访建议："
_LONGEST: Final = 120
_DAYS: Final = timedelta(days=10)


def proposals_told(
    *, child: ChildAtVisit, visit: Visit, form: Form, said: Answers, replaced: UUID | None, by: Actor, at: datetime
) -> None:
    """Put before the supervisor what a visit proposes, and report harm where it asks for that (提出走访建议)."""
    if asks_for_report(form, said):
        words = "；".join(f"{each.field.words}：{each.words}" for each in said.given if each.text)
        facts = HarmFacts(
            key=uuid5(visit.pk, PROPOSED), place_code=child.division_code, words=f"走访中提出强制报告。{words}",
            reporter=visit.account.display_name if visit.account else by.label, child=child.key,
        )  # fmt: skip
        report_harm(facts=facts, by=by, at=at)
    if replaced:
        _close_earlier(child, replaced, at)
    proposals = list(_proposals(child, form, said))
    if proposals:
        order = TaskOrder(
            TaskKind.OTHER, (_TITLE + "；".join(proposals))[:_LONGEST], child.division_code, child=child.key,
            category=child.category, owner=somebody_above(child.division_code, by, at), due_on=day_of(at) + _DAYS,
            source_kind=PROPOSED, source_key=visit.pk,
        )  # fmt: skip
        open_tasks(orders=[order], by=SYSTEM, at=at)


def _proposals(child: ChildAtVisit, form: Form, said: Answers) -> Iterator[str]:
    """
    Give in words what is proposed; a level of risk that the child has already is none.

    That a report was asked for is told to the district alone.
    """
    for question in form.meaning.proposes:
        field, left_out = form.by_name[question], {form.meaning.reports.get(question, "")}
        if question == form.meaning.risk:
            left_out.add(_colour(child).upper())
        chosen = [field.label_of(each) for each in said.chosen(question) if each not in left_out]
        if chosen:
            yield f"{field.words}：{'、'.join(chosen)}"


def _colour(child: ChildAtVisit) -> str:
    """Give the colour of the level of risk that a child has, in the words of its area."""
    level = children_in(scope=reached_by(SYSTEM)).filter(pk=child.key).values_list("risk_level", flat=True).first()
    levels = scheme_of(division_code=child.division_code).levels
    return next((each.colour for each in levels if each.level == level), "")


def _close_earlier(child: ChildAtVisit, replaced: UUID, at: datetime) -> None:
    rows = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=TaskKind.OTHER, child=child.key))
    for task in rows.filter(source_kind=PROPOSED, source_key=replaced):
        close_by_visit(task, Outcome.DONE, "走访已更正，以更正后的为准", SYSTEM, at)
