"""
What takes long: a telephone that dies again and again; only where ``GONGHU_FIELD_LONG`` says how often.

``GONGHU_FIELD_LONG_FROM`` is the number that chance begins with, so that a long run can be cut up.
"""

import os
import random
from collections import Counter

import pytest

from gonghu.domain.questionnaires.models import Submission
from tests.browser.field.conftest import Village, sign_in_again
from tests.browser.field.telephone import Telephone

TIMES = int(os.environ.get("GONGHU_FIELD_LONG", "0"))
SEED = int(os.environ.get("GONGHU_FIELD_LONG_FROM", "20260525"))

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not TIMES, reason="GONGHU_FIELD_LONG=200 kills the browser 200 times"),
]


def test_a_telephone_that_dies_at_any_moment_loses_nothing_that_it_said_was_kept(
    village: Village, begun: Telephone
) -> None:
    chance = random.Random(SEED)
    told: list[str] = []
    for number in range(TIMES):
        words = f"第 {number} 条"
        village.front.is_down = chance.random() < 0.5
        begun.show("forms")
        begun.tap("投诉建议")
        begun.page.wait_for_selector(".progress")
        if begun.page.get_by_text("关于什么").count():
            begun.answer("软件使用")
        begun.page.fill("main textarea", words)
        begun.tap("填完了，保存")
        if chance.random() < 0.5:
            begun.page.wait_for_selector(".row .mark >> text=/已保存在手机|已送达/")
            told.append(words)
        begun.page.wait_for_timeout(chance.randrange(400))
        begun.kill()
        begun.switch_on()
        begun.open()
        begun.type_pin()
        begun.page.wait_for_selector(".counts")
    village.front.is_down = False
    sign_in_again(village, begun)
    arrived = Counter(words_of(each) for each in Submission.objects.everywhere("test"))
    assert [each for each in told if arrived[each] == 0] == []
    assert [each for each, times in arrived.items() if times > 1] == []


def words_of(submission: Submission) -> str:
    xml = submission.xml.decode()
    return xml.split("<words>")[1].split("</words>")[0]
