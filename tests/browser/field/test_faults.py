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
from tests.browser.field.front import Choose, Fault
from tests.browser.field.telephone import Telephone

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("表格太长", "夜里看不清", "希望有方言")
MORE = ("字太小", "路太远", "电话打不通")
# Each answer that concerns one record, at the first, the middle and the last place of what waits.
ROUNDS: tuple[tuple[Fault, Fault, Fault], ...] = ((500, 409, 413), (422, 500, 409), (413, 422, 500), (409, 413, 422))
KEPT, CARE = "已保存在手机", "需处理"


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


def queued(village: Village, telephone: Telephone) -> list[str]:
    """Name what waits and has not failed yet, in the order in which it is sent."""
    front = village.front
    front.fault = lambda _method, path, _body: 429 if path.endswith("/api/records") else None
    front.is_down = False
    front.bodies.clear()
    telephone.show("filled")
    telephone.page.evaluate("dispatchEvent(new Event('online'))")
    telephone.sees("服务器忙")
    return [each["uuid"] for each in json.loads(front.bodies[0])["records"]]


def stops_everything(village: Village, telephone: Telephone) -> None:
    """An answer that concerns the session or the line, at any place of the queue, leaves all of it on the telephone."""
    queue = queued(village, telephone)
    # Unsealing takes a session that somebody signed in to, as this one still is.
    for place in queue:
        fails_for(village, 403, place)
        telephone.page.evaluate("dispatchEvent(new Event('online'))")
        telephone.sees("手机已封存")
        hangs(village, telephone, place)
        assert states(telephone) == [KEPT] * len(queue)
    for place in queue:
        for fault, said in (("html", "登录已过期"), (401, "登录已过期"), (429, "服务器忙")):
            fails_for(village, fault, place)
            send(telephone, *[KEPT] * len(queue))
            telephone.sees(said)


def hangs(village: Village, telephone: Telephone, uuid: str) -> None:
    """Unseal the telephone, and open the app anew when the server hangs over a record."""
    fails_for(village, "hang", uuid)
    village.front.bodies.clear()
    telephone.tap("联网解封")
    telephone.type_pin()
    while not any(uuid.encode() in each for each in village.front.bodies):
        telephone.page.wait_for_timeout(20)
    village.front.is_down = True
    telephone.open()
    telephone.type_pin()
    telephone.show("filled")
    telephone.sees("现在送达")
    village.front.is_down = False


def concerns_one_record(village: Village, telephone: Telephone) -> None:
    """An answer that concerns one record leaves that one on the telephone, and delivers what is behind it."""
    front, more = village.front, iter(MORE)
    for faults in ROUNDS:
        queue = queued(village, telephone)
        assert len(queue) == len(faults)
        front.fault = each_its_own(dict(zip(queue, faults, strict=True)))
        front.is_down = False
        send(telephone, *[KEPT if fault == 500 else CARE for fault in faults])
        front.is_down = True
        while telephone.page.locator(".row", has_text=CARE).count():
            telephone.page.locator(".row", has_text=CARE).first.click()
            telephone.sees("没有收下")
            telephone.tap("原样再送一次")
            telephone.sees("现在送达")
        if 500 in faults:
            complain(telephone, next(more))
    front.fault = lambda _method, _path, _body: None
    front.is_down = False
    send(telephone, *["已送达"] * len(WORDS))


def each_its_own(faults: dict[str, Fault]) -> Choose:
    """Answer with the fault of the first record of a batch that has one."""

    def chosen(_method: str, path: str, body: bytes) -> Fault | None:
        is_batch = path.endswith("/api/records")
        return next((fault for uuid, fault in faults.items() if is_batch and uuid.encode() in body), None)

    return chosen


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
    front.is_down = True
    for words in WORDS:
        complain(begun, words)
    stops_everything(village, begun)
    concerns_one_record(village, begun)
    made = Submission.objects.everywhere("test").count()
    assert made == len(WORDS) + len(MORE)

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
    begun.sees("都已送达")
    assert Submission.objects.everywhere("test").count() == made + 1
