"""Keys for other programs (采集密钥): made for an account, shown once, ended at any time."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.models import FormKey
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

LONGEST: Final = timedelta(days=366)
_TOKEN_BYTES: Final = 32
_WHY: Final = "the key that a program shows"


class KeyTooLong(ValueError):
    """A key holds for a year at most."""


@dataclass(frozen=True, slots=True)
class NewFormKey:
    """A key just made (新采集密钥); its text is shown now and never again."""

    key: FormKey
    token: str = field(repr=False)


@transaction.atomic
def make_form_key(*, account: Account, label: str, until_on: date, by: Actor, at: datetime) -> NewFormKey:
    """
    Make a key with which ODK Collect or pyodk acts for an account, for forms alone (制作采集密钥).

    :raises NotPermitted: the actor neither is the account nor makes cards where it is
    :raises KeyTooLong: it would hold for more than a year, or is over already
    """
    _authorise(account, by)
    if not day_of(at) <= until_on <= day_of(at) + LONGEST:
        raise KeyTooLong("密钥有效期最长一年，且不能早于今天")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    made = FormKey.objects.create(
        account=account,
        division_code=account.division_code,
        label=label.strip()[:60] or "采集程序",
        digest=digest_of(token),
        made_by_id=by.account,
        made_at=at,
        until_on=until_on,
    )
    _record("make_key", made, by, at)
    return NewFormKey(made, token)


@transaction.atomic
def end_form_key(*, key: UUID, by: Actor, at: datetime) -> FormKey:
    """
    End a key, as when the telephone is lost (停用采集密钥); ended twice, the first time counts.

    :raises NotPermitted: the actor neither is the account nor makes cards where it is
    """
    held = FormKey.objects.everywhere("a key that is ended").select_for_update().get(pk=key)
    _authorise(held.account, by)
    held.ended_at = held.ended_at or at
    held.save(update_fields=["ended_at"])
    _record("end_key", held, by, at)
    return held


def key_shown(token: str, at: datetime) -> FormKey | None:
    """Give the key whose text a program shows, if it holds and its account is active; noted once a day."""
    rows = FormKey.objects.everywhere(_WHY).select_related("account").filter(digest=digest_of(token))
    return _good(rows.first(), at)


def key_named(key: UUID, at: datetime) -> FormKey | None:
    """Give a key by its own key, as a session of a program names it, if it holds and its account is active."""
    return _good(FormKey.objects.everywhere(_WHY).select_related("account").filter(pk=key).first(), at)


def digest_of(token: str) -> str:
    """Give the digest of a key's text; 32 random bytes need no slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


def _good(key: FormKey | None, at: datetime) -> FormKey | None:
    if key is None or key.ended_at or key.until_on < day_of(at) or key.account.disabled_at:
        return None
    if key.used_on != day_of(at):
        FormKey.objects.everywhere(_WHY).filter(pk=key.pk).update(used_on=day_of(at))
    return key


def _authorise(account: Account, by: Actor) -> None:
    if by.account == account.uuid:
        return
    authorise(by, Permission.MAKE_CARDS, account.division_code)


def _record(verb: str, key: FormKey, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=f"questionnaires.{verb}",
        subject_kind="form_key",
        subject_key=str(key.pk),
        detail={"account": str(key.account_id), "until_on": key.until_on.isoformat()},
        district=key.division_code[:6],
    )
