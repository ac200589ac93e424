"""How what was done with an organisation is recorded (机构写入的共用部分)."""

from datetime import datetime

from gonghu.domain.organisations.models import Organisation
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record


def record_organisation(
    organisation: Organisation, verb: str, by: Actor, at: datetime, detail: Detail | None = None
) -> None:
    """Write down what was done with an organisation, in the chain of its district."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="organisation",
        subject_key=str(organisation.uuid),
        detail=detail,
        district=organisation.district,
    )
