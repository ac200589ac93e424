"""Doubtful links are answered one after the other in the browser."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.domain.rosters.asked import ask, asked, open_questions
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.rosters.queries import kept_answers
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk.review import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def shown(client: Client, address: str = "/review/") -> str:
    return client.get(address, follow=True).content.decode()


def say(client: Client, said: str) -> str:
    question = open_questions()[0]
    answer = client.post(f"/review/{question.pk}/answer", {"said": said})
    return str(answer["Location"])


def test_two_persons_stand_side_by_side_with_words_and_without_weights(wang: Client) -> None:
    ask(asked(1), at=timezone.now())
    said = shown(wang)
    assert "可能" in said
    assert "姓名、村（居）一致" in said
    assert "<mark>国</mark>" in said
    assert "张**（父亲）" in said
    assert "张小明" not in said
    assert "120112198503080013" not in said
    assert not re.search(r"0\.\d", said)


def test_answers_lead_to_the_next_question_and_are_kept(wang: Client) -> None:
    ask(asked(1), asked(2), at=timezone.now())
    address = say(wang, "same")
    assert "第2行" in shown(wang, address)
    shown(wang, say(wang, "different"))
    assert [answer.same for answer in kept_answers(scope=Area.of("120112"))] == [True, False]
    assert "没有需要核对的" in shown(wang)


def test_a_skipped_question_comes_round_again(wang: Client) -> None:
    ask(asked(1), asked(2), at=timezone.now())
    first, second = open_questions()
    assert "第2行" in shown(wang, str(wang.post(f"/review/{first.pk}/answer", {"said": "later"})["Location"]))
    address = str(wang.post(f"/review/{second.pk}/answer", {"said": "later"})["Location"])
    assert "第1行" in shown(wang, address)
    assert len(open_questions()) == 2


def test_the_last_answer_is_taken_back(wang: Client) -> None:
    ask(asked(1), asked(2), at=timezone.now())
    say(wang, "same")
    answer = wang.post("/review/undo", follow=True)
    assert "第1行" in answer.content.decode()
    assert len(open_questions()) == 2


def test_after_a_batch_there_is_a_rest(wang: Client) -> None:
    ask(*(asked(turn) for turn in range(1, views.BATCH + 2)), at=timezone.now())
    for _ in range(views.BATCH):
        address = say(wang, "different")
    assert "一批核对完了" in shown(wang, address)
    assert f"第{views.BATCH + 1}行" in shown(wang)


def test_each_look_at_two_persons_is_written_down(wang: Client) -> None:
    ask(asked(1), at=timezone.now())
    shown(wang)
    assert AuditEntry.objects.filter(verb="rosters.read_question").count() == 1


def test_questions_of_another_district_are_not_there(wang: Client, employ: Employ, signed_in: SignedIn) -> None:
    ask(asked(1), at=timezone.now())
    (question,) = open_questions()
    other = signed_in(employ("li", Role.DISTRICT_OFFICER, "120111000000"))
    assert other.get(f"/review/{question.pk}/").status_code == 404
    assert other.post(f"/review/{question.pk}/answer", {"said": "same"}).status_code == 404
    assert "没有需要核对的" in shown(other)
    assert signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)).get("/review/").status_code == 403
    assert wang.get("/review/").status_code == 200
