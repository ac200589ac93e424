"""What a family needs, told at a visit, becomes a list of needs, each once, and follows a correction."""

import pytest
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import AT, FIRST, Town, employ, town
from tests.visits import MEANING, SURVEY, sent_from

from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.operations import publish_form, upload_form
from gonghu.domain.visits.operations import settle_wish
from gonghu.domain.visits.queries import wishes_of_child
from gonghu.domain.visits.terms import WishState
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.home_visit import accept_visit, send_back

__all__ = ["employ", "town"]
pytestmark = pytest.mark.django_db
ASKED = "\n|        | select_multiple needs | needs | 家里需要什么帮助 |\n| choices |"
NEEDS = "".join(
    f"\n|        | needs | {code} | {words} |"
    for code, words in (("DOCTOR", "看病"), ("COMPANY", "陪伴辅导"), ("BEDDING", "被褥"), ("STOVE", "炉子"))
)


@pytest.fixture
def child() -> Child:
    survey = SURVEY.replace("\n| choices |", ASKED).replace("\n| settings |", f"{NEEDS}\n| settings |")
    made = upload_form(
        content=survey.encode(), file_name="regular.md", division_code="", meaning=MEANING + "needs: [needs]\n",
        by=SYSTEM, at=AT,
    )  # fmt: skip
    publish_form(version=made.pk, by=SYSTEM, at=AT)
    return children.child(village=FIRST)


def listed(town: Town, child: Child) -> list[tuple[str, str, str]]:
    found = wishes_of_child(child=child.pk, scope=acting(town.first).scope)
    return sorted((each.kind, each.words, each.state) for each in found)


def test_needs_are_listed_once_and_again_when_the_first_was_met(town: Town, child: Child) -> None:
    by = acting(town.first)
    for _time in range(2):
        said = {"needs": "COMPANY BEDDING STOVE", "wish": "一个足球"}
        accept_visit(submission=sent_from(("", 0), by, child.pk, AT, said), by=by, at=AT)
    once = [("COMPANY", "陪伴辅导", "OPEN"), ("OTHER", "被褥、炉子", "OPEN")]
    assert listed(town, child) == [*once, *[("WISH", "一个足球", "OPEN")] * 2]
    for each in wishes_of_child(child=child.pk, scope=by.scope):
        settle_wish(wish=each, state=WishState.FULFILLED, note="", on=AT.date(), by=by, at=AT)
    accept_visit(submission=sent_from(("", 0), by, child.pk, AT, {"needs": "COMPANY"}), by=by, at=AT)
    assert [each for each in listed(town, child) if each[2] == "OPEN"] == [once[0]]


def test_a_corrected_visit_takes_back_what_it_tells_no_more(town: Town, child: Child) -> None:
    by = acting(town.first)
    first = accept_visit(
        submission=sent_from(("red", 1), by, child.pk, AT, {"needs": "DOCTOR COMPANY"}), by=by, at=AT
    ).submission
    send_back(submission=first, comment="看病的事再问一遍", by=acting(town.supervisor), at=AT)
    fixed = sent_from(("red", 2), by, child.pk, AT, {"needs": "COMPANY"}, replaces=first.pk)
    accept_visit(submission=fixed, by=by, at=AT)
    assert listed(town, child) == [("COMPANY", "陪伴辅导", "OPEN"), ("DOCTOR", "看病", "WITHDRAWN")]
    assert {each.visit_id for each in wishes_of_child(child=child.pk, scope=by.scope)} == {first.pk, fixed.pk}
