"""What a run could not decide is asked once, answered by a person, and kept from run to run."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from tests.domain.rosters.asked import ask, asked, open_questions
from tests.officers import JINNAN, employ

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.rosters.models import LinkAnswer, LinkQuestion
from gonghu.domain.rosters.operations import answer_link, withdraw_answer
from gonghu.domain.rosters.operations.reviewing import NothingToWithdraw, QuestionOver, RowIsAnother
from gonghu.domain.rosters.queries import kept_answers, question_after, questions_in, review_progress
from gonghu.engines.reporting import Answer
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HERE = Area.of(JINNAN)


@pytest.fixture
def wang() -> Account:
    return employ("wang", at=AT)


def answered(account: Account, question: LinkQuestion, *, same: bool) -> LinkAnswer:
    return answer_link(question=question.pk, same=same, by=officer(account=account, at=AT), at=AT)


def test_an_answer_is_what_the_next_run_goes_by(wang: Account) -> None:
    ask(asked(1), asked(2), at=AT)
    first, second = open_questions()
    answered(wang, first, same=True)
    answered(wang, second, same=False)
    assert sorted(kept_answers(scope=HERE), key=lambda answer: answer.row_digest) == [
        Answer(f"{1:032x}", 12011220100101001, same=True),
        Answer(f"{2:032x}", 12011220100101001, same=False),
    ]
    assert kept_answers(scope=Area.of("120111")) == []


def test_what_was_answered_is_not_asked_again(wang: Account) -> None:
    ask(asked(1), asked(2), at=AT)
    answered(wang, open_questions()[0], same=True)
    ask(asked(1), asked(2), asked(3), at=AT)
    assert [question.turn for question in open_questions()] == [2, 3]


def test_what_a_later_run_asks_no_more_is_closed(wang: Account) -> None:
    ask(asked(1), asked(2), at=AT)
    run = ask(asked(2), at=AT)
    (left,) = open_questions()
    assert (left.turn, left.run_key) == (2, run)
    closed = LinkQuestion.objects.everywhere("test").get(turn=1)
    with pytest.raises(QuestionOver):
        answered(wang, closed, same=True)


def test_one_row_is_one_person(wang: Account) -> None:
    ask(asked(1, digest="a" * 32), asked(2, digest="a" * 32, person=12011219900101002), at=AT)
    first, second = open_questions()
    answered(wang, first, same=True)
    with pytest.raises(RowIsAnother):
        answered(wang, second, same=True)
    answered(wang, second, same=False)


def test_an_answer_is_taken_back_and_given_again(wang: Account) -> None:
    ask(asked(1), at=AT)
    (question,) = open_questions()
    answered(wang, question, same=True)
    withdraw_answer(question=question.pk, by=officer(account=wang, at=AT), at=AT)
    assert kept_answers(scope=HERE) == []
    with pytest.raises(NothingToWithdraw):
        withdraw_answer(question=question.pk, by=officer(account=wang, at=AT), at=AT)
    answered(wang, open_questions()[0], same=False)
    assert [answer.same for answer in kept_answers(scope=HERE)] == [False]


def test_two_people_do_not_answer_one_question(wang: Account) -> None:
    ask(asked(1), at=AT)
    (question,) = open_questions()
    answered(wang, question, same=True)
    with pytest.raises(QuestionOver):
        answered(employ("li", at=AT), question, same=False)


def test_nobody_answers_for_another_place(wang: Account) -> None:
    ask(asked(1), at=AT)
    (question,) = open_questions()
    stranger = employ("zhao", Role.DISTRICT_OFFICER, "120111000000", at=AT)
    with pytest.raises(NotPermitted):
        answered(stranger, question, same=True)
    assert not questions_in(scope=officer(account=stranger, at=AT).scope).exists()
    assert questions_in(scope=officer(account=wang, at=AT).scope).count() == 1


def test_questions_come_one_after_the_other(wang: Account) -> None:
    ask(asked(3), asked(1), asked(2), at=AT)
    scope = officer(account=wang, at=AT).scope
    found, after = [], None
    while (after := question_after(after=after, scope=scope)) is not None:
        found.append(after.turn)
    assert found == [1, 2, 3]


def test_the_progress_counts_what_is_asked_and_answered(wang: Account) -> None:
    ask(asked(1), asked(2), asked(3), at=AT)
    answered(wang, open_questions()[0], same=True)
    progress = review_progress(scope=officer(account=wang, at=AT).scope)
    assert (progress.answered, progress.total) == (1, 3)


def test_numbers_and_keys_of_persons_lie_sealed(wang: Account) -> None:
    ask(asked(1), at=AT)
    answered(wang, open_questions()[0], same=True)
    told = ""
    with connection.cursor() as cursor:
        for statement in ("SELECT * FROM rosters_linkquestion", "SELECT * FROM rosters_linkanswer"):
            cursor.execute(statement)
            told += repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
    assert "张建国" in told
    assert "12011220100101001" not in told
    assert "120112198503080013" not in told


def test_each_answer_is_one_entry_without_names(wang: Account) -> None:
    ask(asked(1), at=AT)
    answered(wang, open_questions()[0], same=True)
    entry = AuditEntry.objects.get(verb="rosters.answer")
    assert entry.detail == {"same": True, "kind": "imprisonment"}
    assert entry.chain == "120112"


def test_two_thousand_questions_are_asked_at_once() -> None:
    ask(*(asked(turn) for turn in range(1, 2_001)), at=AT)
    assert len(open_questions()) == 2_000
