"""
Who acts, with what they may do at this moment (工作人员).

An officer is worked out anew for every request, so that whatever was given or taken holds from the next one on.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from gonghu.domain.access.models import (
    AccessGrant,
    Account,
    BreakGlass,
    ChildAssignment,
    Post,
    RolePermission,
    Tenure,
)
from gonghu.domain.access.scope import NOTHING, Reach, Scope
from gonghu.domain.access.terms import LISTED_ROLES, SEPARATE_PERMISSIONS, Permission, Role
from gonghu.domain.divisions.queries import former_counties
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.intervals import holding_on
from gonghu.foundation.plain_rows import key_read, plain_rows
from gonghu.standards.division_code import Level

_DAY: Final = "{0}.from_on <= %s AND ({0}.to_on IS NULL OR {0}.to_on >= %s)"
_POSTS: Final = (
    f"SELECT p.uuid, p.role, p.division_code, p.organisation_id FROM {Post._meta.db_table} AS p"
    f" WHERE p.uuid IN (SELECT t.post_id FROM {Tenure._meta.db_table} AS t"
    f" WHERE t.account_id = %s AND {_DAY.format('t')}) AND {_DAY.format('p')} ORDER BY p.division_code, p.role"
)
_PERMISSIONS: Final = f"SELECT role, permission FROM {RolePermission._meta.db_table} WHERE role IN (%s)"
_GRANTS: Final = (
    f"SELECT division_code, categories FROM {AccessGrant._meta.db_table}"
    " WHERE signed_at IS NOT NULL AND ended_at IS NULL AND until_on >= %%s AND post_id IN (%s)"
)
_EMERGENCIES: Final = (
    f"SELECT child_key FROM {BreakGlass._meta.db_table} WHERE account_id = %s AND opened_at <= %s AND ends_at > %s"
)
"""Four statements that come before every page; a county, and what is above it, also asks which it took over."""


class AccountDisabled(PermissionError):
    """The account was disabled."""


class PostNotHeld(PermissionError):
    """The account does not hold that post on that day."""


class NotPermitted(PermissionError):
    """The actor has no such permission there."""


class SamePerson(NotPermitted):
    """One person would take two steps of a case that two people must take."""


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post somebody holds (所任岗位)."""

    uuid: UUID
    role: Role
    division_code: str
    organisation: UUID | None


@dataclass(frozen=True, slots=True)
class Officer(Actor):
    """Somebody who signed in, on one of the posts held, with the scope of all of them (工作人员)."""

    scope: Scope = NOTHING
    posts: tuple[PostHeld, ...] = ()


def officer(*, account: Account, at: datetime, acting_as: UUID | str | None = None, request: str = "") -> Officer:
    """
    Work out who acts and what they reach at a moment; the first post is taken unless one is named.

    :raises AccountDisabled: the account was disabled
    :raises PostNotHeld: the named post is not held that day
    """
    if account.disabled_at is not None and account.disabled_at <= at:
        raise AccountDisabled(f"账号 {account.sign_in_name} 已停用")
    posts = posts_held(account=account, on=day_of(at))
    named = str(acting_as) if acting_as else None
    chosen = next((post for post in posts if named in (None, str(post.uuid))), None)
    if acting_as and chosen is None:
        raise PostNotHeld(f"{account.display_name} 当日未任该岗位")
    label = f"{account.display_name}（{chosen.role.label}）" if chosen else account.display_name
    return Officer(
        account=account.uuid,
        post=chosen.uuid if chosen else None,
        label=label,
        district=chosen.division_code[: len(NATION)] if chosen else account.district,
        request=request,
        scope=scope_of(account=account, posts=posts, at=at),
        posts=posts,
    )


def posts_held(*, account: Account, on: date) -> tuple[PostHeld, ...]:
    """List the posts of an account on a day, those with the widest areas first."""
    found = [
        PostHeld(key_read(key), Role(role), division_code, organisation and key_read(organisation))
        for key, role, division_code, organisation in plain_rows(_POSTS, [account.uuid, on, on, on, on])
    ]
    return tuple(sorted(found, key=lambda post: len(Area.of(post.division_code).prefix)))


def scope_of(*, account: Account, posts: tuple[PostHeld, ...], at: datetime) -> Scope:
    """Work out what an account reaches at a moment through posts, grants on them, and open emergencies."""
    on = day_of(at)
    return Scope(
        (
            *_by_posts(posts, on),
            *_by_grants(posts, on),
            *_by_emergencies(account, at),
        )
    )


def day_of(at: datetime) -> date:
    """Give the day of a moment where the deployment is."""
    return at.astimezone(timezone.get_default_timezone()).date()


def is_system(by: Actor) -> bool:
    """Tell whether nobody acts but the system or its technician at the machine."""
    return by.account is None and not isinstance(by, Officer)


def reached_by(by: Actor) -> Scope:
    """Give what an actor reaches: an officer by posts, the system everything, anybody else nothing."""
    if isinstance(by, Officer):
        return by.scope
    return Scope((Reach(Area(""), frozenset(Permission)),)) if is_system(by) else NOTHING


def authorise(by: Actor, permission: Permission, division_code: str) -> None:
    """
    Let an actor go on only with a permission for everything in a division; the system may do all.

    :raises NotPermitted: it is not held there
    """
    if is_system(by) or (isinstance(by, Officer) and by.scope.allows(permission, division_code)):
        return
    raise NotPermitted(f"{by.label} 在区划 {division_code} 没有“{permission.label}”权限")


def refuse_same_person(by: Actor, step: Permission, earlier: Mapping[Permission, UUID]) -> None:
    """
    Let an actor take a step of a case only if nobody but others took the steps that exclude it (两人办理).

    ``earlier`` says who took which step of the case, by account.

    :raises SamePerson: the actor took a step that must be another's
    """
    for done, account in earlier.items():
        if account == by.account and (done == step or frozenset({done, step}) in SEPARATE_PERMISSIONS):
            raise SamePerson(f"{by.label} 已办理“{done.label}”，“{step.label}”须由另一人办理")


def _by_posts(posts: tuple[PostHeld, ...], on: date) -> Iterator[Reach]:
    allowed = _permissions({post.role for post in posts})
    listed = {post.uuid for post in posts if post.role in LISTED_ROLES}
    children = _assigned(listed, on)
    for post in posts:
        permissions = allowed.get(post.role, frozenset())
        if post.uuid not in listed:
            yield Reach(Area.of(post.division_code), permissions)
            yield from _by_succession(post, permissions, on)
        elif post.uuid in children:
            yield Reach(Area.of(post.division_code), permissions, children=frozenset(children[post.uuid]))


def _by_succession(post: PostHeld, permissions: frozenset[Permission], on: date) -> Iterator[Reach]:
    """Reach the books of counties that went over into a post's own (承继): nothing else is left under their codes."""
    area = Area.of(post.division_code)
    if area.level is not None and area.level <= Level.COUNTY:
        for code in former_counties(area=area, on=on):
            yield Reach(Area.of(code), permissions)


def _permissions(roles: set[Role]) -> dict[Role, frozenset[Permission]]:
    found: dict[Role, set[Permission]] = {}
    asked = _PERMISSIONS % ", ".join(["%s"] * len(roles))
    for role, permission in plain_rows(asked, sorted(roles)) if roles else ():
        found.setdefault(Role(role), set()).add(Permission(permission))
    return {role: frozenset(permissions) for role, permissions in found.items()}


def _assigned(posts: set[UUID], on: date) -> dict[UUID, set[UUID]]:
    """List the children of each post whose assignment, and contract if there is one, hold on a day."""
    if not posts:
        return {}
    rows = ChildAssignment.objects.filter(holding_on(on), post__in=posts).filter(
        Q(contract__isnull=True) | holding_on(on, through="contract__")
    )
    found: dict[UUID, set[UUID]] = {}
    for post, child in rows.values_list("post", "child_key"):
        found.setdefault(post, set()).add(child)
    return found


def _by_grants(posts: tuple[PostHeld, ...], on: date) -> Iterator[Reach]:
    if not posts:
        return
    asked = _GRANTS % ", ".join(["%s"] * len(posts))
    for division_code, categories in plain_rows(asked, [on, *(post.uuid for post in posts)]):
        only = frozenset(json.loads(categories)) or None
        yield Reach(Area.of(division_code), frozenset({Permission.SEE_CHILDREN}), categories=only)


def _by_emergencies(account: Account, at: datetime) -> Iterator[Reach]:
    permissions = frozenset({Permission.SEE_CHILDREN, Permission.UNMASK})
    for (child,) in plain_rows(_EMERGENCIES, [account.uuid, at, at]):
        yield Reach(Area(""), permissions, children=frozenset({key_read(child)}))
