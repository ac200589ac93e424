"""Writing to the audit chain (记入审计链)."""

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.appending import append_entry, hold_head
from gonghu.foundation.audit.hashing import entry_hash
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards import citizen_number

Detail = Mapping[str, Any]

_CHAIN: Final = re.compile(r"[0-9]{6}")
_MAYBE_A_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_PLAIN: Final = (str, int, type(None))


class NoTransaction(RuntimeError):
    """Something is recorded outside the transaction of what it tells about: one could happen without the other."""


class NotAChain(ValueError):
    """A chain is named by the six digits of a district."""


class TimeWithoutZone(ValueError):
    """A time of day without its zone could be any of twenty-four hours."""


class DetailNotPlain(ValueError):
    """Details are texts, whole numbers, yes and no, and lists and tables of them: all else may come back changed."""


class PersonalDetail(ValueError):
    """A citizen number stands where everybody who may read the audit would see it."""


def record(
    *,
    by: Actor,
    at: datetime,
    verb: str,
    subject_kind: str,
    subject_key: str,
    purpose: str = "",
    detail: Detail | None = None,
    district: str | None = None,
) -> AuditEntry:
    """
    Append one entry to the chain of a district, the actor's unless another is named, in the caller's transaction.

    Writers of one chain wait for each other from here to the end of the transaction: record last.

    :raises NoTransaction: there is no transaction to belong to
    :raises NotAChain: the district is not six digits
    :raises TimeWithoutZone: ``at`` has no time zone
    :raises DetailNotPlain: a detail would not come back from the database as it is
    :raises PersonalDetail: a citizen number stands in a field
    """
    chain = by.district if district is None else district
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(verb)
    if not _CHAIN.fullmatch(chain):
        raise NotAChain(chain)
    if at.tzinfo is None:
        raise TimeWithoutZone(str(at))
    told = dict(detail or {})
    _refuse_personal([told, purpose, subject_key, by.label])
    sequence, previous_hash = hold_head(chain)
    fields = {
        "uuid": uuid.uuid4(),
        "chain": chain,
        "sequence": sequence + 1,
        "at": at,
        "actor": by.key,
        "post": by.post,
        "verb": verb,
        "subject_kind": subject_kind,
        "subject_key": subject_key,
        "purpose": purpose,
        "detail": told,
        "request": by.request,
        "previous_hash": previous_hash,
    }
    entry = AuditEntry(**fields, hash=entry_hash(fields))
    append_entry(entry)
    return entry


def _refuse_personal(value: Any) -> None:
    """Look through a detail of any depth."""
    if isinstance(value, dict):
        if not all(isinstance(name, str) for name in value):
            raise DetailNotPlain("the names of details are texts")
        _refuse_personal([*value, *value.values()])
    elif isinstance(value, list):
        for part in value:
            _refuse_personal(part)
    elif not isinstance(value, _PLAIN) or (isinstance(value, str) and "\0" in value):
        raise DetailNotPlain(repr(type(value)))
    elif isinstance(value, str) and any(map(citizen_number.key, _MAYBE_A_NUMBER.findall(value))):
        raise PersonalDetail("审计记录里不能写身份证号，请写对象的编号")
