"""The pages of visits in a real browser, in every size, with something of everything on them."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from PIL import Image

from gonghu.domain.access.officer import officer
from gonghu.domain.people.card import conflicts_in
from gonghu.domain.questionnaires.operations import receive_file
from gonghu.domain.visits.facts import ChildAtVisit, ComplaintFacts, HarmFacts
from gonghu.domain.visits.models import Problem
from gonghu.domain.visits.operations import except_child, receive_complaint
from gonghu.domain.visits.terms import ComplaintKind, ExceptionReason
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.home_visit import accept_visit
from gonghu.usecases.mend_problem import answer
from gonghu.usecases.report_harm import report_harm
from gonghu.usecases.visit_lists import fix_lists
from tests import children
from tests.browser.conftest import City
from tests.browser.test_pages import Visit, look_at
from tests.visits import publish_survey, sent

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGE = "120112100201"


@dataclass
class Field:
    """What lies on the desk after a day in the field (走访一日)."""

    visit: UUID
    problem: UUID
    submission: UUID
    conflict: UUID
    child: UUID
    harm: UUID
    complaint: UUID

    @property
    def pages(self) -> dict[str, str]:
        return {
            "visits-due": "/visits/due",
            "visits": "/visits/",
            "visit": f"/visits/{self.visit}/",
            "visit-coverage": "/visits/coverage?place=120112100",
            "problems": "/visits/problems/",
            "problem": f"/visits/problems/{self.problem}/",
            "submissions": "/visits/submissions/",
            "submission": f"/visits/submissions/{self.submission}/",
            "card-conflicts": "/visits/conflicts/",
            "card-conflict": f"/visits/conflicts/{self.conflict}/",
            "visit-exceptions": "/visits/exceptions/",
            "harm-reports": "/visits/harm/",
            "harm-report": f"/visits/harm/{self.harm}/",
            "complaints": "/visits/complaints/",
            "complaint": f"/visits/complaints/{self.complaint}/",
            "visited-child": f"/children/{self.child}/",
        }


@pytest.fixture
def field(city: City) -> Field:
    at = timezone.now()
    publish_survey(at)
    by = officer(account=city.director, at=at)
    names = ("张小明", "李小红", "王小刚", "赵小梅", "陈小军", "孙小丽")
    levels = ("EXTREME", "HIGH", "MIDDLE", "LOW", "", "")
    files = [children.child(name, village=VILLAGE, risk_level=level) for name, level in zip(names, levels, strict=True)]
    fix_lists(by=SYSTEM, at=at, on=timezone.localdate(at).isoformat())
    first = sent(
        by, files[0].pk, at, None, phone="13912345678", school="咸水沽第一小学", wish="一个足球", wiring="FIX_NOW",
        wiring_note="厨房插座裸露，电线老化", photo="home.jpg",
    )  # fmt: skip
    picture = BytesIO()
    Image.new("RGB", (800, 600), "#8fb3d9").save(picture, "JPEG")
    receive_file(submission=first.pk, name="home.jpg", content=picture.getvalue(), by=by, at=at)
    accept_visit(submission=first, by=by, at=at)
    accept_visit(submission=sent(by, files[0].pk, at, None, school="咸水沽第二小学"), by=by, at=at)
    accept_visit(submission=sent(by, files[1].pk, at, None, wiring="FIX_NOW", wiring_note="没有烟感"), by=by, at=at)
    accept_visit(submission=sent(by, files[2].pk, at, None, outcome="NOT_AT_HOME"), by=by, at=at)
    lost = sent(by, None, at, None, wish="想见妈妈")
    today = timezone.localdate(at)
    whom = ChildAtVisit(files[3].pk, VILLAGE)
    note = "在市儿童医院，出院后走访"
    except_child(child=whom, reason=ExceptionReason.HOSPITAL, from_on=today, to_on=None, note=note, by=by, at=at)
    problems = list(Problem.objects.everywhere("test").order_by("words"))
    answer(problem=problems[0].pk, words="已换插座，重新走线", evidence="整改照片", by=by, at=at)
    facts = HarmFacts(uuid4(), VILLAGE, "胳膊上有新伤，孩子说是摔的", "刘桂兰", in_danger=True, child=files[1].pk)
    harm = report_harm(facts=facts, by=by, at=at)
    told = ComplaintFacts(uuid4(), ComplaintKind.BURDEN, "民政和妇联各要填一份同样的走访表", by.account)
    made = receive_complaint(facts=told, place_code=VILLAGE, by=by, at=at)
    conflict = conflicts_in(scope=by.scope).get()
    return Field(first.pk, problems[0].pk, lost.pk, conflict.pk, files[0].pk, harm.pk, made.pk)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_of_visits_can_be_read_by_everybody_and_fits(
    city: City, field: Field, visit: Visit, pictures: Path | None, size: str
) -> None:
    visitor = visit(size)
    visitor.sign_in(city.officer.sign_in_name)
    visitor.open("/children/purpose")
    visitor.follow("#purpose .btn-primary")
    wrong = []
    for name, path in field.pages.items():
        visitor.open(path)
        wrong += look_at(visitor, name, size, pictures)
    assert visitor.page.url.endswith(field.pages["visited-child"])
    assert "\n".join(wrong) == ""
