"""The page of months: by the divisions of each day, through a merger, and nothing small to whoever sees no child."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from tests.children import child
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.queries import children_of
from gonghu.domain.divisions.terms import ChangeKind
from gonghu.domain.people.operations import count_children
from gonghu.domain.people.terms import FileState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.rearrange_divisions import DivisionOrder, rearrange_divisions

pytestmark = pytest.mark.django_db

SHUANGXIN, SHUANGLIN = "120112001000", "120112002000"
BEFORE, ON, AFTER = date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 31)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=2)


def villages(town: str) -> list[str]:
    return [each.code for each in children_of(code=town, on=BEFORE)]


@pytest.fixture(autouse=True)
def _merged(jinnan: None) -> None:
    """Two towns with five children and one, counted, made one, and counted again with one more."""
    del jinnan
    for number in range(5):
        child(village=villages(SHUANGXIN)[number % 2], state=FileState.RECOGNISED)
    child(village=villages(SHUANGLIN)[0])
    count_children(on=BEFORE, by=SYSTEM, at=at(BEFORE))
    below = {code: f"120112001{900 + number}" for number, code in enumerate(villages(SHUANGLIN))}
    order = DivisionOrder(
        kind=ChangeKind.MERGED, codes=(SHUANGXIN, SHUANGLIN), into={SHUANGXIN: ""}, name="双新双林街道", below=below,
        on=ON, document="津南政发〔2026〕9号",
    )  # fmt: skip
    rearrange_divisions(order=order, by=SYSTEM, at=at(ON))
    child(village="120112001900")
    count_children(on=AFTER, by=SYSTEM, at=at(AFTER))


def test_a_merged_town_was_its_predecessors_and_says_so(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("district"))
    page = client.get(f"/dashboard/months?place={SHUANGXIN}").content.decode()
    told = [page.index(words) for words in ("2026-10", "2026-09", "天津市津南区双新街道、天津市津南区双林街道")]
    assert told == sorted(told)
    assert "津南政发〔2026〕9号" in page
    assert "双新街道、天津市津南区双林街道 → 天津市津南区双新双林街道" in page
    # The county is as many at the end of both months; each by the towns of its day.
    then = client.get("/dashboard/months?month=2026-09-10").content.decode()
    now = client.get("/dashboard/months").content.decode()
    assert "截至 2026-09-30" in then
    assert ">双林街道</td>" in then
    assert "双新双林街道" not in then
    assert ">双新双林街道</td>" in now
    assert ">双林街道</td>" not in now
    empty = client.get("/dashboard/months?place=120112100000").content.decode()
    assert "这里还没有逐月人数" in empty
    answer = client.post(f"/dashboard/months/export?place={SHUANGXIN}")
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"PK")
    assert AuditEntry.objects.filter(verb="access.export", subject_key="figure").count() == 1


def test_small_counts_are_untold_to_whoever_sees_no_child(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("auditor", Role.AUDITOR))
    page = client.get("/dashboard/months?month=2026-09-10").content.decode()
    assert "少于 3" in page
    town = client.get(f"/dashboard/months?place={SHUANGXIN}")
    assert town.headers["Location"] == "/dashboard/months"
