"""One director a village, one supervisor a town, one commissioner a district; nobody without a name."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import number
from tests.domain.access.conftest import AT, JINNAN, ON, SINCE, XIQING, Employ, acting, employ, post_of

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import appoint, hand_over_post, vacate_post
from gonghu.domain.access.operations.posts import PostTaken, PostVacant, RolesIncompatible
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import Charge
from gonghu.domain.workforce.operations import (
    ChargeOver,
    DaysOutOfOrder,
    NumberWrong,
    PostUnfit,
    SeatTaken,
    WorkerEntry,
    WorkerKnown,
    WrongLevel,
    change_worker,
    end_charge,
    move_charge,
    register_worker,
    release_worker,
    take_charge,
)
from gonghu.domain.workforce.queries import (
    answering_over_time,
    coverage_of_seats,
    people_answering_for,
    posts_answering_for,
    turnover,
    vacancies,
    workers_in,
)
from gonghu.domain.workforce.terms import Background, ChargeKind, Employment, months_before
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.appoint_to_charge import appoint_to_charge

__all__ = ["employ"]

pytestmark = pytest.mark.django_db
TOWN, FIRST, SECOND = "120112100000", "120112100201", "120112100202"
TOMORROW = ON + timedelta(days=1)


def take(account: Account, code: str, kind: ChargeKind = ChargeKind.DIRECTOR, on: date = ON) -> Charge:
    post = post_of(account).uuid
    return take_charge(post=post, kind=kind, division_code=code, from_on=on, by=SYSTEM, at=AT)


def entry(**said: Any) -> WorkerEntry:
    first = WorkerEntry("刘桂兰", FIRST, Employment.PART_TIME, Background.COMMITTEE, SINCE)
    return replace(first, **said)


def test_a_charge_beats_the_own_post_and_the_nearest_level_answers(employ: Employ) -> None:
    first, second = employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)
    supervisor, commissioner = employ(Role.TOWN_SUPERVISOR, TOWN), employ(Role.CHILD_COMMISSIONER, JINNAN)
    third, elsewhere = "120112100203", "120112101201"
    codes = [FIRST, SECOND, third, elsewhere, "120111001001"]
    posts = {account: post_of(account).uuid for account in (first, second, supervisor, commissioner)}
    found = posts_answering_for(codes=codes, scope=None, on=ON)
    assert found == {
        FIRST: posts[first], SECOND: posts[second], third: posts[supervisor], elsewhere: posts[commissioner],
    }  # fmt: skip
    take(second, FIRST)
    take(second, third)
    assert posts_answering_for(codes=[FIRST, third], scope=None, on=ON) == dict.fromkeys([FIRST, third], posts[second])
    assert posts_answering_for(codes=[FIRST], scope=None, on=SINCE) == {FIRST: posts[first]}


def test_ten_thousand_places_ask_the_database_as_often_as_one(employ: Employ) -> None:
    employ(Role.TOWN_SUPERVISOR, TOWN)
    employ(Role.CHILD_COMMISSIONER, JINNAN)
    codes = [f"1201121{place:05d}" for place in range(10_000)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = posts_answering_for(codes=codes, scope=None, on=ON)
    assert len(found) == 10_000
    assert len(asked) <= 4


def test_a_scope_gets_only_what_it_sees(employ: Employ) -> None:
    first = employ(Role.VILLAGE_DIRECTOR, FIRST)
    employ(Role.VILLAGE_DIRECTOR, SECOND)
    assert set(posts_answering_for(codes=[FIRST, SECOND], scope=acting(first).scope, on=ON)) == {FIRST}


def test_a_seat_is_taken_once_a_day_also_in_the_database(employ: Employ) -> None:
    first, second = employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)
    charge = take(first, FIRST)
    with pytest.raises(SeatTaken):
        take(second, FIRST, on=TOMORROW)
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        Charge.objects.create(
            post=post_of(second), division_code=FIRST, kind=ChargeKind.DIRECTOR, seat=charge.seat, from_on=TOMORROW
        )
    end_charge(charge=charge, on=ON, by=SYSTEM, at=AT)
    with pytest.raises(ChargeOver):
        end_charge(charge=charge, on=TOMORROW, by=SYSTEM, at=AT)
    take(second, FIRST, on=TOMORROW)


def test_seats_never_overlap_whatever_is_tried(employ: Employ) -> None:
    random, people = Random(7), [employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)]
    for _ in range(60):
        person, day = random.choice(people), ON + timedelta(days=random.randrange(60))
        try:
            with transaction.atomic():
                charge = take(person, random.choice([FIRST, SECOND]), on=day)
                end_charge(charge=charge, on=day + timedelta(days=random.randrange(9)), by=SYSTEM, at=AT)
        except SeatTaken:
            continue
    rows = list(Charge.objects.everywhere("test").values_list("seat", "from_on", "to_on"))
    for offset in range(90):
        day = ON + timedelta(days=offset)
        held = [seat for seat, start, end in rows if start <= day and (end is None or day <= end)]
        assert len(held) == len(set(held))
    assert len(rows) > 5


def test_a_charge_asks_for_its_level_and_its_role(employ: Employ) -> None:
    director = employ(Role.VILLAGE_DIRECTOR, FIRST)
    with pytest.raises(WrongLevel):
        take(director, TOWN)
    with pytest.raises(PostUnfit):
        take(director, TOWN, ChargeKind.SUPERVISOR)
    boss = acting(employ(Role.DISTRICT_OFFICER, XIQING))
    with pytest.raises(NotPermitted):
        take_charge(
            post=post_of(director).uuid, kind=ChargeKind.DIRECTOR, division_code=FIRST, from_on=ON, by=boss, at=AT
        )


def test_a_charge_moves_to_another_post_from_one_day_to_the_next(employ: Employ) -> None:
    first, second = employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)
    charge = take(first, FIRST)
    move_charge(charge=charge, to=post_of(second).uuid, on=TOMORROW, by=SYSTEM, at=AT)
    assert posts_answering_for(codes=[FIRST], scope=None, on=ON) == {FIRST: post_of(first).uuid}
    assert posts_answering_for(codes=[FIRST], scope=None, on=TOMORROW) == {FIRST: post_of(second).uuid}
    with pytest.raises(ChargeOver):
        move_charge(charge=charge, to=post_of(first).uuid, on=ON, by=SYSTEM, at=AT)


@pytest.fixture
def jinnan(db: None) -> None:
    del db
    load_divisions(by=SYSTEM, at=AT, area=Area.of(JINNAN))


@pytest.mark.usefixtures("jinnan")
def test_coverage_and_vacancies_say_the_same(employ: Employ) -> None:
    boss = acting(employ(Role.DISTRICT_OFFICER))
    area = Area.of(JINNAN)
    all_villages = len(vacancies(scope=boss.scope, area=area, kind=ChargeKind.DIRECTOR, on=ON))
    assert all_villages > 250
    director = employ(Role.VILLAGE_DIRECTOR, FIRST)
    rows = coverage_of_seats(scope=boss.scope, area=area, kind=ChargeKind.DIRECTOR, on=ON)
    assert sum(row.divisions for row in rows) == all_villages
    assert sum(len(row.without) for row in rows) == all_villages - 1
    (town,) = [row for row in rows if row.division_code == TOWN]
    assert town.covered == 1
    towns = coverage_of_seats(scope=boss.scope, area=area, kind=ChargeKind.SUPERVISOR, on=ON)
    # 8 towns and 3 streets; units like towns that are none in law owe no supervisor.
    assert sum(row.divisions for row in towns) == 11
    vacate_post(post=post_of(director), on=ON, by=SYSTEM, at=AT)
    assert FIRST in vacancies(scope=boss.scope, area=area, kind=ChargeKind.DIRECTOR, on=ON)
    assert vacancies(scope=acting(director).scope, area=area, kind=ChargeKind.DIRECTOR, on=ON) == []


@pytest.mark.usefixtures("jinnan")
def test_appointing_is_one_step_and_takes_the_vacant_post(employ: Employ) -> None:
    boss, old, new = acting(employ(Role.DISTRICT_OFFICER)), employ(), employ()
    for account in (old, new):
        words: dict[str, Any] = {
            "kind": ChargeKind.DIRECTOR,
            "division_code": FIRST,
            "from_on": ON,
            "by": boss,
            "at": AT,
        }
        if account is new:
            with pytest.raises(SeatTaken):
                appoint_to_charge(account=account, **words)
            vacate_post(post=post_of(old), on=TOMORROW, by=boss, at=AT)
            appoint_to_charge(account=account, **{**words, "from_on": TOMORROW})
        else:
            appoint_to_charge(account=account, **words)
    assert Charge.objects.everywhere("test").count() == 1
    before, after = (posts_answering_for(codes=[FIRST], scope=None, on=day)[FIRST] for day in (ON, TOMORROW))
    assert before == after
    with pytest.raises(SeatTaken, match="不需要"):
        appoint_to_charge(account=employ(), **{**words, "division_code": TOWN})


@pytest.mark.parametrize("seed", range(4))
def test_who_answered_over_time_is_who_answered_on_every_day(employ: Employ, seed: int) -> None:
    random, people = Random(seed), [employ() for _each in range(4)]
    employed = [employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)]
    employed += [employ(Role.TOWN_SUPERVISOR, TOWN), employ(Role.CHILD_COMMISSIONER, JINNAN)]
    posts = [post_of(each) for each in employed]
    day = SINCE
    while day < SINCE + timedelta(days=60):
        day += timedelta(days=random.randrange(1, 9))
        post, taker = random.choice(posts), random.choice(people)
        with suppress(PostVacant, PostTaken, RolesIncompatible, SeatTaken, PostUnfit):
            match random.randrange(4):
                case 0:
                    hand_over_post(post=post, to=taker, on=day, by=SYSTEM, at=AT)
                case 1:
                    vacate_post(post=post, on=day, by=SYSTEM, at=AT)
                case 2:
                    appoint(post=post, account=taker, from_on=day, by=SYSTEM, at=AT)
                case _:
                    take_charge(
                        post=posts[1].pk, kind=ChargeKind.DIRECTOR, division_code=FIRST, from_on=day, by=SYSTEM, at=AT
                    )
    until = day + timedelta(days=3)
    told = answering_over_time(code=FIRST, scope=None, since=SINCE, until=until)
    assert told[0].from_on == SINCE
    assert [each.to_on + timedelta(days=1) for each in told[:-1]] == [each.from_on for each in told[1:]]
    for number_of_days in range((until - SINCE).days + 1):
        on = SINCE + timedelta(days=number_of_days)
        expected = people_answering_for(codes=[FIRST], scope=None, on=on).get(FIRST)
        (found,) = (each.holding for each in told if each.from_on <= on <= each.to_on)
        assert (found and (found.post, found.name, found.account)) == (
            expected and (expected.post, expected.name, expected.account)
        )


@pytest.mark.usefixtures("jinnan")
def test_turnover_counts_who_came_and_who_left(employ: Employ) -> None:
    boss = acting(employ(Role.DISTRICT_OFFICER))
    old, heir = employ(Role.VILLAGE_DIRECTOR, FIRST), employ()
    hand_over_post(post=post_of(old), to=heir, on=ON, by=SYSTEM, at=AT)
    found = turnover(scope=boss.scope, area=Area.of(JINNAN), since=ON - timedelta(9), until=ON)
    assert [(each.came, each.left) for each in found if each.kind == ChargeKind.DIRECTOR] == [(1, 1)]
    assert turnover(scope=acting(heir).scope, area=Area.of(JINNAN), since=SINCE, until=ON) == []


def test_the_register_holds_a_person_once_and_checks_the_number(employ: Employ) -> None:
    boss = acting(employ(Role.DISTRICT_OFFICER))
    said = number(date(1975, 4, 2), 2)
    worker = register_worker(entry=entry(number=said, phone="13820001234"), by=boss, at=AT)
    with pytest.raises(WorkerKnown):
        register_worker(entry=entry(number=said), by=boss, at=AT)
    with pytest.raises(NumberWrong):
        register_worker(entry=entry(number="12011219750402002A"), by=boss, at=AT)
    with pytest.raises(DaysOutOfOrder):
        register_worker(entry=entry(checked_on=ON + timedelta(days=30)), by=boss, at=AT)
    with pytest.raises(NotPermitted):
        register_worker(entry=entry(division_code=XIQING), by=boss, at=AT)
    change_worker(worker=worker, entry=entry(name="刘桂兰", trained_on=ON), by=boss, at=AT)
    worker.refresh_from_db()
    assert (worker.number, worker.phone, worker.trained_on) == (said, "13820001234", ON)
    release_worker(worker=worker, on=ON, by=boss, at=AT)
    register_worker(entry=entry(number=said), by=boss, at=AT)


def test_a_check_runs_out_after_twelve_months_to_the_day(employ: Employ) -> None:
    boss = acting(employ(Role.DISTRICT_OFFICER))
    fresh = entry(name="新", checked_on=months_before(ON, 12) + timedelta(days=1), trained_on=ON)
    old = entry(name="旧", checked_on=months_before(ON, 12), trained_on=ON)
    for each in (fresh, old, entry(name="无")):
        register_worker(entry=each, by=boss, at=AT)
    due = workers_in(scope=boss.scope, due_on=ON)
    assert sorted(worker.name for worker in due) == sorted(["旧", "无"])
    assert list(workers_in(scope=acting(employ(Role.VILLAGE_DIRECTOR, FIRST)).scope)) == []


def test_months_are_counted_back_to_a_day_that_is_there() -> None:
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)
    assert months_before(date(2026, 3, 2), 12) == date(2025, 3, 2)


def test_each_act_leaves_one_entry_in_its_district(employ: Employ) -> None:
    first, second = employ(Role.VILLAGE_DIRECTOR, FIRST), employ(Role.VILLAGE_DIRECTOR, SECOND)
    charge, worker = take(first, FIRST, on=SINCE), register_worker(entry=entry(), by=SYSTEM, at=AT)
    acts: list[Callable[[], object]] = [
        lambda: take(second, SECOND),
        lambda: move_charge(charge=charge, to=post_of(second).uuid, on=ON, by=SYSTEM, at=AT),
        lambda: end_charge(charge=charge, on=SINCE, by=SYSTEM, at=AT),
        lambda: register_worker(entry=entry(), by=SYSTEM, at=AT),
        lambda: change_worker(worker=worker, entry=entry(), by=SYSTEM, at=AT),
        lambda: release_worker(worker=worker, on=ON, by=SYSTEM, at=AT),
    ]
    for act in acts:
        before = AuditEntry.objects.filter(chain="120112").count()
        act()
        assert AuditEntry.objects.filter(chain="120112").count() == before + 1
