"""Pages of runs, findings, recognitions and figures, as officers of each level see them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.children import VILLAGE, child
from tests.findings import reason, seen, stored
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.operations import allow
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.policies.models import Finding, Recognition, Run, RunSchedule
from gonghu.domain.policies.operations.standing import move
from gonghu.domain.policies.terms import FindingState, RecognitionState, Verdict
from gonghu.domain.tasks.models import Task
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk.children.reading import PURPOSE
from gonghu.interfaces.desk.dashboard.small_counts import HIDDEN, hidden_together
from gonghu.usecases.verify_lead import open_leads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

WHY = "a test looks"
SECRET = reason("not_protected", "父亲服刑在押，母亲死亡", tells="PRISON")


@pytest.fixture
def lead() -> Finding:
    at = timezone.now()
    stored([seen(child("欧阳小雨").pk, SECRET, stake_fen=260000)], [SECRET], at=at)
    return Finding.objects.everywhere(WHY).get()


def entered(signed_in: SignedIn, employ: Employ, name: str, role: Role, division: str = "120112000000") -> Client:
    client = signed_in(employ(name, role, division))
    session = client.session
    session[PURPOSE] = "核实线索"
    session.save()
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_shows_names_masked_and_filters_hold_together(
    employ: Employ, signed_in: SignedIn, lead: Finding
) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    shown = text(client, "/findings/")
    assert "欧阳" not in shown.replace("欧阳**", "")
    assert "应保未保" in shown
    assert str(lead.pk) in text(client, "/findings/?policy=not_protected&stake=2600&category=DEFACTO&idle=on")
    assert str(lead.pk) not in text(client, "/findings/?stake=2601")
    assert str(lead.pk) not in text(client, "/findings/?state=REFUTED")
    assert str(lead.pk) not in text(client, "/findings/?place=120112101")


def test_what_is_sealed_is_told_in_the_district_and_nowhere_below(
    employ: Employ, signed_in: SignedIn, lead: Finding
) -> None:
    address = f"/findings/{lead.pk}/"
    above = text(entered(signed_in, employ, "district", Role.DISTRICT_OFFICER), address)
    assert "服刑在押" in above
    assert "司法局.xlsx" in above
    for name, role, place in (
        ("town", Role.TOWN_SUPERVISOR, VILLAGE[:9]),
        ("village", Role.VILLAGE_DIRECTOR, VILLAGE),
        ("commissioner", Role.CHILD_COMMISSIONER, "120112000000"),
    ):
        client = entered(signed_in, employ, name, role, place)
        for page in (address, "/findings/"):
            below = text(client, page)
            assert "情况已核实" in below
            assert "服刑" not in below.replace("服刑、戒毒", "")
            assert "司法局" not in below


def test_a_finding_elsewhere_does_not_exist(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "other", Role.DISTRICT_OFFICER, "120111000000")
    assert client.get(f"/findings/{lead.pk}/").status_code == 404
    assert client.post(f"/findings/{lead.pk}/verify", {"outcome": "CONFIRMED"}).status_code == 404


def test_reading_a_finding_stands_in_the_childs_audit(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    text(entered(signed_in, employ, "district", Role.DISTRICT_OFFICER), f"/findings/{lead.pk}/")
    entry = AuditEntry.objects.get(verb="children.read", subject_key=str(lead.child_id))
    assert entry.detail == {"fields": ["findings"]}


def test_ticked_findings_become_tasks_once(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    ticked = {"keys": [str(lead.pk), "nonsense"]}
    shown = client.post("/findings/tasks", ticked).content.decode()
    assert "欧阳**" in shown
    assert f'name="keys" value="{lead.pk}"' in shown
    assert not Task.objects.everywhere(WHY).exists()
    for _again in range(2):
        assert client.post("/findings/tasks", {**ticked, "sure": "1"}).status_code == 302
    assert Task.objects.everywhere(WHY).count() == 1


def test_an_outcome_that_says_no_needs_words(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    open_leads(findings=[lead.pk], by=SYSTEM, at=timezone.now())
    refused = client.post(f"/findings/{lead.pk}/verify", {"outcome": "REFUTED", "note": ""})
    assert refused.status_code == 422
    assert client.post(f"/findings/{lead.pk}/verify", {"outcome": "REFUTED", "note": "父亲已返家"}).status_code == 302
    lead.refresh_from_db()
    assert lead.state == FindingState.REFUTED


def test_from_a_finding_to_a_recognised_child_on_the_pages(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    first = entered(signed_in, employ, "first", Role.CHILD_COMMISSIONER)
    address = f"/recognitions/propose/{lead.pk}/"
    assert "民发〔2019〕62号·第一部分" in text(first, address)
    assert first.post(address, {"category": "DEFACTO"}).status_code == 422
    said = {"category": "DEFACTO", "document": "民发〔2019〕62号", "evidence": "死亡证明", "opinion": "查验属实"}
    assert first.post(address, said).status_code == 302
    made = Recognition.objects.everywhere(WHY).get()
    page = f"/recognitions/{made.pk}/"
    assert "同意认定" not in text(first, page)
    second = entered(signed_in, employ, "second", Role.DISTRICT_OFFICER)
    assert "事实无人抚养儿童：欧阳**" in text(second, "/")
    assert "同意认定" in text(second, page)
    assert second.post(f"{page}refuse", {"opinion": "不行"}).status_code == 422
    assert second.post(f"{page}approve", {"opinion": "同意"}).status_code == 302
    made.refresh_from_db()
    assert made.state == RecognitionState.APPROVED
    assert str(made.pk) in text(second, "/recognitions/?state=APPROVED")


def test_a_child_whom_no_screening_found_is_recognised_from_its_file(employ: Employ, signed_in: SignedIn) -> None:
    unfound, far = child("欧阳小雨"), child("远方", village="120112101201")
    first = entered(signed_in, employ, "first", Role.TOWN_SUPERVISOR, VILLAGE[:9])
    address = f"/recognitions/propose/child/{unfound.pk}/"
    assert address in text(first, f"/children/{unfound.pk}/")
    assert first.get(address.replace(str(unfound.pk), str(far.pk))).status_code == 404
    assert "没有比对结果也可以认定" in text(first, address)
    assert first.post(address, {"category": "SEVERE", "document": "津民发〔2024〕1号"}).status_code == 422
    said = {"category": "SEVERE", "document": "津民发〔2024〕1号", "evidence": "残疾人证", "opinion": "查验属实"}
    assert first.post(address, said).status_code == 302
    made = Recognition.objects.everywhere(WHY).get()
    page = text(entered(signed_in, employ, "second", Role.DISTRICT_OFFICER), f"/recognitions/{made.pk}/")
    assert "同意认定" in page
    director = entered(signed_in, employ, "director", Role.VILLAGE_DIRECTOR, VILLAGE)
    assert address not in text(director, f"/children/{unfound.pk}/")


def test_a_sealed_category_is_proposed_and_decided_by_those_who_may_know_it_and_told_to_nobody_else(
    employ: Employ, signed_in: SignedIn
) -> None:
    one = child("欧阳小雨")
    below = entered(signed_in, employ, "below", Role.TOWN_SUPERVISOR, VILLAGE[:9])
    address = f"/recognitions/propose/child/{one.pk}/"
    assert 'value="HIV"' not in text(below, address)
    assert 'value="HIV"' not in text(below, "/recognitions/")
    said = {"category": "HIV", "document": "民发〔2009〕26号", "evidence": "区疾控中心证明", "opinion": "属实"}
    assert below.post(address, said).status_code == 422
    allow(
        role=Role.DISTRICT_OFFICER, permission=Permission.RECOGNISE_FIRST, reason="局务会", by=SYSTEM, at=timezone.now()
    )
    first, second = (entered(signed_in, employ, name, Role.DISTRICT_OFFICER) for name in ("first", "second"))
    assert 'value="HIV"' in text(first, address)
    assert first.post(address, said).status_code == 302
    made = Recognition.objects.everywhere(WHY).get()
    page = f"/recognitions/{made.pk}/"
    assert str(made.pk) in text(second, "/recognitions/?category=HIV")
    assert second.post(f"{page}approve", {"opinion": "同意"}).status_code == 302
    assert below.get(page).status_code == 404
    assert not any(word in text(below, f"/children/{one.pk}/") for word in ("艾滋", "疾控"))


def test_lists_go_along_as_workbooks(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    answer = client.post("/findings/export?state=ALL")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[3][1] == "欧阳**"
    assert lead.pk


def test_a_run_is_shown_and_undone_only_by_who_means_it(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    run = Run.objects.everywhere(WHY).get()
    assert str(run.pk) in text(client, "/runs/")
    assert "撤销这次比对" in text(client, f"/runs/{run.pk}/")
    assert client.get(f"/runs/{run.pk}/progress").headers["HX-Refresh"] == "true"
    assert client.post(f"/runs/{run.pk}/undo", {}).status_code == 422
    assert client.post(f"/runs/{run.pk}/undo", {"sure": "on"}).status_code == 302
    assert not Finding.objects.everywhere(WHY).exists()
    assert lead.pk


def test_a_run_is_repeated_watched_and_cancelled(employ: Employ, signed_in: SignedIn, lead: Finding) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    run = Run.objects.everywhere(WHY).get()
    made = client.post(f"/runs/{run.pk}/again")
    assert "排队中" in text(client, made.headers["Location"])
    assert "排队中" in text(client, f"{made.headers['Location']}progress")
    assert client.post(f"{made.headers['Location']}cancel").status_code == 302
    assert Run.objects.everywhere(WHY).exclude(pk=run.pk).get().state == "CANCELLED"
    assert lead.pk


def test_a_place_is_compared_every_so_many_days(employ: Employ, signed_in: SignedIn) -> None:
    client = entered(signed_in, employ, "district", Role.DISTRICT_OFFICER)
    assert client.post("/runs/schedule", {"place": "120111", "every": "7"}).status_code == 422
    assert client.post("/runs/schedule", {"place": "120112", "every": "7"}).status_code == 302
    schedule = RunSchedule.objects.everywhere(WHY).get()
    assert schedule.next_on == timezone.localdate() + timedelta(days=7)
    assert "每 7 天" in text(client, "/runs/")


def test_figures_are_told_by_place_and_small_ones_not_to_the_blind(
    employ: Employ, signed_in: SignedIn, lead: Finding
) -> None:
    move([lead], state=FindingState.CONFIRMED, verdict=Verdict.CONFIRMED, at=timezone.now())
    seeing = text(entered(signed_in, employ, "district", Role.DISTRICT_OFFICER), "/dashboard")
    assert "少于 3" not in seeing
    assert "100%" in seeing
    blind = text(entered(signed_in, employ, "auditor", Role.AUDITOR), "/dashboard")
    assert "少于 3" in blind
    assert "2600" not in blind
    # What a page leaves untold is not told by opening the place itself.
    auditor = entered(signed_in, employ, "auditor-too", Role.AUDITOR)
    town = f"/dashboard?place={lead.division_code[:9]}000"
    assert auditor.get(town).headers["Location"].endswith("?place=120112000000")
    assert entered(signed_in, employ, "district-too", Role.DISTRICT_OFFICER).get(town).status_code == 200


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([0, 5, 9], [0, 5, 9]),
        ([1, 5, 9], [HIDDEN, HIDDEN, 9]),
        ([1, 2, 9], [HIDDEN, HIDDEN, 9]),
        ([2], [HIDDEN]),
        ([], []),
    ],
)
def test_of_one_hidden_count_a_second_goes_with_it(counts: list[int], shown: list[int]) -> None:
    assert hidden_together(counts) == shown


def test_whoever_has_no_business_there_is_not_let_in(employ: Employ, signed_in: SignedIn) -> None:
    village = entered(signed_in, employ, "village", Role.VILLAGE_DIRECTOR, VILLAGE)
    assert village.get("/runs/").status_code == 403
    assert village.get("/dashboard").status_code == 403
    assert village.post("/findings/export").status_code == 403
    technician = entered(signed_in, employ, "technician", Role.TECHNICIAN)
    assert technician.get("/findings/").status_code == 403
