"""What people answered about doubtful links holds for the next run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.deliveries import sample_delivery
from tests.domain.rosters.asked import ask, asked, open_questions
from tests.findings import new_run
from tests.officers import JINNAN
from tests.usecases.deliveries import worked_off

from gonghu.domain.policies.models import Run
from gonghu.domain.policies.terms import RunState
from gonghu.domain.rosters.models import LinkAnswer, LinkQuestion
from gonghu.domain.rosters.operations import answer_link
from gonghu.domain.rosters.terms import RowRole
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.answer_a_question import answer_question
from gonghu.usecases.run_screening import start_run

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())


def run(delivery: UUID, at: datetime) -> None:
    start_run(delivery=delivery, division_code=JINNAN, as_of=date(2026, 11, 1), by=SYSTEM, at=at)
    worked_off(at)


@pytest.mark.django_db(transaction=True)
def test_a_run_asks_and_the_next_goes_by_the_answers() -> None:
    delivery = sample_delivery(AT)
    run(delivery.pk, AT)
    first = open_questions()
    assert len(first) > 10
    assert all(question.role in RowRole.values and question.row_number != question.known_number for question in first)
    for number, question in enumerate(first[:6]):
        answer_link(question=question.pk, same=number % 2 == 0, by=SYSTEM, at=AT)
    said_same = {question.pair.partition("|")[0] for question in first[:6:2]}

    run(delivery.pk, AT + timedelta(days=1))

    left = open_questions()
    answered = {question.pair for question in first[:6]}
    assert not answered & {question.pair for question in left}
    # A row that was said to be somebody is asked about nobody else any more.
    assert not said_same & {question.pair.partition("|")[0] for question in left}
    assert LinkAnswer.objects.everywhere("test").filter(withdrawn_at__isnull=True).count() == 6

    # After the last answer the place is compared anew, once.
    LinkQuestion.objects.everywhere("test").filter(pk__in=[each.pk for each in left[2:]]).update(closed_at=AT)
    asked_for = [answer_question(question=each, same=False, by=SYSTEM, at=AT) for each in left[:2]]
    assert [made and made.state for made in asked_for] == [None, RunState.QUEUED]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_the_last_two_questions_in_one_instant_one_asks_for_the_run() -> None:
    sample_delivery(AT)
    over = new_run(AT)
    Run.objects.everywhere("test").update(state=RunState.DONE)
    # Asked by a run of the district and once more by one of the city: each answer goes into a chain of its own.
    ask(asked(1), asked(2), at=AT, run=over.pk)
    first, second = open_questions()
    LinkQuestion.objects.everywhere("test").filter(pk=second.pk).update(division_code="120100000000")
    first_answered, second_done = Event(), Event()

    def answer_second() -> Run | None:
        try:
            first_answered.wait()
            return answer_question(question=second, same=False, by=SYSTEM, at=AT)
        finally:
            second_done.set()
            connection.close()

    with ThreadPoolExecutor(1) as officers:
        waiting = officers.submit(answer_second)
        with transaction.atomic():
            assert answer_question(question=first, same=False, by=SYSTEM, at=AT) is None
            first_answered.set()
            # Whoever does not wait for the first answer is done within this time, and sees nothing of it.
            second_done.wait(0.5)
        made = waiting.result()
    assert made is not None
    assert made.state == RunState.QUEUED
