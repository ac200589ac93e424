"""What somebody reaches is what their posts, grants and emergencies say, and nothing else."""

from datetime import date, datetime, timedelta
from itertools import pairwise, product
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.access.conftest import AT, JINNAN, ON, VILLAGE, XIANSHUIGU, XIQING
from tests.domain.access.dossiers.models import Dossier, Leaflet

from gonghu.domain.access.models import (
    AccessGrant,
    Account,
    BreakGlass,
    ChildAssignment,
    Post,
    RolePermission,
    Tenure,
)
from gonghu.domain.access.officer import day_of, officer
from gonghu.domain.access.scope import NOTHING, Reach, Scope, told_to
from gonghu.domain.access.terms import LISTED_ROLES, VERIFIED, Permission, Role, SealedKind
from gonghu.domain.divisions.terms import Area

SEE = frozenset({Permission.SEE_CHILDREN})
Path = tuple[str, ...]
# Segments that end in 0, and neighbours over a carry: where prefixes and ranges go wrong.
SEGMENTS = (("12", "13"), ("01", "10", "99"), ("10", "19", "20"), ("001", "100", "199"), ("001", "010", "201"))
CATEGORIES = ("ORPHAN", "DEFACTO", "")


def code_of(path: Path) -> str:
    return "".join(path).ljust(12, "0")


class World:
    """Random posts, grants and emergencies of one account, in the database and as plain Python."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.children = [(self.path(5), uuid4(), random.choice(CATEGORIES)) for _ in range(60)]
        self.children += [(self.path(random.randint(1, 4)), uuid4(), "") for _ in range(8)]
        self.account = Account.objects.create(sign_in_name=uuid4().hex, display_name="某", division_code=JINNAN)
        self.other = Account.objects.create(sign_in_name=uuid4().hex, display_name="某", division_code=JINNAN)
        self.posts = [self.post() for _ in range(random.randint(0, 4))]
        self.emergencies = [self.emergency() for _ in range(random.randint(0, 2))]
        Dossier.objects.bulk_create(
            Dossier(division_code=code_of(path), child_key=key, category=category)
            for path, key, category in self.children
        )

    def path(self, length: int) -> Path:
        return tuple(self.random.choice(choices) for choices in SEGMENTS[:length])

    def days(self) -> tuple[int, int | None]:
        first = self.random.randint(-20, 5)
        return first, self.random.choice([None, first + self.random.randint(0, 30)])

    def post(self) -> tuple[Role, Path, bool, set[UUID], list[tuple[Path, set[str]]]]:
        role, path = self.random.choice(list(Role)), self.path(self.random.randint(1, 5))
        (first, last), (from_day, to_day) = self.days(), self.days()
        post = Post.objects.create(role=role, division_code=code_of(path), from_on=on(first), to_on=until(last))
        holder = self.random.choice([self.account, self.account, self.account, self.other])
        Tenure.objects.create(post=post, account=holder, from_on=on(from_day), to_on=until(to_day))
        held = holder == self.account and within(0, first, last) and within(0, from_day, to_day)
        return role, path, held, self.assigned(post), [self.grant(post) for _ in range(self.random.randint(0, 2))]

    def assigned(self, post: Post) -> set[UUID]:
        found = set()
        for _, key, _ in self.random.sample(self.children, 10):
            first, last = self.days()
            ChildAssignment.objects.create(post=post, child_key=key, from_on=on(first), to_on=until(last))
            if within(0, first, last):
                found.add(key)
        return found

    def grant(self, post: Post) -> tuple[Path, set[str]]:
        path, last = self.path(self.random.randint(1, 5)), self.random.randint(-5, 5)
        categories = self.random.choice([[], ["ORPHAN"], ["ORPHAN", "DEFACTO"]])
        signed, ended = self.random.random() < 0.8, self.random.random() < 0.2
        AccessGrant.objects.create(
            post=post, division_code=code_of(path), categories=categories, purpose="巡查", until_on=on(last),
            asked_by=self.account, asked_at=AT, signed_by=self.other if signed else None,
            signed_at=AT if signed else None, ended_at=AT if ended else None,
        )  # fmt: skip
        held = signed and not ended and last >= 0
        return path, set(categories or CATEGORIES) if held else set()

    def emergency(self) -> tuple[UUID, bool]:
        _, key, _ = self.random.choice(self.children)
        opened, minutes = self.random.randint(-300, 5), self.random.randint(1, 240)
        BreakGlass.objects.create(
            account=self.account, child_key=key, division_code=JINNAN, reason="孩子走失需要核对住址", minutes=minutes,
            opened_at=moment(opened), ends_at=moment(opened + minutes), review_due_on=ON,
        )  # fmt: skip
        return key, opened <= 0 < opened + minutes

    def sees(self, child: tuple[Path, UUID, str], allowed: set[Role]) -> bool:
        path, key, category = child
        if (key, True) in self.emergencies:
            return True
        for role, area, held, assigned, grants in self.posts:
            if not held:
                continue
            if role in allowed and path[: len(area)] == area and (role not in LISTED_ROLES or key in assigned):
                return True
            if any(path[: len(granted)] == granted and category in categories for granted, categories in grants):
                return True
        return False


def on(day: int) -> date:
    return ON + timedelta(days=day)


def until(day: int | None) -> date | None:
    return None if day is None else on(day)


def moment(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def within(day: int, first: int, last: int | None) -> bool:
    return first <= day and (last is None or day <= last)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_the_database_and_a_slow_filter_agree_on_who_sees_whom(seed: int) -> None:
    with transaction.atomic():
        world = World(Random(seed))
        scope = officer(account=world.account, at=AT).scope
        allowed = {
            Role(role)
            for role in RolePermission.objects.filter(permission="SEE_CHILDREN").values_list("role", flat=True)
        }
        seen = set(Dossier.objects.visible_to(scope).values_list("child_key", flat=True))
        assert seen == {child[1] for child in world.children if world.sees(child, allowed)}
        transaction.set_rollback(True)


areas = st.builds(
    lambda length, picks: Area.of(
        "".join(choices[pick % len(choices)] for choices, pick in zip(SEGMENTS[:length], picks, strict=False))
    ),
    st.integers(1, 5),
    st.lists(st.integers(0, 2), min_size=5, max_size=5),
)


@given(st.lists(areas, max_size=12))
def test_joined_ranges_hold_the_codes_of_the_areas_and_no_others(found: list[Area]) -> None:
    scope = Scope(tuple(Reach(area, SEE) for area in found))
    ranges = scope.ranges(Permission.SEE_CHILDREN)
    for path in product(*SEGMENTS):
        code = code_of(path)
        assert any(low <= code < high for low, high in ranges) == any(area.holds(code) for area in found)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))


def test_neighbouring_villages_are_one_range() -> None:
    villages = [f"120112100{number}" for number in (201, 202, 203)]
    scope = Scope(tuple(Reach(Area.of(code), SEE) for code in villages))
    assert scope.ranges(Permission.SEE_CHILDREN) == (("120112100201", "120112100204"),)


def test_the_whole_country_holds_every_other_area() -> None:
    scope = Scope((Reach(Area(""), SEE), Reach(Area.of(JINNAN), SEE)))
    assert scope.areas(Permission.SEE_CHILDREN) == (Area(""),)
    assert scope.allows(Permission.SEE_CHILDREN, "820000000000")


def test_a_permission_of_one_post_does_not_spill_into_the_area_of_another() -> None:
    scope = Scope((Reach(Area.of(JINNAN), SEE), Reach(Area.of(XIQING), frozenset({Permission.EXPORT}))))
    assert scope.allows(Permission.SEE_CHILDREN, VILLAGE)
    assert not scope.allows(Permission.EXPORT, VILLAGE)
    assert not scope.allows(Permission.SEE_CHILDREN, XIQING)


def test_a_permission_in_a_village_is_none_in_its_town() -> None:
    scope = Scope((Reach(Area.of(VILLAGE), SEE),))
    assert not scope.allows(Permission.SEE_CHILDREN, XIANSHUIGU)


def test_a_grant_for_some_categories_allows_nothing_for_the_whole_area() -> None:
    scope = Scope((Reach(Area.of(JINNAN), SEE, categories=frozenset({"ORPHAN"})),))
    assert not scope.allows(Permission.SEE_CHILDREN, VILLAGE)
    assert scope.has(Permission.SEE_CHILDREN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "reach",
    [
        Reach(Area.of(JINNAN), SEE, categories=frozenset({"ORPHAN"})),
        Reach(Area.of(JINNAN), SEE, children=frozenset({UUID(int=1)})),
    ],
)
def test_rows_that_know_neither_child_nor_category_are_not_reached_by_either(reach: Reach) -> None:
    dossier = Dossier.objects.create(division_code=VILLAGE, child_key=UUID(int=1), category="ORPHAN")
    Leaflet.objects.create(dossier=dossier, division_code=VILLAGE)
    scope = Scope((reach,))
    assert Dossier.objects.visible_to(scope).count() == 1
    assert Leaflet.objects.visible_to(scope).count() == 0


@pytest.mark.django_db
def test_empty_sets_reach_nothing() -> None:
    Dossier.objects.create(division_code=VILLAGE, child_key=UUID(int=1))
    for reach in (
        Reach(Area(""), SEE, categories=frozenset()),
        Reach(Area(""), SEE, children=frozenset()),
        Reach(Area(""), frozenset()),
    ):
        assert list(Dossier.objects.visible_to(Scope((reach,)))) == []


ALL = frozenset(Permission)


@pytest.mark.parametrize("kind", list(SealedKind))
@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope((Reach(Area.of(JINNAN), ALL),)), "某事"),
        (Scope((Reach(Area.of("120000"), ALL),)), "某事"),
        (Scope((Reach(Area.of(XIANSHUIGU), ALL),)), VERIFIED),
        (Scope((Reach(Area.of(VILLAGE), ALL),)), VERIFIED),
        (Scope((Reach(Area.of(XIQING), ALL),)), VERIFIED),
        (Scope((Reach(Area.of(JINNAN), SEE),)), VERIFIED),
        (Scope((Reach(Area.of(JINNAN), ALL, children=frozenset({UUID(int=1)})),)), VERIFIED),
        (NOTHING, VERIFIED),
    ],
)
def test_what_is_sealed_is_told_from_the_district_up_to_those_with_the_permission(
    kind: SealedKind, scope: Scope, told: str
) -> None:
    assert told_to(scope=scope, kind=kind, value="某事", division_code=VILLAGE) == told


def test_each_kind_is_opened_by_its_own_permission() -> None:
    for kind in SealedKind:
        scope = Scope((Reach(Area.of(JINNAN), frozenset({kind.permission})),))
        assert [other for other in SealedKind if scope.opens(other, VILLAGE)] == [kind]


def test_nothing_is_verified_where_there_is_nothing() -> None:
    assert told_to(scope=NOTHING, kind=SealedKind.HIV, value=None, division_code=VILLAGE) == ""


def test_the_day_of_a_moment_is_that_of_the_deployment() -> None:
    late = AT.replace(hour=17)
    assert (day_of(AT).day, day_of(late).day) == (2, 3)
