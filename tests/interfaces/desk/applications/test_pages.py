"""Pages of applications: a finding becomes a grant by two officers, and ends by two; nobody else sees any of it."""

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.benefits import TOWN, acting, draft_for
from tests.children import child
from tests.findings import reason, seen, stored
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.terms import VERIFIED, Role
from gonghu.domain.benefits.models import Application, Batch, Ending, Grant, OtherBenefit
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.terms import Procedure
from gonghu.domain.people.terms import FileState
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.operations.standing import move
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk.children.reading import PURPOSE
from gonghu.usecases.apply_for_benefit import apply_for, receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

WHY = "a test looks"
SECRET = reason("not_protected", "父亲服刑在押，母亲死亡", tells="PRISON")
SAID = {
    "applicant": "张老栓",
    "relation": "祖父",
    "care_form": "SCATTERED",
    "procedure": "NORMAL",
    "words": "情况已核实",
}


def entered(signed_in: SignedIn, employ: Employ, name: str, role: Role, division: str = "120112000000") -> Client:
    client = signed_in(employ(name, role, division))
    session = client.session
    session[PURPOSE] = "办理待遇"
    session.save()
    return client


@pytest.fixture
def town(signed_in: SignedIn, employ: Employ) -> Client:
    return entered(signed_in, employ, "town", Role.TOWN_SUPERVISOR, TOWN)


@pytest.fixture
def county(signed_in: SignedIn, employ: Employ) -> Client:
    return entered(signed_in, employ, "county", Role.DISTRICT_OFFICER)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def post(client: Client, address: str, **said: object) -> str:
    return answered(client, address, 302, said)


def refused(client: Client, address: str, **said: object) -> str:
    return answered(client, address, 422, said)


def answered(client: Client, address: str, status: int, said: dict[str, object]) -> str:
    answer = client.post(address, said)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def on_the_file(grant: Grant, town: Client, county: Client) -> None:
    """Look for a grant on the page of the child, and for one that would tell a secret."""
    file = text(town, f"/children/{grant.child_id}/")
    assert f"自 {grant.from_month:%Y-%m} 起" in file
    assert "民发〔2019〕62号第二部分" in file
    Grant.objects.everywhere(WHY).update(line="hiv_allowance")
    file = text(town, f"/children/{grant.child_id}/")
    assert "艾滋" not in file
    (told,) = town.get(f"/children/{grant.child_id}/").context["shown"].grants
    assert (told.articles, told.amount) == (VERIFIED, "")
    assert "艾滋" in text(county, f"/children/{grant.child_id}/")
    Grant.objects.everywhere(WHY).update(line=grant.line)


def test_a_finding_is_applied_for_received_checked_confirmed_and_ended(town: Client, county: Client) -> None:
    stored([seen(child("欧阳小雨", state=FileState.LEAD).pk, SECRET)], [SECRET], at=timezone.now())
    finding = Finding.objects.everywhere(WHY).get()
    move([finding], state=FindingState.CONFIRMED, verdict=Verdict.CONFIRMED, at=timezone.now())
    asked = f"/applications/new/{finding.child_id}/?finding={finding.pk}"
    assert asked in text(town, f"/findings/{finding.pk}/")
    filled = text(town, asked)
    assert "事实无人抚养儿童基本生活补贴" in filled
    assert VERIFIED in filled
    assert "服刑" not in filled.replace("不要写明服刑", "").replace("判决书、刑期", "")

    assert "还没有" not in refused(town, asked, **{**SAID, "applicant": ""})
    post(town, asked, **SAID)
    made = Application.objects.everywhere(WHY).get()
    page = f"/applications/{made.pk}/"
    missing = [paper.code for paper in papers_from(made.papers) if paper.is_missing]
    post(town, f"{page}papers", got=missing)
    assert "本步骤" in text(town, page)
    refused(county, f"{page}confirm", reasons="符合条件", articles="民发〔2019〕62号")
    refused(town, f"{page}check", opinion="好", **{"fact-0": "yes"})
    assert "逐条标明" in refused(town, f"{page}check", opinion="查验属实")
    post(town, f"{page}check", opinion="查验属实", **{"fact-0": "yes"})
    made.refresh_from_db()
    assert [fact["agrees"] for fact in made.facts] == [True]
    assert "不能" not in text(town, page)
    assert "司法局.xlsx" in text(county, page)
    assert "司法局.xlsx" not in text(town, page)
    post(county, f"{page}confirm", reasons="符合条件，予以确认", articles="民发〔2019〕62号第二部分")
    grant = Grant.objects.everywhere(WHY).get()
    assert f"/benefits/{grant.pk}/" in text(town, "/benefits/")
    assert "欧阳**" in text(town, f"/benefits/of/{finding.child_id}/")
    on_the_file(grant, town, county)

    leave = {"reason": "RELEASED", "happened_on": "2026-11-02", "left_on": "2026-11-03", "notice": "父亲已返家抚养"}
    assert "请填写：出狱" in refused(town, f"/benefits/{grant.pk}/end", **leave)
    post(town, f"/benefits/{grant.pk}/end", released_on="2026-11-02", **leave)
    ending = Ending.objects.everywhere(WHY).get()
    assert str(grant.pk) in text(county, "/benefits/endings")
    post(county, f"/benefits/endings/{ending.pk}/end", reasons="情况属实，停发", articles="")
    grant.refresh_from_db()
    assert (grant.to_month, grant.from_month) < (grant.from_month, grant.from_month)
    reads = AuditEntry.objects.filter(verb="access.read_child").count()
    text(county, page)
    assert AuditEntry.objects.filter(verb="access.read_child").count() >= reads


def test_the_queue_is_by_clock_and_goes_out_as_a_workbook(town: Client, county: Client) -> None:
    by = acting("other", Role.TOWN_SUPERVISOR, TOWN, timezone.now())
    keys = []
    for name, procedure, urgent in (("张小明", Procedure.NORMAL, ""), ("李小红", Procedure.GREEN, "无人照料")):
        draft = draft_for(child(name), procedure=procedure, urgent_reason=urgent)
        made = apply_for(draft=draft, finding=None, by=by, at=timezone.now())
        receive(application=made.pk, got=[], by=by, at=timezone.now())
        keys.append(str(made.pk))
    shown = text(town, "/applications/")
    assert shown.index(keys[1]) < shown.index(keys[0])
    assert keys[0] not in text(town, "/applications/?clock=OVERDUE")
    assert keys[0] in text(town, "/")
    rows = CalamineWorkbook.from_filelike(BytesIO(county.post("/applications/export").content)).get_sheet_by_index(0)
    assert [row[0] for row in rows.to_python()][-2:] == ["李**", "张**"]


def test_other_towns_and_offices_without_money_see_nothing_of_it(
    town: Client, employ: Employ, signed_in: SignedIn
) -> None:
    made = apply_for(
        draft=draft_for(child()),
        finding=None,
        by=acting("b", Role.TOWN_SUPERVISOR, TOWN, timezone.now()),
        at=timezone.now(),
    )
    far = entered(signed_in, employ, "far", Role.TOWN_SUPERVISOR, "120112101000")
    for address in (
        f"/applications/{made.pk}/",
        f"/benefits/of/{made.child_id}/",
        f"/applications/new/{made.child_id}/",
    ):
        assert far.get(address).status_code == 404
        assert town.get(address).status_code == 200
    assert far.post(f"/applications/{made.pk}/pass/withdraw", {"words": "误报误报"}).status_code == 404
    assert entered(signed_in, employ, "counsel", Role.CENTRE_WORKER).get("/applications/").status_code == 403


def test_the_name_of_a_line_gives_no_infection_away(town: Client, county: Client) -> None:
    by = acting("other", Role.TOWN_SUPERVISOR, TOWN, timezone.now())
    draft = draft_for(child(), line="hiv_allowance", category="HIV")
    made = apply_for(draft=draft, finding=None, by=by, at=timezone.now())
    for address in (f"/applications/{made.pk}/", "/applications/", f"/benefits/of/{made.child_id}/"):
        shown = text(town, address)
        assert "艾滋" not in shown
        # The number of the document says what it is about.
        assert "179号" not in shown
        assert "艾滋病病毒感染儿童基本生活费" in text(county, address)


def test_other_help_is_recorded_by_hand_and_ended(town: Client) -> None:
    one = child()
    said = {"kind": "SUBSISTENCE", "monthly": "420", "from_month": "2026-03", "source": "2026年3月低保名单"}
    page = f"/benefits/of/{one.pk}/"
    refused(town, page, **{**said, "monthly": "很多"})
    post(town, page, **said)
    refused(town, page, **said)
    other = OtherBenefit.objects.everywhere(WHY).get()
    assert (other.monthly_fen, str(other.from_on), other.to_on) == (42000, "2026-03-01", None)
    post(town, f"/benefits/other/{other.pk}/end", to_month="2026-09")
    other.refresh_from_db()
    assert str(other.to_on) == "2026-09-30"


def test_a_gift_for_everybody_on_a_list_is_given_once_by_two(
    county: Client, town: Client, employ: Employ, signed_in: SignedIn
) -> None:
    for number in range(3):
        child(f"张小{number}", category="DEFACTO", state=FileState.RECOGNISED)
    child("李小红", category="POOR", state=FileState.RECOGNISED)
    said = {"line": "holiday_gift", "name": "2027年春节慰问", "categories": ["DEFACTO"], "month": "2026-12"}
    said |= {"amount": "600", "reasons": "年度慰问安排", "articles": "区民政局年度计划"}
    assert town.get("/benefits/batches/new").status_code == 403
    post(county, "/benefits/batches/new", **said)
    batch = Batch.objects.everywhere(WHY).get()
    assert (batch.children, batch.total_fen) == (3, 180000)
    page = f"/benefits/batches/{batch.pk}/"
    assert "须由另一位" in text(county, page)
    refused(county, f"{page}confirm", reasons="同意发放")
    refused(county, "/benefits/batches/new", **said)
    second = entered(signed_in, employ, "second", Role.CHILD_COMMISSIONER)
    post(second, f"{page}confirm", reasons="同意发放")
    grants = list(Grant.objects.everywhere(WHY))
    assert {(each.amount_fen, each.from_month, each.to_month) for each in grants} == {(60000, batch.month, batch.month)}
    assert len({each.decision_id for each in grants}) == 1
    refused(second, f"{page}confirm", reasons="同意发放")
    assert Grant.objects.everywhere(WHY).count() == 3
