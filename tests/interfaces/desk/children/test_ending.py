"""A recognition ends on pages as it began: one officer proposes, another decides, and what was wrong is undone."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import child
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.people.facts import Decision
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations import assign_category
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.models import Recognition
from gonghu.foundation.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


@pytest.fixture
def held(employ: Employ) -> CategoryAssignment:
    first, second = (employ(name, None).pk for name in ("first", "second"))
    decision = Decision("民发〔2019〕62号", first, second)
    return assign_category(
        child=child(), category=Category.DEFACTO, from_on=date(2026, 1, 1), decision=decision,
        by=SYSTEM, at=timezone.now(),
    )  # fmt: skip


def sent(client: Client, of: Child, act: str, **said: str) -> str:
    answer = client.post(f"/children/{of.pk}/edit/{act}", said, follow=True)
    return answer.content.decode()


def test_a_recognition_ends_by_two_and_stands_again(
    reader: Client, employ: Employ, signed_in: SignedIn, held: CategoryAssignment
) -> None:
    of, today = held.child, timezone.localdate()
    said = {"assignment": str(held.pk), "kind": "PARENTS_BACK", "happened_on": today.isoformat(), "reason": "母亲返家"}
    assert "一人提出、另一人复核" in sent(reader, of, "end-category", **said)
    commissioner = with_purpose(signed_in(employ("lin", Role.CHILD_COMMISSIONER)))
    assert "请写明政策依据" in sent(commissioner, of, "end-category", **said)
    page = sent(commissioner, of, "end-category", **said, document="民发〔2019〕62号")
    assert "已提出终止，等待另一位工作人员复核" in page
    held.refresh_from_db()
    assert held.to_on is None
    made = Recognition.objects.everywhere("a test looks").get()
    assert "终止认定：事实无人抚养儿童" in reader.get("/recognitions/").content.decode()
    shown = reader.get(f"/recognitions/{made.pk}/").content.decode()
    assert [words for words in ("父母恢复履行抚养职责", "同意终止", "不予终止") if words not in shown] == []
    decided = reader.post(f"/recognitions/{made.pk}/approve", {"opinion": "情况属实，同意终止"}, follow=True)
    assert "已终止" in decided.content.decode()
    held.refresh_from_db()
    assert held.to_on is not None
    assert "撤销终止" not in commissioner.get(f"/children/{of.pk}/").content.decode()
    assert "撤销终止" in reader.get(f"/children/{of.pk}/").content.decode()
    sent(reader, of, "restore-category", assignment=str(held.pk), reason="母亲再次离家")
    held.refresh_from_db()
    assert held.to_on is None
    assert "已撤销" in reader.get(f"/recognitions/{made.pk}/").content.decode()


def test_death_is_written_down_by_one_with_its_evidence(reader: Client, held: CategoryAssignment) -> None:
    said = {"assignment": str(held.pk), "kind": "DIED", "happened_on": timezone.localdate().isoformat()}
    assert "已登记" in sent(reader, held.child, "end-category", **said, reason="死亡医学证明")
    held.refresh_from_db()
    assert (held.to_on is not None, held.end_kind, held.end_first_by) == (True, "DIED", None)
