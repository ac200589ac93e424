"""The visit of a director whose telephone is years old: its browser is fetched by `make old-browsers`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.access.operations import make_login_card
from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.visits.models import Problem, Visit
from gonghu.foundation.acting import SYSTEM
from tests.browser.field.conftest import NAME, Village
from tests.browser.field.old_browser import OldBrowser
from tests.browser.field.telephone import PIN
from tests.browser.field.test_visit import WORDS, picture

pytestmark = pytest.mark.django_db(transaction=True)

# Folders of browsers, each with its program `chromium`.
FETCHED = Path(os.environ.get("GONGHU_OLD_BROWSERS", "/nowhere"))
FLOOR = 80
BROWSERS = sorted(FETCHED.glob("*/chromium"), key=lambda each: int(each.parent.name))
ENOUGH = [each for each in BROWSERS if int(each.parent.name) >= FLOOR]
TOO_OLD = [each for each in BROWSERS if int(each.parent.name) < FLOOR]
SIZE = (360, 640)
DUTY = "022-28391234"
ASKED = """() => {
  const all = document.querySelectorAll(".question-label");
  return all.length ? all[all.length - 1].innerText : "";
}"""


class OldTelephone:
    """A telephone with an old browser, switched on and off (旧手机)."""

    def __init__(self, program: Path, profile: Path, village: Village, pictures: Path | None) -> None:
        self._program, self._profile, self._village, self._pictures = program, profile, village, pictures
        self.browser = OldBrowser(program, profile, SIZE)

    def again(self) -> None:
        self.browser.kill()
        assert self.browser.wrong == []
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self._profile / name).unlink(missing_ok=True)
        self.browser = OldBrowser(self._program, self._profile, SIZE)

    def open(self, path: str = "/field/") -> None:
        self.browser.open(f"{self._village.front.address}{path}")

    def answer(self, words: str) -> None:
        asked = self.browser.wait(ASKED)
        self.browser.tap(words)
        self.browser.wait(f"asked => ({ASKED})() !== asked", asked)

    def look(self, name: str) -> None:
        assert self.browser.run("() => document.documentElement.scrollWidth - innerWidth") <= 0, name
        if self._pictures:
            self.browser.picture(self._pictures / f"old-{self._program.parent.name}-{name}.png")

    def type_pin(self) -> None:
        self.browser.type(PIN, "input.pin")


@pytest.fixture
def old(
    request: pytest.FixtureRequest, village: Village, tmp_path: Path, pictures: Path | None
) -> Iterator[OldTelephone]:
    made = OldTelephone(request.param, tmp_path / "profile", village, pictures)
    yield made
    made.browser.kill()


@pytest.mark.parametrize("old", ENOUGH, indirect=True, ids=lambda each: each.parent.name)
def test_a_visit_is_made_on_an_old_telephone(village: Village, old: OldTelephone, photo: Path) -> None:
    signs_in(village, old)
    village.front.is_down = True
    old.open()
    old.type_pin()
    talks_with_the_child(old)
    finds_a_problem(old, photo)

    old.again()
    old.open()
    old.type_pin()
    old.browser.tap("接着填")
    old.browser.wait("() => !!document.querySelector('main img')")
    old.look("photo")
    old.browser.tap("下一题")
    old.browser.sees("照护人签名")
    old.look("signature")
    old.browser.tap("填完了，保存")
    old.browser.sees("已保存在手机")
    old.look("saved")
    assert Submission.objects.everywhere("test").count() == 0

    village.front.is_down = False
    old.browser.tap("现在送达")
    old.browser.sees("都已送达")
    old.look("delivered")
    stands_once(village)
    assert old.browser.wrong == []


@pytest.mark.parametrize("old", TOO_OLD, indirect=True, ids=lambda each: each.parent.name)
def test_a_browser_that_is_too_old_is_told_what_to_do_and_keeps_what_it_has(old: OldTelephone) -> None:
    old.open("/field/manifest.webmanifest")
    kept = json.dumps({"police": "110", "duty_phone": DUTY})
    old.browser.wait("kept => { localStorage.setItem('gonghu-numbers', kept); return true; }", kept)
    old.open()
    old.browser.sees("这个浏览器太旧")
    old.browser.sees(f"值班电话 {DUTY}")
    old.look("too-old")
    assert old.browser.run("() => Object.keys(localStorage)") == ["gonghu-numbers"]


def stands_once(village: Village) -> None:
    (made,) = Visit.objects.everywhere("test").filter(account=village.director)
    (problem,) = Problem.objects.everywhere("test").all()
    assert made.child_id == problem.child_id == village.child.pk
    (kept,) = SubmissionFile.objects.all()
    assert picture(kept).size == (1200, 1600)
    assert not picture(kept).getexif()


def signs_in(village: Village, old: OldTelephone) -> None:
    card = make_login_card(account=village.director, by=SYSTEM, at=timezone.now())
    old.open(f"/card/{card.token}")
    old.browser.wait("() => !!document.querySelector('main .btn-primary')")
    old.browser.run("() => document.querySelector('main .btn-primary').click()")
    old.browser.wait("() => !!document.querySelector('nav.navigation')")
    old.open()
    old.browser.sees("请设置一个 PIN")
    old.look("pin")
    old.type_pin()
    old.browser.sees("再输入一次")
    old.type_pin()
    old.browser.sees("都已送达")
    old.look("today")


def talks_with_the_child(old: OldTelephone) -> None:
    old.browser.tap(NAME)
    old.browser.sees("开始")
    old.look("child")
    old.browser.tap("开始")
    for answer in ("下一题", "见到了", "还好", "按月足额收到", "祖父母", "在读", "下一题", "还好", "都好", "照看得好"):
        old.answer(answer)
        if answer == "见到了":
            old.look("question")
    for question in ("现在谁照看孩子", "父亲现在在哪", "母亲现在在哪"):
        old.browser.sees(question)
        old.browser.tap("下一题")
    old.browser.sees("孩子有什么小心愿")
    old.browser.type("想要一本字典", "main textarea, main input[type=text]")
    old.browser.tap("下一题")
    old.answer("下一题")


def finds_a_problem(old: OldTelephone, photo: Path) -> None:
    old.answer("是")
    chosen = """words => {
      const list = document.querySelector("main select");
      if (!list) return false;
      list.value = [...list.options].filter((each) => each.label === words)[0].value;
      return list.dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    old.browser.wait(chosen, "居家安全")
    old.browser.sees("具体是什么")
    old.browser.type(WORDS, "main textarea, main input[type=text]")
    old.browser.tap("下一题")
    old.browser.sees("拍照或选照片")
    old.browser.give_file(photo, "main input[type=file]")
    old.browser.wait("() => !!document.querySelector('main img')")
    old.browser.wait("() => document.documentElement.dataset.saving !== 'true'")
