"""What cannot be taken as it came: mended or taken at the desk, and seen by nobody whom it may be about."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests import children
from tests.forms import right
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, Employ, SignedIn
from tests.interfaces.desk.test_visits import form_sent, page, reading, said

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Address, Child, IdentityNumber
from gonghu.domain.people.terms import AddressKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms, receive_submission
from gonghu.domain.questionnaires.terms import Arrived
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskKind
from gonghu.domain.visits.models import Complaint, ContactLog, HarmReport, Problem, Visit
from gonghu.domain.visits.terms import VisitKind
from gonghu.engines.forms import heading_of
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.field_area import area_of
from gonghu.usecases.hand_in_form import hand_in_form
from gonghu.usecases.open_found_child import found_number
from gonghu.usecases.take_form import take_or_leave

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


@dataclass
class Town:
    """A village director, the supervisor of the town, the district (一个镇)."""

    director: Officer
    leader: Officer
    browser: Client
    supervisor: Client
    boss: Client

    def send(self, xml: bytes, version: str = "") -> Submission:
        at, heading = timezone.now(), heading_of(xml)
        assert heading.instance is not None
        arrived = Arrived(heading.instance, heading.form_id, version or heading.version, xml, made_at=at)
        kept = receive_submission(arrived=arrived, by=self.director, at=at).submission
        return take_or_leave(submission=kept, by=self.director, at=at).submission


@pytest.fixture
def town(employ: Employ, signed_in: SignedIn) -> Town:
    keep_shipped_forms(by=SYSTEM, at=timezone.now())
    director, supervisor = (
        employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE),
        employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU),
    )
    first, second = (officer(account=each, at=timezone.now()) for each in (director, supervisor))
    return Town(first, second, *(reading(signed_in(each)) for each in (director, supervisor, employ("wang"))))


def photo() -> bytes:
    saved = BytesIO()
    Image.new("RGB", (40, 30)).save(saved, "JPEG")
    return saved.getvalue()


def test_a_child_that_a_form_found_gets_one_file_after_a_look_at_those_alike(town: Town) -> None:
    known = children.child("张小花", village=VILLAGE)
    told: dict[str, Any] = {
        "found_name": "张小花",
        "found_sex": "2",
        "found_born_on": known.born_on,
        "found_number": "",
    }
    waiting = town.send(right("child_dictionary", **told))
    assert waiting.state == "NEEDS_CARE"
    shown = page(town.supervisor, "submission", waiting.pk)
    assert "可能已经建过档" in shown
    assert str(known.pk) in shown
    assert "张小花" not in shown
    refused = form_sent(town.supervisor, "act-on-submission", waiting.pk, "open")
    assert (refused.status_code, Child.objects.everywhere("test").count()) == (422, 1)
    sent = form_sent(town.supervisor, "act-on-submission", waiting.pk, "open", **{"open-different": "on"})
    assert sent.status_code == 302, said(sent)
    made = Child.objects.everywhere("test").exclude(pk=known.pk).get()
    assert (made.name, made.division_code, made.source) == ("张小花", VILLAGE, "REPORT")
    assert Visit.objects.everywhere("test").get().child_id == made.pk
    assert form_sent(town.supervisor, "act-on-submission", waiting.pk, "open").status_code == 404
    other = town.send(right("child_dictionary", **told))
    sent = form_sent(town.supervisor, "act-on-submission", other.pk, "take", **{"take-child": str(known.pk)})
    assert sent.status_code == 302, said(sent)
    assert Child.objects.everywhere("test").count() == 2


def test_a_number_that_does_not_agree_is_kept_and_said_to_be_unverified(town: Town) -> None:
    told: dict[str, Any] = {"found_number": "120112201502110015", "found_sex": "1", "father_number": "1201121985050100"}
    waiting = town.send(right("child_dictionary", found_born_on="2015-02-12", **told))
    reasons = ["身份证号未核对：号码里的出生日期和填的不一样", "身份证号未核对：号码不对，多半抄错或抄漏了"]
    assert waiting.reasons[1:] == reasons
    shown = page(town.supervisor, "submission", waiting.pk)
    assert shown.count("未核对：号码里的出生日期和填的不一样") == 2
    assert "120112201502110015" not in shown


def doubted(town: Town, written: str) -> Submission:
    told: dict[str, Any] = {"found_name": "李小花", "found_sex": "1", "found_born_on": "2015-02-11"}
    return town.send(right("child_dictionary", found_number=written, **told))


def opened(town: Town, sent: Submission, **said_there: str) -> Any:
    typed = {f"open-{name}": value for name, value in said_there.items()}
    return form_sent(town.supervisor, "act-on-submission", sent.pk, "open", **typed)


def number_on_file() -> list[tuple[str, str]]:
    rows = IdentityNumber.objects.everywhere("test").filter(person__name="李小花")
    return [(each.number, str(each.person.born_on)) for each in rows]


def test_a_mistyped_number_of_a_found_child_is_mended_by_a_repair_and_stays_in_the_form(town: Town) -> None:
    waiting = doubted(town, "120112201502110025")
    shown = page(town.supervisor, "submission", waiting.pk)
    assert all(words in shown for words in ("号码不对，多半抄错或抄漏了", "120112********0015（第 17 位写错了）"))
    assert not any(whole in shown for whole in ("120112201502110015", "120112201502110025"))
    asked = opened(town, waiting)
    assert (asked.status_code, number_on_file()) == (422, [])
    which = next(place for place, each in enumerate(repairs(waiting)) if each == "120112201502110015")
    assert opened(town, waiting, which=str(which)).status_code == 302
    assert number_on_file() == [("120112201502110015", "2015-02-11")]
    assert "120112201502110025" in Submission.objects.everywhere("test").get(pk=waiting.pk).body


def repairs(waiting: Submission) -> list[str]:
    found = found_number(submission=waiting, on=timezone.localdate())
    return [each.number for each in found.repairs] if found else []


def test_a_doubted_number_is_typed_anew_counted_or_left_for_later(town: Town) -> None:
    waiting = doubted(town, "120112201403050010")
    wrong = opened(town, waiting, which="typed", number="120112201403050099")
    assert (wrong.status_code, "身份证号不正确" in said(wrong), 'value="120112201403050099"' in said(wrong)) == (
        422,
        True,
        True,
    )
    other = opened(town, waiting, which="typed", number="120112201403050010")
    assert (other.status_code, "不一致" in said(other)) == (422, True)
    assert opened(town, waiting, which="told").status_code == 302
    assert number_on_file() == [("120112201403050010", "2014-03-05")]
    later = doubted(town, "12011220150211")
    assert "可能已经建过档" in said(opened(town, later, which="typed", number="120112201403050010"))
    assert opened(town, later, which="without", different="on").status_code == 302
    (child,) = Child.objects.everywhere("test").filter(source_key=later.pk).select_related("person")
    assert (child.person.without_number, str(child.born_on)) == ("NOT_KNOWN", "2015-02-11")


def test_weekly_contacts_and_complaints_are_mended_as_visits_are(town: Town) -> None:
    of = children.child("李小红", village=VILLAGE)
    contact = town.send(right("weekly_contact"))
    assert contact.state == "NEEDS_CARE"
    sent = form_sent(town.supervisor, "act-on-submission", contact.pk, "take", **{"take-child": str(of.pk)})
    assert sent.status_code == 302, said(sent)
    logged = ContactLog.objects.everywhere("test").get()
    assert (logged.child_id, logged.account_id) == (of.pk, town.director.account)
    wordless = town.send(right("complaint", words=""))
    assert wordless.state == "NEEDS_CARE"
    refused = form_sent(town.boss, "act-on-submission", wordless.pk, "take")
    assert refused.status_code == 422
    assert "没有写明内容" in said(refused)
    sent = form_sent(town.boss, "act-on-submission", wordless.pk, "send-back", **{"send-back-comment": "请写明"})
    assert sent.status_code == 302
    fixed = right("complaint", key=uuid4())
    replaced = Arrived(UUID(str(heading_of(fixed).instance)), "complaint", heading_of(fixed).version, fixed,
                       replaces=wordless.pk)  # fmt: skip
    kept = receive_submission(arrived=replaced, by=town.director, at=timezone.now()).submission
    take_or_leave(submission=kept, by=town.director, at=timezone.now())
    assert Complaint.objects.everywhere("test").get().account_id == town.director.account
    wordless.refresh_from_db()
    assert wordless.state == "REPLACED"


def test_a_second_look_from_the_telephone_reaches_the_problem_with_its_photo(town: Town) -> None:
    of = children.child("李小红", village=VILLAGE)
    town.send(right("home_safety", child=of.pk))
    problem = Problem.objects.everywhere("test").get()

    def looked(by: Officer, result: str) -> str:
        problem.refresh_from_db(from_queryset=Problem.objects.everywhere("test"))
        xml = right("recheck", child=of.pk, task=problem.task_id, result=result, photo="a.jpg")
        kept = hand_in_form(xml=xml, files={"a.jpg": photo()}, device="红米", by=by, at=timezone.now()).submission
        assert kept.state == "ACCEPTED", kept.reasons
        problem.refresh_from_db(from_queryset=Problem.objects.everywhere("test"))
        return problem.state

    assert looked(town.director, "PARTLY") == "OPEN"
    assert looked(town.director, "DONE") == "ANSWERED"
    assert looked(town.director, "DONE") == "ANSWERED"
    assert looked(town.leader, "NOT_YET") == "RECHECK"
    address = reverse("desk:act-on-problem", args=[problem.pk, "answer"])
    fields = {"answer-words": "护栏装好了", "answer-photo": BytesIO(b"no picture")}
    refused = town.browser.post(address, fields)
    assert (refused.status_code, "第 1 张照片不能用" in said(refused)) == (422, True)
    fields = {"answer-words": "护栏装好了", "answer-photo": BytesIO(photo()), "answer-photo_more": BytesIO(photo())}
    assert town.browser.post(address, fields).status_code == 302
    assert looked(town.leader, "NOT_YET") == "RECHECK"
    # The district fills in no forms there, but may answer; who works in the town sees its photo.
    fields = {"answer-words": "区里换了新的", "answer-photo": BytesIO(photo())}
    assert town.boss.post(address, fields).status_code == 302
    assert looked(town.leader, "DONE") == "CLOSED"
    assert problem.rechecked_by_id == town.leader.account
    shown = page(town.supervisor, "problem", problem.pk)
    assert (shown.count('class="photo"'), shown.count("护栏还没装")) == (9, 3)
    assert town.send(right("recheck", child=of.pk)).reasons == ["没有说明复查的是哪个问题，请从孩子卡片上的问题进来填"]


def test_a_volunteers_check_becomes_tasks_once_somebody_says_whose_house_it_was(town: Town, employ: Employ) -> None:
    of, volunteer = children.child("李小红", village=VILLAGE), employ("he", Role.VOLUNTEER, VILLAGE)
    by = officer(account=volunteer, at=timezone.now())
    waiting = hand_in_form(xml=right("volunteer_safety"), files={}, device="", by=by, at=timezone.now()).submission
    assert waiting.state == "NEEDS_CARE"
    assert f'value="{of.pk}"' in page(town.supervisor, "submission", waiting.pk)
    assert "村口第三家" in said(form_sent(town.supervisor, "unmask-submission", waiting.pk))
    sent = form_sent(town.supervisor, "act-on-submission", waiting.pk, "take", **{"take-child": str(of.pk)})
    assert sent.status_code == 302, said(sent)
    problem, task = Problem.objects.everywhere("test").get(), Task.objects.everywhere("test").get()
    assert (problem.child_id, problem.task_id) == (of.pk, task.pk)
    assert (task.child_id, task.kind) == (of.pk, TaskKind.MEND_PROBLEM)


def test_what_a_visit_proposes_is_put_before_the_supervisor_and_a_report_before_the_district(town: Town) -> None:
    of = children.child("李小红", village=VILLAGE, risk_level="HIGH")
    town.send(right("regular_visit", child=of.pk))
    reported = town.send(right("problem_list", child=of.pk, measures="SUBSIDY REPORT")).pk
    tasks = Task.objects.everywhere("test").filter(source_kind="visit_proposal").order_by("opened_at")
    assert [(task.title, task.child_id) for task in tasks] == [
        ("走访建议：家里需要什么帮助：上学、陪伴辅导", of.pk),
        # It is orange already.
        ("走访建议：帮扶措施：协助争取保障", of.pk),
    ]
    told = page(town.supervisor, "tasks")
    assert "走访建议" in told
    assert "强制报告" not in told + page(town.supervisor, "visit", reported)
    assert "强制报告" in page(town.boss, "visit", reported)
    (report,) = HarmReport.objects.everywhere("test").all()
    assert report.child_id == of.pk
    assert "走访中提出强制报告" in page(town.boss, "harm-report", report.pk)
    town.send(right("problem_list", child=of.pk, colour="RED", measures=""))
    assert [task.title for task in tasks.all()][2:] == ["走访建议：建议的风险等级：红"]


def test_a_visit_hides_what_stands_in_its_answers_alone(town: Town) -> None:
    of = children.child("李小红", village=VILLAGE)
    said_there: dict[str, Any] = {"stay_place": "北京市大兴区幸福里3号", "stay_phone": "13700001234"}
    visit = town.send(right("holiday_whereabouts", child=of.pk, **said_there)).pk
    shown = page(town.supervisor, "visit", visit)
    assert "137****1234" in shown
    assert not any(words in shown for words in ("幸福里", "13700001234"))
    whole = said(form_sent(town.supervisor, "unmask-visit", visit))
    assert all(words in whole for words in said_there.values())
    home = {"detail": "保密小区", "division_code": VILLAGE, "from_on": of.opened_on}
    Address(person=of.person, kind=AddressKind.LIVING, is_protected=True, **home).save()
    assert "幸福里" not in said(form_sent(town.supervisor, "unmask-visit", visit))
    assert "幸福里" in said(form_sent(town.boss, "unmask-visit", visit))
    wide: dict[str, Any] = {
        "adoption": "ADOPTED",
        "father_number": "120112198505010015",
        "pay_account": "6222020302012345678",
    }
    visit = town.send(right("child_dictionary", child=of.pk, **wide)).pk
    assert Visit.objects.everywhere("test").get(pk=visit).kind == VisitKind.COLLECTION
    shown, whole = page(town.supervisor, "visit", visit), said(form_sent(town.supervisor, "unmask-visit", visit))
    assert all(words in shown for words in ("120112********0015", "****5678"))
    assert "120112198505010015" in whole
    assert "已被收养" not in shown + whole
    assert "已被收养" in page(town.boss, "visit", visit)


def test_nobody_in_the_village_or_the_town_meets_a_report_or_a_complaint(town: Town) -> None:
    children.child("李小红", village=VILLAGE)
    report = town.send(right("harm_report"), version="another")
    broken = town.send(right("complaint", kind="NO SUCH"))
    seen = right("harm_report", photo="a.jpg")
    hand_in_form(xml=seen, files={"a.jpg": photo()}, device="", by=town.director, at=timezone.now())
    assert {report.state, broken.state} == {"NEEDS_CARE"}
    assert {report.division_code, broken.division_code} == {"120112000000"}
    for browser in (town.browser, town.supervisor):
        for key in (report.pk, broken.pk):
            assert browser.get(reverse("desk:submission", args=[key])).status_code == 404
        shown = "".join(
            said(browser.get(reverse(f"desk:{route}")))
            for route in ("submissions", "home", "questionnaires", "visits", "tasks", "children")
        )
        assert "胳膊上有伤" not in shown
        assert not [
            key for key in (report.pk, broken.pk, HarmReport.objects.everywhere("test").get().pk) if str(key) in shown
        ]
    area = " ".join(str(item.body) for item in area_of(by=town.director, at=timezone.now()) if item.kind != "advice")
    assert "胳膊上有伤" not in area
    told = page(town.boss, "harm-report", HarmReport.objects.everywhere("test").get().pk)
    assert all(words in told for words in ('class="photo"', "被虐待、家庭暴力"))
    assert str(report.pk) in page(town.boss, "submissions")


def test_a_form_that_nobody_can_read_is_called_so_and_sent_back(town: Town) -> None:
    sent = hand_in_form(xml=b"<data", files={}, device="", by=town.director, at=timezone.now()).submission
    listed = page(town.supervisor, "submissions")
    assert f'<a href="/visits/submissions/{sent.pk}/">读不出的填报</a>' in listed
    assert "内容读不出：" in listed
    reading(town.supervisor)
    shown = page(town.supervisor, "submission", sent.pk)
    assert ("采用这份填报" in shown, "退回修改" in shown) == (False, True)
