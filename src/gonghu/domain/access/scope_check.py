"""
The self-check of scopes on a deployment (可见范围自检): what officers reach, compared with what they may, row by row.

What somebody may reach is worked out here a second time, in plain loops over posts, permissions and prefixes of codes,
not by the conditions that queries use. Of every role the officers there are and, for each level of place that has
rows, one whom nobody has appointed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models
from django.db.models import Min

from gonghu.domain.access.models import AccessGrant, Account, BreakGlass, ChildAssignment, RolePermission, Tenure
from gonghu.domain.access.officer import PostHeld, day_of, posts_held, scope_of
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import LISTED_ROLES, Permission, Role
from gonghu.domain.divisions.queries import former_counties
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.intervals import holding_on
from gonghu.standards.division_code import Level, level, pad, prefix

_DIVISION: Final = "division_code"
_WHY: Final = "self-check of scopes"
_ELSEWHERE: Final = "659001000000"
"""A place that hardly any deployment is at."""
_LOOKS_THROUGH: Final = 100_000
_EMERGENCY: Final = frozenset({Permission.SEE_CHILDREN, Permission.UNMASK})


@dataclass(frozen=True, slots=True)
class Leak:
    """Rows that somebody reaches and may not (越权可见)."""

    role: Role
    place: str
    model: str
    division: str
    rows: int


@dataclass(frozen=True, slots=True)
class ScopeCheck:
    """What the self-check looked at and found (可见范围自检结果)."""

    officers: int
    models: int
    looks: int
    leaks: tuple[Leak, ...]


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What somebody may reach with one permission, in plain words."""

    whole: tuple[str, ...] = ()
    children: frozenset[UUID] = frozenset()
    categories: tuple[tuple[str, frozenset[str]], ...] = ()

    def row(self, division: str, child: UUID | None, category: str | None) -> bool:
        """Tell whether a row may be reached."""
        return (
            any(division.startswith(each) for each in self.whole)
            or (child is not None and child in self.children)
            or any(division.startswith(each) and category in named for each, named in self.categories)
        )


@dataclass(slots=True)
class _Somebody:
    """An officer to look as, appointed or not."""

    account: Account
    posts: tuple[PostHeld, ...]
    role: Role
    place: str
    grants: list[AccessGrant] = field(default_factory=list)
    children: frozenset[UUID] = frozenset()
    emergencies: frozenset[UUID] = frozenset()


def check_scopes(*, at: datetime, of_each_role: int) -> ScopeCheck:
    """Look as officers of every role at every model that is read by scope, and list what should not be seen."""
    permissions = _permissions()
    people = [*_appointed(at, of_each_role), *_never_appointed()]
    looked_at = list(_scoped_models())
    leaks: list[Leak] = []
    for somebody in people:
        scope = scope_of(account=somebody.account, posts=somebody.posts, at=at)
        codes = {post.uuid: tuple(_codes(post, day_of(at))) for post in somebody.posts}
        for model in looked_at:
            by: ScopedBy = getattr(model, "scoped_by", ScopedBy())
            allowed = _allowed(somebody, by.permission, permissions, codes)
            leaks += _leaks(somebody, model, _rows(model).visible_to(scope), by, allowed)
    return ScopeCheck(len(people), len(looked_at), len(people) * len(looked_at), tuple(leaks))


def _scoped_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if isinstance(model._default_manager.all(), ScopedQuerySet):
            yield model


def _rows(model: type[models.Model]) -> ScopedQuerySet[Any]:
    rows = model._default_manager.all()
    if not isinstance(rows, ScopedQuerySet):
        raise TypeError(model._meta.label)
    return rows


def _permissions() -> dict[Role, set[Permission]]:
    found: dict[Role, set[Permission]] = {role: set() for role in Role}
    for role, permission in RolePermission.objects.values_list("role", "permission"):
        found[Role(role)].add(Permission(permission))
    return found


def _appointed(at: datetime, of_each_role: int) -> Iterator[_Somebody]:
    """Give officers of the deployment, some of each role."""
    on = day_of(at)
    for role in Role:
        holders = (
            Tenure.objects.filter(holding_on(on), post__role=role, account__disabled_at__isnull=True)
            .order_by("account")
            .values_list("account", flat=True)
            .distinct()[:of_each_role]
        )
        for account in Account.objects.everywhere(_WHY).filter(pk__in=list(holders)):
            posts = posts_held(account=account, on=on)
            yield _with_all_reasons(_Somebody(account, posts, role, posts[0].division_code if posts else ""), on, at)


def _with_all_reasons(somebody: _Somebody, on: date, at: datetime) -> _Somebody:
    held = [post.uuid for post in somebody.posts]
    for grant in AccessGrant.objects.everywhere(_WHY).filter(post__in=held):
        if grant.signed_at and not grant.ended_at and grant.until_on >= on:
            somebody.grants.append(grant)
    listed = [post.uuid for post in somebody.posts if post.role in LISTED_ROLES]
    assigned = ChildAssignment.objects.filter(post__in=listed)
    somebody.children = frozenset(each.child_key for each in assigned if each.holds_on(on))
    opened = BreakGlass.objects.everywhere(_WHY).filter(account=somebody.account)
    somebody.emergencies = frozenset(each.child_key for each in opened if each.opened_at <= at < each.ends_at)
    return somebody


def _never_appointed() -> Iterator[_Somebody]:
    """Give one officer of each role for a place of each level that has rows, and nobody's place."""
    for role in Role:
        for place in _places():
            account = Account(uuid=uuid4(), display_name=role.label, division_code=place)
            yield _Somebody(account, (PostHeld(uuid4(), role, place, None),), role, place)


def _places() -> list[str]:
    """Choose a place of each level around the first row of every model."""
    firsts = set()
    for model in _scoped_models():
        firsts.add(_rows(model).everywhere(_WHY).aggregate(first=Min(_division(model)))["first"])
    known = sorted(code for code in firsts if code)[:1]
    return sorted({pad(code[:level]) for code in known for level in Level} | {_ELSEWHERE})


def _division(model: type[models.Model]) -> str:
    """Name the column that says where a row lies; a column of its own counts before what the scope looks at."""
    own = {column.name for column in model._meta.concrete_fields}
    by: ScopedBy = getattr(model, "scoped_by", ScopedBy())
    return _DIVISION if _DIVISION in own else by.division


def _allowed(
    somebody: _Somebody, asked: Permission, permissions: dict[Role, set[Permission]], codes: dict[UUID, tuple[str, ...]]
) -> _Allowed:
    holding = [post for post in somebody.posts if asked in permissions[post.role]]
    whole = [prefix(code) for post in holding if post.role not in LISTED_ROLES for code in codes[post.uuid]]
    children = set(somebody.children) if any(post.role in LISTED_ROLES for post in holding) else set()
    categories: list[tuple[str, frozenset[str]]] = []
    if asked is Permission.SEE_CHILDREN:
        for grant in somebody.grants:
            if grant.categories:
                categories.append((prefix(grant.division_code), frozenset(grant.categories)))
            else:
                whole.append(prefix(grant.division_code))
    if asked in _EMERGENCY:
        children |= somebody.emergencies
    return _Allowed(tuple(whole), frozenset(children), tuple(categories))


def _codes(post: PostHeld, on: date) -> Iterator[str]:
    """Give the place of a post, and the counties that went over into it: their books lie under their old codes."""
    yield post.division_code
    if level(post.division_code) <= Level.COUNTY:
        yield from former_counties(area=Area.of(post.division_code), on=on)


def _leaks(
    somebody: _Somebody, model: type[models.Model], reached: Any, by: ScopedBy, allowed: _Allowed
) -> Iterator[Leak]:
    """Compare what is reached with what is allowed: by place, and row by row where that settles nothing."""
    column = _division(model)
    places: Iterable[str] = reached.order_by().values_list(column, flat=True).distinct()
    outside = [place for place in places if not any(place.startswith(each) for each in allowed.whole)]
    for place in outside:
        wanted = [name for name in (by.child, by.category) if name]
        rows = reached.filter(**{column: place}).order_by().values_list(*(wanted or ["pk"]))[:_LOOKS_THROUGH]
        wrong = sum(not allowed.row(place, *_said(row, by)) for row in rows)
        if wrong:
            yield Leak(somebody.role, somebody.place, model._meta.label, place, wrong)


def _said(row: tuple[Any, ...], by: ScopedBy) -> tuple[UUID | None, str | None]:
    child = row[0] if by.child else None
    return child, row[-1] if by.category else None
