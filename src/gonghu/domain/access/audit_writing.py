"""What is written down about accounts and posts (账号与岗位的审计记录), in the chain of their own district."""

from datetime import datetime

from gonghu.domain.access.models import Account, Post
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record


def record_account(verb: str, account: Account, by: Actor, at: datetime, detail: Detail | None = None) -> None:
    """Write down what was done to an account."""
    key = str(account.uuid)
    record(by=by, at=at, verb=verb, subject_kind="account", subject_key=key, detail=detail, district=account.district)


def record_post(
    verb: str, post: Post, by: Actor, at: datetime, detail: Detail | None = None, purpose: str = ""
) -> None:
    """Write down what was done to a post."""
    key = str(post.uuid)
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="post",
        subject_key=key,
        detail=detail,
        purpose=purpose,
        district=post.district,
    )
