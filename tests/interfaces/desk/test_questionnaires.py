"""Pages of the questionnaires: an official changes a form in Excel and puts it to use in one district."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.interfaces.desk.conftest import VILLAGE, XIQING, Employ, SignedIn

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.domain.questionnaires.models import FormKey, FormVersion, Questionnaire, Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms, receive_submission
from gonghu.domain.questionnaires.queries import forms_for
from gonghu.domain.questionnaires.terms import Arrived, FormState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
OWN_FORM = """
| survey |
| | type | name | label |
| | text | a | 问一 |
| | select_one yn | b | 问二 |
| choices |
| | list_name | name | label |
| | yn | Y | 是 |
| | yn | N | 否 |
"""
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def district(employ: Employ, signed_in: SignedIn) -> Client:
    keep_shipped_forms(by=SYSTEM, at=timezone.now())
    return signed_in(employ("district"))


def send(client: Client, content: bytes, name: str = "home_safety.xlsx", place: str = "120112000000") -> Any:
    files = {"source": SimpleUploadedFile(name, content), "division_code": place}
    return client.post("/questionnaires/new", files)


def changed(client: Client) -> bytes:
    """Take the national form as a workbook and add a question, as an official does in Excel."""
    version = FormVersion.objects.get(questionnaire="home_safety", division_code="")
    taken = client.get(f"/questionnaires/{version.pk}/source")
    assert taken["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(taken.content))
    survey = book["survey"]
    columns = [cell.value for cell in survey[1]]
    row = {"type": "text", "name": "local_note", "label": f"本地补充{SCRIPT}", "hint": SCRIPT}
    survey.append([row.get(str(column), "") for column in columns])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def filled_in_by(account: Account) -> FormVersion:
    who = officer(account=account, at=timezone.now())
    (found,) = (each for each in forms_for(posts=who.posts, scope=who.scope) if each.questionnaire_id == "home_safety")
    return found


def test_a_form_changed_in_excel_holds_in_the_district_and_nowhere_else(district: Client, employ: Employ) -> None:
    own, other = employ("own", Role.VILLAGE_DIRECTOR, VILLAGE), employ("other", Role.VILLAGE_DIRECTOR, "120111100201")
    national = filled_in_by(own)
    answer = send(district, changed(district))
    draft = FormVersion.objects.get(state=FormState.DRAFT)
    assert answer["Location"] == f"/questionnaires/{draft.pk}/"
    page = district.get(f"/questionnaires/{draft.pk}/").content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    # What the answers mean was taken over.
    assert "个工作日内由村（居）民委员会解决" in page
    assert filled_in_by(own) == national
    district.post(f"/questionnaires/{draft.pk}/publish")
    assert (filled_in_by(own), filled_in_by(other)) == (draft, national)
    refused = district.post(f"/questionnaires/{draft.pk}/withdraw", {"because": ""})
    assert refused.status_code == 422
    district.post(f"/questionnaires/{draft.pk}/withdraw", {"because": "第 3 题写错了"})
    assert filled_in_by(own) == national
    assert "第 3 题写错了" in district.get(f"/questionnaires/{draft.pk}/").content.decode()


def test_what_is_wrong_with_a_form_is_told_by_sheet_row_and_column(district: Client) -> None:
    wrong = "| survey |\n| | type | name | label | required |\n| | image | a | 照片 | yes |\n".encode()
    answer = send(district, wrong, "mine.md")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "survey 表 第 2 行 “required”列：照片、录音和位置不得强制" in page
    assert not FormVersion.objects.filter(state=FormState.DRAFT).exists()


@pytest.mark.parametrize(
    ("meaning", "told"),
    [
        ("card: {a: father}", "card 里没有“father”这一项（a）"),
        ("items: {b: housing}", "选项 Y 记不进去：“住房”不能是“Y”"),
        ("kind: VISIT", "kind 只能写 FIRST、"),
        ("problems: [{question: b}]", "problems 里有一项缺 kind，请补上"),
        ("kind: [", "含义文件不是 YAML，第 1 行附近写不通"),
    ],
)
def test_a_meaning_that_no_file_could_hold_is_refused_in_words(district: Client, meaning: str, told: str) -> None:
    files = {
        "source": SimpleUploadedFile("mine.md", OWN_FORM.encode()),
        "meaning": SimpleUploadedFile("meaning.yaml", meaning.encode()),
        "division_code": "120112000000",
    }
    answer = district.post("/questionnaires/new", files)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_the_same_form_twice_in_a_second_is_two_drafts(district: Client) -> None:
    assert {send(district, OWN_FORM.encode(), "mine.md").status_code for _ in range(3)} == {302}
    assert FormVersion.objects.filter(questionnaire="mine").values("version").distinct().count() == 3


def test_nobody_changes_the_forms_of_another_place_or_of_all(
    district: Client, employ: Employ, signed_in: SignedIn
) -> None:
    elsewhere = signed_in(employ("elsewhere", Role.DISTRICT_OFFICER, XIQING))
    send(district, changed(district))
    draft = FormVersion.objects.get(state=FormState.DRAFT)
    national = FormVersion.objects.get(questionnaire="complaint")
    assert elsewhere.get(f"/questionnaires/{draft.pk}/").status_code == 404
    assert elsewhere.post(f"/questionnaires/{draft.pk}/publish").status_code == 404
    district.post(f"/questionnaires/{national.pk}/withdraw", {"because": "不用了"})
    director = signed_in(employ("director", Role.VILLAGE_DIRECTOR, VILLAGE))
    assert director.post(f"/questionnaires/{draft.pk}/publish").status_code == 403
    assert elsewhere.post("/questionnaires/new", {}).status_code == 422
    national.refresh_from_db()
    draft.refresh_from_db()
    assert (national.state, draft.state) == (FormState.IN_USE, FormState.DRAFT)


def test_a_draft_is_dropped_once_that_is_confirmed_and_its_name_with_it(district: Client) -> None:
    send(district, OWN_FORM.encode(), "mine.md", "津南区")
    draft = FormVersion.objects.get(questionnaire="mine")
    assert draft.division_code == "120112000000"
    page = district.get(f"/questionnaires/{draft.pk}/").content.decode()
    assert ("删除这份草稿" in page, "撤回这一版" in page) == (True, False)
    unsure = district.post(f"/questionnaires/{draft.pk}/drop")
    assert (unsure.status_code, "请先勾选" in unsure.content.decode()) == (422, True)
    done = district.post(f"/questionnaires/{draft.pk}/drop", {"sure": "on"}, follow=True)
    assert f"草稿“{draft.title}”已删除。" in done.content.decode()
    assert f"/questionnaires/{draft.pk}/" not in done.content.decode()
    assert not Questionnaire.objects.filter(pk="mine").exists()
    entry = AuditEntry.objects.get(verb="questionnaires.drop_draft")
    assert (entry.subject_key, entry.chain, entry.detail["form"]) == (str(draft.pk), "120112", "mine")
    assert district.post(f"/questionnaires/{draft.pk}/drop", {"sure": "on"}).status_code == 404


def test_what_was_in_use_or_was_filled_in_is_withdrawn_and_never_dropped(district: Client, employ: Employ) -> None:
    for _each in range(2):
        send(district, changed(district))
    used, draft = FormVersion.objects.filter(state=FormState.DRAFT).order_by("version")
    district.post(f"/questionnaires/{used.pk}/publish")
    assert "删除这份草稿" not in district.get(f"/questionnaires/{used.pk}/").content.decode()
    told = district.post(f"/questionnaires/{used.pk}/drop", {"sure": "on"}, follow=True)
    assert "不是草稿，不能删除，只能撤回" in told.content.decode()
    district.post(f"/questionnaires/{used.pk}/withdraw", {"because": "写错了"})
    district.post(f"/questionnaires/{used.pk}/drop", {"sure": "on"})
    key = uuid4()
    sent = Arrived(key, draft.questionnaire_id, draft.version, b"<data/>", made_at=timezone.now())
    by = officer(account=employ("director", Role.VILLAGE_DIRECTOR, VILLAGE), at=timezone.now())
    receive_submission(arrived=sent, by=by, at=timezone.now())
    page = district.get(f"/questionnaires/{draft.pk}/").content.decode()
    assert ("删除这份草稿" in page, "撤回这一版" in page) == (False, True)
    told = district.post(f"/questionnaires/{draft.pk}/drop", {"sure": "on"}, follow=True)
    assert "已经收到按这一版填的填报" in told.content.decode()
    assert FormVersion.objects.filter(pk__in=[used.pk, draft.pk]).count() == 2
    Submission.objects.everywhere("test").filter(pk=key).delete()
    district.post(f"/questionnaires/{draft.pk}/drop", {"sure": "on"})
    assert not FormVersion.objects.filter(pk=draft.pk).exists()
    # The other versions of the form stay.
    assert FormVersion.objects.filter(questionnaire=used.questionnaire_id).count() == 2
    assert not AuditEntry.objects.filter(verb="questionnaires.drop_draft", subject_key=str(used.pk)).exists()


def test_nobody_drops_a_draft_of_another_district_or_without_the_right(
    district: Client, employ: Employ, signed_in: SignedIn
) -> None:
    send(district, OWN_FORM.encode(), "mine.md")
    draft = FormVersion.objects.get(questionnaire="mine")
    elsewhere = signed_in(employ("elsewhere", Role.DISTRICT_OFFICER, XIQING))
    director = signed_in(employ("director", Role.VILLAGE_DIRECTOR, VILLAGE))
    asked = [client.post(f"/questionnaires/{draft.pk}/drop", {"sure": "on"}) for client in (elsewhere, director)]
    assert [answer.status_code for answer in asked] == [404, 403]
    assert "删除这份草稿" not in director.get(f"/questionnaires/{draft.pk}/").content.decode()
    # A draft of the whole country is seen in every district, and belongs to none.
    national = FormVersion.objects.get(questionnaire="complaint")
    FormVersion.objects.filter(pk=national.pk).update(state=FormState.DRAFT, published_at=None)
    district.post(f"/questionnaires/{national.pk}/drop", {"sure": "on"})
    assert FormVersion.objects.filter(pk__in=[draft.pk, national.pk]).count() == 2


def test_a_key_is_shown_once_and_can_be_ended(district: Client, employ: Employ) -> None:
    employ("director", Role.VILLAGE_DIRECTOR, VILLAGE)
    until = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    made = district.post("/questionnaires/keys/", {"sign_in_name": "director", "label": "手机", "until_on": until})
    key = FormKey.objects.everywhere("test").get()
    token = made.context["made"].token
    assert token in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert token not in district.get("/questionnaires/keys/").content.decode()
    assert district.get(f"/v1/key/{token}/projects/1/formList").status_code == 200
    district.post(f"/questionnaires/keys/{key.pk}/end")
    assert district.get(f"/v1/key/{token}/projects/1/formList").status_code == 401
    unknown = district.post("/questionnaires/keys/", {"sign_in_name": "nobody", "label": "x", "until_on": until})
    assert unknown.status_code == 422
