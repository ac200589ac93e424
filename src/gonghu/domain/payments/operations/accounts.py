"""Accounts that children's money goes to (收款账户): entered by one person, verified by another."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, authorise, reached_by, refuse_same_person
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models import PayAccount
from gonghu.domain.payments.operations.steps import person_of
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.queries import child_places
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_on
from gonghu.standards.bank_card import Doubt, clean, doubt

_WHY: Final = "the account of a child that is changed"
_ENTERS: Final = (Permission.RECEIVE_APPLICATIONS, Permission.CONFIRM_APPLICATIONS, Permission.PREPARE_PAYMENT)
_VERIFIES: Final = (Permission.CONFIRM_APPLICATIONS, Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT)
_DAMAGED: Final = frozenset({Doubt.SPREADSHEET, Doubt.NOT_DIGITS})


class AccountUnknown(LookupError):
    """There is no such account, or no such child in reach."""


class NumberDamaged(ValueError):
    """The number lost digits or is no number."""


class AccountNotNew(ValueError):
    """The account would begin before the one that is in force."""


@dataclass(frozen=True, slots=True)
class AccountGiven:
    """An account as it was told (收款账户登记内容)."""

    child: UUID
    kind: AccountKind
    bank: str
    holder: str
    number: str
    relation: str
    from_on: date


@transaction.atomic
def enter_account(*, account: AccountGiven, by: Actor, at: datetime) -> PayAccount:
    """
    Enter where a child's money goes from a day on (登记收款账户); the one before ends. It is not paid to before
    another person has verified it.

    :raises AccountUnknown: there is no such child in reach
    :raises NotPermitted: the actor enters no accounts there
    :raises NumberDamaged: the number lost digits or is none
    :raises AccountNotNew: it would begin before the one in force
    """
    place = child_places(children=[account.child], scope=reached_by(by)).get(account.child)
    if place is None:
        raise AccountUnknown("没有这名儿童，或不在您的范围内")
    _authorise_any(by, _ENTERS, place)
    if (problem := doubt(account.number)) in _DAMAGED:
        raise NumberDamaged(str(problem))
    rows = PayAccount.objects.everywhere(_WHY).select_for_update().filter(child=account.child)
    if rows.filter(from_on__gte=account.from_on).exists():
        raise AccountNotNew("起用日期应晚于现有账户的起用日期")
    for earlier in rows.filter(holding_on(account.from_on)):
        earlier.to_on = account.from_on - timedelta(days=1)
        earlier.save(update_fields=["to_on"])
    made = PayAccount(
        child_id=account.child,
        division_code=place,
        kind=account.kind,
        bank=account.bank.strip(),
        holder=account.holder.strip(),
        number=clean(account.number),
        relation=account.relation,
        from_on=account.from_on,
        entered_by_id=person_of(by),
        entered_at=at,
    )
    made.save(force_insert=True)
    _record("enter_account", made, by, at)
    return made


@transaction.atomic
def verify_account(*, account: UUID, by: Actor, at: datetime) -> PayAccount:
    """
    Say that an account was held to the card or passbook (核对收款账户).

    :raises AccountUnknown: there is none
    :raises NotPermitted: the actor verifies no accounts there
    :raises SamePerson: the actor entered it
    """
    found = PayAccount.objects.visible_to(reached_by(by)).select_for_update(of=("self",)).filter(pk=account).first()
    if found is None:
        raise AccountUnknown("没有这个账户，或不在您的范围内")
    _authorise_any(by, _VERIFIES, found.division_code)
    refuse_same_person(by, Permission.CHECK_PAYMENT, {Permission.PREPARE_PAYMENT: found.entered_by_id})
    found.verified_by_id, found.verified_at = person_of(by), at
    found.save(update_fields=["verified_by", "verified_at"])
    _record("verify_account", found, by, at)
    return found


@transaction.atomic
def record_unmasking(*, account: UUID, by: Actor, at: datetime) -> PayAccount:
    """
    Show the whole number of an account, and write down that it was seen (查看完整账号).

    :raises AccountUnknown: there is none in reach
    :raises NotPermitted: the actor sees nothing unmasked there
    """
    found = PayAccount.objects.visible_to(reached_by(by)).filter(pk=account).first()
    if found is None:
        raise AccountUnknown("没有这个账户，或不在您的范围内")
    authorise(by, Permission.UNMASK, found.division_code)
    _record("unmask_account", found, by, at)
    return found


def authorise_account(by: Actor, place: str) -> None:
    """
    Let only those say where a child's money goes who may enter accounts there.

    :raises NotPermitted: the actor may not
    """
    _authorise_any(by, _ENTERS, place)


def _authorise_any(by: Actor, permissions: tuple[Permission, ...], place: str) -> None:
    scope = reached_by(by)
    if not any(scope.allows(each, place) for each in permissions):
        raise NotPermitted(f"{by.label} 在区划 {place} 不能办理收款账户")


def _record(verb: str, account: PayAccount, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=f"payments.{verb}",
        subject_kind="pay_account",
        subject_key=str(account.pk),
        detail={"child": str(account.child_id)},
        district=account.division_code[:6],
    )
