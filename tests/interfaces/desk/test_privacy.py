"""What facts are used for is registered and assessed; what is over waits for a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.interfaces.desk.conftest import XIQING, Employ, SignedIn
from tests.officers import JINNAN

from gonghu.domain.access.models import AccessGrant, Account, Post, Purpose, RetentionDecision
from gonghu.domain.access.operations import set_retention
from gonghu.domain.access.privacy_reading import months_kept
from gonghu.domain.access.privacy_terms import RecordKind
from gonghu.domain.access.scope import NOTHING
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


def test_a_purpose_is_registered_assessed_and_ended(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    today = timezone.localdate().isoformat()
    said = {
        "division_code": "120112", "title": "政策找人", "legal_basis": "STATUTORY_DUTY", "article": "第八十一条",
        "facts": "户籍、残疾", "recipients": "", "from_on": today,
    }  # fmt: skip
    sent = client.post("/privacy/new", said)
    purpose = Purpose.objects.everywhere("a test looks").get()
    assert sent["Location"] == f"/privacy/{purpose.pk}/"
    assert ">没有评估<" in client.get("/privacy/").content.decode()
    assert "已登记" in client.post("/privacy/new", said).content.decode()
    late = (timezone.localdate() + timedelta(days=1)).isoformat()
    client.post(f"/privacy/{purpose.pk}/", {"assessment": "评估报告", "on": late})
    assert ">没有评估<" in client.get("/privacy/").content.decode()
    client.post(f"/privacy/{purpose.pk}/", {"assessment": "评估报告", "on": today})
    assert ">没有评估<" not in client.get("/privacy/").content.decode()
    stranger = signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING))
    assert stranger.get(f"/privacy/{purpose.pk}/").status_code == 404
    assert stranger.post(f"/privacy/{purpose.pk}/", {"end": "1"}).status_code == 404
    client.post(f"/privacy/{purpose.pk}/", {"end": "1"})
    purpose.refresh_from_db()
    assert purpose.to_on == timezone.localdate()


def grant_over(account: Account, days: int) -> AccessGrant:
    post = Post.objects.everywhere("a test looks").filter(division_code=JINNAN)[0]
    until = timezone.localdate() - timedelta(days=days)
    return AccessGrant.objects.create(
        post=post, division_code=JINNAN, purpose="核对", until_on=until, asked_by=account, asked_at=timezone.now()
    )


def test_what_is_over_waits_for_a_decision_and_then_no_longer(employ: Employ, signed_in: SignedIn) -> None:
    boss = employ("wang")
    old, young = grant_over(boss, 4 * 366), grant_over(boss, 365)
    client = signed_in(boss)

    def listed() -> list[object]:
        return [row["over"].record.key for row in client.get("/privacy/over").context["rows"]]

    assert listed() == [old.pk]
    assert client.get(f"/privacy/over/{young.pk}/").status_code == 404
    assert client.get(f"/privacy/over/{uuid4()}/").status_code == 404
    assert client.post(f"/privacy/over/{old.pk}/", {"choice": "KEEP", "reason": "诉讼未结"}).status_code == 422
    assert client.post(f"/privacy/over/{old.pk}/", {"choice": "DESTROY", "reason": "期满无用"}).status_code == 302
    assert listed() == []
    assert RetentionDecision.objects.everywhere("a test looks").get().choice == "DESTROY"
    assert AccessGrant.objects.everywhere("a test looks").filter(pk=old.pk).exists()


def test_the_term_of_the_nearest_division_counts() -> None:
    def months(code: str) -> int | None:
        return months_kept(kind=RecordKind.DELIVERY, division_code=code, scope=NOTHING)

    assert months(JINNAN) == 12
    for code, term in (("120000000000", 24), (JINNAN, 6)):
        set_retention(
            division_code=code, record_kind=RecordKind.DELIVERY, months=term, document="保管期限表", by=SYSTEM,
            at=timezone.now(),
        )  # fmt: skip
    assert (months(JINNAN), months("120112100201"), months(XIQING), months("130102000000")) == (6, 6, 24, 12)
