"""
Issuing slips and looking with them (查询凭条的发放和使用).

Whoever looks says what stands on the paper: the code of its square and a number of eight digits, which is good once.
The telephone that said it is known from then on by a secret of its own. All three lie in the database as keyed digests.
Every refusal is one and the same, whether the code is unknown or the number wrong, used up, over or withdrawn.
"""

import hmac
import secrets
import uuid
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gonghu.domain.access.attempts import family_key, give_back, take_attempt
from gonghu.domain.access.officer import NotPermitted, Officer, authorise, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.slips.models import Slip
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digest

ISSUERS: Final = (Permission.RECEIVE_APPLICATIONS, Permission.CHECK_APPLICATIONS, Permission.CONFIRM_APPLICATIONS)
LASTING: Final = timedelta(days=180)
NUMBER_DIGITS: Final = 8
MOST_TRIES: Final = 5
LOOKS_AT_ONCE: Final = 60
FAMILY: Final = "家庭查询"
_CODE_BYTES: Final = 15
_SECRET_BYTES: Final = 32


class SlipRefused(PermissionError):
    """The slip does not open anything: nobody learns why."""

    def __init__(self) -> None:
        super().__init__(
            "打不开：凭条码或查询码不对，或者已经用过、过期、作废。请核对纸上的数字，或到乡镇（街道）重新领取。"
        )


@dataclass(frozen=True, slots=True)
class SlipWanted:
    """The application that a slip is for (拟发凭条)."""

    application: UUID
    child: UUID
    division_code: str
    handling_division: str
    category: str


@dataclass(frozen=True, slots=True)
class NewSlip:
    """A slip just issued (新凭条); its code and number are shown now and never again."""

    code: str = field(repr=False)
    number: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SlipOpened:
    """A slip that opened (已打开的凭条), and by what the telephone is known from now on."""

    application: UUID
    child: UUID
    ends_at: datetime
    secret: str = field(repr=False, default="")


@transaction.atomic
def issue_slip(*, wanted: SlipWanted, by: Actor, at: datetime) -> NewSlip:
    """
    Issue a slip for an application (发放查询凭条); the one before it opens nothing any more.

    :raises NotPermitted: the actor deals with applications neither where the child lives nor where it was received
    """
    _authorise(wanted, by)
    held = Slip.objects.everywhere("the slip that a new one replaces").select_for_update()
    replaced = held.filter(application=wanted.application, withdrawn_at__isnull=True).update(withdrawn_at=at)
    code = b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    number = "".join(secrets.choice("0123456789") for _ in range(NUMBER_DIGITS))
    slip = Slip.objects.create(
        application_id=wanted.application,
        child_id=wanted.child,
        division_code=wanted.division_code,
        category=wanted.category,
        code_digest=_digest("slip code", code),
        number_digest=_digest("slip number", code, number),
        issued_by_id=by.account,
        issued_at=at,
        ends_at=at + LASTING,
    )
    _record("slips.issue", slip, by, at, {"replaced": replaced})
    return NewSlip(code, number, slip.ends_at)


@transaction.atomic
def withdraw_slip(*, wanted: SlipWanted, by: Actor, at: datetime) -> bool:
    """
    Let the slip of an application open nothing more, as when it is lost (作废查询凭条); tell whether there was one.

    :raises NotPermitted: see ``issue_slip``
    """
    _authorise(wanted, by)
    held = Slip.objects.everywhere("a slip that is withdrawn").select_for_update()
    found = held.filter(application=wanted.application, withdrawn_at__isnull=True).first()
    if found is None:
        return False
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    _record("slips.withdraw", found, by, at, {})
    return True


@transaction.atomic
def slips_follow_child(*, child: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Let the slips in force of a child lie where it lives now (凭条随迁), and say how many.

    :raises NotPermitted: the actor deals with no applications there
    """
    authorise(by, Permission.RECEIVE_APPLICATIONS, division_code)
    rows = Slip.objects.everywhere("slips of a child that moves")
    moved = rows.filter(child=child, withdrawn_at__isnull=True).update(division_code=division_code)
    record(
        by=by, at=at, verb="slips.follow_child", subject_kind="child", subject_key=str(child),
        detail={"slips": moved}, district=division_code[:6],
    )  # fmt: skip
    return moved


def open_slip(*, code: str, number: str, at: datetime, address: str) -> SlipOpened:
    """
    Open a slip with its number, which is used up (凭查询码打开); each wrong number costs a try of the slip.

    :raises TooManyAttempts: too many failed of late from this address
    :raises SlipRefused: see the class
    """
    key = family_key(address)
    take_attempt(key, at, settings.GONGHU_FAILURES_PER_ADDRESS)
    with transaction.atomic():
        opened = _opened(code.strip().upper(), number, at)
        if opened is not None:
            give_back(key)
    if opened is None:
        raise SlipRefused
    return opened


def look_again(*, code: str, secret: str, at: datetime) -> SlipOpened:
    """
    Open a slip with the telephone that opened it before (再次查询).

    :raises TooManyAttempts: it was looked at too often of late
    :raises SlipRefused: the telephone is not that one, or the slip is over or withdrawn
    """
    rows = Slip.objects.everywhere("the slip of a family that looks again")
    found = rows.filter(code_digest=_digest("slip code", code), withdrawn_at__isnull=True, ends_at__gt=at).first()
    said = _digest("slip telephone", code, secret)
    if not hmac.compare_digest(said, found.phone_digest if found else "") or found is None:
        raise SlipRefused
    take_attempt(family_key(str(found.pk)), at, LOOKS_AT_ONCE)
    with transaction.atomic():
        _record("slips.look", found, _family(found), at, {})
    return SlipOpened(found.application_id, found.child_id, found.ends_at)


def _opened(code: str, number: str, at: datetime) -> SlipOpened | None:
    rows = Slip.objects.everywhere("the slip that a family opens")
    digest = _digest("slip code", code)
    usable = rows.filter(
        code_digest=digest, opened_at__isnull=True, withdrawn_at__isnull=True, ends_at__gt=at, tries__lt=MOST_TRIES
    )
    # A try takes its place before anything is checked; the same statements run for a code that nobody has.
    counted = usable.update(tries=F("tries") + 1)
    found = rows.filter(code_digest=digest).first()
    known = found.number_digest if found else _digest("slip number", str(uuid.uuid4()))
    good = hmac.compare_digest(_digest("slip number", code, _digits(number)), known)
    if not (good and counted and found):
        return None
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    found.opened_at, found.phone_digest = at, _digest("slip telephone", code, secret)
    found.save(update_fields=["opened_at", "phone_digest"])
    _record("slips.open", found, _family(found), at, {})
    return SlipOpened(found.application_id, found.child_id, found.ends_at, secret)


def _authorise(wanted: SlipWanted, by: Actor) -> None:
    places = {wanted.division_code, wanted.handling_division} - {""}
    if is_system(by):
        return
    if not isinstance(by, Officer) or not any(
        by.scope.allows(permission, place) for permission in ISSUERS for place in places
    ):
        raise NotPermitted(f"{by.label} 不办理这件申请，不能发放查询凭条")


def _digest(purpose: str, *parts: str) -> str:
    return blind_digest("\0".join(parts), purpose=purpose, keyring=current_keyring()).hex()


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdigit())


def _family(slip: Slip) -> Actor:
    """Give the actor that the audit names; it is nobody who may do anything."""
    return Actor(account=None, post=None, label=FAMILY, district=slip.division_code[:6])


def _record(verb: str, slip: Slip, by: Actor, at: datetime, detail: dict[str, int]) -> None:
    record(
        by=by, at=at, verb=verb, subject_kind="slip", subject_key=str(slip.pk),
        detail={"application": str(slip.application_id), "child": str(slip.child_id), **detail},
        district=slip.division_code[:6],
    )  # fmt: skip
