"""Reading of access (权限的查询): accounts, posts, what waits for a signature, who looked at whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gonghu.domain.access.models import (
    AccessGrant,
    Account,
    BreakGlass,
    CardLook,
    ChildAssignment,
    Device,
    Post,
    RolePermission,
    SecondFactor,
    Tenure,
)
from gonghu.domain.access.models.account import normal_sign_in_name
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.operations.reading import LOOKS, READ_AREA, UNMASK
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import CARD_ROLES, LISTED_ROLES, Permission, Role
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import NATION
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.intervals import holding_on, holding_since
from gonghu.foundation.read_keys import key_of, keys_of
from gonghu.standards.division_code import Level

_OF_FILE: Final = Q(subject_kind="child", verb__in=LOOKS)
_OF_AREA: Final = Q(subject_kind="field_area", verb=READ_AREA)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a child's file (一次查阅), or at the cards of an area on a telephone, which are of no one child."""

    at: datetime
    actor: str
    name: str
    post: UUID | None
    child_key: str
    purpose: str
    fields: tuple[str, ...]
    unmasked: bool


def accounts_in(*, scope: Scope, text: str = "", area: Area | None = None) -> QuerySet[Account]:
    """Give the accounts that somebody manages, by place and name; a text is part of either name."""
    found = Account.objects.visible_to(scope).order_by("division_code", "display_name")
    if text:
        found = found.filter(Q(display_name__contains=text) | Q(sign_in_name__contains=normal_sign_in_name(text)))
    return found.filter(area.filter()) if area else found


def account_named(*, name: str, scope: Scope) -> Account | None:
    """Give the account of a sign-in name, if there is one that is managed."""
    return Account.objects.visible_to(scope).filter(sign_in_name=normal_sign_in_name(name)).first()


def has_second_factor(*, account: UUID, scope: Scope) -> bool:
    """Tell whoever manages an account whether it asks for a code."""
    managed = Account.objects.visible_to(scope).filter(pk=account)
    return SecondFactor.objects.filter(account__in=managed, confirmed_at__isnull=False).exists()


def devices_in(*, scope: Scope) -> QuerySet[Device]:
    """Give the telephones whose owners' cards somebody makes, by place and owner, the last used first."""
    found = Device.objects.visible_to(scope).select_related("account")
    return found.order_by("division_code", "account__display_name", "-seen_at", "uuid")


def card_owners_in(*, scope: Scope, on: date, text: str = "") -> QuerySet[Account]:
    """Give the active accounts whose owners sign in with cards that somebody makes, by place; a text is in the name."""
    held = Tenure.objects.filter(holding_on(on), holding_on(on, through="post__"), account=OuterRef("pk"))
    found = Account.objects.visible_to(scope, Permission.MAKE_CARDS).filter(
        Exists(held.filter(post__role__in=sorted(CARD_ROLES))),
        ~Exists(held.exclude(post__role__in=sorted(CARD_ROLES))),
        disabled_at__isnull=True,
        display_name__contains=text,
    )
    return found.order_by("division_code", "display_name", "uuid")


def owns_second_factor(*, scope: Officer) -> bool:
    """Tell somebody who signed in whether the own account asks for a code."""
    return SecondFactor.objects.filter(account=scope.account, confirmed_at__isnull=False).exists()


def posts_in(*, scope: Scope, on: date, role: Role | None = None) -> QuerySet[Post]:
    """Give the posts that somebody manages and that exist on a day, by place."""
    found = Post.objects.visible_to(scope).filter(holding_on(on)).select_related("organisation")
    return (found.filter(role=role) if role else found).order_by("division_code", "role")


def posts_by_key(*, keys: Iterable[UUID | str], scope: Officer, on: date) -> list[Post]:
    """Give the posts of these keys that somebody holds or manages on a day, by place; all else is left out."""
    wanted = {str(key) for key in keys if key_of(str(key))}
    own = {str(post.uuid) for post in scope.posts} & wanted
    posts = Post.objects.visible_to(scope.scope) | Post.objects.everywhere("posts that one holds").filter(pk__in=own)
    return list(posts.filter(holding_on(on), pk__in=wanted).distinct().order_by("division_code", "role"))


def vacant_posts(*, scope: Scope, on: date, role: Role | None = None) -> QuerySet[Post]:
    """Give the posts that nobody holds on a day."""
    return posts_in(scope=scope, on=on, role=role).exclude(
        Exists(Tenure.objects.filter(holding_on(on), post=OuterRef("pk")))
    )


def holders_on(*, posts: Iterable[UUID], on: date, scope: Scope) -> dict[UUID, Account]:
    """Give who holds these posts on a day, by post; vacant ones and those not managed are absent."""
    managed = Post.objects.visible_to(scope).filter(pk__in=list(posts))
    found = Tenure.objects.filter(holding_on(on), post__in=managed).select_related("account")
    return {tenure.post_id: tenure.account for tenure in found}


def tenures_by(*, account: UUID, scope: Scope) -> QuerySet[Tenure]:
    """Give the posts that somebody held, holds or will hold, the last one first, as far as they are managed."""
    managed = Post.objects.visible_to(scope)
    return Tenure.objects.filter(post__in=managed, account=account).select_related("post").order_by("-from_on")


def tenures_of(*, post: UUID, scope: Scope) -> QuerySet[Tenure]:
    """Give who held a post, the last one first; none of a post that somebody does not manage."""
    managed = Post.objects.visible_to(scope).filter(pk=post)
    return Tenure.objects.filter(post__in=managed).select_related("account").order_by("-from_on")


def children_of_post(*, post: UUID, scope: Scope, on: date) -> list[ChildAssignment]:
    """Give the children that a post works for on a day or later, to whoever approves access where the post is."""
    approved = Post.objects.visible_to(scope, Permission.APPROVE_ACCESS).filter(pk=post)
    rows = ChildAssignment.objects.filter(holding_since(on), post__in=approved)
    return list(rows.select_related("contract").order_by("to_on", "child_key"))


def listed_post(*, post: UUID, scope: Scope, on: date) -> Post | None:
    """Give a post of a role that reaches assigned children only, to whoever approves access where it is."""
    found = Post.objects.visible_to(scope, Permission.APPROVE_ACCESS).filter(holding_on(on), pk=post)
    return found.filter(role__in=sorted(LISTED_ROLES)).first()


def grants_to_sign(*, scope: Scope, on: date) -> QuerySet[AccessGrant]:
    """Give the grants that wait for a signature, the oldest first."""
    found = AccessGrant.objects.visible_to(scope)
    return found.filter(signed_at__isnull=True, ended_at__isnull=True, until_on__gte=on).order_by("asked_at")


def break_glass_to_review(*, scope: Scope) -> QuerySet[BreakGlass]:
    """Give the emergencies that nobody has judged, those due first coming first."""
    return BreakGlass.objects.visible_to(scope).filter(reviewed_at__isnull=True).order_by("review_due_on", "opened_at")


def break_glass_overdue(*, scope: Scope, on: date) -> QuerySet[BreakGlass]:
    """Give the emergencies that should have been judged before a day."""
    return break_glass_to_review(scope=scope).filter(review_due_on__lt=on)


def who_looked_at(*, child_key: UUID, division_code: str, scope: Scope, most: int = 200) -> list[Look]:
    """
    List the looks at the file of a child who lives in a division, the last first: cards on telephones are among them.

    They are told to whoever reads the audit of its district, and to whoever assigns the work there.
    """
    chains = chains_read(scope=scope)
    if scope.allows(Permission.ASSIGN_TASKS, division_code):
        chains |= Q(chain=division_code[: len(NATION)])
    return list(_looks(chains & _file_of(child_key), chains & _card_of(child_key), most=most))


def latest_looks(
    *, scope: Scope, child_key: UUID | None = None, name: str = "", unmasked: bool = False, most: int = 200
) -> list[Look]:
    """List looks at files as far as the audit is read, the last first; by a child, part of a name, or unmasked only."""
    which = (_file_of(child_key), _card_of(child_key)) if child_key else (_OF_FILE | _OF_AREA,)
    wanted = chains_read(scope=scope)
    if unmasked:
        wanted &= Q(verb=UNMASK)
    if name:
        wanted &= Q(actor__in=accounts_called(text=name, scope=scope))
    return list(_looks(*(wanted & each for each in which), most=most))


def accounts_called(*, text: str, scope: Scope, most: int = 50) -> list[str]:
    """List the keys of accounts whose name holds a text, to whoever reads an audit."""
    if not scope.has(Permission.READ_AUDIT):
        return []
    accounts = Account.objects.everywhere("names to look for in the audit").filter(
        Q(display_name__contains=text) | Q(sign_in_name=normal_sign_in_name(text))
    )
    return [str(key) for key in accounts.values_list("pk", flat=True)[:most]]


def permissions_by_role(*, scope: Scope) -> dict[Role, frozenset[Permission]]:
    """Give what each role may do now; the table is the same for all who may read it."""
    del scope
    found: dict[Role, set[Permission]] = {}
    for role, permission in RolePermission.objects.values_list("role", "permission"):
        found.setdefault(Role(role), set()).add(Permission(permission))
    return {role: frozenset(permissions) for role, permissions in found.items()}


def _file_of(child_key: UUID) -> Q:
    return _OF_FILE & Q(subject_key=str(child_key))


def _card_of(child_key: UUID) -> Q:
    return _OF_AREA & Q(pk__in=CardLook.objects.filter(child_key=child_key).values("entry"))


def _looks(*which: Q, most: int) -> Iterator[Look]:
    """Give the last looks that meet one of some conditions, each asked by itself: every one has its own index."""
    found = [AuditEntry.objects.filter(each).order_by("-at", "-sequence")[:most] for each in which]
    rows = sorted(chain.from_iterable(found), key=attrgetter("at", "sequence"), reverse=True)[:most]
    names = _names({row.actor for row in rows})
    for row in rows:
        in_area = row.verb == READ_AREA
        yield Look(
            at=row.at,
            actor=row.actor,
            name=names.get(row.actor, row.actor),
            post=row.post,
            child_key="" if in_area else row.subject_key,
            purpose=row.purpose,
            fields=("card",) if in_area else tuple(row.detail.get("fields", ())),
            unmasked=row.verb == UNMASK,
        )


def chains_read(*, scope: Scope) -> Q:
    """Give the condition on the chains of audit that a scope reads: those of whole districts."""
    found = Q(pk__in=[])
    for area in scope.areas(Permission.READ_AUDIT):
        if area.level is None or area.level <= Level.COUNTY:
            found |= Q(chain__gte=area.low[: len(NATION)], chain__lt=area.high[: len(NATION)])
    return found


def names_of_actors(*, scope: Scope, actors: set[str]) -> dict[str, str]:
    """Give the names behind the keys of audit entries to whoever reads an audit; others get none."""
    if not scope.has(Permission.READ_AUDIT):
        return {}
    return _names(actors)


def _names(actors: set[str]) -> dict[str, str]:
    accounts = Account.objects.everywhere("names of those who looked").filter(pk__in=keys_of(actors))
    return {str(account.uuid): account.display_name for account in accounts}
