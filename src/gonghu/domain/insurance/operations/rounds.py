"""Opening yearly rounds of enrolment (建立参保轮次)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.terms import ON_THE_INVOICE, RoundState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

MANAGE: Final = Permission.MANAGE_INSURANCE


class RoundExists(ValueError):
    """The county has a round for that year already."""


class PremiumUnknown(ValueError):
    """A class of persons has no premium, or nobody says where it was read."""


class PremiumsFixed(ValueError):
    """Names were sent with these premiums already."""


class RoundSettled(ValueError):
    """The premiums of the round are settled: nothing in it changes any more."""


@dataclass(frozen=True, slots=True)
class RoundWanted:
    """What a round is to be (拟建轮次): ``premiums`` in fen by class, ``basis`` the notice they were read in."""

    year: int
    division_code: str
    opens_on: date
    closes_on: date
    premiums: Mapping[str, int]
    basis: str
    fund: str = ""


@transaction.atomic
def open_round(*, wanted: RoundWanted, by: Actor, at: datetime) -> EnrolmentRound:
    """
    Open the round of a county and year (建立参保轮次).

    :raises NotPermitted: the actor manages no insurance there
    :raises PremiumUnknown: a class has no premium, or no notice is named
    :raises RoundExists: there is one for that year
    """
    authorise(by, MANAGE, wanted.division_code)
    made = EnrolmentRound(
        division_code=wanted.division_code,
        year=wanted.year,
        opens_on=wanted.opens_on,
        closes_on=wanted.closes_on,
        premiums=_premiums(wanted.division_code, wanted.premiums, wanted.basis),
        fund=wanted.fund.strip(),
        opened_by_id=by.account,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise RoundExists(f"{wanted.year} 年度的参保轮次已经建立，请打开那一轮") from problem
    record_round("insurance.open_round", made, by, at, {"year": made.year, "premiums": dict(wanted.premiums)})
    return made


@transaction.atomic
def change_premiums(
    *, enrolment: UUID, premiums: Mapping[str, int], basis: str, by: Actor, at: datetime
) -> EnrolmentRound:
    """
    Put right what premiums cost before any name was sent (更正保费).

    :raises NotPermitted: the actor manages no insurance there
    :raises PremiumsFixed: names were sent or enrolled
    :raises PremiumUnknown: a class has no premium, or no notice is named
    """
    found = held_round(enrolment, by)
    lines = EnrolmentLine.objects.everywhere("whether premiums may still change").filter(enrolment=found)
    if lines.filter(sent_at__isnull=False).exists() or lines.filter(state__in=sorted(ON_THE_INVOICE)).exists():
        raise PremiumsFixed("名单已经按这个保费报送，不能再改；标准确有变动的，请在对账时按通知单登记差额原因")
    found.premiums = _premiums(found.division_code, premiums, basis)
    found.save(update_fields=["premiums"])
    record_round("insurance.change_premiums", found, by, at, {"premiums": dict(premiums)})
    return found


def held_round(key: UUID, by: Actor) -> EnrolmentRound:
    """
    Give a round for a change, held until the end of the transaction.

    :raises NotPermitted: the actor manages no insurance there
    :raises RoundSettled: it is settled
    """
    found = EnrolmentRound.objects.everywhere("a round that is worked on").select_for_update().get(pk=key)
    authorise(by, MANAGE, found.division_code)
    if found.state == RoundState.SETTLED:
        raise RoundSettled("这一轮的保费已经对平，不能再改")
    return found


def record_round(verb: str, enrolment: EnrolmentRound, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    """Write down that something was done with a round."""
    record(
        by=by, at=at, verb=verb, subject_kind="enrolment_round", subject_key=str(enrolment.pk), detail=detail,
        district=enrolment.division_code[:6],
    )  # fmt: skip


def _premiums(division_code: str, premiums: Mapping[str, int], basis: str) -> dict[str, dict[str, Any]]:
    if not basis.strip():
        raise PremiumUnknown("请写明保费标准的依据（当年参保通知的文号）")
    said = {}
    for each in scheme_of(division_code=division_code).classes:
        fen = premiums.get(each.code, 0)
        if fen <= 0:
            raise PremiumUnknown(f"请填写“{each.name}”的保费")
        said[each.code] = {"name": each.name, "fen": fen, "mark": "V", "basis": basis.strip()}
    return said
