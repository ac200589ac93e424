"""
政策找人, from a department's files to a child who is recognised and paid, in a real browser with six officers.

“建立困境儿童信息比对排查机制……让政策找人”: nobody of the family applies, and nobody types a name.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_names import places_within
from gonghu.usecases.demonstration import Player, employ
from tests.browser.conftest import Visitor
from tests.browser.paying import Deciders, paid_and_traced
from tests.money import set_standards
from tests.officers import JINNAN, TYPED
from tests.usecases.deliveries import SAMPLE, worked_off

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]

PEOPLE = (
    Player("li", "李慧", Role.CHILD_COMMISSIONER, JINNAN, "imports, compares"),
    Player("zhou", "周建国", Role.DISTRICT_OFFICER, JINNAN, "decides, checks payrolls"),
    Player("qian", "钱会计", Role.FINANCE_OFFICER, JINNAN, "prepares payrolls, releases them"),
    Player("he", "何审", Role.REVIEWER, JINNAN, "approves payrolls"),
)


def supervisors() -> list[Player]:
    """One in every town: whoever answers for the villages without a director."""
    towns = [code for code in places_within(JINNAN[:6]) if code.endswith("000") and not code.endswith("000000")]
    return [
        Player(f"town{number}", f"王桂{number}", Role.TOWN_SUPERVISOR, code, "verifies")
        for number, code in enumerate(sorted(towns))
    ]


@pytest.fixture
def office(transactional_db: None) -> dict[str, str]:
    """Who works there; gives the sign-in name of each town's supervisor."""
    del transactional_db
    at, towns = timezone.now(), supervisors()
    load_divisions(by=SYSTEM, at=at, area=Area.of(JINNAN))
    employ(players=(*PEOPLE, *towns), password=TYPED, at=at)
    return {player.division_code[:9]: player.sign_in_name for player in towns}


@pytest.mark.usefixtures("office")
def test_a_child_is_found_in_departments_files_recognised_paid_and_traced_back_to_the_row(
    visit: Visit, office: dict[str, str], pictures: Path | None, settings: Settings, tmp_path: Path
) -> None:
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1990}, orphan_scattered_standard={"2020-01-01": 1990})
    commissioner = visit()
    commissioner.sign_in("li")
    finding = compared(commissioner, pictures)
    task = commissioner.page.locator("dl.facts a[href^='/tasks/']").get_attribute("href")
    assert task

    supervisor = visit()
    supervisor.sign_in(office[place_of(commissioner)])
    verified(supervisor, task)
    recognition = proposed(supervisor, finding)

    district = visit()
    district.sign_in("zhou")
    district.open(recognition)
    say_purpose(district)
    take(district, pictures, "recognition")
    district.page.fill("#decide textarea", "事实清楚，同意认定。")
    district.follow("#decide .btn-primary")
    assert district.page.locator(".state-good").first.inner_text() == "已认定"
    district.follow(".heading-acts a[href^='/children/']")
    take(district, pictures, "child")
    assert "已认定" in district.page.inner_text("main")
    assert "民发" in district.page.inner_text("main")
    for name, address in (("work-table", "/"), ("dashboard", "/dashboard")):
        district.open(address)
        take(district, pictures, name)
    paid_and_traced(visit, Deciders(supervisor, district), finding, pictures)


def compared(commissioner: Visitor, pictures: Path | None) -> str:
    """Upload, try, confirm, compare; give the address of a finding that a child should be helped and is not."""
    page = commissioner.page
    commissioner.open("/rosters/new")
    page.set_input_files("#upload input[type=file]", sorted(str(path) for path in SAMPLE.iterdir()))
    page.click("#upload button[type=submit]")
    page.wait_for_url("**/rosters/*-*/")
    worked_off(timezone.now())
    page.reload()
    commissioner.follow(".heading-acts .btn-primary")
    worked_off(timezone.now())
    page.reload()
    take(commissioner, pictures, "delivery")
    page.fill("#confirm-delivery [name=purpose]", "困境儿童信息比对排查")
    page.click("#confirm-delivery button[type=submit]")
    page.wait_for_url("**/runs/*/")
    worked_off(timezone.now())
    page.reload()
    page.click(".heading-acts .btn-primary")
    page.wait_for_url("**/findings/**")
    # One of a village, so that a town answers for it.
    commissioner.open("/findings/?policy=not_protected")
    rows = page.locator("tbody tr").filter(has_text="事实无人抚养儿童").filter(has_text="村委会")
    commissioner.follow(rows.first.locator("a[href^='/findings/']").first)
    say_purpose(commissioner)
    page.wait_for_url("**/findings/*-*/")
    take(commissioner, pictures, "finding")
    return page.url.removeprefix(commissioner.address)


def place_of(commissioner: Visitor) -> str:
    """Give the nine digits of the town whose name stands above the finding."""
    said = commissioner.page.inner_text(".lead-note")
    names = {name: code for code, name in places_within(JINNAN[:6]).items() if code.endswith("000")}
    return next(code[:9] for name, code in names.items() if name in said)


def verified(supervisor: Visitor, task: str) -> None:
    supervisor.open(task)
    supervisor.page.check("#close-task input[value=CONFIRMED]", force=True)
    supervisor.page.fill("#close-task [name=evidence]", "入户核实，查看户口簿")
    supervisor.follow("#close-task button[type=submit]")


def proposed(supervisor: Visitor, finding: str) -> str:
    supervisor.open(finding)
    say_purpose(supervisor)
    supervisor.follow(".heading-acts a[href*='/propose/']")
    supervisor.page.fill("#propose [name=opinion]", "核实属实，建议认定。")
    supervisor.follow("#propose button[type=submit]")
    supervisor.page.wait_for_url("**/recognitions/*-*/")
    return supervisor.page.url.removeprefix(supervisor.address)


def say_purpose(visitor: Visitor) -> None:
    """Say, the first time, what files are read for."""
    visitor.page.wait_for_url("**/children/purpose**")
    visitor.page.select_option("[name=purpose]", index=1)
    visitor.follow("main button.btn-primary")


def take(visitor: Visitor, pictures: Path | None, name: str) -> None:
    """Take the picture that the README shows, if pictures are asked for."""
    if pictures:
        visitor.page.screenshot(path=pictures / f"{name}.png")
