"""Two files that are one child's: found, held side by side, merged, and parted again."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import child, kin, person, whole_file
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child, Kinship, PersonMerge
from gonghu.domain.people.terms import ClosingReason, FileState
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

NEXT_VILLAGE, FAR_VILLAGE = "120112101201", "120111001001"
FIRST, SECOND = "120112201502110015", "120112201502110031"


@pytest.fixture
def twice() -> tuple[Child, Child]:
    """One child with two files: all about it in one, a task in the other, whose number has a slip."""
    one = whole_file()
    other = child("张晓明", village=NEXT_VILLAGE, number=SECOND)
    order = TaskOrder(TaskKind.COMPLETE_FILE, "补全档案", NEXT_VILLAGE, child=other.pk)
    open_tasks(orders=[order], by=SYSTEM, at=timezone.now())
    return one, other


def again(of: Child) -> Child:
    return Child.objects.everywhere("test").get(pk=of.pk)


def test_whoever_is_alike_is_offered_and_anybody_else_is_searched_for(
    reader: Client, twice: tuple[Child, Child]
) -> None:
    one, other = twice
    stranger, far = child("王芳"), child("张晓明", village=FAR_VILLAGE)
    page = reader.get(f"/children/{one.pk}/merge").context
    assert [row.key for row in page["alike"]] == [other.pk]
    hits = reader.get(f"/children/{one.pk}/merge", {"q": "wangfang"}).context["hits"]
    assert [row.key for row in hits] == [stranger.pk]
    assert reader.get(f"/children/{one.pk}/merge", {"q": "0015"}).context["hits"] == []
    for unseen in (far.pk, uuid4(), one.pk, "nonsense"):
        assert reader.get(f"/children/{one.pk}/merge", {"other": str(unseen)}).status_code == 404


def test_both_stand_side_by_side_with_what_differs_and_what_follows(reader: Client, twice: tuple[Child, Child]) -> None:
    one, other = twice
    answer = reader.get(f"/children/{one.pk}/merge", {"other": str(other.pk)})
    lines = {line.label: line for line in answer.context["lines"]}
    assert [label for label, line in lines.items() if line.differs] == ["姓名", "证件号码", "村（居）", "档案"][:3]
    shown = "".join(piece.text for piece in lines["证件号码"].one)
    assert (shown[:6], shown[-4:], shown[6:14]) == ("120112", "0015", "•" * 8)
    told = "".join(answer.context["consequences"])
    assert "1 项未办任务" in told
    looks = AuditEntry.objects.filter(verb="children.unmask", detail__fields=["family", "name", "number"])
    assert set(looks.values_list("subject_key", flat=True)) == {str(one.pk), str(other.pk)}


def test_two_files_are_merged_with_a_reason_once_and_parted_again(reader: Client, twice: tuple[Child, Child]) -> None:
    one, other = twice
    address = f"/children/{one.pk}/merge?other={other.pk}"
    assert reader.post(address, {"kept": str(one.pk), "reason": ""}).status_code == 422
    done = reader.post(address, {"kept": str(one.pk), "reason": "户口簿一致，号码录错", "sure": "on"})
    assert done["Location"] == f"/children/{one.pk}/"
    assert AuditEntry.objects.filter(verb="people.merge_persons").count() == 1
    assert (again(other).state, again(other).closing_reason) == (FileState.CLOSED, ClosingReason.MERGED)
    page = reader.get(f"/children/{one.pk}/")
    assert [task.title for task in page.context["shown"].tasks] == ["补全档案"]
    assert "户口簿一致" in page.content.decode()
    assert reader.get(f"/children/{other.pk}/").context["shown"].merged_into == one.pk
    assert reader.get(address).status_code == 404
    merge = PersonMerge.objects.everywhere("test").get()
    assert "合并理由" in reader.get(f"/children/merges/{merge.pk}/split").content.decode()
    parted = reader.post(f"/children/merges/{merge.pk}/split")
    assert parted["Location"] == f"/children/{other.pk}/"
    assert (again(one).state, again(other).state) == (FileState.ON_FILE, FileState.ON_FILE)
    assert reader.post(f"/children/merges/{merge.pk}/split").status_code == 422


def test_a_relative_entered_twice_is_merged_from_the_childs_file(reader: Client, twice: tuple[Child, Child]) -> None:
    one, _other = twice
    father = Kinship.objects.everywhere("test").get(person=one.person, relation="51").relative_id
    again_entered = kin(one, "张建国", "51")
    offered = reader.get(f"/children/{one.pk}/merge", {"person": str(again_entered.pk)}).context["members"]
    assert father in {member.key for member in offered}
    address = f"/children/{one.pk}/merge?person={again_entered.pk}&other={father}"
    done = reader.post(address, {"kept": str(father), "reason": "同一人登记两次"})
    assert done["Location"] == f"/children/{one.pk}/"
    fathers = [each for each in reader.get(done["Location"]).context["file"].family.members if each.relation == "51"]
    assert [each.key for each in fathers] == [father]
    stranger = person("赵路人")
    assert reader.get(f"/children/{one.pk}/merge", {"person": str(stranger.pk)}).status_code == 404


def test_what_cannot_be_one_is_refused_in_words(reader: Client, twice: tuple[Child, Child]) -> None:
    one, _other = twice
    father = Kinship.objects.everywhere("test").get(person=one.person, relation="51").relative_id
    answer = reader.post(
        f"/children/{one.pk}/merge?other={father}", {"kept": str(one.pk), "reason": "看错", "sure": "on"}
    )
    assert answer.status_code == 422
    assert "登记为亲属，不是同一人" in answer.content.decode()


def test_nobody_merges_or_parts_what_is_not_kept(
    employ: Employ, signed_in: SignedIn, reader: Client, twice: tuple[Child, Child]
) -> None:
    one, other = twice
    director = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    assert director.get(f"/children/{one.pk}/merge").context["alike"] == []
    for address in (f"/children/{one.pk}/merge?other={other.pk}", f"/children/{other.pk}/merge"):
        assert director.get(address).status_code == 404
    reader.post(f"/children/{one.pk}/merge?other={other.pk}", {"kept": str(other.pk), "reason": "同一人", "sure": "on"})
    merge = PersonMerge.objects.everywhere("test").get()
    assert merge.kept_id == other.pk
    assert director.get(f"/children/merges/{merge.pk}/split").status_code == 404
    social = with_purpose(signed_in(employ("zhao", Role.CITY_OFFICER, "120100000000")))
    assert social.get(f"/children/{one.pk}/merge").status_code == 403
