"""Agreements entered and ended (数据共享协议的登记与终止)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import SharingAgreement
from gonghu.domain.rosters.terms import AgreementTerms
from gonghu.engines.intake import load_profiles
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes


class AgreementIncomplete(ValueError):
    """Purpose, legal basis, document or kinds are missing, or the dates run backwards."""


class AgreementKnown(ValueError):
    """The department's document of that number was entered before."""


class AgreementOver(ValueError):
    """The agreement has ended already."""


@transaction.atomic
def enter_agreement(
    *, organisation: UUID, division_code: str, terms: AgreementTerms, by: Actor, at: datetime
) -> SharingAgreement:
    """
    Enter what a department has agreed to hand over (登记数据共享协议).

    :raises NotPermitted: the actor imports no rosters there
    :raises AgreementIncomplete: something is missing, a kind is unknown, or the dates run backwards
    :raises AgreementKnown: the document was entered before
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.IMPORT_ROSTERS, code)
    _refuse_incomplete(terms)
    agreement = SharingAgreement(
        organisation_id=organisation,
        division_code=code,
        kinds=sorted(set(terms.kinds)),
        purpose=terms.purpose.strip(),
        legal_basis=terms.legal_basis.strip(),
        every_days=terms.every_days,
        document=terms.document.strip(),
        signed_on=terms.signed_on,
        from_on=terms.from_on,
        to_on=terms.to_on,
        entered_by_id=by.account,
        entered_at=at,
    )
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as problem:
        raise AgreementKnown(f"该部门的协议“{agreement.document}”已经登记过") from problem
    _record("rosters.agree", agreement, by, at)
    return agreement


@transaction.atomic
def end_agreement(*, agreement: SharingAgreement, on: date, by: Actor, at: datetime) -> None:
    """
    End an agreement with a day (终止数据共享协议).

    :raises NotPermitted: the actor imports no rosters there
    :raises AgreementOver: it ended before that day, or had not begun
    """
    authorise(by, Permission.IMPORT_ROSTERS, agreement.division_code)
    current = SharingAgreement.objects.everywhere("an agreement that is being ended").select_for_update()
    held = current.get(pk=agreement.pk)
    if on < held.from_on or (held.to_on is not None and held.to_on <= on):
        raise AgreementOver("协议已终止，或这一天还没有生效")
    agreement.to_on = on
    agreement.save(update_fields=["to_on"])
    _record("rosters.end_agreement", agreement, by, at)


def _refuse_incomplete(terms: AgreementTerms) -> None:
    texts = (terms.purpose, terms.legal_basis, terms.document)
    if not terms.kinds or not all(text.strip() for text in texts):
        raise AgreementIncomplete("请写明名册种类、使用目的、法律依据和签署文号")
    if strange := set(terms.kinds) - set(load_profiles().by_kind):
        raise AgreementIncomplete(f"没有这种名册：{'、'.join(sorted(strange))}")
    if terms.every_days < 1 or (terms.to_on is not None and terms.to_on < terms.from_on):
        raise AgreementIncomplete("终止日期不能早于起始日期，提供周期至少 1 天")


def _record(verb: str, agreement: SharingAgreement, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="agreement",
        subject_key=str(agreement.uuid),
        purpose=agreement.purpose,
        detail={
            "organisation": str(agreement.organisation_id),
            "document": agreement.document,
            "kinds": agreement.kinds,
            "from_on": agreement.from_on.isoformat(),
            "to_on": agreement.to_on.isoformat() if agreement.to_on else None,
        },
        district=agreement.division_code[:6],
    )
