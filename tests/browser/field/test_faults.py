"""Whatever the server answers, the telephone keeps what was filled until it is told that it arrived."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import disable_account, enable_account
from gonghu.domain.questionnaires.models import Submission
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.rescue_telephone import Rescued, rescue_telephone
from tests.browser.field.conftest import Village, use_card
from tests.browser.field.front import Fault
from tests.browser.field.telephone import Telephone

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("表格太长", "夜里看不清", "希望有方言")


def complain(telephone: Telephone, words: str) -> None:
    telephone.show("forms")
    telephone.tap("投诉建议")
    telephone.answer("软件使用")
    telephone.page.fill("main textarea", words)
    telephone.tap("填完了，保存")
    telephone.sees("现在送达")


def fails_for(village: Village, fault: Fault, uuid: str) -> None:
    """Answer with a fault whenever one record is sent."""
    village.front.fault = lambda _method, path, body: (
        fault if path.endswith("/api/records") and uuid.encode() in body else None
    )


def states(telephone: Telephone) -> list[str]:
    return sorted(telephone.page.locator(".row .mark").all_inner_texts())


def send(telephone: Telephone, *words: str) -> None:
    """Send what waits, and wait until the list says so."""
    telephone.show("filled")
    telephone.tap("现在送达")
    wanted = sorted(words)
    telephone.page.wait_for_function(
        "wanted => [...document.querySelectorAll('.row .mark')].map((each) => each.innerText).sort().join() === wanted",
        arg=",".join(wanted),
    )


def gives_up_waiting(village: Village, telephone: Telephone, uuid: str) -> None:
    """Send, and when the server hangs over a record, open the app anew."""
    village.front.bodies.clear()
    telephone.page.evaluate("dispatchEvent(new Event('online'))")
    while not any(uuid.encode() in each for each in village.front.bodies):
        telephone.page.wait_for_timeout(20)
    village.front.is_down = True
    telephone.open()
    telephone.type_pin()
    telephone.show("filled")
    telephone.sees("现在送达")
    assert states(telephone) == ["已保存在手机"] * len(WORDS)
    village.front.is_down = False


def rescued(village: Village, telephone: Telephone) -> Rescued:
    """Export the rescue file from the telephone, and hand it in at the desk."""
    telephone.show("settings")
    with telephone.page.expect_download() as downloaded:
        telephone.tap("导出救援文件")
    lines = Path(downloaded.value.path()).read_text(encoding="utf-8").splitlines()
    telephone.show("filled")
    by = officer(account=village.officer, at=timezone.now())
    return rescue_telephone(lines=lambda: iter(lines), scope=by.scope, by=by, at=timezone.now())


def test_no_answer_of_the_server_loses_what_was_filled(village: Village, begun: Telephone) -> None:
    front = village.front
    front.fault = lambda _method, path, _body: "html" if path.endswith("/api/records") else None
    for words in WORDS:
        complain(begun, words)
    begun.sees("登录已过期，内容都在手机里")
    assert states(begun) == ["已保存在手机"] * 3
    _first, middle, last = dict.fromkeys(each["uuid"] for body in front.bodies for each in json.loads(body)["records"])
    for fault in (401, 429):
        fails_for(village, fault, last)
        send(begun, *["已保存在手机"] * 3)
    fails_for(village, "hang", last)
    gives_up_waiting(village, begun, last)
    fails_for(village, 500, middle)
    send(begun, "已保存在手机", "已送达", "已送达")
    for fault in (422, 413, 409):
        fails_for(village, fault, middle)
        send(begun, "需处理", "已送达", "已送达")
        begun.page.locator(".row", has_text="需处理").click()
        begun.sees("没有收下")
        begun.tap("原样再送一次")
        begun.sees("现在送达")
    front.fault = lambda _method, _path, _body: None
    send(begun, "已送达", "已送达", "已送达")
    assert Submission.objects.everywhere("test").count() == len(WORDS)

    front.is_down = True
    complain(begun, "账号停用前写下的")
    assert rescued(village, begun).fresh == 1
    disable_account(account=village.director, by=SYSTEM, at=timezone.now())
    front.is_down = False
    begun.page.evaluate("dispatchEvent(new Event('online'))")
    begun.sees("手机已封存")
    begun.tap("联网解封")
    begun.sees("账号已停用")
    enable_account(account=village.director, by=SYSTEM, at=timezone.now())
    Account.objects.everywhere("test").filter(pk=village.director.pk).update(must_change_password=False)
    use_card(village, begun)
    begun.open()
    begun.tap("联网解封")
    begun.type_pin()
    begun.show("filled")
    begun.page.wait_for_function("() => document.querySelectorAll('.row').length === 3")
    begun.sees("都已送达")
    assert Submission.objects.everywhere("test").count() == len(WORDS) + 1
