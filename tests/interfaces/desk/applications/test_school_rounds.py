"""Pages of a school year: the county lists, asks and proposes; the town enters proofs; the village sees its own."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.benefits import TOWN
from tests.children import VILLAGE, child
from tests.interfaces.desk.applications.test_pages import entered, post, refused, text
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Batch, Grant, SchoolProof, SchoolRound, SchoolStudent
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.tasks.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

WHY = "a test looks"


@pytest.fixture
def town(signed_in: SignedIn, employ: Employ) -> Client:
    return entered(signed_in, employ, "town", Role.TOWN_SUPERVISOR, TOWN)


@pytest.fixture
def county(signed_in: SignedIn, employ: Employ) -> Client:
    return entered(signed_in, employ, "county", Role.DISTRICT_OFFICER)


def test_a_round_is_run_on_its_pages_from_the_list_to_the_award(
    town: Client, county: Client, employ: Employ, signed_in: SignedIn
) -> None:
    one = child("欧阳大学", born_on=date(2006, 5, 1))
    CategoryAssignment(
        child=one, category="ORPHAN", basis="在册", decided_at=timezone.now(), from_on=date(2015, 1, 1),
        to_on=date(2024, 5, 31), source_key=one.pk,
    ).save()  # fmt: skip
    today = timezone.localdate()
    assert "还没有助学轮次" in text(county, "/benefits/school")
    assert town.get("/benefits/school/new").status_code == 403
    said = {"line": "orphan_scholarship", "within": today.isoformat(), "due_on": today.isoformat()}
    post(county, "/benefits/school/new", **said)
    assert "已经建立" in refused(county, "/benefits/school/new", **said)
    made = SchoolRound.objects.everywhere(WHY).get()
    page = f"/benefits/school/{made.pk}/"
    assert town.get(page).status_code == 404
    assert "名单还是空的" in text(county, page)
    assert "没有这个号码的档案" in refused(county, f"{page}add", number="12")
    post(county, f"{page}update")
    student = SchoolStudent.objects.everywhere(WHY).get()
    assert "欧阳**" in text(county, page)
    assert "没有等待提出的" in refused(county, f"{page}propose")
    assert "确定，1 项" in county.post(f"{page}ask").content.decode()
    post(county, f"{page}ask", sure="1")
    task = Task.objects.everywhere(WHY).get()
    own = f"/benefits/school/students/{student.pk}/"
    assert own in text(town, f"/tasks/{task.pk}/")
    assert "登记在读证明" in text(town, own)
    director = entered(signed_in, employ, "director", Role.VILLAGE_DIRECTOR, VILLAGE)
    assert "登记不享受" not in text(director, own)
    far = entered(signed_in, employ, "far", Role.TOWN_SUPERVISOR, "120112101000")
    assert far.get(own).status_code == 404

    proof = {"school": "天津大学", "stage": "COLLEGE", "from_on": made.from_month, "to_on": "2001-01-01"}
    assert "学年内" in refused(town, own, evidence="在读证明", **proof)
    post(town, own, evidence="在读证明", **{**proof, "to_on": made.to_month})
    refused(town, f"{own}withdraw", proof=SchoolProof.objects.get().pk, reason="")
    rows = CalamineWorkbook.from_filelike(BytesIO(county.post(f"{page}export").content)).get_sheet_by_index(0)
    assert rows.to_python()[-1][:5] == [
        "欧阳**",
        rows.to_python()[-1][1],
        "十八周岁前认定，现已成年",
        "有证明，待提出",
        "天津大学",
    ]
    post(county, f"{page}propose")
    batch = Batch.objects.everywhere(WHY).get()
    second = entered(signed_in, employ, "second", Role.CHILD_COMMISSIONER)
    post(second, f"/benefits/batches/{batch.pk}/confirm", reasons="同意资助")
    assert "已确认" in text(county, f"{page}?state=GRANTED")
    assert Grant.objects.everywhere(WHY).get().instalments == 4
    post(town, f"{own}withdraw", proof=SchoolProof.objects.get().pk, reason="学校说是伪造的")
    assert "证明失效，暂停</span>" in text(county, page)
    post(town, f"{own}leave", reason="已经退学")
    assert "已经退学" in text(town, own)
    post(town, f"{own}return")
