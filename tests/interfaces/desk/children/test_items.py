"""Items of the dictionary on the desk: folded on the file, printed, taken along, corrected with a reason."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.children import whole_file
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn

from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import write_card
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations.items import item_version
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.pages.middleware import LANGUAGE_COOKIE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


@pytest.fixture
def collected() -> Child:
    """A child of whom the collection form told."""
    of = whole_file()
    told = {"housing": "UNSAFE", "tutor": "王秀兰", "adoption": "ADOPTED", "pay_account": "NONE"}
    changes = {name: (value, "") for name, value in told.items()}
    write_card(child=of.pk, changes=changes, source=uuid4(), by=SYSTEM, at=timezone.now(), evidence="走访 2026-11-20")
    return of


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_file_shows_its_items_folded_with_their_days_on_the_page_and_on_paper(
    reader: Client, collected: Child, employ: Employ, signed_in: SignedIn
) -> None:
    page = said(reader, f"/children/{collected.pk}/")
    shown = ("<summary>家庭（1）</summary>", "危房", f"{timezone.localdate()} 起", "王**")
    assert all(words in page for words in shown)
    assert "王秀兰" not in page
    sheet = said(reader, f"/children/{collected.pk}/sheet")
    assert all(words in sheet for words in ("住房", "危房"))
    few = with_purpose(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    village = said(few, f"/children/{collected.pk}/") + said(few, f"/children/{collected.pk}/items/")
    assert "危房" in village
    assert "已被收养" not in village
    assert few.get(f"/children/{collected.pk}/items/adoption").status_code == 404
    few.cookies[LANGUAGE_COOKIE] = "en"
    assert "Unsafe house" in said(few, f"/children/{collected.pk}/items/")


def test_the_items_of_a_file_go_along_as_a_workbook(reader: Client, collected: Child) -> None:
    book = load_workbook(BytesIO(reader.post(f"/children/{collected.pk}/items/export").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
    assert rows[0][:3] == ["分组", "项目", "内容"]
    assert ["家庭", "住房", "危房"] in [row[:3] for row in rows]
    assert ["上学", "帮扶老师", "王**"] in [row[:3] for row in rows]


def test_an_item_is_corrected_with_a_reason_and_what_was_said_stays(reader: Client, collected: Child) -> None:
    address = f"/children/{collected.pk}/items/housing"
    seen = item_version(child=collected.pk, item="housing", on=timezone.localdate())
    typed = {"value": "RENTED", "from_on": timezone.localdate().isoformat(), "reason": "村里来电", "seen": seen}
    refused = reader.post(address, {**typed, "reason": ""})
    assert (refused.status_code, 'value="RENTED" selected' in refused.content.decode()) == (422, True)
    stale = reader.post(address, {**typed, "seen": "old"})
    assert "刚刚又有人改过" in stale.content.decode()
    assert reader.post(address, typed)["Location"] == f"/children/{collected.pk}/items/"
    page = said(reader, f"/children/{collected.pk}/items/")
    assert all(words in page for words in ("租住", "村里来电", "危房"))
    entry = AuditEntry.objects.filter(verb="people.correct_item").get()
    assert entry.detail == {"field": "housing"}
    assert reader.post(f"/children/{collected.pk}/items/height", {**typed, "value": "高"}).status_code == 422
