"""A town moves, and everything that stands there goes along; what was looked at before is what happens."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from tests.children import child
from tests.interfaces.desk.planting import Plot, plant
from tests.money import a_grant
from tests.officers import employ

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import NotPermitted, officer
from gonghu.domain.access.operations import set_up_post
from gonghu.domain.access.scope_check import check_scopes
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Application, Grant
from gonghu.domain.benefits.paying import paid_by
from gonghu.domain.divisions.following import RowsLeftBehind
from gonghu.domain.divisions.models import Division, DivisionChange, DivisionSuccession
from gonghu.domain.divisions.numbering import proposed_codes
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.queries import children_of, division_as_of, former_counties, successors_on
from gonghu.domain.divisions.taking_back import CannotTakeBack
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.domain.ledger.models import BudgetChange, Fund
from gonghu.domain.people.models import Child
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task, open_tasks
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.facts import HarmFacts
from gonghu.domain.visits.queries import harm_report
from gonghu.domain.workforce.models import Charge
from gonghu.domain.workforce.operations import take_charge
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.rearrange_divisions import (
    DivisionOrder,
    Rearranged,
    follow_due_changes,
    look_at_rearrangement,
    rearrange_divisions,
    take_back_rearrangement,
)
from gonghu.usecases.report_harm import report_harm

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
TODAY = date(2026, 11, 20)
OLD, NEW = "120112000000", "120111000000"
TOWN, VILLAGE, NEXT, NEW_TOWN = "120112001000", "120112001001", "120112001002", "120111199000"

Places = dict[str, dict[object, str]]


@pytest.fixture(autouse=True)
def _two_districts() -> None:
    for district in ("120112", "120111"):
        load_divisions(area=Area.of(district), by=SYSTEM, at=AT)


def places() -> Places:
    """Take down where every row of every table stands; sums are counted anew and say nothing."""
    tables = [each for each in apps.get_models() if getattr(each, "follows_place", True)]
    columns = {each: each._meta.get_fields() for each in tables}
    return {
        model._meta.label: dict(model._base_manager.values_list(model._meta.pk.name, "division_code"))
        for model, fields in columns.items()
        if any(field.name == "division_code" for field in fields) and model._meta.pk.name != "division_code"
    }


def plainly(before: Places, codes: dict[str, str]) -> Places:
    return {label: {key: codes.get(code, code) for key, code in rows.items()} for label, rows in before.items()}


def order(kind: ChangeKind, *codes: str, on: date = TODAY, into: dict[str, str] | None = None, name: str = "",
          below: dict[str, str] | None = None) -> DivisionOrder:  # fmt: skip
    return DivisionOrder(kind, codes, on, "津政函〔2026〕1号", name, into or {}, below or {})


MOVE = order(ChangeKind.MOVED, TOWN, into={NEW_TOWN: ""})


def done(said: DivisionOrder) -> Rearranged:
    return rearrange_divisions(order=said, by=SYSTEM, at=AT)


def director_of(code: str) -> UUID:
    post = set_up_post(
        role=Role.VILLAGE_DIRECTOR, division_code=code, from_on=TODAY - timedelta(days=9), by=SYSTEM, at=AT
    )
    take_charge(
        post=post.uuid,
        kind=ChargeKind.DIRECTOR,
        division_code=code,
        from_on=TODAY - timedelta(days=5),
        by=SYSTEM,
        at=AT,
    )
    return post.uuid


def test_everything_in_a_town_goes_along_with_it_and_comes_back_when_the_move_is_taken_back() -> None:
    plant(Plot(0, VILLAGE))
    plant(Plot(1, "120112002001"))
    director_of(NEXT)
    before, divisions = places(), list(Division.objects.order_by("pk").values_list())
    seen = look_at_rearrangement(order=MOVE, by=SYSTEM, at=AT)
    assert (places(), list(Division.objects.order_by("pk").values_list())) == (before, divisions)
    moved = done(MOVE)
    assert moved.followed == seen.followed
    assert moved.followed.rows["people.Child"] == 1
    codes = dict(DivisionSuccession.objects.filter(change=moved.change).values_list("from_code", "to_code"))
    # What children are given goes on by rules of its own, told below.
    apart: Places = {"benefits.Grant": {}}
    assert places() | apart == plainly(before, codes) | apart
    assert Charge.objects.everywhere("test").get(division_code="120111199002").seat == "DIRECTOR:120111199002"
    returned = take_back_rearrangement(change=moved.change, by=SYSTEM, at=AT)
    assert returned.rows == moved.followed.rows
    assert places() | apart == before | apart
    assert list(Division.objects.order_by("pk").values_list()) == divisions
    assert not DivisionChange.objects.filter(document=MOVE.document).exists()


def test_a_report_of_harm_that_is_worked_on_goes_to_the_district_that_answers_for_the_child_now() -> None:
    """Its place goes along with the town; what the old district has settled stays with it."""
    facts = HarmFacts(uuid4(), VILLAGE, "身上有伤", "李主任", child=child(village=VILLAGE).pk)
    report = report_harm(facts=facts, by=SYSTEM, at=AT)
    settled = report_harm(facts=replace(facts, key=uuid4(), words="已核实没有此事"), by=SYSTEM, at=AT)
    assert settled.task_id
    close_task(task=settled.task_id, outcome=Outcome.DONE, note="", by=SYSTEM, at=AT)
    staff = [employ(name, Role.DISTRICT_OFFICER, code, at=AT) for name, code in (("o", OLD), ("n", NEW))]

    def told() -> list[list[str]]:
        scopes = [officer(account=account, at=AT).scope for account in staff]
        found = [[harm_report(key=each.pk, scope=scope) for each in (report, settled)] for scope in scopes]
        return [[each.reporter if each else "" for each in of_one] for of_one in found]

    def task_lies() -> str:
        return Task.objects.everywhere("test").get(source_key=report.pk).division_code

    assert told() == [["李主任", "李主任"], ["", ""]]
    moved = done(MOVE)
    assert told() == [["", "李主任"], ["李主任", ""]]
    assert task_lies() == NEW
    take_back_rearrangement(change=moved.change, by=SYSTEM, at=AT)
    assert told() == [["李主任", "李主任"], ["", ""]]
    assert task_lies() == OLD


def test_what_takes_effect_later_is_followed_on_its_day() -> None:
    child(village=VILLAGE)
    later = TODAY + timedelta(days=11)
    said = order(ChangeKind.MOVED, TOWN, into={NEW_TOWN: ""}, on=later)
    assert look_at_rearrangement(order=said, by=SYSTEM, at=AT).followed.rows["people.Child"] == 1
    assert done(said).followed.rows == {}
    waiting: dict[str, Any] = {"by": SYSTEM, "at": AT}
    assert follow_due_changes(on=TODAY.isoformat(), progress=None, **waiting) == {"changes": 0, "rows": 0}
    assert Child.objects.everywhere("test").get().division_code == VILLAGE
    assert follow_due_changes(on=later.isoformat(), progress=None, **waiting)["changes"] == 1
    assert Child.objects.everywhere("test").get().division_code == "120111199001"
    assert follow_due_changes(on=later.isoformat(), progress=None, **waiting)["changes"] == 0


def test_where_villages_merge_one_director_stays_and_the_other_charge_ends() -> None:
    staying, ending = director_of(VILLAGE), director_of(NEXT)
    child(village=NEXT)
    merged = done(order(ChangeKind.MERGED, VILLAGE, NEXT, into={VILLAGE: ""}, name="双新第一社区"))
    assert Child.objects.everywhere("test").get().division_code == VILLAGE
    charges = {row.post_id: row.to_on for row in Charge.objects.everywhere("test")}
    assert charges == {staying: None, ending: TODAY - timedelta(days=1)}
    assert merged.followed.ended == 1
    with pytest.raises(CannotTakeBack, match="分不开"):
        take_back_rearrangement(change=merged.change, by=SYSTEM, at=AT)


def test_a_town_that_ends_by_splitting_leaves_its_own_posts_to_the_first_heir() -> None:
    post = set_up_post(role=Role.TOWN_SUPERVISOR, division_code=TOWN, from_on=TODAY, by=SYSTEM, at=AT)
    below = [row.code for row in children_of(code=TOWN, on=TODAY)]
    first, second = "120112198000", "120112199000"
    proposed = proposed_codes(codes=[TOWN], into=second, on=TODAY)
    assert proposed == {code: f"120112199{code[9:]}" for code in below}
    done(order(ChangeKind.SPLIT, TOWN, into={first: "双东街道", second: "双西街道"}, below=proposed))
    assert Post.objects.everywhere("test").get(pk=post.pk).division_code == first
    assert successors_on(code=TOWN, on=TODAY) == (first, second)


def test_codes_are_proposed_that_nobody_has() -> None:
    proposed = proposed_codes(codes=["120112002000"], into=TOWN, on=TODAY)
    taken = {row.code for row in children_of(code=TOWN, on=TODAY)}
    assert len(set(proposed.values())) == len(proposed) > 3
    assert taken.isdisjoint(proposed.values())
    done(order(ChangeKind.MERGED, TOWN, "120112002000", into={TOWN: ""}, name="双新街道", below=proposed))
    assert {row.code for row in children_of(code=TOWN, on=TODAY)} == taken | set(proposed.values())


def test_a_village_where_a_child_stands_is_not_abolished_nor_its_founding_taken_back() -> None:
    child(village=VILLAGE)
    with pytest.raises(RowsLeftBehind, match="儿童"):
        done(order(ChangeKind.ABOLISHED, VILLAGE))
    assert division_as_of(code=VILLAGE, on=TODAY).valid_to is None
    made = done(order(ChangeKind.CREATED, into={"120112001900": ""}, name="新社区"))
    open_tasks(orders=[TaskOrder(TaskKind.OTHER, "看一看", "120112001900")], by=SYSTEM, at=AT)
    with pytest.raises(RowsLeftBehind, match="任务"):
        take_back_rearrangement(change=made.change, by=SYSTEM, at=AT)


def test_what_was_built_upon_is_taken_back_from_the_end() -> None:
    named = done(order(ChangeKind.RENAMED, TOWN, name="双新新街道"))
    moved = done(order(ChangeKind.MOVED, TOWN, into={NEW_TOWN: ""}, on=TODAY + timedelta(days=1)))
    with pytest.raises(CannotTakeBack, match="先撤销后来的"):
        take_back_rearrangement(change=named.change, by=SYSTEM, at=AT)
    for each in (moved, named):
        take_back_rearrangement(change=each.change, by=SYSTEM, at=AT)
    assert division_as_of(code=TOWN, on=TODAY + timedelta(days=9)).name == "双新街道"
    listed = DivisionChange.objects.exclude(document="").order_by("effective_on").first()
    assert listed
    with pytest.raises(CannotTakeBack, match="国家名录"):
        take_back_rearrangement(change=listed, by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("role", "division", "may"),
    [(Role.PROVINCE_OFFICER, "12", True), (Role.TECHNICIAN, "120112", False), (Role.DISTRICT_OFFICER, "12", False)],
)
def test_only_who_keeps_the_divisions_of_both_places_moves_one_to_the_other(
    role: Role, division: str, may: bool
) -> None:
    account: Account = employ("somebody", role, division, at=AT)
    by = officer(account=account, at=AT)
    entries = AuditEntry.objects.count()
    with nullcontext() if may else pytest.raises(NotPermitted):
        rearrange_divisions(order=MOVE, by=by, at=AT)
    assert (AuditEntry.objects.count() > entries) == may


def test_the_old_county_pays_the_month_of_a_change_and_the_new_one_from_the_next_in_the_new_one_s_standards() -> None:
    """A town goes to another district with what its children are given; the books stay where they were kept."""
    by = (employ("first", Role.DISTRICT_OFFICER, at=AT), employ("second", Role.REVIEWER, at=AT))
    one, other = child(village=VILLAGE), child("李小红", village=VILLAGE)
    going_on = a_grant(one, by, from_month=date(2026, 1, 1))
    school_year = a_grant(
        other, by, line="orphan_scholarship", from_month=date(2026, 9, 1), to_month=date(2027, 6, 1), amount_fen=500000
    )
    waiting = Application.objects.create(
        child=other, division_code=VILLAGE, line="temporary_aid", handling_division=TOWN, state="DRAFT", drafted_at=AT
    )
    moved = done(MOVE)
    old, new = Grant.objects.everywhere("test").filter(child=one).order_by("from_month")
    assert (old.pk, old.to_month, old.paying_division) == (going_on.pk, date(2026, 11, 1), "120112000000")
    # Who paid it looks for it in the district, which goes on without the town.
    assert old.division_code == "120112000000"
    assert (new.from_month, new.to_month, new.paying_division) == (date(2026, 12, 1), None, "120111000000")
    assert (new.division_code, new.decision_id) == ("120111199001", old.decision_id)
    # A sum for a school year is not divided: it would be paid twice.
    assert Grant.objects.everywhere("test").get(child=other).pk == school_year.pk
    waiting.refresh_from_db()
    assert waiting.handling_division == NEW_TOWN
    take_back_rearrangement(change=moved.change, by=SYSTEM, at=AT)
    paying = Grant.objects.everywhere("test").filter(child=one).values_list("paying_division", "division_code")
    assert list(paying) == [("120112000000", VILLAGE)] * 2
    waiting.refresh_from_db()
    assert waiting.handling_division == TOWN


def test_a_county_that_is_no_more_is_paid_out_and_read_by_its_heir_and_nobody_else() -> None:
    load_divisions(area=Area.of("120110"), by=SYSTEM, at=AT)
    posts = {"heir": "120111000000", "gone": "120112000000", "stranger": "120110000000"}
    staff = {name: employ(name, Role.DISTRICT_OFFICER, place, at=AT) for name, place in posts.items()}
    grant = a_grant(child(village=VILLAGE), (staff["heir"], staff["gone"]), from_month=date(2026, 1, 1))
    BudgetChange.objects.create(
        fund=Fund.objects.create(code="DISTRICT", name="区级资金", level="COUNTY"), division_code="120112000000",
        year=2026, amount_fen=100, document="津财", label="测试", at=AT,
    )  # fmt: skip
    towns = [each.code for each in children_of(code="120112000000", on=TODAY)]
    below = {code: f"120111{900 + number}000" for number, code in enumerate(towns)}
    done(
        order(ChangeKind.MERGED, "120112000000", "120111000000", into={"120111000000": ""}, name="津西区", below=below)
    )
    assert former_counties(area=Area.of("120111"), on=TODAY) == ("120112000000",)
    scopes = {name: officer(account=account, at=AT).scope for name, account in staff.items()}
    seen = {name: BudgetChange.objects.visible_to(scope).count() for name, scope in scopes.items()}
    assert seen == {"heir": 1, "gone": 1, "stranger": 0}
    drafted = Grant.objects.everywhere("test").filter(paid_by(division_code="120111000000", on=TODAY))
    assert {(each.pk == grant.pk, each.paying_division) for each in drafted} == {
        (True, "120112000000"), (False, "120111000000"),
    }  # fmt: skip
    assert not Grant.objects.everywhere("test").filter(paid_by(division_code="120110000000", on=TODAY)).exists()
    assert check_scopes(at=AT, of_each_role=3).leaks == ()
