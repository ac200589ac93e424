"""A post that is needed no more is closed (撤销岗位), once nobody holds it and nothing hangs on it."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import authorise, day_of, reached_by
from gonghu.domain.access.operations import close_post
from gonghu.domain.access.operations.posts import PostInUse
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.queries import tasks_of_post
from gonghu.domain.workforce.queries import charges_of_post
from gonghu.foundation.acting import SYSTEM, Actor

_EVERYTHING: Final = reached_by(SYSTEM)


@transaction.atomic
def close_a_post(*, post: Post, reason: str, by: Actor, at: datetime) -> None:
    """
    Close a vacant post from the next day on.

    :raises PostInUse: it answers for a place, has open tasks, assigned children or access
    :raises NotPermitted: see ``close_post``, as for the other errors
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, post.division_code)
    on = day_of(at)
    if charges_of_post(post=post.pk, scope=_EVERYTHING, on=on).exists():
        raise PostInUse("岗位还有责任区，请先在“队伍”里移交责任区")
    if left := tasks_of_post(posts=[post.pk], scope=_EVERYTHING).count():
        raise PostInUse(f"岗位还有 {left} 项待办任务，请先改派")
    close_post(post=post, on=on, reason=reason, by=by, at=at)
