"""From a department's files to a confirmed delivery in the browser, as an officer goes."""

import re
import shutil
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn
from tests.officers import JINNAN
from tests.usecases.deliveries import STRANGE, of_sample, worked_off

from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.policies.models import Run
from gonghu.domain.rosters.models import Delivery, SharingAgreement, SheetRead
from gonghu.domain.rosters.terms import DeliveryState, SheetState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("jinnan")

PURPOSE = "困境儿童信息比对排查"


@pytest.fixture(autouse=True)
def _nothing_has_arrived(settings: Settings) -> None:
    """What other tests never took in must not count here."""
    shutil.rmtree(settings.GONGHU_HOME / "arriving", ignore_errors=True)


@pytest.fixture
def wang(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def upload(client: Client, files: dict[str, bytes], **said: str) -> UUID:
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post("/rosters/new", {"rosters": given, "division_code": JINNAN, "organisation": "", **said})
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^>]*>([^<]+)", answer.content.decode())
    worked_off(timezone.now())
    return UUID(answer["Location"].split("/")[2])


def left_over(settings: Settings) -> list[str]:
    arriving = settings.GONGHU_HOME / "arriving"
    return [path.name for path in arriving.iterdir()] if arriving.is_dir() else []


def delivery(key: UUID) -> Delivery:
    return Delivery.objects.everywhere("test").get(pk=key)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_sample_goes_from_upload_to_a_run(wang: Client) -> None:
    key = upload(wang, of_sample())
    said = page(wang, f"/rosters/{key}/")
    assert "持证残疾人" in said
    assert "试读" in said
    wang.post(f"/rosters/{key}/try")
    assert "排队中" in page(wang, f"/rosters/{key}/")
    assert wang.get(f"/rosters/{key}/progress").status_code == 200
    worked_off(timezone.now())
    assert wang.get(f"/rosters/{key}/progress")["HX-Refresh"] == "true"
    assert delivery(key).state == DeliveryState.CHECKED
    assert "确认并比对" in page(wang, f"/rosters/{key}/")
    today = timezone.localdate().isoformat()
    answer = wang.post(f"/rosters/{key}/confirm", {"purpose": PURPOSE, "agreement": "", "as_of": today})
    run = Run.objects.everywhere("test").get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    assert delivery(key).state == DeliveryState.CONFIRMED


def test_a_large_upload_is_sealed_on_the_way(wang: Client, settings: Settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    key = upload(wang, of_sample())
    assert {sheet.state for sheet in SheetRead.objects.filter(file__delivery=key)} <= {"READ", "SKIPPED"}
    assert not left_over(settings)


def test_an_upload_beyond_the_limit_is_refused_with_what_to_do(wang: Client, settings: Settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    settings.GONGHU_UPLOAD_MEGABYTES = 0
    file = SimpleUploadedFile("名单.csv", STRANGE)
    answer = wang.post("/rosters/new", {"rosters": file, "division_code": JINNAN})
    assert answer.status_code == 422
    assert "分成几批上传" in answer.content.decode()


def test_strangers_leave_nothing_behind(client: Client, settings: Settings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    file = SimpleUploadedFile("名单.csv", STRANGE)
    answer = client.post("/rosters/new", {"rosters": file, "division_code": JINNAN})
    assert answer["Location"].startswith("/sign-in")
    assert not left_over(settings)


def test_an_upload_for_another_district_is_refused_and_kept_nowhere(wang: Client, settings: Settings) -> None:
    file = SimpleUploadedFile("名单.csv", STRANGE)
    answer = wang.post("/rosters/new", {"rosters": file, "division_code": "12"})
    assert answer.status_code == 422
    assert not Delivery.objects.everywhere("test").exists()
    assert not left_over(settings)


def test_a_strange_sheet_is_explained_on_its_page(wang: Client) -> None:
    key = upload(wang, {"名单.csv": STRANGE})
    sheet = SheetRead.objects.get(file__delivery=key)
    assert "认不出" in page(wang, f"/rosters/{key}/")
    assert "120112" in page(wang, f"/rosters/sheets/{sheet.pk}/") or sheet.sample
    wang.post(f"/rosters/sheets/{sheet.pk}/", {"kind": "death"})
    worked_off(timezone.now())
    said = page(wang, f"/rosters/sheets/{sheet.pk}/")
    assert "张三" not in said
    assert "120112201001010013" not in said
    refused = wang.post(f"/rosters/sheets/{sheet.pk}/", {"kind": "death", "column-0": "name", "column-1": "name"})
    assert refused.status_code == 422
    assert "写给了两列" in refused.content.decode()
    wang.post(f"/rosters/sheets/{sheet.pk}/", {"kind": "death", "column-0": "name", "column-1": "id_number"})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.kind) == (SheetState.READ, "death")
    assert [column["field"] for column in sheet.columns] == ["name", "id_number", ""]


def test_returned_rows_are_taken_along_and_written_down(wang: Client) -> None:
    key = upload(
        wang, {"死亡.csv": "姓名,身份证号,死亡日期\n,,2026-01-01\n张三,120112201001010013,2026-01-02\n".encode()}
    )
    wang.post(f"/rosters/{key}/try")
    worked_off(timezone.now())
    sheet = SheetRead.objects.get(file__delivery=key)
    answer = wang.post(f"/rosters/sheets/{sheet.pk}/returned")
    assert answer.content.startswith(b"PK")
    assert AuditEntry.objects.filter(verb="rosters.take_returned", subject_key=str(key)).count() == 1


def test_what_is_out_of_scope_is_not_there(wang: Client, employ: Employ, signed_in: SignedIn) -> None:
    key = upload(wang, {"名单.csv": STRANGE})
    sheet = SheetRead.objects.get(file__delivery=key)
    other = signed_in(employ("li", Role.DISTRICT_OFFICER, "120111000000"))
    for address in (f"/rosters/{key}/", f"/rosters/{key}/progress", f"/rosters/sheets/{sheet.pk}/"):
        assert other.get(address).status_code == 404, address
    for address in (f"/rosters/{key}/{act}" for act in ("try", "stop", "confirm", "undo")):
        assert other.post(address).status_code == 404, address
    director = signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))
    assert director.get("/rosters/").status_code == 403


def test_a_batch_is_undone_for_a_reason(wang: Client) -> None:
    key = upload(wang, {"名单.csv": STRANGE})
    assert wang.post(f"/rosters/{key}/undo", {"because": ""}).status_code == 422
    wang.post(f"/rosters/{key}/undo", {"because": "传错了"})
    assert delivery(key).state == DeliveryState.UNDONE
    assert "传错了" in page(wang, f"/rosters/{key}/")


def test_a_job_that_is_stopped_can_be_begun_again(wang: Client) -> None:
    given = [SimpleUploadedFile(name, content) for name, content in of_sample().items()]
    answer = wang.post("/rosters/new", {"rosters": given, "division_code": JINNAN, "organisation": ""})
    address = answer["Location"]
    wang.post(f"{address}stop")
    assert AuditEntry.objects.filter(verb="rosters.stop").count() == 1
    assert "重新识别" in page(wang, address)
    wang.post(f"{address}try")
    worked_off(timezone.now())
    assert "持证残疾人" in page(wang, address)


def test_an_agreement_says_when_the_next_rosters_are_due(wang: Client) -> None:
    today = timezone.localdate()
    office = found_organisation(
        kind=OrganisationKind.DEPARTMENT, name="津南区残联", division_code=JINNAN, by=SYSTEM, at=timezone.now()
    )
    said = {
        "organisation": str(office.pk), "division_code": JINNAN, "kinds": ["disability_certificate"],
        "purpose": PURPOSE, "legal_basis": "未成年人保护法第九十一条", "every_days": "30",
        "document": "津残〔2026〕1号", "signed_on": "2026-01-01", "from_on": "2026-01-01", "to_on": "",
    }  # fmt: skip
    assert wang.post("/rosters/agreements/new", said)["Location"] == "/rosters/agreements/"
    assert "超过" in page(wang, "/rosters/agreements/")
    assert "津南区残联" in page(wang, "/rosters/")
    assert wang.post("/rosters/agreements/new", said).status_code == 422
    with_number = {**said, "document": "2号", "purpose": "查 120112201001010016"}
    assert "不能写身份证号" in wang.post("/rosters/agreements/new", with_number).content.decode()
    agreement = SharingAgreement.objects.everywhere("test").get()
    wang.post(f"/rosters/agreements/{agreement.pk}/", {"on": today.isoformat()})
    agreement.refresh_from_db(from_queryset=SharingAgreement.objects.everywhere("test"))
    assert agreement.to_on == today
