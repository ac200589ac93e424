"""
Thirty days without a network: ``GONGHU_FIELD_MONTH=200`` makes so many visits, each with three photos.

Everything is typed and photographed in the app; only the clock of the telephone runs faster.
"""

import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image

from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.operations import publish_form, upload_form
from gonghu.domain.questionnaires.terms import FileState
from gonghu.foundation.acting import SYSTEM
from tests.browser.field.conftest import Village, begin
from tests.browser.field.telephone import Telephone

VISITS = int(os.environ.get("GONGHU_FIELD_MONTH", "0"))
DAYS, PHOTOS, NAGS_ON = 30, 3, 3
MOST_BYTES = 20 << 20
PATIENCE_MS = 1_800_000

FORM = """
| survey |                     |            |              |          |         |
|        | type                | name       | label        | required | default |
|        | hidden              | child      |              |          |         |
|        | hidden              | task       |              |          |         |
|        | date                | visited_on | 哪天去的     | yes      | today() |
|        | select_one outcomes | outcome    | 见到孩子了吗 | yes      |         |
|        | text                | words      | 看到什么     |          |         |
|        | image               | photo1     | 照片一       |          |         |
|        | image               | photo2     | 照片二       |          |         |
|        | image               | photo3     | 照片三       |          |         |
| choices |          |             |        |
|         | list_name | name        | label  |
|         | outcomes | MET         | 见到了 |
|         | outcomes | NOT_AT_HOME | 没在家 |
| settings |            |               |         |
|          | form_title | form_id       | version |
|          | 本月走访   | regular_visit | month   |
"""
HELD = """async () => {
  const opened = await new Promise((done) => {
    const asked = indexedDB.open("gonghu-field");
    asked.onsuccess = () => done(asked.result);
  });
  const sizes = {};
  for (const table of opened.objectStoreNames) {
    sizes[table] = await new Promise((done) => {
      let size = 0;
      opened.transaction(table).objectStore(table).openCursor().onsuccess = ({ target }) => {
        if (!target.result) return done(size);
        size += target.result.value.byteLength ?? 0;
        target.result.continue();
      };
    });
  }
  opened.close();
  return sizes;
}"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not VISITS, reason="GONGHU_FIELD_MONTH=200 makes 200 visits in thirty days without a network"),
]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three photos as telephones take them."""
    made = []
    for number in range(PHOTOS):
        path = tmp_path / f"photo{number}.jpg"
        size = (-2 + number / 10, -1.5, 1, 1.5)
        Image.effect_mandelbrot((2400, 1800), size, 40).convert("RGB").save(path)
        made.append(path)
    return made


def test_a_month_without_a_network_arrives_whole(village: Village, telephone: Telephone, photos: list[Path]) -> None:
    place = village.child.division_code
    made = upload_form(content=FORM.encode(), file_name="month.md", division_code=place, by=SYSTEM, at=timezone.now())
    publish_form(version=made.pk, by=SYSTEM, at=timezone.now())
    today = timezone.now()
    before = today - timedelta(days=DAYS)
    telephone.page.clock.install(time=before)
    # The server's clock would put the telephone's right.
    village.front.changed["/field/api/me"] = lambda body: json.dumps({**json.loads(body), "now": str(before)}).encode()
    begin(village, telephone)
    telephone.show("settings")
    telephone.tap("改用普通字号")
    village.front.is_down = True
    for day in range(DAYS):
        telephone.page.clock.set_system_time(today - timedelta(days=DAYS - day, hours=-1))
        telephone.open()
        telephone.type_pin()
        telephone.page.wait_for_selector(".counts")
        assert telephone.page.get_by_text("天没有联网").count() == (day >= NAGS_ON)
        for number in range(VISITS * day // DAYS, VISITS * (day + 1) // DAYS):
            visit(telephone, village, f"第 {number} 次", photos)
    held = telephone.page.evaluate(HELD)
    print("bytes on the telephone by table:", held)
    assert sum(size for table, size in held.items() if table != "files") <= MOST_BYTES

    village.front.is_down = False
    del village.front.changed["/field/api/me"]
    telephone.page.clock.set_system_time(today)
    began = time.monotonic()
    telephone.open()
    telephone.type_pin()
    telephone.show("filled")
    telephone.page.get_by_text("都已送达").first.wait_for(timeout=PATIENCE_MS)
    print(f"{VISITS} visits with {PHOTOS * VISITS} photos sent in {time.monotonic() - began:.0f} s")
    arrived = [
        each.xml.decode().split("<words>")[1].split("</words>")[0] for each in Submission.objects.everywhere("test")
    ]
    assert sorted(arrived) == sorted(f"第 {number} 次" for number in range(VISITS))
    assert SubmissionFile.objects.filter(state=FileState.KEPT).count() == PHOTOS * VISITS


def visit(telephone: Telephone, village: Village, words: str, photos: list[Path]) -> None:
    page = telephone.page
    telephone.show(f"child/{village.child.pk}")
    telephone.tap("本月走访")
    telephone.sees("看到什么")
    telephone.tap("见到了")
    page.fill("main textarea, main input[type=text]", words)
    for label, photo in zip(("照片一", "照片二", "照片三"), photos, strict=True):
        if page.get_by_text(label).count() == 0:
            telephone.tap("下一题")
        asked = page.locator(".question", has_text=label)
        asked.locator("input[type=file]").set_input_files(photo)
        asked.locator("img").wait_for()
    telephone.is_kept()
    telephone.tap("填完了，保存")
    page.wait_for_selector(".row .mark")
