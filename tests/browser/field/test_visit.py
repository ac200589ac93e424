"""A visit as it is made: in a village without a network, on a telephone that dies, and told once on the desk."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from PIL import Image

from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.shelf import whole_of
from gonghu.domain.tasks.models import Task
from gonghu.domain.visits.models import MoneyTold, Problem, Visit
from gonghu.domain.visits.terms import ProblemState
from tests.browser.conftest import Visitor
from tests.browser.field.conftest import NAME, Village
from tests.browser.field.telephone import TAP, Telephone

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TAPS = 25
WORDS = "灶台旁边的电线破皮"
# Stands in the page that the telephone keeps: what is looked for in the files is found.
SHELL = "正在打开……"
# Chromium 80 does this to a script in use when it is killed.
LOSE_SCRIPTS = """async () => {
  const [name] = (await caches.keys()).filter((each) => /^gonghu-shell-\\w+$/.test(each));
  const shell = await caches.open(name);
  const scripts = (await shell.keys()).filter((each) => each.url.endsWith(".js"));
  return (await Promise.all(scripts.map((each) => shell.delete(each)))).length;
}"""


def test_a_visit_without_a_network_outlives_the_telephone_and_stands_on_the_desk_once(
    village: Village, begun: Telephone, photo: Path, visit: Callable[..., Visitor]
) -> None:
    village.front.is_down = True
    begun.open()
    begun.taps = 0
    with begun.in_hand():
        begun.type_pin()
        talk_with_the_child(begun)
        find_a_problem(begun, photo)

    assert begun.page.evaluate(LOSE_SCRIPTS) > 1
    begun.kill()
    assert begun.holds(SHELL) != []
    assert begun.holds(NAME) == begun.holds(WORDS) == []
    begun.switch_on()
    begun.open()
    begun.type_pin()
    begun.tap("接着填")
    begun.taps -= 1
    begun.page.wait_for_selector("main img")
    with begun.in_hand():
        begun.tap("下一题")
        begun.sees("照护人签名")
    # Nobody has to sign: the taps of a visit are counted without.
    sign(begun)
    with begun.in_hand():
        begun.tap("填完了，保存")
        begun.sees("已保存在手机")
    print(f"{begun.taps} taps, {begun.seconds:.0f} s with {TAP:.0f} s for a tap")
    assert begun.taps <= MOST_TAPS
    assert Submission.objects.everywhere("test").count() == 0

    begun.kill()
    assert begun.holds(NAME) == begun.holds(WORDS) == []
    begun.switch_on()
    village.front.is_down = False
    # The session is over long ago: the telephone signs in with its own key, without another card.
    Session.objects.all().delete()
    begun.open()
    begun.type_pin()
    begun.sees("都已送达")
    begun.page.locator(".row", has_text=NAME).get_by_text("已填", exact=True).wait_for()
    begun.show("filled")
    begun.page.wait_for_selector(".row >> text=已送达")
    assert begun.page.locator("text=已保存在手机").count() == 0
    stands_on_the_desk_once(village, visit())
    looks_again(village, begun)


def talk_with_the_child(telephone: Telephone) -> None:
    telephone.tap(NAME)
    telephone.tap("开始")
    for answer in ("下一题", "见到了", "还好", "按月足额收到", "祖父母", "在读", "下一题", "还好", "都好", "照看得好"):
        telephone.answer(answer)
    for question in ("现在谁照看孩子", "父亲现在在哪", "母亲现在在哪"):
        telephone.sees(question)
        telephone.tap("下一题")
    telephone.sees("孩子有什么小心愿")
    telephone.write("想要一本字典")
    telephone.tap("下一题")
    telephone.answer("下一题")


def find_a_problem(telephone: Telephone, photo: Path) -> None:
    telephone.answer("是")
    telephone.choose("居家安全")
    telephone.sees("具体是什么")
    telephone.write(WORDS)
    telephone.tap("下一题")
    with telephone.page.expect_file_chooser() as chosen:
        telephone.tap("拍照或选照片")
    chosen.value.set_files(photo)
    telephone.page.wait_for_selector("main img")
    telephone.is_kept()


def sign(telephone: Telephone) -> None:
    """Draw two strokes with the finger, wipe them off, and draw again."""
    mouse = telephone.page.mouse
    telephone.has_turned()
    for wiped in (True, False):
        pad = telephone.page.locator("canvas.signature")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box
        for down in (0.3, 0.6):
            mouse.move(box["x"] + 20, box["y"] + box["height"] * down)
            mouse.down()
            mouse.move(box["x"] + 160, box["y"] + box["height"] * (down + 0.2), steps=4)
            mouse.up()
        telephone.page.get_by_text("擦掉重签").wait_for()
        telephone.is_kept()
        if wiped:
            telephone.page.get_by_text("擦掉重签").click()
            telephone.page.get_by_text("擦掉重签").wait_for(state="detached")


def stands_on_the_desk_once(village: Village, desk: Visitor) -> None:
    (made,) = Visit.objects.everywhere("test").filter(account=village.director)
    (problem,) = Problem.objects.everywhere("test").all()
    # The second is of the subsidy that the family speaks of and nobody has granted.
    (told,) = MoneyTold.objects.everywhere("test").all()
    tasks = [each.pk for each in Task.objects.everywhere("test")]
    assert (len(tasks), set(tasks)) == (2, {problem.task_id, told.task_id})
    kept, signed = sorted(SubmissionFile.objects.all(), key=lambda each: each.name.endswith(".png"))
    paper, *inks = sorted(picture(signed).convert("1").getcolors() or [], reverse=True)
    assert (signed.name.endswith(".png"), paper[1], [colour for _, colour in inks]) == (True, 255, [0])
    assert picture(kept).size == (1200, 1600)
    assert not picture(kept).getexif()
    desk.sign_in(village.officer.sign_in_name)
    desk.open("/children/purpose")
    desk.follow("#purpose .btn-primary")
    desk.open(f"/visits/{made.pk}/")
    desk.page.wait_for_selector(f"main >> text={WORDS}")
    assert desk.page.locator("main img").count() == 2
    desk.page.emulate_media(media="print")
    assert [each.get_attribute("alt") for each in desk.page.locator("main img:visible").all()] == ["签名"]
    desk.page.emulate_media(media="screen")
    desk.open("/visits/problems/")
    assert desk.page.locator(f"main >> text={WORDS}").count() == 1


def looks_again(village: Village, telephone: Telephone) -> None:
    """Look at the problem again: what is told of it answers its task."""
    telephone.show(f"child/{village.child.pk}")
    telephone.sees("已填，再填一张")
    telephone.tap("去复查")
    for answer in ("下一题", "改好了", "下一题"):
        telephone.answer(answer)
    telephone.tap("填完了，保存")
    telephone.sees("都已送达")
    (problem,) = Problem.objects.everywhere("test").all()
    assert problem.state == ProblemState.ANSWERED


def picture(kept: SubmissionFile) -> Image.Image:
    return Image.open(io.BytesIO(b"".join(whole_of(kept.submission_id, kept.pk))))
