"""Leave to look elsewhere: asked by one, signed by another; or taken in an emergency and judged afterwards."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from tests.interfaces.desk.conftest import VILLAGE, XIQING, Employ, SignedIn

from gonghu.domain.access.models import AccessGrant, Account, BreakGlass, Post
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import break_glass
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.people.models import Child
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards import citizen_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
REASON = "走失儿童在派出所，需要核对监护人电话"


def asked_for(account: Account) -> dict[str, object]:
    (held,) = officer(account=account, at=timezone.now()).posts
    until = timezone.localdate() + timedelta(days=20)
    return {
        "post": str(held.uuid), "division_code": "120112", "categories": ["ORPHAN"], "purpose": "核对跨区就读",
        "until_on": until.isoformat(),
    }  # fmt: skip


def test_a_grant_is_asked_for_by_one_and_signed_by_another_and_ended(employ: Employ, signed_in: SignedIn) -> None:
    far = employ("far", Role.DISTRICT_OFFICER, XIQING)
    asker, boss = signed_in(far), signed_in(employ("wang"))
    sent = asker.post("/grants/new", asked_for(far))
    grant = AccessGrant.objects.everywhere("test").get()
    assert sent["Location"] == f"/grants/{grant.uuid}/"
    assert "批准" not in asker.get(f"/grants/{grant.uuid}/").content.decode().split("办理")[1].split("撤回")[0]
    assert "核对跨区就读" in boss.get("/grants/?stage=TO_SIGN").content.decode()
    assert boss.post(f"/grants/{grant.uuid}/sign").status_code == 302
    grant.refresh_from_db()
    assert grant.signed_by is not None
    assert officer(account=far, at=timezone.now()).scope.has(Permission.SEE_CHILDREN)
    assert "即将到期" in asker.get("/grants/").content.decode()
    boss.post(f"/grants/{grant.uuid}/end")
    grant.refresh_from_db()
    assert grant.ended_at is not None
    assert "没有授权" in boss.get("/grants/?stage=IN_FORCE").content.decode()


def test_a_grant_is_not_asked_for_a_post_of_somebody_else(employ: Employ, signed_in: SignedIn) -> None:
    far, other = employ("far", Role.TOWN_SUPERVISOR, XIQING), employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    answer = signed_in(far).post("/grants/new", asked_for(other))
    assert answer.status_code == 422
    assert AccessGrant.objects.everywhere("test").count() == 0


def test_a_manager_asks_for_a_post_that_is_managed(employ: Employ, signed_in: SignedIn) -> None:
    other = employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    post = Post.objects.everywhere("test").get(role=Role.VILLAGE_DIRECTOR)
    client = signed_in(employ("wang"))
    assert client.post(f"/grants/new?post={post.uuid}", asked_for(other)).status_code == 302
    assert AccessGrant.objects.everywhere("test").get().post_id == post.uuid


def test_a_grant_of_others_is_not_there(employ: Employ, signed_in: SignedIn) -> None:
    far = employ("far", Role.DISTRICT_OFFICER, XIQING)
    signed_in(far).post("/grants/new", asked_for(far))
    grant = AccessGrant.objects.everywhere("test").get()
    stranger = signed_in(employ("zhou", Role.TOWN_SUPERVISOR, XIQING))
    pages = [stranger.get(f"/grants/{key}/") for key in (grant.uuid, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content
    assert stranger.post(f"/grants/{grant.uuid}/sign").status_code == 404


def opened(account: Account, child: UUID) -> BreakGlass:
    by = officer(account=account, at=timezone.now())
    return break_glass(child_key=child, division_code=VILLAGE, reason=REASON, minutes=30, by=by, at=timezone.now())


def test_an_emergency_is_judged_by_a_supervisor_of_the_place_and_not_by_its_owner(
    employ: Employ, signed_in: SignedIn
) -> None:
    far = employ("far", Role.DISTRICT_OFFICER, XIQING)
    emergency = opened(far, uuid4())
    own, boss = signed_in(far), signed_in(employ("wang"))
    assert REASON in own.get("/emergencies/").content.decode()
    assert "judge" not in own.get(f"/emergencies/{emergency.uuid}/").content.decode()
    assert own.post(f"/emergencies/{emergency.uuid}/justified").status_code == 302
    emergency.refresh_from_db()
    assert emergency.reviewed_at is None
    assert REASON in boss.get("/emergencies/?stage=TO_REVIEW").content.decode()
    boss.post(f"/emergencies/{emergency.uuid}/unjustified")
    emergency.refresh_from_db()
    assert emergency.justified is False
    assert emergency.ends_at <= timezone.now()


def test_an_emergency_that_nobody_judged_in_time_is_overdue(employ: Employ, signed_in: SignedIn) -> None:
    emergency = opened(employ("far", Role.DISTRICT_OFFICER, XIQING), uuid4())
    client = signed_in(employ("wang"))
    assert "没有紧急查阅" in client.get("/emergencies/?stage=OVERDUE").content.decode()
    BreakGlass.objects.everywhere("test").update(review_due_on=timezone.localdate() - timedelta(days=1))
    assert "逾期" in client.get("/emergencies/?stage=OVERDUE").content.decode()
    assert "审批已逾期" in client.get(f"/emergencies/{emergency.uuid}/").content.decode()


def test_a_number_that_nobody_bears_is_asked_for_under_ones_name_and_not_too_often(
    employ: Employ, signed_in: SignedIn
) -> None:
    client = signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))
    short = client.post("/emergencies/new", {"number": "120112201502110013", "reason": "着急", "minutes": 30})
    assert "10" in short.content.decode()
    assert not AuditEntry.objects.filter(verb="access.miss_break_glass").exists()
    said = {"number": valid_number(), "reason": REASON, "minutes": 30}
    for _ in range(10):
        answer = client.post("/emergencies/new", said)
        assert answer.status_code == 422
        assert "没有查到" in answer.content.decode()
    assert "尝试次数过多" in client.post("/emergencies/new", said).content.decode()
    assert AuditEntry.objects.filter(verb="access.miss_break_glass", purpose=REASON).count() == 10


def test_a_number_in_the_reason_is_refused(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))
    said = {"number": valid_number(), "reason": f"{REASON} {valid_number()}", "minutes": 30}
    answer = client.post("/emergencies/new", said)
    assert "理由里不要写身份证号" in answer.content.decode()
    assert Child.objects.everywhere("test").count() == 0


def valid_number() -> str:
    return next(
        f"12011220150211001{digit}" for digit in "0123456789X" if citizen_number.key(f"12011220150211001{digit}")
    )
