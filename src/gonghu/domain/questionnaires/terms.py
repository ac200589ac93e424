"""Words of the questionnaires: versions of forms, what a telephone sends, what became of it (问卷用语)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from gonghu.foundation.labels import TextChoices


class FormState(TextChoices):
    """How far a version of a form has come (问卷版本状态)."""

    DRAFT = "DRAFT", "草稿"
    IN_USE = "IN_USE", "使用中"
    SUPERSEDED = "SUPERSEDED", "已有新版"
    WITHDRAWN = "WITHDRAWN", "已撤回"


class SubmissionState(TextChoices):
    """What became of a filled form (填报状态)."""

    RECEIVED = "RECEIVED", "已送达"
    ACCEPTED = "ACCEPTED", "已采用"
    NEEDS_CARE = "NEEDS_CARE", "需处理"
    SENT_BACK = "SENT_BACK", "退回修改"
    REPLACED = "REPLACED", "已由新的填报取代"


class Standing(TextChoices):
    """Whether a filled form had come before (送达情况)."""

    NEW = "NEW", "新收到"
    HAD = "HAD", "早已收到"
    DIFFERENT = "DIFFERENT", "编号相同而内容不同"


class FileState(TextChoices):
    """How far a photo or recording of a filled form has come (附件状态)."""

    ARRIVING = "ARRIVING", "正在接收"
    KEPT = "KEPT", "已收齐"
    REFUSED = "REFUSED", "拒收"


ANSWERABLE: Final = frozenset({FormState.IN_USE, FormState.SUPERSEDED})
"""States of a version whose answers are taken: a telephone may have been weeks without a network."""

UNDECIDED: Final = frozenset({SubmissionState.RECEIVED, SubmissionState.NEEDS_CARE})
"""States of a filled form of which nothing has been made yet."""

MOST_FILES: Final = 20
LARGEST_FILE: Final = 25 << 20
"""Bytes of one photo or recording."""
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class FileTold:
    """A photo or recording that belongs to a filled form and comes by itself (附件说明)."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """
    A filled form as a telephone sends it (送来的填报).

    ``xml`` are the bytes as they came, whatever is in them; ``base`` says which version of each field of the child's
    card was seen; ``replaces`` is the filled form that was sent back and is corrected by this one.
    """

    uuid: UUID
    form: str
    version: str
    xml: bytes
    made_at: datetime | None = None
    device: str = ""
    sequence: int = 0
    base: Mapping[str, str] = field(default_factory=dict)
    files: tuple[FileTold, ...] = ()
    replaces: UUID | None = None
