"""Consents, entered and taken back (同意的登记与撤回)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import Consent
from gonghu.domain.access.officer import NotPermitted, authorise, day_of
from gonghu.domain.access.privacy_terms import ADULT_CONSENT_AGE, ConsentGiven, ConsentGiver
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes


class ConsentIncomplete(ValueError):
    """A consent does not say who gave it, after reading which notice, or is dated in the future."""


class TooYoung(ValueError):
    """A child agrees itself before the age at which it may."""


class ConsentThere(ValueError):
    """There is a consent to that already."""


class ConsentWithdrawn(ValueError):
    """The consent was taken back before."""


@transaction.atomic
def record_consent(
    *,
    child_key: UUID,
    division_code: str,
    given: ConsentGiven,
    by: Actor,
    at: datetime,
) -> Consent:
    """
    Enter that somebody agreed to one use of a child's facts (登记同意), with the version of the notice that was read.

    :raises NotPermitted: the actor keeps no children's files there
    :raises ConsentIncomplete: who agreed, or the notice, is missing, or the day is still to come
    :raises TooYoung: a child agrees itself and was not fourteen that day (个人信息保护法第三十一条)
    :raises ConsentThere: there is one already; it must be taken back first
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.EDIT_CHILDREN, code)
    if not given.giver_name.strip() or not given.notice_version.strip() or given.given_on > day_of(at):
        raise ConsentIncomplete("请写明同意人、告知书版本，同意日期不能晚于今天")
    if given.giver == ConsentGiver.CHILD and not _old_enough(given):
        raise TooYoung("该儿童签字时不满十四周岁，须由监护人同意")
    if Consent.objects.everywhere("a consent is open once").filter(
        child_key=child_key, scope=given.scope, withdrawn_on__isnull=True
    ):
        raise ConsentThere(f"已登记过“{given.scope.label}”的同意，如有变化请先登记撤回")
    consent = Consent.objects.create(
        child_key=child_key,
        division_code=code,
        scope=given.scope,
        giver=given.giver,
        giver_name=given.giver_name.strip(),
        notice_version=given.notice_version.strip(),
        document=given.document.strip(),
        given_on=given.given_on,
        entered_by_id=_person(by),
        entered_at=at,
    )
    _record("access.record_consent", consent, by, at, {"notice": consent.notice_version})
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, on: date, by: Actor, at: datetime) -> None:
    """
    Enter that a consent was taken back (撤回同意); what rested on it must stop from that day on.

    :raises NotPermitted: the actor keeps no children's files there
    :raises ConsentWithdrawn: it was taken back before
    :raises ConsentIncomplete: the day lies before the consent, or is still to come
    """
    authorise(by, Permission.EDIT_CHILDREN, consent.division_code)
    current = Consent.objects.everywhere("a consent that is taken back").select_for_update().get(pk=consent.pk)
    if current.withdrawn_on:
        raise ConsentWithdrawn("该同意已撤回")
    if not consent.given_on <= on <= day_of(at):
        raise ConsentIncomplete(f"撤回日期须在 {consent.given_on} 至今天之间")
    consent.withdrawn_on, consent.withdrawn_by_id = on, _person(by)
    consent.save(update_fields=["withdrawn_on", "withdrawn_by"])
    _record("access.withdraw_consent", consent, by, at, {"on": on.isoformat()})


@transaction.atomic
def consents_follow_child(*, child_key: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Let the consents for a child be kept where it lives now (同意书随迁), and tell how many.

    :raises NotPermitted: the actor keeps no children's files there
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.EDIT_CHILDREN, code)
    rows = Consent.objects.everywhere("consents of a child that moves").filter(child_key=child_key)
    moved = rows.exclude(division_code=code).update(division_code=code)
    record(
        by=by, at=at, verb="access.consents_follow_child", subject_kind="child", subject_key=str(child_key),
        detail={"to": code, "rows": moved}, district=code[:6],
    )  # fmt: skip
    return moved


def _old_enough(given: ConsentGiven) -> bool:
    """Tell whether a child may agree itself; of an unknown birth date it is for the officer to know."""
    born_on = given.child_born_on
    if born_on is None:
        return True
    age = given.given_on.year - born_on.year
    return age - ((given.given_on.month, given.given_on.day) < (born_on.month, born_on.day)) >= ADULT_CONSENT_AGE


def _person(by: Actor) -> UUID:
    if by.account is None:
        raise NotPermitted("同意须由工作人员登记")
    return by.account


def _record(verb: str, consent: Consent, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="child",
        subject_key=str(consent.child_key),
        detail={"consent": str(consent.uuid), "scope": consent.scope, **detail},
        district=consent.division_code[:6],
    )
