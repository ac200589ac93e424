"""
Who works on which post (同事): names beside tasks and villages, and posts that work can be given to.

Who serves where is no secret inside the house; what hangs on a post is shown by the scope of whoever asks for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghu.domain.access.models import Post, Tenure
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.intervals import holding_on, holding_since
from gonghu.standards.division_code import ancestors

_REASON = "who works where, beside what they work on"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A post with whoever holds it on a day (同事); ``name`` is empty while it is vacant."""

    post: UUID
    role: Role
    division_code: str
    name: str = ""
    account: UUID | None = None

    def covers(self, code: str) -> bool:
        """Tell whether a division lies in the area of the post."""
        return Area.of(self.division_code).holds(code)


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held a post from one day to another (任职经历); without an end still."""

    post: UUID
    role: Role
    division_code: str
    name: str
    account: UUID
    from_on: date
    to_on: date | None

    def holds_on(self, on: date) -> bool:
        """Tell whether it was so on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)


def colleagues(*, posts: Iterable[UUID | None], on: date) -> dict[UUID, Colleague]:
    """Give posts that exist on a day with their holders, by post, in two statements."""
    asked = {post for post in posts if post}
    return {each.post: each for each in _named(_posts(on).filter(pk__in=asked), on)} if asked else {}


def colleagues_above(*, code: str, roles: Iterable[Role], on: date) -> list[Colleague]:
    """
    List the posts whose area covers a division, the nearest first.

    :raises NotADivisionCode: the text is no code
    """
    covering = [code, *ancestors(code)]
    found = _named(_posts(on).filter(division_code__in=covering, role__in=list(roles)), on)
    return sorted(found, key=lambda each: (covering.index(each.division_code), each.role, each.name))


def posts_in_area(*, area: Area, roles: Iterable[Role], on: date) -> list[Colleague]:
    """List the posts of some roles in an area with their holders, by place."""
    return _named(_posts(on).filter(area.filter(), role__in=list(roles)), on)


def changes_of_hands(*, area: Area, role: Role, since: date, until: date) -> tuple[int, int]:
    """Count who came to and who left posts of a role in an area from one day to another; a hand-over counts in both."""
    rows = Tenure.objects.filter(area.filter("post__division_code"), post__role=role)
    return (
        rows.filter(from_on__gte=since, from_on__lte=until).count(),
        rows.filter(to_on__gte=since, to_on__lte=until).count(),
    )


def holdings(*, codes: Iterable[str], roles: Iterable[Role], posts: Iterable[UUID], since: date) -> list[Holding]:
    """
    List who held posts of some roles right in some places, and some other posts, from a day on (历任).

    A tenure counts as long as its post exists; both bounds are as they are written, open ones open.
    """
    rows = Post.objects.everywhere(_REASON).filter(
        Q(division_code__in=list(codes), role__in=list(roles)) | Q(pk__in=list(posts))
    )
    held = Tenure.objects.filter(holding_since(since), post__in=rows.values("pk")).select_related("post", "account")
    found = [_held(each) for each in held.order_by("post__division_code", "post__role", "post", "from_on")]
    return [each for each in found if each.to_on is None or each.from_on <= each.to_on]


def _held(tenure: Tenure) -> Holding:
    post = tenure.post
    ends = [day for day in (tenure.to_on, post.to_on) if day]
    return Holding(
        post.pk, Role(post.role), post.division_code, tenure.account.display_name, tenure.account_id,
        max(tenure.from_on, post.from_on), min(ends) if ends else None,
    )  # fmt: skip


def _posts(on: date) -> QuerySet[Post]:
    return Post.objects.everywhere(_REASON).filter(holding_on(on))


def _named(posts: QuerySet[Post], on: date) -> list[Colleague]:
    tenures = Tenure.objects.filter(holding_on(on), post__in=posts.values("pk"))
    holders = {
        post: (name, account) for post, name, account in tenures.values_list("post", "account__display_name", "account")
    }
    rows = posts.order_by("division_code", "role", "uuid").values_list("uuid", "role", "division_code")
    return [Colleague(post, Role(role), code, *holders.get(post, ("", None))) for post, role, code in rows]
